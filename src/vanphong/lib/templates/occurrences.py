"""Where fields stand in a paragraph: «{{trích yếu}}», however its letters are parted over runs, and open places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Final

from vanphong.lib.word.xml import Element, W, el, letters, own, set_text

MARK: Final = re.compile(r"\{\{\s*([^{}\n]{1,80}?)\s*\}\}")
BOOKMARK: Final = "vanphong_"
"""A place left open in a filled document carries a bookmark: programs keep it, and nobody sees it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A w:t of a paragraph, and where its letters begin in the paragraph's text."""

    item: Element
    start: int

    @property
    def text(self) -> str:
        return self.item.text or ""


def pieces(paragraph: Element) -> list[Piece]:
    """The letters of a paragraph in order; deleted ones are not among them."""
    found, at = [], 0
    for item in own(paragraph, "t"):
        found.append(Piece(item, at))
        at += len(item.text or "")
    return found


def text_of(paragraph: Element) -> str:
    """The letters of a paragraph."""
    return "".join(item.text or "" for item in own(paragraph, "t"))


def marks(paragraph: Element) -> Iterator[re.Match[str]]:
    """Every «{{…}}» of a paragraph."""
    return MARK.finditer(text_of(paragraph))


def put(paragraph: Element, match: re.Match[str], text: str, bookmark: str = "", number: int = 0) -> None:
    """Put `text` where a mark stands, in the look of the mark's first letter; all else of the paragraph stays."""
    first = True
    for piece in pieces(paragraph):
        low, high = max(match.start(), piece.start), min(match.end(), piece.start + len(piece.text))
        if low >= high:
            continue
        before, after = piece.text[: low - piece.start], piece.text[high - piece.start :]
        if first:
            _lay(piece.item, before, text, after, bookmark, number)
            first = False
        else:
            set_text(piece.item, after)


def _lay(item: Element, before: str, text: str, after: str, bookmark: str, number: int) -> None:
    run = item.getparent()
    if run is None:
        return
    if not bookmark and "\n" not in text and "\t" not in text:
        set_text(item, before + text + after)
        return
    # Breaks are elements of their own, and a bookmark stands between runs: the run is parted in three.
    rest = list(item.itersiblings())
    set_text(item, before)
    middle = _like(run, *letters(text))
    behind = _like(run, *letters(after), *rest)
    end = run
    if bookmark:
        start = el("bookmarkStart", id=9000 + number, name=bookmark)
        end.addnext(start)
        end = start
    end.addnext(middle)
    end = middle
    if bookmark:
        stop = el("bookmarkEnd", id=9000 + number)
        end.addnext(stop)
        end = stop
    end.addnext(behind)


def _like(run: Element, *content: Element) -> Element:
    properties = run.find(W + "rPr")
    return el("r", deepcopy(properties) if properties is not None else None, *content)


def open_places(root: Element) -> Iterator[tuple[Element, str]]:
    """Bookmarks of places left open, each with the name of its field."""
    for start in root.iter(W + "bookmarkStart"):
        name = start.get(W + "name", "")
        if name.startswith(BOOKMARK):
            yield start, name.removeprefix(BOOKMARK)


def close(start: Element, text: str) -> bool:
    """Put `text` into an open place and take its bookmark away; False where its end is not beside it."""
    number = start.get(W + "id")
    runs: list[Element] = []
    for beside in start.itersiblings():
        if beside.tag == W + "bookmarkEnd" and beside.get(W + "id") == number:
            return _closed(start, runs, beside, text)
        if beside.tag == W + "r":
            runs.append(beside)
    return False


def _closed(start: Element, runs: list[Element], end: Element, text: str) -> bool:
    parent = start.getparent()
    if parent is None:
        return False
    made = _like(runs[0], *letters(text)) if runs else el("r", *letters(text))
    start.addprevious(made)
    for element in (start, *runs, end):
        parent.remove(element)
    return True
