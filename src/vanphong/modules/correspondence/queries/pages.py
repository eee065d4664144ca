"""Sizes of the pages of a file, from what reading kept."""

from __future__ import annotations

from vanphong.modules.correspondence.models import DocumentFile, Reading

A4 = (595.0, 842.0)


def page_sizes(file: DocumentFile) -> list[tuple[float, float]]:
    """Width and height in points of each page; A4 where reading has not been there yet."""
    reading = Reading.objects.filter(file=file).only("pages").first()
    if reading is not None and reading.pages:
        return [(float(width), float(height)) for width, height in reading.pages]
    return [A4] * file.page_count
