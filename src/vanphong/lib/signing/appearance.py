"""What of a signature is seen on the page: a picture, or lines that say who signed and when."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from PIL import Image, UnidentifiedImageError

from vanphong.lib.dates import VIETNAM_TIME
from vanphong.lib.printing.typeset import typeset
from vanphong.lib.signing.errors import FileRefused
from vanphong.lib.signing.keys import SoftKey

_NO_PICTURE: Final = "Ảnh chữ ký không mở được. Đề nghị đồng chí chọn ảnh PNG nền trong suốt."
_MOST_PIXELS: Final = 4_000_000


@dataclass(frozen=True, slots=True)
class Appearance:
    """A picture of the signature or seal (PNG, clear background); without one, lines of text."""

    picture: bytes | None = None

    def style(self, key: SoftKey, at: datetime) -> Any:
        """The same as pyHanko draws it. Raises FileRefused for bytes that are no picture."""
        from pyhanko.pdf_utils.images import PdfImage
        from pyhanko.stamp import StaticStampStyle

        if self.picture is not None:
            background: Any = PdfImage(_picture(self.picture))
        else:
            background = _lines(key, at)
        return StaticStampStyle(background=background, background_opacity=1.0, border_width=0)


def _picture(content: bytes) -> Image.Image:
    try:
        picture = Image.open(io.BytesIO(content))
        if picture.width * picture.height > _MOST_PIXELS:
            picture.thumbnail((2000, 2000))
        return picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise FileRefused(_NO_PICTURE) from error


def _lines(key: SoftKey, at: datetime) -> Any:
    moment = at.astimezone(VIETNAM_TIME)
    values = {
        "title": "Chữ ký số",
        "signer": key.holder,
        "organisation": key.organisation,
        "time": f"{moment:%d/%m/%Y %H:%M:%S} +07:00",
    }
    from vanphong.lib.signing.drawn import HeldPage

    return HeldPage(typeset("signature_lines", values, moment, tagged=False))
