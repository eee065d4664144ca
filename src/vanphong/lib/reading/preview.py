"""Small pictures of pages for the screen."""

from __future__ import annotations

import io
import tempfile
import warnings
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from vanphong.lib.reading import convert, images, inspect, problems
from vanphong.lib.reading.extract import extract, upright
from vanphong.lib.reading.model import Page
from vanphong.lib.reading.pdf import PdfFile
from vanphong.lib.reading.problems import ExtractError

_BYTES_AT_1000: Final = 120_000
_FONTS: Final = Path(__file__).parents[1] / "printing" / "fonts"
_FONT_FILES: Final = (
    _FONTS / "Tinos-Regular.ttf",
    Path("/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf"),
    Path("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"),
)

_LIMITS: Final = inspect.Limits(pages=100_000)
"""A file with too many pages to be read is still looked at, page by page, by who finishes it by hand."""


def render_page(path: Path, page: int, width: int, *, turn: int = 0) -> bytes:
    """Page `page` (from 1) as WebP, `width` dots wide, at most 120 KB at a width of 1000.

    `turn` is the degrees clockwise that set a scanned page upright, as its recognition tells. Files
    without pages are shown as LibreOffice sets them, or else plainly. Raises IndexError for a page that
    is not there, ExtractError for a file that cannot be shown.
    """
    found = inspect.inspect(path, path.name, _LIMITS)
    if found.refused and found.problem is not None:
        raise ExtractError(found.problem)
    try:
        picture = _picture(path, found.media_type, page, width, turn)
    except (ExtractError, IndexError):
        raise
    except Exception as error:
        # What the parsers of pictures and PDF raise on damage is theirs; the clerk hears one thing.
        raise ExtractError(problems.BROKEN) from error
    return _packed(picture, width)


def to_pdf(path: Path, out: Path) -> Path | None:
    """Write an office file as PDF to `out`; None where no LibreOffice is there or it could not."""
    return convert.converted(path, "pdf", out)


def _picture(path: Path, media_type: str, page: int, width: int, turn: int) -> Image.Image:
    if media_type == inspect.PDF:
        return _pdf_picture(path, page, width, turn)
    if media_type in inspect.IMAGES:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path) as image:
                if not 1 <= page <= getattr(image, "n_frames", 1):
                    raise IndexError(page)
                image.seek(page - 1)
                return _scaled(_turned(images.on_paper(upright(image)[0]), turn), width)
    if convert.soffice() is not None and media_type != inspect.TXT:
        with tempfile.TemporaryDirectory(prefix="vanphong-preview-") as folder:
            made = to_pdf(path, Path(folder) / "preview.pdf")
            if made is not None:
                return _pdf_picture(made, page, width, turn)
    pages = extract(path, ocr=False).pages
    if not 1 <= page <= len(pages):
        raise IndexError(page)
    return _set_plainly(pages[page - 1], width)


def _pdf_picture(path: Path, page: int, width: int, turn: int) -> Image.Image:
    with PdfFile(path) as pdf:
        if not 1 <= page <= len(pdf):
            raise IndexError(page)
        across, down = pdf.size(page)
        wide = down if turn in (90, 270) else across
        # Very long or tiny sheets would make pictures of any size: the dots are bounded.
        dpi = min(72 * width / max(wide, 1.0), 72 * 8000 / max(across, down, 1.0))
        return _turned(pdf.render(page, dpi), turn)


def _turned(picture: Image.Image, turn: int) -> Image.Image:
    return picture.rotate(-turn, expand=True) if turn else picture


def _scaled(picture: Image.Image, width: int) -> Image.Image:
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, min(height, 8 * width)), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _packed(picture: Image.Image, width: int) -> bytes:
    """The best quality that fits the size wanted."""
    limit = max(8_000, round(_BYTES_AT_1000 * (width / 1000) ** 2))
    grey = picture if images.is_colour(picture) else picture.convert("L")
    written = b""
    for quality in (80, 65, 50, 35, 20, 8):
        buffer = io.BytesIO()
        grey.convert("RGB" if grey.mode != "L" else "L").save(buffer, "WEBP", quality=quality, method=2)
        written = buffer.getvalue()
        if len(written) <= limit:
            break
    return written


def _set_plainly(page: Page, width: int) -> Image.Image:
    """Words at their approximate places on a white sheet."""
    height = round(width * page.height / page.width)
    sheet = Image.new("L", (width, height), 255)
    draw = ImageDraw.Draw(sheet)
    file = next((font for font in _FONT_FILES if font.is_file()), None)
    size = max(6.0, 12.5 * width / page.width)
    font = ImageFont.truetype(file, size) if file else ImageFont.load_default(size)
    for line in page.lines:
        for word in line.words:
            draw.text((word.box[0] * width, word.box[1] * height), word.text, font=font, fill=20)
    return sheet
