"""Where the words of a Word file stand on the pages that it is shown as.

A Word file has no pages of its own: reading sets its words on pages roughly. Once it was set as PDF to be looked
at, each word has a true place, found by going through both texts side by side.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from vanphong.lib.reading.model import Box, Line, Text, Word

_NOWHERE: Final[Box] = (0.0, 0.0, 0.0, 0.0)
# Words looked over for the next one in common: usually, and after a stretch that differs.
_NEAR, _FAR, _LOST = 40, 400, 25


def placed(text: Text, shown: Text) -> Text:
    """The words of `text`, in its order, with pages and places of `shown`; a word not shown is nowhere."""
    there = [(page, word) for page in shown.pages for line in page.lines for word in line.words]
    names = [word.text for _, word in there]
    at, missed, number = 0, 0, 1
    found: dict[int, list[Line]] = {page.number: [] for page in shown.pages}
    for line in (line for page in text.pages for line in page.lines):
        words: list[tuple[int, Word]] = []
        for index, word in enumerate(line.words):
            after = line.words[index + 1].text if index + 1 < len(line.words) else None
            match = _match(names, at, word.text, after, _FAR if missed > _LOST else _NEAR)
            if match is None:
                missed += 1
                words.append((number, replace(word, box=_NOWHERE)))
                continue
            at, missed, number = match + 1, 0, there[match][0].number
            words.append((number, replace(word, box=there[match][1].box)))
        for page, part in groupby(words, key=lambda pair: pair[0]):
            found.setdefault(page, []).append(Line(tuple(word for _, word in part)))
    pages = tuple(replace(page, lines=tuple(found[page.number]), source="flow") for page in shown.pages)
    return Text(pages, text.media_type)


def _match(names: Sequence[str], start: int, name: str, after: str | None, reach: int) -> int | None:
    """Where `name` comes next: at once, or a little on with the same word after it."""
    if start < len(names) and names[start] == name:
        return start
    for at in range(start + 1, min(start + reach, len(names))):
        if names[at] == name and (after is None or at + 1 >= len(names) or names[at + 1] == after):
            return at
    return None


def moved(text: Text, shown: Text, page: int, boxes: Sequence[Box]) -> tuple[int, tuple[Box, ...]] | None:
    """Page and boxes in `shown`, which `placed` made of `text`, for boxes on a page of `text`."""
    pairs = zip(_words(text), _words(shown), strict=True)
    new = [after for (number, before), after in pairs if number == page and _within(before.box, boxes)]
    here = [(number, word) for number, word in new if word.box != _NOWHERE]
    if not here or len(here) * 2 < len(new):
        return None
    main = Counter(number for number, _ in here).most_common(1)[0][0]
    return main, _joined([word.box for number, word in here if number == main])


def _words(text: Text) -> list[tuple[int, Word]]:
    return [(page.number, word) for page in text.pages for line in page.lines for word in line.words]


def _within(box: Box, boxes: Sequence[Box]) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(b[0] - 1e-4 <= x <= b[2] + 1e-4 and b[1] - 1e-4 <= y <= b[3] + 1e-4 for b in boxes)


def _joined(boxes: Sequence[Box]) -> tuple[Box, ...]:
    """Boxes of words in one row as one."""
    rows: list[Box] = []
    for box in boxes:
        last = rows[-1] if rows else None
        if last and abs(box[3] - last[3]) < 0.008 and -0.02 < box[0] - last[2] < 0.06:
            rows[-1] = (last[0], min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3]))
        else:
            rows.append(box)
    return tuple(rows)
