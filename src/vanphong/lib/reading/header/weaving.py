"""Parts recipients at the left from the signature at the right where a file has them on the same lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from vanphong.lib.reading.header.vocabulary import SURNAMES, key
from vanphong.lib.reading.model import Line, Page, Word

_REACH = 30
_MOST = 20


def unwoven(pages: Sequence[Page]) -> tuple[Page, ...] | None:
    """`pages` with the first woven list of recipients put before the signature; None where there is none."""
    tried = 0
    for index, page in enumerate(pages):
        for row, line in enumerate(page.lines):
            if tried < _MOST and _heads_list(line):
                tried += 1
                lines = _parted(page.lines[row : row + _REACH])
                if lines is not None:
                    changed = replace(page, lines=(*page.lines[:row], *lines, *page.lines[row + _REACH :]))
                    return (*pages[:index], changed, *pages[index + 1 :])
    return None


def _heads_list(line: Line) -> bool:
    words = [word.text for word in line.words[:2]]
    return len(words) == 2 and words[0][:1] in "Nn" and key(" ".join(words)).startswith("NOI NHAN")


def _parted(lines: Sequence[Line]) -> list[Line] | None:
    """Left halves, then right halves, then the lines after the name; None without a right half."""
    left: list[Line] = []
    right: list[Line] = []
    for row, line in enumerate(lines):
        cut = 2 if row == 0 and len(line.words) > 2 and _capitals(line.words[2:]) else _cut(line.words)
        if cut:
            left.append(Line(line.words[:cut]))
        if cut < len(line.words):
            right.append(Line(line.words[cut:]))
            if _name(line.words[cut:]):
                return [*left, *right, *lines[row + 1 :]] if len(right) > 1 else None
    return None


def _cut(words: tuple[Word, ...]) -> int:
    """Where the right half begins: capitals or a name, at the start of the line or after a closed item."""
    for at in range(len(words)):
        closed = at == 0 or words[at - 1].text.endswith((";", ",", ".", ":", ")"))
        if closed and (_capitals(words[at:]) or _name(words[at:])):
            return at
    return len(words)


def _capitals(words: Sequence[Word]) -> bool:
    return all(w.text.isupper() or not any(c.isalpha() for c in w.text) for w in words) and any(
        sum(c.isalpha() for c in w.text) > 2 for w in words
    )


def _name(words: Sequence[Word]) -> bool:
    return (
        2 <= len(words) <= 5
        and all(w.text[:1].isupper() and not w.text[1:].isupper() and w.text.isalpha() for w in words)
        and key(words[0].text) in SURNAMES
    )
