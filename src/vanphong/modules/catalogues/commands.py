"""Writes of the catalogues: rows are added, changed and ended, never deleted."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Conflict, Invalid, command
from vanphong.kernel.organisation.commands import in_order
from vanphong.kernel.wording import vi
from vanphong.lib.dates import format_date
from vanphong.lib.text import clean
from vanphong.modules.catalogues.models import CatalogueRow, DocumentType, RetentionTerm, SubjectArea
from vanphong.modules.catalogues.policy import KEEP

TABLES = Path(__file__).parent / "tables"


def shipped(table: str) -> list[dict[str, Any]]:
    """Rows of a table that ships with the product."""
    content = json.loads((TABLES / f"{table}.json").read_text(encoding="utf-8"))
    rows: list[dict[str, Any]] = content["rows"]
    return rows


def _day(value: Any) -> dt.date | None:
    return dt.date.fromisoformat(value) if isinstance(value, str) and value else value or None


def _save(model: type[CatalogueRow], row: Mapping[str, Any]) -> bool:
    """Write one row by its code; answers whether anything changed."""
    code, name = clean(str(row.get("code") or "")), clean(str(row.get("name") or ""))
    if not code or not name:
        raise Invalid(_("Mỗi dòng của danh mục cần mã và tên."), {"code": _("Còn thiếu mã hoặc tên.")})
    values: dict[str, Any] = {
        "name": name,
        "source": clean(str(row.get("source") or "")),
        "certain": bool(row.get("certain", True)),
        "rank": int(row.get("rank") or 100),
        "valid_from": _day(row.get("valid_from") or row.get("effective_from")),
        "valid_to": _day(row.get("valid_to") or row.get("effective_to")),
    }
    in_order(values["valid_from"], values["valid_to"])
    for extra in ("family", "symbol", "kind", "prints_name", "years"):
        if extra in {f.name for f in model._meta.fields} and extra in row:
            values[extra] = row[extra]
    if "family" in values and values["family"] not in DocumentType.Family.values:
        message = _("Hệ «{values}» không có. Đồng chí chọn một hệ trong danh sách.").format(
            values=values["family"]
        )
        raise Invalid(message, {"family": message})
    found = model._default_manager.filter(code=code).first() or model(code=code)
    before = {key: getattr(found, key) for key in values}
    if found.pk is not None and before == values:
        return False
    for key, value in values.items():
        setattr(found, key, value)
    found.save()
    return True


@command(KEEP, on=DocumentType, label=vi("nhập danh mục loại văn bản"))
def import_document_types(actor: Actor, /, *, rows: Iterable[Mapping[str, Any]]) -> int:
    """Add or change document types by code; answers how many rows changed."""
    return sum(_save(DocumentType, row) for row in rows)


@command(KEEP, on=SubjectArea, label=vi("nhập danh mục lĩnh vực"))
def import_subject_areas(actor: Actor, /, *, rows: Iterable[Mapping[str, Any]]) -> int:
    """Add or change subject areas by code."""
    return sum(_save(SubjectArea, row) for row in rows)


@command(KEEP, on=RetentionTerm, label=vi("nhập danh mục thời hạn bảo quản"))
def import_retention_terms(actor: Actor, /, *, rows: Iterable[Mapping[str, Any]]) -> int:
    """Add or change retention terms by code; no number of years means permanent."""
    return sum(_save(RetentionTerm, row) for row in rows)


def _one(actor: Actor, model: type[CatalogueRow], values: Mapping[str, Any]) -> CatalogueRow:
    if model._default_manager.filter(code=values["code"]).exists():
        raise Invalid(_("Mã đã có trong danh mục."), {"code": _("Mã đã có. Đồng chí đặt mã khác.")})
    _save(model, values)
    return model._default_manager.get(code=values["code"])


@command(KEEP, on=DocumentType, label=vi("thêm loại văn bản"))
def add_document_type(actor: Actor, /, **values: Any) -> CatalogueRow:
    """Add a document type."""
    return _one(actor, DocumentType, values)


@command(KEEP, on=SubjectArea, label=vi("thêm lĩnh vực"))
def add_subject_area(actor: Actor, /, **values: Any) -> CatalogueRow:
    """Add a subject area."""
    return _one(actor, SubjectArea, values)


@command(KEEP, on=RetentionTerm, label=vi("thêm thời hạn bảo quản"))
def add_retention_term(actor: Actor, /, **values: Any) -> CatalogueRow:
    """Add a retention term."""
    return _one(actor, RetentionTerm, values)


IMPORTS: Mapping[type[CatalogueRow], Any] = {
    DocumentType: import_document_types,
    SubjectArea: import_subject_areas,
    RetentionTerm: import_retention_terms,
}
"""The import of each catalogue."""


@command(KEEP, on="row", label=vi("kết thúc dòng danh mục"))
def end_row(actor: Actor, /, *, row: CatalogueRow, last_day: dt.date) -> CatalogueRow:
    """Take a row out of use after `last_day`; documents that bear it keep it."""
    if row.valid_to is not None and row.valid_to <= last_day:
        raise Conflict(
            _("«{name}» đã hết hiệu lực ngày {valid_to}.").format(
                name=row.name, valid_to=format_date(row.valid_to)
            )
        )
    in_order(row.valid_from, last_day)
    row.valid_to = last_day
    row.save()
    return row


@command(KEEP, on="row", label=vi("sửa dòng danh mục"))
def change_row(actor: Actor, /, *, row: CatalogueRow, **values: Any) -> CatalogueRow:
    """Change a row; old documents keep pointing at it, so a new meaning wants a new row."""
    _save(type(row), {"code": row.code, **values})
    row.refresh_from_db()
    return row
