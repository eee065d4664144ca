"""Reading tables from .xlsx and .csv as offices keep them: titles above, merged headers, dates as text."""

import csv
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path

from vanphong.lib.dates import BadDate, format_date, parse_vn_date
from vanphong.lib.legacy_fonts import decode
from vanphong.lib.numbers import BadNumber, parse_number
from vanphong.lib.spreadsheet.cells import Value
from vanphong.lib.spreadsheet.header import Grid, find_header
from vanphong.lib.text import clean, fold

LARGEST_FILE = 20 * 1024 * 1024
_LARGEST_UNPACKED = 300 * 1024 * 1024
_MOST_ROWS = 100_000
_MOST_COLUMNS = 200


class TableRefused(ValueError):
    """The file or a cell cannot be read; `message_vi` says where and what to do."""

    def __init__(self, message_vi: str) -> None:
        super().__init__(message_vi)
        self.message_vi = message_vi


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row; `number` is the row in the file as its user sees it, from 1."""

    number: int
    cells: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Header titles and the rows below them; every row is as long as the header."""

    header: tuple[str, ...]
    rows: tuple[TableRow, ...]

    def column(self, *titles: str) -> int | None:
        """Return the index of the first column bearing one of these titles, accents and case aside."""
        wanted = {fold(clean(title)) for title in titles}
        return next((i for i, title in enumerate(self.header) if fold(title) in wanted), None)


def read_table(source: Path | bytes, name: str, *, expected: Sequence[str] = ()) -> Table:
    """Return the table of the first sheet that has one.

    `name` is the file's name as its user knows it; the kind is told by content. `expected` titles
    help to find the header row. Raises TableRefused for old .xls, protected, broken, empty or
    oversized files and for text in an unknown encoding.
    """
    for _title, grid in grids(source, name):
        found = find_header(grid, expected)
        if found:
            width = len(found.titles)
            rows = (
                TableRow(number, tuple((*cells, *[None] * width)[:width]))
                for number, cells in enumerate(grid, start=1)
                if number > found.last_row
            )
            return Table(
                found.titles, tuple(row for row in rows if any(cell is not None for cell in row.cells))
            )
    raise TableRefused(
        f"Không thấy hàng tiêu đề cột trong tệp «{name}». "
        "Đồng chí đặt tên các cột trên một hàng, dữ liệu ở các hàng dưới."
    )


def grids(source: Path | bytes, name: str, *, tidy: bool = True) -> Iterator[tuple[str, Grid]]:
    """Yield the title and cells of each visible sheet; raises TableRefused as `read_table` does.

    Without `tidy` texts stay as they are stored: in TCVN3 the soft hyphen is the letter «ư».
    """
    content = source.read_bytes() if isinstance(source, Path) else source
    if not content.strip(b"\0 \r\n\t\xef\xbb\xbf"):
        raise TableRefused(f"Tệp «{name}» rỗng. Đồng chí chọn tệp khác.")
    if len(content) > LARGEST_FILE:
        raise TableRefused(f"Tệp «{name}» lớn hơn 20 MB. Đồng chí chia thành nhiều tệp nhỏ hơn.")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise TableRefused(
            f"Tệp «{name}» là Excel đời cũ (.xls) hoặc có mật khẩu. "
            "Đồng chí mở tệp, lưu lại dạng .xlsx rồi nạp lại."
        )
    if content.startswith(b"PK"):
        yield from _xlsx_sheets(content, name, tidy)
    else:
        yield "", _csv_grid(content, name, tidy)


def cell_text(value: Value) -> str:
    """Return a cell as clean text on one line; whole numbers without a fraction, dates as dd/MM/yyyy."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return format_date(value.date())
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return clean(str(value))


def cell_date(value: Value, row_number: int, title: str, today: date) -> date | None:
    """Return a cell as a day, typed or as text; None where empty. Raises TableRefused with its place."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    words = cell_text(value)
    if not words:
        return None
    try:
        return parse_vn_date(words, today)
    except BadDate as error:
        raise TableRefused(f"Dòng {row_number}, cột «{title}»: {error.message_vi}") from error


