"""Pages as one string with a way back from any stretch of it to the words' places."""

from __future__ import annotations

import re
import sys
import unicodedata
from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Sequence

from vanphong.lib.reading.model import Box, Found, Line, Page, Word

Span = tuple[int, int]

# One character for one character, so that places in the folded text are places in the text.
_ALIKE = {0xA0: " ", 0x2007: " ", 0x202F: " ", 0xAD: "-", 0xD0: "Đ", 0x189: "Đ", 0xF0: "đ", 0x256: "đ"}
_ALIKE |= {
    0x2010: "-",
    0x2011: "-",
    0x2012: "-",
    0x2013: "-",
    0x2014: "-",
    0x2212: "-",
    0x200B: " ",
    0xFEFF: " ",
}


def _fold_table() -> dict[int, str]:
    table = {0x110: "D", 0x111: "d", 0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"'}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii():
            table[code] = base
    return table


_FOLD = _fold_table()


def fold(text: str) -> str:
    """`text` (NFC) without marks, case kept; as long as `text`."""
    return text.translate(_FOLD)


_RARE = re.compile("[" + "".join(map(chr, _ALIKE)) + "]")


def clean(text: str) -> str:
    """NFC with no-break spaces, dashes and look-alike letters made plain."""
    if text.isascii():
        return text
    return _RARE.sub(lambda found: _ALIKE[ord(found[0])], unicodedata.normalize("NFC", text))


# In a long text only these stretches are folded: the beginning, the end, and round what closes a document.
_FOLDED_WHOLE = 90_000
_FOLDED_HEAD = 50_000
_FOLDED_TAIL = 30_000
_LISTS = ("Nơi nhận", "NƠI NHẬN", "Nơi Nhận", "Noi nhan")
_CAPACITIES = ("TM. ", "KT. ", "TL. ", "TUQ. ", "T/M ", "K/T ", "T/L ")


def _closing_places(text: str, start: int, end: int, most: int = 40) -> list[tuple[int, int]]:
    """Stretches of `text` round what closes a document, in order; plain search is quicker than a pattern."""
    found: list[tuple[int, int]] = []
    for words, before, after in ((_LISTS, 200, 6000), (_CAPACITIES, 200, 500)):
        for word in words:
            at = text.find(word, start, end)
            count = 0
            while at >= 0 and count < most:
                found.append((at - before, at + after))
                count += 1
                at = text.find(word, at + after, end)
    return sorted(found)


def _fold_stretches(text: str) -> str:
    """`text` folded where a header is read; elsewhere as it is. The places of letters stay the same."""
    if len(text) <= _FOLDED_WHOLE:
        return fold(text)
    stretches = [(0, _FOLDED_HEAD)]
    for low, high in _closing_places(text, _FOLDED_HEAD, len(text) - _FOLDED_TAIL):
        if low > stretches[-1][1]:
            stretches.append((low, high))
        elif high > stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], high)
    stretches.append((max(len(text) - _FOLDED_TAIL, stretches[-1][1]), len(text)))
    pieces, at = [], 0
    for low, high in stretches:
        low = max(low, at)
        pieces += [text[at:low], fold(text[low:high])]
        at = max(high, low)
    return ("".join(pieces) + text[at:])[: len(text)]


def last_of(matches: Iterable[re.Match[str]]) -> re.Match[str] | None:
    """The last of `matches`, or None."""
    last = deque(matches, maxlen=1)
    return last[0] if last else None


