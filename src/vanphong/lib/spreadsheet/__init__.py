"""Spreadsheets out and in: typed, safe from formula injection, read as offices keep them."""

from vanphong.lib.spreadsheet.book_columns import guess_columns
from vanphong.lib.spreadsheet.cells import Value, spreadsheet_text
from vanphong.lib.spreadsheet.old_books import BookSheet, read_book
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
    "BookSheet",
    "Column",
    "Kind",
    "Table",
    "TableRefused",
    "TableRow",
    "Value",
    "cell_date",
    "cell_integer",
    "cell_text",
    "guess_columns",
    "read_book",
    "read_table",
    "spreadsheet_text",
    "write_csv",
    "write_xlsx",
]
