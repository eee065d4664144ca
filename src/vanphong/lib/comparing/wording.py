"""The words of a paragraph and how those of one became those of another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from vanphong.lib.comparing.formats import LOOKS, Look, looks_apart
from vanphong.lib.comparing.sequences import common
from vanphong.lib.text import nfc

# A number keeps its separators («30/11/2026», «1.200.000»), a word its marks however they are stored; a stretch
# of blanks is one, any other sign stands alone.
_TOKEN: Final = re.compile(r"\d+(?:[.,/:]\d+)+|[^\W_](?:[^\W_]|[\u0300-\u036f])*|[^\S\n\t\f]+|.", re.S)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, blank, sign or object; `start` and `end` are places in the stored letters of its paragraph."""

    key: str
    shown: str
    start: int
    end: int
    looks: tuple[tuple[int, Look], ...]
    word: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A stretch of tokens kept, or replaced: either side of a replacement may be empty."""

    same: bool
    old: range
    new: range


def tokens(pieces: Sequence[tuple[str, str, str, Look]]) -> list[Token]:
    """Tokens of pieces of (letters, key, shown, look); a piece with a key is one token of its own."""
    made: list[Token] = []
    waiting: list[tuple[str, Look]] = []
    start = at = 0
    for letters, key, shown, look in pieces:
        if not key:
            waiting.append((letters, look))
        else:
            made += _split(waiting, start)
            made.append(Token(key, shown, at, at + len(letters), ((len(letters), look),), True))
            waiting, start = [], at + len(letters)
        at += len(letters)
    return [*made, *_split(waiting, start)]


def _split(pieces: Sequence[tuple[str, Look]], start: int) -> Iterator[Token]:
    text = "".join(letters for letters, _ in pieces)
    ends, at = [], 0
    for letters, look in pieces:
        at += len(letters)
        ends.append((at, look))
    piece = 0
    for match in _TOKEN.finditer(text):
        while ends[piece][0] <= match.start():
            piece += 1
        looks, reached = [], match.start()
        while reached < match.end():
            upto = min(ends[piece][0], match.end())
            looks.append((upto - reached, ends[piece][1]))
            reached = upto
            if reached < match.end():
                piece += 1
        key = nfc(match[0])
        yield Token(key, key, start + match.start(), start + match.end(), tuple(looks), key[0].isalnum())


def steps(old: Sequence[Token], new: Sequence[Token]) -> list[Step]:
    """How the tokens of one paragraph became those of another, changes gathered so that a person can follow."""
    found: list[Step] = []
    a = b = 0
    for i, j in [*common([t.key for t in old], [t.key for t in new]), (len(old), len(new))]:
        if i > a or j > b:
            found.append(Step(False, range(a, i), range(b, j)))
        if i < len(old):
            last = found[-1] if found else None
            if last is not None and last.same:
                found[-1] = Step(True, range(last.old.start, i + 1), range(last.new.start, j + 1))
            else:
                found.append(Step(True, range(i, i + 1), range(j, j + 1)))
        a, b = i + 1, j + 1
    return _gathered(found, old, new)


def _gathered(found: list[Step], old: Sequence[Token], new: Sequence[Token]) -> list[Step]:
    """Give up what stayed the same by chance: a stretch shorter than the changes on both its sides."""

    def weight(tokens: Sequence[Token], at: range) -> int:
        return sum(len(token.key) for token in tokens[at.start : at.stop])

    def changed(step: Step) -> int:
        return max(weight(old, step.old), weight(new, step.new))

    made: list[Step] = []
    for step in found:
        made.append(step)
        while len(made) >= 3 and not made[-1].same and made[-2].same:
            before, kept, after = made[-3:]
            if weight(old, kept.old) > min(changed(before), changed(after)):
                break
            made[-3:] = [
                Step(
                    False,
                    range(before.old.start, after.old.stop),
                    range(before.new.start, after.new.stop),
                )
            ]
    return made


def token_formats(old: Token, new: Token) -> tuple[str, ...]:
    """What of the look of a word differs."""
    if old.looks == new.looks:
        return ()
    told: set[str] = set()
    left, right = list(old.looks), list(new.looks)
    while left and right:
        (a, first), (b, second) = left.pop(0), right.pop(0)
        told |= set(looks_apart(first, second))
        if a > b:
            left.insert(0, (a - b, first))
        elif b > a:
            right.insert(0, (b - a, second))
    return tuple(name for name in LOOKS.values() if name in told)
