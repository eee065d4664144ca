"""Sets an invented document as PDF by Typst: the look of files made by other programs than Word."""

from __future__ import annotations

import tempfile
from pathlib import Path

import typst

from tools.make_samples.layouts import (
    LAYOUTS,
    MOTTO,
    NATION,
    PARTY_HEADING,
    Layout,
    left_header,
    letter_subject,
    number_line,
    recipients_end,
)
from tools.make_samples.model import Document
from tools.make_samples.office import settle_pdf
from vanphong.lib.templates.markup import Block, parse, spans


def to_pdf(document: Document) -> bytes:
    """The document as PDF; equal input gives equal bytes."""
    layout = LAYOUTS[document.layout]
    parts = [_page(layout), _header(document, layout), _title(document, layout)]
    parts += [_block(block, layout) for block in parse(document.body)]
    parts.append(_signature(document, layout))
    if document.appendix:
        parts += ["#pagebreak()", *(_block(block, layout) for block in parse(document.appendix))]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "document.typ")
        path.write_text("\n\n".join(parts), encoding="utf-8")
        return settle_pdf(typst.compile(str(path)))


def _q(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _styled(text: str, size: float, *, bold: bool = False, italic: bool = False) -> str:
    weight = '"bold"' if bold else '"regular"'
    style = '"italic"' if italic else '"normal"'
    return f"#text(size: {size}pt, weight: {weight}, style: {style}, {_q(text)})"


def _page(layout: Layout) -> str:
    shown = f"text(size: {layout.page_number}pt, counter(page).display())"
    number = f"#context if here().page() > 1 {{ align(center, {shown}) }}"
    return (
        "#set document(date: none)\n"
        f'#set text(font: "Liberation Serif", size: {layout.body}pt, lang: "vi")\n'
        f'#set page(paper: "a4", margin: (top: {layout.top}mm, bottom: {layout.bottom}mm,'
        f" left: {layout.left}mm, right: {layout.right}mm), header-ascent: 5.5mm, header: [{number}])\n"
        f"#set par(justify: true, leading: 0.62em, spacing: 0.95em,"
        f" first-line-indent: (amount: {layout.indent}mm, all: true))"
    )


def _stack(lines: list[str], gap: str = "5.5pt") -> str:
    body = " ".join(f"[{line}]," for line in lines)
    return f"#set par(first-line-indent: 0pt, justify: false)\n#align(center, stack(spacing: {gap}, {body}))"


def _header(document: Document, layout: Layout) -> str:
    party = document.layout.startswith("party") or bool(document.emblem)
    left = [
        _styled(line, layout.issuer if bold else layout.superior, bold=bold)
        for line, bold in left_header(document, layout)
    ]
    left.append("#text(size: 14pt)[\\*]" if party else "#line(length: 22mm, stroke: 0.75pt)")
    left.append(_styled(number_line(document), layout.number))
    if document.is_letter:
        left.append(_styled(letter_subject(document), layout.letter_subject, italic=party))
    if document.urgency:
        word = _styled(document.urgency.upper(), 14, bold=True)
        left.append(
            f'#box(stroke: 0.75pt + rgb("#c01010"), inset: 4pt)[#set text(fill: rgb("#c01010"))\n{word}]'
        )
    right = []
    heading = document.emblem or PARTY_HEADING
    if document.layout == "state-30" and not document.emblem:
        right.append(_styled(NATION, 12, bold=True))
        heading = MOTTO
    size = layout.motto or layout.heading
    right.append(f"#underline(offset: 4pt, stroke: 0.75pt)[{_styled(heading, size, bold=True)}]")
    right.append("#v(8pt)")
    right.append(_styled(document.date_line, layout.date, italic=True))
    columns = f"{layout.left_column}mm, {layout.right_column}mm"
    return f"#grid(columns: ({columns}), [{_stack(left)}], [{_stack(right)}])"


def _title(document: Document, layout: Layout) -> str:
    parts = ["#v(8pt)"]
    if not document.is_letter:
        lines = [_styled(document.type.upper(), layout.type_name, bold=True)]
        lines.append(f"#box(width: 145mm)[{_styled(document.subject, layout.subject, bold=True)}]")
        party = document.layout.startswith("party")
        lines.append('#text(size: 14pt, "-----")' if party else "#line(length: 38mm, stroke: 0.75pt)")
        parts.append(f"#[{_stack(lines, '7pt')}]")
    if document.addressees:
        submits = document.type == "Tờ trình" and document.layout == "party-2026"
        lead = "Kính trình:" if submits else "Kính gửi:"
        names = document.addressees
        if len(names) == 1:
            parts.append(f"#align(center)[#emph[{lead}] {_styled(names[0], layout.body)}]")
        else:
            items = [f"- {name}{'.' if i == len(names) - 1 else ';'}" for i, name in enumerate(names)]
            rows = " \\ ".join(_styled(item, layout.body) for item in items)
            inner = f"#set par(first-line-indent: 0pt)\n#emph[{lead}] \\ #pad(left: 14mm)[{rows}]"
            parts.append(f"#pad(left: 28mm)[{inner}]")
    return "\n".join([*parts, "#v(6pt)"])


def _block(block: Block, layout: Layout) -> str:
    if block.kind == "table":
        columns = ", ".join(f"{share * layout.text_width:.1f}mm" for share in block.widths)
        cells = [f"[{_styled(cell, 12, bold=y == 0)}]" for y, row in enumerate(block.rows) for cell in row]
        return (
            "#[#set par(first-line-indent: 0pt, justify: false)\n"
            f"#table(columns: ({columns}), stroke: 0.5pt, inset: 4pt, {', '.join(cells)})]"
        )
    if block.kind == "page":
        return "#pagebreak()"
    bold = block.kind in ("heading", "centre")
    text = "".join(
        _styled(part, layout.body, bold=bold or strong, italic=block.kind == "preamble" and layout.motto > 0)
        for part, strong in spans(block.text)
    )
    return f"#align(center)[{text}]" if block.kind == "centre" else text


def _signature(document: Document, layout: Layout) -> str:
    party = document.layout.startswith("party")
    title = "Nơi nhận:"
    lead = (
        f"#underline[{_styled(title, layout.recipients_title)}]"
        if party
        else _styled(title, layout.recipients_title, bold=True, italic=True)
    )
    items = [
        _styled(f"- {name}{recipients_end(document, i)}", layout.recipients)
        for i, name in enumerate(document.recipients)
    ]
    rows = " \\ ".join([lead, *items])
    left = f"#set par(first-line-indent: 0pt, justify: false, leading: 0.5em)\n{rows}"
    lines: list[str] = []
    if document.signing_capacity:
        lines += [_styled(s, layout.signature, bold=True) for s in document.signing_capacity.split(" / ")]
    lines += [
        _styled(s, layout.signature, bold=not party or not lines) for s in document.signer_title.split(" / ")
    ]
    lines += ["#v(58pt)", _styled(document.signer, layout.signature, bold=True)]
    width = layout.text_width
    return (
        f"#v(4pt)\n#block(breakable: false)[#grid(columns: ({width * 0.46:.1f}mm, {width * 0.54:.1f}mm),"
        f" [{left}], [{_stack(lines)}])]"
    )
