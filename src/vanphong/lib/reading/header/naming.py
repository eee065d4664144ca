"""Type name as printed or as the symbol tells it, and where the text proper begins."""

from __future__ import annotations

import re
from dataclasses import dataclass

from vanphong.lib.reading.header.casing import is_capitals
from vanphong.lib.reading.header.number import Code
from vanphong.lib.reading.header.stream import TAKEN, Head
from vanphong.lib.reading.header.vocabulary import COPY_SYMBOLS, SYMBOLS, TYPES, either, key

_TYPE = re.compile(rf"(?<![A-Za-z])(?:{either(TYPES)})(?![A-Za-z])")
# What the text proper begins with. Case counts: «thực hiện …» may go on with a subject, «Thực hiện …» not.
BODY_BEGINS = re.compile(
    r"(?:(?<![A-Za-z])(?:Can cu|CAN CU(?= (?:LUAT|BO LUAT|NGHI|HIEN|PHAP LENH|QUY|THONG|CHI|DIEU|KET|CHUC))|"
    r"Kinh gui|KINH GUI|Kinh trinh|KINH TRINH|"
    r"Theo de nghi|Xet de nghi|Xet To trinh|"
    r"Phan thu nhat|(?<!TRONG )PHAN THU NHAT|LOI NOI DAU|Loi noi dau)(?![a-z]))"
    r"|(?<![A-Za-z])(?:(?:Dieu|DIEU) [1l](?:[.:]|\n)|Dieu [1l] [A-Z])"
    r"|(?<![A-Za-z])(?:Chuong|CHUONG) I(?![A-Za-z])"
    r"|(?m:^\s*(?:[I1]\s?[.\-/)]\s*[A-Z]|(?P<verb>Thuc hien |Ngay \d|Trong |De |Tiep |Nham )))"
)
_TITLE_ABOVE = re.compile(rf"(?:^|[\n{TAKEN}]|nam \d{{4}} )[ ]*(?:{either(TYPES)})[ ]*\n\s*$")


def body_start(head: Head) -> int:
    """Where the text proper begins: nothing of the header but the subject stands after it."""
    for match in BODY_BEGINS.finditer(head.fold, 60):
        if not (match["verb"] and _is_subject(head, match.start("verb"))):
            return match.start()
    return len(head.fold)


def _is_subject(head: Head, start: int) -> bool:
    """A line under a type name that ends without a stop: «Tiếp tục thực hiện …» is what that one is about."""
    line = head.fold[start:].split("\n", 1)[0].rstrip(" " + TAKEN)
    return not line.endswith((".", ":", ";", ",")) and bool(
        _TITLE_ABOVE.search(head.fold[max(0, start - 60) : start])
    )


@dataclass(frozen=True, slots=True)
class Named:
    """A type name as printed, and where."""

    name: str
    start: int
    end: int
    certainty: float


def read_type(head: Head, after: int, body: int) -> Named | None:
    """The type name printed in capitals at or after `after`, or spoilt a little on a line of its own."""
    for match in _TYPE.finditer(head.fold, after, min(body, after + 1500)):
        printed = head.text[match.start() : match.end()]
        if is_capitals(printed) and _stands(head, match):
            return Named(TYPES[key(printed)], *match.span(), 0.98 if _alone(head, match) else 0.9)
    return _near_type(head, after, body)


def _stands(head: Head, match: re.Match[str]) -> bool:
    """Not within a body's name («SỞ KẾ HOẠCH …») nor a phrase before it («SỐ», «THEO»)."""
    before = head.fold[max(0, match.start() - 24) : match.start()]
    line = re.split(r"[\n\x1f]", before)[-1].strip()
    return not re.search(r"(?:SO|BO|BAN|CUC|VU|VIEN|PHONG|THEO|VE|CUA|VA|CAC)$", line)


def _alone(head: Head, match: re.Match[str]) -> bool:
    before, after = head.fold[: match.start()].rstrip(" \t"), head.fold[match.end() :].lstrip(" \t")
    return (not before or before[-1] in "\n" + TAKEN) and (not after or after[0] in "\n" + TAKEN)


def _near_type(head: Head, after: int, body: int) -> Named | None:
    """A line of capitals that is one letter away from a type name of at least seven letters."""
    at = after
    for line in head.text[after : min(body, after + 700)].split("\n"):
        words = key(line.strip(TAKEN + " *-"))
        if 6 < len(words) < 26 and is_capitals(line):
            near = [name for name in TYPES if len(name) > 6 and one_apart(words, name)]
            if len(near) == 1:
                return Named(TYPES[near[0]], at, at + len(line), 0.7)
        at += len(line) + 1
    return None


def one_apart(left: str, right: str) -> bool:
    """One letter changed, lost or added."""
    if abs(len(left) - len(right)) > 1:
        return False
    if len(left) == len(right):
        return sum(a != b for a, b in zip(left, right, strict=True)) <= 1
    short, long = sorted((left, right), key=len)
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def type_by_symbol(code: Code | None, party: bool) -> str | None:
    """The type a symbol tells where no name is printed; None where it tells two."""
    if code is None:
        return None
    first = code.segments[0] if code.segments else ""
    if code.party_form or party:
        names = [n for n in SYMBOLS.get(first, ()) if not (first == "TT" and n == "Thông tư")]
        return names[0] if len(names) == 1 else None
    if first in COPY_SYMBOLS:
        return None
    if first == "QĐ":
        return "Quyết định"
    if first == "TT":
        return "Thông tư"
    if re.fullmatch(r"QH\d{1,2}", first):
        return None
    names = SYMBOLS.get(first, [])
    return names[0] if len(names) == 1 else None
