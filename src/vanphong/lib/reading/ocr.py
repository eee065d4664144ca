"""Vietnamese text recognition of page pictures, with places and confidence."""

from __future__ import annotations

import os
import queue
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final

# Read by the engine's thread library as it loads: one thread a page, pages side by side.
os.environ.setdefault("OMP_THREAD_LIMIT", "1")

import tesserocr
from PIL import Image, ImageFilter

from vanphong.lib.reading import images
from vanphong.lib.reading.closing import with_signature
from vanphong.lib.reading.header.vocabulary import key
from vanphong.lib.reading.images import Sheet
from vanphong.lib.reading.layout import arrange
from vanphong.lib.reading.missed import with_missed
from vanphong.lib.reading.model import Box, Line, ScannedPage, Word
from vanphong.lib.reading.stamps import framed_stamps

LANGUAGE: Final = "vie"
_FOLDERS: Final = ("/usr/share/tesseract-ocr", "/usr/share/tessdata", "/usr/local/share/tessdata")
# Mean confidence under which a page is tried upside down, and with its specks taken out.
_DOUBTFUL: Final = 0.62
_LONGEST_MS: Final = 12_000
# The share of the page, from its top, where stamps are looked for.
_STAMP_ZONE: Final = 45
_idle: queue.LifoQueue[Any] = queue.LifoQueue()


@cache
def tessdata_folder() -> Path | None:
    """The folder with the Vietnamese language file, or None when there is none."""
    chosen = os.environ.get("VANPHONG_TESSDATA")
    candidates = [Path(chosen)] if chosen else []
    candidates.append(Path(__file__).parent / "tessdata")
    for folder in map(Path, _FOLDERS):
        candidates += [folder, *sorted(folder.glob("*/tessdata"), reverse=True)]
    return next((folder for folder in candidates if (folder / f"{LANGUAGE}.traineddata").is_file()), None)


def available() -> bool:
    """Tell whether pages can be recognised on this machine."""
    return tessdata_folder() is not None


@contextmanager
def _engine() -> Iterator[Any]:
    """A recogniser of its own for this thread; kept for the next page, since starting one takes 50 ms."""
    try:
        engine = _idle.get_nowait()
    except queue.Empty:
        folder = tessdata_folder()
        if folder is None:
            raise RuntimeError("vie.traineddata not found") from None
        engine = tesserocr.PyTessBaseAPI(path=str(folder), lang=LANGUAGE, psm=tesserocr.PSM.AUTO)
    try:
        yield engine
    finally:
        engine.Clear()
        _idle.put(engine)


def recognise(image: Image.Image, number: int, dpi: float | None, size: tuple[float, float]) -> ScannedPage:
    """Read page `number` from its picture; `size` in points as shown, swapped when the page lies sideways.

    Places are fractions of the upright page. A blank picture gives a page without lines.
    """
    picture, resolution = images.fitted(image, dpi)
    grey = images.grey_of(picture)
    if images.is_blank(grey, most=0.0001):
        return ScannedPage(number, *size, (), "ocr")
    turn = 90 if images.is_sideways(grey) else 0
    sheet = images.straightened(grey, turn, resolution)
    if turn and _upside_down(sheet):
        sheet = images.straightened(grey, 270, resolution)
    words = _read(sheet, tesserocr.PSM.AUTO)
    if _trust(words) < _DOUBTFUL:
        sheet, words = _second_try(sheet, grey, words)
    words = with_signature(words, picture, sheet, _read)
    left = _left_over(sheet, words)
    lone = _sparse(left, sheet)
    if lone:
        words = with_missed(words, lone[0], left, sheet, _read_line)
    red = images.red_of(picture)
    reds = _red_readings(red, sheet)
    words = _without_shreds(words, [word for reading in reds for word in reading])
    width, height = (size[1], size[0]) if sheet.turn in (90, 270) else size
    # Rows are told apart while they lie level; then every word goes back to where it is seen.
    lines = [
        Line(tuple(replace(word, box=sheet.place(word.box)) for word in line.words))
        for line in arrange(words, width, height)
    ]
    # Stamps come last, so that they do not break into the lines they were struck across.
    for reading in [*reds, *lone]:
        lines += arrange(reading, width, height)
    coloured = sheet.levelled(picture, _STAMP_ZONE / 100) if red is not None else None
    stamps = framed_stamps(coloured, sheet, _STAMP_ZONE / 100, _read_line)
    lines += [Line((replace(stamp, box=sheet.place(stamp.box)),)) for stamp in stamps]
    return ScannedPage(number, width, height, tuple(lines), "ocr", sheet.turn)


def _second_try(sheet: Sheet, grey: Image.Image, words: list[Word]) -> tuple[Sheet, list[Word]]:
    """Turn a doubtful page around, or clean it, and keep what reads better."""
    if _upside_down(sheet):
        sheet = images.straightened(grey, (sheet.turn + 180) % 360, sheet.dpi)
        words = _read(sheet, tesserocr.PSM.AUTO)
    if _trust(words) < _DOUBTFUL:
        cleaned = Sheet(images.despeckled(sheet.grey), sheet.turn, sheet.skew, sheet.dpi, sheet.shown)
        again = _read(cleaned, tesserocr.PSM.AUTO)
        if _worth(again) > _worth(words):
            return cleaned, again
    return sheet, words


