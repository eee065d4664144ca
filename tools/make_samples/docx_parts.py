"""Pieces of a Word file set exactly: runs, paragraphs, rules, borderless tables, frames."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

from docx import Document as new_word
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from tools.make_samples.layouts import FONT_NAME, PT_PER_MM, Layout

CENTRE, JUSTIFY, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.LEFT
RED = RGBColor(0xC0, 0x10, 0x10)
ZIP_DATE = (2026, 11, 2, 8, 0, 0)


def blank_word(layout: Layout) -> Any:
    """An A4 Word file with the margins of the layout, its page number and no content."""
    word = new_word()
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(layout.top), Mm(layout.bottom)
    section.left_margin, section.right_margin = Mm(layout.left), Mm(layout.right)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    style = word.styles["Normal"]
    style.font.name, style.font.size = FONT_NAME, Pt(layout.body)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT_NAME)
    style.paragraph_format.space_after = Pt(0)
    _page_number(section.header.paragraphs[0], layout.page_number)
    properties = word.core_properties
    properties.author, properties.title, properties.comments = "Văn thư", "", ""
    properties.created = properties.modified = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
    return word


def _page_number(paragraph: Any, size: float) -> None:
    paragraph.alignment = CENTRE
    run = paragraph.add_run()
    run.font.size, run.font.name = Pt(size), FONT_NAME
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        if kind:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        else:
            element = OxmlElement("w:instrText")
            element.text = text
        run._r.append(element)


def write(
    paragraph: Any,
    text: str,
    size: float,
    *,
    bold: bool = False,
    italic: bool = False,
    underline: bool = False,
    red: bool = False,
    align: Any = None,
) -> Any:
    """Add a run to a paragraph; returns the paragraph."""
    run = paragraph.add_run(text)
    run.font.name, run.font.size = FONT_NAME, Pt(size)
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT_NAME)
    run.bold, run.italic, run.underline = bold or None, italic or None, underline or None
    if red:
        run.font.color.rgb = RED
    if align is not None:
        paragraph.alignment = align
    return paragraph


def space(paragraph: Any, before: float = 0, after: float = 0, exact: float | None = None) -> Any:
    """Spacing in points; `exact` sets the line spacing Exactly."""
    form = paragraph.paragraph_format
    form.space_before, form.space_after = Pt(before), Pt(after)
    if exact is not None:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(exact)
    return paragraph


def rule_below(paragraph: Any, width_pt: float, column_mm: float) -> None:
    """A 0.75 pt rule of the given length, centred under the paragraph's column."""
    border(paragraph, ("bottom",), colour="000000")
    # Two points of slack keep the text of that width on one line in every office program.
    side = max((column_mm * PT_PER_MM - width_pt) / 2 - 2, 0)
    paragraph.paragraph_format.left_indent = Pt(side)
    paragraph.paragraph_format.right_indent = Pt(side)


def border(paragraph: Any, sides: tuple[str, ...], colour: str, gap: int = 1) -> None:
    """Borders of 0.75 pt on the named sides of a paragraph."""
    borders = OxmlElement("w:pBdr")
    for side in sides:
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "6"), ("space", str(gap)), ("color", colour)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    properties = paragraph._p.get_or_add_pPr()
    properties.append(borders)
    # Word wants pBdr before spacing, ind and jc.
    for tag in ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"):
        for found in properties.findall(qn(tag)):
            properties.remove(found)
            properties.append(found)


def columns(word: Any, widths_mm: tuple[float, ...], rows: int = 1) -> Any:
    """A table of fixed columns without borders and without cell padding."""
    table = word.add_table(rows=rows, cols=len(widths_mm))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        element = OxmlElement(f"w:{side}")
        element.set(qn("w:w"), "0")
        element.set(qn("w:type"), "dxa")
        margins.append(element)
    table._tbl.tblPr.append(margins)
    set_widths(table, widths_mm)
    return table


def set_widths(table: Any, widths_mm: tuple[float, ...]) -> None:
    """Fix the width of every column in mm."""
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def keep_whole(row: Any) -> None:
    """Never break the table row over two pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def to_bytes(word: Any) -> bytes:
    """The Word file with fixed dates and no thumbnail, so equal input gives equal bytes."""
    raw = io.BytesIO()
    word.save(raw)
    raw.seek(0)
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            content = source.read(name)
            if name.endswith("thumbnail.jpeg"):
                continue
            if name == "_rels/.rels":
                content = _without_thumbnail(content)
            target.writestr(zipfile.ZipInfo(name, ZIP_DATE), content, zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()


def _without_thumbnail(rels: bytes) -> bytes:
    start = rels.find(b"thumbnail")
    if start < 0:
        return rels
    begin, end = rels.rfind(b"<Relationship ", 0, start), rels.find(b"/>", start) + 2
    return rels[:begin] + rels[end:]
