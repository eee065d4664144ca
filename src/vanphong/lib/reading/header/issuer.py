"""Who issued: the body and its superior at the top left, or the body its notation names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from vanphong.lib.reading.header.casing import body_case, is_capitals
from vanphong.lib.reading.header.number import Code
from vanphong.lib.reading.header.respelling import respelt
from vanphong.lib.reading.header.stream import TAKEN, Head, Span, clean, fold
from vanphong.lib.reading.header.vocabulary import (
    AGENCIES,
    AGENCY_NAMES,
    BODIES,
    BODY_NAMES,
    WHOLE_BODIES,
    key,
)
from vanphong.lib.reading.model import Found

# «Số …/…» that could not be read as a number is still no body.
_NUMBER_LINE = re.compile(r"S[o06]\b[ :.]*.{0,12}[-/]", re.I)
_LONGEST = max(len(words) for words in BODIES)
_LINKS = frozenset(
    {"CUA", "VA", "-", "NGANH", "CAP", "VE", "CAC", "DO", "THUOC", "LIEN", "TAI", "TRUC", "XA", "CO", "TONG"}
)
# Words that make the next one no beginning of a body: «QUỐC PHÒNG», «MÔI TRƯỜNG», «CÁN BỘ», «CƠ SỞ».
_NOT_AFTER = {
    "PHONG": {"QUOC", "HAI", "VAN", "DU"}, "TRUONG": {"MOI", "THI", "HIEN", "CONG"}, "SO": {"CO", "TRU"},
    "BO": {"DANG", "CAN", "NOI", "CHI"}, "BAN": {"UY", "DIA", "VAN"}, "HOI": {"XA", "QUOC", "DAI"},
    "DOAN": {"TAP", "CONG", "LIEN", "QUAN"}, "VU": {"NOI", "DICH", "DANG"}, "BAO": {"DAM", "TINH"},
    "VIEN": {"UY", "HOC", "BENH", "THU", "DOAN", "CONG", "NHAN"}, "DAI": {"CHIEN"},
}  # fmt: skip


_CLOSED = {name.replace(" ", ""): BODY_NAMES[name] for name in WHOLE_BODIES if name in BODY_NAMES}


@dataclass(frozen=True, slots=True)
class Body:
    """A body's name as printed, its words' places in the head, its rank (9: begins like none we know)."""

    text: str
    start: int
    end: int
    rank: int


def read_issuer(head: Head, before: int, code: Code | None) -> dict[str, Found]:
    """`issuer` and `superior` from the capitals above `before`, else from the notation."""
    bodies = _bodies(_lines(head, before))
    named = _by_notation(code)
    fields: dict[str, Found] = {}
    if not bodies:
        if named:
            fields["issuer"] = head.found(named, code.start, code.end, 0.7) if code else Found(named, 0.7)
        return fields
    if _joint(bodies, code):
        value = " - ".join(body_case(b.text) for b in bodies)
        return {"issuer": _found(head, value, bodies, 0.9)}
    last = bodies[-1]
    if last.rank == 9 and code is None:  # a title in capitals is no body: annexes, forms, drafts
        return {}
    sure = 0.96 if last.rank < 9 else 0.6
    fields["issuer"] = _found(head, _settled(_spelt(head, last), named), [last], sure)
    if len(bodies) > 1:
        above = bodies[-2]
        fields["superior"] = _found(head, _settled(_spelt(head, above), None), [above], 0.9)
    return fields


def _spelt(head: Head, body: Body) -> str:
    return respelt(body.text) if head.stream.recognised else body.text


def _found(head: Head, value: str, bodies: Sequence[Body], certainty: float) -> Found:
    spans = [span for body in bodies for span in head.place(body.start, body.end)]
    return head.stream.found(value, spans, certainty)


def _lines(head: Head, before: int) -> list[tuple[str, int]]:
    """Runs of capitals above `before`, line by line; a stretch taken by other fields parts runs."""
    runs: list[tuple[str, int]] = []
    for match in re.finditer(rf"[^\n{TAKEN}]+", head.text[:before]):
        text = match[0]
        shown = text.strip(" \t*-_.,:;|")
        if _NUMBER_LINE.match(fold(shown)):
            continue
        if len(shown) < 3 or not is_capitals(shown) or not re.search(r"[^\W\d_]{2}", shown):
            # Small letters right of capitals on one line: keep the capitals that come first.
            lead = re.match(r"\s*((?:[^\Wa-zà-ỹđ\d_]{2,}[ ,-]*){2,})(?=\s)", text)
            if not lead or not is_capitals(lead[1]):
                continue
            shown = lead[1].strip(" ,-")
        start = match.start() + text.index(shown)
        runs.append((shown, start))
    return runs


def _begins(words: list[str], at: int, printed: str = "") -> tuple[int, int] | None:
    """Rank and length of the body's beginning at word `at`, if one begins there; `printed` is that word."""
    for size in range(min(_LONGEST, len(words) - at), 0, -1):
        rank = BODIES.get(tuple(words[at : at + size]))
        if rank is None:
            continue
        before = words[at - 1] if at else ""
        # «VIỄN THÔNG» is no «VIỆN», «HÀ TĨNH ỦY BAN» no «TỈNH ỦY»: other marks make another word.
        marked = printed[:-1] and not printed.isascii() and fold(printed) == words[at]
        own = BODY_NAMES[" ".join(words[at : at + size])].split()[0] if size < 3 else printed
        if marked and size < 3 and clean(printed) != own:
            continue
        if size == 1 and before in _NOT_AFTER.get(words[at], ()):
            committee = (
                words[at] == "BAN"
                and before == "UY"
                and at > 1
                and words[at - 2] in {"TINH", "THANH", "DANG"}
            )
            if not committee:
                continue
        return rank, size
    return None


