"""The parts of a document found in its lines: head, body, closing, appendices, even in badly made files.

What a field says is read by `vanphong.lib.reading.header`; this finds the lines it is printed on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Final

from vanphong.lib.appraisal.closing import find_closing
from vanphong.lib.appraisal.model import Line, Paper, Para
from vanphong.lib.reading.header.vocabulary import SECRECY, TYPES, URGENCY, key
from vanphong.lib.reading.model import Header
from vanphong.lib.text import nfc

PARTY: Final = "DANG CONG SAN VIET NAM"
NATION: Final = "CONG HOA XA HOI CHU NGHIA VIET NAM"
_MOTTO: Final = re.compile(r"DOC LAP\W+TU DO\W+HANH PHUC")
_NUMBER: Final = re.compile(
    r"SO\s?[:.;]?\s*[\d.…_]*\s*[-/]?\s*[A-Z0-9Đ&().-]*\s*[-/.]\s*[A-ZĐ]|SO\s?[:.;]?\s*[.…_ ]{3,}"
)
_DATE: Final = re.compile(
    r"NGAY[\s.…_\d]*THANG[\s.…_\d]*NAM[\s.…_\d]*$|,\s*(?:NGAY\s*)?\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}\.?$"
)
_DASHES: Final = re.compile(r"[-–—_=*\s.]{3,}")
_STAR: Final = re.compile(r"[*x×★∗]{1,5}")
_ADDRESSEE: Final = re.compile(r"KINH (?:GUI|TRINH)\b")
_GROUND: Final = re.compile(r"[-–+]?\s*(?:CAN CU|XET|THEO DE NGHI|THUC HIEN|SAU KHI)\b")
_LETTER: Final = re.compile(r"(?:V/V|VE VIEC|VE)\b")
_DRAFT: Final = re.compile(r"\(?DU THAO\b.{0,24}")
_NOTE: Final = re.compile(
    r"TAI LIEU (?:THU HOI|HOI NGHI)|XONG HOI NGHI TRA LAI|XEM XONG TRA LAI|LUU HANH NOI BO"
)
_HEAD_LINES: Final = 60
_TITLE_LINES: Final = 12
"""A title further down belongs to a sample or a form in the text."""


@dataclass
class Parts:
    """Lines of each component; an empty list where it was not found."""

    header: Header
    lines: list[Line]
    found: dict[str, list[Line]] = field(default_factory=dict)
    body: list[Para] = field(default_factory=list)
    """Running paragraphs of the body, without tables of figures."""
    appendix: list[Line] = field(default_factory=list)
    """All lines from the first appendix on."""
    kind: str = ""
    """Name of the type, «Công văn» where none is printed."""

    def __getitem__(self, name: str) -> list[Line]:
        return self.found.get(name, [])

    @property
    def is_letter(self) -> bool:
        return self.kind == "Công văn"

    def text(self, name: str) -> str:
        """The component's words on one line."""
        return " ".join(line.text for line in self[name])

    @property
    def formal(self) -> bool:
        """Whether this is a document with a head and not a loose page, a book or a form."""
        titled = self["heading"] or self["nation"]
        return bool((titled and (self["number"] or self["date"])) or (self["number"] and self["date"]))


def find_parts(paper: Paper, header: Header) -> Parts:
    """Find the components of `paper`; `header` tells what the fields say."""
    lines = list(paper.lines())
    parts = Parts(header, lines)
    last = _frame(parts)
    if parts.formal:
        last = max(last, _issuing(parts), _naming(parts))
    found = header.value("type") or ""
    named = parts["type"]
    parts.kind = TYPES.get(key(named[0].text.rstrip(" :.")), found) if named else found
    start = last + 1
    closing = find_closing(lines, start, header)
    parts.found |= closing.found
    end = closing.start if closing.start is not None else len(lines)
    appendix = _appendix(lines, max(end if closing.start is not None else start, start))
    parts.appendix = lines[appendix:] if appendix is not None else []
    stop = min(end, appendix) if appendix is not None else end
    _inside(parts, lines[start:stop], closing.taken)
    return parts


def _frame(parts: Parts) -> int:
    """Titles, number, date and marks among the first lines; the place of the last of them."""
    last = -1
    for at, line in enumerate(parts.lines[:_HEAD_LINES]):
        name = _named(parts, line)
        if name == "":
            continue
        if name in ("addressee", "grounds"):
            break
        if name is None:
            if len(line.text) > 160 and not line.bold and parts["number"]:
                break
            continue
        parts.found.setdefault(name, []).append(line)
        last = at
    return last


