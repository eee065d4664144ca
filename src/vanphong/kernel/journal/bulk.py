"""Many new rows at once: one line in the entry a model, with a digest that accounts for every row."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models

from vanphong.kernel.journal.recording import current
from vanphong.kernel.journal.rows import Journalled, plain
from vanphong.kernel.journal.writing import canonical


def insert_rows(rows: Sequence[Journalled], *, named: bool = False) -> None:
    """Insert new rows of one model; the running entry keeps how many, which, and their digest.

    `named` puts each row among the objects of the entry, so that it stands in the trail of that record.
    Thousands of field lists would make the journal as large as what it watches: what each row held can be
    shown from its source and the digest.
    """
    if not rows:
        return
    recording = current()
    model = type(rows[0])
    # The queryset of journalled rows would write every field of every row into the entry.
    models.QuerySet[Journalled](model).bulk_create(rows)
    for row in rows:
        row._loaded = _values(row)
    recording.inserted(
        model._meta.label_lower, [row.pk for row in rows], digest_of_values(row._loaded for row in rows)
    )
    if named:
        recording.objects.extend(f"{model._meta.label_lower}:{row.pk}" for row in rows)


def digest_of(rows: Iterable[Journalled]) -> str:
    """The digest `insert_rows` keeps of rows, for showing later that they still are what was inserted."""
    return digest_of_values(_values(row) for row in rows)


def digest_of_values(values: Iterable[dict[str, Any]]) -> str:
    """SHA-256 of one canonical JSON line a row, in order."""
    digest = hashlib.sha256()
    for fields in values:
        digest.update(canonical(fields).encode() + b"\n")
    return digest.hexdigest()


def _values(row: Journalled) -> dict[str, Any]:
    fields = (f for f in row._meta.concrete_fields if not getattr(f, "generated", False))
    return {f.attname: plain(getattr(row, f.attname)) for f in fields}
