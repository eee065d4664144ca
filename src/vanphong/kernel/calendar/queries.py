"""The office's working-day calendar: shipped public holidays, overlaid by the office's own special days."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any

from vanphong.kernel.access.remembered import values_of
from vanphong.kernel.calendar.models import SpecialDay
from vanphong.lib.working_days import CalendarDay, Count, DayKind, WorkingCalendar, shipped_days


def working_calendar() -> WorkingCalendar:
    """The calendar as it stands now; a day of the office replaces the shipped one."""
    rows = values_of(
        "special days", lambda: SpecialDay.objects.values_list("day", "kind", "name", "source", "certain")
    )
    return _overlaid(tuple(rows))


@lru_cache(maxsize=4)
def _overlaid(rows: tuple[tuple[Any, ...], ...]) -> WorkingCalendar:
    days = {day.date: day for day in shipped_days()}
    for day, kind, name, source, certain in rows:
        meant: DayKind = "made_up" if kind == SpecialDay.Kind.WORKED else "day_off"
        days[day] = CalendarDay(day, meant, name, source, certain)
    return WorkingCalendar.from_days(days.values())


def uncertain_days(year: int) -> int | None:
    """How many days of the year are not yet official; None where the calendar knows no day of that year."""
    days = {day.date: day.certain for day in shipped_days() if day.date.year == year}
    days |= dict(SpecialDay.objects.filter(day__year=year).values_list("day", "certain"))
    return sum(not certain for certain in days.values()) if days else None


def due_after(start: dt.date, working_days: int) -> Count:
    """The day `working_days` after `start`, with the count day by day."""
    return working_calendar().add_working_days(start, working_days)
