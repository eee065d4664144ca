"""The register of incoming documents as a book: every number of a book and year, void ones too."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from vanphong.kernel.numbering.models import IssuedNumber, Register
from vanphong.modules.correspondence.models import Assignment, IncomingDocument
from vanphong.modules.correspondence.queries.rows import number_words


@dataclass(frozen=True, slots=True)
class BookLine:
    """One number and, unless it is reserved, its document.

    A line of an older book whose number is none («15a»), or is another line's, has no number, only what is written.
    """

    number: IssuedNumber | None
    document: IncomingDocument | None
    handlers: str
    written: str = ""


def book_lines(
    register: Register,
    year: int,
    *,
    from_number: int | None = None,
    to_number: int | None = None,
    from_day: dt.date | None = None,
    to_day: dt.date | None = None,
) -> Iterator[BookLine]:
    """Lines in the order of numbers; with days, those of documents that arrived between them."""
    numbers = IssuedNumber.objects.filter(series__register=register, series__key=str(year)).order_by("number")
    if from_number is not None:
        numbers = numbers.filter(number__gte=from_number)
    if to_number is not None:
        numbers = numbers.filter(number__lte=to_number)
    shown = IncomingDocument.objects.filter(register=register, year=year)
    if from_number is not None:
        shown = shown.filter(arrival_number__gte=from_number)
    if to_number is not None:
        shown = shown.filter(arrival_number__lte=to_number)
    documents = {
        document.issued_number_id: document
        for document in shown.select_related("document_type", "issuer").prefetch_related(
            "assignments__unit", "assignments__user"
        )
    }
    odd = _odd_lines(register, year, from_number, to_number)
    for number in numbers.iterator(chunk_size=2000):
        while odd and odd[0][0] < number.number:
            yield from _between(_odd_line(odd.pop(0)[1]), from_day, to_day)
        document = documents.get(number.pk)
        line = BookLine(number, document, _handlers(document) if document is not None else "")
        yield from _between(line, from_day, to_day)
    for _place, document in odd:
        yield from _between(_odd_line(document), from_day, to_day)


def _between(line: BookLine, from_day: dt.date | None, to_day: dt.date | None) -> Iterator[BookLine]:
    """The line, if it arrived between the days; one without a day only where no day is asked for."""
    arrived = line.document.arrived_on if line.document else None
    if line.document is None and line.number is not None:
        # A number without a document (set aside) stands at the day it was given.
        arrived = timezone.localtime(line.number.given_at).date()
    if arrived is None:
        outside = from_day is not None or to_day is not None
    else:
        outside = (from_day is not None and arrived < from_day) or (to_day is not None and arrived > to_day)
    if not outside:
        yield line


def _handlers(document: IncomingDocument) -> str:
    kept = [a for a in document.assignments.all() if a.parent_id is None and a.state != "recalled"]
    kept.sort(key=lambda a: list(Assignment.Role.values).index(a.role))
    return "; ".join(a.owner_label for a in kept if a.role != Assignment.Role.INFORMATION)


def _odd_line(document: IncomingDocument) -> BookLine:
    return BookLine(None, document, _handlers(document), number_words(document))


def _odd_lines(
    register: Register, year: int, from_number: int | None, to_number: int | None
) -> list[tuple[int, IncomingDocument]]:
    """Lines of an older book without a number of their own, each after the number its writing begins with."""
    found = IncomingDocument.objects.filter(
        register=register,
        year=year,
        arrival_number__isnull=True,
        channel=IncomingDocument.Channel.LEGACY,
        registered_at__isnull=False,
    )
    placed = []
    for document in found.select_related("origin", "document_type", "issuer").order_by("pk"):
        begins = re.match(r"\d{1,9}", number_words(document))
        place = int(begins.group()) if begins else 0
        if (from_number is None or place >= from_number) and (to_number is None or place <= to_number):
            placed.append((place, document))
    return sorted(placed, key=lambda item: item[0])
