"""The answer of a comparison, as data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

SpanKind = Literal["same", "added", "removed", "moved"]
Kind = Literal["same", "changed", "format", "added", "removed", "moved_from", "moved_to"]
"""format: the same words, another look. A paragraph that moved is told at both of its places."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of letters; `formats` says in words what of their look changed while they stayed."""

    kind: SpanKind
    text: str
    formats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ParagraphDiff:
    """A paragraph; `old` and `new` are its numbers in the part, counted from 1, `move` joins the ends of one move."""

    kind: Kind
    spans: tuple[Span, ...]
    formats: tuple[str, ...] = ()
    old: int | None = None
    new: int | None = None
    move: int = 0


@dataclass(frozen=True, slots=True)
class CellDiff:
    """A cell of a table."""

    kind: Kind
    blocks: tuple[BlockDiff, ...]


@dataclass(frozen=True, slots=True)
class RowDiff:
    """A row of a table."""

    kind: Kind
    cells: tuple[CellDiff, ...]


@dataclass(frozen=True, slots=True)
class TableDiff:
    """A table; `old` and `new` are its numbers in the part."""

    kind: Kind
    rows: tuple[RowDiff, ...]
    old: int | None = None
    new: int | None = None


BlockDiff = ParagraphDiff | TableDiff


@dataclass(frozen=True, slots=True)
class PartDiff:
    """The document itself, a header or a footer."""

    label: str
    blocks: tuple[BlockDiff, ...]


@dataclass(frozen=True)
class Comparison:
    """Two versions compared; `notes` are sentences on what was taken for granted."""

    parts: tuple[PartDiff, ...]
    notes: tuple[str, ...] = field(default=())

    @property
    def counts(self) -> Counter[Kind]:
        """How many paragraphs there are of each kind."""
        return Counter(paragraph.kind for _, _, paragraph in self.paragraphs())

    @property
    def same(self) -> bool:
        """Whether both versions have the same text in the same look."""
        return set(self.counts) <= {"same"} and all(
            kind_of_all([block.kind for block in part.blocks]) == "same" for part in self.parts
        )

    def paragraphs(self) -> Iterator[tuple[str, str, ParagraphDiff]]:
        """Every paragraph with its part and its place in tables («bảng 1, hàng 2, ô 3»)."""
        for part in self.parts:
            for place, paragraph in _paragraphs(part.blocks, ""):
                yield part.label, place, paragraph

    def rows(self) -> Iterator[dict[str, Any]]:
        """Every paragraph as an object of JSON."""
        for part, place, paragraph in self.paragraphs():
            yield {
                "part": part,
                "place": place,
                "kind": paragraph.kind,
                "old": paragraph.old,
                "new": paragraph.new,
                "move": paragraph.move or None,
                "formats": list(paragraph.formats),
                "spans": [
                    {"kind": span.kind, "text": span.text, "formats": list(span.formats)}
                    for span in paragraph.spans
                ],
            }


def _paragraphs(blocks: tuple[BlockDiff, ...], place: str) -> Iterator[tuple[str, ParagraphDiff]]:
    for block in blocks:
        if isinstance(block, ParagraphDiff):
            yield place, block
            continue
        table = f"{place}, bảng trong ô" if place else f"bảng {block.new or block.old}"
        for number, row in enumerate(block.rows, start=1):
            for at, cell in enumerate(row.cells, start=1):
                yield from _paragraphs(cell.blocks, f"{table}, hàng {number}, ô {at}")


def kind_of_all(kinds: list[Kind]) -> Kind:
    """The kind of what holds parts of these kinds."""
    told = set(kinds)
    if told <= {"same"}:
        return "same"
    return "format" if told <= {"same", "format"} else "changed"
