"""What the office already has of an older book: documents by key, number or code, bodies and types by name."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.organisation.naming import key_of
from vanphong.kernel.organisation.queries import today
from vanphong.lib.text import clean, code_key, fold, same
from vanphong.modules.catalogues.public import DocumentType
from vanphong.modules.correspondence.models import IncomingDocument, LegacyOrigin, Urgency


@dataclass(slots=True)
class LegacyRow:
    """A line understood. With `errors` it is not taken in; `remarks` tell what the older book left odd."""

    row_number: int
    numbered: bool = False
    written_number: str = ""
    number: int | None = None
    register: str = ""
    year: int | None = None
    arrived_on: dt.date | None = None
    reference_code: str = ""
    issuer: str = ""
    issued_on: dt.date | None = None
    type: str = ""
    subject: str = ""
    signer: str = ""
    signer_title: str = ""
    urgency: str = Urgency.NORMAL
    page_count: int = 0
    copy_count: int = 1
    due_on: dt.date | None = None
    result: str = ""
    note: str = ""
    key: str = ""
    text: str = ""
    file: str = ""
    cells: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class NamesKnown:
    """Bodies and types of document by the names an older book calls them; asked once an import."""

    def __init__(self) -> None:
        self._units: dict[str, list[Unit]] = defaultdict(list)
        for unit in Unit.objects.exclude(kind=Unit.Kind.DEPARTMENT):
            for key in unit.keys:
                self._units[key].append(unit)
        self._types = {fold(row.name): row for row in DocumentType.objects.order_by("-rank", "-pk")}
        self._keys: dict[str, str] = {}

    def issuer(self, name: str, day: dt.date | None) -> Unit | None:
        """The body of that name on the day; None when there is none, or several and marks do not decide."""
        key = self._keys.get(name)
        if key is None:
            key = self._keys[name] = key_of(name)
        found = [unit for unit in self._units.get(key, ()) if unit.is_valid_on(day or today())]
        if len(found) > 1:
            found = [
                unit
                for unit in found
                if any(same(name, n) for n in (unit.name, unit.short_name, *unit.aliases))
            ]
        return found[0] if len(found) == 1 else None

    def type(self, name: str) -> DocumentType | None:
        return self._types.get(fold(name))


def by_key(agency: Unit, source: str, keys: Iterable[str]) -> dict[str, IncomingDocument]:
    """Documents of the agency that came from this source under these keys."""
    wanted = [key for key in keys if key]
    if not wanted:
        return {}
    found = LegacyOrigin.objects.filter(agency=agency, source=source, key__in=wanted)
    return {origin.key: origin.document for origin in found.select_related("document")}


def in_book(
    register_id: int, year: int, lines: Sequence[LegacyRow]
) -> dict[str, list[tuple[IncomingDocument, int | None]]]:
    """Documents of the book by the number they bear, as written; each with the row it once came from."""
    written = {line.written_number for line in lines if line.written_number}
    numbers = {line.number for line in lines if line.number is not None}
    found = IncomingDocument.objects.filter(register_id=register_id, year=year).filter(
        Q(arrival_number__in=numbers) | Q(origin__written_number__in=written)
    )
    held: dict[str, list[tuple[IncomingDocument, int | None]]] = defaultdict(list)
    for document in found.select_related("origin"):
        origin: LegacyOrigin | None = getattr(document, "origin", None)
        name = origin.written_number if origin and origin.written_number else str(document.arrival_number)
        held[number_key(name)].append((document, origin.row_number if origin else None))
    return held


def by_code(agency: Unit, lines: Sequence[LegacyRow]) -> dict[tuple[str, dt.date | None], IncomingDocument]:
    """Documents of the agency by code and day, for lines that bear no number."""
    codes = {code_key(line.reference_code) for line in lines if line.reference_code}
    if not codes:
        return {}
    found = IncomingDocument.objects.filter(agency=agency, code_key__in=codes).order_by("-pk")
    return {(document.code_key, document.issued_on): document for document in found}


def number_key(written: str) -> str:
    """«015» and «15» are one number of a book; «15a» is another."""
    return fold(written).lstrip("0").strip()


def is_same(line: LegacyRow, document: IncomingDocument) -> bool:
    """Whether the line tells of this document: same code, or same words, under the same number."""
    if line.reference_code and document.code_key:
        return code_key(line.reference_code) == document.code_key
    return fold(clean(line.subject)) == fold(document.subject)
