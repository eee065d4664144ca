"""Working days: when something is due, and the count that shows why."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Final, Literal

from vanphong.lib.dates import format_date, weekday_name

DayKind = Literal["holiday", "day_off", "made_up"]
"""A day of rest by law (or in lieu of one), a working day swapped to be off, a weekend day worked for it."""

_TABLES: Final = Path(__file__).parent / "holidays"
_ONE_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5
# Farther than this no rule of the trade counts; a larger number is a slip of the hand.
_MOST_DAYS: Final = 2500


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One row of the dated table of special days; `certain` is False until the State has decided it."""

    date: date
    kind: DayKind
    name: str
    source: str
    certain: bool


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One day of a count: whether it was counted, and why, in Vietnamese."""

    date: date
    counted: bool
    reason: str

    def line(self) -> str:
        """Return «Thứ Ba, 24/11/2026: không tính (Ngày Văn hóa Việt Nam)»."""
        verdict = "tính" if self.counted else "không tính"
        return f"{weekday_name(self.date)}, {format_date(self.date)}: {verdict} ({self.reason})"


@dataclass(frozen=True, slots=True)
class Count:
    """The day something is due and each day on the way there; `warning` says what is not settled yet."""

    start: date
    working_days: int
    due: date
    days: tuple[CountedDay, ...]
    warning: str = ""

    def lines(self) -> list[str]:
        """Return the count as lines for «vì sao hạn là ngày này»."""
        return [day.line() for day in self.days]


class WorkingCalendar:
    """Monday to Friday, less days of rest, plus days worked to make up for a swap.

    `holidays` and `made_up_days` map a day to its Vietnamese name. `settled_years` are the years whose
    table is complete and decided; counts that touch another year carry a warning. None means all are.
    """

    def __init__(
        self,
        holidays: Mapping[date, str],
        made_up_days: Mapping[date, str],
        settled_years: Iterable[int] | None = None,
    ) -> None:
        self._holidays = dict(holidays)
        self._made_up = dict(made_up_days)
        self._settled = None if settled_years is None else frozenset(settled_years)

    @classmethod
    def from_days(cls, days: Iterable[CalendarDay]) -> WorkingCalendar:
        """Return the calendar of a dated table; a year is settled when every row in it is certain."""
        rows = list(days)
        doubtful = {row.date.year for row in rows if not row.certain}
        return cls(
            {row.date: row.name for row in rows if row.kind != "made_up"},
            {row.date: row.name for row in rows if row.kind == "made_up"},
            {row.date.year for row in rows} - doubtful,
        )

    def is_working_day(self, d: date) -> bool:
        """Tell whether offices work on `d`; a made-up day wins over everything else."""
        return d in self._made_up or (d.weekday() < _SATURDAY and d not in self._holidays)

    def reason(self, d: date) -> str:
        """Return in Vietnamese why `d` is a working day or not."""
        if d in self._made_up:
            return self._made_up[d]
        if d in self._holidays:
            return self._holidays[d]
        return "Ngày làm việc" if d.weekday() < _SATURDAY else "Nghỉ cuối tuần"

    def add_working_days(self, start: date, n: int) -> Count:
        """Return the day `n` working days after `start`, counting from the day after it.

        0 means `start` itself, or the next working day if it is none; a negative n counts backwards.
        ValueError beyond 2,500 days.
        """
        if abs(n) > _MOST_DAYS:
            raise ValueError(f"n must be within {_MOST_DAYS} working days")
        step = -_ONE_DAY if n < 0 else _ONE_DAY
        at = start if n else start - _ONE_DAY
        left = abs(n) or 1
        days = []
        while left:
            at += step
            counted = self.is_working_day(at)
            left -= counted
            days.append(CountedDay(at, counted, self.reason(at)))
        return Count(start, n, at, tuple(days), self._warning(start, at))

    def working_days_between(self, start: date, end: date) -> int:
        """Return how many working days lie after `start` up to `end` itself; negative if end is before."""
        if end < start:
            return -self.working_days_between(end, start)
        return sum(self.is_working_day(start + _ONE_DAY * away) for away in range(1, (end - start).days + 1))

    def last_working_day(self, d: date) -> date:
        """Return `d`, or the last working day before it."""
        while not self.is_working_day(d):
            d -= _ONE_DAY
        return d

    def next_working_day(self, d: date) -> date:
        """Return `d`, or the first working day after it."""
        while not self.is_working_day(d):
            d += _ONE_DAY
        return d

    def _warning(self, start: date, end: date) -> str:
        if self._settled is None:
            return ""
        first, last = sorted((start.year, end.year))
        open_years = [str(year) for year in range(first, last + 1) if year not in self._settled]
        if not open_years:
            return ""
        return f"Lịch nghỉ năm {', '.join(open_years)} chưa chính thức; hạn có thể thay đổi khi có thông báo."


@cache
def shipped_days() -> tuple[CalendarDay, ...]:
    """Return the special days of all years that ship with the product, in order of date."""
    tables = (tomllib.loads(path.read_text(encoding="utf-8")) for path in _TABLES.glob("*.toml"))
    days = (
        CalendarDay(row["date"], row["kind"], row["name"], table["sources"][row["source"]], row["certain"])
        for table in tables
        for row in table["day"]
    )
    return tuple(sorted(days, key=lambda day: day.date))


@cache
def shipped_calendar() -> WorkingCalendar:
    """Return the calendar of `shipped_days`; an office may add to those rows and build its own."""
    return WorkingCalendar.from_days(shipped_days())
