"""Words with places become lines in reading order, the two columns of a header apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from vanphong.lib.reading.model import Line, Word

# Gaps in heights of a line: one that always parts, one that parts where the row beside has it too.
_WIDE_GAP: Final = 2.0
_NARROW_GAP: Final = 0.75
# Heights of a line between rows, past which a band of columns has ended.
_BAND_BREAK: Final = 4.5


# Letters and signs that reach under the line: recognised boxes are drawn tight around them.
_HANGING: Final = re.compile("[gjpqyýỳỷỹQ,;()ạặậẹệịọộợụựỵẠẶẬẸỆỊỌỘỢỤỰỴ]")


@dataclass(slots=True)
class _Piece:
    """Words of one row with no gap between them; places in points from the top left corner."""

    words: list[Word]
    x0: float
    x1: float
    y0: float
    y1: float
    middle: float


@dataclass(slots=True)
class _Row:
    pieces: list[_Piece]
    middle: float
    height: float

    @property
    def x0(self) -> float:
        return self.pieces[0].x0

    @property
    def x1(self) -> float:
        return self.pieces[-1].x1

    @property
    def gaps(self) -> list[tuple[float, float]]:
        return [(a.x1, b.x0) for a, b in zip(self.pieces, self.pieces[1:], strict=False)]


def arrange(words: Iterable[Word], width: float, height: float, *, printed: bool = False) -> tuple[Line, ...]:
    """Return the lines of a page of `width` x `height` points in reading order.

    Columns that stand beside each other (a document's header, the recipients beside the signature,
    newspaper columns) come one after the other; rows of a table of three columns or more stay rows, each
    cell a line. Boxes of `printed` words, of a text layer, stand on their lines though marks make them higher.
    """
    pieces = [_piece(word, width, height) for word in words]
    if not pieces:
        return ()
    usual = median(piece.y1 - piece.y0 for piece in pieces)
    for piece in pieces:
        # What is set much larger has its own depth under the line; signs alone hang anywhere.
        if piece.y1 - piece.y0 < (2 if printed else 1.5) * usual and any(
            map(str.isalnum, piece.words[0].text)
        ):
            base = piece.y1 if printed else baseline(piece.words[0].text, piece.y1, usual)
            piece.middle = base - (0.5 if printed else 0.42) * usual
    rows = _split(_rows(pieces))
    lines: list[Line] = []
    at = 0
    while at < len(rows):
        end, gutter = _band(rows, at)
        if gutter is None:
            lines.extend(Line(tuple(piece.words)) for piece in rows[at].pieces)
            at += 1
            continue
        left, right = _columns(rows[at:end], gutter)
        lines.extend(Line(tuple(piece.words)) for piece in (*left, *right))
        at = end
    return tuple(lines)


def baseline(text: str, bottom: float, usual: float) -> float:
    """Where the line of a recognised word runs, by the bottom of its box and its letters."""
    return bottom - 0.22 * usual if _HANGING.search(text) else bottom


def _piece(word: Word, width: float, height: float) -> _Piece:
    x0, y0, x1, y1 = word.box
    return _Piece([word], x0 * width, x1 * width, y0 * height, y1 * height, (y0 + y1) * height / 2)


def _rows(pieces: list[_Piece]) -> list[_Row]:
    """Group words whose middles lie within half a line of each other."""
    usual = median(piece.y1 - piece.y0 for piece in pieces) or 1.0
    rows: list[_Row] = []
    open_rows: list[_Row] = []
    for piece in sorted(pieces, key=lambda item: item.middle):
        tall = max(min(piece.y1 - piece.y0, 2 * usual), 0.6 * usual)
        best = min(open_rows, key=lambda row: abs(row.middle - piece.middle), default=None)
        reach = 0.5 * max(0.85 * usual, min(tall, best.height)) if best is not None else 0.0
        if best is not None and abs(best.middle - piece.middle) < reach:
            best.pieces.append(piece)
            best.middle += (piece.middle - best.middle) / len(best.pieces)
            continue
        row = _Row([piece], piece.middle, tall)
        rows.append(row)
        open_rows = [*open_rows[-2:], row]
    for row in rows:
        row.pieces.sort(key=lambda item: item.x0)
        row.height = median(piece.y1 - piece.y0 for piece in row.pieces) or usual
    return rows


def _split(rows: list[_Row]) -> list[_Row]:
    """Join the words of each row into pieces parted by wide gaps, or by gaps that neighbours share."""
    wide = [_gaps(row, _WIDE_GAP) for row in rows]
    narrow = [_gaps(row, _NARROW_GAP) for row in rows]
    for at, row in enumerate(rows):
        near = [
            gap for other in (at - 2, at - 1, at + 1, at + 2) if 0 <= other < len(rows) for gap in wide[other]
        ]
        cuts = set(wide[at])
        cuts |= {gap for gap in narrow[at] if len(narrow[at]) <= 2 and any(_shared(gap, n) for n in near)}
        row.pieces = _joined(row.pieces, cuts)
    return rows


def _gaps(row: _Row, least: float) -> list[tuple[float, float]]:
    found = []
    reach = row.pieces[0].x1
    for piece in row.pieces[1:]:
        if piece.x0 - reach > least * row.height:
            found.append((reach, piece.x0))
        reach = max(reach, piece.x1)
    return found


def _shared(gap: tuple[float, float], other: tuple[float, float]) -> bool:
    return min(gap[1], other[1]) - max(gap[0], other[0]) > 0.6 * (gap[1] - gap[0])


def _joined(pieces: Sequence[_Piece], cuts: set[tuple[float, float]]) -> list[_Piece]:
    starts = {gap[1] for gap in cuts}
    joined: list[_Piece] = []
    for piece in pieces:
        if joined and piece.x0 not in starts:
            last = joined[-1]
            last.words.extend(piece.words)
            last.x1 = max(last.x1, piece.x1)
            last.y0, last.y1 = min(last.y0, piece.y0), max(last.y1, piece.y1)
            last.middle = (last.y0 + last.y1) / 2
        else:
            joined.append(
                _Piece(list(piece.words), piece.x0, piece.x1, piece.y0, piece.y1, (piece.y0 + piece.y1) / 2)
            )
    return joined


def _band(rows: Sequence[_Row], at: int) -> tuple[int, float | None]:
    """Where a run of rows in two columns that starts at `at` ends, and the place of its gutter."""
    if len(rows[at].pieces) != 2:
        return at + 1, None
    low, high = rows[at].gaps[0]
    end, last_pair = at + 1, at
    while end < len(rows):
        row, above = rows[end], rows[end - 1]
        if row.middle - above.middle > _BAND_BREAK * max(row.height, above.height):
            break
        if len(row.pieces) == 2:
            gap = row.gaps[0]
        elif len(row.pieces) > 2 or _addresses(row):
            break
        elif row.x1 <= high:
            gap = (max(row.x1, low), high)
        elif row.x0 >= low:
            gap = (low, min(row.x0, high))
        else:
            break
        narrowed = max(low, gap[0]), min(high, gap[1])
        if narrowed[1] - narrowed[0] < 0.3 * row.height:
            break
        low, high = narrowed
        last_pair = end if len(row.pieces) == 2 else last_pair
        end += 1
    return _without_tail(rows, last_pair, end), (low + high) / 2


def _addresses(row: _Row) -> bool:
    """«Kính gửi» opens the letter: nothing from there on belongs to the columns of its head."""
    words = [word.text for piece in row.pieces for word in piece.words[:2]]
    return len(words) > 1 and words[0] in ("Kính", "Kinh") and words[1].startswith(("gửi", "gui", "trình"))


def _without_tail(rows: Sequence[_Row], last_pair: int, end: int) -> int:
    """Let go of single rows after the last pair, from the first that stands further off than a line."""
    for at in range(last_pair + 1, end):
        if rows[at].middle - rows[at - 1].middle > 2.4 * max(rows[at].height, rows[at - 1].height):
            return at
    return end


def _columns(rows: Sequence[_Row], gutter: float) -> tuple[list[_Piece], list[_Piece]]:
    left: list[_Piece] = []
    right: list[_Piece] = []
    for row in rows:
        for piece in row.pieces:
            (left if (piece.x0 + piece.x1) / 2 < gutter else right).append(piece)
    return left, right
