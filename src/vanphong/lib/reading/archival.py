"""A file as PDF/A-2b for the archive: as it is where it can be, else its pages as pictures with their words."""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Final

import pikepdf
from pikepdf import Dictionary, Name, Pdf
from PIL import Image

from vanphong.lib.reading import convert, images, inspect, pdfa
from vanphong.lib.reading.model import Text
from vanphong.lib.reading.pdf import PdfFile
from vanphong.lib.reading.searchable import lay_words, pdf_of_image

_DPI: Final = 300
_MANY: Final = 200
"""A document of more pages gets coarser pictures, so that it stays a file people can send."""
_TOGETHER: Final = 20
"""Pages whose pictures are in memory at once; then they wait on disk for the whole."""
_LONGEST: Final = 5000
_QUALITY: Final = 85


def archival_pdf(path: Path, text: Text | None, out: Path, made_at: datetime) -> Path | None:
    """Write a PDF, picture or office file to `out` as PDF/A-2b; None where that cannot be done.

    Recognised words lie invisibly over scans. A PDF that breaks a rule which cannot be mended without loss
    (a font that is not in the file, CMYK without a profile, …) becomes pictures of its pages, words over them.
    """
    media_type = inspect.inspect(path, path.name).media_type
    if media_type == inspect.TXT:
        return None
    if media_type != inspect.PDF and media_type not in inspect.IMAGES:
        return _of_office(path, out)
    try:
        return _of_pages(path, media_type, text, out, made_at)
    except OSError:
        raise
    except Exception:
        # What the parsers raise on damage is theirs: the original stays, and has no PDF/A.
        return None


def _of_pages(path: Path, media_type: str, text: Text | None, out: Path, made_at: datetime) -> Path | None:
    """A PDF or picture, mended where it can be."""
    scanned = [page for page in text.pages if page.source == "ocr"] if text else []
    with pikepdf.open(path) if media_type == inspect.PDF else pdf_of_image(path) as pdf:
        lay_words(pdf, scanned)
        pdfa.mend(pdf)
        if not any(pdfa.flaws(pdf)):
            return _written(pdf, out, made_at)
    if media_type != inspect.PDF:
        return None
    with tempfile.TemporaryDirectory(prefix="vanphong-archival-") as folder, ExitStack() as opened:
        pdf = opened.enter_context(Pdf.new())
        for part in _pictures(path, text, Path(folder)):
            pdf.pages.extend(opened.enter_context(pikepdf.open(part)).pages)
        lay_words(pdf, text.pages if text else (), upright=True)
        return _written(pdf, out, made_at)


def _of_office(path: Path, out: Path) -> Path | None:
    """LibreOffice's own export, kept only when it is what it says."""
    with tempfile.TemporaryDirectory(prefix="vanphong-archival-") as folder:
        made = convert.converted(path, "pdf/a", Path(folder) / "made.pdf")
        if made is None:
            return None
        with pikepdf.open(made) as pdf:
            if any(pdfa.flaws(pdf)) or not pdfa.declared(pdf):
                return None
        shutil.move(made, out)
    return out


def _written(pdf: Pdf, out: Path, made_at: datetime) -> Path:
    pdfa.declare(pdf, made_at)
    # Streams coded in a way that PDF/A forbids (LZW) are coded anew; pictures keep their bytes.
    pdf.save(
        out,
        force_version="1.7",
        deterministic_id=True,
        stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )
    return out


def _pictures(path: Path, text: Text | None, folder: Path) -> Iterator[Path]:
    """The pages as pictures, upright: files of a few pages each, one after the other."""
    turns = {page.number: int(getattr(page, "turn", 0)) for page in text.pages} if text else {}
    with PdfFile(path) as source:
        dpi = _DPI if len(source) <= _MANY else _DPI / 2
        for first in range(1, len(source) + 1, _TOGETHER):
            part = folder / f"{first:05}.pdf"
            with Pdf.new() as pdf:
                for number in range(first, min(first + _TOGETHER, len(source) + 1)):
                    _add_picture(pdf, source, number, dpi, turns.get(number, 0))
                pdf.save(part)
            yield part


def _add_picture(pdf: Pdf, source: PdfFile, number: int, dpi: float, turn: int) -> None:
    across, down = source.size(number)
    picture = images.turned(source.render(number, min(dpi, 72 * _LONGEST / max(across, down))), turn)
    size = (down, across) if turn in (90, 270) else (across, down)
    page = pdf.add_blank_page(page_size=size)
    page.Resources = Dictionary(XObject=Dictionary(Im0=_jpeg(pdf, picture)))
    page.Contents = pdf.make_stream(f"q {size[0]:.3f} 0 0 {size[1]:.3f} 0 0 cm /Im0 Do Q".encode())


def _jpeg(pdf: Pdf, picture: Image.Image) -> pikepdf.Stream:
    shown = picture if images.is_colour(picture) else picture.convert("L")
    written = io.BytesIO()
    shown.save(written, "JPEG", quality=_QUALITY, optimize=True)
    stream = pikepdf.Stream(pdf, written.getvalue())
    stream.stream_dict = Dictionary(
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=shown.width,
        Height=shown.height,
        ColorSpace=Name.DeviceGray if shown.mode == "L" else Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )
    return stream
