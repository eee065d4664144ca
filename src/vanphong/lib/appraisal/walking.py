"""Goes through a part of a .docx, block by block: each paragraph with the looks its letters truly have."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from vanphong.lib.appraisal.model import Align, Cell, Paper, Para, Run
from vanphong.lib.appraisal.styles import Looks, Styles, number
from vanphong.lib.word.xml import FALLBACK, WRAPPERS, W, blocks, run_text
from vanphong.lib.word.xml import runs as runs_of

Element = Any
_ALIGNS: Final[dict[str, Align]] = {
    "center": "centre",
    "right": "right",
    "end": "right",
    "both": "justify",
    "distribute": "justify",
}
_SHAPES: Final = ("}wsp", "}cxnSp", "}line", "}shape", "}rect", "}pic", "}group", "}wgp")


@dataclass(slots=True)
class _Count:
    page: int = 1
    rendered: bool = False
    height: float = 0.0


class Walk:
    """Goes through the blocks of a part in order and adds their paragraphs to the paper."""

    def __init__(self, styles: Styles, part: str, paper: Paper) -> None:
        self._styles, self._part, self._paper = styles, part, paper
        self._blank = 0
        self._tables = 0
        self._count = _Count()
        self.known: dict[Element, int] = {}
        """Element of a paragraph = its number."""

    def body(self, body: Element) -> None:
        self._count.rendered = next(body.iter(W + "lastRenderedPageBreak"), None) is not None
        for block in blocks(body):
            self._block(block, None, "")
        paper = self._paper
        paper.pages = max(self._count.page, 1)

    def paragraphs(self, root: Element) -> list[Para]:
        """The paragraphs of a header or footer, with those that hold no letters."""
        return [self._para(p, None, "") for p in root.iter(W + "p")]

    def _block(self, block: Element, cell: Cell | None, table_style: str) -> None:
        if block.tag == W + "tbl":
            self._table(block)
            return
        for box in block.iter(W + "txbxContent"):
            if not any(parent.tag == FALLBACK for parent in box.iterancestors()):
                for inner in blocks(box):
                    if inner.tag == W + "p":
                        self._add(inner, None, "", boxed=True)
                    else:
                        self._table(inner)
        self._add(block, cell, table_style)

    def _add(self, block: Element, cell: Cell | None, table_style: str, *, boxed: bool = False) -> None:
        count = self._count
        if not boxed:
            breaks = sum(one.get(W + "type") == "page" for one in block.iter(W + "br"))
            count.page += breaks
            if count.rendered:
                count.page += sum(1 for _ in block.iter(W + "lastRenderedPageBreak"))
            elif breaks:
                count.height = 0.0
        para = self._para(block, cell, table_style)
        if boxed:
            para.place = "box"
        if not boxed and cell is None and not count.rendered:
            self._measure(para)
        para.page = count.page
        properties = block.find(W + "pPr")
        if not para.text.strip():
            self._blank += 1 + para.text.count("\n")
            last = self._paper.paragraphs[-1] if self._paper.paragraphs else None
            if last is not None and (para.drawn or para.ruled_below):
                # A rule often hangs on an empty paragraph below the words it belongs to.
                last.ruled_below |= para.ruled_below
                last.drawn |= para.drawn
            if last is not None:
                self.known[block] = last.index
        else:
            para.blank_before, self._blank = self._blank, 0
            para.index = len(self._paper.paragraphs) + 1
            self._paper.paragraphs.append(para)
            self.known[block] = para.index
        if properties is not None and properties.find(W + "sectPr") is not None:
            self._section_at += 1
            if not count.rendered:
                count.page, count.height = count.page + 1, 0.0

    _section_at = 0

    def _measure(self, para: Para) -> None:
        """Without Word's own marks pages are told by the height that paragraphs take."""
        sections = self._paper.sections
        section = sections[min(self._section_at, len(sections) - 1)] if sections else None
        wide = (section.width - section.left - section.right if section else 165) / 25.4 * 72
        high = (section.height - section.top - section.bottom if section else 250) / 25.4 * 72
        size = next((run.size for run in para.runs if run.size), 14.0)
        step = para.line if para.line else size * 1.15 * para.lines
        rows = max(1, math.ceil(len(para.text) * size * 0.46 / max(wide - para.left - para.right, 50)))
        tall = rows * step + para.before + para.after
        if self._count.height + tall > high:
            self._count.page += 1
            self._count.height = 0.0
        self._count.height += tall

    def _para(self, block: Element, cell: Cell | None, table_style: str) -> Para:
        styles = self._styles
        properties = block.find(W + "pPr")
        named = properties.find(W + "pStyle") if properties is not None else None
        style = named.get(W + "val", "") if named is not None else styles.default_style
        looks: Looks = {
            **styles.para_defaults,
            **(styles.para(table_style) if table_style else {}),
            **styles.para(style),
            **styles.para_looks(properties),
        }
        under: Looks = {
            **styles.run_defaults,
            **(styles.run(table_style) if table_style else {}),
            **styles.run(style),
        }
        runs: list[Run] = []
        at = 0
        for element in runs_of(block):
            text = "".join(run_text(element, page_break=""))
            if not text:
                continue
            run = _run(element, text, at, {**under, **styles.run_looks(element.find(W + "rPr"))})
            if run is not None:
                runs.append(run)
                at = run.end
        text = "".join(run.text for run in runs)
        para = Para(0, text, tuple(runs), "table" if cell else "body", cell, element=block, part=self._part)
        _set_looks(para, looks)
        para.section = self._section_at
        para.drawn = any(
            str(one.tag).endswith(_SHAPES) and next(one.iter(W + "txbxContent"), None) is None
            for one in block.iter()
            if isinstance(one.tag, str)
        )
        return para

    def _table(self, table: Element) -> None:
        self._tables += 1
        ident = self._tables
        properties = table.find(W + "tblPr")
        named = properties.find(W + "tblStyle") if properties is not None else None
        style = named.get(W + "val", "") if named is not None else ""
        rows = list(_children(table, "tr"))
        ruled = self._ruled(properties, style, table)
        for y, row in enumerate(rows):
            cells = list(_children(row, "tc"))
            widths = [_width(cell) for cell in cells]
            total, start = sum(widths) or 1.0, 0.0
            for x, (cell, width) in enumerate(zip(cells, widths, strict=True)):
                end = start + width / total
                place = Cell(ident, y, x, len(cells), len(rows), start, end, ruled)
                self._blank = 0
                for block in blocks(cell):
                    self._block(block, place, style)
                start = end
        self._blank = 0

    def _ruled(self, properties: Element | None, style: str, table: Element) -> bool:
        borders = properties.find(W + "tblBorders") if properties is not None else None
        if borders is None:
            based = self._styles.based(style)
            borders = based.find(f"{W}tblPr/{W}tblBorders") if based is not None else None
        inside = borders.find(W + "insideV") if borders is not None else None
        if inside is not None and inside.get(W + "val") not in ("nil", "none"):
            return True
        sides = [b.get(W + "val") for c in table.iter(W + "tcBorders") for b in c if b.tag == W + "left"]
        return any(value not in (None, "nil", "none") for value in sides)


