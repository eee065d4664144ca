"""The template of a type as the rules of its day have it: a Word file with «{{trích yếu}}» where values go."""

from __future__ import annotations

import re
from typing import Final

from vanphong.lib.templates.rules import (
    MOST_SIGNERS,
    DocumentType,
    LayoutRules,
    fields,
)
from vanphong.lib.templates.styles import BODY, CELL, GROUNDS, IDS, styles
from vanphong.lib.templates.values import number_of_signers, unwritable
from vanphong.lib.word.building import (
    RED,
    TWIPS_PER_MM,
    form,
    grid,
    header_reference,
    line,
    look,
    paragraph,
    word_file,
)
from vanphong.lib.word.xml import Element, el, letters, run

HEADING: Final = "ĐẢNG CỘNG SẢN VIỆT NAM"
# Width of the heading at 15 pt bold in Times New Roman, 206.1 pt: the rule below is as long as the words.
_HEADING_MM: Final = 206.1 * 25.4 / 72
_BLANK_LINES: Final = 4
_STAMP_MM: Final = 52
_ROOM: Final = "VPNoiDung"


def blank(kind: DocumentType, rules: LayoutRules, signers: int = 1, *, post_alone: bool = False) -> bytes:
    """The empty template of a type; minutes always have two signers. A post that stands alone is bold."""
    count = 2 if kind.minutes else signers
    if not 1 <= count <= MOST_SIGNERS:
        raise unwritable(number_of_signers(MOST_SIGNERS))
    layout = rules.measures
    content: list[Element] = []
    content += [
        _heading(kind, rules),
        *_title(kind, rules),
        *_text(kind, rules),
        *_closing(kind, rules, count, post_alone or kind.minutes),
    ]
    content.append(paragraph(form(style=_ROOM), _mark("appendices", layout.body)))
    return word_file(
        content, page_section(rules), styles(layout), {"header1.xml": page_header(layout.page_number)}
    )


def _mark(
    name: str, size: float, *, bold: bool = False, italic: bool = False, underline: bool = False
) -> Element:
    return run(fields()[name].mark, look(size, bold=bold, italic=italic, underline=underline))


def page_section(rules: LayoutRules) -> Element:
    """Paper, margins and page number of a layout."""
    layout = rules.measures
    margins = {
        side: round(getattr(layout, side) * TWIPS_PER_MM) for side in ("top", "right", "bottom", "left")
    }
    ten = round(10 * TWIPS_PER_MM)
    return el(
        "sectPr",
        header_reference(1),
        el("pgSz", w=11906, h=16838),
        el("pgMar", **margins, header=ten, footer=ten, gutter=0),
        # The first page has a header of its own, which is none: its number is not printed.
        el("titlePg"),
    )


def page_header(size: float) -> Element:
    """The header of every page but the first: its number, centred."""

    def field(kind: str) -> Element:
        return el("r", look(size), el("fldChar", fldCharType=kind))

    code = el("r", look(size), *letters(" PAGE ", "instrText"))
    return el(
        "hdr",
        paragraph(
            form(align="center"), field("begin"), code, field("separate"), run("2", look(size)), field("end")
        ),
    )


def party_heading(rules: LayoutRules) -> Element:
    """The Party's name above its rule, in the right column of the head."""
    layout = rules.measures
    # Two points of slack keep the heading on one line in every office program.
    side = max((layout.right_column - _HEADING_MM) / 2 - 0.7, 0)
    properties = form(align="center", left=side, right=side, borders=("bottom",))
    return line(HEADING, properties, layout.heading, bold=True)


def _heading(kind: DocumentType, rules: LayoutRules) -> Element:
    layout = rules.measures
    middle = form(align="center")
    left = [
        paragraph(middle, _mark("superior", layout.superior)),
        paragraph(form(align="center"), _mark("issuer", layout.issuer, bold=True)),
        line("*", form(align="center", exact=14), 14),
    ]
    if kind.symbol:
        size = layout.number
        parts = [run("Số ", look(size)), _mark("number", size), run("-", look(size)), _mark("notation", size)]
        left.append(paragraph(form(align="center"), *parts))
    if kind.is_letter:
        lead = run(f"{rules.letter_lead} ", look(layout.letter_subject, italic=True))
        left.append(
            paragraph(form(align="center"), lead, _mark("subject", layout.letter_subject, italic=True))
        )
    left.append(_stamp("urgency", layout.left_column))
    right = [
        party_heading(rules),
        paragraph(
            form(align="center", before=10),
            _mark("place", layout.date, italic=True),
            run(", ", look(layout.date, italic=True)),
            _mark("issued_on", layout.date, italic=True),
        ),
        paragraph(form(align="center", before=6), _mark("draft", layout.date, italic=True)),
    ]
    right.append(_stamp("circulation", layout.right_column))
    return grid([[left, right]], (layout.left_column, layout.right_column), ruled=False)


