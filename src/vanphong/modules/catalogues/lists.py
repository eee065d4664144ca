"""The lists of the catalogues: in force, to be confirmed, ended; in force on any day."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.listing import Column, Filter, ListSpec, Tab, declare_list
from vanphong.kernel.listing.folding import has_words
from vanphong.kernel.organisation.models import Dated
from vanphong.kernel.organisation.queries import today
from vanphong.kernel.wording import vi
from vanphong.lib.dates import BadDate, parse_vn_date
from vanphong.modules.catalogues.models import (
    AdminUnit,
    AgencyCode,
    CatalogueRow,
    DocumentType,
    RetentionTerm,
    SubjectArea,
)
from vanphong.modules.catalogues.queries import KINDS
from vanphong.modules.catalogues.queries.units import REFORM

TABS = (
    Tab("dang-dung", vi("Đang dùng"), lambda _a: Dated.on(today())),
    Tab("can-xac-nhan", vi("Cần xác nhận"), lambda _a: Q(certain=False) & Dated.on(today())),
    Tab("het-hieu-luc", vi("Hết hiệu lực"), lambda _a: Q(valid_to__lt=today())),
    Tab("tat-ca", vi("Tất cả"), lambda _a: Q(), counted=False),
)


def _on_day(_actor: Actor, text: str) -> Q | None:
    try:
        return Dated.on(parse_vn_date(text, today()))
    except BadDate:
        return None


def _words(*fields: str) -> Filter:
    return Filter("chu", vi("Có chữ"), has_words(*fields))


ON_DAY = Filter("ngay", vi("Có hiệu lực ngày"), _on_day, "day")
FAMILY = Filter(
    "he", vi("Hệ"), lambda _a, text: Q(family=text), "choice", lambda _a: DocumentType.Family.choices
)
CODE = Column("code", vi("Mã"), lambda row: row.code, "code", 22, on_screen=False)
NAME = Column("name", vi("Tên"), lambda row: row.name, "strong", 40)
REST = (
    Column("valid_from", vi("Từ ngày"), lambda row: row.valid_from, "date", 12, on_phone=False),
    Column("valid_to", vi("Đến ngày"), lambda row: row.valid_to, "date", 12),
    Column("source", vi("Căn cứ"), lambda row: row.source, width=50, on_phone=False),
    Column("certain", vi("Đã xác nhận"), lambda row: _("có") if row.certain else _("chưa"), width=12),
)


def years_text(row: Any) -> str:
    """«20 năm», or «Vĩnh viễn»."""
    return _("Vĩnh viễn") if row.years is None else _("{years} năm").format(years=row.years)


def _list(
    name: str, model: type[CatalogueRow], title: str, filters: tuple[Filter, ...], own: tuple[Column, ...]
) -> ListSpec:
    return declare_list(
        ListSpec(
            name,
            model,
            title,
            (NAME, *own, *REST, CODE),
            TABS,
            (ON_DAY, *filters),
            order="rank",
            hint=vi("Văn bản được xét theo dòng có hiệu lực vào ngày của văn bản."),
            empty=vi("Không có dòng nào."),
            page_size=100,
        )
    )


DOCUMENT_TYPES = _list(
    "document_types",
    DocumentType,
    vi("Loại văn bản"),
    (FAMILY, _words("name", "symbol", "code")),
    (
        Column("symbol", vi("Ký hiệu"), lambda row: row.symbol, "code", 10),
        Column("family", vi("Hệ"), lambda row: row.get_family_display(), width=24),
        Column("kind", vi("Nhóm"), lambda row: dict(KINDS).get(row.kind, row.kind), width=20, on_phone=False),
    ),
)
SUBJECT_AREAS = _list("subject_areas", SubjectArea, vi("Lĩnh vực"), (_words("name", "code"),), ())
RETENTION_TERMS = _list(
    "retention_terms",
    RetentionTerm,
    vi("Thời hạn bảo quản"),
    (_words("name", "code"),),
    (Column("years", vi("Thời hạn"), years_text, width=14),),
)

LEVEL = Filter("cap", vi("Cấp"), lambda _a, text: Q(level=text), "choice", lambda _a: AdminUnit.Level.choices)


def _code(field: str) -> Filter:
    return Filter("ma", vi("Mã"), lambda _a, text: Q(**{f"{field}__istartswith": text.strip()}))


ADMIN_UNITS = declare_list(
    ListSpec(
        "admin_units",
        AdminUnit,
        vi("Đơn vị hành chính"),
        (
            Column("full_name", vi("Tên"), lambda row: row.full_name, "strong", 34),
            Column("level", vi("Cấp"), lambda row: row.get_level_display(), width=14),
            Column("parent", vi("Thuộc"), lambda row: str(row.parent or ""), width=34),
            Column("code", vi("Mã"), lambda row: row.code, "code", 10),
            Column("valid_from", vi("Từ ngày"), lambda row: row.valid_from, "date", 12, on_phone=False),
            Column("valid_to", vi("Đến ngày"), lambda row: row.valid_to, "date", 12, on_phone=False),
        ),
        (
            Tab("hien-nay", vi("Hiện nay"), lambda _a: Dated.on(today()), counted=False),
            Tab(
                "truoc-7-2025",
                vi("Trước 01/7/2025"),
                lambda _a: Dated.on(REFORM - dt.timedelta(days=1)),
                counted=False,
            ),
            Tab("tat-ca", vi("Tất cả"), lambda _a: Q(), counted=False),
        ),
        (_words("full_name"), _code("code"), LEVEL, ON_DAY),
        order="pk",
        prepare=lambda rows: rows.select_related("parent"),
        hint=vi("Mở một đơn vị để xem nay thành đơn vị nào, hoặc lập từ những đơn vị nào."),
        empty=vi("Không có đơn vị nào như vậy. Đồng chí thử ở «Tất cả», hoặc bớt từ."),
        page_size=50,
    )
)
AGENCY_CODES = declare_list(
    ListSpec(
        "agency_codes",
        AgencyCode,
        vi("Mã định danh cơ quan"),
        (
            Column("name", vi("Tên"), lambda row: row.name, "strong", 50),
            Column("q20", vi("Mã theo QĐ 20/2020"), lambda row: row.q20, "code", 18),
            Column("code", vi("Mã cũ"), lambda row: row.code, "code", 20),
        ),
        (Tab("tat-ca", vi("Tất cả"), lambda _a: Q(), counted=False),),
        (
            _words("name"),
            Filter(
                "ma",
                vi("Mã"),
                lambda _a, text: Q(q20__istartswith=text.strip()) | Q(code__istartswith=text.strip()),
            ),
        ),
        order="pk",
        empty=vi("Không có cơ quan nào như vậy."),
        page_size=50,
    )
)
