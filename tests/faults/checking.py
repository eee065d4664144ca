"""The checker of a run under kills: gaps, doubles, lost and altered acknowledgements. Plain values in, words out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """A line of a book: which book (or the type of an outgoing series), which number, which document bears it."""

    book: int | str
    number: int
    document: int


def faults(entries: Iterable[Entry], acknowledged: Iterable[Entry]) -> list[str]:
    """What is wrong with the books, given what clients were promised; empty when all is well."""
    entries = list(entries)
    wrong = []
    for book in sorted({entry.book for entry in entries}, key=str):
        numbers = sorted(entry.number for entry in entries if entry.book == book)
        doubled = [number for number, times in Counter(numbers).items() if times > 1]
        missing = sorted(set(range(1, max(numbers) + 1)) - set(numbers))
        wrong += [f"book {book}: number {number} given twice" for number in doubled]
        wrong += [f"book {book}: number {number} is missing" for number in missing]
    twice = [document for document, times in Counter(e.document for e in entries).items() if times > 1]
    wrong += [f"document {document} bears two numbers" for document in twice]
    kept = set(entries)
    wrong += [f"acknowledged and lost: {promise}" for promise in acknowledged if promise not in kept]
    return wrong
