"""Dates and times as Vietnamese offices type and print them, with the lunar day beside."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Final, Literal

import lunar_vn

from vanphong.lib.text import clean, fold

VIETNAM_TIME: Final = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
"""UTC+7 without summer time; fixed, so that no time-zone database is needed."""

YearChoice = Literal["same", "past", "future"]

_WEEKDAYS: Final = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
_WEEKDAYS_SHORT: Final = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
_SPOKEN_DAYS: Final = {
    "hom nay": 0, "nay": 0, "mai": 1, "ngay mai": 1, "ngay kia": 2, "kia": 2,
    "hom qua": -1, "qua": -1, "hom kia": -2,
}  # fmt: skip
_WEEKDAY_WORDS: Final = {
    "hai": 0, "2": 0, "ba": 1, "3": 1, "tu": 2, "4": 2, "nam": 3, "5": 3, "sau": 4, "6": 4, "bay": 5, "7": 5
}  # fmt: skip
_WEEKDAY: Final = re.compile(r"(?:thu ?|t)(hai|ba|tu|nam|sau|bay|[2-7])|(chu nhat|cn)")
_WEEK_AFTER: Final = {"": None, " tuan nay": 0, " tuan sau": 7, " tuan toi": 7, " tuan truoc": -7}
_WRITTEN: Final = re.compile(r"(?:ngay )?(\d{1,2}) thang (\d{1,2})(?:,? nam (\d{4}|\d{2}))?")
_PARTED: Final = re.compile(r"(?:ngay )?(\d{1,2}) ?[/.\- ] ?(\d{1,2})(?: ?[/.\- ] ?(\d{4}|\d{2}))?")
_RUN: Final = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})?")
_ISO: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_HOW_TO: Final = "Đồng chí nhập theo dạng ngày/tháng/năm, ví dụ 03/02/2026."
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2100


class BadDate(ValueError):
    """A text is not a date; `message_vi` tells the user what to do."""

    def __init__(self, message_vi: str) -> None:
        super().__init__(message_vi)
        self.message_vi = message_vi


def parse_vn_date(s: str, today: date, *, year: YearChoice = "same") -> date:
    """Return the date typed in one of the usual ways; `BadDate` when there is no such day.

    Reads 3/2, 03/02/2026, 3-2-26, 0302, 030226, 2026-02-03, «ngày 03 tháng 4 năm 2018», «hôm nay», «mai»,
    «thứ 6» (the next one after today), «thứ 6 tuần sau», «cuối tháng». A day and month without a year
    fall in this year, or with `year` in the nearest past or future.
    """
    typed = clean(s)
    words = fold(typed).strip(" .,;")
    if not words:
        raise BadDate(f"Chưa có ngày. {_HOW_TO}")
    spoken = _spoken_date(words, today)
    if spoken is not None:
        return spoken
    iso = _ISO.fullmatch(words)
    if iso:
        return _real_day(int(iso[3]), int(iso[2]), int(iso[1]))
    match = _WRITTEN.fullmatch(words) or _PARTED.fullmatch(words) or _RUN.fullmatch(words)
    if not match:
        raise BadDate(f"Không đọc được ngày «{typed}». {_HOW_TO}")
    day, month = int(match[1]), int(match[2])
    if match[3] is None:
        return _without_year(day, month, today, year)
    return _real_day(day, month, _whole_year(match[3], today))


def _spoken_date(words: str, today: date) -> date | None:
    if words in _SPOKEN_DAYS:
        return today + timedelta(days=_SPOKEN_DAYS[words])
    if words in {"cuoi thang", "cuoi thang nay"}:
        return today.replace(day=calendar.monthrange(today.year, today.month)[1])
    match = _WEEKDAY.match(words)
    if not match or words[match.end() :] not in _WEEK_AFTER:
        return None
    weekday = 6 if match[2] else _WEEKDAY_WORDS[match[1]]
    shift = _WEEK_AFTER[words[match.end() :]]
    if shift is None:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    return today + timedelta(days=weekday - today.weekday() + shift)


def _whole_year(digits: str, today: date) -> int:
    """Return a year of four digits; two digits mean the year nearest before twenty years from now."""
    if len(digits) == 4:
        return int(digits)
    found = today.year - today.year % 100 + int(digits)
    return found - 100 if found > today.year + 20 else found


def _without_year(day: int, month: int, today: date, choice: YearChoice) -> date:
    if choice == "same":
        return _real_day(day, month, today.year)
    step = 1 if choice == "future" else -1
    # 29/02 may be eight years away, around a century that is no leap year.
    years = range(today.year, today.year + 9 * step, step)
    leap_day = (day, month) == (29, 2)
    found = (_real_day(day, month, year) for year in years if not leap_day or calendar.isleap(year))
    return next(candidate for candidate in found if (candidate - today).days * step >= 0)


def _real_day(day: int, month: int, year: int) -> date:
    shown = f"{day:02d}/{month:02d}/{year}"
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise BadDate(f"Năm {year} nằm ngoài khoảng {_FIRST_YEAR}–{_LAST_YEAR}. Đồng chí kiểm tra lại năm.")
    if not 1 <= month <= 12:
        raise BadDate(f"Không có tháng {month} trong ngày {shown}. {_HOW_TO}")
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise BadDate(
            f"Không có ngày {shown}: tháng {month} năm {year} có {last} ngày. "
            "Đồng chí kiểm tra lại ngày và tháng."
        )
    return date(year, month, day)


def format_date(d: date) -> str:
    """Return «03/02/2026»."""
    return f"{d:%d/%m}/{d.year:04d}"


def format_date_long(d: date, place: str | None = None) -> str:
    """Return «Hạ Long, ngày 03 tháng 4 năm 2018» as the heading of a document writes it.

    Days below 10 and months 1 and 2 take a zero, other months do not (NĐ 30/2020/NĐ-CP, phụ lục I; the
    Party's guides on document form do the same).
    """
    month = f"{d.month:02d}" if d.month < 3 else str(d.month)
    written = f"ngày {d.day:02d} tháng {month} năm {d.year}"
    return f"{place}, {written}" if place else written


def in_vietnam(moment: datetime) -> datetime:
    """Return an aware moment on the Vietnamese clock; a naive one is taken to be on it already."""
    return moment.astimezone(VIETNAM_TIME) if moment.tzinfo else moment


def format_time(moment: datetime) -> str:
    """Return «14 giờ 30», on the Vietnamese clock."""
    return f"{in_vietnam(moment):%H giờ %M}"


def format_datetime(moment: datetime) -> str:
    """Return «14 giờ 30, 23/11/2026», on the Vietnamese clock."""
    return f"{format_time(moment)}, {format_date(in_vietnam(moment).date())}"


def weekday_name(d: date, *, short: bool = False) -> str:
    """Return «Thứ Hai» … «Chủ nhật», or «T2» … «CN»."""
    return (_WEEKDAYS_SHORT if short else _WEEKDAYS)[d.weekday()]


def week_of(d: date) -> tuple[date, date]:
    """Return Monday and Sunday of the week that holds `d`."""
    monday = d - timedelta(days=d.weekday())
    return monday, monday + timedelta(days=6)


def format_week(d: date) -> str:
    """Return «Tuần 48 (23/11/2026 – 29/11/2026)», numbered by ISO 8601."""
    monday, sunday = week_of(d)
    return f"Tuần {d.isocalendar().week} ({format_date(monday)} – {format_date(sunday)})"


def relative_days(d: date, today: date) -> str:
    """Return «trễ 5 ngày», «hôm nay» or «còn 2 ngày» for a day that something is due."""
    days = (d - today).days
    if days == 0:
        return "hôm nay"
    return f"còn {days} ngày" if days > 0 else f"trễ {-days} ngày"


@dataclass(frozen=True, slots=True)
class LunarDay:
    """A day of the Vietnamese lunar calendar (UTC+7)."""

    day: int
    month: int
    year: int
    leap: bool

    def __str__(self) -> str:
        return f"{self.day}/{self.month}{' nhuận' if self.leap else ''} âm lịch"


def lunar_day(d: date) -> LunarDay:
    """Return the lunar day of `d`; ValueError outside 1900–2100."""
    found = lunar_vn.convert_solar_to_lunar(d.day, d.month, d.year)
    return LunarDay(found.day, found.month, found.year, found.leap)


def lunar(d: date) -> str:
    """Return «15/10 âm lịch»; ValueError outside 1900–2100."""
    return str(lunar_day(d))
