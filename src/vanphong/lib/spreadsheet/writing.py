"""Writing tables: .xlsx ready to print (see `xlsx`), and .csv for other programs."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from typing import Literal

from vanphong.lib.dates import format_date, in_vietnam
from vanphong.lib.spreadsheet.cells import Value, csv_text, spreadsheet_text

Kind = Literal["text", "integer", "decimal", "date", "datetime"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `width` is in characters, `grouped` shows an integer as 1.234.567."""

    title: str
    kind: Kind = "text"
    width: float = 16
    grouped: bool = False


def write_xlsx(
    sheet_title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Value]],
    *,
    heading: Sequence[str] = (),
    landscape: bool = True,
) -> bytes:
    """Return an .xlsx file: heading lines, a frozen header row, one typed row for each of `rows`.

    Rows are written as they come. Text is always a text cell, never a formula. Moments are shown on
    the Vietnamese clock. Raises TypeError when a value is not of its column's kind and ValueError
    for a row of another length or a number that is not finite.
    """
    # Loaded when a table is written: the library is heavy, and most processes never write one.
    from vanphong.lib.spreadsheet.xlsx import workbook

    return workbook(sheet_title, columns, rows, heading=heading, landscape=landscape)


def write_csv(
    columns: Sequence[Column], rows: Iterable[Sequence[Value]], *, delimiter: Literal[",", ";", "\t"] = ","
) -> bytes:
    """Return a .csv file in UTF-8 with a byte order mark.

    Dates are dd/MM/yyyy, moments dd/MM/yyyy HH:mm, numbers plain with a decimal point. Text that a
    program could take for a formula gets an apostrophe in front. Raises as `write_xlsx` does.
    """
    written = StringIO(newline="")
    writer = csv.writer(written, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([csv_text(column.title) for column in columns])
    for row in rows:
        values = (typed(column, value) for column, value in zip(columns, row, strict=True))
        writer.writerow([csv_value(value) for value in values])
    return b"\xef\xbb\xbf" + written.getvalue().encode("utf-8")


def csv_value(value: Value) -> str:
    """Return the value as .csv shows it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return csv_text(value)
    if isinstance(value, datetime):
        return f"{format_date(value.date())} {value:%H:%M}"
    if isinstance(value, date):
        return format_date(value)
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def typed(column: Column, value: Value) -> Value:
    """Return the value as its column's kind stores it."""
    if value is None or (isinstance(value, str) and not spreadsheet_text(value)):
        return None
    match column.kind:
        case "text":
            fits = isinstance(value, str)
        case "integer":
            fits = isinstance(value, int) and not isinstance(value, bool)
        case "decimal":
            fits = isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)
        case "date":
            fits = isinstance(value, date) and not isinstance(value, datetime)
        case "datetime":
            fits = isinstance(value, datetime)
    if not fits:
        raise TypeError(f"column «{column.title}» holds {column.kind}, not {type(value).__name__}")
    if isinstance(value, (float, Decimal)) and not Decimal(value).is_finite():
        raise ValueError(f"column «{column.title}» holds finite numbers only")
    return in_vietnam(value).replace(tzinfo=None) if isinstance(value, datetime) else value
