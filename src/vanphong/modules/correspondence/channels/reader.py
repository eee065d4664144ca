"""Reading a document's files: stamps of secrecy first, then text, then header fields; writes nothing."""

from __future__ import annotations

import dataclasses
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings

from vanphong.kernel.files import renditions, store
from vanphong.lib.reading import inspect, stored
from vanphong.lib.reading.model import Header, Page, Text
from vanphong.lib.reading.problems import ExtractError, Stopped
from vanphong.lib.reading.secrecy import LEVEL_NAMES, Level, gravity, secrecy_marks
from vanphong.lib.text import fingerprint
from vanphong.modules.correspondence.commands.reading import DocumentRead, FileRead
from vanphong.modules.correspondence.models import DocumentFile

Progress = Callable[[int, int], None]
THREADS = int(os.environ.get("VANPHONG_READING_THREADS", "0")) or None
"""Pages recognised side by side by one worker; one a core unless told otherwise."""
NO_RECOGNISER = (
    "Đây là bản quét, máy chủ chưa có bộ nhận dạng tiếng Việt nên chưa đọc được. "
    "Đề nghị đồng chí hoàn tất bằng tay."
)
DAMAGED = "Tệp gốc trên máy chủ không còn nguyên vẹn. Đề nghị đồng chí báo quản trị hệ thống và tải lại tệp."


SUSPECTED = (
    "Ở {where} có khung giống dấu mật mà máy đọc không rõ. Đồng chí xem bản gốc: nếu đúng là dấu mật, "
    "đồng chí chọn «Có dấu mật: loại bỏ»."
)
MAIL_TYPE, MAIL_KEPT = "message/rfc822", "Thư gốc."
MAIL_DAMAGED = (
    "Thư này có cấu trúc hỏng, máy không tách được tệp kèm. Đồng chí mở thư gốc hoặc đề nghị nơi gửi gửi lại."
)


class SecretFound(Exception):
    """A stamp of secrecy stands on the document; `where` tells the place, never the words."""

    def __init__(self, file: DocumentFile, level: Level, where: str) -> None:
        super().__init__(level)
        self.file = file
        self.level: Level = level
        self.where = where


class SecretSuspected(Exception):
    """A frame on the page looks like a stamp of secrecy: a person must look before anything is written down."""

    def __init__(self, where: str) -> None:
        super().__init__(where)
        self.message = SUSPECTED.format(where=where)


class Papers(Protocol):
    """What can be read: a document of this module or of another, with files that have a blob, a kind, a type."""

    @property
    def files(self) -> Any: ...


def read_files(document: Papers, progress: Progress, *, refuse: bool) -> DocumentRead:
    """Read all files; raises SecretFound (when told to `refuse`), and whatever `progress` raises."""
    files = list(document.files.select_related("blob"))
    total = sum(max(1, file.page_count) for file in files)
    done, results, main = 0, [], None
    for number, file in enumerate(files, start=1):
        place = "" if number == 1 else f"tệp {number}, "

        def told(page: int, _pages: int, before: int = done) -> None:
            progress(before + page, max(total, before + page))

        text, result = _read_file(file, told, place, refuse)
        results.append(result)
        if file.kind == DocumentFile.Kind.MAIN and text is not None and main is None:
            main = _described(file, text, place, refuse)
        done += max(1, file.page_count)
    return dataclasses.replace(main or DocumentRead(()), files=tuple(results))


def _read_file(file: DocumentFile, told: Progress, place: str, refuse: bool) -> tuple[Text | None, FileRead]:
    if not store.verify(file.blob):
        return None, FileRead(file.pk, problem=DAMAGED)
    if file.media_type == MAIL_TYPE:
        return None, FileRead(file.pk, problem=MAIL_KEPT)
    with renditions.as_file(file.blob, file.media_type) as path:
        found = inspect.inspect(path, path.name, settings.INTAKE_LIMITS)
        if found.refused and found.problem is not None:
            return None, FileRead(file.pk, page_count=found.page_count or 0, problem=found.problem.message)
        try:
            text = renditions.text_of(file.blob) or _extracted(file, path, found, told, place, refuse)
            if refuse:
                _screen(file, text.pages, place)
        except ExtractError as error:
            return None, FileRead(file.pk, page_count=found.page_count or 0, problem=error.problem.message)
        except SecretSuspected as doubt:
            renditions.PagesRead(file.blob).drop()
            return None, FileRead(file.pk, page_count=found.page_count or 0, problem=doubt.message, held=True)
        problem = "" if _readable(text) else NO_RECOGNISER
        kept = store.keep_bytes(stored.packed(text), stored.MEDIA_TYPE)
        copy = None if problem else _searchable(path, found.media_type, text)
        pages = found.page_count or len(text.pages)
        signatures = _signatures(path, found.media_type)
        return text, FileRead(file.pk, kept, copy, pages, problem, signatures=signatures)


