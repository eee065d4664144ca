"""Framed stamps of secrecy on a page picture, set level or askew, beside words or across them.

What stands in a frame is read; where the recogniser makes nothing of it, its shape is compared with the three
words. A likeness that is no certainty is told with a question mark: a person must look.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from PIL import Image, ImageOps

from vanphong.lib.reading import frames
from vanphong.lib.reading.images import Sheet
from vanphong.lib.reading.model import Word
from vanphong.lib.reading.secrecy import LEVEL_NAMES, folded, framed_level
from vanphong.lib.reading.stamp_words import WORDS, likeness

# Ink darker, or redder, than the paper by this much.
_DARK, _RED = 45, 60
# What a likeness must reach to be held, and to be sure; a short word is like more things than a long one.
_LIKELY, _SURE, _SHORTER = 0.62, 0.65, 0.09
_MARGIN: Final = 20
_OTHER: Final = "other"
# What is left of the grades in a reading that missed some of their letters.
_PIECE: Final = re.compile("MA|AT|TOI|TUY|YET")
Reader = Callable[[Sheet], list[Word]]


def framed_stamps(colour: Image.Image | None, sheet: Sheet, zone: float, read: Reader) -> list[Word]:
    """Stamps in the upper `zone` of the page, as words «[MẬT]» or, when doubtful, «[MẬT?]», with their places.

    `colour` is that part with its red ink, turned and levelled as the sheet; None when there is none.
    """
    doubtful: list[Word] = []
    width, height = sheet.grey.size
    for part, ink_of, least in _layers(colour, sheet, zone):
        scale = frames.FIND_DPI / sheet.dpi
        size = (max(8, round(part.width * scale)), max(8, round(part.height * scale)))
        seen = frames.frames(ink_of(part.resize(size, Image.Resampling.BOX)), least)
        ink = ink_of(part) if seen else part
        others: list[frames.Frame] = []
        for frame in seen:
            if any(frames.holds(other, frame) for other in others):
                continue
            text = _told(frames.cut(ink, sheet.dpi, frame), least, read)
            if text not in ("", _OTHER) and any(
                frames.holds(wider, frame) for wider in seen if _outdoes(wider, frame)
            ):
                text = text.rstrip("?]") + "?]"
            if text == _OTHER:
                others.append(frame)
            elif text:
                x0, y0, x1, y1 = frames.bounds(frame, sheet.dpi)
                box = (x0 / width, y0 / height, x1 / width, y1 / height)
                stamp = Word(text, box, 1.0)
                if not text.endswith("?]"):
                    return [stamp]
                doubtful.append(stamp)
    return doubtful


def _outdoes(wider: frames.Frame, frame: frames.Frame) -> bool:
    return wider.drawn >= frame.drawn and wider.width > 1.2 * frame.width


def _layers(
    colour: Image.Image | None, sheet: Sheet, zone: float
) -> Iterator[tuple[Image.Image, Callable[[Image.Image], Image.Image], int]]:
    """The pictures to look in, with what tells ink from paper: red first, for black words are not in it."""
    if colour is not None:
        yield colour, frames.redness, _RED
    yield sheet.grey.crop((0, 0, sheet.grey.width, round(sheet.grey.height * zone))), frames.darkness, _DARK


def _told(letters: Image.Image, least: int, read: Reader) -> str:
    """What a frame says: «[TỐI MẬT]», «[TỐI MẬT?]», _OTHER for another word surely read, or nothing."""
    black = ImageOps.expand(ImageOps.invert(ImageOps.autocontrast(letters, cutoff=1)), _MARGIN, 255)
    words = read(Sheet(black, 0, 0.0, frames.CUT_DPI, black.size))
    text = " ".join(word.text for word in words)
    if level := framed_level(text):
        return f"[{LEVEL_NAMES[level].upper()}]"
    bare = folded(text)
    if len(bare) > 3 and min(word.confidence for word in words) > 0.6 and not _PIECE.search(bare):
        return _OTHER
    like = likeness(letters, least)
    merit = like.score + 0.4 * min(like.ahead, 0.3) - (_SHORTER if like.word == WORDS[0] else 0)
    if merit < _LIKELY:
        return ""
    return f"[{like.word}]" if merit >= _SURE else f"[{like.word}?]"
