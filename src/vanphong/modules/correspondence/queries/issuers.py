"""From the words on a page to the body they mean on the document's date."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from vanphong.kernel.organisation.models import Dated, Unit
from vanphong.kernel.organisation.queries import today
from vanphong.lib.text import fold, same


def resolve_issuer(name: str, day: dt.date | None) -> Unit | None:
    """The body called so (name, short name, symbol or alias) that was in being on the day; None if unsure."""
    wanted = name.strip()
    if not wanted:
        return None
    units = Unit.objects.filter(Dated.on(day or today())).exclude(kind=Unit.Kind.DEPARTMENT)
    exact: list[Unit] = list(
        units.filter(Q(name__iexact=wanted) | Q(short_name__iexact=wanted) | Q(aliases__contains=[wanted]))[
            :2
        ]
    )
    if len(exact) == 1:
        return exact[0]
    matches = [
        unit
        for unit in units.only("id", "name", "short_name", "aliases", "symbol")
        if any(same(wanted, other) for other in (unit.name, unit.short_name, *unit.aliases) if other)
    ]
    if not matches:
        folded = fold(wanted)
        matches = [unit for unit in units.only("id", "name", "symbol") if fold(unit.name) == folded]
    return Unit.objects.get(pk=matches[0].pk) if len(matches) == 1 else None
