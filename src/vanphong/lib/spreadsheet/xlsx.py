"""The .xlsx file itself: typed cells, a frozen header, ready to print."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import cast

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from vanphong.lib.spreadsheet.cells import Value, spreadsheet_text, xlsx_text
from vanphong.lib.spreadsheet.writing import Column, Kind, csv_value, typed

# «@» keeps text as text even after a user opens the cell and presses Enter.
_FORMATS: dict[Kind, str] = {
    "text": "@",
    "integer": "0",
    "decimal": "#,##0.00",
    "date": "dd/mm/yyyy",
    "datetime": "dd/mm/yyyy hh:mm",
}
_FONT = "Times New Roman"
_THIN = Side(style="thin", color="808080")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_BODY_FONT = Font(name=_FONT, size=12)
_HEAD_FONT = Font(name=_FONT, size=12, bold=True)
_TEXT_PLACE = Alignment(vertical="top", horizontal="left", wrap_text=True)
_TYPED_PLACE = Alignment(vertical="top", horizontal="center")
_AMOUNT_PLACE = Alignment(vertical="top", horizontal="right")
_HEAD_FILL = PatternFill("solid", fgColor="EDEDED")
# The format keeps 15 digits of a number and no day before 1900.
_LARGEST_EXACT = 10**15
_FIRST_DAY = date(1900, 3, 1)


def workbook(
    sheet_title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Value]],
    *,
    heading: Sequence[str],
    landscape: bool,
) -> bytes:
    """See `write_xlsx`."""
    book = Workbook(write_only=True)
    sheet = cast(Worksheet, book.create_sheet(_sheet_title(sheet_title)))
    header_row = len(heading) + (2 if heading else 1)
    _lay_out(sheet, columns, header_row, landscape=landscape)
    for line, words in enumerate(heading):
        sheet.append([_text_cell(sheet, words, Font(name=_FONT, size=14, bold=line == 0))])
    if heading:
        sheet.append([])
    sheet.append([_header_cell(sheet, column.title) for column in columns])
    last = header_row
    writer = _RowWriter(sheet, columns)
    try:
        for row in rows:
            sheet.append(list(writer.cells(row)))
            last += 1
    except Exception:
        # Saving is the library's only way to close and remove its temporary file.
        book.save(BytesIO())
        raise
    span = f"A{header_row}:{get_column_letter(len(columns))}{last}"
    sheet.auto_filter.ref = span
    sheet.print_area = f"A1:{get_column_letter(len(columns))}{last}"
    written = BytesIO()
    book.save(written)
    return written.getvalue()


class _RowWriter:
    """Makes the cells of one row after another; styles are made once, for they cost most of the time."""

    def __init__(self, sheet: Worksheet, columns: Sequence[Column]) -> None:
        self._sheet = sheet
        self._columns = columns
        self._text_model = _text_cell(sheet, "", _BODY_FONT)
        self._text_model.alignment = _TEXT_PLACE
        self._text_model.border = _GRID
        self._typed_models = [self._typed_model(column) for column in columns]

    def _typed_model(self, column: Column) -> Cell:
        model = _new_cell(self._sheet, 0)
        model.number_format = "#,##0" if column.grouped else _FORMATS[column.kind]
        model.font = _BODY_FONT
        is_amount = column.grouped or column.kind == "decimal"
        model.alignment = _AMOUNT_PLACE if is_amount else _TYPED_PLACE
        model.border = _GRID
        return model

    def cells(self, row: Sequence[Value]) -> Iterator[Cell]:
        for column, model, given in zip(self._columns, self._typed_models, row, strict=True):
            value = typed(column, given)
            if _beyond_the_format(value):
                value = csv_value(value)
            if isinstance(value, str):
                cell = _new_cell(self._sheet, xlsx_text(value))
                # The library guesses a formula from a leading «=»; the kind is ours to say.
                cell.data_type = "s"
                cell._style = self._text_model._style  # type: ignore[attr-defined]
            else:
                cell = _new_cell(self._sheet, value)
                cell._style = model._style  # type: ignore[attr-defined]
            yield cell


def _new_cell(sheet: Worksheet, value: Value) -> Cell:
    # The stubs know neither None nor Decimal, which the library writes as empty and as a number.
    return WriteOnlyCell(sheet, value=cast(float, value))


def _beyond_the_format(value: Value) -> bool:
    if isinstance(value, datetime):
        return value.date() < _FIRST_DAY
    if isinstance(value, date):
        return value < _FIRST_DAY
    return isinstance(value, (int, Decimal)) and abs(Decimal(value)) >= _LARGEST_EXACT


def _text_cell(sheet: Worksheet, words: str, font: Font) -> Cell:
    cell = _new_cell(sheet, xlsx_text(words))
    cell.data_type = "s"
    cell.number_format = _FORMATS["text"]
    cell.font = font
    return cell


def _header_cell(sheet: Worksheet, title: str) -> Cell:
    cell = _text_cell(sheet, title, _HEAD_FONT)
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    cell.border = _GRID
    cell.fill = _HEAD_FILL
    return cell


def _lay_out(sheet: Worksheet, columns: Sequence[Column], header_row: int, *, landscape: bool) -> None:
    """Set what must be known before the first row: widths, frozen header, page."""
    for index, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = column.width
    sheet.freeze_panes = f"A{header_row + 1}"
    sheet.print_title_rows = f"{header_row}:{header_row}"
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if sheet.oddFooter is not None:
        sheet.oddFooter.right.text = "Trang &P/&N"


def _sheet_title(title: str) -> str:
    """Return a sheet name the format allows: at most 31 characters, none of []:*?/\\, no outer apostrophe."""
    allowed = "".join(" " if letter in "[]:*?/\\\n" else letter for letter in spreadsheet_text(title))
    return " ".join(allowed.split())[:31].strip("' ") or "Bảng"
