"""Word's inheritance of looks: defaults, styles that stand on others, themes, and what a run says itself."""

from __future__ import annotations

from typing import Any, Final

from vanphong.lib.word.xml import W

Element = Any
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
Looks = dict[str, str]

_SPACING: Final = ("before", "after", "line", "lineRule", "beforeAutospacing", "afterAutospacing")
_OFF: Final = frozenset({"0", "false", "off", "none"})
_TOGGLES: Final = ("b", "i", "caps", "vanish")
_RUN_VALUES: Final = ("sz", "color", "highlight", "u")


class Styles:
    """Looks of styles by their identifier, each with all it inherits."""

    def __init__(self, styles: Element | None, theme: Element | None, numbering: Element | None) -> None:
        self._themes = _theme_fonts(theme)
        self._styles: dict[str, Element] = {}
        self._run: dict[str, Looks] = {}
        self._para: dict[str, Looks] = {}
        self.default_style = ""
        self.run_defaults: Looks = {}
        self.para_defaults: Looks = {}
        self._levels = _numbering(numbering)
        if styles is None:
            return
        defaults = styles.find(W + "docDefaults")
        if defaults is not None:
            self.run_defaults = self.run_looks(defaults.find(f"{W}rPrDefault/{W}rPr"))
            self.para_defaults = self.para_looks(defaults.find(f"{W}pPrDefault/{W}pPr"))
        for style in styles.iterchildren(W + "style"):
            name = style.get(W + "styleId", "")
            self._styles[name] = style
            if style.get(W + "default") == "1" and style.get(W + "type") == "paragraph":
                self.default_style = name

    def run(self, style: str) -> Looks:
        """Looks of letters under `style`, without the defaults of the document."""
        return self._looks(style, self._run, "rPr")

    def para(self, style: str) -> Looks:
        """Looks of paragraphs under `style`, without the defaults of the document."""
        return self._looks(style, self._para, "pPr")

    def based(self, style: str) -> Element | None:
        """The style's own element."""
        return self._styles.get(style)

    def _looks(self, name: str, known: dict[str, Looks], tag: str, depth: int = 0) -> Looks:
        if name in known:
            return known[name]
        style = self._styles.get(name)
        # A style that stands on itself is a damaged file's; Word stops there too.
        if style is None or depth > 20:
            return {}
        below = style.find(W + "basedOn")
        looks = (
            dict(self._looks(below.get(W + "val", ""), known, tag, depth + 1)) if below is not None else {}
        )
        found = style.find(W + tag)
        looks |= self.run_looks(found) if tag == "rPr" else self.para_looks(found)
        known[name] = looks
        return looks

    def run_looks(self, properties: Element | None) -> Looks:
        """What a `w:rPr` says itself."""
        looks: Looks = {}
        if properties is None:
            return looks
        for child in properties:
            tag = child.tag[len(W) :] if isinstance(child.tag, str) and child.tag.startswith(W) else ""
            if tag in _TOGGLES:
                looks[tag] = "0" if child.get(W + "val", "1") in _OFF else "1"
            elif tag in _RUN_VALUES:
                looks[tag] = child.get(W + "val", "")
            elif tag == "rFonts":
                theme = child.get(W + "asciiTheme") or child.get(W + "hAnsiTheme")
                named = child.get(W + "ascii") or child.get(W + "hAnsi")
                if theme and self._themes.get(theme[:5]):
                    looks["font"] = self._themes[theme[:5]]
                elif named:
                    looks["font"] = named
            elif tag == "rStyle":
                looks = {**self.run(child.get(W + "val", "")), **looks}
        return looks

    def para_looks(self, properties: Element | None) -> Looks:
        """What a `w:pPr` says itself, with the indent of the numbering it names."""
        looks: Looks = {}
        if properties is None:
            return looks
        numbered = properties.find(W + "numPr")
        if numbered is not None:
            looks |= self._numbering(numbered)
        for child in properties:
            if child.tag == W + "jc":
                looks["jc"] = child.get(W + "val", "")
            elif child.tag == W + "ind":
                looks |= indents(child)
            elif child.tag == W + "spacing":
                looks |= {name: child.get(W + name) for name in _SPACING if child.get(W + name) is not None}
            elif child.tag == W + "pBdr":
                below = child.find(W + "bottom")
                if below is not None:
                    looks["bottom"] = below.get(W + "val", "")
        return looks

    def _numbering(self, numbered: Element) -> Looks:
        ident, level = numbered.find(W + "numId"), numbered.find(W + "ilvl")
        name = ident.get(W + "val", "") if ident is not None else ""
        at = level.get(W + "val", "0") if level is not None else "0"
        return {"numbered": "0" if name == "0" else "1", **self._levels.get((name, at), {})}


def indents(child: Element) -> Looks:
    """Indents of a `w:ind`, in twentieths of a point; «hanging» is a first line to the left."""
    looks: Looks = {}
    for name, names in (("left", ("left", "start")), ("right", ("right", "end")), ("first", ("firstLine",))):
        for said in names:
            value = child.get(W + said)
            if value is not None:
                looks[name] = value
    hanging = child.get(W + "hanging")
    if hanging is not None and number(hanging):
        looks["first"] = f"-{hanging}"
    return looks


def number(value: str | None, otherwise: float = 0.0) -> float:
    """The number a property tells; `otherwise` for a damaged one."""
    try:
        return float(value) if value is not None else otherwise
    except ValueError:
        return otherwise


def _theme_fonts(theme: Element | None) -> dict[str, str]:
    fonts: dict[str, str] = {}
    if theme is None:
        return fonts
    for kind in ("major", "minor"):
        latin = theme.find(f".//{_A}{kind}Font/{_A}latin")
        if latin is not None:
            fonts[kind] = latin.get("typeface", "")
    return fonts


def _numbering(numbering: Element | None) -> dict[tuple[str, str], Looks]:
    levels: dict[tuple[str, str], Looks] = {}
    if numbering is None:
        return levels
    abstract: dict[str, dict[str, Looks]] = {}
    for one in numbering.iterchildren(W + "abstractNum"):
        found: dict[str, Looks] = {}
        for level in one.iterchildren(W + "lvl"):
            ind = level.find(f"{W}pPr/{W}ind")
            found[level.get(W + "ilvl", "0")] = indents(ind) if ind is not None else {}
        abstract[one.get(W + "abstractNumId", "")] = found
    for num in numbering.iterchildren(W + "num"):
        link = num.find(W + "abstractNumId")
        for at, looks in abstract.get(link.get(W + "val", "") if link is not None else "", {}).items():
            levels[(num.get(W + "numId", ""), at)] = looks
    return levels
