"""Work on one's own part of a document, and what the chiefs do about the parts."""

from __future__ import annotations

from django.utils.translation import gettext as _

from vanphong.kernel.wording import vi
from vanphong.lib.dates import format_date
from vanphong.modules.correspondence.actions.declaring import act, with_product
from vanphong.modules.correspondence.actions.offers import (
    has_copy,
    has_own_part,
    has_part_to_finish,
    has_undivided_part,
    has_unit_part,
    has_unreceived_part,
    has_working_part,
    is_pressing,
    is_recallable,
    may_decide_extension,
    when_in,
)
from vanphong.modules.correspondence.commands.distribution import (
    reassign,
    recall_assignment,
    remind,
)
from vanphong.modules.correspondence.commands.following import (
    mark_read,
)
from vanphong.modules.correspondence.commands.handling import (
    acknowledge,
    add_note,
    ask_extension,
    complete_assignment,
    decide_extension,
    return_assignment,
)
from vanphong.modules.correspondence.forms.handling import (
    AssignmentForm,
    CompleteForm,
    DecideExtensionForm,
    ExtendForm,
    NoteForm,
    ReassignForm,
    RecallForm,
    RemindForm,
    ReturnForm,
)
from vanphong.modules.correspondence.models import Extension, IncomingDocument
from vanphong.modules.correspondence.policy import (
    EXTEND,
    HANDLE,
    NOTE,
    READ_COPY,
    REASSIGN,
    RECALL,
    REMIND,
)

S = IncomingDocument.State


def _decided(extension: Extension) -> str:
    if extension.state == Extension.State.REFUSED:
        return _("Đã trả lời: không gia hạn, hạn cũ giữ nguyên.")
    return _("Đã gia hạn đến {day}.").format(day=format_date(extension.new_due_on))


act(
    "xong-viec",
    vi("Báo xong"),
    HANDLE,
    with_product(complete_assignment),
    form=CompleteForm,
    primary=has_part_to_finish,
    done=vi("Đã báo xong phần việc."),
    offered=has_working_part,
)
act(
    "nhan-viec",
    vi("Nhận việc"),
    HANDLE,
    acknowledge,
    form=AssignmentForm,
    bulk=True,
    done=vi("Đã nhận việc."),
    offered=has_unreceived_part,
)
act(
    "da-doc",
    vi("Đánh dấu đã đọc"),
    READ_COPY,
    mark_read,
    bulk=True,
    done=vi("Đã đánh dấu đã đọc."),
    offered=has_copy,
)
act(
    "phan-cong",
    vi("Phân công trong đơn vị"),
    REASSIGN,
    reassign,
    form=ReassignForm,
    done=lambda part: _("Đã giao đồng chí {user}.").format(user=part.user),
    offered=has_unit_part,
    primary=has_undivided_part,
)
act(
    "ghi-y-kien",
    vi("Ghi ý kiến"),
    NOTE,
    with_product(add_note),
    form=NoteForm,
    done=vi("Đã ghi ý kiến."),
    offered=lambda _actor, document: document.is_registered,
)
act(
    "xin-gia-han",
    vi("Xin gia hạn"),
    HANDLE,
    ask_extension,
    form=ExtendForm,
    done=vi("Đã gửi đề nghị gia hạn."),
    offered=has_working_part,
)
act(
    "duyet-gia-han",
    vi("Duyệt gia hạn"),
    EXTEND,
    decide_extension,
    form=DecideExtensionForm,
    done=_decided,
    offered=may_decide_extension,
    primary=True,
)
act(
    "tra-viec",
    vi("Trả lại phần việc"),
    HANDLE,
    return_assignment,
    form=ReturnForm,
    done=vi("Đã trả lại phần việc cho người giao."),
    offered=has_own_part,
    rare=True,
)
act(
    "don-doc",
    vi("Đôn đốc"),
    REMIND,
    remind,
    form=RemindForm,
    bulk=True,
    done=vi("Đã đôn đốc."),
    offered=when_in(S.IN_PROGRESS, S.PENDING_ENDORSEMENT),
    primary=is_pressing,
)
act(
    "thu-hoi-viec",
    vi("Thu hồi phân công"),
    RECALL,
    recall_assignment,
    form=RecallForm,
    done=vi("Đã thu hồi phân công."),
    offered=is_recallable,
    rare=True,
)
