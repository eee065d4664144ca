"""Sets an invented document as a Word file by the layout of its family and year (HD 05, HD 36, NĐ 30)."""

from __future__ import annotations

from typing import Any

from docx.shared import Mm, Pt

from tools.make_samples import docx_parts as parts
from tools.make_samples.docx_parts import CENTRE, JUSTIFY, space, write
from tools.make_samples.layouts import (
    LAYOUTS,
    MOTTO,
    NATION,
    PARTY_HEADING,
    PT_PER_MM,
    Layout,
    balanced_lines,
    left_header,
    letter_subject,
    number_line,
    recipients_end,
    text_width,
)
from tools.make_samples.model import Document
from vanphong.lib.templates.markup import Block, parse, spans


def to_docx(document: Document) -> bytes:
    """The document as .docx; equal input gives equal bytes."""
    layout = LAYOUTS[document.layout]
    word = parts.blank_word(layout)
    if document.note:
        _note(word, document.note)
    if "headless" not in document.tags:
        _header(word, document, layout)
        _title(word, document, layout)
    for block in parse(document.body):
        _block(word, block, document, layout)
    if "headless" not in document.tags:
        _signature(word, document, layout)
    if document.appendix:
        word.add_page_break()
        for block in parse(document.appendix):
            _block(word, block, document, layout)
    return parts.to_bytes(word)


def _note(word: Any, note: str) -> None:
    paragraph = space(write(word.add_paragraph(), note, 12, italic=True, align=CENTRE), after=6)
    parts.border(paragraph, ("top", "bottom", "left", "right"), "808080", gap=2)


def _header(word: Any, document: Document, layout: Layout) -> None:
    table = parts.columns(word, (layout.left_column, layout.right_column))
    _left_column(table.cell(0, 0), document, layout)
    _right_column(table.cell(0, 1), document, layout)


def _left_column(cell: Any, document: Document, layout: Layout) -> None:
    party = document.layout.startswith("party") or bool(document.emblem)
    paragraph = cell.paragraphs[0]
    for index, (line, bold) in enumerate(left_header(document, layout)):
        paragraph = cell.add_paragraph() if index else paragraph
        size = layout.issuer if bold else layout.superior
        space(write(paragraph, line, size, bold=bold, align=CENTRE))
        last = text_width(line, size, "Bold" if bold else "Regular")
    if party:
        space(write(cell.add_paragraph(), "*", 14, align=CENTRE), exact=14)
    else:
        rule = space(cell.add_paragraph(), exact=4)
        parts.rule_below(rule, min(last * 0.45, 90), layout.left_column)
    gap = 0 if party else 8
    space(write(cell.add_paragraph(), number_line(document), layout.number, align=CENTRE), before=gap)
    if document.is_letter:
        style, size = "Italic" if party else "Regular", layout.letter_subject
        for line in balanced_lines(letter_subject(document), size, layout.left_column - 8, style):
            space(write(cell.add_paragraph(), line, size, italic=party, align=CENTRE))
    for stamp in (document.secrecy, document.urgency):
        if stamp:
            _stamp(cell, stamp.upper(), layout)


def _stamp(cell: Any, text: str, layout: Layout) -> None:
    """Secrecy stands above urgency, both under the number (boxes 10a and 10b of HD 36)."""
    paragraph = space(write(cell.add_paragraph(), text, 14, bold=True, red=True, align=CENTRE), before=6)
    parts.border(paragraph, ("top", "bottom", "left", "right"), "C01010", gap=2)
    side = (layout.left_column * PT_PER_MM - text_width(text, 14, "Bold") - 16) / 2
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(side)


def _right_column(cell: Any, document: Document, layout: Layout) -> None:
    paragraph = cell.paragraphs[0]
    if document.layout == "state-30" and not document.emblem:
        size = 12.5 if layout.right_column > 98 else 12
        space(write(paragraph, NATION, size, bold=True, align=CENTRE))
        heading, size = MOTTO, layout.motto
        paragraph = cell.add_paragraph()
    else:
        heading, size = document.emblem or PARTY_HEADING, layout.heading
    space(write(paragraph, heading, size, bold=True, align=CENTRE))
    parts.rule_below(paragraph, text_width(heading, size, "Bold"), layout.right_column)
    date = write(cell.add_paragraph(), document.date_line, layout.date, italic=True, align=CENTRE)
    space(date, before=10)


def _title(word: Any, document: Document, layout: Layout) -> None:
    if not document.is_letter:
        name = write(word.add_paragraph(), document.type.upper(), layout.type_name, bold=True, align=CENTRE)
        space(name, before=16)
        if document.subject:
            space(write(word.add_paragraph(), document.subject, layout.subject, bold=True, align=CENTRE))
        _under_subject(word, document, layout)
    if document.addressees:
        _addressees(word, document, layout)


