"""Properties put where the schema of Word wants them: programs refuse a file whose properties stand in disorder."""

from __future__ import annotations

from typing import Final

from vanphong.lib.word.xml import Element, W, el

_RUN: Final = """
    ins del moveFrom moveTo rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint
    noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText
    vertAlign rtl cs em lang eastAsianLayout specVanish oMath rPrChange
"""
_PARAGRAPH: Final = """
    pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs
    suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd
    snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment
    textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange
"""
_SECTION: Final = """
    headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols
    formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings sectPrChange
"""
# What may stand in trPr before its tracked changes stands in any order.
_ROW: Final = "ins del trPrChange"
_ORDERS: Final = {
    W + "rPr": _RUN.split(),
    W + "pPr": _PARAGRAPH.split(),
    W + "sectPr": _SECTION.split(),
    W + "trPr": _ROW.split(),
}


def put(properties: Element, child: Element) -> None:
    """Set a property in its place, taking the place of one of the same name."""
    drop(properties, str(child.tag).removeprefix(W))
    order = _ORDERS[str(properties.tag)]
    name = str(child.tag).removeprefix(W)
    later = set(order[order.index(name) + 1 :])
    for at, held in enumerate(properties):
        if str(held.tag).removeprefix(W) in later:
            properties.insert(at, child)
            return
    properties.append(child)


def property_of(properties: Element, name: str) -> Element:
    """The property of that name, made in its place where there is none."""
    found = properties.find(W + name)
    if found is None:
        found = el(name)
        put(properties, found)
    return found


def drop(properties: Element, *names: str) -> None:
    """Remove properties by name."""
    for name in names:
        for held in properties.findall(W + name):
            properties.remove(held)


def properties_of(element: Element, name: str) -> Element:
    """The properties (rPr, pPr, trPr) of an element, made where there are none."""
    found = element.find(W + name)
    if found is None:
        found = el(name)
        # A row may begin with its exceptions to the properties of the table.
        at = 1 if len(element) and element[0].tag == W + "tblPrEx" else 0
        element.insert(at, found)
    return found
