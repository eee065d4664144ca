"""Runs of a paragraph cut where a change begins or ends, and the changes put in."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from vanphong.lib.comparing.formats import Look
from vanphong.lib.comparing.pen import Pen
from vanphong.lib.comparing.reading import Paragraph, Piece
from vanphong.lib.word.xml import Element, W, el, set_text

Redress = Callable[[Element, Look], None]
"""Gives a run another look as a tracked change."""


@dataclass
class Plan:
    """What becomes of the letters of a paragraph, by places in its stored text."""

    struck: list[range] = field(default_factory=list)
    dressed: list[tuple[range, Look]] = field(default_factory=list)
    added: dict[int, list[Element]] = field(default_factory=dict)
    """Marked runs by the place before which they go."""

    def at(self, place: int) -> tuple[bool, Look | None]:
        """Whether the letter at a place is struck, and the look it takes on."""
        struck = any(place in stretch for stretch in self.struck)
        return struck, next((look for stretch, look in self.dressed if place in stretch), None)

    def edges(self) -> set[int]:
        """Places where something begins or ends."""
        stretches = [*self.struck, *(stretch for stretch, _ in self.dressed)]
        return {edge for one in stretches for edge in (one.start, one.stop)} | set(self.added)


def carry_out(plan: Plan, paragraph: Paragraph, pen: Pen, redress: Redress) -> None:
    """Change the runs of a paragraph as planned."""
    if not paragraph.pieces:
        paragraph.element.extend(plan.added.get(0, ()))
        return
    edges = sorted(plan.edges())
    end = 0
    for carrier, group in groupby(paragraph.pieces, key=lambda piece: piece.carrier):
        pieces = [*group]
        start, end = end, end + sum(len(piece.text) for piece in pieces)
        # What is added between two runs goes after the first; at the very beginning, before the first.
        first = plan.added.get(0, []) if start == 0 else []
        if (
            any(start < edge < end for edge in edges)
            or plan.added.get(end)
            or first
            or plan.at(start) != (False, None)
        ):
            cutter = _Cutter(plan, pen, redress, carrier)
            made = [*first, *cutter.cut(pieces, start, edges)]
            parent = carrier.getparent()
            if parent is not None:
                at = parent.index(carrier)
                parent[at : at + 1] = made


class _Cutter:
    """Cuts one run."""

    def __init__(self, plan: Plan, pen: Pen, redress: Redress, carrier: Element) -> None:
        self._plan = plan
        self._pen = pen
        self._redress = redress
        self._carrier = carrier
        self._made: list[Element] = []
        self._open: Element | None = None
        self._state: tuple[bool, Look | None] = (False, None)

    def cut(self, pieces: list[Piece], start: int, edges: list[int]) -> list[Element]:
        """The run anew: kept, struck and otherwise dressed parts, with what is added between them."""
        if self._carrier.tag != W + "r":
            return self._whole(start, start + 1)
        printing = {piece.item: piece for piece in pieces}
        at = start
        for item in [child for child in self._carrier if child.tag != W + "rPr"]:
            piece = printing.get(item)
            if piece is None:
                self._add(item, (False, None))
                continue
            end = at + len(piece.text)
            for a, b in pairwise([at, *(edge for edge in edges if at < edge < end), end]):
                part = item
                if item.tag == W + "t":
                    part = deepcopy(item)
                    set_text(part, piece.text[a - at : b - at])
                self._add(part, self._plan.at(a))
                if b in self._plan.added:
                    self._close()
                    self._made += self._plan.added[b]
            at = end
        self._close()
        return self._made

    def _whole(self, start: int, end: int) -> list[Element]:
        """A formula, which stands beside the runs and is never cut."""
        copy = deepcopy(self._carrier)
        struck, _ = self._plan.at(start)
        return [self._pen.mark("del", copy) if struck else copy, *self._plan.added.get(end, ())]

    def _add(self, item: Element, state: tuple[bool, Look | None]) -> None:
        if self._open is None or state != self._state:
            self._close()
            properties = self._carrier.find(W + "rPr")
            self._open = el("r", deepcopy(properties) if properties is not None else None)
            self._state = state
        self._open.append(item)

    def _close(self) -> None:
        if self._open is None:
            return
        struck, look = self._state
        if look is not None:
            self._redress(self._open, look)
        self._made.append(self._pen.struck(self._open) if struck else self._open)
        self._open = None
