"""A .pdf as a Paper: printed lines put together to the paragraphs they were, with the look of each word.

A PDF knows no paragraphs, styles or tables: they are told by where lines end and begin. Pages that are pictures
are recognised first, and their letters have no look.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final, Literal

from vanphong.lib.appraisal.model import Align, Cell, Margin, Paper, Para, Run, Section
from vanphong.lib.reading.extract import extract
from vanphong.lib.reading.model import Box, Line, Page, Text
from vanphong.lib.reading.pdf import Look, PdfFile

# Shares of the page's width.
_SHORT: Final = 0.05
_INDENT: Final = 0.02
_CENTRED: Final = 0.025
_ASIDE: Final = 0.05
# Shares of the page's height within which a lone number is the page's.
_TOP: Final = 0.09
_BOTTOM: Final = 0.91
_MM: Final = 25.4 / 72
_NO_LOOK: Final = Look("", 0.0, False, False, "")


def read_pdf(path: Path) -> tuple[Paper, Text]:
    """Read a .pdf; raises ExtractError for one that cannot be read."""
    text = extract(path)
    scanned = sum(page.source == "ocr" for page in text.pages)
    paper = Paper("scan" if scanned else "pdf", pages=len(text.pages))
    with PdfFile(path) as file:
        for page in text.pages:
            _Sheet(page, file.looks(page.number) if page.source == "text" else {}, paper).read()
    paper.sections = list(_sections(text.pages))
    return paper, text


def _sections(pages: Sequence[Page]) -> Iterator[Section]:
    """One section: print shows where letters stand, which is margins where pages are full."""
    if not pages:
        return
    first = pages[0]
    alike = [
        page for page in pages if abs(page.width - first.width) < 2 and abs(page.height - first.height) < 2
    ]
    boxes = [line.box for page in alike for line in page.lines if not _is_page_number(line)]
    width, height = first.width * _MM, first.height * _MM
    if not boxes:
        boxes = [(0.0, 0.0, 1.0, 1.0)]
    yield Section(
        width,
        height,
        min(box[1] for box in boxes) * height,
        (1 - max(box[3] for box in boxes)) * height,
        min(box[0] for box in boxes) * width,
        (1 - max(box[2] for box in boxes)) * width,
    )


def _is_page_number(line: Line) -> bool:
    box = line.box
    return line.text.strip("- ").isdigit() and len(line.text) < 7 and (box[3] < _TOP or box[1] > _BOTTOM)


@dataclass(frozen=True, slots=True)
class _Row:
    """A printed line with its place beside others."""

    line: Line
    cell: Cell | None = None

    @property
    def box(self) -> Box:
        return self.line.box

    @property
    def middle(self) -> float:
        return (self.box[0] + self.box[2]) / 2


class _Sheet:
    """One page: its lines become paragraphs at the end of the paper's, the first maybe going on from the page before."""

    def __init__(self, page: Page, looks: dict[Box, Look], paper: Paper) -> None:
        self._page, self._looks, self._paper = page, looks, paper
        self._centred: set[int] = set()
        lines = [line for line in page.lines if line.text.strip()]
        self._lines = [line for line in lines if not _is_page_number(line)]
        numbers = [line for line in lines if _is_page_number(line)]
        for line in numbers:
            self._page_number(line)
        long = [line.box for line in self._lines if line.box[2] - line.box[0] > 0.55] or [
            line.box for line in self._lines
        ]
        self._left = min((box[0] for box in long), default=0.0)
        self._right = max((box[2] for box in long), default=1.0)

    def read(self) -> None:
        tables = max((para.cell.table for para in self._paper.paragraphs if para.cell), default=0)
        before: _Row | None = None
        rows = list(_rows(self._lines, tables))
        self._centred = self._titles(rows)
        for row in rows:
            last = self._paper.paragraphs[-1] if self._paper.paragraphs else None
            if last is not None and self._goes_on(last, before, row):
                self._join(last, row.line)
            else:
                self._add(row)
            before = row

    def _titles(self, rows: Sequence[_Row]) -> set[int]:
        """Lines in the middle; a wide one too, where it is as heavy as the one below that shows it."""
        centred: set[int] = set()
        for row, below in zip(reversed(rows), [None, *reversed(rows[1:])], strict=True):
            if row.cell is not None:
                continue
            narrow = row.box[0] > self._left + _ASIDE
            if narrow and abs(row.middle - (self._left + self._right) / 2) < _CENTRED:
                centred.add(id(row))
            elif below is not None and id(below) in centred and abs(row.middle - below.middle) < _CENTRED:
                looks = [self._look(one.line.words[0].box) for one in (row, below)]
                if all(look.bold for look in looks) and looks[0].size == looks[1].size:
                    centred.add(id(row))
        return centred

    def _page_number(self, line: Line) -> None:
        para = Para(0, line.text, tuple(self._runs(line, 0)), align="centre", page=self._page.number)
        kind: Literal["header", "footer"] = "header" if line.box[3] < _TOP else "footer"
        sizes = tuple(run.size for run in para.runs if run.size)
        self._paper.margins.append(Margin(kind, "default", (para,), para, sizes))

    def _goes_on(self, last: Para, before: _Row | None, row: _Row) -> bool:
        """Whether the line belongs to the paragraph before it."""
        text, box = row.line.text, row.box
        if row.cell is not None:
            same = last.cell is not None and (last.cell.table, last.cell.row, last.cell.column) == (
                row.cell.table,
                row.cell.row,
                row.cell.column,
            )
            # In the list of recipients a line that brings no item goes on with the item above.
            return (
                same and last.text.startswith("-") and not text.startswith(("-", "–")) and text[:1].islower()
            )
        if last.cell is not None or last.align == "centre" or self._align(row) == "centre":
            return False
        if before is None:
            # At the top of a page: the paragraph that the page before broke off.
            return box[0] < self._left + _INDENT and last.text[-1:] not in ".;:!?/" and not text[:1].isupper()
        if before.cell is not None or before.box[2] < self._right - _SHORT or box[0] > self._left + _INDENT:
            return False
        return self._size(before.line) == 0 or abs(self._size(before.line) - self._size(row.line)) < 0.75

    def _size(self, line: Line) -> float:
        return median(self._look(word.box).size for word in line.words)

    def _look(self, box: Box) -> Look:
        return self._looks.get(box, _NO_LOOK)

    def _align(self, row: _Row) -> Align:
        if row.cell is not None:
            return "left" if row.line.text.startswith(("-", "Nơi nhận")) else "centre"
        return "centre" if id(row) in self._centred else "justify"

    def _add(self, row: _Row) -> None:
        paper = self._paper
        para = Para(
            len(paper.paragraphs) + 1,
            row.line.text,
            tuple(self._runs(row.line, 0)),
            "table" if row.cell else "body",
            row.cell,
            self._align(row),
            page=self._page.number,
        )
        if row.cell is None:
            para.first = max(0.0, row.box[0] - self._left) * self._page.width
        paper.paragraphs.append(para)

    def _join(self, para: Para, line: Line) -> None:
        runs = list(self._runs(line, len(para.text) + 1))
        para.text = f"{para.text} {line.text}"
        last = para.runs[-1]
        last.text += " "
        para.runs = (*para.runs, *runs)

    def _runs(self, line: Line, start: int) -> Iterator[Run]:
        """Words set alike, with the blanks between them."""
        at, held, look = start, "", None
        for word in line.words:
            found = self._look(word.box)
            if look is not None and found != look:
                yield _run(f"{held} ", at, look)
                at, held = at + len(held) + 1, ""
            held, look = (f"{held} {word.text}" if held else word.text), found
        if look is not None:
            yield _run(held, at, look)


