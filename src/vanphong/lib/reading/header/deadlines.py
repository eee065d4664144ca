"""Dates by which a text asks for something: «trước ngày 20/12/2026», «trong tháng 12 năm 2026»."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from vanphong.lib.reading.header.dating import calendar_date
from vanphong.lib.reading.header.stream import Stream, last_of
from vanphong.lib.reading.model import Deadline

_HOUR = r"(?:\d{1,2}\s*(?:gio|h|g)\s*(?:\d{1,2})?(?:\s*phut)?\s*,?\s*)?"
_DAY = (
    r"(?:ngay\s+)?(?:(?:thu\s+\w+|chu nhat)\s*,?\s*(?:ngay\s+)?)?(?P<day>\d{1,2})\s*"
    r"(?:[/.-]\s*(?P<month>\d{1,2})"
    r"(?:\s*[/.-]\s*(?P<year>\d{4}))?|\s*thang\s+(?P<month2>\d{1,2})(?:\s+nam\s+(?P<year2>\d{4})|[/.-](?P<year3>\d{4}))?)"
)
_MONTH = r"thang\s+(?P<mmonth>\d{1,2})(?:\s*[/.-]\s*|\s+nam\s+)(?P<myear>\d{4})"
_QUARTER = r"quy\s+(?P<quarter>IV|I{1,3}|[1-4])(?:\s*[/.-]\s*|\s+nam\s+|\s+)(?P<qyear>\d{4})"
_LEAD = (
    r"(?<![a-z])(?P<lead>khong muon hon|muon nhat(?:\s+la)?|"
    r"cham nhat(?:\s+la)?(?:\s+(?:vao|truoc|den|den het|trong))?|(?:xong\s+)?truoc|den het|"
    r"thoi han(?:\s+\w+){0,4}?(?:\s+la)?|han(?:\s+\w+){0,3}?(?:\s+la)?|trong)\s*:?\s+"
)
_DUE = re.compile(rf"{_LEAD}{_HOUR}(?:{_DAY}(?!\d)|{_MONTH}|{_QUARTER})", re.I)
_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4, "1": 1, "2": 2, "3": 3, "4": 4}
# «trước ngày …» of things past or of the law's force is no request.
_PAST = re.compile(r"hieu luc|da duoc|ban hanh truoc|duoc cap truoc|phat sinh truoc|het hieu luc", re.I)


# «trước ngày» and «trong tháng» may tell of anything; with one of these the sentence asks for something.
_WEAK = frozenset(("truoc", "trong", "den het"))
_ASKS = re.compile(
    r"(?<![a-z])(?:gui|bao cao|hoan thanh|nop|xong|dang ky|trinh|de nghi|yeu cau|cung cap|phuc dap|tra loi|"
    r"gop y|tham gia|tham muu|ban hanh|trien khai|to chuc|thuc hien|phai|lap|thong bao|chuyen|ket thuc|"
    r"chuan bi|thoi gian|thoi han)(?![a-z])",
    re.I,
)


def read_deadlines(
    stream: Stream,
    issued_on: date | None,
    today: date | None,
    start: int,
    limit: int = 50_000,
    most: int = 60,
) -> tuple[Deadline, ...]:
    """Deadlines from `start` on; a date without a year falls within a year after `issued_on` (or `today`)."""
    since = issued_on or today
    found: dict[tuple[date, str], Deadline] = {}
    for match in _DUE.finditer(stream.fold, start, min(len(stream.fold), start + limit)):
        due = _due(match, since)
        if due is None or (since and not since - timedelta(days=1) <= due <= since + timedelta(days=365 * 6)):
            continue
        low, high = _sentence(stream.text, match.start(), match.end())
        if _PAST.search(stream.fold, max(low, match.start() - 40), match.start()):
            continue
        if match["lead"].lower() in _WEAK and not _ASKS.search(stream.fold, low, high):
            continue
        text = " ".join(stream.text[low:high].split())
        place = stream.found(text, [match.span()], 0.9)
        found.setdefault((due, text), Deadline(due, text, place.page, place.boxes))
        if len(found) >= most:
            break
    return tuple(found.values())


def _due(match: re.Match[str], since: date | None) -> date | None:
    if match["mmonth"]:
        return _month_end(int(match["myear"]), int(match["mmonth"]))
    if match["quarter"]:
        return _month_end(int(match["qyear"]), 3 * _QUARTERS[match["quarter"].upper()])
    if match["lead"].lower() == "trong" and not re.search(r"ngay", match[0]):
        return None
    day, month = int(match["day"]), int(match["month"] or match["month2"])
    year = match["year"] or match["year2"] or match["year3"]
    if year:
        return calendar_date(day, month, int(year))
    if since is None:
        return None
    this = calendar_date(day, month, since.year)
    return this if this and this >= since else calendar_date(day, month, since.year + 1)


def _month_end(year: int, month: int) -> date | None:
    if not (1 <= month <= 12 and 1900 <= year <= 2100):
        return None
    return date(year, month, calendar.monthrange(year, month)[1])


_STOP = re.compile(
    r"(?<!\b[A-ZĐ])(?<!\b[TĐ][PpTt])(?<!Tp)[.;!?](?=\s|$)|\n(?=\s*(?:[-+*•]|\d+[.)]|[a-zđ]\)))|\n\n"
)


def _sentence(text: str, start: int, end: int, reach: int = 400) -> tuple[int, int]:
    """The sentence round `start:end`, at most `reach` characters to each side."""
    low = max(0, start - reach)
    before = last_of(_STOP.finditer(text, low, start))
    after = _STOP.search(text, end, min(len(text), end + reach))
    return (before.end() if before else low), (after.start() if after else min(len(text), end + reach))
