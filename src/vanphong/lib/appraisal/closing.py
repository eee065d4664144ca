"""The end of a document in its lines: recipients, and who signs beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from vanphong.lib.appraisal.model import Line
from vanphong.lib.reading.header.vocabulary import SURNAMES, TITLES, either, key
from vanphong.lib.reading.model import Header

CAPACITY: Final = re.compile(
    r"(?P<mark>T\s?/\s?M|T\.?M\.|TM(?=\s)|K\s?/\s?T|K\.?T\.|KT(?=\s)|T\s?/\s?L|T\.?L\.|TL(?=\s)"
    r"|T\s?/?\s?U\s?/?\s?Q\.?|T\s?/\s?U(?=\s)|Q\.|Q(?=\s))\s*(?=[A-ZĐ])"
)
_TITLE: Final = re.compile(rf"(?:{either(TITLES)})(?![A-Z])")
_ACTING: Final = re.compile(rf"Q\.?\s*(?:{either(TITLES)})(?![A-Z])")
"""«Q. BÍ THƯ»: the post of who acts in it, not a capacity above one."""
_RECIPIENTS: Final = re.compile(r"NOI NHAN\s*[:.;]?$|NOI NHAN\s*:")
_ITEM: Final = re.compile(r"\s*[-–+•*]")
_SIGNER: Final = re.compile(r"[A-ZĐÀ-Ỹ][^\W\d_]*(?:\s+[A-ZĐÀ-Ỹ][^\W\d_]*'?){1,4}")
_RANK: Final = re.compile(
    r"(?:GS|PGS|TS|ThS|THS|Ths|BS|KS|CN|LS|Tiến sĩ|Thạc sĩ|Cử nhân|Kỹ sư|Bác sĩ|Giáo sư|Phó Giáo sư)\b\.?[\s,.]*"
)
_MINUTES: Final = re.compile(r"(?:NGUOI GHI BIEN BAN|THU KY|CHU TRI|CHU TOA|DOAN CHU TICH)")
_SEALED: Final = re.compile(r"\(?\s*(?:DA KY|KY TEN|KY, |CHU KY|KY VA GHI)", re.I)


@dataclass
class Closing:
    """Lines of the closing; `start` is the place of its first line, None where there is no closing."""

    found: dict[str, list[Line]] = field(default_factory=dict)
    start: int | None = None
    taken: set[int] = field(default_factory=set)


def find_closing(lines: list[Line], start: int, header: Header) -> Closing:
    """Find recipients and signature among `lines` from place `start` on."""
    closing = Closing()
    title = next((at for at in range(start, len(lines)) if _RECIPIENTS.match(key(lines[at].text))), None)
    signers: list[int]
    if title is not None:
        items = _items(lines, title)
        closing.found["recipients_title"] = [lines[title]]
        closing.found["recipients"] = [lines[at] for at in items]
        mine = {title, *items}
        signers = _beside(lines, title, mine, start)
    else:
        signers = _alone(lines, start, header)
        mine = set()
    _signature(closing, [lines[at] for at in signers])
    all_places = sorted({*mine, *signers})
    if all_places:
        closing.start = all_places[0]
        closing.taken = {id(lines[at]) for at in all_places}
    return closing


def _items(lines: list[Line], title: int) -> list[int]:
    """The recipients below their title: in its cell, or lines that begin with a dash."""
    head = lines[title]
    cell = head.para.cell
    found = []
    for at in range(title + 1, min(len(lines), title + 60)):
        line = lines[at]
        if cell is not None:
            if line.para.cell is None or line.para.cell.table != cell.table:
                break
            if line.para.cell.column == cell.column:
                found.append(at)
            continue
        if line.para.cell is not None:
            break
        if head.column == "left" and line.column == "right":
            continue
        if _ITEM.match(line.text) or key(line.text).startswith(("LUU", "NHU TREN")):
            found.append(at)
            if key(line.text).lstrip("-+ ").startswith("LUU"):
                break
        elif found and not line.capitals and line.align not in ("centre", "right") and not _is_name(line):
            found.append(at)
        elif found and not line.capitals:
            break
    return found


def _beside(lines: list[Line], title: int, mine: set[int], start: int) -> list[int]:
    head = lines[title]
    cell = head.para.cell
    if cell is not None:
        in_table = [
            at
            for at, line in enumerate(lines)
            if line.para.cell is not None and line.para.cell.table == cell.table and at not in mine
        ]
        if in_table:
            return [at for at in in_table if any(map(str.isalpha, lines[at].text))]
    near = range(max(start, title - 14), min(len(lines), title + 24))
    columns = [at for at in near if at not in mine and lines[at].column == "right"]
    if columns:
        # The rows of a tabbed block may hold the name alone, set in by blanks.
        return (
            columns + [at for at in near if at > columns[-1] and at not in mine and _is_name(lines[at])][:1]
        )
    return _block(lines, [at for at in near if at not in mine])


def _alone(lines: list[Line], start: int, header: Header) -> list[int]:
    """A signature without recipients: the block the reader found, else the last that looks like one."""
    signer = key(header.value("signer") or "")
    for at in range(len(lines) - 1, start - 1, -1):
        if signer and signer in key(lines[at].text) and len(lines[at].text) < len(signer) + 20:
            near = list(range(max(start, at - 10), min(len(lines), at + 3)))
            if block := _block(lines, near):
                cell = lines[at].para.cell
                table = cell.table if cell else None
                return [
                    n
                    for n in near
                    if n in block or (table and (c := lines[n].para.cell) and c.table == table)
                ]
    return []


def _block(lines: list[Line], near: list[int]) -> list[int]:
    """Consecutive lines from the first capacity or post in capitals to the name."""
    first = next(
        (
            at
            for at in near
            if lines[at].capitals
            and len(lines[at].text) < 70
            and (CAPACITY.match(key(lines[at].text)) or _TITLE.match(key(lines[at].text)))
            and not re.match(r"\d|[IVX]+\.", lines[at].text)
        ),
        None,
    )
    if first is None:
        return []
    block = []
    for at in near[near.index(first) :]:
        line = lines[at]
        if line.capitals or _is_name(line) or _SEALED.match(line.text):
            block.append(at)
            if not line.capitals and _is_name(line):
                break
        elif len(line.text) > 60:
            break
    return block


def _is_name(line: Line) -> bool:
    text = _RANK.sub("", line.text.strip(" .,"))
    if not _SIGNER.fullmatch(text) or not any(char.islower() for char in text):
        return False
    return key(text.split()[0]) in SURNAMES or line.align in ("centre", "right")


def _signature(closing: Closing, lines: list[Line]) -> None:
    """Sort the lines of a signature into capacity, post and name."""
    capacity: list[Line] = []
    post: list[Line] = []
    for line in lines:
        words = key(line.text)
        minutes = _MINUTES.match(words) and line.capitals
        if minutes:
            closing.found.setdefault("minutes", []).append(line)
        elif _ACTING.match(words) and line.capitals:
            post.append(line)
        elif "signer" not in closing.found and CAPACITY.match(words) and line.text[:1].isupper():
            capacity.append(line)
        elif _TITLE.match(words) and (line.capitals or capacity) and not _is_person(line):
            post.append(line)
        elif _is_person(line):
            closing.found.setdefault("signer", []).append(line)
        elif line.capitals and not post and capacity:
            capacity.append(line)
        elif line.capitals and post and "signer" not in closing.found:
            post.append(line)
    if capacity:
        closing.found["capacity"] = capacity
    if post:
        closing.found["post"] = post


def _is_person(line: Line) -> bool:
    text = _RANK.sub("", line.text.strip(" .,"))
    if _is_name(line):
        return True
    # A name typed in capitals: a surname first, and no word of a post.
    words = text.split()
    return (
        text.isupper()
        and 2 <= len(words) <= 5
        and key(words[0]) in SURNAMES
        and not _TITLE.search(key(text))
        and not CAPACITY.match(key(text))
        and all(word.isalpha() for word in words)
    )
