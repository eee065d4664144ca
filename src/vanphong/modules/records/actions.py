"""What people do with case files and the file plan: screens, API and command line are made from these."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from vanphong.kernel import access
from vanphong.kernel.access import Ability
from vanphong.kernel.actions import Action, declare_action
from vanphong.kernel.actor import Actor
from vanphong.kernel.wording import vi
from vanphong.modules.records.commands.closing import complete_case_file, reopen_case_file
from vanphong.modules.records.commands.filing import (
    edit_item,
    file_paper,
    remove_item,
    renumber_items,
)
from vanphong.modules.records.commands.opening import (
    edit_case_file,
    open_case_file,
    share_case_file,
    unshare_case_file,
)
from vanphong.modules.records.commands.planning import (
    add_plan_entry,
    copy_file_plan,
    edit_plan_entry,
    import_file_plan,
    remove_plan_entry,
)
from vanphong.modules.records.forms.case_files import (
    CompleteForm,
    EditForm,
    EditItemForm,
    OpenForm,
    PaperForm,
    ReasonForm,
    RemoveForm,
    RenumberForm,
    ShareForm,
    UnshareForm,
)
from vanphong.modules.records.forms.file_plan import AddEntryForm, CopyPlanForm, EditEntryForm, ImportPlanForm
from vanphong.modules.records.models import CaseFile, FilePlanEntry
from vanphong.modules.records.policy import ADD, COMPLETE, CREATE, EDIT, PLAN, REMOVE, REOPEN, SHARE

PLAN_ADDRESS = "/danh-muc-ho-so/"


def _open(_actor: Actor, case_file: CaseFile) -> bool:
    return case_file.state == CaseFile.State.OPEN


def _completed(_actor: Actor, case_file: CaseFile) -> bool:
    return case_file.state == CaseFile.State.COMPLETED


def _with_items(ability: Ability) -> Callable[[Actor, CaseFile], bool]:
    """Work on the inventory is shown only to who may do it: a guest is spared a row of closed buttons."""

    def offered(actor: Actor, case_file: CaseFile) -> bool:
        if not _open(actor, case_file) or ability not in access.abilities(actor, case_file):
            return False
        return case_file.items.exists()

    return offered


def _shared(actor: Actor, case_file: CaseFile) -> bool:
    return case_file.readers.exists() and SHARE in access.abilities(actor, case_file)


def _act(name: str, label: str, ability: Any, run: Any, **more: Any) -> Action:
    return declare_action(
        Action(name, CaseFile, label, ability, run, argument=more.pop("argument", "case_file"), **more)
    )


def _plan(name: str, label: str, run: Any, **more: Any) -> Action:
    then = more.pop("then", lambda _actor, _result: PLAN_ADDRESS)
    return declare_action(Action(name, FilePlanEntry, label, PLAN, run, then=then, **more))


_act(
    "mo",
    vi("Mở hồ sơ"),
    CREATE,
    open_case_file,
    argument="",
    form=OpenForm,
    done=lambda case_file: _("Đã mở hồ sơ {code}.").format(code=case_file.code),
)
_act(
    "ket-thuc",
    vi("Kết thúc hồ sơ"),
    COMPLETE,
    complete_case_file,
    form=CompleteForm,
    bulk=True,
    warning=vi("Kết thúc là chốt mục lục, số tờ và thời hạn bảo quản."),
    done=lambda case_file: _("Đã kết thúc hồ sơ {code}.").format(code=case_file.code),
    undo=lambda actor, case_file: reopen_case_file(actor, case_file=case_file, reason=_("Hoàn tác.")),
    offered=_open,
)
_act(
    "ghi-tai-lieu",
    vi("Ghi tài liệu giấy"),
    ADD,
    file_paper,
    form=PaperForm,
    done=vi("Đã ghi vào mục lục."),
    offered=_open,
)
_act(
    "sua",
    vi("Sửa hồ sơ"),
    EDIT,
    edit_case_file,
    form=EditForm,
    done=vi("Đã sửa hồ sơ."),
    offered=_open,
)
_act(
    "moi",
    vi("Mời phối hợp"),
    SHARE,
    share_case_file,
    form=ShareForm,
    done=vi("Đã mời phối hợp."),
)
_act(
    "thoi-moi",
    vi("Thôi mời"),
    SHARE,
    unshare_case_file,
    form=UnshareForm,
    done=vi("Đã thôi mời."),
    rare=True,
    offered=_shared,
)
_act(
    "sua-muc-luc",
    vi("Sửa mục lục"),
    EDIT,
    edit_item,
    form=EditItemForm,
    done=vi("Đã sửa mục lục."),
    offered=_with_items(EDIT),
)
_act(
    "danh-so",
    vi("Đánh số tờ"),
    EDIT,
    renumber_items,
    form=RenumberForm,
    done=vi("Đã đánh số lại văn bản và số tờ."),
    rare=True,
    offered=_with_items(EDIT),
)
_act(
    "rut-van-ban",
    vi("Rút văn bản"),
    REMOVE,
    remove_item,
    form=RemoveForm,
    done=vi("Đã rút văn bản khỏi hồ sơ."),
    rare=True,
    offered=_with_items(REMOVE),
)
_act(
    "mo-lai",
    vi("Mở lại hồ sơ"),
    REOPEN,
    reopen_case_file,
    form=ReasonForm,
    done=vi("Đã mở lại hồ sơ."),
    rare=True,
    offered=_completed,
)

_plan(
    "them",
    vi("Thêm mục"),
    add_plan_entry,
    form=AddEntryForm,
    done=lambda entry: _("Đã thêm mục {code} vào danh mục năm {year}.").format(
        code=entry.code, year=entry.year
    ),
)
_plan("nhap", vi("Nhập từ Excel"), import_file_plan, form=ImportPlanForm, done=str)
_plan("chep", vi("Chép sang năm mới"), copy_file_plan, form=CopyPlanForm, done=str)
_plan(
    "sua",
    vi("Sửa mục"),
    edit_plan_entry,
    argument="entry",
    form=EditEntryForm,
    primary=True,
    done=vi("Đã sửa mục."),
    then=None,
)
_plan(
    "bo",
    vi("Bỏ mục"),
    remove_plan_entry,
    argument="entry",
    warning=vi("Mục bị bỏ khỏi danh mục của năm."),
    done=vi("Đã bỏ mục khỏi danh mục."),
    offered=lambda _actor, entry: not entry.case_files.exists(),
)
