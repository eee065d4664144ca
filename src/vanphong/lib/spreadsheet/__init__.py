"""Spreadsheets out and in: typed, safe from formula injection, read as offices keep them."""

from vanphong.lib.spreadsheet.cells import Value, spreadsheet_text
from vanphong.lib.spreadsheet.reading import (
    Table,
    TableRefused,
    TableRow,
    cell_date,
    cell_integer,
    cell_text,
    read_table,
)
from vanphong.lib.spreadsheet.writing import Column, Kind, write_csv, write_xlsx

__all__ = [
    "Column",
    "Kind",
    "Table",
    "TableRefused",
    "TableRow",
    "Value",
    "cell_date",
    "cell_integer",
    "cell_text",
    "read_table",
    "spreadsheet_text",
    "write_csv",
    "write_xlsx",
]
