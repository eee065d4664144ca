"""What frames a header and is no field: titles, arrival stamps, rules; then marks of urgency and secrecy."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Literal

from vanphong.lib.reading.header.stream import TAKEN, Head, Stream
from vanphong.lib.reading.header.vocabulary import SECRECY, URGENCY, either, key
from vanphong.lib.reading.model import Found

Family = Literal["party", "state"]

_GAP = r"[\s\x1f]{1,6}"
_STATE = re.compile(
    _GAP.join(["C[OQ0]NG", "H[O0]A", "XA", "H[O0][I1Ll]", "CHU", "NGH[I1L]A", "V[I1L][EÊ]T", "NAM"])
    + r"|\bC\.?H\.?X\.?H\.?C\.?N\.? VIET NAM\b"
)
_MOTTO = re.compile(
    r"D[o0oôQ][ce]\s+[lI1]ap\s*[-~.=]{0,2}\s*[TI]u\s+d[o0]\s*[-~.=]{0,2}\s*[HI1l]*anh\s+ph[uü][ce]", re.I
)
_PARTY = re.compile(_GAP.join(["D[AÀ]NG", "C[OQ0]NG", "S[AÀ]N", "V[I1L][EÊ]T", "NAM"]))
_RULE = re.compile(r"[-_=~*.+o]*(?:[-_=~*]\s?){2,}|(?m:^[ \t]*[*oO°+×x][ \t]*$)|(?<=\s)\*(?=\s)")
_NATION = "CONG HOA XA HOI CHU NGHIA VIET NAM"
_UNION = "DANG CONG SAN VIET NAM"

# The square stamp of arrival: «ĐẾN | Số: 2317 | Ngày: 12/11/2026 | Chuyển: … | Số và ký hiệu hồ sơ: …».
_ARRIVAL = re.compile(
    r"\b(?:C[OÔ]NG VAN\s+|VAN BAN\s+)?DEN\b[^\n]{0,24}?\s*S[oO]\s*[:.]?\s*[\d.…/ ]{0,14}?\s*"
    r"(?:N[Gg]ay|NGAY)\s*(?:den)?\s*[:.]?[\d/.\-… ]{0,18}"
    r"(?:\s*(?:Chuyen|Kinh chuyen|Luu ho so|Luu HS)(?: so)?\s*[:.]?(?: ?D/c [A-Z][a-z]*(?: [a-z]+)?|[ .…]*))?"
    r"(?:\s*So va ky hieu(?: ho so| HS)?\s*[:.]?[ .…]*)?"
)
_ARRIVAL_LINES = re.compile(r"(?m)^.{0,40}\b(?:So den|Ngay den|GIO DEN|Gio den)\s*[:.]?\s*[\d/.: h…]{0,20}")
_COPIED = re.compile(r"\bSAO (?:Y|LUC)(?: BAN CHINH)?(?:\s*;[^\n;]{0,80};\s*\d[\d/:+. ]*)?(?=\s|$)")
# A stamp of its own, not the draft that a subject is about.
_DRAFT = re.compile(
    r"\b(?:DU THAO|Du thao)\s+(?:lan|LAN)\s*(?:thu|THU)?\s*\d{1,2}\b|(?m:^[ \t(]*(?:DU THAO|Du thao)[ \t).]*$)"
    r"|\A\s*DU THAO\b"
)
_SIGNED_BY = re.compile(r"(?m)^.*(?:Nguoi ky|Ky boi|Thoi gian ky|Email|Co quan)\s*:[^\n]*$")


def take_frame(head: Head) -> dict[Family, tuple[int, int]]:
    """Blank the titles, stamps and rules of `head`; say where the title of each family stood."""
    seen: dict[Family, tuple[int, int]] = {}
    stamped = bool(_ARRIVAL.search(head.fold, 0, 2500))
    for pattern in (_ARRIVAL, _ARRIVAL_LINES, _SIGNED_BY, _COPIED, _DRAFT):
        for match in pattern.finditer(head.fold[:2500]):
            head.take(*match.span())
    _take_scattered_arrival(head, stamped)
    motto = _MOTTO.search(head.fold, 0, 3000)
    state = _STATE.search(head.fold, 0, motto.start() if motto else 1500)
    party = _PARTY.search(head.fold, 0, 1500)
    if state and not (party and party.start() < state.start()):
        seen["state"] = state.span()
    elif party and head.text[party.start() : party.end()].isupper():
        seen["party"] = party.span()
    for span in seen.values():
        head.take(*span)
    if motto:
        seen.setdefault("state", motto.span()) if "party" not in seen else None
        head.take(*motto.span())
    if not seen:
        _guess_frame(head, seen)
    for rule in list(_RULE.finditer(head.fold, 0, 3000)):
        head.take(*rule.span())
    return seen


_ARRIVED = re.compile(r"(?m)^[ \t]*(?:CONG VAN |VAN BAN )?DEN(?= |$)|(?<=[A-Za-z,;] )DEN[ \t]*$")
_ARRIVAL_PARTS = (
    re.compile(r"(?<![A-Za-z])So\s?[:.][ .…]*\d{1,6}[ .…]*(?![-/\d])"),
    re.compile(r"(?<![A-Za-z])Ngay\s?[:.][ .…]*\d{1,2}/\d{1,2}/\d{4}[ .…]*"),
    re.compile(r"(?<![A-Za-z])(?:Kinh )?[Cc]huyen\s?[:.](?:[ ]?D/c [A-Z][a-z]*(?: [a-z]+)?|[ .…]*)"),
)


def _take_scattered_arrival(head: Head, stamped: bool) -> None:
    """Blank an arrival stamp whose lines recognition laid among those of the header."""
    top = 1500
    word = _ARRIVED.search(head.fold, 0, top)
    if stamped:
        rest = _ARRIVAL_PARTS[2].search(head.fold, 0, top)
        if rest:
            head.take(*rest.span())
    if not word or not _ARRIVAL_PARTS[1].search(head.fold, 0, top):
        return
    head.take(*word.span())
    for part in _ARRIVAL_PARTS:
        match = part.search(head.fold, 0, top)
        if match:
            head.take(*match.span())


def _guess_frame(head: Head, seen: dict[Family, tuple[int, int]]) -> None:
    """Find a title that recognition spoiled, by likeness, among the first lines."""
    at = 0
    for line in head.fold[:900].split("\n"):
        words = key(line)
        for family, wanted in (("state", _NATION), ("party", _UNION)):
            if abs(len(words) - len(wanted)) < 8 and SequenceMatcher(None, words, wanted).ratio() >= 0.78:
                seen[family] = (at, at + len(line))  # type: ignore[index]
                head.take(at, at + len(line))
                return
        at += len(line) + 1


_URGENCY = re.compile(
    rf"(?<![A-Za-z])(?P<mark>{either(URGENCY)})(?![A-Za-z])(?:\s*\W?\s*(?:LUC|HEN)?\s*\d{{1,2}}\s*(?:GIO|h|gio)[^\n]{{0,24}})?"
)
_SECRECY = re.compile(rf"(?<![A-Za-z])(?P<mark>{either(SECRECY)})(?![A-Za-z])")
# Words that make «MẬT», «KHẨN» part of a name: «bảo vệ bí mật nhà nước», «tình trạng khẩn cấp».
_MARK_BEFORE = re.compile(r"(?:BI|BAO|SU|THAN|MUC DO|DO|TINH TRANG|VIEC|VAN BAN|TAI LIEU|DAU)\s+$")
_MARK_AFTER = re.compile(r"^\s+(?:CAP|NHA NUOC|MA|TRUONG|VU|THIET|DO)\b")


def read_marks(head: Head, body: int) -> dict[str, Found]:
    """Urgency and secrecy as stamped: capitals that stand alone above the text; both are then blanked."""
    fields: dict[str, Found] = {}
    for name, pattern, names in (("secrecy", _SECRECY, SECRECY), ("urgency", _URGENCY, URGENCY)):
        for match in pattern.finditer(head.fold, 0, body):
            mark = key(match["mark"])
            if _is_stamp(head, match.start("mark"), match.end("mark")):
                value = (
                    "Hỏa tốc hẹn giờ"
                    if mark == "HOA TOC" and match.end() > match.end("mark")
                    else names[mark]
                )
                fields[name] = head.found(value, *match.span("mark"), 0.9)
                head.take(*match.span())
                break
    return fields


def read_stamped_urgency(stream: Stream) -> Found | None:
    """Urgency stamped on a scan, read apart from the words: a line of its own on the upper part of page 1."""
    for page, line in stream.lines(0, len(stream)):
        name = URGENCY.get(key(line.text))
        if page == 1 and name and line.text.isupper() and line.box[3] < _UPPER:
            return Found(name, round(0.9 * line.confidence, 3), page, (line.box,))
    return None


_UPPER = 0.45


def _is_stamp(head: Head, start: int, end: int) -> bool:
    """Capitals with their marks printed, alone on their line or between fields already read."""
    printed = head.text[start:end]
    if not printed.isupper() or (printed.isascii() and head.fold[start:end] != "MAT"):
        return False
    if " " in printed.strip() and end < 700:  # two words that no body's name has; above the text only
        return not _MARK_BEFORE.search(head.fold[max(0, start - 16) : start])
    before, after = head.fold[:start].rstrip(' \t(«"[:'), head.fold[end:].lstrip(' \t)»"].!*')
    alone_before = not before or before[-1] in "\n" + TAKEN or before[-1].isdigit() or before[-1].islower()
    alone_after = not after or after[0] in "\n" + TAKEN or not after.split(None, 1)[0].isupper()
    if _MARK_BEFORE.search(head.fold[max(0, start - 16) : start]) or _MARK_AFTER.search(
        head.fold[end : end + 12]
    ):
        return False
    return alone_before and alone_after
