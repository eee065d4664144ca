"""Finding bodies by what documents call them, and the tree as a whole."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import QuerySet

from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.organisation.naming import key_of
from vanphong.kernel.organisation.queries import units_on
from vanphong.lib.text import same


def issuers_named(name: str, day: dt.date) -> list[Unit]:
    """Bodies of that day one of whose names is `name`, accents and case forgiven."""
    key = key_of(name)
    return list(units_on(day).filter(keys__contains=[key])) if key else []


def resolve_issuer(name: str, day: dt.date) -> Unit | None:
    """The body a document of `day` names; None when there is none, or several and marks do not decide."""
    found = issuers_named(name, day)
    if len(found) > 1:
        exact = [unit for unit in found if any(same(name, n) for n in _names(unit))]
        own = [unit for unit in exact if same(name, unit.name)]
        found = own or exact or found
    return found[0] if len(found) == 1 else None


def resolve_symbol(symbol: str, day: dt.date) -> Unit | None:
    """The agency whose symbol («VPTU», «UBND») stands in a reference code; None unless exactly one has it."""
    found = list(units_on(day).filter(symbol__iexact=symbol.strip(), is_agency=True)[:2])
    return found[0] if len(found) == 1 else None


def _names(unit: Unit) -> list[str]:
    return [name for name in (unit.name, unit.short_name, *unit.aliases) if name]


def successors_on(unit: Unit, day: dt.date) -> list[Unit]:
    """Who stands for the unit on the day: itself while in being, else its last successors in being."""
    if unit.is_valid_on(day):
        return [unit]
    heirs: dict[int, Unit] = {}
    for successor in unit.successors.all():
        heirs.update({heir.pk: heir for heir in successors_on(successor, day)})
    return list(heirs.values())


@dataclass(slots=True)
class Branch:
    """A unit with the units under it."""

    unit: Unit
    depth: int = 0
    children: list[Branch] = field(default_factory=list)


def tree(day: dt.date, *, within: Unit | None = None) -> list[Branch]:
    """The units of the day as a tree, from one query; a unit with no parent in being is a root."""
    units: QuerySet[Unit] = units_on(day).order_by("rank", "name")
    if within is not None:
        units = units.filter(path__startswith=within.path)
    branches = {unit.pk: Branch(unit) for unit in units}
    roots: list[Branch] = []
    for branch in branches.values():
        parent = branches.get(branch.unit.parent_id or 0)
        (parent.children if parent else roots).append(branch)
    for branch in flat(roots):
        for child in branch.children:
            child.depth = branch.depth + 1
    return roots


def flat(branches: list[Branch]) -> list[Branch]:
    """A tree line by line, each parent before its children."""
    lines: list[Branch] = []
    waiting = list(reversed(branches))
    while waiting:
        branch = waiting.pop()
        lines.append(branch)
        waiting.extend(reversed(branch.children))
    return lines
