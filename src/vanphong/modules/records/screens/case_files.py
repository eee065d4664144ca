"""List and page of case files, with the inventory, the helpers and what still stands against closing."""

from __future__ import annotations

from urllib.parse import urlencode

from django.utils.translation import gettext as _

from vanphong.kernel import access
from vanphong.kernel.actor import Actor
from vanphong.kernel.wording import vi
from vanphong.lib.dates import format_date
from vanphong.lib.numbers import format_number
from vanphong.modules.records.lists import CASE_FILE_LIST
from vanphong.modules.records.models import CaseFile
from vanphong.modules.records.policy import COMPLETE
from vanphong.modules.records.queries.case_files import addresses, closing_objections, inventory, sheets_text
from vanphong.modules.records.queries.file_plan import term_text
from vanphong.ui.components import (
    Action,
    Badge,
    Column,
    Empty,
    Fact,
    Facts,
    ListRow,
    Notice,
    Panel,
    Part,
    Parts,
    Table,
    TableRow,
    Tone,
)
from vanphong.ui.screens import (
    ActionScreens,
    Head,
    ListScreen,
    PanelSpec,
    PressingBox,
    RecordScreen,
    Request,
    declare_box,
    declare_panel,
)

ADDRESS = "/ho-so/"


def _list_buttons(request: Request, _actor: Actor) -> list[Action]:
    asked = {name: value for name, value in request.GET.items() if value and name not in ("key", "format")}
    return [Action(_("In mục lục hồ sơ"), f"{ADDRESS}muc-luc/?{urlencode(asked)}")]


LIST = ListScreen(CASE_FILE_LIST, ADDRESS, lambda f: f"{ADDRESS}{f.pk}/", buttons=_list_buttons)


def _head(_actor: Actor, case_file: CaseFile) -> Head:
    tone = Tone.INFO if case_file.state == CaseFile.State.OPEN else Tone.GOOD
    return Head(
        case_file.title,
        case_file.code,
        case_file.unit.label,
        (Badge(case_file.get_state_display(), tone),),
    )


RECORD = RecordScreen(CaseFile, ADDRESS, vi("Hồ sơ công việc"), _head)


def _left_to_do(_request: Request, actor: Actor, case_file: CaseFile) -> Part | None:
    """What would be answered to closing now, told before anyone tries."""
    if case_file.state != CaseFile.State.OPEN or COMPLETE not in access.abilities(actor, case_file):
        return None
    objections = closing_objections(case_file)
    if not objections or not case_file.items.exists():
        return None
    shown = " ".join(objections[:3])
    more = _(" Và {value} việc khác.").format(value=len(objections) - 3) if len(objections) > 3 else ""
    return Notice(shown + more, Tone.WARN, _("Chưa kết thúc hồ sơ được"))


def _items(_request: Request, actor: Actor, case_file: CaseFile) -> Part:
    items = inventory(case_file)
    urls = addresses(actor, items)
    table = Table(
        _("Mục lục văn bản trong hồ sơ"),
        [
            Column("STT", "number"),
            Column(_("Số, ký hiệu"), "code"),
            Column(_("Ngày"), "date"),
            Column(_("Tên loại và trích yếu"), "strong"),
            Column(_("Tác giả")),
            Column(_("Tờ số")),
            Column(_("Ghi chú"), on_phone=False),
        ],
        [
            TableRow(
                [
                    str(item.position),
                    item.reference_code,
                    format_date(item.issued_on) if item.issued_on else "",
                    item.subject,
                    item.issuer,
                    sheets_text(item)
                    or (_("{page_count} tờ").format(page_count=item.page_count) if item.page_count else ""),
                    item.note,
                ],
                urls.get(item.object_reference, ""),
            )
            for item in items
        ],
        Empty(
            _(
                "Chưa có văn bản nào. Mở một văn bản đến và chọn «Đưa vào hồ sơ», hoặc ghi tài liệu giấy ở đây."
            )
        ),
    )
    if not items:
        return Panel(_("Mục lục văn bản"), table, "muc-luc", 0)
    here = f"{ADDRESS}{case_file.pk}/muc-luc/"
    buttons = Parts.of(Action(_("In mục lục"), here), Action(_("Xuất Excel"), f"{here}?format=xlsx"))
    return Panel(_("Mục lục văn bản"), table, "muc-luc", len(items), buttons, flush=True)


def _facts(_request: Request, _actor: Actor, case_file: CaseFile) -> Part:
    sheets = sum(item.page_count for item in inventory(case_file))
    entry = case_file.plan_entry
    term = case_file.retention
    facts = [
        Fact(_("Người lập"), str(case_file.keeper)),
        Fact(_("Đơn vị lập"), case_file.unit.label),
        Fact(_("Thời hạn bảo quản"), term_text(term)),
        Fact(_("Ngày mở"), format_date(case_file.opened_on)),
        Fact(_("Ngày kết thúc"), format_date(case_file.completed_on) if case_file.completed_on else None),
        Fact(_("Tổng số tờ"), format_number(sheets) if sheets else None),
        Fact(
            _("Theo danh mục"),
            _("{code} {title}, năm {year}").format(code=entry.code, title=entry.title, year=entry.year)
            if entry
            else _("ngoài danh mục"),
            wide=True,
        ),
        Fact(
            _("Căn cứ thời hạn"),
            f"{term.name}" + ("" if term.certain else _(" (cơ quan cần xác nhận)")),
            wide=True,
        ),
    ]
    if case_file.note:
        facts.append(Fact(_("Ghi chú"), case_file.note, wide=True))
    return Panel(_("Thông tin"), Facts(facts), id="thong-tin")


def _readers(_request: Request, _actor: Actor, case_file: CaseFile) -> Part | None:
    readers = [str(r) for r in case_file.readers.select_related("unit", "user").order_by("pk")]
    if not readers:
        return None
    table = Table(
        _("Phối hợp"),
        [Column(_("Đơn vị, người phối hợp"), "strong")],
        [TableRow([name]) for name in readers],
    )
    return Panel(_("Phối hợp"), table, "phoi-hop", len(readers), flush=True)


for _rank, (_name, _build) in enumerate(
    (("left_to_do", _left_to_do), ("items", _items), ("facts", _facts), ("readers", _readers))
):
    declare_panel(PanelSpec(_name, CaseFile, _build, rank=10 * _rank))


def _home_row(_actor: Actor, case_file: CaseFile) -> ListRow:
    return ListRow(
        f"{ADDRESS}{case_file.pk}/",
        case_file.title,
        code=case_file.code,
        code_note=_("từ {day}").format(day=format_date(case_file.opened_on)),
        note=case_file.unit.label,
        owner=str(case_file.keeper),
    )


for _name, _tab, _label, _tone in (
    ("left_open", "qua-nam", vi("Hồ sơ năm trước chưa kết thúc"), Tone.WARN),
    ("just_closed", "moi-ket-thuc", vi("Hồ sơ mới kết thúc"), Tone.PLAIN),
    ("without_papers", "chua-co-van-ban", vi("Hồ sơ chưa có văn bản"), Tone.PLAIN),
):
    declare_box(
        PressingBox(f"case_files/{_name}", "case_files", _tab, _label, ADDRESS, _home_row, _tone, rank=30)
    )

LIST.declare()
RECORD.declare()
ActionScreens(CaseFile, ADDRESS, RECORD).declare()
