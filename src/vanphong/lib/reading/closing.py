"""The signature corner of a scanned page, read again where seal and pen run over its words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

import tesserocr
from PIL import Image, ImageChops

from vanphong.lib.reading import images
from vanphong.lib.reading.header.vocabulary import key
from vanphong.lib.reading.images import Sheet
from vanphong.lib.reading.model import Box, Word

Read = Callable[[Sheet, int], list[Word]]

# Height of the corner below «Nơi nhận», and where its column begins at the least, as parts of the page.
_DEEP: Final = 0.21
_LEFT, _MIDDLE, _RIGHT = 0.4, 0.5, 0.58
_FOR: Final = ("KT", "K/T")


def with_signature(words: list[Word], picture: Image.Image, sheet: Sheet, read: Read) -> list[Word]:
    """`words` of a page with those beside «Nơi nhận» read once more where no name was seen under them.

    Page layout takes a seal with all it covers for a drawing. So the corner is read by itself: as it is,
    and with its long strokes taken out; on a colour page with black ink alone.
    """
    top = _list_top(words)
    if top is None:
        return words
    box = _corner(words, top)
    inside = [word for word in words if _within(word.box, box)]
    if any(_is_name_row(row) for row in _rows(inside)[1:]):
        return words
    found = list(inside)
    width, height = sheet.shown
    cut = (int(box[0] * width), int(box[1] * height), width, int(box[3] * height))
    for grey, mode in _views(picture, sheet, cut):
        part = Sheet(grey, 0, 0.0, sheet.dpi, grey.size)
        again = [_moved(word, cut, sheet.shown) for word in read(part, mode)]
        found += again
        # One view that shows a post and a name under it is enough.
        if any(_is_name_row(row) for row in _rows(_best(again))[1:]):
            break
    rows = _centred([row for row in _rows(_best(found)) if any(map(_is_sure, row))])
    _mend_deputy(rows)
    return [word for word in words if not _within(word.box, box)] + [word for row in rows for word in row]


def _list_top(words: Sequence[Word]) -> float | None:
    """Where the last «Nơi nhận» of the left half stands."""
    tops = [
        one.box[1]
        for one, two in pairwise(words)
        if one.box[0] < _LEFT and key(f"{one.text} {two.text}").startswith("NOI NHAN")
    ]
    return tops[-1] if tops else None


def _corner(words: Iterable[Word], top: float) -> Box:
    """Right of the recipients, from their title down to where a name stands at the latest."""
    low = min(1.0, top + _DEEP)
    edges = [
        word.box[2]
        for word in words
        if top < word.box[1] < low and word.box[0] < _MIDDLE and word.box[2] < _RIGHT and _letters(word) > 1
    ]
    return (max([_LEFT, *edges]) + 0.004, max(0.0, top - 0.012), 1.0, low)


def _views(
    picture: Image.Image, sheet: Sheet, cut: tuple[int, int, int, int]
) -> Iterable[tuple[Image.Image, int]]:
    """The pictures of the corner worth reading, each with a way to read it, the likeliest first."""
    if images.is_colour(picture):
        red, green, blue = images.on_paper(picture).convert("RGB").split()
        # Black is dark in every colour; the blue of a pen and the red of a seal are not.
        black = images.turned(ImageChops.lighter(ImageChops.lighter(red, green), blue), sheet.turn)
        level = black.rotate(sheet.skew, Image.Resampling.BICUBIC, fillcolor=255) if sheet.skew else black
        yield (
            level.crop(cut).point([0 if value < 105 else 255 for value in range(256)]),
            tesserocr.PSM.SINGLE_BLOCK,
        )
    raw = sheet.grey.crop(cut)
    yield images.without_lines(raw, sheet.dpi), tesserocr.PSM.SPARSE_TEXT
    yield raw, tesserocr.PSM.SINGLE_BLOCK
    yield raw, tesserocr.PSM.SPARSE_TEXT


def _moved(word: Word, cut: tuple[int, int, int, int], shown: tuple[int, int]) -> Word:
    wide, high = cut[2] - cut[0], cut[3] - cut[1]
    x0, y0, x1, y1 = word.box
    place = (
        (cut[0] + x0 * wide) / shown[0],
        (cut[1] + y0 * high) / shown[1],
        (cut[0] + x1 * wide) / shown[0],
        (cut[1] + y1 * high) / shown[1],
    )
    return replace(word, box=place)


def _best(words: Iterable[Word]) -> list[Word]:
    """Of words read in one place more than once, the surest and longest."""
    taken: list[Word] = []
    for word in sorted(words, key=lambda item: -item.confidence * min(len(item.text), 8)):
        if word.confidence >= 0.3 and _letters(word) and not any(_overlap(word.box, t.box) for t in taken):
            taken.append(replace(word, text=word.text.strip("-–—_|'\"“”`")))
    return taken


def _overlap(one: Box, two: Box) -> bool:
    wide = min(one[2], two[2]) - max(one[0], two[0])
    high = min(one[3], two[3]) - max(one[1], two[1])
    if wide <= 0 or high <= 0:
        return False
    least = min((box[2] - box[0]) * (box[3] - box[1]) for box in (one, two))
    return wide * high > 0.3 * least


def _rows(words: Iterable[Word]) -> list[list[Word]]:
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda item: item.box[1] + item.box[3]):
        middle = (word.box[1] + word.box[3]) / 2
        if rows and rows[-1][0].box[1] < middle < rows[-1][0].box[3]:
            rows[-1].append(word)
        else:
            rows.append([word])
    for row in rows:
        row.sort(key=lambda item: item.box[0])
    return rows


def _centred(rows: list[list[Word]]) -> list[list[Word]]:
    """Rows set below the middle of the first one: those aside are the seal's own letters."""
    return [row for row in rows if abs(_centre(row) - _centre(rows[0])) < 0.035]


def _centre(row: Sequence[Word]) -> float:
    return (row[0].box[0] + row[-1].box[2]) / 2


def _mend_deputy(rows: list[list[Word]]) -> None:
    """Who signs KT. a head is the head's deputy: of «PHÓ» under a seal's edge a letter is enough."""
    for above, row in pairwise(rows):
        head = [word.text for word in above]
        kept = len(head) - 1
        if key(head[0]).rstrip(".") not in _FOR or len(row) <= kept or kept < 1:
            continue
        same = key(" ".join(word.text for word in row[-kept:])) == key(" ".join(head[1:]))
        before = row[:-kept]
        if same and sum(map(_letters, before)) <= 6:
            row[:-kept] = [replace(before[-1], text="PHÓ")]


def _letters(word: Word) -> int:
    return sum(map(str.isalpha, word.text))


def _is_sure(word: Word) -> bool:
    return word.confidence >= 0.8 and word.text[:1].isupper() and _letters(word) > 1


def _is_name_row(row: Sequence[Word]) -> bool:
    """Two to five words with a capital each and small letters after it, surely read."""
    return 2 <= len(row) <= 5 and all(_is_sure(word) and word.text[1:].islower() for word in row)


def _within(box: Box, zone: Box) -> bool:
    return (box[0] + box[2]) / 2 >= zone[0] and zone[1] <= (box[1] + box[3]) / 2 <= zone[3]
