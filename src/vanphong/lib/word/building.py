"""Pieces of a Word file set exactly: runs, paragraphs, rules, tables; and the file around them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import escape

from vanphong.lib.word.xml import Element, el, run, whole

FONT: Final = "Times New Roman"
TWIPS_PER_MM: Final = 1440 / 25.4
RED: Final = "C00000"
_DATE: Final = (2026, 1, 1, 0, 0, 0)
_TYPES: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_LINKS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"


def look(
    size: float | None = None,
    *,
    bold: bool = False,
    italic: bool = False,
    underline: bool = False,
    colour: str = "",
) -> Element:
    """The w:rPr of a run in the office's face."""
    return el(
        "rPr",
        el("rFonts", ascii=FONT, hAnsi=FONT, eastAsia=FONT, cs=FONT),
        el("b") if bold else None,
        el("i") if italic else None,
        el("color", val=colour) if colour else None,
        el("sz", val=round(size * 2)) if size else None,
        el("szCs", val=round(size * 2)) if size else None,
        el("u", val="single") if underline else None,
    )


def form(
    *,
    align: str = "",
    before: float = 0,
    after: float = 0,
    exact: float | None = None,
    first: float = 0,
    left: float = 0,
    right: float = 0,
    style: str = "",
    borders: Sequence[str] = (),
    colour: str = "000000",
    keep: bool = False,
) -> Element:
    """The w:pPr of a paragraph: spacing in points, indents in mm, borders of 0.75 pt on the named sides."""
    spacing = el("spacing", before=round(before * 20), after=round(after * 20))
    if exact is not None:
        spacing = el(
            "spacing",
            before=round(before * 20),
            after=round(after * 20),
            line=round(exact * 20),
            lineRule="exact",
        )
    edges = [el(side, val="single", sz=6, space=1, color=colour) for side in borders]
    indents = el(
        "ind",
        left=round(left * TWIPS_PER_MM),
        right=round(right * TWIPS_PER_MM),
        firstLine=round(first * TWIPS_PER_MM),
    )
    return el(
        "pPr",
        el("pStyle", val=style) if style else None,
        el("keepNext") if keep else None,
        el("pBdr", *edges) if edges else None,
        None if style else spacing,
        indents if first or left or right else None,
        el("jc", val=align) if align else None,
    )


def paragraph(properties: Element, *runs: Element) -> Element:
    """A paragraph of runs."""
    return el("p", properties, *runs)


def line(text: str, properties: Element, size: float, *, bold: bool = False) -> Element:
    """A paragraph of one run."""
    return paragraph(properties, run(text, look(size, bold=bold)))


def grid(rows: Sequence[Sequence[Sequence[Element]]], widths_mm: Sequence[float], *, ruled: bool) -> Element:
    """A table of fixed columns: rows of cells of paragraphs; without borders and padding unless `ruled`."""
    widths = [round(width * TWIPS_PER_MM) for width in widths_mm]
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = el("tblBorders", *(el(side, val="single", sz=4, space=0, color="000000") for side in sides))
    pad = 60 if ruled else 0
    margins = el("tblCellMar", el("left", w=pad, type="dxa"), el("right", w=pad, type="dxa"))
    properties = el(
        "tblPr",
        el("tblW", w=sum(widths), type="dxa"),
        el("jc", val="center"),
        borders if ruled else None,
        el("tblLayout", type="fixed"),
        margins,
    )
    table = el("tbl", properties, el("tblGrid", *(el("gridCol", w=width) for width in widths)))
    for at, row in enumerate(rows):
        head = el("trPr", el("cantSplit"), el("tblHeader") if ruled and at == 0 else None)
        made = el("tr", head)
        for cell, width in zip(row, widths, strict=True):
            made.append(el("tc", el("tcPr", el("tcW", w=width, type="dxa")), *cell))
        table.append(made)
    return table


def word_file(
    body: Sequence[Element], section: Element, styles: Element, headers: dict[str, Element]
) -> bytes:
    """A .docx of the given body; equal input gives equal bytes. `headers` are parts by name (header1.xml)."""
    parts = {
        "[Content_Types].xml": _content_types(headers),
        "_rels/.rels": _links_of({"rId1": ("officeDocument", "word/document.xml")}),
        "word/document.xml": whole(el("document", el("body", *body, section))),
        "word/styles.xml": whole(styles),
        "word/settings.xml": whole(el("settings", el("defaultTabStop", val=720))),
        "word/_rels/document.xml.rels": _links_of(
            {"rId1": ("styles", "styles.xml"), "rId2": ("settings", "settings.xml")}
            | {f"rIdHeader{at}": ("header", name) for at, name in enumerate(headers, start=1)}
        ),
        **{f"word/{name}": whole(root) for name, root in headers.items()},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return out.getvalue()


def header_reference(number: int, kind: str = "default") -> Element:
    """Points a section at its header; see `word_file`."""
    made = el("headerReference", type=kind)
    made.set(f"{{{_LINKS}}}id", f"rIdHeader{number}")
    return made


def _content_types(headers: dict[str, Element]) -> bytes:
    overrides = {"document": "document.main", "styles": "styles", "settings": "settings"}
    overrides |= {name.removesuffix(".xml"): "header" for name in headers}
    rows = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPES}.{kind}+xml"/>'
        for name, kind in overrides.items()
    )
    text = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{rows}</Types>'
    )
    return text.encode()


def _links_of(links: dict[str, tuple[str, str]]) -> bytes:
    rows = "".join(
        f'<Relationship Id="{key}" Type="{_LINKS}/{kind}" Target="{escape(target)}"/>'
        for key, (kind, target) in links.items()
    )
    text = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'
    )
    return text.encode()


__all__ = ["FONT", "RED", "form", "grid", "header_reference", "line", "look", "paragraph", "word_file"]
