"""How letters and paragraphs look in the end, styles included, and which of it differs, in words."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import Final

from lxml import etree

from vanphong.lib.word.package import WordFile
from vanphong.lib.word.xml import Element, W

_OFF: Final = frozenset({"0", "false", "off", "none"})
_ALIGNS: Final = {"start": "left", "end": "right", "justify": "both"}
_THEME_FONT: Final = re.compile(
    r"<a:(major|minor)Font>\s*<a:latin\b[^>]*?\btypeface=\"([^\"]*)\"", re.S | re.ASCII
)
_DEPTH: Final = 20
_ROUNDING: Final = 3
"""In twentieths of a point."""


@dataclass(frozen=True, slots=True)
class Look:
    """How letters look."""

    bold: bool = False
    italic: bool = False
    underline: str = ""
    strike: bool = False
    capitals: str = ""
    raised: str = ""
    size: str = "20"
    font: str = ""
    colour: str = ""
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """How a paragraph stands: indents left, right and of the first line; space before, after and of lines."""

    align: str = "left"
    indents: tuple[int, int, int] = (0, 0, 0)
    spacing: tuple[int, int, int] = (0, 0, 240)
    rule: str = "auto"
    numbering: tuple[str, ...] = ()


LOOKS: Final = {
    "bold": "in đậm",
    "italic": "in nghiêng",
    "underline": "gạch chân",
    "strike": "gạch ngang",
    "capitals": "chữ hoa",
    "raised": "chỉ số trên, dưới",
    "size": "cỡ chữ",
    "font": "phông chữ",
    "colour": "màu chữ",
    "ground": "màu nền",
}
FORMS: Final = {
    "align": "căn lề",
    "indents": "thụt lề",
    "spacing": "giãn cách",
    "rule": "giãn cách",
    "numbering": "đánh số tự động",
}


def looks_apart(old: Look, new: Look) -> tuple[str, ...]:
    """What differs between two looks, in Vietnamese."""
    return tuple(LOOKS[f.name] for f in fields(old) if getattr(old, f.name) != getattr(new, f.name))


def forms_apart(old: Form, new: Form) -> tuple[str, ...]:
    """What differs between two forms of paragraphs, in Vietnamese."""
    told = (FORMS[f.name] for f in fields(old) if not _meet(getattr(old, f.name), getattr(new, f.name)))
    return tuple(dict.fromkeys(told))


def _meet(old: object, new: object) -> bool:
    """Equal, or measures as near as programs round them when they save."""
    if old == new or not isinstance(old, tuple) or not isinstance(new, tuple) or len(old) != len(new):
        return old == new
    return all(
        isinstance(a, int) and isinstance(b, int) and abs(a - b) <= _ROUNDING
        for a, b in zip(old, new, strict=True)
    )


class Styles:
    """The styles of a file, resolved."""

    def __init__(self, word: WordFile) -> None:
        self._styles: dict[str, Element] = {}
        self._usual: dict[str, str] = {}
        self._default_look: Element | None = None
        self._default_form: Element | None = None
        self._looks: dict[tuple[bytes, str], Look] = {}
        self._forms: dict[bytes, Form] = {}
        self.names: dict[str, str] = {}
        name = word.beside("styles.xml")
        if name is not None:
            self._read(word.tree(name))
        theme = word.beside("theme/theme1.xml")
        text = word.parts[theme].decode("utf-8", "replace") if theme else ""
        self._theme = dict(_THEME_FONT.findall(text))

    def _read(self, root: Element) -> None:
        self._default_look = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self._default_form = root.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr")
        for style in root.iter(W + "style"):
            key, kind = style.get(W + "styleId", ""), style.get(W + "type", "")
            self._styles[key] = style
            called = style.find(W + "name")
            if called is not None:
                self.names[key] = called.get(W + "val", "").lower()
            if style.get(W + "default") in ("1", "true"):
                self._usual[kind] = key

    def look(self, properties: Element | None, paragraph: Element | None) -> Look:
        """The look of a run by its w:rPr and the w:pPr of its paragraph."""
        own = etree.tostring(properties) if properties is not None else b""
        style = _value(paragraph, "pStyle") or self._usual.get("paragraph", "")
        known = self._looks.get((own, style))
        if known is None:
            layers = [self._default_look, *self._layers(style, "rPr")]
            layers += [*self._layers(_value(properties, "rStyle"), "rPr"), properties]
            known = self._looks[own, style] = self._merged_look(layers)
        return known

    def form(self, properties: Element | None) -> Form:
        """The form of a paragraph by its w:pPr."""
        own = etree.tostring(properties) if properties is not None else b""
        known = self._forms.get(own)
        if known is None:
            style = _value(properties, "pStyle") or self._usual.get("paragraph", "")
            known = _merged_form([self._default_form, *self._layers(style, "pPr"), properties])
            self._forms[own] = known
        return known

    def _layers(self, style: str, name: str) -> list[Element | None]:
        """Properties of a style and of those it stands on, from the ground up."""
        found: list[Element | None] = []
        while style in self._styles and len(found) < _DEPTH:
            held = self._styles[style]
            found.append(held.find(W + name))
            style = _value(held, "basedOn")
        return found[::-1]

    def _merged_look(self, layers: list[Element | None]) -> Look:
        said: dict[str, Element] = {}
        fonts: dict[str, str] = {}
        for layer in layers:
            for child in layer if layer is not None else ():
                if isinstance(child.tag, str):
                    said[child.tag.removeprefix(W)] = child
            held = layer.find(W + "rFonts") if layer is not None else None
            if held is not None:
                fonts = fonts | {
                    key.removeprefix(W): str(value)
                    for key, value in held.items()
                    if key in (W + "ascii", W + "asciiTheme")
                }
                # A named font in an upper layer takes the place of a theme's below.
                if held.get(W + "ascii") and not held.get(W + "asciiTheme"):
                    fonts.pop("asciiTheme", None)

        def value(name: str) -> str:
            held = said.get(name)
            return str(held.get(W + "val", "")) if held is not None else ""

        def on(name: str) -> bool:
            return name in said and value(name) not in _OFF

        colour = value("color").upper()
        shade = said.get("shd")
        ground = value("highlight") or (shade.get(W + "fill", "") if shade is not None else "")
        raised = value("vertAlign")
        return Look(
            bold=on("b"),
            italic=on("i"),
            underline=value("u") if on("u") else "",
            strike=on("strike") or on("dstrike"),
            capitals="caps" if on("caps") else "smallCaps" if on("smallCaps") else "",
            raised="" if raised == "baseline" else raised,
            size=value("sz") or "20",
            font=self._font(fonts),
            # Programs write black for the colour that is not set.
            colour="" if colour in ("AUTO", "000000") else colour,
            ground="" if ground.lower() in ("auto", "none", "ffffff", "white") else ground.lower(),
        )

    def _font(self, fonts: dict[str, str]) -> str:
        theme = fonts.get("asciiTheme", "")
        if theme:
            return str(self._theme.get("major" if theme.startswith("major") else "minor", theme))
        return fonts.get("ascii", "")


def _merged_form(layers: list[Element | None]) -> Form:
    align, numbering = "left", tuple[str, ...]()
    indents: dict[str, str] = {}
    spacing: dict[str, str] = {}
    for layer in layers:
        if layer is None:
            continue
        said = _value(layer, "jc")
        align = _ALIGNS.get(said, said) or align
        held = layer.find(W + "ind")
        for key, value in held.items() if held is not None else ():
            name = str(key).removeprefix(W).replace("start", "left").replace("end", "right")
            # A hanging line and an indented first one put each other away.
            indents.pop({"hanging": "firstLine", "firstLine": "hanging"}.get(name, ""), None)
            indents[name] = str(value)
        held = layer.find(W + "spacing")
        spacing |= {str(k).removeprefix(W): str(v) for k, v in held.items()} if held is not None else {}
        numbers = layer.find(W + "numPr")
        if numbers is not None:
            listed = _value(numbers, "numId")
            numbering = (_value(numbers, "ilvl") or "0",) if listed not in ("", "0") else ()
    first = _number(indents.get("firstLine")) - _number(indents.get("hanging"))
    return Form(
        align,
        (_number(indents.get("left")), _number(indents.get("right")), first),
        (_number(spacing.get("before")), _number(spacing.get("after")), _number(spacing.get("line", "240"))),
        spacing.get("lineRule", "auto"),
        numbering,
    )


def _number(text: str | None) -> int:
    try:
        return round(float(text or 0))
    except ValueError:
        return 0


def _value(properties: Element | None, name: str) -> str:
    held = properties.find(W + name) if properties is not None else None
    return str(held.get(W + "val", "")) if held is not None else ""
