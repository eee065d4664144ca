"""Screens of the catalogues: list, row, import from a spreadsheet."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from vanphong.kernel import access
from vanphong.kernel.actor import Actor
from vanphong.kernel.listing import ListSpec
from vanphong.kernel.organisation.queries import today
from vanphong.kernel.wording import vi
from vanphong.lib.spreadsheet import Column, Table, Value
from vanphong.modules.catalogues.commands import IMPORTS
from vanphong.modules.catalogues.lists import (
    ADMIN_UNITS,
    AGENCY_CODES,
    DOCUMENT_TYPES,
    RETENTION_TERMS,
    SUBJECT_AREAS,
    years_text,
)
from vanphong.modules.catalogues.models import (
    AdminUnit,
    AgencyCode,
    CatalogueRow,
    DocumentType,
    RetentionTerm,
    SubjectArea,
    Succession,
)
from vanphong.modules.catalogues.policy import KEEP
from vanphong.modules.catalogues.queries import KINDS, TITLES, fields_of, judge
from vanphong.modules.catalogues.queries.units import AGENCY_SOURCE, SOURCE, label_of
from vanphong.modules.catalogues.record_types import ADDRESSES
from vanphong.ui.components import Action as Button
from vanphong.ui.components import Badge, Fact, Facts, Panel, Part, TableRow, Tone, day_text
from vanphong.ui.components import Column as TableColumn
from vanphong.ui.components import Table as TablePart
from vanphong.ui.screens import (
    ActionScreens,
    Head,
    ListScreen,
    PanelSpec,
    RecordScreen,
    Request,
    declare_panel,
)
from vanphong.ui.screens.importing import ImportScreen, Line

SAMPLES: dict[type[CatalogueRow], list[Value]] = {
    DocumentType: [
        "CONG_VAN",
        "Công văn",
        "Đảng",
        "CV",
        "Văn bản",
        "không",
        "05-HD/VPTW",
        "có",
        10,
        None,
        None,
    ],
    SubjectArea: [
        "TO_CHUC",
        "Tổ chức bộ máy, đảng viên",
        "Quyết định của cơ quan",
        "có",
        2,
        None,
        None,
    ],
    RetentionTerm: ["BC_THANG", "Báo cáo tháng", "20", "35-HD/VPTW", "có", 5, None, None],
}


def _head(_actor: Actor, row: Any) -> Head:
    badges = []
    if not row.certain:
        badges.append(Badge(_("cần xác nhận"), Tone.WARN))
    if not row.is_valid_on(today()):
        badges.append(Badge(_("không còn hiệu lực") if row.valid_to else _("chưa có hiệu lực")))
    return Head(row.name, getattr(row, "symbol", "") or row.code, badges=tuple(badges))


def _facts(_request: Request, _actor: Actor, row: Any) -> Part:
    items = [Fact(_("Mã"), row.code)]
    if isinstance(row, DocumentType):
        items += [
            Fact(_("Hệ"), row.get_family_display()),
            Fact(_("Nhóm"), dict(KINDS).get(row.kind, row.kind)),
            Fact(_("Ký hiệu"), row.symbol),
            Fact(_("In tên loại"), _("có") if row.prints_name else _("không")),
        ]
    if isinstance(row, RetentionTerm):
        items.append(Fact(_("Thời hạn"), years_text(row)))
    items += [
        Fact(_("Từ ngày"), day_text(row.valid_from) if row.valid_from else None),
        Fact(_("Đến ngày"), day_text(row.valid_to) if row.valid_to else None),
        Fact(_("Căn cứ"), row.source, wide=True),
    ]
    return Panel(_("Nội dung"), Facts(items))


def _import(model: type[CatalogueRow], title: str) -> ImportScreen:
    def read(_actor: Actor, table: Table) -> list[Line]:
        return [
            Line(one.number, one.verdict, one.title, one.values, one.remark)  # type: ignore[arg-type]
            for one in judge(model, table, today())
        ]

    def write(actor: Actor, rows: list[dict[str, Any]]) -> str:
        return _("Đã ghi {actor} dòng.").format(actor=IMPORTS[model](actor, rows=rows))

    kinds = {"rank": "integer", "valid_from": "date", "valid_to": "date"}
    return ImportScreen(
        model,
        KEEP,
        ADDRESSES[model],
        vi("Nhập «{what}» từ bảng tính", what=title),
        title,
        [Column(TITLES[name][0], kinds.get(name, "text"), 24) for name in fields_of(model)],  # type: ignore[arg-type]
        [SAMPLES[model]],
        read,
        write,
        vi("Dòng khớp theo mã: mã đã có thì cập nhật, mã mới thì thêm. Cột không có trong bảng giữ nguyên."),
    )


def _declare(spec: ListSpec) -> None:
    model: Any = spec.model
    address = ADDRESSES[model]
    imports = _import(model, spec.title)
    imports.declare()

    def buttons(_request: Request, actor: Actor) -> list[Button]:
        return [imports.button()] if access.may(actor, model, KEEP) else []

    ListScreen(spec, address, lambda row: f"{address}{row.pk}/", buttons=buttons).declare()
    record = RecordScreen(model, address, spec.title, _head)
    record.declare()
    ActionScreens(model, address, record).declare()
    declare_panel(PanelSpec("facts", model, _facts, 10))


for _spec in (DOCUMENT_TYPES, SUBJECT_AREAS, RETENTION_TERMS):
    _declare(_spec)


def _unit_head(_actor: Actor, unit: Any) -> Head:
    gone = not unit.is_valid_on(today())
    return Head(
        unit.full_name,
        unit.code,
        label_of(unit.parent) if unit.parent else "",
        (Badge(_("không còn"), Tone.WARN),) if gone else (),
    )


def _unit_facts(_request: Request, _actor: Actor, unit: Any) -> Part:
    return Panel(
        _("Nội dung"),
        Facts(
            [
                Fact(_("Mã"), unit.code),
                Fact(_("Cấp"), unit.get_level_display()),
                Fact(_("Thuộc"), label_of(unit.parent) if unit.parent else None),
                Fact(_("Từ ngày"), day_text(unit.valid_from) if unit.valid_from else None),
                Fact(_("Đến ngày"), day_text(unit.valid_to) if unit.valid_to else None),
                Fact(_("Nguồn"), SOURCE, wide=True),
            ]
        ),
    )


def _steps(steps: list[Succession], title: str, id: str, *, older: bool) -> Part | None:
    if not steps:
        return None
    rows = []
    for step in steps:
        unit = step.old if older else step.new
        remarks = [_("một phần") if step.partial else "", "" if step.certain else _("cần xác nhận")]
        words = ", ".join(filter(None, remarks))
        rows.append(TableRow([label_of(unit), words], f"{ADDRESSES[AdminUnit]}{unit.pk}/"))
    columns = [TableColumn(_("Đơn vị"), "strong"), TableColumn(_("Ghi chú"))]
    return Panel(title, TablePart(title, columns, rows), id, len(rows), flush=True)


def _became(_request: Request, _actor: Actor, unit: Any) -> Part | None:
    steps = list(unit.heirs.select_related("new__parent"))
    return _steps(steps, _("Thành"), "thanh", older=False)


def _made_of(_request: Request, _actor: Actor, unit: Any) -> Part | None:
    steps = list(unit.origins.select_related("old__parent__parent"))
    return _steps(steps, _("Lập từ"), "lap-tu", older=True)


def _agency_facts(_request: Request, _actor: Actor, row: Any) -> Part:
    above = AgencyCode.objects.filter(code=row.parent).first() if row.parent else None
    return Panel(
        _("Nội dung"),
        Facts(
            [
                Fact(_("Mã theo Quyết định 20/2020/QĐ-TTg"), row.q20),
                Fact(_("Mã cũ"), row.code),
                Fact(_("Thuộc"), f"{above.q20} · {above}" if above else None, wide=True),
                Fact(_("Nguồn"), AGENCY_SOURCE, wide=True),
            ]
        ),
    )


def _declare_shipped(spec: ListSpec, head: Any) -> None:
    model: Any = spec.model
    address = ADDRESSES[model]
    ListScreen(spec, address, lambda row: f"{address}{row.pk}/").declare()
    RecordScreen(model, address, spec.title, head).declare()


_declare_shipped(ADMIN_UNITS, _unit_head)
_declare_shipped(AGENCY_CODES, lambda _actor, row: Head(row.name, row.q20))
declare_panel(PanelSpec("facts", AdminUnit, _unit_facts, 10))
declare_panel(PanelSpec("became", AdminUnit, _became, 20))
declare_panel(PanelSpec("made_of", AdminUnit, _made_of, 30))
declare_panel(PanelSpec("facts", AgencyCode, _agency_facts, 10))
