"""Conditions by which lists are narrowed: by the row they point at, by days."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q

from vanphong.kernel.actor import Actor
from vanphong.kernel.organisation.queries import today
from vanphong.lib.dates import BadDate, parse_vn_date

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
