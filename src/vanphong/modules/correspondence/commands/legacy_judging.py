"""What would become of the lines of an older book: added, brought up to date, passed over or refused.

It stands with the commands for `make`: within one, books that are missing are opened on the way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from vanphong.kernel.numbering.models import Register
from vanphong.lib.text import code_key
from vanphong.modules.correspondence.commands.legacy_books import Books
from vanphong.modules.correspondence.models import IncomingDocument, LegacyImport
from vanphong.modules.correspondence.queries.legacy import (
    LegacyRow,
    by_code,
    by_key,
    in_book,
    is_same,
    number_key,
)

Existing = LegacyImport.Existing


@dataclass(frozen=True, slots=True)
class Judged:
    """A line and what would become of it: `verdict` is add, update, skip or wrong."""

    row: LegacyRow
    verdict: str
    document: IncomingDocument | None = None
    book: Register | None = None


def judge(run: LegacyImport, rows: Sequence[LegacyRow], *, make: bool = False) -> list[Judged]:
    """What would become of each row, in order; with `make` books that are missing are opened (in a command)."""
    books = Books(run.agency, run.register, go_on=run.go_on, make=make)
    places: dict[int, Register | None] = {}
    for row in rows:
        if not row.errors:
            places[row.row_number] = books.book_of(row)
    known = _Known(run, [row for row in rows if not row.errors], places)
    return [_verdict(run, row, known, places.get(row.row_number)) for row in rows]


def _verdict(run: LegacyImport, row: LegacyRow, known: _Known, book: Register | None) -> Judged:
    if row.errors:
        return Judged(row, "wrong")
    document = known.find(row, book)
    if document is None or run.existing == Existing.ADD:
        known.take_place(row, book, is_new=document is None)
        return Judged(row, "add", None, book)
    if isinstance(document, int):
        row.remarks.append(_("Trùng với dòng {number} của cùng tệp, không nhập lại.").format(number=document))
        return Judged(row, "skip")
    return Judged(row, "update" if run.existing == Existing.UPDATE else "skip", document)


class _Known:
    """What is in already, in the office and earlier in this batch."""

    def __init__(
        self, run: LegacyImport, rows: Sequence[LegacyRow], places: dict[int, Register | None]
    ) -> None:
        self._keys: dict[str, IncomingDocument | int] = {
            **by_key(run.agency, run.source, (row.key for row in rows))
        }
        by_book: dict[tuple[int, int], list[LegacyRow]] = defaultdict(list)
        for row in rows:
            book = places[row.row_number]
            if not row.key and row.numbered and book is not None and book.pk and row.year:
                by_book[book.pk, row.year].append(row)
        self._books = {place: in_book(*place, lines) for place, lines in by_book.items()}
        self._fresh: dict[tuple[int | None, int | None, str], list[LegacyRow]] = defaultdict(list)
        self._codes = by_code(run.agency, [row for row in rows if not row.key and not row.numbered])
        self._fresh_codes: dict[tuple[str, Any], int] = {}

    def find(self, row: LegacyRow, book: Register | None) -> IncomingDocument | int | None:
        """The document this row tells of, or the number of an earlier row that says the same."""
        if row.key:
            return self._keys.get(row.key)
        if not row.numbered:
            code = (code_key(row.reference_code), row.issued_on)
            return (self._codes.get(code) or self._fresh_codes.get(code)) if code[0] else None
        key = number_key(row.written_number)
        held = self._books.get((book.pk if book else 0, row.year or 0), {})
        for document, _row_number in held.get(key, ()):
            if is_same(row, document):
                return document
        for other in self._fresh[book.pk if book else None, row.year, key]:
            if (other.reference_code, other.subject) == (row.reference_code, row.subject):
                return other.row_number
        return None

    def take_place(self, row: LegacyRow, book: Register | None, *, is_new: bool) -> None:
        """Remember a row that will be added."""
        if row.key:
            if not is_new:
                row.remarks.append(_("Mã «{key}» đã có ở văn bản trước.").format(key=row.key)[:300])
                row.key = ""
            else:
                self._keys[row.key] = row.row_number
        elif row.numbered:
            self._fresh[book.pk if book else None, row.year, number_key(row.written_number)].append(row)
        elif row.reference_code:
            self._fresh_codes.setdefault((code_key(row.reference_code), row.issued_on), row.row_number)