class Stream:
    """The lines of `pages` joined by newlines: `text`, and `fold` of the same length."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self._lines: list[tuple[int, Line]] = [(p.number, ln) for p in pages for ln in p.lines if ln.words]
        self.recognised = any(page.source == "ocr" for page in pages)
        pieces = [line.text for _, line in self._lines]
        if not unicodedata.is_normalized("NFC", "".join(pieces)):
            pieces = [clean(piece) for piece in pieces]
        self._starts: list[int] = []
        at = 0
        for piece in pieces:
            self._starts.append(at)
            at += len(piece) + 1
        self.text = _RARE.sub(lambda found: _ALIKE[ord(found[0])], "\n".join(pieces))
        self.fold = _fold_stretches(self.text)

    def __len__(self) -> int:
        return len(self.text)

    def lines(self, start: int, end: int) -> Iterable[tuple[int, Line]]:
        """Lines that `start:end` touches, with the page each stands on."""
        first = max(bisect_right(self._starts, start) - 1, 0)
        last = bisect_right(self._starts, max(end - 1, start))
        return self._lines[first:last]

    def words(self, start: int, end: int) -> list[tuple[int, Word]]:
        """Words that `start:end` touches, with their pages."""
        first = max(bisect_right(self._starts, start) - 1, 0)
        found: list[tuple[int, Word]] = []
        for index in range(first, len(self._lines)):
            at = self._starts[index]
            if at >= end:
                break
            page, line = self._lines[index]
            for word in line.words:
                stop = at + len(clean(word.text))
                if at < end and stop > start:
                    found.append((page, word))
                at = stop + 1
        return found

    def found(self, value: str | tuple[str, ...], spans: Sequence[Span], certainty: float) -> Found:
        """A field whose words stand at `spans`; certainty is that of the rule, times that of the words."""
        words = [pair for start, end in spans for pair in self.words(start, end)]
        if not words:
            return Found(value, round(certainty, 3))
        page = words[0][0]
        here = [word for number, word in words if number == page]
        recognised = sum(word.confidence for _, word in words) / len(words)
        return Found(value, round(min(certainty * recognised, 1.0), 3), page, _rows([w.box for w in here]))


def _rows(boxes: Sequence[Box]) -> tuple[Box, ...]:
    """Boxes of words joined to one box for each stretch of a line."""
    rows: list[Box] = []
    for box in boxes:
        last = rows[-1] if rows else None
        if (
            last
            and abs(box[1] - last[1]) < 0.012
            and abs(box[3] - last[3]) < 0.012
            and -0.02 < box[0] - last[2] < 0.06
        ):
            rows[-1] = (last[0], min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3]))
        else:
            rows.append(box)
    return tuple(rows)


# Notes that law sites print into titles: «LUẬT [Xử phạt … được hướng dẫn bởi …] CĂN CƯỚC».
_NOTE = re.compile(r"\[[^\[\]]{12,30000}\]")
TAKEN = "\x1f"
"""Stands for characters already given to a field or that belong to none; ends any run of words."""


class Head:
    """The beginning of a stream, without editors' notes, from which stretches can be taken away."""

    def __init__(self, stream: Stream, limit: int = 6000) -> None:
        self.stream = stream
        raw = stream.text[: limit * 8]
        pieces: list[str] = []
        self._at: list[int] = []
        self._from: list[int] = []
        size, last = 0, 0
        for note in _NOTE.finditer(raw):
            self._add(pieces, raw, last, note.start(), size)
            size += note.start() - last
            last = note.end()
            if size > limit:
                break
        self._add(pieces, raw, last, len(raw), size)
        self.text = "".join(pieces)[:limit]
        self.fold = fold(self.text)

    def _add(self, pieces: list[str], raw: str, start: int, end: int, size: int) -> None:
        if end > start or not self._at:
            pieces.append(raw[start:end])
            self._at.append(size)
            self._from.append(start)

    def take(self, start: int, end: int) -> None:
        """Blank `start:end`, keeping line breaks, so that nothing else reads it."""
        gap = "".join("\n" if ch == "\n" else TAKEN for ch in self.text[start:end])
        self.text = self.text[:start] + gap + self.text[end:]
        self.fold = self.fold[:start] + gap + self.fold[end:]

    def place(self, start: int, end: int) -> list[Span]:
        """Where `start:end` of the head stands in the stream."""
        spans = []
        for index, at in enumerate(self._at):
            stop = self._at[index + 1] if index + 1 < len(self._at) else sys.maxsize
            low, high = max(start, at), min(end, stop)
            if low < high:
                shift = self._from[index] - at
                spans.append((low + shift, high + shift))
        return spans

    def found(self, value: str, start: int, end: int, certainty: float) -> Found:
        """A field whose words stand at `start:end` of the head."""
        return self.stream.found(value, self.place(start, end), certainty)
