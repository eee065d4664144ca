"""Which paragraph, table, row or cell of one version is which of the other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Generic, Protocol, TypeVar

from vanphong.lib.comparing.reading import Cell, Paragraph, Row, Table
from vanphong.lib.comparing.sequences import Match, common, gaps, heaviest

LIKE: Final = 0.4
"""The share of words two paragraphs have in common from which one is the other, changed."""
SURE_WORDS: Final = 5
"""A paragraph of fewer words is not told as moved: it may stand anywhere by chance."""
# All pairs of a stretch are weighed up to this many; beyond it only those that share two words in a row.
_ALL_PAIRS: Final = 2_500
_TRIES: Final = 8
_COMMON_PLACE: Final = 40


class Item(Protocol):
    """What can be aligned."""

    @property
    def key(self) -> str: ...
    @property
    def words(self) -> list[str]: ...


T = TypeVar("T", bound=Item)


@dataclass(slots=True)
class Pair(Generic[T]):
    """An item of the older version and what it is in the newer; None where it is only in one.

    `move` joins the two ends of a paragraph that moved: 0 for none.
    """

    old: T | None
    new: T | None
    move: int = field(default=0)


def align(old: Sequence[T], new: Sequence[T], *, alone: bool = False) -> list[Pair[T]]:
    """Pairs in the order of reading; between two that match, what went stands before what came.

    With `alone` a single item on both sides is one that changed, however different its words are.
    """
    matches = _matches(old, new, alone)
    pairs: list[Pair[T]] = []
    a = b = 0
    for i, j in [*matches, (len(old), len(new))]:
        pairs += [Pair(item, None) for item in old[a:i]]
        pairs += [Pair(None, item) for item in new[b:j]]
        if i < len(old):
            pairs.append(Pair(old[i], new[j]))
        a, b = i + 1, j + 1
    return pairs


def find_moves(pairs: Sequence[Pair[T]], first: int) -> int:
    """Number the paragraphs that stand elsewhere with the same text, from `first`; returns the next number.

    Only those are told whose text went once and came once.
    """
    gone: dict[str, list[Pair[T]]] = defaultdict(list)
    come: dict[str, list[Pair[T]]] = defaultdict(list)
    for pair in pairs:
        item = pair.old or pair.new
        if (pair.old is None) != (pair.new is None) and isinstance(item, Paragraph):
            (gone if pair.old is not None else come)[item.key].append(pair)
    for key, found in gone.items():
        item = found[0].old
        if len(found) == len(come.get(key, ())) == 1 and item is not None and len(item.words) >= SURE_WORDS:
            found[0].move = come[key][0].move = first
            first += 1
    return first


def align_rows(old: Table, new: Table) -> list[Pair[Row]]:
    """Rows of two versions of a table."""
    return align(old.rows, new.rows, alone=True)


def align_cells(old: Row, new: Row) -> list[Pair[Cell]]:
    """Cells of two versions of a row: one by one where there are as many, else by what they hold."""
    if len(old.cells) == len(new.cells):
        return [Pair(a, b) for a, b in zip(old.cells, new.cells, strict=True)]
    return align(old.cells, new.cells, alone=True)


def _matches(old: Sequence[Item], new: Sequence[Item], alone: bool) -> list[Match]:
    # Empty paragraphs fit everywhere, so they come last, between what holds words.
    written = [[at for at, item in enumerate(side) if item.key.strip()] for side in (old, new)]
    left, right = written
    same = common([old[at].key for at in left], [new[at].key for at in right])
    matches = [(left[a], right[b]) for a, b in same]
    for find in (_alike, _alone if alone else None, _blank):
        if find is not None:
            stretches = [*gaps(matches, len(old), len(new))]
            matches = sorted(matches + [m for a, b in stretches for m in find(old, new, a, b)])
    return matches


def _alike(old: Sequence[Item], new: Sequence[Item], a: range, b: range) -> list[Match]:
    left = {at: Counter(old[at].words) for at in a if old[at].words}
    right = {at: Counter(new[at].words) for at in b if new[at].words}
    if not left or not right:
        return []
    pairs = []
    for i, j in _candidates(old, new, left, right):
        if isinstance(old[i], Table) == isinstance(new[j], Table):
            shared = (left[i] & right[j]).total()
            if 2 * shared >= LIKE * (left[i].total() + right[j].total()):
                pairs.append((i, j, float(shared)))
    return heaviest(pairs)


def _candidates(
    old: Sequence[Item], new: Sequence[Item], left: dict[int, Counter[str]], right: dict[int, Counter[str]]
) -> list[Match]:
    if len(left) * len(right) <= _ALL_PAIRS:
        return [(i, j) for i in left for j in right]
    places: dict[tuple[str, str], set[int]] = defaultdict(set)
    for j in right:
        for two in zip(new[j].words, new[j].words[1:], strict=False):
            places[two].add(j)
    found = []
    for i in left:
        votes: Counter[int] = Counter()
        for two in zip(old[i].words, old[i].words[1:], strict=False):
            # What stands in half the document tells nothing about one paragraph.
            if len(places.get(two, ())) <= _COMMON_PLACE:
                votes.update(places.get(two, ()))
        found += [(i, j) for j, _ in votes.most_common(_TRIES)]
    return found


def _alone(old: Sequence[Item], new: Sequence[Item], a: range, b: range) -> list[Match]:
    left = [at for at in a if old[at].key.strip()]
    right = [at for at in b if new[at].key.strip()]
    if not len(left) == len(right) == 1:
        return []
    i, j = left[0], right[0]
    return [(i, j)] if isinstance(old[i], Table) == isinstance(new[j], Table) else []


def _blank(old: Sequence[Item], new: Sequence[Item], a: range, b: range) -> list[Match]:
    left = [at for at in a if not old[at].key.strip()]
    right = [at for at in b if not new[at].key.strip()]
    kept = common([old[at].key for at in left], [new[at].key for at in right])
    return [(left[i], right[j]) for i, j in kept]