def _signatures(path: Path, media_type: str) -> list[dict[str, Any]]:
    """The digital signatures of a PDF as they are kept; judged by the authorities the office trusts today."""
    if media_type != inspect.PDF:
        return []
    from vanphong.lib.reading.signatures import read_signatures

    return [one.as_json() for one in read_signatures(path, settings.INTAKE_AUTHORITIES)]


def _extracted(
    file: DocumentFile, path: Path, found: inspect.Inspection, told: Progress, place: str, refuse: bool
) -> Text:
    """The text, page by page: each is screened before it is kept for a successor of a killed worker."""
    # Here and below: the reading proper is heavy, and web processes, which also load this, never read.
    from vanphong.lib.reading.extract import extract

    pages = renditions.PagesRead(file.blob)
    ended: list[Exception] = []

    def guarded(act: Callable[[], None]) -> None:
        # The reader takes any exception for a damaged file, so ours ends it by `stop` and is raised after.
        try:
            if not ended:
                act()
        except Exception as error:
            ended.append(error)

    def each(page: Page) -> None:
        def keep() -> None:
            if refuse:
                try:
                    _screen(file, (page,), place)
                except SecretSuspected:
                    return  # judged with the whole file: another page may leave no doubt
            pages.add(page)

        guarded(keep)

    try:
        text = extract(
            path,
            inspection=found,
            known=pages.known(),
            each=each,
            progress=lambda page, of: guarded(lambda: told(page, of)),
            stop=lambda: bool(ended),
            threads=THREADS,
        )
    except Stopped:
        raise ended[0] from None
    if ended:
        raise ended[0]
    return text


def _screen(file: DocumentFile, pages: tuple[Page, ...], place: str) -> None:
    """Raise SecretFound for the gravest stamp on the pages, SecretSuspected where one only looks like it."""
    marks = secrecy_marks(Text(pages, ""))
    if marks:
        worst = max(marks, key=lambda mark: (mark.sure, gravity(mark.level)))
        where = f"{place}trang {worst.page}"
        raise SecretFound(file, worst.level, where) if worst.sure else SecretSuspected(where)


def _readable(text: Text) -> bool:
    if any(page.source != "ocr" or page.lines for page in text.pages):
        return True
    from vanphong.lib.reading.ocr import available

    return available()


def _searchable(path: Path, media_type: str, text: Text) -> Any:
    """A scan with its recognised words laid over it; None for other files, or one that cannot be written."""
    scanned = any(page.source == "ocr" and page.lines for page in text.pages)
    if not scanned or media_type not in (inspect.PDF, *inspect.IMAGES):
        return None
    from vanphong.lib.reading.searchable import searchable_pdf

    with tempfile.TemporaryDirectory(dir=store.staging()) as folder:
        out = Path(folder) / "searchable.pdf"
        try:
            searchable_pdf(path, text, out)
        except Exception:
            # A copy for convenience only: whatever the PDF library minds, the reading itself stands.
            return None
        return store.keep_path(out, inspect.PDF)


def _described(file: DocumentFile, text: Text, place: str, refuse: bool) -> DocumentRead:
    """Header fields, deadlines and citations of the main file as `Reading` keeps them."""
    from vanphong.lib.reading.header import read_header

    header = read_header(text)
    secrecy = header.value("secrecy")
    level = next((code for code, name in LEVEL_NAMES.items() if name == secrecy), None)
    if refuse and level is not None:
        raise SecretFound(file, level, f"{place}trang {header.fields['secrecy'].page or 1}")
    sources = {page.source for page in text.pages}
    return DocumentRead(
        (),
        header=header_as_kept(header),
        deadlines=[
            {"due_on": d.due_on.isoformat(), "text": d.text, "page": d.page, "boxes": _boxes(d.boxes)}
            for d in header.deadlines
        ],
        cited=[
            {**dataclasses.asdict(c), "issued_on": c.issued_on.isoformat() if c.issued_on else None}
            for c in header.cited
        ],
        pages=[(round(page.width, 1), round(page.height, 1)) for page in text.pages],
        confidence=round(_confidence(header), 3),
        source="ocr" if "ocr" in sources else next(iter(sources), ""),
        fingerprint=fingerprint(text.plain) if text.plain.strip() else None,
    )


def header_as_kept(header: Header) -> dict[str, Any]:
    """Fields as JSON keeps them: value, confidence, page, boxes."""
    return {
        name: {
            "value": list(found.value) if isinstance(found.value, tuple) else found.value,
            "confidence": round(found.confidence, 3),
            "page": found.page,
            "boxes": _boxes(found.boxes),
        }
        for name, found in header.fields.items()
    }


def _boxes(boxes: tuple[tuple[float, ...], ...]) -> list[list[float]]:
    return [[round(edge, 4) for edge in box] for box in boxes]


def _confidence(header: Header) -> float:
    found = header.fields.values()
    return sum(field.confidence for field in found) / len(found) if found else 0.0
