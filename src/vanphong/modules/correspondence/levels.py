"""The one function that derives an alert level from a deadline; nothing of it is stored."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from vanphong.lib.working_days import WorkingCalendar

AlertLevel = Literal["green", "yellow", "red", "critical"]

YELLOW_DAYS = 3
"""Yellow from this many days left, critical from this many days late (CV 1400-CV/VPTU, 28/8/2026)."""


@dataclass(frozen=True, slots=True)
class Alert:
    """A level and the calendar days left (negative: late)."""

    level: AlertLevel
    days_left: int


def alert(due_on: dt.date | None, today: dt.date, *, ended_on: dt.date | None = None) -> Alert | None:
    """Level of open work on `today`, or of ended work on the day it ended; None without a deadline."""
    if due_on is None:
        return None
    left = (due_on - (ended_on or today)).days
    if left < 0:
        return Alert("critical" if -left >= YELLOW_DAYS else "red", left)
    return Alert("yellow" if left <= YELLOW_DAYS else "green", left)


def working_days_left(due_on: dt.date, today: dt.date, calendar: WorkingCalendar) -> int:
    """Working days from today to the deadline, negative when late: what the row says."""
    if due_on >= today:
        return calendar.working_days_between(today, due_on)
    return -calendar.working_days_between(due_on, today)


ORDER: tuple[AlertLevel, ...] = ("green", "yellow", "red", "critical")


def level_to_tell(
    due_on: dt.date, today: dt.date, calendar: WorkingCalendar, told: frozenset[str]
) -> AlertLevel | None:
    """The level to tell of on `today`: once each, on working days only, never below one already told.

    Yellow is told on the last working day before it would begin on a day of rest, so that a long holiday
    does not swallow the warning. `told` holds the levels told for this very deadline.
    """
    if not calendar.is_working_day(today):
        return None
    found = alert(due_on, today)
    level: AlertLevel = found.level if found else "green"
    if level == "green":
        before_work = calendar.next_working_day(today + dt.timedelta(days=1)) - dt.timedelta(days=1)
        soon = alert(due_on, before_work)
        level = "yellow" if soon is not None and soon.level != "green" else "green"
    highest = max((ORDER.index(name) for name in ORDER if name in told), default=0)
    return level if ORDER.index(level) > highest else None


def stalled_before(today: dt.date, calendar: WorkingCalendar) -> dt.date:
    """Work given out before this day and still unseen has lain for a whole working day."""
    return calendar.last_working_day(today - dt.timedelta(days=1))