def _run(text: str, at: int, look: Look) -> Run:
    colour = "" if look.colour == "000000" else look.colour
    return Run(text, at, look.font, look.size or None, look.bold, look.italic, colour=colour)


def _rows(lines: Sequence[Line], tables: int) -> Iterator[_Row]:
    """Lines in order; those beside each other are cells: of two columns, or of a table's row."""
    at, table, row = 0, tables, 0
    while at < len(lines):
        beside = _beside(lines, at)
        if len(beside) > 1:
            ruled = len(beside) > 2
            # Rows that follow each other make one table.
            table, row = (table, row + 1) if row and ruled else (table + 1, 1)
            for column, line in enumerate(beside):
                place = Cell(table, row - 1, column, len(beside), row, line.box[0], line.box[2], ruled)
                yield _Row(line, place)
            at += len(beside)
            continue
        row = 0
        cut, end = _columns(lines, at)
        if cut:
            table += 1
            for index in range(at, end):
                column = int(index >= cut)
                x0, x1 = (0.5, 1.0) if column else (0.0, 0.5)
                yield _Row(lines[index], Cell(table, 0, column, 2, 1, x0, x1, False))
            at = end
            continue
        yield _Row(lines[at])
        at += 1


def _beside(lines: Sequence[Line], at: int) -> Sequence[Line]:
    """The lines from `at` on that stand in one row."""
    end = at + 1
    while (
        end < len(lines) and _level(lines[end - 1], lines[end]) and lines[end].box[0] > lines[end - 1].box[2]
    ):
        end += 1
    return lines[at:end]


def _level(one: Line, other: Line) -> bool:
    a, b = one.box, other.box
    return abs((a[1] + a[3]) - (b[1] + b[3])) / 2 < 0.5 * min(a[3] - a[1], b[3] - b[1])


def _columns(lines: Sequence[Line], at: int) -> tuple[int, int]:
    """Where the right one of two columns begins and ends, if the left one begins at `at`; else zeros."""
    top, reach = lines[at].box[1], lines[at].box[2]
    for cut in range(at + 1, len(lines)):
        box, above = lines[cut].box, lines[cut - 1].box
        if box[1] < above[1] - 0.5 * (above[3] - above[1]) and box[0] > 0.3:
            break
        reach = max(reach, box[2])
        if reach > 0.65:
            return 0, 0
    else:
        return 0, 0
    height = lines[cut].box[3] - lines[cut].box[1]
    if lines[at].box[3] < lines[cut].box[1] - 0.3 * height or lines[cut].box[0] < reach - 0.02:
        return 0, 0
    bottom = lines[cut - 1].box[3]
    end = cut + 1
    while end < len(lines) and lines[end].box[0] > reach - 0.02 and lines[end].box[1] > top:
        box = lines[end].box
        # Under the left column only what is set in the middle of the right one belongs to it.
        if box[1] > bottom and abs(box[0] + box[2] - lines[cut].box[0] - lines[cut].box[2]) > 0.16:
            break
        end += 1
    return cut, end
