"""A question as typed, taken apart: words, phrases, words left out, fields, parts of a code."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from django.utils import timezone

from vanphong.lib.dates import BadDate, parse_vn_date
from vanphong.lib.fulltext import Ask, code_pieces, syllables
from vanphong.lib.text import clean, code_key, fold

_NAMES: Final = {
    "so": "code",
    "tu": "issuer",
    "co quan": "issuer",
    "ngay": "day",
    "nguoi": "people",
    "ky": "people",
}
"""Fields by their folded names: `số:` `từ:` `ngày:` `người:` `ký:`."""
_PART: Final = re.compile(
    r"""(?P<minus>-)?(?:(?P<name>[^\W\d_]+):\s*)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))""", re.VERBOSE
)
_CODE: Final = re.compile(r"^\d+[-/]?[\w/-]*$|^[\w-]+/[\w/-]+$")
_MONTH: Final = re.compile(r"^(?:(\d{1,2})[/-])?((?:19|20)\d\d)$")
_LONGEST: Final = 4_000


@dataclass(frozen=True, slots=True)
class Query:
    """A question: its text, and its parts as people wrote them. `ask` is what the index is asked."""

    text: str
    words: tuple[str, ...]
    phrases: tuple[str, ...]
    excluded: tuple[str, ...]
    code: str
    ask: Ask = field(default_factory=Ask)
    problem: str = ""

    @property
    def empty(self) -> bool:
        return self.ask.empty


def _days(text: str) -> tuple[dt.date, dt.date] | None:
    """First and last day of «20/11/2026», «11/2026», «2026» or «a..b»."""
    if ".." in text:
        first, last = (_days(part) for part in text.split("..", 1))
        return (first[0], last[1]) if first and last else None
    if month := _MONTH.match(text):
        year = int(month[2])
        if month[1] is None:
            return dt.date(year, 1, 1), dt.date(year, 12, 31)
        if 1 <= int(month[1]) <= 12:
            number = int(month[1])
            return dt.date(year, number, 1), dt.date(year, number, calendar.monthrange(year, number)[1])
        return None
    try:
        day = parse_vn_date(text, timezone.localdate())
    except (BadDate, ValueError):
        return None
    return (day, day) if day else None


def _flat(parts: Iterable[str]) -> tuple[str, ...]:
    return tuple(run for part in parts for run in syllables(part))


def parse(text: str, *, kind: str = "") -> Query:
    """Take a question apart: «"cụm từ"», «-loại trừ», «số:», «từ:», «ngày:», «người:», the rest words."""
    text = clean(text)[:_LONGEST]
    words: list[str] = []
    phrases: list[str] = []
    excluded: list[str] = []
    fields: dict[str, list[str]] = {"code": [], "issuer": [], "day": [], "people": []}
    for part in _PART.finditer(text):
        value = (part["phrase"] if part["phrase"] is not None else part["word"]).strip()
        name = _NAMES.get(fold(part["name"])) if part["name"] else None
        if part["name"] and name is None:
            # No field of ours: «Kính gửi:» is text like any other.
            words.append(part["name"])
        if not value:
            continue
        if name:
            fields[name].append(value)
        elif part["minus"] and not part["name"]:
            excluded.append(value)
        else:
            (phrases if part["phrase"] is not None else words).append(value)
    days = [found for value in fields["day"] if (found := _days(value))]
    code = " ".join(fields["code"]) or _code_of(words)
    ask = Ask(
        words=_flat(words),
        phrases=tuple(runs for phrase in phrases if (runs := tuple(syllables(phrase)))),
        excluded=tuple(runs for each in excluded if (runs := tuple(syllables(each)))),
        code=code_pieces(code_key(code)).replace(" ", ""),
        issuer=_flat(fields["issuer"]),
        people=_flat(fields["people"]),
        days=(days[0][0].toordinal(), days[0][1].toordinal()) if days else None,
        kind=kind,
        whole=bool(fields["code"]),
    )
    return Query(
        text,
        tuple(words),
        tuple(phrases),
        tuple(excluded),
        code_key(code) if code else "",
        ask,
        "" if len(days) == len(fields["day"]) else "day",
    )


def _code_of(words: list[str]) -> str:
    """The words when they look like a code or a part of one; a «số» before it does not count."""
    rest = words[1:] if len(words) > 1 and fold(words[0]).strip(".:") == "so" else words
    return " ".join(rest) if rest and len(rest) < 5 and _CODE.match("".join(rest)) else ""
