"""Any taken file as text with places: dispatch by true type, recognition of scanned pages."""

from __future__ import annotations

import os
import tempfile
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Final

from PIL import Image

from vanphong.lib.heap import give_back_large_blocks
from vanphong.lib.legacy_fonts import decode, detect, heal
from vanphong.lib.reading import convert, inspect, problems
from vanphong.lib.reading.inspect import Inspection
from vanphong.lib.reading.model import Page, Text
from vanphong.lib.reading.plain import pages_of
from vanphong.lib.reading.problems import ExtractError, Stopped

Progress = Callable[[int, int], None]
Stop = Callable[[], bool]

DPI: Final = 200
_TEXT_BYTES: Final = 20_000_000


def extract(
    path: Path,
    *,
    ocr: bool = True,
    dpi: int = DPI,
    progress: Progress | None = None,
    stop: Stop | None = None,
    threads: int | None = None,
    inspection: Inspection | None = None,
    known: Mapping[int, Page] | None = None,
    each: Callable[[Page], None] | None = None,
) -> Text:
    """Return the text of a file, in form C, with the place of every word.

    `dpi` is that of scanned PDF pages as they are recognised; `progress(done, total)` is called after each
    page; when `stop()` is true `Stopped` is raised between pages. `threads` pages are recognised side by
    side (default: one for each core). Pages in `known`, by number, were read in an earlier run and are not
    recognised again; `each` gets every page in order as soon as it is read. Raises ExtractError with a
    Problem for files that cannot be read.
    """
    found = inspection or inspect.inspect(path, path.name)
    if found.problem is not None and found.problem.refuses:
        raise ExtractError(found.problem)
    work = _Work(ocr, dpi, progress or (lambda done, total: None), stop or (lambda: False), threads or 0)
    work.known, work.each = known or {}, each or (lambda page: None)
    try:
        pages = _pages(path, found.media_type, work)
    except (ExtractError, Stopped):
        raise
    except (OSError, MemoryError):
        if not path.exists():
            raise
        raise ExtractError(problems.BROKEN) from None
    except Exception as error:
        # A parser's own exception on a damaged file; the cause stays chained for the log.
        raise ExtractError(problems.BROKEN) from error
    return Text(pages, found.media_type)


def _pages(path: Path, media_type: str, work: _Work) -> tuple[Page, ...]:
    if media_type == inspect.PDF:
        return _pdf_pages(path, work)
    if media_type in inspect.IMAGES:
        return work.recognised(_image_pages(path, work.known), _frames(path)) if work.ocr else ()
    work.check()
    pages = _office_pages(path, media_type)
    for page in pages:
        work.each(page)
    work.progress(len(pages), len(pages))
    return pages


def _office_pages(path: Path, media_type: str) -> tuple[Page, ...]:
    # Imported here: only the libraries of the type at hand are loaded.
    if media_type in (inspect.DOCX, inspect.DOCM):
        from vanphong.lib.reading.docx import docx_pages

        return docx_pages(path)
    if media_type == inspect.ODT:
        from vanphong.lib.reading.docx import odt_pages

        return odt_pages(path)
    if media_type in (inspect.XLSX, inspect.XLSM):
        from vanphong.lib.reading.sheets import xlsx_pages

        return xlsx_pages(path)
    if media_type == inspect.TXT:
        with path.open("rb") as file:
            return pages_of(decode(file.read(_TEXT_BYTES)))
    if media_type == inspect.DOC and (text := convert.doc_text(path)) is not None:
        # The readers of old Word files drop the code of TCVN3's «ư», a soft hyphen to them.
        lossy = "\u00ad" not in text and detect(text) == "tcvn3"
        if not lossy or convert.soffice() is None:
            return pages_of(heal(text))
    return _converted_pages(path, media_type)


def _converted_pages(path: Path, media_type: str) -> tuple[Page, ...]:
    to: Final = "docx" if media_type == inspect.DOC else "xlsx"
    if convert.soffice() is None:
        raise ExtractError(problems.NO_CONVERTER)
    with tempfile.TemporaryDirectory(prefix="vanphong-read-") as folder:
        made = convert.converted(path, to, Path(folder) / f"converted.{to}")
        if made is None:
            raise ExtractError(problems.BROKEN)
        return _office_pages(made, inspect.DOCX if to == "docx" else inspect.XLSX)


