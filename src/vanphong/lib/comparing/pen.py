"""Writes tracked changes of Word: who and when, numbered through a part."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, datetime
from typing import Final, Literal

from vanphong.lib.comparing.reading import carriers
from vanphong.lib.word.ordering import drop, properties_of, put
from vanphong.lib.word.xml import Element, W, el

Side = Literal["ins", "del", "moveTo", "moveFrom"]

# Letters that are deleted bear another name, so that programs which know no tracked changes leave them out.
_DEAD: Final = {W + "t": W + "delText", W + "instrText": W + "delInstrText"}


class Pen:
    """Makes the marks of one author at one time; numbers of marks differ within a part."""

    def __init__(self, author: str, at: datetime, root: Element) -> None:
        self._author = author
        self._date = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        known = [str(element.get(W + "id", "")) for element in root.iter()]
        self._last = max(
            (int(number) for number in known if number.isdecimal() and len(number) < 9), default=0
        )
        self.used = False
        """Whether anything was marked."""

    def mark(self, name: str, *children: Element) -> Element:
        """A mark around what it tells of."""
        self._last += 1
        self.used = True
        return el(name, *children, id=self._last, author=self._author, date=self._date)

    def struck(self, *runs: Element) -> Element:
        """Runs as deleted."""
        for item in [child for one in runs for child in one]:
            item.tag = _DEAD.get(str(item.tag), item.tag)
        return self.mark("del", *runs)

    def end(self, paragraph: Element, side: Side) -> None:
        """Mark the end of a paragraph as changed."""
        put(_inner(properties_of(paragraph, "pPr")), self.mark(side))

    def row(self, row: Element, side: Literal["ins", "del"]) -> None:
        """Mark a row of a table."""
        put(properties_of(row, "trPr"), self.mark(side))

    def reshape(self, paragraph: Element, properties: Element) -> None:
        """Give a paragraph another w:pPr and keep the one it had; the mark and section at its end stay."""
        before = properties_of(paragraph, "pPr")
        drop(properties, "rPr", "sectPr", "pPrChange")
        for name in ("rPr", "sectPr"):
            stays = before.find(W + name)
            if stays is not None:
                put(properties, stays)
        drop(before, "pPrChange")
        paragraph.replace(before, properties)
        put(properties, self.mark("pPrChange", before))

    def redress(self, run: Element, change: Callable[[Element], None]) -> None:
        """Change the w:rPr of a run and keep the one it had."""
        properties = properties_of(run, "rPr")
        before = deepcopy(properties)
        change(properties)
        put(properties, self.mark("rPrChange", before))

    def strike(self, paragraph: Element) -> None:
        """Mark all that a paragraph holds as deleted."""
        _wrap(paragraph, self.struck)

    def move_away(self, paragraph: Element, number: int) -> None:
        """Mark all that a paragraph holds as moved elsewhere."""
        _wrap(paragraph, lambda *runs: self.mark("moveFrom", *runs))
        self.frame(paragraph, "moveFrom", number)

    def frame(self, paragraph: Element, side: Literal["moveFrom", "moveTo"], number: int) -> None:
        """Name one end of a move, so that programs can lead to the other."""
        start = self.mark(f"{side}RangeStart")
        start.set(W + "name", f"move{number}")
        paragraph.insert(0 if paragraph.find(W + "pPr") is None else 1, start)
        paragraph.append(el(f"{side}RangeEnd", id=start.get(W + "id", "")))


def _inner(properties: Element) -> Element:
    """The w:rPr of a paragraph's end."""
    found = properties.find(W + "rPr")
    if found is None:
        found = el("rPr")
        put(properties, found)
    return found


def _wrap(paragraph: Element, mark: Callable[..., Element]) -> None:
    """Put runs that stand side by side into one mark."""
    stretches: list[list[Element]] = []
    for carrier in carriers(paragraph):
        if stretches and stretches[-1][-1].getnext() is carrier:
            stretches[-1].append(carrier)
        else:
            stretches.append([carrier])
    for stretch in stretches:
        parent = stretch[0].getparent()
        if parent is not None:
            at = parent.index(stretch[0])
            parent.insert(at, mark(*stretch))
