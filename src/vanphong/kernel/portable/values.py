"""Rows as JSON and back, the same bytes for the same row."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

from django.db import models

from vanphong.kernel.journal.rows import plain
from vanphong.kernel.portable.declaring import Carried


def fields_of(table: Carried) -> list[models.Field[Any, Any]]:
    """Columns that are carried, in the order of the table."""
    return [
        f
        for f in table.model._meta.concrete_fields
        if f.attname not in table.left_out and not getattr(f, "generated", False)
    ]


def rows_of(table: Carried) -> Iterator[models.Model]:
    rows = table.rows() if table.rows is not None else table.model._base_manager.all()
    return rows.order_by("pk").iterator(chunk_size=500)


def row_as_json(table: Carried, fields: list[models.Field[Any, Any]], row: models.Model) -> str:
    """One line: every carried column, and the ids of many-to-many links."""
    body = {f.attname: _out(f, getattr(row, f.attname)) for f in fields}
    for link in table.model._meta.local_many_to_many:
        body[link.name] = sorted(getattr(row, link.name).values_list("pk", flat=True))
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _out(f: models.Field[Any, Any], value: Any) -> Any:
    if isinstance(f, models.BinaryField) and value is not None:
        return base64.b64encode(bytes(value)).decode()
    return plain(value)


def row_of(table: Carried, fields: list[models.Field[Any, Any]], body: dict[str, Any]) -> models.Model:
    """The row of a line, not saved; columns that were left behind have what a new row has."""
    row = table.model()
    for f in fields:
        if f.attname in body:
            # A foreign key's own column takes the key as it is.
            target = f.target_field if isinstance(f, models.ForeignKey) else f
            value = body[f.attname]
            setattr(row, f.attname, value if value is None else target.to_python(value))
    if table.arrive is not None:
        table.arrive(row)
    return row