def _bodies(runs: list[tuple[str, int]]) -> list[Body]:
    """Join wrapped lines and part bodies that were run together."""
    bodies: list[Body] = []
    for text, start in runs:
        for turn, (piece, at) in enumerate(_parted(text, start)):
            words = key(piece).split()
            begun = _begins(words, 0)
            if bodies and (begun is None or (turn == 0 and _belongs(bodies[-1], begun[0]))):
                last = bodies[-1]
                if begun is None and last.rank == 9 and len(bodies) == 1 and last.end < at - 200:
                    continue
                bodies[-1] = Body(f"{last.text} {piece}", last.start, at + len(piece), last.rank)
            elif begun is not None or not bodies:
                bodies.append(Body(piece, at, at + len(piece), begun[0] if begun else 9))
    known = [b for b in bodies if b.rank < 9]
    return known or bodies[:1]


def _belongs(last: Body, rank: int) -> bool:
    """Whether a body of `rank` on the next line goes on with the name above it."""
    words = key(last.text).split()
    if words[-1] in _LINKS or last.text.rstrip().endswith(("-", ",")):
        return words[-1] != "-"
    return rank < last.rank or (_head_only(words) and rank <= last.rank)


def _parted(text: str, start: int) -> list[tuple[str, int]]:
    """One line parted where a subordinate's name begins: «BỘ TÀI CHÍNH TỔNG CỤC HẢI QUAN»."""
    places = [(m.group(), m.start()) for m in re.finditer(r"[^\s-]+|-", text)]
    words = [key(word) or "-" for word, _ in places]
    cuts, at = [0], 0
    rank = None
    while at < len(words):
        begun = _begins(words, at, places[at][0] if at else "")
        if begun is None:
            at += 1
            continue
        new, size = begun
        fresh = at - cuts[-1]
        whole = rank is not None and fresh > 0 and not _head_only(words[cuts[-1] : at])
        if (
            whole
            and rank is not None
            and words[at - 1] not in _LINKS - {"-"}
            and (new > rank or (new == rank and new == 0))
        ):
            cuts.append(at)
        if at == cuts[-1]:
            rank = new
        at += size
    ends = [places[c][1] for c in cuts[1:]] + [len(text)]
    parts = []
    for cut, end in zip(cuts, ends, strict=True):
        low = places[cut][1]
        parts.append((text[low:end].strip(" -,"), start + low))
    return parts


def _head_only(words: list[str]) -> bool:
    """Nothing but a beginning that needs more («VĂN PHÒNG»), unlike «CHÍNH PHỦ», which is whole."""
    if " ".join(words) in WHOLE_BODIES:
        return False
    begun = _begins(words, 0)
    return begun is not None and begun[1] == len(words)


def _joint(bodies: list[Body], code: Code | None) -> bool:
    """Several equals above one number: «BỘ CÔNG AN - BỘ QUỐC PHÒNG»."""
    if len(bodies) < 2:
        return False
    if code and code.segments and code.segments[0] in {"TTLT", "NQLT", "KHLT", "HDLN", "CTrPH", "QCPH"}:
        return True
    starts = [key(b.text).split() for b in bodies]
    same = len({b.rank for b in bodies}) == 1 and bodies[0].rank == 0
    return same and all(words[0] == "BO" for words in starts)


def _by_notation(code: Code | None) -> str | None:
    """The body that the notation's symbols name, where there is but one such body in the country."""
    if code is None or not code.segments:
        return None
    if re.match(r"QH\d{1,2}", code.notation):
        return "Quốc hội"
    parts = [re.sub(r"(?<=[A-ZĐ])\d{1,2}$", "", part) for part in code.segments]
    if parts[0] in {"TTLT", "NQLT"}:
        names = [AGENCIES[part] for part in parts[1:] if part in AGENCIES]
        return " - ".join(names) if len(names) == len(parts) - 1 else None
    if code.symbol and len(parts) > 1:
        return AGENCIES.get(parts[1])
    return AGENCIES.get(parts[0]) if not code.symbol else None


def _settled(printed: str, named: str | None) -> str:
    """The name in its usual spelling where the printed one, spoilt or cut short, can be no other."""
    words = key(printed)
    if named:
        wanted = key(named)
        # A body's whole name is not the end of another's: TÒA ÁN NHÂN DÂN TỐI CAO under NQ-HĐTP.
        alone = words in AGENCY_NAMES
        shortened = len(words) > 5 and not alone and (wanted.startswith(words) or wanted.endswith(words))
        if (
            shortened
            or (not alone and SequenceMatcher(None, words, wanted).ratio() >= 0.85)
            or _abbreviates(words, wanted)
        ):
            return named
    if words in AGENCY_NAMES:
        return AGENCY_NAMES[words]
    if words not in WHOLE_BODIES and (whole := _CLOSED.get(words.replace(" ", ""))):
        return body_case(whole)  # recognition lost a blank: «BAN CHẤP HÀNH TRUNGƯƠNG»
    if not any(ord(ch) > 127 for ch in printed) and len(words) > 8:
        near = [name for k, name in AGENCY_NAMES.items() if SequenceMatcher(None, words, k).ratio() >= 0.93]
        if len(near) == 1:
            return near[0]
    return body_case(printed)


def _abbreviates(words: str, wanted: str) -> bool:
    """«BỘ NÔNG NGHIỆP VÀ PTNT» for the name in full."""
    left, right = words.split(), wanted.split()
    same = 0
    while same < min(len(left), len(right)) and left[same] == right[same]:
        same += 1
    return same >= 3 and len(left) == same + 1 and left[same] == "".join(w[0] for w in right[same:])


__all__ = ["Body", "Span", "read_issuer"]
