"""Sizes of the pages of a file, from what reading kept."""

from __future__ import annotations

from vanphong.kernel.files import renditions
from vanphong.modules.issuing.models import OutgoingFile

A4 = (595.0, 842.0)


def page_sizes(row: OutgoingFile) -> list[tuple[float, float]]:
    """Width and height in points of each page; A4 where reading has not been there yet."""
    text = renditions.shown_text(row.blob) or renditions.text_of(row.blob)
    if text is not None and text.pages:
        return [(page.width, page.height) for page in text.pages]
    return [A4] * row.page_count
