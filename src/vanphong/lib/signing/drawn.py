"""A page held in memory, drawn into a signature's box. Loaded only with pyHanko."""

from __future__ import annotations

import io
from typing import Any

from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.reader import PdfFileReader


class HeldPage(PdfContent):
    """The first page of a PDF given as bytes."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        super().__init__()

    def render(self) -> bytes:
        writer: Any = self._ensure_writer
        page = writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._content)))
        self.resources.xobject["/Lines"] = page
        left, bottom, right, top = page.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return b"/Lines Do"
