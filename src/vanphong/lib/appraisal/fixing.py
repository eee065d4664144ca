"""Safe corrections written into a .docx: looks change, no letter does."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from lxml import etree

from vanphong.lib.appraisal.appraise import choose_profile
from vanphong.lib.appraisal.checks import CHECKS
from vanphong.lib.appraisal.checks.view import View
from vanphong.lib.appraisal.components import find_parts
from vanphong.lib.appraisal.docx import Package, read_docx
from vanphong.lib.appraisal.model import Fix, ProfileName
from vanphong.lib.appraisal.ports import NO_OFFICE, Style
from vanphong.lib.appraisal.rulebook import rules_of
from vanphong.lib.appraisal.styles import W
from vanphong.lib.reading.docx import docx_pages
from vanphong.lib.reading.header import read_header
from vanphong.lib.reading.model import Text

# Order of children that Word asks for; a child is put before the first of those that come after it.
_RUN_ORDER: Final = [
    "rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow",
    "emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden", "color", "spacing", "w", "kern",
    "position", "sz", "szCs", "highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs",
    "em", "lang", "eastAsianLayout", "specVanish", "oMath", "rPrChange",
]  # fmt: skip
_PARA_ORDER: Final = [
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr",
    "suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct",
    "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind",
    "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection", "textAlignment",
    "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange",
]  # fmt: skip
_SECTION_ORDER: Final = [
    "headerReference", "footerReference", "footnotePr", "endnotePr", "type", "pgSz", "pgMar", "paperSrc",
    "pgBorders", "lnNumType", "pgNumType", "cols", "formProt", "vAlign", "noEndnote", "titlePg",
    "textDirection", "bidi", "rtlGutter", "docGrid", "printerSettings", "sectPrChange",
]  # fmt: skip
_ROUNDS: Final = 3


@dataclass(frozen=True, slots=True)
class Fixed:
    """What was corrected: how many findings, by rule."""

    corrected: dict[str, int]


def fix(path: Path, out: Path, profile: ProfileName | None = None, *, today: date | None = None) -> Fixed:
    """Write `path` with its safe faults corrected to `out`; every part not touched stays byte for byte.

    A corrected look can show another one (a line now seen as bold), so it is looked again up to three times.
    """
    corrected: dict[str, int] = {}
    source = path
    for _ in range(_ROUNDS):
        package, fixes = _round(source, profile, today)
        if not fixes:
            break
        parts = set()
        for rule, changes in fixes:
            corrected[rule] = corrected.get(rule, 0) + 1
            for change in changes:
                apply(change)
                parts.add(change.part)
        _write(source, out, package, parts)
        source = out
    if source is path:
        out.write_bytes(path.read_bytes())
    return Fixed(corrected)


def _round(
    path: Path, profile: ProfileName | None, today: date | None
) -> tuple[Package, list[tuple[str, tuple[Fix, ...]]]]:
    paper, package = read_docx(path)
    header = read_header(Text(docx_pages(path), "docx"), today=today)
    parts = find_parts(paper, header)
    chosen = profile or choose_profile(parts, header)
    day = today or date.today()  # noqa: DTZ011 (the day of the machine is the office's)
    view = View(paper, parts, chosen, day, Style(), NO_OFFICE)
    found = []
    for rule in rules_of(chosen):
        if rule.fix and rule.holds_on(view.issued_on) and (parts.formal or not rule.args.get("formal", True)):
            found += [(rule.id, hit.fixes) for hit in CHECKS[rule.check](view, rule) if hit.fixes]
    return package, found


def apply(change: Fix) -> None:
    """Make one change in the tree of its part."""
    if change.kind == "section":
        for name, value in change.changes:
            _set_section(change.element, name, value)
        return
    run = change.kind == "run"
    properties = _properties(change.element, "rPr" if run else "pPr")
    order = _RUN_ORDER if run else _PARA_ORDER
    for name, value in change.changes:
        if run:
            _set_run(properties, name, value)
        elif ":" in name:
            tag, attribute = name.split(":")
            child = _child(properties, tag, order)
            if tag == "ind" and attribute == "firstLine":
                for other in ("hanging", "firstLineChars", "hangingChars"):
                    child.attrib.pop(W + other, None)
            if tag == "spacing":
                child.attrib.pop(f"{W}{attribute}Autospacing", None)
                child.attrib.pop(f"{W}{attribute}Lines", None)
            child.set(W + attribute, value)
        else:
            _child(properties, name, order).set(W + "val", value)


def _set_run(properties: Any, name: str, value: str) -> None:
    if name == "font":
        fonts = _child(properties, "rFonts", _RUN_ORDER)
        for theme in ("asciiTheme", "hAnsiTheme", "csTheme", "eastAsiaTheme"):
            fonts.attrib.pop(W + theme, None)
        for script in ("ascii", "hAnsi", "cs"):
            fonts.set(W + script, value)
        return
    child = _child(properties, name, _RUN_ORDER)
    if name == "color":
        for theme in ("themeColor", "themeTint", "themeShade"):
            child.attrib.pop(W + theme, None)
    child.set(W + "val", value)
    if name == "sz":
        _child(properties, "szCs", _RUN_ORDER).set(W + "val", value)


def _set_section(section: Any, name: str, value: str) -> None:
    tag, _, attribute = name.partition(":")
    child = _child(section, tag, _SECTION_ORDER)
    child.set(W + (attribute or "val"), value)


def _properties(element: Any, tag: str) -> Any:
    found = element.find(W + tag)
    if found is None:
        found = etree.Element(W + tag)
        element.insert(0, found)
    return found


def _child(parent: Any, tag: str, order: list[str]) -> Any:
    found = parent.find(W + tag)
    if found is not None:
        return found
    found = etree.Element(W + tag)
    later = {W + name for name in order[order.index(tag) + 1 :]}
    place = next((at for at, child in enumerate(parent) if child.tag in later), len(parent))
    parent.insert(place, found)
    return found


def _write(source: Path, out: Path, package: Package, parts: set[str]) -> None:
    """Write the archive anew: the parts corrected from their trees, all others as they are."""
    partial = out.with_name(f"{out.name}.part")
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            tree = package.tree(entry.filename) if entry.filename in parts else None
            if tree is not None:
                content = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
            new.writestr(entry, content, entry.compress_type)
    partial.replace(out)