class _Work:
    """What one extraction was asked for, and its recognition side by side."""

    def __init__(self, ocr: bool, dpi: int, progress: Progress, stop: Stop, threads: int) -> None:
        self.ocr = ocr
        self.dpi = dpi
        self.progress = progress
        self._stop = stop
        self._threads = threads or len(os.sched_getaffinity(0))
        self.known: Mapping[int, Page] = {}
        self.each: Callable[[Page], None] = lambda page: None

    def check(self) -> None:
        """Raise Stopped when the caller wants no more."""
        if self._stop():
            raise Stopped

    def recognised(self, pages: Iterator[Callable[[], Page]], total: int) -> tuple[Page, ...]:
        """Run page tasks, a few ahead at most, so that memory holds few pictures; results in order."""
        give_back_large_blocks()
        done: list[Page] = []
        waiting: deque[Future[Page]] = deque()
        pool = ThreadPoolExecutor(max(1, min(self._threads, total)), thread_name_prefix="reading")
        try:
            for task in pages:
                self.check()
                waiting.append(pool.submit(task))
                if len(waiting) > self._threads:
                    self._take(waiting, done, total)
            while waiting:
                self.check()
                self._take(waiting, done, total)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
        return tuple(done)

    def _take(self, waiting: deque[Future[Page]], done: list[Page], total: int) -> None:
        done.append(waiting.popleft().result())
        self.each(done[-1])
        self.progress(len(done), total)


def _pdf_pages(path: Path, work: _Work) -> tuple[Page, ...]:
    from vanphong.lib.reading.pdf import PdfFile

    with PdfFile(path) as pdf:
        total = len(pdf)

        def tasks() -> Iterator[Callable[[], Page]]:
            for number in range(1, total + 1):
                if number in work.known:
                    yield partial(_as_it_is, work.known[number])
                    continue
                page = pdf.page(number)
                if work.ocr and pdf.needs_ocr(page):
                    picture = pdf.render(number, work.dpi)
                    yield partial(_scanned, picture, number, work.dpi, (page.width, page.height))
                else:
                    yield partial(_as_it_is, page)

        return work.recognised(tasks(), total)


def _as_it_is(page: Page) -> Page:
    return page


def _scanned(picture: Image.Image, number: int, dpi: float | None, size: tuple[float, float]) -> Page:
    # Loading the recogniser takes a tenth of a second that files with text need not spend.
    from vanphong.lib.reading.ocr import available, recognise

    if not available():
        return Page(number, *size, (), "ocr")
    return recognise(picture, number, dpi, size)


def _frames(path: Path) -> int:
    with Image.open(path) as image:
        return int(getattr(image, "n_frames", 1))


def _image_pages(path: Path, known: Mapping[int, Page]) -> Iterator[Callable[[], Page]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(path) as image:
            for frame in range(int(getattr(image, "n_frames", 1))):
                if frame + 1 in known:
                    yield partial(_as_it_is, known[frame + 1])
                    continue
                image.seek(frame)
                picture, dpi = upright(image)
                yield partial(_scanned, picture, frame + 1, dpi, points(picture, dpi))


def upright(image: Image.Image) -> tuple[Image.Image, float | None]:
    """A picture turned as its camera says and squared (faxes have oblong dots), with its resolution."""
    from PIL import ImageOps

    across, down = resolution(image)
    picture = ImageOps.exif_transpose(image.copy())
    if across and down and not 0.8 < across / down < 1.25:
        width = round(picture.width * max(across, down) / across)
        height = round(picture.height * max(across, down) / down)
        return picture.convert("L").resize((width, height)), max(across, down)
    return picture, across


def resolution(image: Image.Image) -> tuple[float | None, float | None]:
    """Dots per inch that the file tells, or None where it tells nothing believable."""
    told = image.info.get("dpi")
    try:
        across, down = (float(value) for value in told or ())
    except (TypeError, ValueError):
        return None, None
    if not (100 <= across <= 1200 and 90 <= down <= 1200):
        return None, None
    return across, down


def points(picture: Image.Image, dpi: float | None) -> tuple[float, float]:
    """Size of a picture in points; one that tells no resolution is taken for a sheet of A4."""
    scale = 72 / dpi if dpi else 841.9 / max(picture.size)
    return picture.width * scale, picture.height * scale
