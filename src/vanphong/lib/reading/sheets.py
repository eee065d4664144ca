"""Text of .xlsx files: a page for each sheet, a line for each row."""

from __future__ import annotations

import warnings
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Final

from openpyxl import load_workbook

from vanphong.lib.legacy_fonts import heal
from vanphong.lib.reading.flow import Flow
from vanphong.lib.reading.model import Page

MOST_CELLS: Final = 200_000
"""Cells read of one workbook; what lies beyond is not in the text."""
_MOST_COLUMNS: Final = 60
_MOST_ROWS: Final = 20_000


def xlsx_pages(path: Path) -> tuple[Page, ...]:
    """Read the values of a workbook, not its formulas; raises whatever openpyxl does on a damaged one."""
    flow = Flow()
    left = MOST_CELLS
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        try:
            for sheet in book.worksheets:
                lines = []
                for row in sheet.iter_rows(max_col=_MOST_COLUMNS, max_row=_MOST_ROWS, values_only=True):
                    texts = [text for value in row if (text := written(value))]
                    left -= len(texts)
                    if left < 0:
                        break
                    if texts:
                        lines.append("  ".join(texts))
                for line in heal("\n".join(lines)).split("\n"):
                    flow.paragraph(line)
                flow.page_break()
                if left < 0:
                    break
        finally:
            book.close()
    return flow.pages()


def written(value: object) -> str:
    """A cell as it is written in Vietnamese: dd/MM/yyyy, decimal comma."""
    if value is None or isinstance(value, bool):
        return "" if value is None else ("đúng" if value else "sai")
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y" if value.time() == time() else "%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, float | Decimal):
        return f"{value:.10g}".replace(".", ",")
    return " ".join(str(value).split())
