"""Paragraphs and tables of the newer version built anew in the older one, marked as put in."""

from __future__ import annotations

from copy import deepcopy
from typing import Final

from vanphong.lib.comparing.carrying import Carrier
from vanphong.lib.comparing.pen import Pen
from vanphong.lib.comparing.reading import Block, Cell, Paragraph, Row, Table
from vanphong.lib.word.ordering import drop
from vanphong.lib.word.xml import Element, W, el

_TRACKED: Final = ("ins", "del", "trPrChange", "tcPrChange", "cellIns", "cellDel", "cellMerge", "cnfStyle")


class Newcomers:
    """Builds what the newer version has more."""

    def __init__(self, pen: Pen, carrier: Carrier) -> None:
        self._pen = pen
        self._carrier = carrier
        self.unnumbered: list[Paragraph] = []
        """Paragraphs whose automatic number the older file has no list for."""

    def block(self, block: Block, move: int = 0, *, end: bool = True) -> Element:
        """A paragraph or a table; `end` says whether the end of the paragraph is new as well."""
        if isinstance(block, Table):
            properties = self._carrier.dresser.table(block.element.find(W + "tblPr"))
            rows = [self.row(row) for row in block.rows]
            return el("tbl", properties, _copy(block.element, "tblGrid"), *rows)
        return self._paragraph(block, move, end=end)

    def row(self, row: Row) -> Element:
        """A row of a table."""
        held = [_copy(row.element, name) for name in ("tblPrEx", "trPr")]
        made = el("tr", *held, *(self._cell(cell) for cell in row.cells))
        self._pen.row(made, "ins")
        return made

    def _cell(self, cell: Cell) -> Element:
        blocks = [self.block(block) for block in cell.blocks] or [el("p")]
        return el("tc", _copy(cell.element, "tcPr"), *blocks)

    def _paragraph(self, new: Paragraph, move: int, *, end: bool) -> Element:
        properties, lost = self._carrier.dresser.paragraph(new.element.find(W + "pPr"), new.form)
        if lost:
            self.unnumbered.append(new)
        runs = self._carrier.runs(new, 0, len(new.text), properties)
        made = el("p", properties)
        if runs:
            made.append(self._pen.mark("moveTo" if move else "ins", *runs))
        if end:
            self._pen.end(made, "moveTo" if move else "ins")
        if move:
            self._pen.frame(made, "moveTo", move)
        return made


def _copy(element: Element, name: str) -> Element | None:
    found = element.find(W + name)
    if found is None:
        return None
    made = deepcopy(found)
    made.tail = None
    drop(made, *_TRACKED)
    return made
