"""What reading yields, written down: only after a file was found clean of secrecy stamps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Conflict, Forbidden, command
from vanphong.kernel.files import names, renditions
from vanphong.kernel.files.models import Blob, Rendition
from vanphong.kernel.search.indexing import index_record
from vanphong.kernel.wording import vi
from vanphong.modules.correspondence.commands.intake import ask_reading, reveal_name
from vanphong.modules.correspondence.models import DocumentFile, IncomingDocument, Reading
from vanphong.modules.correspondence.policy import READ_AGAIN

ReadingState = IncomingDocument.ReadingState
S = IncomingDocument.State


@dataclass(frozen=True, slots=True)
class FileRead:
    """One file as read: its text (and searchable copy) are in the store; `problem` when it could not.

    One that is `held` may bear a stamp of secrecy: nothing of it is written down until a person has looked.
    """

    file_id: int
    text: Blob | None = None
    searchable: Blob | None = None
    page_count: int = 0
    problem: str = ""
    held: bool = False
    signatures: Sequence[dict[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class DocumentRead:
    """A document as read. `header`, `deadlines`, `cited` and `pages` are as `Reading` keeps them."""

    files: Sequence[FileRead]
    header: dict[str, Any] = field(default_factory=dict)
    deadlines: list[dict[str, Any]] = field(default_factory=list)
    cited: list[dict[str, Any]] = field(default_factory=list)
    pages: list[tuple[float, float]] = field(default_factory=list)
    confidence: float = 0.0
    source: str = ""
    fingerprint: int | None = None


@command(None, on="document", label=vi("đọc văn bản"))
def record_reading(actor: Actor, /, *, document: IncomingDocument, read: DocumentRead) -> IncomingDocument:
    """Write down what was read; a main file that could not be read goes to the clerk to finish by hand."""
    _machine_only(actor)
    if document.state == S.PURGED:
        raise Conflict(_("Văn bản đã bị loại bỏ trong lúc đọc."))
    rows = {file.pk: file for file in document.files.all()}
    for result in read.files:
        row = rows.get(result.file_id)
        if row is not None:
            _record_file(document, row, result)
    main = next((row for row in rows.values() if row.kind == DocumentFile.Kind.MAIN), None)
    result_of_main = next((r for r in read.files if main is not None and r.file_id == main.pk), None)
    document.reading_state, document.reading_message = ReadingState.DONE, ""
    problem = next((result.problem for result in read.files if result.held), "")
    if not problem and result_of_main is not None:
        problem = result_of_main.problem
    if problem:
        document.reading_state, document.reading_message = ReadingState.FAILED, problem[:500]
    elif main is not None and result_of_main is not None:
        _record_header(document, main, read)
    document.save()
    if document.is_registered:
        # A file that came after the registration is found by its words too.
        index_record(document)
    return document


def _machine_only(actor: Actor) -> None:
    if not actor.is_system:
        raise Forbidden(_("Việc này do hệ thống làm."))


def _record_file(document: IncomingDocument, row: DocumentFile, result: FileRead) -> None:
    if result.text is not None:
        renditions.keep(row.blob, Rendition.Kind.TEXT, result.text)
    if result.searchable is not None:
        renditions.keep(row.blob, Rendition.Kind.SEARCHABLE, result.searchable)
    if result.page_count:
        row.page_count = result.page_count
        if row.kind == DocumentFile.Kind.MAIN and not document.is_registered:
            document.page_count = result.page_count
    if result.text is not None:
        row.signatures = list(result.signatures)
    reveal_name(row)
    row.save()
    key, blob = f"file-{row.pk}", row.blob
    transaction.on_commit(lambda: names.drop(key))
    transaction.on_commit(lambda: renditions.PagesRead(blob).drop())


def _record_header(document: IncomingDocument, main: DocumentFile, read: DocumentRead) -> None:
    Reading.objects.update_or_create(
        document=document,
        defaults={
            "file": main,
            "header": read.header,
            "deadlines": read.deadlines,
            "cited": read.cited,
            "pages": read.pages,
            "confidence": read.confidence,
            "source": read.source,
        },
    )
    document.fingerprint = read.fingerprint


@command(None, on="document", label=vi("chuyển hoàn tất bằng tay"))
def mark_reading_failed(actor: Actor, /, *, document: IncomingDocument, message: str) -> IncomingDocument:
    """The machine could not read it: the original stays, the clerk registers it by hand. Never lost."""
    _machine_only(actor)
    if document.state == S.PURGED or document.reading_state != ReadingState.WAITING:
        return document
    document.reading_state, document.reading_message = ReadingState.FAILED, message[:500]
    document.save()
    for row in document.files.all():
        reveal_name(row)
        transaction.on_commit(lambda key=f"file-{row.pk}": names.drop(key))  # type: ignore[misc]
    return document


MADE_BY_READING = (Rendition.Kind.TEXT, Rendition.Kind.SEARCHABLE, Rendition.Kind.ARCHIVAL)


@command(READ_AGAIN, on="document", label=vi("đọc lại văn bản"))
def read_again(actor: Actor, /, *, document: IncomingDocument) -> IncomingDocument:
    """Have the files read once more, after a failure or when the reader became better."""
    if not document.files.exists():
        raise Conflict(_("Văn bản chưa có tệp để đọc. Đồng chí thêm bản quét rồi đọc."))
    if document.reading_state == ReadingState.WAITING:
        raise Conflict(_("Văn bản đang được đọc. Đồng chí chờ đọc xong."))
    for row in document.files.select_related("blob"):
        row.blob.renditions.filter(kind__in=MADE_BY_READING).delete()
    document.reading_state, document.reading_message = ReadingState.WAITING, ""
    document.save()
    ask_reading(actor, document)
    return document