def _set_looks(para: Para, looks: Looks) -> None:
    para.align = _ALIGNS.get(looks.get("jc", ""), "left")
    para.left, para.right = number(looks.get("left")) / 20, number(looks.get("right")) / 20
    para.first = number(looks.get("first")) / 20
    automatic = (
        looks.get("beforeAutospacing") in ("1", "true"),
        looks.get("afterAutospacing") in ("1", "true"),
    )
    para.before = 14.0 if automatic[0] else number(looks.get("before")) / 20
    para.after = 14.0 if automatic[1] else number(looks.get("after")) / 20
    rule = looks.get("lineRule", "auto")
    spacing = number(looks.get("line"), 240.0)
    if rule in ("exact", "exactly", "atLeast"):
        para.line_rule = "atLeast" if rule == "atLeast" else "exact"
        para.line = spacing / 20
    else:
        para.lines = spacing / 240
    para.ruled_below = looks.get("bottom", "none") not in ("none", "nil", "")
    para.numbered = looks.get("numbered") == "1"


def _run(element: Element, text: str, at: int, looks: Looks) -> Run | None:
    if looks.get("vanish") == "1":
        return None
    size = looks.get("sz")
    return Run(
        text,
        at,
        looks.get("font", ""),
        # Word sets letters in 10 points where nothing tells a size.
        number(size, 20.0) / 2 if size else 10.0,
        looks.get("b") == "1",
        looks.get("i") == "1",
        looks.get("u", "none") not in ("none", ""),
        looks.get("caps") == "1",
        looks.get("color", ""),
        looks.get("highlight", "none") not in ("none", ""),
        element,
    )


def _children(parent: Element, name: str) -> Iterator[Element]:
    for child in parent:
        if child.tag == W + name:
            yield child
        elif child.tag in WRAPPERS:
            yield from _children(child, name)


def _width(cell: Element) -> float:
    width = cell.find(f"{W}tcPr/{W}tcW")
    found = number((width.get(W + "w") or "").rstrip("%")) if width is not None else 0.0
    return max(found, 1.0)
