"""Other documents that a text names: type, number and symbol, date, issuer."""

from __future__ import annotations

import re
from datetime import date

from vanphong.lib.reading.header.dating import calendar_date
from vanphong.lib.reading.header.stream import Stream, fold, last_of
from vanphong.lib.reading.header.vocabulary import TYPES
from vanphong.lib.reading.model import Citation

_SPOKEN = "|".join(
    r"\s+".join(f"[{w[0]}{w[0].lower()}]{re.escape(w[1:].lower())}" for w in name.split())
    for name in sorted(TYPES, key=len, reverse=True)
)
_CODE = r"(?P<code>\d{1,6}[a-zA-Z]?\s?[-/]\s?(?:\d{4}[/-])?[A-Z][A-Za-z0-9&]*(?:[-/.][A-Za-z0-9&]+){0,6})"
_ON = (
    r"(?:\s*,?\s*(?:ban hanh\s+)?ngay\s+(?P<day>\d{1,2})(?:\s+thang\s+|[/.-])(?P<month>\d{1,2})"
    r"(?:\s+nam\s+|[/.-])(?P<year>\d{4}))"
)
# What ends the issuer's name after «của».
_BY = (
    r"(?:\s*,?\s*cua\s+(?P<by>[A-Z][^\s,;.()\n]*(?:[ ](?!ve\b|quy dinh\b|ban hanh\b|huong dan\b|sua doi\b|"
    r"phe duyet\b|Quy dinh\b|Huong dan\b|trinh\b|khoa\b|ngay\b|tai\b|doi\b|thuc hien\b|va viec\b|"
    r"tren\b|nham\b|de\b|do\b|duoc\b|da\b|thi\b|co\b|la\b|"
    r"giao\b|cong bo\b|thong bao\b|trien khai\b|bo sung\b|“|\")[^\s,;.()\n]+){0,11}))"
)
_ANCHOR = re.compile(rf"(?<![\w/-]){_CODE}{_ON}?{_BY}?")
_NAMED_BEFORE = re.compile(rf"(?<![A-Za-z])(?:[sS]o\s*:?|(?:{_SPOKEN}))\s+$")
_TYPE_BEFORE = re.compile(rf"(?<![A-Za-z])(?P<type>{_SPOKEN})(?![A-Za-z])")
_LAW_DATED = re.compile(rf"(?<![A-Za-z])(?P<type>Luat|Bo luat|Phap lenh)\s+[A-Z][^\n;.,()]{{2,90}}?{_ON}")


def read_citations(
    stream: Stream, own: str | None, start: int, limit: int = 50_000, most: int = 200
) -> tuple[Citation, ...]:
    """Documents named within `limit` characters from `start`, each once, in order; never itself."""
    seen: dict[str, Citation] = {}
    folded = stream.fold
    for match in _ANCHOR.finditer(folded, start, min(len(folded), start + limit)):
        code = re.sub(r"\s", "", stream.text[match.start("code") : match.end("code")]).rstrip("-/.")
        if code == own or not _NAMED_BEFORE.search(folded, max(0, match.start() - 30), match.start()):
            continue
        begun, kind = _type(folded, match)
        citation = Citation(
            code, kind, _day(match), _issuer(stream, match), _text(stream, begun, match.end())
        )
        known = seen.get(code)
        if (
            known is None
            or (known.issued_on is None and citation.issued_on)
            or (known.issuer is None and citation.issuer)
        ):
            seen[code] = citation if known is None else _merged(known, citation)
        if len(seen) >= most:
            break
    for match in _LAW_DATED.finditer(folded, start, min(len(folded), start + limit // 8)):
        text = _text(stream, match.start(), match.end())
        if len(seen) < most and not re.search(r"\bso\b", match[0]) and _day(match):
            seen.setdefault(text, Citation(None, TYPES[match["type"].upper()], _day(match), None, text))
    return tuple(seen.values())


def _merged(known: Citation, other: Citation) -> Citation:
    return Citation(
        known.reference_code,
        known.type or other.type,
        known.issued_on or other.issued_on,
        known.issuer or other.issuer,
        known.text if known.issued_on else other.text,
    )


def _type(folded: str, match: re.Match[str]) -> tuple[int, str | None]:
    """The type named in the match or shortly before it: «Luật Hải quan số …»."""
    low = max(0, match.start() - 90)
    edge = max(folded.rfind(sign, low, match.start()) for sign in "\n;.()")
    last = last_of(_TYPE_BEFORE.finditer(folded, max(low, edge + 1), match.start("code")))
    if last is None:
        return match.start(), None
    return last.start(), TYPES[" ".join(last["type"].upper().split())]


def _day(match: re.Match[str]) -> date | None:
    if match["year"] is None:
        return None
    return calendar_date(int(match["day"]), int(match["month"]), int(match["year"]))


def _issuer(stream: Stream, match: re.Match[str]) -> str | None:
    if match["by"] is None:
        return None
    words = stream.text[match.start("by") : match.end("by")].strip(" :-").split()
    while words and fold(words[-1]).lower() in _LOOSE:
        words.pop()
    return " ".join(words) or None


_LOOSE = frozenset(("va", "ve", "cua", "quy", "-", "tai", "theo", "cho", "voi"))


def _text(stream: Stream, start: int, end: int) -> str:
    return " ".join(stream.text[start:end].split())[:400]
