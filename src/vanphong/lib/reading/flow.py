"""Pages for files that have none: paragraphs and columns set on A4 with approximate places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from vanphong.lib.reading.layout import arrange
from vanphong.lib.reading.model import Line, Page, Word

Align = Literal["left", "centre", "right"]

_WIDTH, _HEIGHT = 595.3, 841.9
# 30 mm left, 20 mm elsewhere; 13 point type with its usual lead and mean letter width.
_LEFT, _RIGHT, _TOP, _BOTTOM = 85.0, 538.6, 56.7, 785.2
_STEP, _INK, _LETTER = 18.0, 14.0, 6.3

# Letters of a paragraph that is running text (a full row), and the pages of a file whose words each have a
# place. Read against 160 and 12 on 88 documents, 82 of them long: no field, deadline or citation differs.
_RUNNING, _WORD_PAGES = 72, 4

FULL: Final = (0.0, 1.0)
"""The whole width between the margins, as fractions of it."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text up to a paragraph's end, and how it is set."""

    text: str
    align: Align = "left"


class Flow:
    """Sets paragraphs one below the other; each is one line of the result, however often it wraps."""

    def __init__(self) -> None:
        self._pages: list[Page] = []
        self._lines: list[Line] = []
        self._y = _TOP

    def paragraph(self, text: str, align: Align = "left") -> None:
        """Set a paragraph over the full width."""
        self.columns([([Paragraph(text, align)], FULL)])

    def columns(self, columns: Sequence[tuple[Iterable[Paragraph], tuple[float, float]]]) -> None:
        """Set paragraphs in columns that begin at one height; each column with its span of the width."""
        if self._y > _BOTTOM - _STEP:
            self.page_break()
        top = self._y
        lowest = top
        for paragraphs, (start, end) in columns:
            y = top
            for paragraph in paragraphs:
                y = self._set(paragraph, _LEFT + start * (_RIGHT - _LEFT), _LEFT + end * (_RIGHT - _LEFT), y)
            lowest = max(lowest, y)
        self._y = lowest

    def grid(self, cells: Iterable[tuple[int, float, float, str]]) -> None:
        """Set words by row (from 0) and span of the width, as fractions; columns are then read apart."""
        placed = list(cells)
        rows = max((cell[0] for cell in placed), default=-1) + 1
        if self._y + rows * _STEP > _BOTTOM:
            self.page_break()
        wide = _RIGHT - _LEFT
        words = []
        for row, start, end, text in placed:
            y = self._y + row * _STEP
            words.append(Word(text, _fractions(_LEFT + start * wide, y, _LEFT + end * wide, y + _INK)))
        self._lines.extend(arrange(words, _WIDTH, _HEIGHT))
        self._y += rows * _STEP

    def page_break(self) -> None:
        """End the page, unless nothing stands on it."""
        if self._lines:
            self._pages.append(Page(len(self._pages) + 1, _WIDTH, _HEIGHT, tuple(self._lines), "flow"))
        self._lines = []
        self._y = _TOP

    def pages(self) -> tuple[Page, ...]:
        """All pages so far; at least one, though it be empty."""
        self.page_break()
        return tuple(self._pages) or (Page(1, _WIDTH, _HEIGHT, (), "flow"),)

    def _set(self, paragraph: Paragraph, x0: float, x1: float, y: float) -> float:
        texts = paragraph.text.split()
        if not texts:
            return y + _STEP
        letters = sum(map(len, texts)) + len(texts) - 1
        if letters > _RUNNING and len(self._pages) >= _WORD_PAGES:
            return self._set_rows(" ".join(texts), x0, x1, y)
        free = max(0.0, x1 - x0 - letters * _LETTER)
        x = start = x0 + {"left": 0.0, "centre": free / 2, "right": free}[paragraph.align]
        words: list[Word] = []
        # Books of law have tens of thousands of words: their places are worked out without a call each.
        top, bottom = _band(y)
        for text in texts:
            wide = len(text) * _LETTER
            if wide > x1 - x0:
                wide = x1 - x0
            if x > start and x + wide > x1:
                x = start = x0
                y += _STEP
                top, bottom = _band(y)
            left, right = x / _WIDTH, (x + wide) / _WIDTH
            words.append(
                Word(text, (left if left < 1.0 else 1.0, top, right if right < 1.0 else 1.0, bottom))
            )
            x += wide + _LETTER
        self._lines.append(Line(tuple(words)))
        return y + _STEP

    def _set_rows(self, text: str, x0: float, x1: float, y: float) -> float:
        """Running text deep in a long file: a whole row has one place, which takes a tenth of the time."""
        room = max(1, int((x1 - x0) / _LETTER))
        left, right = _part(x0, _WIDTH), _part(x1, _WIDTH)
        rows: list[Word] = []
        at = 0
        while at < len(text):
            end = len(text)
            if end - at > room:
                end = text.rfind(" ", at + 1, at + room + 1)
                end = end if end > 0 else (text.find(" ", at + room) + 1 or len(text) + 1) - 1
            top, bottom = _band(y)
            rows.append(Word(text[at:end], (left, top, right, bottom)))
            at = end + 1
            y += _STEP
        self._lines.append(Line(tuple(rows)))
        return y


def _part(place: float, whole: float) -> float:
    return round(min(place / whole, 1.0), 4)


@lru_cache(4096)
def _band(y: float) -> tuple[float, float]:
    """Top and bottom of the row at `y`: every page has its rows at the same few heights."""
    return _part(y, _HEIGHT), _part(y + _INK, _HEIGHT)


def _fractions(x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
    return (
        round(min(x0 / _WIDTH, 1.0), 4),
        round(min(y0 / _HEIGHT, 1.0), 4),
        round(min(x1 / _WIDTH, 1.0), 4),
        round(min(y1 / _HEIGHT, 1.0), 4),
    )
