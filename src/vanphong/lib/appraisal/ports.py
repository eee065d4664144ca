"""What only the office itself knows: its books, its directory, its spelling. Without one nothing is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, Protocol


class Office(Protocol):
    """An office's own knowledge, asked by rules that run only where there is a database."""

    def known_document(self, reference_code: str) -> date | Literal[False] | None:
        """The date of a document of our own books; None if its date is unknown, False if no book has it."""
        ...

    def keeps_books_for(self, reference_code: str) -> bool:
        """Whether documents with such a symbol are entered in our books, so that a missing one is a fault."""
        ...

    def post_of(self, name: str, on: date) -> str | None:
        """The post a person held on that day; None for a person not in the directory."""
        ...


class _NoOffice:
    def known_document(self, reference_code: str) -> date | Literal[False] | None:
        return None

    def keeps_books_for(self, reference_code: str) -> bool:
        return False

    def post_of(self, name: str, on: date) -> str | None:
        return None


NO_OFFICE: Final[Office] = _NoOffice()
"""No database: nothing is known, so nothing is held against a document."""


@dataclass(frozen=True, slots=True)
class Style:
    """The office's own habits where the rules leave a choice."""

    tone: Literal["new", "old"] | None = None
    """«new» writes «hoà, uỷ», «old» writes «hòa, ủy»; None asks only that a document be consistent."""
    words: frozenset[str] = frozenset()
    """Words the office spells its own way, in small letters: they are never told as misspelt."""
