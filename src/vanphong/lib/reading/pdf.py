"""The text layer of PDF pages as words with places, and pages as pictures."""

from __future__ import annotations

import re
import threading
import unicodedata
from ctypes import byref, c_int, c_uint, create_string_buffer
from pathlib import Path
from typing import Any, Final, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image

from vanphong.lib.legacy_fonts import heal
from vanphong.lib.reading.layout import arrange
from vanphong.lib.reading.model import Box, Page, Word
from vanphong.lib.syllables import is_syllable

_WORDS: Final = re.compile(r"\S+")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
# A picture over this share of a page makes it a scan, whatever thin text lies on it.
_SCAN_SHARE: Final = 0.6
_SCAN_WORDS: Final = 30
_SUBSET: Final = re.compile(r"^[A-Z]{6}\+")
_HEAVY: Final = re.compile("bold|black|heavy", re.IGNORECASE)
_SLANTED: Final = re.compile("italic|oblique", re.IGNORECASE)
_BOLD_WEIGHT: Final = 600
_ITALIC_FLAG: Final = 1 << 6
# Pages after which a file is opened afresh.
_FRESH: Final = 16

PDFIUM: Final = threading.RLock()
"""Held around every call of PDFium, which is not safe in several threads."""


class Look(NamedTuple):
    """How a word is set: name of its font without the mark of a subset, size in points as shown, colour as rrggbb."""

    font: str
    size: float
    bold: bool
    italic: bool
    colour: str


class PdfFile:
    """An open PDF; close it, or use it with `with`. Raises pdfium.PdfiumError when it cannot be opened."""

    def __init__(self, path: Path) -> None:
        self._path, self._last, self._looked_at = path, 0, 0
        with PDFIUM:
            self._document = pdfium.PdfDocument(path)

    def __enter__(self) -> PdfFile:
        return self

    def __exit__(self, *_: object) -> None:
        with PDFIUM:
            self._document.close()

    def __len__(self) -> int:
        return len(self._document)

    def page(self, number: int) -> Page:
        """The text layer of page `number` (from 1), without lines when it has none."""
        with PDFIUM:
            page = self._loaded(number)
            try:
                width, height = page.get_size()
                words = _words(page)
            finally:
                page.close()
        return Page(number, width, height, arrange(_healed(words), width, height, printed=True), "text")

    def looks(self, number: int) -> dict[Box, Look]:
        """How the words of page `number` (from 1) are set, by their boxes as `page` tells them."""
        with PDFIUM:
            page = self._loaded(number)
            try:
                return _looks(page)
            finally:
                page.close()

    def needs_ocr(self, page: Page) -> bool:
        """Tell a page without a usable text layer: none, garbage, or a poor one laid over a scan."""
        tokens = [word.text for line in page.lines for word in line.words]
        quality = text_quality(tokens)
        if not tokens:
            return self._has_marks(page.number)
        if len(tokens) >= 5 and quality < 0.35:
            return True
        share = self._picture_share(page.number, page.width * page.height)
        return share > _SCAN_SHARE and (len(tokens) < _SCAN_WORDS or quality < 0.8)

    def render(self, number: int, dpi: float, *, grey: bool = False) -> Image.Image:
        """Page `number` (from 1) as a picture."""
        with PDFIUM:
            page = self._loaded(number)
            try:
                bitmap = page.render(scale=dpi / 72, grayscale=grey, rev_byteorder=True, prefer_bgrx=False)
                image: Image.Image = bitmap.to_pil()
                return image.copy() if grey else image.convert("RGB")
            finally:
                page.close()

    def size(self, number: int) -> tuple[float, float]:
        """Width and height of page `number` (from 1) in points, as shown."""
        with PDFIUM:
            width, height = self._document.get_page_size(number - 1)
        return float(width), float(height)

    def _loaded(self, number: int) -> Any:
        """Page `number`, to be closed. PDFium keeps the bytes of every picture it met until the file is closed,
        so a long scan is opened afresh now and then."""
        if number != self._last:
            self._last, self._looked_at = number, self._looked_at + 1
            if self._looked_at > _FRESH:
                self._looked_at = 1
                self._document.close()
                self._document = pdfium.PdfDocument(self._path)
        return self._document[number - 1]

    def _picture_share(self, number: int, area: float) -> float:
        """The share of the page under its largest picture."""
        with PDFIUM:
            page = self._loaded(number)
            try:
                largest = 0.0
                for item in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
                    left, bottom, right, top = item.get_bounds()
                    largest = max(largest, abs(right - left) * abs(top - bottom))
                return largest / area if area else 0.0
            finally:
                page.close()

    def _has_marks(self, number: int) -> bool:
        with PDFIUM:
            page = self._loaded(number)
            try:
                return next(iter(page.get_objects(max_depth=1)), None) is not None
            finally:
                page.close()


