"""The lists of the catalogues: in force, to be confirmed, ended; in force on any day."""

from __future__ import annotations

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
from vanphong.modules.catalogues.models import CatalogueRow, DocumentType, RetentionTerm, SubjectArea
from vanphong.modules.catalogues.queries import KINDS

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
