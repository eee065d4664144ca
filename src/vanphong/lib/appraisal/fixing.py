"""Safe corrections written into a .docx: looks change, no letter does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from vanphong.lib.appraisal.appraise import read_view, rules_for
from vanphong.lib.appraisal.checks import CHECKS
from vanphong.lib.appraisal.model import Fix, ProfileName
from vanphong.lib.word.ordering import properties_of, property_of
from vanphong.lib.word.xml import W

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
        view, package = read_view(source, profile, today=today)
        fixes = [
            (rule.id, hit.fixes)
            for rule in rules_for(view)
            if rule.fix
            for hit in CHECKS[rule.check](view, rule)
            if hit.fixes
        ]
        if package is None or not fixes:
            break
        parts = set()
        for rule, changes in fixes:
            corrected[rule] = corrected.get(rule, 0) + 1
            for change in changes:
                apply(change)
                parts.add(change.part)
        _write(out, package.written(parts))
        source = out
    if source is path:
        _write(out, path.read_bytes())
    return Fixed(corrected)


def _write(out: Path, content: bytes) -> None:
    """Whole or not at all."""
    partial = out.with_name(f"{out.name}.part")
    partial.write_bytes(content)
    partial.replace(out)


def apply(change: Fix) -> None:
    """Make one change in the tree of its part."""
    if change.kind == "section":
        for name, value in change.changes:
            _set_section(change.element, name, value)
        return
    run = change.kind == "run"
    properties = properties_of(change.element, "rPr" if run else "pPr")
    for name, value in change.changes:
        if run:
            _set_run(properties, name, value)
        elif ":" in name:
            tag, attribute = name.split(":")
            child = property_of(properties, tag)
            if tag == "ind" and attribute == "firstLine":
                for other in ("hanging", "firstLineChars", "hangingChars"):
                    child.attrib.pop(W + other, None)
            if tag == "spacing":
                child.attrib.pop(f"{W}{attribute}Autospacing", None)
                child.attrib.pop(f"{W}{attribute}Lines", None)
            child.set(W + attribute, value)
        else:
            property_of(properties, name).set(W + "val", value)


def _set_run(properties: Any, name: str, value: str) -> None:
    if name == "font":
        fonts = property_of(properties, "rFonts")
        for theme in ("asciiTheme", "hAnsiTheme", "csTheme", "eastAsiaTheme"):
            fonts.attrib.pop(W + theme, None)
        for script in ("ascii", "hAnsi", "cs"):
            fonts.set(W + script, value)
        return
    child = property_of(properties, name)
    if name == "color":
        for theme in ("themeColor", "themeTint", "themeShade"):
            child.attrib.pop(W + theme, None)
    child.set(W + "val", value)
    if name == "sz":
        property_of(properties, "szCs").set(W + "val", value)


def _set_section(section: Any, name: str, value: str) -> None:
    tag, _, attribute = name.partition(":")
    child = property_of(section, tag)
    child.set(W + (attribute or "val"), value)