def cell_integer(value: Value, row_number: int, title: str) -> int | None:
    """Return a cell as a whole number, typed or as text; None where empty. Raises TableRefused."""
    words = cell_text(value)
    if not words:
        return None
    try:
        number = value if isinstance(value, (int, float, Decimal)) else parse_number(words)
        if number == int(number):
            return int(number)
    except BadNumber as error:
        raise TableRefused(f"Dòng {row_number}, cột «{title}»: {error.message_vi}") from error
    raise TableRefused(f"Dòng {row_number}, cột «{title}»: «{words}» không phải số nguyên. Đồng chí sửa lại.")


def _xlsx_sheets(content: bytes, name: str, tidy: bool) -> Iterator[tuple[str, Grid]]:
    broken = TableRefused(
        f"Tệp «{name}» không phải bảng tính .xlsx hoặc đã hỏng. "
        "Đồng chí mở bằng Excel, lưu lại dạng .xlsx rồi nạp lại."
    )
    # Loaded when a table is read: the library is heavy, and most processes never read one.
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _LARGEST_UNPACKED:
                raise TableRefused(
                    f"Tệp «{name}» giải nén ra quá lớn. Đồng chí chia thành nhiều tệp nhỏ hơn."
                )
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        try:
            for sheet in book.worksheets:
                if sheet.sheet_state == "visible":
                    # Some writers declare a wrong size; the cells themselves tell the right one.
                    sheet.reset_dimensions()
                    yield sheet.title, _bounded(sheet.iter_rows(values_only=True), name, tidy)
        finally:
            book.close()
    except TableRefused:
        raise
    except Exception as error:
        # A damaged file breaks the library in many ways (syntax, key, type, zip errors): all mean the same.
        raise broken from error


def _csv_grid(content: bytes, name: str, tidy: bool) -> Grid:
    text = _decoded(content, name, strict=tidy)
    if text.lstrip()[:1] == "<":
        raise TableRefused(f"Tệp «{name}» không phải bảng tính. Đồng chí lưu lại dạng .xlsx hoặc .csv.")
    head = text[:20_000]
    delimiter = max(",;\t", key=head.count)
    try:
        return _bounded(csv.reader(StringIO(text, newline=""), delimiter=delimiter), name, tidy)
    except csv.Error as error:
        raise TableRefused(
            f"Tệp «{name}» không đọc được. Đồng chí lưu lại dạng .xlsx rồi nạp lại."
        ) from error


def _decoded(content: bytes, name: str, *, strict: bool) -> str:
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        if not strict:
            # Books of the nineties were saved in whatever the typist's fonts were coded.
            return decode(content)
        raise TableRefused(
            f"Tệp «{name}» không theo bảng mã UTF-8. "
            "Đồng chí lưu lại dạng .xlsx, hoặc «CSV UTF-8», rồi nạp lại."
        ) from error
    if "\0" in text:
        raise TableRefused(f"Tệp «{name}» không phải bảng tính. Đồng chí lưu lại dạng .xlsx hoặc .csv.")
    return text


def _bounded(rows: Iterable[Sequence[object]], name: str, tidy: bool) -> Grid:
    grid: list[tuple[Value, ...]] = []
    for row in rows:
        if len(grid) >= _MOST_ROWS:
            raise TableRefused(
                f"Tệp «{name}» có hơn {_MOST_ROWS // 1000}.000 dòng. Đồng chí chia thành nhiều tệp nhỏ hơn."
            )
        grid.append(tuple(_value(cell, tidy) for cell in row[:_MOST_COLUMNS]))
    return grid


def _value(cell: object, tidy: bool) -> Value:
    """Return a cell as one of our values: no text no value, whole floats integers, midnight a day."""
    if isinstance(cell, bool):
        return "có" if cell else "không"
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date()
    if cell is None or isinstance(cell, (int, float, datetime, date)):
        return cell
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    if not tidy:
        return str(cell) or None
    return clean(str(cell), keep_lines=True) or None
