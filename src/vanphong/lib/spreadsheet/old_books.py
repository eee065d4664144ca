"""Old register books as sheets: several in a file, typed for any font, parted by titles, months and totals."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from vanphong.lib.legacy_fonts import Encoding, detect, from_tcvn3, from_vni
from vanphong.lib.spreadsheet.book_columns import ALL_TITLES, title_key
from vanphong.lib.spreadsheet.cells import Value
from vanphong.lib.spreadsheet.header import find_header
from vanphong.lib.spreadsheet.reading import TableRefused, TableRow, grids
from vanphong.lib.text import clean, fold

_SURELY_UNICODE: Final = re.compile("[\u1ea0-\u1ef9ăĂđĐĩĨũŨơƠưƯ\u0300\u0301\u0303\u0309\u0323]")
_TOTALS: Final = ("tong cong", "tong so", "cong:", "nguoi lap", "thu truong", "xac nhan")
_SAMPLE: Final = 400


@dataclass(frozen=True, slots=True)
class BookSheet:
    """One sheet of a book: its column titles, the lines below, and how many were no lines (months, totals)."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    passed_over: int

    @property
    def fingerprint(self) -> str:
        """The same for sheets with the same columns, whatever is in them."""
        return hashlib.sha256("\n".join(title_key(title) for title in self.columns).encode()).hexdigest()


def read_book(source: Path | bytes, name: str) -> list[BookSheet]:
    """The sheets that hold a table, in order; raises TableRefused when there is none."""
    sheets = [sheet for title, grid in grids(source, name, tidy=False) if (sheet := _sheet(title, grid))]
    if not sheets:
        raise TableRefused(
            f"Không thấy hàng tiêu đề cột trong tệp «{name}». "
            "Đồng chí đặt tên các cột (Số đến, Ngày đến, Trích yếu …) ở trên các dòng."
        )
    if not any(sheet.rows for sheet in sheets):
        raise TableRefused(
            f"Tệp «{name}» không có dòng nào dưới hàng tiêu đề. Đồng chí kiểm tra rồi chọn tệp khác."
        )
    return sheets


def _sheet(title: str, grid: Sequence[tuple[Value, ...]]) -> BookSheet | None:
    healed = _healed(grid)
    found = find_header(healed, ALL_TITLES)
    if found is None:
        return None
    width = len(found.titles)
    headings = {title_key(part) for title in found.titles for part in (title, *title.split(" – ")) if part}
    lines, passed = [], 0
    for number, cells in enumerate(healed[found.last_row :], start=found.last_row + 1):
        row = tuple((*cells, *[None] * width)[:width])
        if all(cell is None for cell in row):
            continue
        if _is_line(row, len(found.titles), headings):
            lines.append(TableRow(number, row))
        else:
            passed += 1
    return BookSheet(clean(title), _each_once(found.titles), tuple(lines), passed)


def _each_once(titles: Sequence[str]) -> tuple[str, ...]:
    """Titles that stand twice get a number, so that each column can be named; one without a title its place."""
    seen: dict[str, int] = {}
    named = []
    for at, title in enumerate(titles):
        name = title or f"Cột {at + 1}"
        seen[name] = seen.get(name, 0) + 1
        named.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(named)


def _is_line(row: tuple[Value, ...], width: int, headings: set[str]) -> bool:
    """Whether the row is a line of the book: no month's heading, no total, no heading of the next page."""
    filled = [cell for cell in row if cell is not None]
    if len(filled) == 1 and width >= 4 and isinstance(filled[0], str):
        return False
    if len(filled) <= max(2, width // 2):
        first = fold(str(filled[0]))
        if first in ("cong", "tong") or first.startswith(_TOTALS):
            return False
    if len(filled) >= 4 and [str(cell).strip("()") for cell in filled] == [
        str(n + 1) for n in range(len(filled))
    ]:
        return False
    return not all(isinstance(cell, str) and title_key(cell) in headings for cell in filled)


def _healed(grid: Sequence[tuple[Value, ...]]) -> list[tuple[Value, ...]]:
    """Cells in Unicode and on one normal form. What a cell alone leaves open its column decides."""
    width = max((len(row) for row in grid), default=0)
    columns = [_encoding_of([row[at] for row in grid if at < len(row)]) for at in range(width)]
    known: dict[tuple[str, Encoding], str | None] = {}

    def healed(cell: Value, encoding: Encoding) -> Value:
        if not isinstance(cell, str):
            return cell
        key = (cell, encoding)
        if key not in known:
            known[key] = _text(cell, encoding)
        return known[key]

    return [tuple(healed(cell, columns[at]) for at, cell in enumerate(row)) for row in grid]


def _encoding_of(cells: Sequence[Value]) -> Encoding:
    """How the doubtful texts of a column are coded."""
    doubtful = [cell for cell in cells if isinstance(cell, str) and _is_doubtful(cell)]
    return detect("\n".join(doubtful[:_SAMPLE])) if doubtful else "unicode"


def _is_doubtful(text: str) -> bool:
    return not text.isascii() and _SURELY_UNICODE.search(text) is None


def _text(cell: str, column: Encoding) -> str | None:
    encoding: Encoding = "unicode"
    if _is_doubtful(cell):
        encoding = column if column != "unicode" else detect(cell)
    read = from_tcvn3(cell) if encoding == "tcvn3" else from_vni(cell) if encoding == "vni" else cell
    return clean(read, keep_lines=True) or None
