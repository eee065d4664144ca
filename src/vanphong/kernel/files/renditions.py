"""What is made from a blob and kept beside it: its text, its pages as pictures, a copy to read in."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vanphong.kernel.access.remembered import Sql, ask, statement
from vanphong.kernel.access.rows import by_key
from vanphong.kernel.files import store
from vanphong.kernel.files.models import Blob, Rendition
from vanphong.lib.reading import inspect, stored
from vanphong.lib.reading.model import Page, ScannedPage, Text

WIDTHS = (400, 1000, 1600)
"""Widths in dots in which a page is shown: a list's thumb, the screen, enlarged."""
_OFFICE = frozenset(inspect.EXTENSIONS) - inspect.IMAGES - {inspect.PDF, inspect.TXT}

Kind = Rendition.Kind
_SHOWN = "shown"
_SOME, _SOME_KIND, _SOME_DETAIL = "~source", "~kind", "~detail"
"""Stand in a remembered statement for what is asked for."""


def keep(source: Blob, kind: str, result: Blob, detail: str = "") -> Blob:
    """Record that `result` was made from `source`; the first one made stays."""
    made, _ = Rendition.objects.get_or_create(
        source=source, kind=kind, detail=detail, defaults={"result": result}
    )
    return made.result


def find(source: Blob, kind: str, detail: str = "") -> Blob | None:
    """What was made of that kind, or None."""
    asked = statement(("rendition",), _of_some, opened=[_SOME, _SOME_KIND, _SOME_DETAIL])
    made = [pk for (pk,) in ask(asked, source.pk, kind, detail)]
    return by_key(Blob, made).get(made[0]) if made else None


def _of_some() -> Sql:
    found = Rendition.objects.filter(source_id=_SOME, kind=_SOME_KIND, detail=_SOME_DETAIL)
    made: Sql = found.values_list("result_id").query.sql_with_params()
    return made


def text_of(source: Blob) -> Text | None:
    """The text with places as it was read, or None when the file was not read."""
    found = find(source, Kind.TEXT)
    return stored.unpacked(store.read_blob(found)) if found else None


@contextmanager
def as_file(blob: Blob, media_type: str) -> Iterator[Path]:
    """The blob as a path whose ending tells its true type, for programs that go by endings; never a copy."""
    ending = inspect.EXTENSIONS.get(media_type, ("bin",))[0]
    with tempfile.TemporaryDirectory(dir=store.staging(), prefix="read-") as place:
        path = Path(place) / f"source.{ending}"
        path.symlink_to(store.path_of(blob.sha256))
        yield path


def page_image(source: Blob, media_type: str, page: int, width: int = WIDTHS[1]) -> Blob:
    """Page `page` (from 1) as WebP, made on demand and kept.

    Raises IndexError for a page that is not there, ExtractError for a file that cannot be shown.
    """
    # Here and below: libraries that draw are heavy, and loaded when something is drawn.
    from vanphong.lib.reading import preview

    detail = f"{page}@{width}"
    if found := find(source, Kind.PAGE, detail):
        return found
    shown, kind = source, media_type
    if media_type in _OFFICE and (copy := pdf_copy(source, media_type)):
        shown, kind = copy, inspect.PDF
    with as_file(shown, kind) as path:
        picture = preview.render_page(path, page, width, turn=_turn(source, page) if shown is source else 0)
    return keep(source, Kind.PAGE, store.keep_bytes(picture, "image/webp"), detail)


def pdf_copy(source: Blob, media_type: str) -> Blob | None:
    """An office file as PDF to look at, made once; None where no converter is there or it could not."""
    from vanphong.lib.reading import preview

    if found := find(source, Kind.PDF):
        return found
    place_in = store.staging()
    with as_file(source, media_type) as path, tempfile.TemporaryDirectory(dir=place_in) as place:
        made = preview.to_pdf(path, Path(place) / "copy.pdf")
        return keep(source, Kind.PDF, store.keep_path(made, inspect.PDF)) if made else None


def shown_text(source: Blob) -> Text | None:
    """The text as read, with the places of its words on the PDF it is shown as; None where there is none yet.

    A Word file has no pages before: what is marked on its picture is marked by this.
    """
    if found := find(source, Kind.TEXT, _SHOWN):
        return stored.unpacked(store.read_blob(found))
    copy, text = find(source, Kind.PDF), text_of(source)
    if copy is None or text is None:
        return None
    from vanphong.lib.reading.extract import extract
    from vanphong.lib.reading.placing import placed

    with as_file(copy, inspect.PDF) as path:
        made = placed(text, extract(path, ocr=False, threads=1))
    keep(source, Kind.TEXT, store.keep_bytes(stored.packed(made), stored.MEDIA_TYPE), _SHOWN)
    return made


@contextmanager
def archival_copy(source: Blob, media_type: str) -> Iterator[Path | None]:
    """The file as PDF/A-2b at a path of its own, not kept yet; None where it cannot be made so.

    Making it takes a while: the caller keeps it with `keep_archival` in the transaction that finds the file
    still there.
    """
    from vanphong.lib.reading.archival import archival_pdf

    with as_file(source, media_type) as path, tempfile.TemporaryDirectory(dir=store.staging()) as place:
        try:
            yield archival_pdf(path, text_of(source), Path(place) / "archival.pdf", source.stored_at)
        finally:
            for left in Path(place).iterdir():
                store.overwrite(left)


def keep_archival(source: Blob, made: Path) -> Blob:
    return keep(source, Kind.ARCHIVAL, store.keep_path(made, inspect.PDF))


def _turn(source: Blob, page: int) -> int:
    """Degrees clockwise that set a scanned page upright, once it was recognised."""
    text = text_of(source)
    found = next((p for p in text.pages if p.number == page), None) if text else None
    return found.turn if isinstance(found, ScannedPage) else 0


class PagesRead:
    """Recognised pages of a file still being read: a killed worker's successor goes on after them.

    They lie outside the database until the whole file was found clean, and go with `store.wipe`.
    """

    def __init__(self, blob: Blob) -> None:
        self._folder = store.partial_folder(blob.sha256)

    def known(self) -> dict[int, Page]:
        """Pages read so far, by number."""
        pages = {}
        for path in sorted(self._folder.glob("*.gz")) if self._folder.is_dir() else ():
            try:
                page = stored.unpacked_page(path.read_bytes())
            except ValueError:
                continue
            pages[page.number] = page
        return pages

    def add(self, page: Page) -> None:
        """Keep a recognised page; pages with text of their own are read again in no time."""
        if page.source != "ocr":
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        aside = self._folder / f".{page.number}.{os.getpid()}"
        aside.write_bytes(stored.packed_page(page))
        aside.rename(self._folder / f"{page.number:06}.gz")

    def drop(self) -> None:
        """The file was read whole: its text stands as a rendition now."""
        store.drop_partial(self._folder.name)
