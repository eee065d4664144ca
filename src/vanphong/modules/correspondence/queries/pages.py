"""Sizes of the pages of a file, from what reading kept."""

from __future__ import annotations

from vanphong.kernel.files import renditions
from vanphong.lib.reading import inspect
from vanphong.lib.reading.model import Text
from vanphong.modules.correspondence.models import DocumentFile, Reading

A4 = (595.0, 842.0)
_FLOWING = frozenset((inspect.DOCX, inspect.DOCM, inspect.DOC, inspect.ODT))


_MOST_PAGES = 60
"""Longer Word files keep their rough places: their words are too many to be looked up for each view."""


def as_shown(file: DocumentFile) -> tuple[Text, Text] | None:
    """The text of an office file as read and as shown; None for others, and before it was shown once."""
    if file.media_type not in _FLOWING or file.page_count > _MOST_PAGES:
        return None
    shown = renditions.shown_text(file.blob)
    text = renditions.text_of(file.blob) if shown else None
    return (text, shown) if text and shown else None


def page_sizes(file: DocumentFile) -> list[tuple[float, float]]:
    """Width and height in points of each page; A4 where reading has not been there yet."""
    if pair := as_shown(file):
        return [(page.width, page.height) for page in pair[1].pages]
    reading = Reading.objects.filter(file=file).only("pages").first()
    if reading is not None and reading.pages:
        return [(float(width), float(height)) for width, height in reading.pages]
    return [A4] * file.page_count
