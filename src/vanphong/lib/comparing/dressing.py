"""Properties of the newer file made to fit the older one, and a look or form given to what stands there."""

from __future__ import annotations

from copy import deepcopy
from typing import Final

from vanphong.lib.comparing.formats import Form, Look, Styles
from vanphong.lib.word.ordering import drop, put
from vanphong.lib.word.xml import Element, W, el

_TOGGLES: Final = {"bold": ("b", "bCs"), "italic": ("i", "iCs"), "strike": ("strike",)}
_VALUES: Final = (
    ("underline", "u", "none"),
    ("raised", "vertAlign", "baseline"),
    ("size", "sz", "20"),
    ("size", "szCs", "20"),
    ("colour", "color", "auto"),
)
_TRACKED: Final = (
    "ins",
    "del",
    "moveFrom",
    "moveTo",
    "rPrChange",
    "pPrChange",
    "sectPr",
    "framePr",
    "cnfStyle",
)


class Dresser:
    """Brings properties from the newer file into the older one, whose styles may be others."""

    def __init__(self, old: Styles, new: Styles) -> None:
        self._old = old
        self._new = new
        self._keys = {name: key for key, name in old.names.items()}
        self.numbers: dict[str, str] = {}
        """Lists of the newer file by the list of the older one that they are; see `learn`."""

    def learn(self, old: Element | None, new: Element | None) -> None:
        """Note from two forms of one paragraph which list of the newer file is which of the older."""
        before, after = _list_of(old), _list_of(new)
        if before and after:
            self.numbers.setdefault(after, before)

    def run(self, properties: Element | None, look: Look, form: Element | None) -> Element | None:
        """A w:rPr for letters that shall have `look` within a paragraph of the older file's form."""
        made = deepcopy(properties) if properties is not None else el("rPr")
        drop(made, *_TRACKED)
        self._restyle(made, "rStyle")
        dress(made, self._old.look(made, form), look)
        return made if len(made) else None

    def paragraph(self, properties: Element | None, form: Form) -> tuple[Element, bool]:
        """A w:pPr for a paragraph that shall have `form`, and whether it lost an automatic number."""
        made = deepcopy(properties) if properties is not None else el("pPr")
        drop(made, *_TRACKED)
        mark = made.find(W + "rPr")
        if mark is not None:
            drop(mark, *_TRACKED)
            self._restyle(mark, "rStyle")
        self._restyle(made, "pStyle")
        lost = False
        listed = _list_of(made)
        if listed:
            known = self.numbers.get(listed)
            held = made.find(f"{W}numPr/{W}numId")
            if known and held is not None:
                held.set(W + "val", known)
            else:
                drop(made, "numPr")
                lost = True
        arrange(made, self._old.form(made), form)
        return made, lost

    def table(self, properties: Element | None) -> Element | None:
        """A w:tblPr that names a style of the older file, or none."""
        if properties is None:
            return None
        made = deepcopy(properties)
        drop(made, "tblPrChange")
        self._restyle(made, "tblStyle")
        return made

    def refit(self, root: Element) -> None:
        """Make all below `root` name styles of the older file only, and no lists."""
        for properties in [*root.iter(W + "pPr", W + "rPr")]:
            drop(properties, "numPr")
            for name in ("pStyle", "rStyle"):
                self._restyle(properties, name)

    def _restyle(self, properties: Element, name: str) -> None:
        held = properties.find(W + name)
        if held is None:
            return
        known = self._keys.get(self._new.names.get(held.get(W + "val", ""), ""))
        if known is None:
            properties.remove(held)
        else:
            held.set(W + "val", known)


def dress(properties: Element, have: Look, want: Look) -> None:
    """Change a w:rPr so that letters which look like `have` look like `want`."""
    for name, tags in _TOGGLES.items():
        if getattr(have, name) != getattr(want, name):
            if name == "strike":
                drop(properties, "dstrike")
            for tag in tags:
                put(properties, el(tag) if getattr(want, name) else el(tag, val="0"))
    for name, tag, usual in _VALUES:
        if getattr(have, name) != getattr(want, name):
            put(properties, el(tag, val=getattr(want, name) or usual))
    if have.capitals != want.capitals:
        for tag in ("caps", "smallCaps"):
            put(properties, el(tag) if want.capitals == tag else el(tag, val="0"))
    if have.font != want.font and want.font:
        put(properties, el("rFonts", ascii=want.font, hAnsi=want.font, eastAsia=want.font, cs=want.font))
    if have.ground != want.ground:
        _ground(properties, want.ground)


def _ground(properties: Element, ground: str) -> None:
    drop(properties, "highlight", "shd")
    if len(ground) == 6 and all(sign in "0123456789abcdef" for sign in ground):
        put(properties, el("shd", val="clear", color="auto", fill=ground.upper()))
    else:
        # Names of highlights are spelt with a capital inside.
        spelt = ground.replace("dark", "dark ").replace("light", "light ").split(" ")
        name = spelt[0] + "".join(part.capitalize() for part in spelt[1:])
        put(properties, el("highlight", val=name or "none"))


def arrange(properties: Element, have: Form, want: Form) -> None:
    """Change a w:pPr so that a paragraph of form `have` takes form `want`; its number stays."""
    if have.align != want.align:
        put(properties, el("jc", val=want.align))
    if have.indents != want.indents:
        left, right, first = want.indents
        lead = {"firstLine": first} if first >= 0 else {"hanging": -first}
        put(properties, el("ind", left=left, right=right, **lead))
    if (have.spacing, have.rule) != (want.spacing, want.rule):
        before, after, line = want.spacing
        put(properties, el("spacing", before=before, after=after, line=line, lineRule=want.rule))


def _list_of(properties: Element | None) -> str:
    held = properties.find(f"{W}numPr/{W}numId") if properties is not None else None
    listed = str(held.get(W + "val", "")) if held is not None else ""
    return "" if listed == "0" else listed
