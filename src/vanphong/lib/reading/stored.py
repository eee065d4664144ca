"""Text with places as bytes for the store, and back: gzipped JSON, the same bytes for the same text."""

from __future__ import annotations

import gzip
import json
from typing import Any, Final

from vanphong.lib.reading.model import Box, Line, Page, ScannedPage, Text, Word

MEDIA_TYPE: Final = "application/gzip"
_FORMAT: Final = 1
# Places are kept to a ten-thousandth of the page, a fiftieth of a millimetre on A4.
_SCALE: Final = 10_000


def packed(text: Text) -> bytes:
    """The text as bytes; words keep their places and confidence."""
    body = {"format": _FORMAT, "media_type": text.media_type, "pages": [_page_out(p) for p in text.pages]}
    return _zipped(body)


def unpacked(content: bytes) -> Text:
    """The text of `packed` bytes; raises ValueError for bytes of another making."""
    body = _unzipped(content)
    return Text(tuple(_page_in(page) for page in body["pages"]), body["media_type"])


def packed_page(page: Page) -> bytes:
    """One page as bytes."""
    return _zipped({"format": _FORMAT, "page": _page_out(page)})


def unpacked_page(content: bytes) -> Page:
    """The page of `packed_page` bytes; raises ValueError for bytes of another making."""
    return _page_in(_unzipped(content)["page"])


def _zipped(body: dict[str, Any]) -> bytes:
    plain = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    return gzip.compress(plain, 6, mtime=0)


def _unzipped(content: bytes) -> dict[str, Any]:
    try:
        body: dict[str, Any] = json.loads(gzip.decompress(content))
    except (OSError, EOFError) as error:
        raise ValueError("not a stored text") from error
    if body.get("format") != _FORMAT:
        raise ValueError(f"stored text of format {body.get('format')}")
    return body


def _page_out(page: Page) -> dict[str, Any]:
    lines = [
        [[w.text, *(round(edge * _SCALE) for edge in w.box), round(w.confidence, 3)] for w in line.words]
        for line in page.lines
    ]
    turn = page.turn if isinstance(page, ScannedPage) else None
    return {
        "number": page.number,
        "size": [page.width, page.height],
        "source": page.source,
        "turn": turn,
        "lines": lines,
    }


def _page_in(page: dict[str, Any]) -> Page:
    lines = tuple(Line(tuple(_word_in(word) for word in line)) for line in page["lines"])
    width, height = page["size"]
    if page["turn"] is None:
        return Page(page["number"], width, height, lines, page["source"])
    return ScannedPage(page["number"], width, height, lines, page["source"], page["turn"])


def _word_in(word: list[Any]) -> Word:
    text, x0, y0, x1, y1, confidence = word
    box: Box = (x0 / _SCALE, y0 / _SCALE, x1 / _SCALE, y1 / _SCALE)
    return Word(text, box, confidence)
