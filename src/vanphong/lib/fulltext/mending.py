"""One syllable mistyped: which one, and what was meant, told by the words and pairs of the index itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from vanphong.lib.fulltext.index import Index
from vanphong.lib.fulltext.terms import folded, pair

_LETTERS: Final = "abcdeghiklmnopqrstuvxyfjwz"
_LONGEST: Final = 8
"""Syllables of a question that is still mended."""


def _one_off(term: str) -> Iterator[str]:
    """All strings one slip away: a letter left out, doubled, wrong, or two swapped."""
    for at in range(len(term) + 1):
        head, tail = term[:at], term[at:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in _LETTERS:
            yield head + letter + tail
            if tail:
                yield head + letter + tail[1:]


def _fit(index: Index, terms: Sequence[str], at: int) -> int:
    """How many documents hold the syllable beside its neighbours of the question; alone when it has none."""
    if len(terms) == 1:
        return index.frequency("words", terms[0])
    return sum(
        index.frequency("pairs", pair(left, right))
        for place, (left, right) in enumerate(pairwise(terms))
        if at in (place, place + 1)
    )


def mend(index: Index, words: Sequence[str]) -> list[str] | None:
    """The question with its one likeliest slip mended (folded), or None: nothing likelier, or too long."""
    terms = [folded(word) for word in words]
    if not terms or len(terms) > _LONGEST:
        return None
    best: tuple[int, list[str]] | None = None
    for at, term in enumerate(terms):
        if term.isdigit() or len(term) < 2:
            continue
        before = _fit(index, terms, at)
        for other in set(_one_off(term)):
            # Most strings are no word at all: asked first, since it is the cheapest question.
            if len(other) < 2 or other == term or not index.frequency("words", other):
                continue
            changed = [*terms[:at], other, *terms[at + 1 :]]
            gained = _fit(index, changed, at) - before
            if gained > 0 and (best is None or gained > best[0]):
                best = (gained, changed)
    return None if best is None else best[1]