def _named(parts: Parts, line: Line) -> str | None:
    """Which part of the frame a line is; None for other words, empty for a rule."""
    text = line.text
    words = key(text)
    if not words or _DASHES.fullmatch(text) or _STAR.fullmatch(text):
        return "star" if _STAR.fullmatch(text) and not parts["number"] else ""
    if len(words) > 110:
        return None
    return _title(parts, line, words) or _mark(words) or _lead(parts, line, words)


def _title(parts: Parts, line: Line, words: str) -> str | None:
    """Titles, date and number stand once."""
    high = parts.lines.index(line) < _TITLE_LINES
    if high and not parts["heading"] and _like(words, PARTY):
        return "heading"
    if high and not parts["nation"] and _like(words, NATION):
        return "nation"
    if not parts["motto"] and _MOTTO.search(words):
        return "motto"
    if _ADDRESSEE.match(words):
        return None
    dated = _DATE.search(words) and len(words) < 80 and not words.startswith(("CAN CU", "("))
    if not parts["date"] and dated:
        return "date"
    return "number" if not parts["number"] and _is_number(parts.header, words) else None


def _mark(words: str) -> str | None:
    if words.strip(" :.[]|") in SECRECY:
        return "secrecy"
    if words.strip(" :.[]|") in URGENCY:
        return "urgency"
    if _DRAFT.fullmatch(words):
        return "draft"
    return "circulation" if _NOTE.search(words) and len(words) < 40 else None


def _lead(parts: Parts, line: Line, words: str) -> str | None:
    """What the text begins with."""
    if _ADDRESSEE.match(words):
        return "addressee"
    if _GROUND.match(words) and line.para.place == "body" and parts["number"]:
        return "grounds"
    return None


def _is_number(header: Header, words: str) -> bool:
    if len(words) > 50 or "DEN:" in words:
        return False
    code = header.value("reference_code")
    return bool(_NUMBER.match(words)) or (code is not None and words == key(code))


def _like(words: str, wanted: str) -> bool:
    bare = re.sub(r"[^A-Z ]", "", words).strip()
    near = abs(len(bare) - len(wanted)) <= 4
    return bare == wanted or (near and SequenceMatcher(None, bare, wanted).ratio() >= 0.9)


def _taken(parts: Parts) -> set[int]:
    return {id(line) for lines in parts.found.values() for line in lines}


def _issuing(parts: Parts) -> int:
    """Superior and issuer: the lines above number or star that are neither title nor date."""
    number = parts["number"]
    end = parts.lines.index(number[0]) if number else 0
    if not end:
        # Without a number the issuer stands before the date, or beside the title.
        end = parts.lines.index(parts["date"][0]) if parts["date"] else 0
    taken = _taken(parts)
    candidates = [
        line
        for line in parts.lines[:end]
        if id(line) not in taken and line.column != "right" and any(map(str.isalpha, line.text))
    ]
    candidates = [line for line in candidates if not _DASHES.fullmatch(line.text) and len(line.text) < 90]
    # Without a number the subject of a letter would be taken for more of the issuer's name.
    letter = next(
        (at for at, line in enumerate(candidates) if _LETTER.match(key(line.text))), len(candidates)
    )
    candidates = candidates[:letter][-6:]
    superior = key(parts.header.value("superior") or "")
    upper: list[Line] = []
    own: list[Line] = []
    rest = superior
    for line in candidates:
        words = key(line.text)
        if rest.startswith(words) and not own:
            upper.append(line)
            rest = rest.removeprefix(words).strip()
        else:
            own.append(line)
    if not superior and len(own) > 1 and not own[0].bold:
        bold = [line for line in own if line.bold]
        if bold and (parts.header.value("issuer") is None or not own[0].capitals):
            upper, own = [line for line in own if not line.bold], bold
    if upper and not own:
        upper, own = upper[:-1], upper[-1:]
    if upper:
        parts.found["superior"] = upper
    if own:
        parts.found["issuer"] = own
    return end if candidates else -1


def _naming(parts: Parts) -> int:
    """Type and subject, or the subject of a letter under its number; the place of the last line."""
    lines = parts.lines
    places = [lines.index(line) for name in ("number", "date", "heading", "nation") for line in parts[name]]
    low = min((lines.index(line) for name in ("number", "date") for line in parts[name]), default=0)
    high = max(places, default=0)
    for at in range(low, min(len(lines), high + 12)):
        line = lines[at]
        words = key(line.text).rstrip(" :.")
        if (
            words in TYPES
            and len(words) < 40
            and line.column is None
            and (line.capitals or line.align == "centre")
        ):
            parts.found["type"] = [line]
            return _subject(parts, at + 1)
        if at > high and (_ADDRESSEE.match(words) or _GROUND.match(words)):
            break
    return _letter_subject(parts, high)