def _stamp(name: str, column_mm: float) -> Element:
    side = max((column_mm - _STAMP_MM) / 2, 0)
    frame = form(
        align="center",
        before=6,
        left=side,
        right=side,
        borders=("top", "left", "bottom", "right"),
        colour=RED,
    )
    return paragraph(frame, run(fields()[name].mark, look(14, bold=True, colour=RED)))


def _title(kind: DocumentType, rules: LayoutRules) -> list[Element]:
    layout = rules.measures
    made: list[Element] = []
    if not kind.is_letter:
        made.append(line(kind.printed, form(align="center", before=16), layout.type_name, bold=True))
        if not kind.form:
            made.append(paragraph(form(align="center"), _mark("subject", layout.subject, bold=True)))
        made.append(line("-----", form(align="center", after=8), 14))
    if kind.addressees:
        size = layout.body
        lead = _mark("addressee_lead", size, italic=True)
        one = [lead, run(" ", look(size)), _mark("addressee", size)]
        made.append(paragraph(form(align="center", before=14, after=10), *one))
        made.append(paragraph(form(before=14, left=30), _mark("addressees_lead", size, italic=True)))
        listed = [run("- ", look(size)), _mark("addressees", size)]
        made.append(paragraph(form(left=48), *listed))
        made.append(paragraph(form(exact=10)))
    return made


def _text(kind: DocumentType, rules: LayoutRules) -> list[Element]:
    layout = rules.measures
    made: list[Element] = []
    if kind.grounds:
        style = form(style=IDS[GROUNDS])
        made.append(paragraph(style, run("- ", look()), run(fields()["grounds"].mark, look())))
    if kind.decision:
        centre = form(align="center", before=6, after=8)
        made.append(paragraph(centre, _mark("decision", layout.body, bold=True)))
    made += [_fixed(text) for text in kind.form]
    made.append(paragraph(form(style=IDS[BODY]), run(fields()["body"].mark, look())))
    if kind.table:
        share = layout.text_width / len(kind.table)
        cell = form(style=IDS[CELL], align="center")
        head = [
            [paragraph(form(style=IDS[CELL], align="center"), run(text, look(12, bold=True)))]
            for text in kind.table
        ]
        empty = [[[paragraph(cell)] for _ in kind.table] for _ in range(kind.table_rows)]
        for row in empty:
            for at in range(len(row)):
                row[at] = [paragraph(form(style=IDS[CELL], align="center")) for _ in range(2)]
        made.append(grid([head, *empty], [share] * len(kind.table), ruled=True))
    return made


def _fixed(text: str) -> Element:
    pieces = [piece for piece in re.split(r"(\{\w+\})", text) if piece]
    runs = [run(fields()[p[1:-1]].mark if p.startswith("{") else p, look()) for p in pieces]
    return paragraph(form(style=IDS[BODY]), *runs)


def _closing(kind: DocumentType, rules: LayoutRules, signers: int, post_bold: bool) -> list[Element]:
    layout = rules.measures
    room = paragraph(form(exact=8, keep=True))
    widths = (layout.text_width * 0.46, layout.text_width * 0.54)
    recipients = [
        paragraph(form(), _mark("recipients_lead", layout.recipients_title, underline=True)),
        paragraph(form(), run("- ", look(layout.recipients)), _mark("recipients", layout.recipients)),
    ]
    if signers == 1:
        return [room, grid([[recipients, _signer(rules, "", post_bold)]], widths, ruled=False)]
    half = (layout.text_width / 2, layout.text_width / 2)
    order = [_signer(rules, f"_{at}" if at > 1 else "", post_bold) for at in range(1, signers + 1)]
    rows = []
    for at in range(0, signers, 2):
        # Who presides, or leads, signs at the right, as a single signer does.
        left = order[at + 1] if at + 1 < signers else [paragraph(form())]
        rows.append([left, order[at]])
    return [room, grid(rows, half, ruled=False), paragraph(form(exact=8)), *recipients]


def _signer(rules: LayoutRules, which: str, post_bold: bool) -> list[Element]:
    size = rules.measures.signature
    return [
        paragraph(form(align="center"), _mark(f"authority{which}", size, bold=True)),
        paragraph(form(align="center"), _mark(f"post{which}", size, bold=post_bold)),
        *(paragraph(form(align="center"), run("", look(size))) for _ in range(_BLANK_LINES)),
        paragraph(form(align="center"), _mark(f"name{which}", size, bold=True)),
    ]
