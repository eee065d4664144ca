"""Styles of a template that an office changes in Word once for the whole text."""

from __future__ import annotations

from typing import Final

from vanphong.lib.templates.rules import Layout
from vanphong.lib.word.building import FONT, form, look
from vanphong.lib.word.xml import Element, el

BODY: Final = "VP Nội dung"
HEADING: Final = "VP Đề mục"
CENTRE: Final = "VP Chương"
GROUNDS: Final = "VP Căn cứ"
CELL: Final = "VP Bảng"
IDS: Final = {BODY: "VPNoiDung", HEADING: "VPDeMuc", CENTRE: "VPChuong", GROUNDS: "VPCanCu", CELL: "VPBang"}
"""Names of the styles, by which they are found again in an edited file, with the ids of a fresh one."""


def styles(layout: Layout) -> Element:
    """The part styles.xml of a layout."""

    def text() -> Element:
        return form(align="both", after=layout.after, exact=layout.line, first=layout.indent)

    heading = text()
    heading.insert(0, el("keepNext"))
    defaults = el(
        "docDefaults",
        el(
            "rPrDefault",
            el(
                "rPr",
                el("rFonts", ascii=FONT, hAnsi=FONT, eastAsia=FONT, cs=FONT),
                el("sz", val=round(layout.body * 2)),
                el("szCs", val=round(layout.body * 2)),
                el("lang", val="vi-VN", eastAsia="vi-VN"),
            ),
        ),
        el("pPrDefault"),
    )
    normal = el(
        "style", el("name", val="Normal"), el("qFormat"), type="paragraph", default=1, styleId="Normal"
    )
    return el(
        "styles",
        defaults,
        normal,
        _style(BODY, text(), look(layout.body)),
        _style(HEADING, heading, look(layout.body, bold=True)),
        _style(CENTRE, form(align="center", after=layout.after, keep=True), look(layout.body, bold=True)),
        _style(GROUNDS, text(), look(layout.body)),
        _style(CELL, form(before=2, after=2), look(12)),
    )


def _style(name: str, paragraph: Element, characters: Element) -> Element:
    return el(
        "style",
        el("name", val=name),
        el("basedOn", val="Normal"),
        el("qFormat"),
        paragraph,
        characters,
        type="paragraph",
        customStyle=1,
        styleId=IDS[name],
    )
