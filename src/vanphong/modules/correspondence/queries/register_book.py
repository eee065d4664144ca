"""The register of incoming documents as a book: every number of a book and year, void ones too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from vanphong.kernel.numbering.models import IssuedNumber, Register
from vanphong.modules.correspondence.models import Assignment, IncomingDocument


@dataclass(frozen=True, slots=True)
class BookLine:
    """One number and, unless it is reserved, its document."""

    number: IssuedNumber
    document: IncomingDocument | None
    handlers: str


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
    for number in numbers.iterator(chunk_size=2000):
        document = documents.get(number.pk)
        # A number without a document (set aside) stands at the day it was given.
        arrived = document.arrived_on if document else timezone.localtime(number.given_at).date()
        if arrived is not None and (
            (from_day is not None and arrived < from_day) or (to_day is not None and arrived > to_day)
        ):
            continue
        handlers = ""
        if document is not None:
            kept = [a for a in document.assignments.all() if a.parent_id is None and a.state != "recalled"]
            kept.sort(key=lambda a: list(Assignment.Role.values).index(a.role))
            handlers = "; ".join(a.owner_label for a in kept if a.role != Assignment.Role.INFORMATION)
        yield BookLine(number, document, handlers)
