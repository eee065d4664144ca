"""Conditions and choices by which incoming documents are narrowed, in their list and in search."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q

from vanphong.kernel.access.remembered import values_of
from vanphong.kernel.actor import Actor
from vanphong.kernel.numbering.models import Register
from vanphong.kernel.organisation.queries import today
from vanphong.lib.dates import BadDate, parse_vn_date
from vanphong.modules.catalogues.public import DocumentType

Condition = Callable[[Actor, str], Q | None]


def by_id(field: str) -> Condition:
    """Rows that point at the one with the given id."""
    return lambda _actor, text: Q(**{field: int(text)}) if text.isdecimal() and len(text) < 18 else None


def from_day(field: str) -> Condition:
    """Rows of the given day and later."""
    return _by_day(f"{field}__gte")


def until_day(field: str) -> Condition:
    """Rows until the given day, which counts."""
    return _by_day(f"{field}__lte")


def _by_day(lookup: str) -> Condition:
    def apply(_actor: Actor, text: str) -> Q | None:
        try:
            day = parse_vn_date(text, today())
        except BadDate:
            return None
        return Q(**{lookup: day}) if day else None

    return apply


def incoming_books(actor: Actor) -> list[tuple[str, str]]:
    """The incoming books of the actor's agencies."""
    agencies = frozenset(seat.agency_id for seat in actor.seats)
    found = values_of(
        ("incoming books", agencies),
        lambda: Register.objects.filter(agency_id__in=agencies, kind=Register.Kind.INCOMING).values_list(
            "pk", "name"
        ),
    )
    return [(str(pk), name) for pk, name in found]


def document_types(_actor: Actor) -> list[tuple[str, str]]:
    """All document types."""
    found = values_of("document types", lambda: DocumentType.objects.values_list("pk", "name"))
    return [(str(pk), name) for pk, name in found]