def _subject(parts: Parts, start: int) -> int:
    """Lines below the type's name up to the rule, the dashes or the text."""
    lines, at = parts.lines, start
    subject: list[Line] = []
    while at < len(lines):
        line = lines[at]
        words = key(line.text)
        if _DASHES.fullmatch(line.text):
            if subject:
                parts.found["dashes"] = [line]
                break
        elif _ends_subject(line, words, subject):
            break
        else:
            subject.append(line)
            if line.para.ruled_below:
                at += 1
                break
        at += 1
    if subject:
        parts.found["subject"] = subject
    return at if parts["dashes"] else at - 1


def _ends_subject(line: Line, words: str, subject: list[Line]) -> bool:
    if _ADDRESSEE.match(words) or _GROUND.match(words) or line.para.cell is not None or len(subject) >= 6:
        return True
    if _SET_APART.match(nfc(line.text)) or re.match(r"\(?KEM THEO\b", words):
        return True
    if not subject:
        return not (line.bold or line.align == "centre" or _LETTER.match(words)) or len(words) > 400
    first = subject[0]
    # A body in capitals under the subject («CHỦ TỊCH ỦY BAN NHÂN DÂN») decides; it is no subject.
    if line.capitals and not first.capitals:
        return True
    return line.align != first.align or line.bold != first.bold or (line.italic and not first.italic)


_SET_APART: Final = re.compile(
    r"(?:PHẦN|Phần)\s+(?:THỨ|thứ|[IVX\d])|(?:CHƯƠNG|Chương|MỤC|Mục|ĐIỀU|Điều)\s+[IVX\d]|(?:[IVX]+|\d+)\s?[.)-]\s?\S"
)


def _letter_subject(parts: Parts, high: int) -> int:
    """«V/v …» under the number of a letter; a title of its own where no type's name is printed."""
    lines = parts.lines
    number = parts["number"]
    start = lines.index(number[0]) + 1 if number else high + 1
    taken = _taken(parts)
    subject: list[Line] = []
    last = high
    for at in range(start, min(len(lines), start + 10)):
        line = lines[at]
        words = key(line.text)
        if _ADDRESSEE.match(words) or (_GROUND.match(words) and line.column is None):
            break
        if id(line) in taken or not any(map(str.isalpha, line.text)):
            continue
        if subject and (line.column != subject[0].column or line.para.cell is not subject[0].para.cell):
            continue
        if not subject and not _LETTER.match(words):
            continue
        if line.column is None and (len(words) > 300 or (subject and line.align != subject[0].align)):
            break
        subject.append(line)
        last = max(last, at)
    if subject:
        parts.found["letter_subject"] = subject
    return last


def _appendix(lines: list[Line], start: int) -> int | None:
    """Where the first appendix begins: its title alone, after the signature."""
    for at in range(start, len(lines)):
        line = lines[at]
        words = key(line.text)
        if re.match(r"(?:PHU LUC|BIEU SO|MAU SO)\b", words) and len(words) < 60 and line.para.cell is None:
            return at
    return None


def _inside(parts: Parts, lines: list[Line], taken: set[int]) -> None:
    """Addressees, grounds and the running paragraphs of the body."""
    seen = _taken(parts)
    addressed = False
    for line in lines:
        if id(line) in seen or id(line) in taken:
            continue
        words = key(line.text)
        if not parts["addressee"] and _ADDRESSEE.match(words) and len(parts.body) < 2:
            parts.found["addressee"] = [line]
            addressed = True
            continue
        if addressed and re.match(r"[-–+•]", line.text) and len(line.text) < 160 and not parts.body:
            parts.found.setdefault("addressees", []).append(line)
            continue
        if not parts.body and not words and _DASHES.fullmatch(line.text):
            if parts["subject"]:
                parts.found.setdefault("dashes", []).append(line)
            continue
        if line.para.cell is None and line.para.place == "body":
            if (
                _GROUND.match(words)
                and words.lstrip("-–+ ").startswith(("CAN CU", "XET", "THEO D"))
                and (len(parts.body) < 30 and all(_GROUND.match(key(p.text)) for p in parts.body))
            ):
                parts.found.setdefault("grounds", []).append(line)
            if not parts.body or parts.body[-1] is not line.para:
                parts.body.append(line.para)
