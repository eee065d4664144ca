"""A batch of scanned papers parted where a blank sheet or a separator sheet with a QR code lies."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pikepdf
import zxingcpp
from PIL import Image

from vanphong.lib.reading import images, inspect, problems
from vanphong.lib.reading.extract import Stop, upright
from vanphong.lib.reading.pdf import PdfFile
from vanphong.lib.reading.problems import ExtractError, Stopped
from vanphong.lib.reading.searchable import pdf_of_image

SEPARATOR: Final = "VANPHONG-TACH"
"""What the QR code of a separator sheet begins with; what follows after «:» names the paper behind it."""

_DPI: Final = 110
_QR: Final = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])


@dataclass(frozen=True, slots=True)
class Part:
    """Pages `first` to `last` (from 1) of a batch; `code` is what the separator before them said."""

    first: int
    last: int
    code: str | None = None


def find_parts(
    path: Path, *, by_blank: bool = True, by_code: bool = True, blanks: int = 1, stop: Stop | None = None
) -> tuple[Part, ...]:
    """Return the papers of a PDF or TIFF batch, separators and the blank pages between left out.

    `blanks` is how many blank pages on end part two papers: 2 for sheets scanned on both sides, where a
    single blank page is the back of a sheet and stays. Raises ExtractError for other types, Stopped.
    """
    kinds: list[str | None] = []
    for picture in _pictures(path):
        if stop is not None and stop():
            raise Stopped
        code = separator_code(picture) if by_code else None
        blank = by_blank and code is None and images.is_blank(images.grey_of(picture))
        kinds.append("" if blank else code)
    return tuple(_parts(kinds, blanks))


def separator_code(picture: Image.Image) -> str | None:
    """The text of a separator's QR code on the page, or None; other codes are part of the document."""
    for found in zxingcpp.read_barcodes(picture.convert("L"), formats=_QR):
        if found.text.startswith(SEPARATOR):
            return str(found.text)
    return None


def write_parts(path: Path, parts: Sequence[Part], folder: Path, stem: str) -> tuple[Path, ...]:
    """Write each part as «stem-001.pdf» and on in `folder`; pages of a PDF are carried over as they are."""
    media_type = inspect.inspect(path, path.name).media_type
    written = []
    for at, part in enumerate(parts, start=1):
        out = folder / f"{stem}-{at:03d}.pdf"
        if media_type in inspect.IMAGES:
            with pdf_of_image(path, range(part.first - 1, part.last)) as made:
                made.save(out)
        else:
            with pikepdf.open(path) as batch, pikepdf.new() as made:
                made.pages.extend(batch.pages[part.first - 1 : part.last])
                made.save(out)
        written.append(out)
    return tuple(written)


def _pictures(path: Path) -> Iterator[Image.Image]:
    found = inspect.inspect(path, path.name)
    if found.refused and found.problem is not None:
        raise ExtractError(found.problem)
    if found.media_type == inspect.PDF:
        with PdfFile(path) as pdf:
            for number in range(1, len(pdf) + 1):
                yield pdf.render(number, _DPI)
    elif found.media_type in inspect.IMAGES:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path) as image:
                for frame in range(int(getattr(image, "n_frames", 1))):
                    image.seek(frame)
                    yield images.on_paper(upright(image)[0])
    else:
        raise ExtractError(problems.UNKNOWN_TYPE)


def _parts(kinds: Sequence[str | None], blanks: int) -> Iterator[Part]:
    """`kinds`: None for a page of a paper, "" for a blank one, else the code of a separator."""
    code: str | None = None
    start: int | None = None
    at = 0
    while at < len(kinds):
        kind = kinds[at]
        run = at + 1
        while kind == "" and run < len(kinds) and kinds[run] == "":
            run += 1
        # Blank pages before the first page of a paper belong to no paper, however few.
        parts_here = bool(kind) or (kind == "" and (run - at >= blanks or start is None or run == len(kinds)))
        if parts_here and start is not None:
            yield Part(start + 1, at, code)
            start, code = None, None
        if kind:
            code = kind.removeprefix(SEPARATOR).lstrip(":") or None
        elif not parts_here and start is None:
            start = at
        at = run
    if start is not None:
        yield Part(start + 1, len(kinds), code)
