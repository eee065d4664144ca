"""The office's working-day calendar: shipped public holidays, overlaid by the office's own special days."""

from __future__ import annotations

import datetime as dt

from vanphong.kernel.calendar.models import SpecialDay
from vanphong.lib.working_days import CalendarDay, Count, DayKind, WorkingCalendar, shipped_days


def working_calendar() -> WorkingCalendar:
    """The calendar as it stands now; a day of the office replaces the shipped one."""
    days = {day.date: day for day in shipped_days()}
    for row in SpecialDay.objects.all():
        kind: DayKind = "made_up" if row.kind == SpecialDay.Kind.WORKED else "day_off"
        days[row.day] = CalendarDay(row.day, kind, row.name, row.source, row.certain)
    return WorkingCalendar.from_days(days.values())


def uncertain_days(year: int) -> int | None:
    """How many days of the year are not yet official; None where the calendar knows no day of that year."""
    days = {day.date: day.certain for day in shipped_days() if day.date.year == year}
    days |= dict(SpecialDay.objects.filter(day__year=year).values_list("day", "certain"))
    return sum(not certain for certain in days.values()) if days else None


def due_after(start: dt.date, working_days: int) -> Count:
    """The day `working_days` after `start`, with the count day by day."""
    return working_calendar().add_working_days(start, working_days)
