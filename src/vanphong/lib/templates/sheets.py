"""Working sheets as Word files: who made it, a title, lines, tables; what an office attaches to a draft."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from vanphong.lib.dates import format_date_long
from vanphong.lib.templates.blank import page_header, page_section, party_heading
from vanphong.lib.templates.rules import layout_on
from vanphong.lib.templates.styles import styles
from vanphong.lib.word.building import form, grid, line, look, paragraph, word_file
from vanphong.lib.word.xml import Element, run

_CELL = 12


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A table with its heading: columns as (title, share of the width), cells as text; several lines in one allowed."""

    heading: str
    columns: Sequence[tuple[str, float]]
    rows: Sequence[Sequence[str]]
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on the sheet; `signer` is (post, name)."""

    superior: str
    office: str
    place: str
    day: date
    title: str
    subtitle: str
    lines: Sequence[str]
    tables: Sequence[SheetTable]
    signer: tuple[str, str]


def sheet(made: Sheet) -> bytes:
    """The sheet as .docx, in the layout of its day."""
    rules = layout_on(made.day)
    layout = rules.measures
    superior = [line(made.superior, form(align="center"), layout.superior)] if made.superior else []
    left = [
        *superior,
        line(made.office, form(align="center"), layout.issuer, bold=True),
        line("*", form(align="center"), 14),
    ]
    day = run(format_date_long(made.day, made.place), look(layout.date, italic=True))
    right = [party_heading(rules), paragraph(form(align="center", before=10), day)]
    body: list[Element] = [
        grid([[left, right]], (layout.left_column, layout.right_column), ruled=False),
        line(made.title, form(align="center", before=16), layout.type_name, bold=True),
        line(made.subtitle, form(align="center", after=10), layout.subject, bold=True),
        *(line(text, form(align="both", first=layout.indent, after=4), 14) for text in made.lines),
    ]
    for table in made.tables:
        body += list(_table(table, layout.text_width))
    post, name = made.signer
    half = (layout.text_width / 2, layout.text_width / 2)
    block = [
        line(post, form(align="center", before=12), layout.signature, bold=True),
        *(line("", form(align="center"), layout.signature) for _ in range(4)),
        line(name, form(align="center"), layout.signature, bold=True),
    ]
    # Two tables that touch would be one.
    body.append(line("", form(exact=8, keep=True), 8))
    body.append(grid([[[line("", form(), 14)], block]], half, ruled=False))
    body.append(line("", form(exact=8), 8))
    return word_file(
        body, page_section(rules), styles(layout), {"header1.xml": page_header(layout.page_number)}
    )


def _table(table: SheetTable, width: float) -> Iterator[Element]:
    yield line(table.heading, form(before=10, after=4, keep=True), 14, bold=True)
    if not table.rows:
        yield line(table.empty, form(after=4), 14)
        return
    whole = sum(share for _title, share in table.columns)
    head = [[line(title, form(align="center"), _CELL, bold=True)] for title, _share in table.columns]
    rows = [
        [[line(text, form(before=2, after=2), _CELL) for text in cell.split("\n")] for cell in row]
        for row in table.rows
    ]
    yield grid([head, *rows], [width * share / whole for _title, share in table.columns], ruled=True)
