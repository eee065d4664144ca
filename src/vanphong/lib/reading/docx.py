"""Text of .docx and .odt files: paragraphs, tables and text boxes, old fonts made Unicode."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lxml import etree

from vanphong.lib.legacy_fonts import encoding_of_font, heal
from vanphong.lib.reading.flow import Align, Flow, Paragraph
from vanphong.lib.reading.model import Page
from vanphong.lib.reading.plain import columns_of
from vanphong.lib.word.xml import FALLBACK, Element, W, blocks, run_text, runs

_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_ALIGNS: Final[dict[str, Align]] = {"center": "centre", "right": "right", "end": "right"}
# A table of more rows than this in two columns is a list, read row by row.
_HEADER_ROWS: Final = 12

Cell = tuple[list[Paragraph], tuple[float, float]]


def docx_pages(path: Path) -> tuple[Page, ...]:
    """Read a .docx or .docm; raises KeyError, BadZipFile or XMLSyntaxError on a damaged one."""
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        main = "word/document.xml" if "word/document.xml" in names else _main_part(archive)
        reader = _Docx(_parsed(archive, "word/styles.xml") if "word/styles.xml" in names else None)
        flow = Flow()
        headers = sorted(name for name in names if re.fullmatch(r"word/header\d*\.xml", name))
        seen = set()
        for name in headers:
            for paragraph in reader.paragraphs(_parsed(archive, name)):
                # Page numbers stand in headers too; only words are worth a line.
                if any(map(str.isalpha, paragraph.text)) and paragraph.text not in seen:
                    seen.add(paragraph.text)
                    flow.paragraph(paragraph.text, paragraph.align)
        body = _parsed(archive, main).find(W + "body")
        if body is not None:
            reader.set(flow, body)
        if "word/footnotes.xml" in names:
            for paragraph in reader.paragraphs(_parsed(archive, "word/footnotes.xml")):
                flow.paragraph(paragraph.text)
    return flow.pages()


def _main_part(archive: zipfile.ZipFile) -> str:
    for link in _parsed(archive, "_rels/.rels"):
        if str(link.get("Type", "")).endswith("/officeDocument"):
            return str(link.get("Target", "")).lstrip("/")
    raise KeyError("officeDocument")


def _parsed(archive: zipfile.ZipFile, name: str) -> Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True)
    return etree.fromstring(archive.read(name), parser)


class _Docx:
    """Walks WordprocessingML; `styles` tells the font of paragraphs whose runs name none."""

    def __init__(self, styles: Element | None) -> None:
        self._fonts: dict[str, str] = {}
        self._usual = ""
        if styles is None:
            return
        for style in styles.iter(W + "style"):
            font = _font(style.find(W + "rPr"))
            if font:
                self._fonts[style.get(W + "styleId", "")] = font
                if style.get(W + "default") == "1" and style.get(W + "type") == "paragraph":
                    self._usual = font

    def set(self, flow: Flow, body: Element) -> None:
        """Set what `body` holds, in order; paragraphs made of two columns with tabs become columns."""
        waiting: list[tuple[str, str]] = []
        for block in blocks(body):
            if block.tag == W + "tbl":
                _set_pairs(flow, waiting)
                self._set_table(flow, block)
                continue
            for paragraph in self._block_paragraphs(block):
                parts = columns_of(paragraph.text)
                if len(parts) == 2:
                    waiting.append((parts[0], parts[1]))
                    continue
                _set_pairs(flow, waiting)
                flow.paragraph(paragraph.text, paragraph.align)
        _set_pairs(flow, waiting)

    def paragraphs(self, root: Element) -> Iterator[Paragraph]:
        """All paragraphs below `root` that hold text, tables flattened."""
        for block in root.iter(W + "p"):
            if not any(parent.tag in (FALLBACK, W + "txbxContent") for parent in block.iterancestors()):
                yield from self._block_paragraphs(block)

    def _block_paragraphs(self, block: Element) -> Iterator[Paragraph]:
        properties = block.find(W + "pPr")
        align: Align = "left"
        font = self._usual
        if properties is not None:
            jc = properties.find(W + "jc")
            align = _ALIGNS.get(jc.get(W + "val", ""), "left") if jc is not None else "left"
            style = properties.find(W + "pStyle")
            font = self._fonts.get(style.get(W + "val", ""), font) if style is not None else font
        for box in block.iter(W + "txbxContent"):
            if not any(parent.tag == FALLBACK for parent in box.iterancestors()):
                for inner in box.iterchildren(W + "p"):
                    yield from self._block_paragraphs(inner)
        for text in self._text(block, font).split("\n"):
            if text.strip():
                yield Paragraph(text, align)

    def _text(self, block: Element, font: str) -> str:
        """The letters of a paragraph; runs in TCVN3 or VNI fonts are healed together when they touch."""
        pieces: list[tuple[str, str]] = []
        for run in runs(block):
            run_font = _font(run.find(W + "rPr")) or font
            text = "".join(run_text(run))
            same = pieces and encoding_of_font(pieces[-1][0]) == encoding_of_font(run_font)
            if same and pieces[-1][0].endswith("H") == run_font.endswith("H"):
                pieces[-1] = (run_font, pieces[-1][1] + text)
            elif text:
                pieces.append((run_font, text))
        return "".join(heal(text, name) if encoding_of_font(name) else text for name, text in pieces)

    def _set_table(self, flow: Flow, table: Element) -> None:
        rows = [self._row(row) for row in table.iterchildren(W + "tr")]
        filled = [[cell for cell in row if cell[0]] for row in rows]
        filled = [row for row in filled if row]
        if len(filled) <= _HEADER_ROWS and max(map(len, filled), default=0) == 2:
            _set_side_by_side(flow, filled)
            return
        for row in filled:
            flow.columns(row)

    def _row(self, row: Element) -> list[Cell]:
        cells = list(row.iter(W + "tc"))
        cells = [cell for cell in cells if next(cell.iterancestors(W + "tr")) is row]
        widths = [_width(cell) for cell in cells]
        total = sum(widths) or 1.0
        result: list[Cell] = []
        start = 0.0
        for cell, width in zip(cells, widths, strict=True):
            end = start + width / total
            result.append((list(self.paragraphs(cell)), (start, end)))
            start = end
        return result


def _set_side_by_side(flow: Flow, rows: list[list[Cell]]) -> None:
    """Set rows of two cells so that the left column is read whole before the right one."""
    left: list[Paragraph] = []
    right: list[Paragraph] = []
    edge = next(row[0][1][1] for row in rows if len(row) == 2)
    for row in rows:
        before = max(len(left), len(right))
        for column in (left, right):
            column.extend(Paragraph("") for _ in range(before - len(column)))
        for paragraphs, span in row:
            (left if span[0] < edge - 0.01 else right).extend(paragraphs)
    flow.columns([(left, (0.0, edge)), (right, (edge, 1.0))])


def _set_pairs(flow: Flow, waiting: list[tuple[str, str]]) -> None:
    if waiting:
        left = [Paragraph(pair[0], "centre") for pair in waiting]
        right = [Paragraph(pair[1], "centre") for pair in waiting]
        flow.columns([(left, (0.0, 0.42)), (right, (0.42, 1.0))])
        waiting.clear()


def _font(properties: Element | None) -> str:
    fonts = properties.find(W + "rFonts") if properties is not None else None
    return (fonts.get(W + "ascii") or fonts.get(W + "hAnsi") or "") if fonts is not None else ""


def _width(cell: Element) -> float:
    properties = cell.find(W + "tcPr")
    width = properties.find(W + "tcW") if properties is not None else None
    try:
        return max(1.0, float((width.get(W + "w") or "1").rstrip("%"))) if width is not None else 1.0
    except ValueError:
        return 1.0


def odt_pages(path: Path) -> tuple[Page, ...]:
    """Read the paragraphs of an .odt, tables row by row; raises like `docx_pages`."""
    flow = Flow()
    with zipfile.ZipFile(path) as archive:
        root = _parsed(archive, "content.xml")
    for row in root.iter(_TEXT + "p", _TEXT + "h", _TABLE + "table-row"):
        if row.tag == _TABLE + "table-row":
            cells = list(row.iter(_TABLE + "table-cell"))
            step = 1 / max(len(cells), 1)
            flow.columns([(_odt_cell(cell), (at * step, at * step + step)) for at, cell in enumerate(cells)])
            continue
        in_table = any(parent.tag == _TABLE + "table-cell" for parent in row.iterancestors())
        if not in_table and (text := " ".join("".join(row.itertext()).split())):
            flow.paragraph(heal(text))
    return flow.pages()


def _odt_cell(cell: Element) -> list[Paragraph]:
    texts = [" ".join("".join(item.itertext()).split()) for item in cell.iter(_TEXT + "p")]
    return [Paragraph(heal(text)) for text in texts if text]
