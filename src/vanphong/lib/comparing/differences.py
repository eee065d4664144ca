"""Two versions of a Word file compared paragraph by paragraph, cell by cell, word by word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from vanphong.lib.comparing.aligning import Pair, align, align_cells, align_rows, find_moves
from vanphong.lib.comparing.formats import Look, forms_apart
from vanphong.lib.comparing.model import (
    BlockDiff,
    CellDiff,
    Comparison,
    Kind,
    ParagraphDiff,
    PartDiff,
    RowDiff,
    Span,
    SpanKind,
    TableDiff,
    kind_of_all,
)
from vanphong.lib.comparing.reading import Block, Cell, Document, Paragraph, Part, Row, Table, read_document
from vanphong.lib.comparing.wording import Token, steps, token_formats

Side = Literal["added", "removed"]


@dataclass(frozen=True)
class Aligned:
    """A part of both versions with its paragraphs and tables side by side; a part may be in one only."""

    old: Part | None
    new: Part | None
    pairs: list[Pair[Block]]


def compare(old: bytes, new: bytes) -> Comparison:
    """Compare two versions of a .docx; `WordError` for a file that cannot be worked with."""
    before, after = read_document(old), read_document(new)
    parts = []
    for aligned in align_parts(before, after):
        part = aligned.new or aligned.old
        if part is not None:
            parts.append(PartDiff(part.label, tuple(_blocks(aligned.pairs))))
    return Comparison(tuple(parts), notes_on(before, after))


def align_parts(old: Document, new: Document) -> list[Aligned]:
    """Parts of both versions: the body, then headers and footers in their order."""
    sides = [Pair(old.parts[0], new.parts[0])]
    for label in ("Đầu trang", "Chân trang"):
        left, right = ([part for part in side.parts[1:] if part.label == label] for side in (old, new))
        sides += align(left, right, alone=True)
    found, move = [], 1
    for side in sides:
        pairs = align(*(part.blocks if part else [] for part in (side.old, side.new)))
        move = find_moves(pairs, move)
        found.append(Aligned(side.old, side.new, pairs))
    return found


def notes_on(old: Document, new: Document) -> tuple[str, ...]:
    """What a reader of the comparison should know about the two files."""
    notes = []
    for document, name in ((old, "Bản cũ"), (new, "Bản mới")):
        if any(part.was_tracked for part in document.parts):
            notes.append(f"{name} còn sửa đổi chưa chấp nhận; máy so như đã chấp nhận tất cả.")
        if document.legacy_fonts:
            fonts = ", ".join(sorted(document.legacy_fonts))
            notes.append(f"{name} còn chữ gõ bằng phông cũ ({fonts}); đồng chí chuyển mã trước rồi so lại.")
    return tuple(notes)


def _blocks(pairs: Sequence[Pair[Block]]) -> Iterator[BlockDiff]:
    for pair in pairs:
        match pair.old, pair.new:
            case Paragraph() as old, Paragraph() as new:
                yield _paragraph(old, new)
            case Table() as old, Table() as new:
                yield _table(old, new)
            case (old, None) if old is not None:
                yield _one_sided(old, "removed", pair.move)
            case (None, new) if new is not None:
                yield _one_sided(new, "added", pair.move)


def _paragraph(old: Paragraph, new: Paragraph) -> ParagraphDiff:
    spans = tuple(_spans(old, new))
    formats = forms_apart(old.form, new.form)
    kind: Kind = "same"
    if any(span.kind != "same" for span in spans):
        kind = "changed"
    elif formats or any(span.formats for span in spans):
        kind = "format"
    return ParagraphDiff(kind, spans, formats, old.number, new.number)


def _spans(old: Paragraph, new: Paragraph) -> Iterator[Span]:
    if alike(old, new):
        if new.pieces:
            yield Span("same", shown(new))
        return
    for step in steps(old.tokens, new.tokens):
        if not step.same:
            if step.old:
                yield Span("removed", _text(old.tokens[step.old.start : step.old.stop]))
            if step.new:
                yield Span("added", _text(new.tokens[step.new.start : step.new.stop]))
            continue
        text, formats = "", tuple[str, ...]()
        for a, b in zip(step.old, step.new, strict=True):
            token = new.tokens[b]
            # Blanks show next to nothing of their look, so they go along with the word before.
            apart = token_formats(old.tokens[a], token) if token.key.strip() else formats
            if apart != formats and text:
                yield Span("same", text, formats)
                text = ""
            text, formats = text + token.shown, apart
        yield Span("same", text, formats)


def alike(old: Paragraph, new: Paragraph) -> bool:
    """Whether two paragraphs have the same letters in the same looks."""
    return old.key == new.key and _looks(old) == _looks(new)


def _looks(paragraph: Paragraph) -> list[tuple[int, Look]]:
    merged: list[tuple[int, Look]] = []
    for piece in paragraph.pieces:
        if merged and merged[-1][1] == piece.look:
            merged[-1] = (merged[-1][0] + len(piece.text), piece.look)
        else:
            merged.append((len(piece.text), piece.look))
    return merged


def shown(paragraph: Paragraph) -> str:
    """The text of a paragraph as a person is shown it, objects named."""
    if not any(piece.key for piece in paragraph.pieces):
        return paragraph.key
    return _text(paragraph.tokens)


def _text(tokens: Sequence[Token]) -> str:
    return "".join(token.shown for token in tokens)


def _one_sided(block: Block, side: Side, move: int = 0) -> BlockDiff:
    numbers = {"old": block.number} if side == "removed" else {"new": block.number}
    if isinstance(block, Table):
        rows = tuple(_row_of(row, side) for row in block.rows)
        return TableDiff(side, rows, **numbers)
    kind: Kind = side
    if move:
        kind = "moved_from" if side == "removed" else "moved_to"
    said: SpanKind = "moved" if move else side
    spans = (Span(said, shown(block)),) if block.pieces else ()
    return ParagraphDiff(kind, spans, (), move=move, **numbers)


def _row_of(row: Row, side: Side) -> RowDiff:
    return RowDiff(side, tuple(_cell_of(cell, side) for cell in row.cells))


def _cell_of(cell: Cell, side: Side) -> CellDiff:
    return CellDiff(side, tuple(_one_sided(block, side) for block in cell.blocks))


def _table(old: Table, new: Table) -> TableDiff:
    rows = []
    for pair in align_rows(old, new):
        if pair.old is not None and pair.new is not None:
            rows.append(_row(pair.old, pair.new))
        elif pair.old is not None:
            rows.append(_row_of(pair.old, "removed"))
        elif pair.new is not None:
            rows.append(_row_of(pair.new, "added"))
    return TableDiff(kind_of_all([row.kind for row in rows]), tuple(rows), old.number, new.number)


def _row(old: Row, new: Row) -> RowDiff:
    cells = []
    for pair in align_cells(old, new):
        if pair.old is not None and pair.new is not None:
            blocks = tuple(_blocks(align(pair.old.blocks, pair.new.blocks, alone=True)))
            cells.append(CellDiff(kind_of_all([block.kind for block in blocks]), blocks))
        elif pair.old is not None:
            cells.append(_cell_of(pair.old, "removed"))
        elif pair.new is not None:
            cells.append(_cell_of(pair.new, "added"))
    return RowDiff(kind_of_all([cell.kind for cell in cells]), tuple(cells))
