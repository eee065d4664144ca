"""Which administrative unit an address or the name of a body means on a day, and what became of it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from vanphong.kernel.organisation.queries import today
from vanphong.lib.dates import format_date
from vanphong.lib.text import identity_key, squeezed
from vanphong.modules.catalogues.models import AdminUnit, Succession

REFORM: Final = dt.date(2025, 7, 1)
"""From this day there are no districts, and 34 provinces with 3,321 communes."""
SOURCE: Final = "thanglequoc/vietnamese-provinces-database, MIT"
AGENCY_SOURCE: Final = "QuangChuIT/edoc-integrator"
_KINDS: Final = "thi tran|thi xa|thanh pho|tp|dac khu|phuong|xa|huyen|quan|tinh"
_MENTION: Final = re.compile(rf"\b({_KINDS}) (?=\S)")
_COMMITTEES: Final = {
    "tinh uy": "tinh",
    "thanh uy": "thanh pho",
    "huyen uy": "huyen",
    "quan uy": "quan",
    "thi uy": "thi xa",
}
_COMMITTEE: Final = re.compile(r"\b(tinh|thanh|huyen|quan|thi) uy\b")
_ORDER: Final = (AdminUnit.Level.PROVINCE, AdminUnit.Level.DISTRICT, AdminUnit.Level.WARD)
MOST: Final = 40


@dataclass(frozen=True, slots=True)
class Resolved:
    """A unit that a text may mean. `in_being` tells whether there was one of that name on the day asked for;
    `today` are those it has become: itself, its heirs, or nothing known."""

    unit: AdminUnit
    in_being: bool
    today: tuple[AdminUnit, ...]

    @property
    def label(self) -> str:
        """The unit with those it belongs to: «Xã A, Huyện B, Tỉnh C»."""
        return label_of(self.unit)


def label_of(unit: AdminUnit) -> str:
    """The unit with those it belongs to."""
    return ", ".join(str(each) for each in _chain(unit))


def _chain(unit: AdminUnit) -> list[AdminUnit]:
    found = [unit]
    while (above := found[-1].parent) is not None:
        found.append(above)
    return found


def _mentions(text: str) -> list[str]:
    """Units named in a text, as folded whole names, the narrowest first as in any address."""
    found: list[str] = []
    for part in map(squeezed, text.split(",")):
        plain = _COMMITTEE.sub(lambda known: _COMMITTEES[known.group()], part)
        starts = list(_MENTION.finditer(plain))
        if len(starts) > 1 and starts[0].start() == 0 and AdminUnit.objects.filter(folded=plain).exists():
            starts = starts[:1]  # «xã Phường Phú»: a name that begins as a kind does
        for number, start in enumerate(starts):
            end = starts[number + 1].start() if number + 1 < len(starts) else len(plain)
            name = plain[start.start() : end].strip()
            found.append(re.sub(r"^tp ", "thanh pho ", name))
        if not starts and found and plain:
            found.append(plain)
    return found


def resolve(text: str, on: dt.date) -> list[Resolved]:
    """Units that the text («xã A, huyện B, tỉnh C», «UBND huyện B», «Sở Y tế tỉnh C») may mean on the day.

    Those in being on the day come before any other; of a name that stands for several all are given; nothing for
    a text that names no unit.
    """
    named = _mentions(text)
    if not named:
        return []
    found = [unit for unit in _called(named[0]) if _within(unit, named[1:])]
    there = [unit for unit in found if unit.is_valid_on(on)]
    chosen = _as_written(there or found, text)
    return [Resolved(unit, bool(there), _today_of(unit)) for unit in chosen[:MOST]]


def _called(folded: str) -> list[AdminUnit]:
    return list(AdminUnit.objects.filter(folded=folded).select_related("parent__parent"))


def _within(unit: AdminUnit, others: Sequence[str]) -> bool:
    """Whether the unit lies in the others; before the reform a province may be told without its district."""
    above = {word for each in _chain(unit)[1:] for word in (each.folded, squeezed(each.name))}
    return all(other in above for other in others)


def _as_written(units: list[AdminUnit], text: str) -> list[AdminUnit]:
    """Only those whose name stands in the text with all its marks, where there are such."""
    written = identity_key(text)
    exact = [unit for unit in units if identity_key(unit.name) in written]
    return exact or units


def _today_of(unit: AdminUnit) -> tuple[AdminUnit, ...]:
    """What the unit is called or has become by now: the whole ones before those that got a part."""
    day = today()
    if unit.is_valid_on(day):
        return (unit,)
    found: list[AdminUnit] = []
    waiting = [unit.pk]
    while waiting:
        steps = (
            Succession.objects.filter(old__in=waiting).select_related("new__parent").order_by("partial", "pk")
        )
        heirs = [step.new for step in steps]
        found += [heir for heir in heirs if heir.is_valid_on(day) and heir not in found]
        waiting = [heir.pk for heir in heirs if not heir.is_valid_on(day)]
    return tuple(found)


def remark(text: str, on: dt.date) -> str:
    """One line for who registers a paper: its issuer's unit was no more on that day, or has become another since."""
    found = resolve(text, on)
    if len(found) != 1:
        return ""
    one = found[0]
    heirs = ", ".join(label_of(unit) for unit in one.today[:3])
    ended = one.unit.valid_to
    if not one.in_being and ended is not None and ended < on:
        words = _("Ngày {day} không còn {unit} (đến {ended})").format(
            day=format_date(on), unit=one.unit, ended=format_date(ended)
        )
        now = _("nay là {heirs}.").format(heirs=heirs)
        return f"{words}; {now}" if heirs else f"{words}."
    if heirs and one.unit not in one.today:
        return _("{unit} nay là {heirs}.").format(unit=one.unit, heirs=heirs)
    return ""