def _under_subject(word: Any, document: Document, layout: Layout) -> None:
    if document.layout.startswith("party"):
        space(write(word.add_paragraph(), "-----", 14, align=CENTRE), after=8)
    else:
        rule = space(word.add_paragraph(), after=10, exact=4)
        parts.rule_below(rule, 110, layout.text_width)


def _addressees(word: Any, document: Document, layout: Layout) -> None:
    """«Kính gửi» of letters, «Kính trình» of tờ trình since HD 05."""
    submits = document.type == "Tờ trình" and document.layout == "party-2026"
    lead = "Kính trình:" if submits else "Kính gửi:"
    party = document.layout.startswith("party")
    if len(document.addressees) == 1:
        paragraph = write(word.add_paragraph(), f"{lead} ", layout.body, italic=party, align=CENTRE)
        space(write(paragraph, document.addressees[0], layout.body), before=14, after=10)
        return
    paragraph = space(write(word.add_paragraph(), lead, layout.body, italic=party), before=14)
    paragraph.paragraph_format.left_indent = Mm(30)
    for index, name in enumerate(document.addressees):
        end = "." if index == len(document.addressees) - 1 else recipients_end(document, -2)
        paragraph = space(write(word.add_paragraph(), f"- {name}{end}", layout.body))
        paragraph.paragraph_format.left_indent = Mm(48)
    space(paragraph, after=10)


def _block(word: Any, block: Block, document: Document, layout: Layout) -> None:
    if block.kind == "table":
        _table(word, block, layout)
        return
    if block.kind == "page":
        word.add_page_break()
        return
    paragraph = word.add_paragraph()
    bold = block.kind in ("heading", "centre")
    # NĐ 30 sets the preamble in italics; Party offices differ, HD 05 notes have it upright with a hyphen.
    italic = block.kind == "preamble" and document.layout == "state-30"
    lead = "- " if block.kind == "preamble" and not italic else ""
    for text, strong in spans(lead + block.text):
        write(paragraph, text, layout.body, bold=bold or strong, italic=italic)
    paragraph.alignment = CENTRE if block.kind == "centre" else JUSTIFY
    space(paragraph, after=layout.after, exact=layout.line)
    if block.kind != "centre":
        paragraph.paragraph_format.first_line_indent = Mm(layout.indent)
    if bold:
        paragraph.paragraph_format.keep_with_next = True


def _table(word: Any, block: Block, layout: Layout) -> None:
    table = word.add_table(rows=len(block.rows), cols=len(block.widths))
    table.style, table.autofit = "Table Grid", False
    parts.set_widths(table, tuple(share * layout.text_width for share in block.widths))
    for y, row in enumerate(block.rows):
        for x, text in enumerate(row):
            short = x == 0 or (len(text) < 14 and any(c.isdigit() for c in text))
            paragraph = write(table.cell(y, x).paragraphs[0], text, 12, bold=y == 0)
            paragraph.alignment = CENTRE if y == 0 or short else parts.LEFT
            space(paragraph, before=2, after=2)
    space(word.add_paragraph(), exact=8)


def _signature(word: Any, document: Document, layout: Layout) -> None:
    # The block never stands alone on a page: the last lines of the text go with it.
    word.paragraphs[-1].paragraph_format.keep_with_next = True
    space(word.add_paragraph(), exact=8).paragraph_format.keep_with_next = True
    table = parts.columns(word, (layout.text_width * 0.46, layout.text_width * 0.54))
    parts.keep_whole(table.rows[0])
    _recipients(table.cell(0, 0), document, layout)
    _signer(table.cell(0, 1), document, layout)


def _recipients(cell: Any, document: Document, layout: Layout) -> None:
    party = document.layout.startswith("party")
    title = write(
        cell.paragraphs[0],
        "Nơi nhận:",
        layout.recipients_title,
        underline=party,
        bold=not party,
        italic=not party,
    )
    space(title)
    for index, name in enumerate(document.recipients):
        text = f"- {name}{recipients_end(document, index)}"
        space(write(cell.add_paragraph(), text, layout.recipients))


def _signer(cell: Any, document: Document, layout: Layout) -> None:
    party = document.layout.startswith("party")
    lines: list[tuple[str, bool]] = []
    if document.signing_capacity:
        lines += [(part, True) for part in document.signing_capacity.split(" / ")]
    # The post is regular under HD 05 and HD 36, bold when it is the only line; NĐ 30 has it bold.
    lines += [(part, not party or not lines) for part in document.signer_title.split(" / ")]
    for index, (line, bold) in enumerate(lines):
        paragraph = cell.add_paragraph() if index else cell.paragraphs[0]
        space(write(paragraph, line, layout.signature, bold=bold, align=CENTRE))
    for _ in range(4):
        space(write(cell.add_paragraph(), "", layout.signature, align=CENTRE))
    space(write(cell.add_paragraph(), document.signer, layout.signature, bold=True, align=CENTRE))