def _upside_down(sheet: Sheet) -> bool:
    """Read the fullest strip of the page both ways and compare."""
    grey = sheet.grey
    rows = grey.resize((1, 40), Image.Resampling.BOX).tobytes()
    strip = min(range(2, 34), key=lambda at: sum(rows[at : at + 5]))
    part = grey.crop((0, grey.height * strip // 40, grey.width, grey.height * (strip + 5) // 40))
    ways = [
        _worth(_read(Sheet(picture, 0, 0.0, sheet.dpi, picture.size), tesserocr.PSM.SINGLE_BLOCK))
        for picture in (part, part.transpose(Image.Transpose.ROTATE_180))
    ]
    return ways[1] > 1.15 * ways[0]


def _trust(words: list[Word]) -> float:
    letters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0


def _worth(words: list[Word]) -> float:
    return sum(len(word.text) * max(0.0, word.confidence - 0.3) for word in words)


def _red_readings(red: Image.Image | None, sheet: Sheet) -> list[list[Word]]:
    """Words of red stamps in the upper part of the page: they are not in the grey picture at all.

    Each reading of a page stands by itself: together, the shreds of one would stand in the line of another's
    stamp.
    """
    if red is None:
        return []
    upright = images.turned(red, sheet.turn)
    return _sparse(upright.crop((0, 0, upright.width, upright.height * _STAMP_ZONE // 100)), sheet)


def _without_shreds(words: list[Word], red: list[Word]) -> list[Word]:
    """Leave out what the darker edges of red letters left in the grey picture: «NG» in «THƯỢNG»."""
    stamps = [word for word in red if word.confidence >= 0.8]
    return [
        word
        for word in words
        if len(word.text) > 3
        or not any(_inside(word.box, stamp.box) and _letters_of(word) in key(stamp.text) for stamp in stamps)
    ]


def _letters_of(word: Word) -> str:
    return "".join(filter(str.isalnum, key(word.text)))


def _inside(box: Box, other: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return other[0] < x < other[2] and other[1] < y < other[3]


def _left_over(sheet: Sheet, words: list[Word]) -> Image.Image:
    """The upper part of the page with the words read already wiped out.

    What is left may be stamps, which page layout takes for drawings, and rows that it dropped.
    """
    width, height = sheet.shown
    left = sheet.grey.crop((0, 0, width, height * _STAMP_ZONE // 100))
    for word in words:
        x0, y0, x1, y1 = word.box
        if word.confidence > 0.5 and y0 * 100 < _STAMP_ZONE:
            read = (int(x0 * width) - 3, int(y0 * height) - 3, int(x1 * width) + 3, int(y1 * height) + 3)
            left.paste(255, read)
    return left


def _sparse(zone: Image.Image, sheet: Sheet) -> list[list[Word]]:
    """Words that stand alone in `zone`, the upper part of the sheet's page."""
    # A short word of small type has this many dots of ink; less is dirt.
    least = (sheet.dpi * 0.06) ** 2
    if sum(zone.histogram()[:150]) < least or _inked(zone) < least:
        return []
    bare = images.without_lines(zone, sheet.dpi)
    if _inked(bare) < least:
        return []
    alone = Sheet(bare, 0, 0.0, sheet.dpi, sheet.shown)
    # Each way of reading passes over some stamps that the other sees; a level told twice does no harm.
    readings = [_read(alone, tesserocr.PSM.SPARSE_TEXT)]
    if not any(word.confidence >= 0.6 and len(word.text) > 2 for word in readings[0]):
        readings.append(_read(alone, tesserocr.PSM.SINGLE_BLOCK))
    return [
        [word for word in words if word.confidence >= 0.2 and sum(map(str.isalpha, word.text)) > 1]
        for words in readings
    ]


def _inked(picture: Image.Image) -> int:
    """Dots of ink, specks not counted; looked for at half the size, in a fifth of the time."""
    small = picture.reduce(2).point([0 if value < 150 else 255 for value in range(256)])
    return 4 * small.filter(ImageFilter.MedianFilter(3)).histogram()[0]


def _read(sheet: Sheet, mode: int) -> list[Word]:
    grey = sheet.grey
    with _engine() as engine:
        engine.SetPageSegMode(mode)
        engine.SetImageBytes(grey.tobytes(), grey.width, grey.height, 1, grey.width)
        engine.SetSourceResolution(round(sheet.dpi))
        # A page of noise can hold the engine for minutes; what it had read by then is kept.
        engine.Recognize(_LONGEST_MS)
        return _without_specks(list(_words(engine.GetIterator(), *sheet.shown)))


def _without_specks(words: list[Word]) -> list[Word]:
    """Leave out signs read over a word: they are its own marks, or the line under it, seen twice."""
    spelt = [word.box for word in words if any(map(str.isalnum, word.text))]
    return [word for word in words if any(map(str.isalnum, word.text)) or not _over(word.box, spelt)]


def _over(box: Box, others: list[Box]) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(o[0] <= x <= o[2] and abs(y - (o[1] + o[3]) / 2) < 0.8 * (o[3] - o[1]) for o in others)


def _read_line(sheet: Sheet) -> list[Word]:
    return _read(sheet, tesserocr.PSM.SINGLE_LINE)


def _words(iterator: Any, width: int, height: int) -> Iterator[Word]:
    if iterator is None:
        return
    level = tesserocr.RIL.WORD
    for item in tesserocr.iterate_level(iterator, level):
        if item.Empty(level):
            continue
        text = unicodedata.normalize("NFC", item.GetUTF8Text(level).strip())
        box = item.BoundingBox(level)
        if not text or box is None:
            continue
        place = (box[0] / width, box[1] / height, box[2] / width, box[3] / height)
        yield Word(text, place, round(item.Confidence(level) / 100, 3))