def text_quality(tokens: list[str]) -> float:
    """The share of letter runs that are Vietnamese syllables or plain words, 0..1; 1.0 without letters.

    Text without any mark over twenty words counts as poor: an English recogniser drops the marks.
    """
    runs = [run for token in tokens for run in _LETTERS.findall(token)][:600]
    if not runs:
        printable = sum(
            char.isprintable() and not 0xE000 <= ord(char) <= 0xF8FF for t in tokens for char in t
        )
        return float(printable) / max(sum(map(len, tokens)), 1)
    good: int = sum(is_syllable(run) or (run.isascii() and len(run) > 3) for run in runs)
    marked = sum(not run.isascii() for run in runs)
    if len(runs) > 20 and marked < len(runs) * 0.15:
        return min(0.5, good / len(runs))
    return good / len(runs)


def _words(page: Any) -> list[Word]:
    """Words of a page; PDFium tells the letters in one call, each word costs two more for its box."""
    textpage = page.get_textpage()
    try:
        text = _letters(textpage)
        place = _Placer(page, textpage.raw)
        return [
            Word(unicodedata.normalize("NFC", match.group()), place.box(match.start(), match.end() - 1))
            for match in _WORDS.finditer(text)
        ]
    finally:
        textpage.close()


def _letters(textpage: Any) -> str:
    """One letter for each place that PDFium knows."""
    count = textpage.count_chars()
    if count <= 0:
        return ""
    text: str = textpage.get_text_range()
    return text if len(text) == count else "".join(_letter(textpage.raw, at) for at in range(count))


def _looks(page: Any) -> dict[Box, Look]:
    textpage = page.get_textpage()
    try:
        place = _Placer(page, textpage.raw)
        return {
            place.box(match.start(), match.end() - 1): _look(
                textpage.raw, match.start() + _first(match.group())
            )
            for match in _WORDS.finditer(_letters(textpage))
        }
    finally:
        textpage.close()


def _first(word: str) -> int:
    """The first place of a letter or figure: signs are often taken from another font."""
    return next((at for at, char in enumerate(word) if char.isalnum()), 0)


def _look(textpage: Any, at: int) -> Look:
    name, flags = create_string_buffer(256), c_int()
    raw.FPDFText_GetFontInfo(textpage, at, name, len(name), byref(flags))
    font = _SUBSET.sub("", name.value.decode("utf-8", "replace"))
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(textpage, at, byref(matrix))
    scale = (matrix.c**2 + matrix.d**2) ** 0.5 or 1.0
    size = round(raw.FPDFText_GetFontSize(textpage, at) * scale, 2)
    heavy = _HEAVY.search(font) is not None or raw.FPDFText_GetFontWeight(textpage, at) >= _BOLD_WEIGHT
    slanted = _SLANTED.search(font) is not None or bool(flags.value & _ITALIC_FLAG)
    red, green, blue, solid = c_uint(), c_uint(), c_uint(), c_uint()
    raw.FPDFText_GetFillColor(textpage, at, byref(red), byref(green), byref(blue), byref(solid))
    return Look(font, size, heavy, slanted, f"{red.value:02x}{green.value:02x}{blue.value:02x}")


def _letter(textpage: Any, at: int) -> str:
    code = raw.FPDFText_GetUnicode(textpage, at)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " "


class _Placer:
    """Boxes of runs of letters as fractions of the page as shown, its turn counted."""

    def __init__(self, page: Any, textpage: Any) -> None:
        self._textpage = textpage
        self._left, bottom, right, self._top = page.get_bbox()
        self._width, self._height = right - self._left or 1.0, self._top - bottom or 1.0
        self._turn = page.get_rotation()
        self._rect = raw.FS_RECTF()

    def box(self, first: int, last: int) -> Box:
        x0, y0, x1, y1 = self._loose(first)
        if last != first:
            a0, b0, a1, b1 = self._loose(last)
            x0, y0, x1, y1 = min(x0, a0), min(y0, b0), max(x1, a1), max(y1, b1)
        if self._turn == 90:
            x0, y0, x1, y1 = 1 - y1, x0, 1 - y0, x1
        elif self._turn == 180:
            x0, y0, x1, y1 = 1 - x1, 1 - y1, 1 - x0, 1 - y0
        elif self._turn == 270:
            x0, y0, x1, y1 = y0, 1 - x1, y1, 1 - x0
        return (_part(x0), _part(y0), _part(x1), _part(y1))

    def _loose(self, at: int) -> Box:
        rect = self._rect
        raw.FPDFText_GetLooseCharBox(self._textpage, at, byref(rect))
        x0, x1 = (rect.left - self._left) / self._width, (rect.right - self._left) / self._width
        return x0, (self._top - rect.top) / self._height, x1, (self._top - rect.bottom) / self._height


def _part(value: float) -> float:
    return 0.0 if value < 0 else 1.0 if value > 1 else round(value, 5)


def _healed(words: list[Word]) -> list[Word]:
    """Words of a page set in TCVN3 or VNI fonts, with their right letters."""
    text = " ".join(word.text for word in words)
    healed = heal(text)
    if healed == text:
        return words
    tokens = healed.split(" ")
    if len(tokens) != len(words):
        return words
    return [Word(token, word.box, word.confidence) for token, word in zip(tokens, words, strict=True)]
