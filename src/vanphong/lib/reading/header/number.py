"""Number and symbol: «Số 12-CV/TU», «Số: 15/QĐ-UBND», «Luật số: 91/2015/QH13», also left blank."""

from __future__ import annotations

import re
from dataclasses import dataclass

from vanphong.lib.reading.header.stream import Head, fold
from vanphong.lib.reading.header.vocabulary import SYMBOLS, restore_segment, unspoilt

_FIGURES = str.maketrans("OoQlI|i", "0001111")
_FIGURE = "[0-9OoQlI|]"
_LABEL = (
    r"(?P<label>(?:(?:Luat|LUAT|Phap lenh|PHAP LENH|Lenh)\s+)?"
    r"\b(?:S[o06]|SO|so(?=\s*:))(?![a-zA-Z])\s*[:;.]?)"
)
_NUMBER = rf"(?P<number>(?=[OoQlI|]{{0,3}}[0-9]|[lI|O]+\s?[-/]){_FIGURE}{{1,6}}[a-zA-ZĐđ]{{0,2}})"
_SEGMENT = r"[A-Za-z0-9&]+(?:\([A-Z0-9]{1,5}\))?"
# Blanks may stand around a sign only where capitals or figures follow: «Số 12 - CV/TU», not «… - Hà Nội».
_REST = (
    r"(?P<rest>\s?[-/]\s?(?:(?<=\S)|(?=[A-Z0-9]{2,}(?![a-z]{2})))"
    + _SEGMENT
    + r"(?:(?:[-/.]/?|\s?[-/](?:\s(?=[A-Z0-9]{2,}(?![a-z])))?)(?:(?<=[-/.])|(?<=\s))"
    + _SEGMENT
    + r"){0,8})"
)
_LABELLED = re.compile(_LABEL + r"\s{0,12}" + _NUMBER + _REST)
_BARE = re.compile(r"(?m)(?:^|(?<=\x1f))[ \t]*" + _NUMBER + _REST + r"(?=\s|$|\x1f)")
_BLANK = re.compile(
    _LABEL
    # Up to four letters of nonsense are what recognition makes of a number written by hand.
    + r"[\s._…\x1f]{0,30}?(?:\S{1,4}\s{1,3})?(?P<rest>\s?[-/]\s?(?:\d{4}/)?(?=[A-Z])"
    + _SEGMENT
    + r"(?:[-/.]"
    + _SEGMENT
    + r"){0,6})"
)
# The sign after the number lost: «Số: 115VBHN-VPQH», «Số 12CV/TU».
_UNSIGNED = re.compile(
    _LABEL
    + r"\s{0,4}(?P<number>\d{1,6})\s?(?P<rest>(?:"
    + "|".join(sorted((fold(symbol) for symbol in SYMBOLS if len(symbol) > 1), key=len, reverse=True))
    + r")[-/]"
    + _SEGMENT
    + r"(?:[-/.]"
    + _SEGMENT
    + r"){0,4})"
)
# In capitals only on the same line: a title may stand above its number, a body's name may end in «TẢI».
_CITED = re.compile(
    r"(?<![A-Za-z])(?:(?:[Ll]uat|[Nn]ghi dinh|[Qq]uyet dinh|[Nn]ghi quyet|[Tt]hong tu|[Cc]hi thi|[Cc]ong van"
    r"|cua|theo|tai)\s*|(?:LUAT|NGHI DINH|QUYET DINH|NGHI QUYET|THONG TU|CHI THI|CONG VAN|CUA|THEO)[ ]*)$"
)


@dataclass(frozen=True, slots=True)
class Code:
    """Number and symbol as read; `label`, `start` and `end` are places in the head, `label` that of «Số»."""

    number: str | None
    year: str | None
    notation: str
    whole: str | None
    label: int
    start: int
    end: int
    certainty: float

    @property
    def segments(self) -> list[str]:
        """Parts of the notation: «QĐ-UBND» gives QĐ, UBND."""
        return [part for part in re.split(r"[-/.]", self.notation) if part]

    @property
    def symbol(self) -> str | None:
        """The part that stands for the type, if there is one."""
        first = self.segments[0] if self.segments else ""
        return first if first in SYMBOLS else None

    @property
    def party_form(self) -> bool:
        """«12-CV/TU»: hyphen after the number, slash before the body."""
        return bool(re.match(r"[^-/]+/", self.notation)) and (
            self.whole is None or "-" in self.whole.split("/")[0]
        )


