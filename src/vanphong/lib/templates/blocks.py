"""A body in the small markup as paragraphs and tables of Word, in the styles of the template."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Final

from vanphong.lib.templates.markup import Block, parse, spans
from vanphong.lib.templates.styles import BODY, CELL, CENTRE, GROUNDS, HEADING
from vanphong.lib.word.building import form, grid, look, paragraph
from vanphong.lib.word.xml import Element, W, el, run

# «Điều 3.», «Chương II», «Mục 1», «Phần thứ nhất»; «I- », «IV. »; the number of a khoản, «2. », is bold alone.
_CHAPTER: Final = re.compile(r"(?:Chương|CHƯƠNG|Phần|PHẦN|Mục|MỤC)\s+(?:[IVXLC]+|\d+|thứ|THỨ)\b")
_HEADING: Final = re.compile(r"(?:Điều \d+[.:]|[IVXL]+\s?[-.])\s*\S")
_NUMBERED: Final = re.compile(r"(\d{1,2}(?:\.\d{1,2})*[.)])(?=\s)")
_ARTICLE: Final = re.compile(r"(Điều \d+[.:])(?=\s)")
# A heading that runs on as a sentence is an article whose text follows on the same line.
_LONG: Final = 120


class Setter:
    """Sets blocks in the styles of a file; where one is missing, the paragraph of the field lends its form."""

    def __init__(self, base: Element, styles: Mapping[str, str], width_mm: float) -> None:
        self._base = base
        self._styles = styles
        self._width = width_mm
        self._look = next(
            (r.find(W + "rPr") for r in base.iter(W + "r") if r.find(W + "rPr") is not None), None
        )

    def blocks(self, body: str) -> Iterator[Element]:
        """The elements of a body."""
        for block in parse(body):
            yield from self._block(block)

    def _block(self, block: Block) -> Iterator[Element]:
        if block.kind == "table":
            yield self._table(block)
            yield paragraph(form(exact=8))
            return
        if block.kind == "page":
            yield page_break()
            return
        text = block.text
        if block.kind == "centre" or (block.kind == "paragraph" and _CHAPTER.match(text)):
            yield self.set(text, CENTRE, align="center", bold=True)
        elif block.kind == "preamble":
            yield self.set(f"- {text}", GROUNDS)
        elif block.kind == "heading" or (
            len(text) <= _LONG and _HEADING.match(text) and text[-1] not in ".;"
        ):
            yield self.set(text, HEADING, bold=True)
        else:
            lead = _NUMBERED.match(text) or _ARTICLE.match(text)
            marked = f"**{lead[1]}**{text[lead.end() :]}" if lead else text
            yield self.set(marked, BODY)

    def set(self, text: str, style: str, *, align: str = "", bold: bool = False) -> Element:
        """A paragraph of `text`, `**bold**` in it, in a style of the file or else in the form of the field."""
        known = self._styles.get(style)
        made = el("p", form(style=known) if known else self._form(align))
        # The style says what is bold; without it the run must.
        for piece, strong in spans(text):
            made.append(run(piece, self._run(bold=strong or (bold and not known), styled=bool(known))))
        return made

    def _form(self, align: str) -> Element | None:
        properties = self._base.find(W + "pPr")
        if properties is None:
            return form(align=align) if align else None
        kept = deepcopy(properties)
        for name in ("jc", "ind") if align else ():
            for found in kept.findall(W + name):
                kept.remove(found)
        if align:
            kept.append(el("jc", val=align))
        return kept

    def _run(self, *, bold: bool, styled: bool) -> Element | None:
        made = deepcopy(self._look) if self._look is not None and not styled else el("rPr")
        if bold and made.find(W + "b") is None:
            # Schema order: after the style and the fonts, before everything else.
            at = sum(child.tag in (W + "rStyle", W + "rFonts") for child in made)
            made.insert(at, el("b"))
        return made if len(made) else None

    def _table(self, block: Block) -> Element:
        known = self._styles.get(CELL, "")
        rows = []
        for at, row in enumerate(block.rows):
            cells = []
            for column, text in enumerate(row):
                short = column == 0 or (len(text) < 14 and any(c.isdigit() for c in text))
                align = "center" if at == 0 or short else "left"
                properties = form(style=known, align=align, before=2, after=2)
                runs = [run(piece, look(12, bold=strong or at == 0)) for piece, strong in spans(text)]
                cells.append([paragraph(properties, *runs)])
            rows.append(cells)
        return grid(rows, [share * self._width for share in block.widths], ruled=True)


def page_break() -> Element:
    """A paragraph that begins a new page."""
    return el("p", el("r", el("br", type="page")))


def appendix(setter: Setter, body: str, number: int, count: int, reference: str) -> Iterator[Element]:
    """An appendix on a new page: numbered where there are more, with the document it belongs to."""
    yield page_break()
    name = f"PHỤ LỤC {number}" if count > 1 else "PHỤ LỤC"
    yield setter.set(name, CENTRE, align="center", bold=True)
    if reference:
        yield paragraph(form(align="center", after=8), run(reference, look(14, italic=True)))
    yield from setter.blocks(body)
