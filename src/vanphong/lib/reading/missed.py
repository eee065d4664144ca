"""Rows of a scanned header that page layout dropped, as it does where the lines of two columns overlap in height."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median
from typing import Final

from PIL import Image

from vanphong.lib.reading.images import Sheet
from vanphong.lib.reading.layout import baseline
from vanphong.lib.reading.model import Box, Word
from vanphong.lib.reading.secrecy import framed_level

Read = Callable[[Sheet], list[Word]]

_SURE, _LIKELY = 0.85, 0.2
# Heights of a row: a gap that parts two columns, and how far past its sure words a row is read.
_GAP, _BEYOND = 2.5, 5.0
_MOST: Final = 8


def with_missed(
    words: list[Word], found: Sequence[Word], left: Image.Image, sheet: Sheet, read: Read
) -> list[Word]:
    """`words` of a page and those of whole rows among `found`, what a search for lone words saw besides.

    `left` is the page without the words surely read. Figures and short words between the sure ones are read
    with their row. A stamp of secrecy is no row.
    """
    if len(words) < 5 or not found:
        return words
    width, height = sheet.shown
    usual = median(word.box[3] - word.box[1] for word in words)
    rows = _rows([word for word in found if word.confidence >= _LIKELY and _is_of_size(word, usual)], usual)
    sure = [row for row in rows if sum(word.confidence >= _SURE for word in row) > 1]
    clusters = [cluster for row in sure for cluster in _apart(row, usual * height / width)]
    added: list[Word] = []
    for cluster in [cluster for cluster in clusters if len(cluster) > 1][:_MOST]:
        if framed_level(" ".join(word.text for word in cluster)):
            continue
        box = _room(cluster, [*clusters, *([word] for word in words)], usual, width / height)
        cut = tuple(round(part * side) for part, side in zip(box, (width, height) * 2, strict=True))
        part = left.crop((cut[0], cut[1], cut[2], cut[3]))
        alone = Sheet(part, 0, 0.0, sheet.dpi, part.size)
        again = [_moved(word, box) for word in read(alone) if word.confidence > 0.3]
        added += _best([*again, *cluster])
    # What was read in the same place with doubt gives way.
    return [word for word in words if not any(_overlap(word.box, new.box) for new in added)] + added


def _best(words: Sequence[Word]) -> list[Word]:
    """Of words read in one place twice, the surer and longer."""
    taken: list[Word] = []
    for word in sorted(words, key=lambda item: -item.confidence * min(len(item.text), 6)):
        if not any(_overlap(word.box, other.box) for other in taken):
            taken.append(word)
    return taken


def _overlap(one: Box, two: Box) -> bool:
    wide, high = min(one[2], two[2]) - max(one[0], two[0]), min(one[3], two[3]) - max(one[1], two[1])
    least = min((box[2] - box[0]) * (box[3] - box[1]) for box in (one, two))
    return wide > 0 and high > 0 and wide * high > 0.3 * least


def _is_of_size(word: Word, usual: float) -> bool:
    return 0.6 * usual < word.box[3] - word.box[1] < 1.7 * usual and sum(map(str.isalpha, word.text)) > 1


def _rows(words: Sequence[Word], usual: float) -> list[list[Word]]:
    rows: list[tuple[float, list[Word]]] = []
    levels = [(baseline(word.text, word.box[3], usual), at) for at, word in enumerate(words)]
    for level, at in sorted(levels):
        word = words[at]
        if rows and level - rows[-1][0] < 0.3 * usual:
            rows[-1][1].append(word)
        else:
            rows.append((level, [word]))
    return [sorted(row, key=lambda item: item.box[0]) for _, row in rows]


def _apart(row: Sequence[Word], height: float) -> list[list[Word]]:
    """The row's words, parted at the gutter between two columns; a figure's width is no gutter."""
    parts: list[list[Word]] = [[row[0]]]
    for word in row[1:]:
        if word.box[0] - parts[-1][-1].box[2] > _GAP * height:
            parts.append([word])
        else:
            parts[-1].append(word)
    return parts


def _room(cluster: Sequence[Word], others: Sequence[Sequence[Word]], usual: float, shape: float) -> Box:
    """The band to read: around the cluster and past its ends, as far as nothing else stands there."""
    x0, x1 = cluster[0].box[0], cluster[-1].box[2]
    y0, y1 = min(word.box[1] for word in cluster), max(word.box[3] for word in cluster)
    reach = _BEYOND * usual / shape
    low, high = max(0.0, x0 - reach), min(1.0, x1 + reach)
    for other in others:
        level = min(y1, max(w.box[3] for w in other)) - max(y0, min(w.box[1] for w in other))
        if other is cluster or level < 0.3 * usual:
            continue
        if other[-1].box[2] <= x0:
            low = max(low, other[-1].box[2])
        elif other[0].box[0] >= x1:
            high = min(high, other[0].box[0])
    return low, max(0.0, y0 - 0.3 * usual), high, min(1.0, y1 + 0.3 * usual)


def _moved(word: Word, box: Box) -> Word:
    wide, tall = box[2] - box[0], box[3] - box[1]
    x0, y0, x1, y1 = word.box
    place = (box[0] + x0 * wide, box[1] + y0 * tall, box[0] + x1 * wide, box[1] + y1 * tall)
    return Word(word.text, place, word.confidence)
