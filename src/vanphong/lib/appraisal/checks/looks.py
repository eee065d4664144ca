"""Font, size, weight, slant, case and alignment of the lines of a component."""

from __future__ import annotations

from collections.abc import Iterator

from vanphong.lib.appraisal.checks.view import (
    Hit,
    View,
    at,
    between,
    check,
    cut,
    limits,
    nearest,
    para_fix,
    run_fixes,
    shown,
)
from vanphong.lib.appraisal.model import Line
from vanphong.lib.appraisal.rulebook import Rule

_ALIGNS = {"centre": "center", "right": "right", "left": "left", "justify": "both"}
_ALIGN_WORDS = {"centre": "giữa dòng", "right": "bên phải", "left": "bên trái", "justify": "đều hai bên"}


@check("size")
def size(view: View, rule: Rule) -> Iterator[Hit]:
    """Letters of the component have a size within the range."""
    low, high = limits(rule.value)
    for line in view.lines(rule):
        found = line.size
        if found is None or low - view.slack <= found <= high + view.slack or not _worded(line):
            continue
        wanted = str(round(nearest(found, rule.value) * 2))
        fixes = run_fixes(line, {"sz": wanted}) if rule.fix else ()
        yield at(line, f"cỡ {between(rule.value)}", f"cỡ {shown(found)}", fixes)


@check("bold")
def bold(view: View, rule: Rule) -> Iterator[Hit]:
    """Letters are bold, or are not."""
    for line in view.lines(rule):
        if line.bold != rule.value and _worded(line):
            fixes = run_fixes(line, {"b": "1" if rule.value else "0"}) if rule.fix else ()
            yield at(line, _weight(rule.value), _weight(line.bold), fixes)


def _weight(heavy: bool) -> str:
    return "chữ đậm" if heavy else "chữ không đậm"


@check("italic")
def italic(view: View, rule: Rule) -> Iterator[Hit]:
    """Letters are italic, or upright."""
    for line in view.lines(rule):
        if line.italic != rule.value and _worded(line):
            fixes = run_fixes(line, {"i": "1" if rule.value else "0"}) if rule.fix else ()
            yield at(line, _slant(rule.value), _slant(line.italic), fixes)


def _slant(slanted: bool) -> str:
    return "chữ nghiêng" if slanted else "chữ đứng"


@check("underline")
def underline(view: View, rule: Rule) -> Iterator[Hit]:
    """Letters are underlined, or are not."""
    if view.paper.source != "docx":
        return
    for line in view.lines(rule):
        if line.underline != rule.value and _worded(line):
            fixes = run_fixes(line, {"u": "single" if rule.value else "none"}) if rule.fix else ()
            words = ("không gạch chân", "gạch chân")
            yield at(line, words[rule.value], words[line.underline], fixes)


@check("capitals")
def capitals(view: View, rule: Rule) -> Iterator[Hit]:
    """Words are in capitals, or the component is not all in capitals."""
    for line in view.lines(rule):
        if sum(map(str.isalpha, line.text)) < 3:
            continue
        if rule.value and not line.capitals:
            yield at(line, line.text.upper(), line.text)
        elif not rule.value and line.capitals and len(line.text.split()) > 2:
            yield at(line, "chữ thường", cut(line.text))


@check("align")
def align(view: View, rule: Rule) -> Iterator[Hit]:
    """The component's paragraphs are aligned as the rule says."""
    if view.paper.source != "docx":
        return
    wanted = (rule.value,) if isinstance(rule.value, str) else tuple(rule.value)
    for line in view.lines(rule):
        # Columns made with tabs have no alignment of their own; boxes are placed by hand.
        if line.align in wanted or line.para.place == "box" or (line.column and line.para.cell is None):
            continue
        fixes = para_fix(line.para, {"jc": _ALIGNS[wanted[0]]}) if rule.fix and line.whole else ()
        yield at(line, f"canh {_ALIGN_WORDS[wanted[0]]}", f"canh {_ALIGN_WORDS[line.align]}", fixes)


@check("present")
def present(view: View, rule: Rule) -> Iterator[Hit]:
    """The component is there, for the kinds of documents the rule names."""
    kinds, but = rule.args.get("kinds"), rule.args.get("but", ())
    kind = view.parts.kind
    if (kinds is not None and kind not in kinds) or kind in but:
        return
    if not any(view.parts[name] for name in rule.on):
        yield Hit(str(rule.value), "không thấy")


@check("absent")
def absent(view: View, rule: Rule) -> Iterator[Hit]:
    """The component is not there, for the kinds of documents the rule names."""
    kinds, but = rule.args.get("kinds"), rule.args.get("but", ())
    if (kinds is not None and view.parts.kind not in kinds) or view.parts.kind in but or not view.parts.kind:
        return
    for line in list(view.lines(rule))[:1]:
        yield at(line, str(rule.value), cut(line.text))


def _worded(line: Line) -> bool:
    return any(map(str.isalnum, line.text))
