"""A printed book or list: columns, rows, cover and closing, set by one template."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from vanphong.lib.printing.forms import Signature
from vanphong.lib.printing.typeset import Narrow, typeset

Align = Literal["left", "center", "right"]
RowKind = Literal["entry", "void", "section"]

# A bold capital of 11 pt is at most this wide; runs are cut so that the widest still fits.
_MM_A_LETTER = 2.7
_CELL_PADDING_MM = 3.2
# A row taller than about a third of a page may break; shorter rows stay whole.
_LINES_OF_A_WHOLE_ROW = 14
# Structure for screen readers makes a PDF of 500 rows seven times as heavy (1.5 MB against 0.2).
_TAGGED_ROWS = 200
_MM_AN_AVERAGE_LETTER = 1.85


@dataclass(frozen=True, slots=True)
class LedgerColumn:
    """One column; `width` is in millimetres."""

    title: str
    width: float
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One row: a cell for each column, or one cell only where it heads a section."""

    cells: tuple[str, ...]
    kind: RowKind = "entry"


@dataclass(frozen=True, slots=True)
class LedgerCover:
    """The cover of a bound book: whose it is, which book, and the lines on its scope."""

    superior: str
    office: str
    name: str
    lines: tuple[str, ...]
    foot: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """A whole book or list ready to be set; margins in millimetres, size in points."""

    title: str
    subtitle: str
    columns: tuple[LedgerColumn, ...]
    rows: Sequence[LedgerRow]
    running: str
    closing: tuple[str, ...]
    printed_at: datetime
    heading: dict[str, object] | None = None
    cover: LedgerCover | None = None
    signatures: tuple[Signature, ...] = ()
    landscape: bool = True
    duplex: bool = False
    size: float = 11
    left: float = 25
    right: float = 12

    def __post_init__(self) -> None:
        room = (297 if self.landscape else 210) - self.left - self.right
        if sum(column.width for column in self.columns) > room + 0.01:
            raise ValueError(f"columns of «{self.title}» are wider than the page: {room} mm")


def render_ledger(ledger: Ledger) -> bytes:
    """Return the PDF/A-2b of a book or list."""
    cover = ledger.cover
    *ties, closing_tie = _ties(ledger.rows, ledger.columns)
    return typeset(
        "ledger",
        {
            "title": ledger.title,
            "subtitle": ledger.subtitle,
            "columns": [
                {"title": column.title, "width": column.width, "align": column.align}
                for column in ledger.columns
            ],
            "rows": [
                {**_row_values(row, ledger.columns), "tie": tie}
                for row, tie in zip(ledger.rows, ties, strict=True)
            ],
            "closing_tie": closing_tie,
            "running": ledger.running,
            "closing": ledger.closing,
            "signatures": [signature.values() for signature in ledger.signatures],
            "heading": ledger.heading,
            "cover": cover
            and {
                "superior": cover.superior,
                "office": cover.office,
                "name": cover.name,
                "lines": cover.lines,
                "foot": cover.foot,
            },
            "landscape": ledger.landscape,
            "duplex": ledger.duplex,
            "size": ledger.size,
            "left": ledger.left,
            "right": ledger.right,
        },
        ledger.printed_at,
        tagged=len(ledger.rows) <= _TAGGED_ROWS,
    )


def _row_values(row: LedgerRow, columns: tuple[LedgerColumn, ...]) -> dict[str, object]:
    if row.kind == "section":
        return {"kind": "section", "long": False, "cells": [row.cells[0]]}
    cells = [
        Narrow(cell, max(2, int((column.width - _CELL_PADDING_MM) / _MM_A_LETTER)))
        for cell, column in zip(row.cells, columns, strict=True)
    ]
    return {"kind": row.kind, "long": _is_long(row, columns), "cells": cells}


def _ties(rows: Sequence[LedgerRow], columns: tuple[LedgerColumn, ...]) -> list[int]:
    """Return, for each row and the closing lines, how many rows from it on share a page; 0 inside a group.

    A section stays with its first row, the last row with the closing lines.
    """
    last = len(rows) - 1
    glued = [row.kind == "section" or index == last for index, row in enumerate(rows)]
    if rows and _is_long(rows[last], columns):
        glued[last] = False
    ties: list[int] = []
    for index in range(len(rows) + 1):
        if index and glued[index - 1]:
            ties.append(0)
            continue
        count = 1
        while index + count <= len(rows) and glued[index + count - 1]:
            count += 1
        ties.append(count)
    return ties


def _is_long(row: LedgerRow, columns: tuple[LedgerColumn, ...]) -> bool:
    if row.kind == "section":
        return False
    for cell, column in zip(row.cells, columns, strict=True):
        letters_a_line = max(2.0, (column.width - _CELL_PADDING_MM) / _MM_AN_AVERAGE_LETTER)
        lines = sum(1 + len(part) / letters_a_line for part in cell.split("\n"))
        if lines > _LINES_OF_A_WHOLE_ROW:
            return True
    return False
