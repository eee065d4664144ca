"""Place and date of the header: «Hạ Long, ngày 20 tháng 02 năm 2018», also as recognition spoils them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from vanphong.lib.reading.header.stream import TAKEN, Head
from vanphong.lib.reading.header.vocabulary import PLACES, key

_FIGURES = str.maketrans("OoQDlI|i!SsZB", "0000111115528")
_F = "[0-9OoQlI|i!SsZB]"
_BLANK = r"[\s.…_\x1f]"
_DATE = re.compile(
    rf"(?<![a-z])(?P<word>[nN][gq][aà][yvỵ]|NGAY)\s*(?P<day>{_F}{{1,2}}|{_BLANK}{{0,20}}?)\s*"
    rf"(?:t[hb][aà4]n[gq]|THANG)\s*(?P<month>{_F}{{1,2}}|{_BLANK}{{0,20}}?)\s*(?:n[aă]m|NAM)\s*"
    rf"(?P<year>{_F}{{4}}|20{_BLANK}{{1,8}}|{_BLANK}{{2,8}}|[ \t]*(?=\n|$))"
)
_CITED = re.compile(r"(?:so\s+\S+|khoa|[a-z]+/\S+)\s*,?\s*$|(?:tu|den|Tu|truoc|sau)\s+$")
# A capital of the alphabet with its marks: «Ỷ La», «Ô Môn».
_CAPITAL = (
    "[A-Z" + "".join(chr(c) for c in (*range(0xC0, 0x250), *range(0x1EA0, 0x1EFA)) if chr(c).isupper()) + "]"
)
_PLACE_PART = rf"{_CAPITAL}[a-zA-ZÀ-ỹ'.]*"
_PLACE_WORD = rf"(?:{_PLACE_PART}(?:-{_PLACE_PART})?|-|(?<=Thành )phố|(?<=Thị )xã)"
_PLACE = re.compile(rf"(?:{_PLACE_WORD}[ \t]+){{0,6}}{_PLACE_WORD}[ \t]*[,.;:]?\s*$")


@dataclass(frozen=True, slots=True)
class Dated:
    """Place and date as read; spans are places in the head."""

    place: str | None
    place_span: tuple[int, int]
    issued_on: date | None
    date_span: tuple[int, int]
    certainty: float


def figures(text: str) -> int | None:
    """The number that `text` shows, letters taken for the figures they resemble; None for blanks."""
    shown = text.strip().translate(_FIGURES)
    return int(shown) if shown.isdigit() else None


def calendar_date(day: int | None, month: int | None, year: int | None) -> date | None:
    """A date, or None where the three make none."""
    if not (day and month and year and 1900 <= year <= 2100):
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_dated(head: Head, body: int) -> Dated | None:
    """Place and date of issue: the first date in words, best one with a place before it."""
    fallback: Dated | None = None
    for match in _DATE.finditer(head.fold, 0, body):
        found = _dated(head, match)
        if found.place:
            return found
        line = head.fold.rfind("\n", 0, match.start()) + 1
        before = head.fold[line : match.start()].strip(" \t," + TAKEN)
        if (
            fallback is None
            and not before
            and not _CITED.search(head.fold[max(0, match.start() - 30) : match.start()])
        ):
            fallback = found
    return fallback


def _dated(head: Head, match: re.Match[str]) -> Dated:
    span = match.span()
    issued = calendar_date(*(figures(match[name]) for name in ("day", "month", "year")))
    place, place_span = _place(head, match.start())
    clean = all(match[name].strip().isdigit() for name in ("day", "month", "year"))
    return Dated(place, place_span, issued, span, (0.98 if place else 0.8) - (0 if clean else 0.15))


def _place(head: Head, end: int) -> tuple[str | None, tuple[int, int]]:
    """The place name that ends at `end`: a known one, else the capitalised words at the end of the line."""
    low = max(head.text.rfind("\n", 0, end), head.text.rfind(TAKEN, 0, end), end - 60) + 1
    if not head.text[low:end].strip(" ,.;:"):  # the date alone on its line, the place on the one above
        above = max(head.text.rfind("\n", 0, max(low - 1, 0)), end - 60) + 1
        if not head.text[above:end].rstrip().endswith(","):
            return None, (end, end)
        low = above
    match = _PLACE.search(head.text, low, end)
    if not match:
        return None, (end, end)
    words = match[0].strip(" ,.;:\n").split()
    name = _known(words) or _capitalised(words)
    if not name:
        return None, (end, end)
    start = (
        head.text.rfind(name[0], match.start(), end)
        if len(name) == 1
        else _start(head.text, name, match.start(), end)
    )
    value = " ".join(name).lstrip("- ")
    if head.stream.recognised or value.isascii():  # recognition loses marks; a typist's spelling stays
        value = PLACES.get(_apart(value), value)
    return value, (start, end)


def _start(text: str, name: list[str], low: int, end: int) -> int:
    pattern = r"[ \t]+".join(re.escape(word) for word in name)
    at = low
    for match in re.finditer(pattern, text[low:end]):
        at = low + match.start()
    return at


def _known(words: list[str]) -> list[str] | None:
    for count in range(min(len(words), 6), 0, -1):
        mixed = any(word.isupper() for word in words[-count:]) and not all(map(str.isupper, words[-count:]))
        if not mixed and _apart(" ".join(words[-count:])) in PLACES:  # «KIỂM TRA | Vinh» is not Trà Vinh
            start = len(words) - count
            # «Thành phố Hồ Chí Minh», «TP. Hồ Chí Minh» keep what the city is called by.
            for title in (["THANH", "PHO"], ["TP."], ["TP"], ["T.P"]):
                if [key(w) for w in words[max(start - len(title), 0) : start]] == title:
                    return words[start - len(title) :]
            return words[start:]
    return None


def _apart(name: str) -> str:
    """The name as the list has it: «Bà Rịa-Vũng Tàu» with blanks around its dash."""
    return re.sub(r"\s*-\s*", " - ", key(name)) if "-" in name[1:] else key(name)


def _capitalised(words: list[str]) -> list[str] | None:
    """Up to four capitalised words, not all in capitals (those are the issuer's), not roman figures."""
    chosen: list[str] = []
    for word in reversed(words):
        bare = word.strip(".,")
        if (
            len(chosen) == 4
            or (bare.isupper() and len(bare) > 1 and bare != "TP")
            or re.fullmatch(r"[IVXLC]+", bare)
        ):
            break
        chosen.insert(0, word)
    while chosen and (chosen[0] == "-" or _starts_no_place(chosen)):
        chosen.pop(0)
    return chosen or None


def _starts_no_place(words: list[str]) -> bool:
    """The first word is the end of a subject in the left column: «V/v triển khai Nghị | Công Hải, ngày …»."""
    return len(words) > 1 and key(words[0]) in {"NGHI", "LUAT", "QUYET", "CHI", "SO"}
