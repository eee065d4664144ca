"""WordprocessingML: parsing without outside entities, names of its elements, building small pieces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

Element = etree._Element

WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W: Final = f"{{{WORD}}}"
FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
WRAPPERS: Final = frozenset(W + name for name in ("sdt", "sdtContent", "smartTag", "customXml", "ins"))
"""Elements that only hold others: what stands in them is read as if they were not there."""
_UNPRINTED: Final = frozenset(
    {FALLBACK} | {W + name for name in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr")}
)
SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
# XML 1.0 has no place for these, not even escaped.
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def parse_part(content: bytes) -> Element | None:
    """The root of a part, or None when it is not sound XML or brings a document type of its own."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return None if root.getroottree().docinfo.doctype else root


def whole(root: Element) -> bytes:
    """A part as bytes, with the declaration that Word writes."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def el(tag: str, /, *children: Element | None, **attributes: str | int) -> Element:
    """An element of WordprocessingML with attributes of the same name space; None among children is left out."""
    made = etree.Element(
        W + tag, {W + key: str(value) for key, value in attributes.items()}, nsmap={"w": WORD}
    )
    made.extend(child for child in children if child is not None)
    return made


def letters(text: str, name: str = "t") -> list[Element]:
    """Contents of a run that prints `text`: tabs and line breaks as Word has them, control signs left out."""
    made: list[Element] = []
    for piece in re.split("(\n|\t)", _FORBIDDEN.sub("", text)):
        if piece == "\n":
            made.append(el("br"))
        elif piece == "\t":
            made.append(el("tab"))
        elif piece:
            item = el(name)
            item.text = piece
            if piece != piece.strip() or "  " in piece:
                item.set(SPACE, "preserve")
            made.append(item)
    return made


def run(text: str, properties: Element | None = None) -> Element:
    """A run of `text` with the given w:rPr."""
    return el("r", properties, *letters(text))


def own(paragraph: Element, *names: str) -> Iterator[Element]:
    """Elements of the given names within a paragraph, those of text boxes it holds left out."""
    wanted = {W + name for name in names}
    for child in paragraph:
        if child.tag in wanted:
            yield child
        if child.tag != W + "p" and isinstance(child.tag, str):
            yield from own(child, *names)


def words_of(element: Element) -> Iterator[str]:
    """Printed letters below an element, each shape that Word writes twice for older programs read once."""
    for child in element:
        if child.tag == W + "t":
            yield child.text or ""
        elif child.tag == W + "tab":
            yield "\t"
        elif child.tag in (W + "br", W + "cr"):
            yield "\n"
        elif child.tag not in (FALLBACK, W + "pPr") and isinstance(child.tag, str):
            yield from words_of(child)


def blocks(body: Element) -> Iterator[Element]:
    """Paragraphs and tables right below `body`, those within content controls and tracked additions too."""
    for child in body:
        if child.tag in (W + "p", W + "tbl"):
            yield child
        elif child.tag in WRAPPERS:
            yield from blocks(child)


def runs(element: Element) -> Iterator[Element]:
    """The runs below a paragraph, as it stands once its tracked changes are accepted."""
    for child in element:
        if child.tag == W + "r":
            yield child
        elif child.tag not in _UNPRINTED:
            yield from runs(child)


def run_text(run: Element, *, page_break: str = "\n") -> Iterator[str]:
    """What a run prints; a soft hyphen stays one, since its code is the letter «ư» of the TCVN3 fonts."""
    for child in run:
        if child.tag == W + "t":
            yield child.text or ""
        elif child.tag in (W + "tab", W + "ptab"):
            yield "\t"
        elif child.tag in (W + "br", W + "cr"):
            yield page_break if child.get(W + "type") == "page" else "\n"
        elif child.tag == W + "noBreakHyphen":
            yield "-"
        elif child.tag == W + "softHyphen":
            yield "\u00ad"
        elif child.tag == W + "sym":
            code = int(child.get(W + "char", "0020"), 16)
            yield chr(code) if code < 0xD800 or 0xF000 <= code < 0x10000 else " "


def set_text(item: Element, text: str) -> None:
    """Set the letters of a w:t; its blanks at the edges are kept."""
    item.text = text
    if text != text.strip() or "  " in text:
        item.set(SPACE, "preserve")
