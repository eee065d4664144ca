"""Tracked changes of a Word part, all accepted or all rejected; the part then holds none."""

from __future__ import annotations

from typing import Final, Literal

from vanphong.lib.word.xml import Element, W, words_of

Decision = Literal["accept", "reject"]

_ADDED: Final = frozenset({W + "ins", W + "moveTo"})
_TAKEN: Final = frozenset({W + "del", W + "moveFrom"})
_CELLS: Final = {W + "cellIns": _ADDED, W + "cellDel": _TAKEN}
# What stood before a change of form is kept within an element of the new form, under this name.
_FORMS: Final = {
    W + f"{name}Change": W + name
    for name in ("rPr", "pPr", "tblPr", "tblPrEx", "trPr", "tcPr", "sectPr", "tblGrid", "numbering")
}
_RANGES: Final = frozenset(
    W + f"{kind}Range{edge}"
    for kind in ("moveFrom", "moveTo", "customXmlIns", "customXmlDel", "customXmlMoveFrom", "customXmlMoveTo")
    for edge in ("Start", "End")
)
_LIVING: Final = {W + "delText": W + "t", W + "delInstrText": W + "instrText"}
_MARKERS: Final = frozenset({W + "rPr", W + "trPr", W + "tcPr"})
# Pieces of these stay with the paragraph whatever its form was before.
_NOT_FORM: Final = {W + "pPr": (W + "rPr", W + "sectPr"), W + "trPr": (W + "ins", W + "del")}


def is_tracked(root: Element) -> bool:
    """Whether a part holds tracked changes."""
    return next(root.iter(*_ADDED, *_TAKEN, *_CELLS, *_FORMS), None) is not None


def settle(root: Element, decision: Decision) -> None:
    """Accept or reject all tracked changes of a part, in place."""
    gone, kept = (_TAKEN, _ADDED) if decision == "accept" else (_ADDED, _TAKEN)
    _forms(root, decision)
    _tables(root, gone, kept)
    for element in [*root.iter(*gone)]:
        parent = element.getparent()
        if parent is not None and parent.tag not in _MARKERS:
            parent.remove(element)
    for element in [*root.iter(*kept)]:
        parent = element.getparent()
        if parent is not None and parent.tag not in _MARKERS:
            at = parent.index(element)
            parent[at : at + 1] = list(element)
    for element in [*root.iter(*_RANGES)]:
        _drop(element)
    for element in [*root.iter(*_LIVING)]:
        element.tag = _LIVING[str(element.tag)]
    _marks(root, gone, kept)


def _forms(root: Element, decision: Decision) -> None:
    for change in [*root.iter(*_FORMS)]:
        form, name = change.getparent(), _FORMS[str(change.tag)]
        before = change.find(name)
        _drop(change)
        if decision == "accept" or form is None or form.tag != name:
            continue
        for child in [child for child in form if child.tag not in _NOT_FORM.get(name, ())]:
            form.remove(child)
        for at, child in enumerate(before if before is not None else ()):
            form.insert(at, child)


def _tables(root: Element, gone: frozenset[str], kept: frozenset[str]) -> None:
    for flag in [*root.iter(*gone, *kept)]:
        properties = flag.getparent()
        if properties is not None and properties.tag == W + "trPr":
            properties.remove(flag)
            if flag.tag in gone:
                _drop_whole(properties.getparent(), W + "tbl")
    for flag in [*root.iter(*_CELLS)]:
        properties = flag.getparent()
        _drop(flag)
        if properties is not None and _CELLS[str(flag.tag)] is gone:
            _drop_whole(properties.getparent(), W + "tr")


def _drop_whole(element: Element | None, holder: str) -> None:
    """Remove a row or cell, and what held it when it was the last one there."""
    parent = element.getparent() if element is not None else None
    if element is None or parent is None:
        return
    parent.remove(element)
    if parent.tag == holder and not any(child.tag == element.tag for child in parent):
        if holder == W + "tr":
            _drop_whole(parent, W + "tbl")
        else:
            _drop(parent)


def _marks(root: Element, gone: frozenset[str], kept: frozenset[str]) -> None:
    """Ends of paragraphs: one that is gone joins its paragraph to the next, whose form then holds."""
    for paragraph in [*root.iter(W + "p")]:
        look = paragraph.find(f"{W}pPr/{W}rPr")
        if look is None:
            continue
        flags = [child for child in look if child.tag in gone or child.tag in kept]
        joined = any(flag.tag in gone for flag in flags)
        for flag in flags:
            look.remove(flag)
        if joined:
            _join(paragraph)


def _join(paragraph: Element) -> None:
    following = paragraph.getnext()
    while following is not None and following.tag not in (W + "p", W + "tbl", W + "sdt", W + "sectPr"):
        following = following.getnext()
    if following is not None and following.tag == W + "p":
        properties = following.find(W + "pPr")
        at = 0 if properties is None else following.index(properties) + 1
        following[at:at] = [child for child in paragraph if child.tag != W + "pPr"]
        _drop(paragraph)
    elif following is not None and following.tag == W + "tbl" and not any(words_of(paragraph)):
        _drop(paragraph)


def _drop(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
