"""Longest common subsequence by bits, and the heaviest rising chain of weighted pairs."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import Final

# Rows of bits kept for the way back: a square of this many bits is 50 MB. Beyond it two texts have next to
# nothing in common that a reader could follow.
_BITS: Final = 400_000_000

Match = tuple[int, int]


def common(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Match]:
    """Places of a longest common subsequence, in order."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    middle = _common(old[start : len(old) - end], new[start : len(new) - end])
    found = [(at, at) for at in range(start)]
    found += [(a + start, b + start) for a, b in middle]
    return found + [(len(old) - at, len(new) - at) for at in range(end, 0, -1)]


def _common(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Match]:
    """The same without shared ends: Hyyrö's bit vectors, where a zero bit marks a step of the length."""
    if not old or not new or len(old) * len(new) > _BITS:
        return []
    places: dict[Hashable, int] = {}
    for at, item in enumerate(new):
        places[item] = places.get(item, 0) | 1 << at
    full = (1 << len(new)) - 1
    rows, row = [], full
    for item in old:
        shared = row & places.get(item, 0)
        row = ((row + shared) | (row - shared)) & full
        rows.append(row)
    found: list[Match] = []
    a, b = len(old), len(new)
    while a and b:
        if rows[a - 1] >> (b - 1) & 1:
            b -= 1
            continue
        a -= 1
        if a == 0 or rows[a - 1] >> (b - 1) & 1:
            b -= 1
            found.append((a, b))
    return found[::-1]


def heaviest(pairs: Sequence[tuple[int, int, float]]) -> list[Match]:
    """The chain of pairs rising on both sides whose weights sum highest."""
    # Of one old place the higher new places come first, so that a chain takes only one of them.
    ordered = sorted(pairs, key=lambda pair: (pair[0], -pair[1]))
    size = max((pair[1] for pair in ordered), default=-1) + 2
    best: list[tuple[float, int]] = [(0.0, -1)] * (size + 1)
    before: list[int] = []
    for number, (_, place, weight) in enumerate(ordered):
        reached, last = (0.0, -1)
        at = place
        while at > 0:
            reached, last = max((reached, last), best[at])
            at -= at & -at
        before.append(last)
        at = place + 1
        while at <= size:
            best[at] = max(best[at], (reached + weight, number))
            at += at & -at
    at, top = size, (0.0, -1)
    while at > 0:
        top = max(top, best[at])
        at -= at & -at
    found: list[Match] = []
    at = top[1]
    while at >= 0:
        found.append(ordered[at][:2])
        at = before[at]
    return found[::-1]


def gaps(matches: Sequence[Match], old: int, new: int) -> Iterator[tuple[range, range]]:
    """Stretches before, between and after the matches of two sequences of the given lengths."""
    a = b = 0
    for i, j in [*matches, (old, new)]:
        if i > a or j > b:
            yield range(a, i), range(b, j)
        a, b = i + 1, j + 1
