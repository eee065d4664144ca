"""What a file truly is, by its content, and whether it is safe to open."""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Final

from vanphong.lib.reading import problems
from vanphong.lib.reading.problems import Problem

PDF: Final = "application/pdf"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOCM: Final = "application/vnd.ms-word.document.macroEnabled.12"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSM: Final = "application/vnd.ms-excel.sheet.macroEnabled.12"
PPTX: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODT: Final = "application/vnd.oasis.opendocument.text"
ODS: Final = "application/vnd.oasis.opendocument.spreadsheet"
DOC: Final = "application/msword"
XLS: Final = "application/vnd.ms-excel"
TXT: Final = "text/plain"
PNG: Final = "image/png"
JPEG: Final = "image/jpeg"
TIFF: Final = "image/tiff"
UNKNOWN: Final = "application/octet-stream"

EXTENSIONS: Final[dict[str, tuple[str, ...]]] = {
    PDF: ("pdf",),
    DOCX: ("docx", "dotx"),
    DOCM: ("docm", "dotm"),
    XLSX: ("xlsx", "xltx"),
    XLSM: ("xlsm", "xltm"),
    ODT: ("odt",),
    ODS: ("ods",),
    DOC: ("doc", "dot"),
    XLS: ("xls",),
    TXT: ("txt", "text", "csv", "log", "md"),
    PNG: ("png",),
    JPEG: ("jpg", "jpeg", "jpe", "jfif"),
    TIFF: ("tif", "tiff"),
}
"""Types that are taken, each with the endings a name may have; the first is the usual one."""

IMAGES: Final = frozenset({PNG, JPEG, TIFF})


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds of a file: bytes, pages, pixels of one image, and what an archive may unpack to."""

    size: int = 100_000_000
    pages: int = 1_500
    pixels: int = 100_000_000
    unpacked: int = 400_000_000
    entries: int = 5_000
    ratio: int = 150


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a file is; `page_count` is None for types without pages, `active_content` names what could run."""

    media_type: str
    extension: str
    page_count: int | None = None
    encrypted: bool = False
    active_content: tuple[str, ...] = ()
    problem: Problem | None = None

    @property
    def refused(self) -> bool:
        return self.problem is not None and self.problem.refuses


def inspect(path_or_bytes: Path | bytes, name: str, limits: Limits | None = None) -> Inspection:
    """Look at a file without trusting its `name`; bad bytes give a `problem`, never an exception.

    An unreadable path (OSError) is the caller's. Only headers, directories and one image frame are read.
    """
    bounds = limits or Limits()
    size = len(path_or_bytes) if isinstance(path_or_bytes, bytes) else path_or_bytes.stat().st_size
    if size == 0:
        return Inspection(UNKNOWN, "", problem=problems.EMPTY)
    if size > bounds.size:
        return Inspection(UNKNOWN, "", problem=problems.too_large(size, bounds.size))
    with io.BytesIO(path_or_bytes) if isinstance(path_or_bytes, bytes) else path_or_bytes.open("rb") as file:
        found = _looked_at(file, size, bounds)
    return _with_name(found, name)


def _looked_at(file: BinaryIO, size: int, limits: Limits) -> Inspection:
    # Imported here: a type's library is loaded only when such a file comes.
    from vanphong.lib.reading import inspect_office, inspect_pdf

    head = file.read(4096)
    file.seek(0)
    try:
        if b"%PDF-" in head[:1024]:
            return inspect_pdf.inspect_pdf(file, limits)
        if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
            return inspect_office.inspect_zip(file, size, limits)
        if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
            return inspect_office.inspect_ole(file)
        if image := _image_type(head):
            return _inspect_image(file, image, limits)
        return _inspect_text(file)
    except Exception:
        # Parsers of hostile bytes raise whatever they like; to the clerk each of them is a broken file.
        return Inspection(UNKNOWN, "", problem=problems.BROKEN)


def _image_type(head: bytes) -> str | None:
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        return TIFF
    return None


def _inspect_image(file: BinaryIO, media_type: str, limits: Limits) -> Inspection:
    from PIL import Image

    found = Inspection(media_type, EXTENSIONS[media_type][0], page_count=1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(file, formats=(media_type.removeprefix("image/").upper(),)) as image:
                pages = getattr(image, "n_frames", 1) if media_type == TIFF else 1
                if pages > limits.pages:
                    return replace(found, problem=problems.too_many_pages(pages, limits.pages))
                for frame in range(pages):
                    image.seek(frame)
                    if image.width * image.height > limits.pixels:
                        refusal = problems.too_many_pixels(image.width, image.height, limits.pixels)
                        return replace(found, page_count=pages, problem=refusal)
                image.seek(0)
                image.load()
    except Image.DecompressionBombError:
        refusal = problems.Problem(
            "too_many_pixels",
            problems.too_many_pixels(0, 0, limits.pixels).message.replace("0 × 0", "quá lớn,"),
        )
        return replace(found, problem=refusal)
    except Exception:
        return replace(found, problem=problems.BROKEN)
    return replace(found, page_count=pages)


_CONTROLS: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def _inspect_text(file: BinaryIO) -> Inspection:
    sample = file.read(65536)
    if sample.lstrip()[:5] == b"{\\rtf" or re.match(rb"\s*<(!doctype|html|\?xml|svg)", sample, re.I):
        return Inspection(UNKNOWN, "", problem=problems.UNKNOWN_TYPE)
    if coded := _utf16_order(sample):
        text = sample[: len(sample) // 2 * 2].decode(coded, "replace")
        odd = sum(not char.isprintable() and not char.isspace() and char != "\ufeff" for char in text)
        if odd <= len(text) // 100:
            return Inspection(TXT, "txt")
    if len(_CONTROLS.findall(sample)) > len(sample) // 1000:
        return Inspection(UNKNOWN, "", problem=problems.UNKNOWN_TYPE)
    if not sample.strip():
        return Inspection(TXT, "txt", problem=problems.EMPTY)
    return Inspection(TXT, "txt")


def _utf16_order(sample: bytes) -> str | None:
    """The codec of UTF-16, by its mark or by the zeros of the plain letters in every second byte."""
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if len(sample) < 16:
        return None
    half = len(sample) // 2
    high, low = sample[1::2].count(0) / half, sample[0::2].count(0) / half
    if high > 0.4 and low < 0.02:
        return "utf-16-le"
    return "utf-16-be" if low > 0.4 and high < 0.02 else None


def _with_name(found: Inspection, name: str) -> Inspection:
    if found.problem is not None or found.media_type not in EXTENSIONS:
        return found
    said = Path(name).suffix.lower().removeprefix(".")
    if said in EXTENSIONS[found.media_type]:
        return found
    return replace(found, problem=problems.extension_mismatch(said, found.extension))