def read_code(head: Head, body: int) -> Code | None:
    """The document's own number and symbol; never that of the arrival stamp or of a cited document."""
    top = _top(head, body)
    lost = _UNSIGNED.search(head.fold, 0, top)
    for match in _LABELLED.finditer(head.fold, 0, lost.start() if lost else top):
        cited = _CITED.search(head.fold[max(0, match.start() - 14) : match.start()])
        if not cited and _looks_right(head, match):
            return _code(head, match, 0.98)
    if lost:
        return _unsigned(head, lost)
    for match in _BLANK.finditer(head.fold, 0, top):
        rest = head.text[match.start("rest") : match.end("rest")]
        notation = _notation(re.sub(r"\s", "", rest))
        if notation.split("/")[0].split("-")[0] in SYMBOLS or "/" in rest:
            start, end = match.span("rest")
            return Code(None, None, re.sub(r"^\d{4}/", "", notation), None, match.start(), start, end, 0.4)
    for match in _BARE.finditer(head.fold, 0, min(top, 900)):
        code = _code(head, match, 0.8)
        if code.symbol or re.fullmatch(r"QH\d{1,2}", code.notation):
            return code
    return None


def _top(head: Head, body: int) -> int:
    """Where running text begins at the latest: a header has few words in small letters before its number."""
    words = [m.start() for m in re.finditer(r"(?<![\w/])[a-z]{2,}", head.fold[:body])]
    return words[60] if len(words) > 60 else body


def _unsigned(head: Head, match: re.Match[str]) -> Code:
    notation = _notation(head.text[match.start("rest") : match.end("rest")], head.stream.recognised)
    number = match["number"]
    sign = "-" if "/" in notation and "-" not in notation.split("/")[0] else "/"
    start, end = match.start("number"), match.end("rest")
    return Code(number, None, notation, f"{number}{sign}{notation}", match.start(), start, end, 0.6)


def _looks_right(head: Head, match: re.Match[str]) -> bool:
    """A symbol has capitals; «Số 12/11/2026» is a date, «Số 5-7 phố …» an address."""
    rest = head.text[match.start("rest") : match.end("rest")]
    return bool(re.search(r"[A-ZĐ]{1,}", rest))


def _code(head: Head, match: re.Match[str], certainty: float) -> Code:
    raw = head.text[match.start("number") : match.end("number")]
    figures = re.match(rf"{_FIGURE}+", raw)
    cut = figures.end() if figures else len(raw)
    number = raw[:cut].translate(_FIGURES) + raw[cut:]
    rest = re.sub(r"\s", "", head.text[match.start("rest") : match.end("rest")]).rstrip(".-/")
    mark, tail = rest[0], rest[1:]
    year = None
    parted = re.match(r"([0-9OoQlI|]{4})([/-])(.+)", tail)
    if parted and re.fullmatch(r"(?:19|20)\d\d", parted[1].translate(_FIGURES)):
        year, tail = parted[1].translate(_FIGURES), parted[3]
    notation = _notation(tail, head.stream.recognised)
    whole = f"{number}{mark}{year}{parted[2]}{notation}" if year and parted else f"{number}{mark}{notation}"
    start = match.start("number")
    return Code(number, year, notation, whole, match.start(), start, match.end("rest"), certainty)


def _notation(tail: str, spoilt: bool = False) -> str:
    """The symbol with what recognition confuses put right: «QD-UBND», «QHl5», «ND-CP»."""
    parts = re.split(r"([-/.])", tail.lstrip("-/"))
    fixed = [restore_segment(part) if index % 2 == 0 else part for index, part in enumerate(parts)]
    whole = "".join(fixed)
    if spoilt:
        whole = unspoilt(whole)
    return re.sub(r"\b(QH|HĐND)([0-9OlI|]{1,2})\b", lambda m: m[1] + m[2].translate(_FIGURES), whole)
