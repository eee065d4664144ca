"""Finding the header row of a table below titles, over one or two rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from vanphong.lib.spreadsheet.cells import Value
from vanphong.lib.text import clean, fold

Grid = Sequence[tuple[Value, ...]]
_SEARCHED_ROWS = 40


@dataclass(frozen=True, slots=True)
class Header:
    """Titles from left to right and the last row, from 1, that belongs to the header."""

    titles: tuple[str, ...]
    last_row: int


def find_header(grid: Grid, expected: Sequence[str] = ()) -> Header | None:
    """Return the header of a grid, or None where no row looks like one.

    With `expected` titles the row that bears most of them; else the first row of texts that is about
    as wide as the table. A second row of sub-titles and a row of column numbers belong to it.
    """
    index = _matching_row(grid, expected) if expected else None
    if index is None:
        index = _widest_text_row(grid)
    if index is None:
        return None
    titles = _texts(grid[index])
    last = index
    if last + 1 < len(grid) and _has_subtitles(titles, grid[last + 1]):
        titles = _joined(titles, _texts(grid[last + 1]))
        last += 1
    if last + 1 < len(grid) and _is_numbering(grid[last + 1]):
        last += 1
    while titles and not titles[-1]:
        titles.pop()
    return Header(tuple(titles), last + 1)


def _texts(row: tuple[Value, ...]) -> list[str]:
    return ["" if cell is None else clean(str(cell)) for cell in row]


def _matching_row(grid: Grid, expected: Sequence[str]) -> int | None:
    wanted = {fold(clean(title)) for title in expected}
    best, index = 0, None
    for at, row in enumerate(grid[:_SEARCHED_ROWS]):
        hits = len(wanted & {fold(text) for text in _texts(row) if text})
        if hits > best:
            best, index = hits, at
    return index


def _widest_text_row(grid: Grid) -> int | None:
    searched = grid[:_SEARCHED_ROWS]
    widest = max((_filled(row) for row in searched), default=0)
    if widest == 0:
        return None
    # Data rows leave optional cells empty, so a header of three fifths of the width is a header.
    needed = 1 if widest == 1 else max(2, round(widest * 0.6))
    for at, row in enumerate(searched):
        if _filled(row) >= needed and all(cell is None or isinstance(cell, str) for cell in row):
            return at
    return None


def _filled(row: tuple[Value, ...]) -> int:
    return sum(1 for cell in row if cell is not None)


def _has_subtitles(titles: list[str], below: tuple[Value, ...]) -> bool:
    """A merged group title leaves blanks at its right that the row below names, and nothing elsewhere."""
    named = [at for at, cell in enumerate(below) if cell is not None]
    blank = [at for at, title in enumerate(titles) if not title]
    inner = [at for at in blank if any(titles[at + 1 :]) or at in named]
    if not named or not inner or not all(isinstance(below[at], str) for at in named):
        return False
    groups = {at for at in named if at < len(titles) and titles[at]}
    return set(inner) & set(named) != set() and len(groups) < len([title for title in titles if title])


def _joined(titles: list[str], below: list[str]) -> list[str]:
    joined: list[str] = []
    group = ""
    for at in range(max(len(titles), len(below))):
        upper = titles[at] if at < len(titles) else ""
        lower = below[at] if at < len(below) else ""
        group = upper or (group if lower else "")
        joined.append(f"{group} – {lower}" if group and lower else upper or lower)
    return joined


def _is_numbering(row: tuple[Value, ...]) -> bool:
    """(1) (2) (3) …, as printed forms number their columns."""
    marks = [str(cell).strip("() ") for cell in row if cell is not None]
    first = 0 if marks[:1] == ["0"] else 1
    return len(marks) >= 2 and marks == [str(number) for number in range(first, first + len(marks))]
