"""Work in the background: reading, splitting a batch, watching the folder and the mailbox, clearing up."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

from django.db import models
from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Conflict
from vanphong.kernel.files import renditions, store, uploads
from vanphong.kernel.files.models import Rendition
from vanphong.kernel.jobs.asking import Running, Stopped, ask, job, schedule
from vanphong.kernel.jobs.models import Job
from vanphong.kernel.wording import vi
from vanphong.lib.reading.problems import ExtractError
from vanphong.modules.correspondence.channels import examining, folder, legacy, mailbox
from vanphong.modules.correspondence.channels.reader import SecretFound, read_files
from vanphong.modules.correspondence.channels.stamping import keep_stamped_copy, make_stamped_copy
from vanphong.modules.correspondence.commands import alerting, importing
from vanphong.modules.correspondence.commands.intake import READ, SPLIT, refuses_secrets, take_apart
from vanphong.modules.correspondence.commands.purging import WIPE, purge_product, purge_secret
from vanphong.modules.correspondence.commands.reading import mark_reading_failed, record_reading
from vanphong.modules.correspondence.models import DocumentFile, IncomingDocument, LegacyImport

ReadingState = IncomingDocument.ReadingState
UNREAD = "Máy đã thử nhiều lần mà chưa đọc được. Đề nghị đồng chí mở tệp gốc và hoàn tất bằng tay."


@job(READ, label=vi("Đọc văn bản"), queue="reading", attempts=3, office=True)
def read_document(running: Running, document_id: int) -> None:
    """Read a document's unread files; a secret one is purged before a word of it is written down."""
    document = IncomingDocument.objects.filter(pk=document_id, reading_state=ReadingState.WAITING).first()
    if document is None:
        return
    try:
        read = read_files(document, running.progress, refuse=refuses_secrets())
    except SecretFound as found:
        with running.once():
            _purge(running, document, found)
        return
    with running.once():
        record_reading(running.actor, document=document, read=read)


def _purge(running: Running, document: IncomingDocument, found: SecretFound) -> None:
    """A secret paper goes whole; of a secret product only its own bytes go, and the rest is read on."""
    told = {"found_level": found.level, "where": found.where}
    if found.file.kind != DocumentFile.Kind.PRODUCT:
        purge_secret(running.actor, document=document, **told)
        return
    purge_product(running.actor, document=document, product=found.file, **told)
    running.ask(READ, about=running.job.object_reference, document_id=document.pk)


@job(SPLIT, label=vi("Tách xấp quét"), queue="reading", attempts=3, office=True)
def split_batch(running: Running, document_id: int, by_blank: bool, by_code: bool, blanks: int) -> None:
    """Part a scanned batch into documents; a single paper, or what cannot be parted, is read as it is."""
    document = IncomingDocument.objects.filter(pk=document_id, reading_state=ReadingState.WAITING).first()
    main = document.files.filter(kind=DocumentFile.Kind.MAIN).first() if document else None
    if document is None or main is None:
        return
    with tempfile.TemporaryDirectory(dir=store.staging()) as place:
        paths = _parts(main, Path(place), by_blank, by_code, blanks)
        files = [examining.examine(path, f"Văn bản {at:03}.pdf") for at, path in enumerate(paths, start=1)]
    with running.once():
        if len(files) > 1:
            take_apart(running.actor, document=document, parts=files)
        else:
            running.ask(READ, about=running.job.object_reference, document_id=document.pk)


def _parts(main: DocumentFile, place: Path, by_blank: bool, by_code: bool, blanks: int) -> tuple[Path, ...]:
    from vanphong.lib.reading import split

    try:
        with renditions.as_file(main.blob, main.media_type) as path:
            parts = split.find_parts(path, by_blank=by_blank, by_code=by_code, blanks=blanks)
            return split.write_parts(path, parts, place, "part") if len(parts) > 1 else ()
    except ExtractError:
        # What cannot be parted cannot be read either: the reading says so to the clerk.
        return ()


@job(WIPE, label=vi("Xóa hẳn tệp có dấu mật"), attempts=10, office=True)
def wipe_bytes(running: Running, hashes: list[str]) -> None:
    """Overwrite the bytes of a purged document, should the process of the purge not have come to it."""
    store.wipe(hashes)
    folder.wipe_done(hashes)


@schedule("correspondence.unread", every=dt.timedelta(seconds=30))
def hand_over_unread() -> None:
    """A document nobody reads any more (job failed, stopped, or killed its workers) goes to the clerk."""
    reference = Concat(
        Value(f"{IncomingDocument._meta.label_lower}:"),
        Cast(OuterRef("pk"), models.CharField()),
        output_field=models.CharField(),
    )
    open_jobs = Job.objects.filter(
        kind__in=(READ, SPLIT),
        object_reference=reference,
        state__in=(Job.State.WAITING, Job.State.RUNNING),
    )
    stuck = IncomingDocument.objects.filter(~Exists(open_jobs), reading_state=ReadingState.WAITING)
    for document in stuck.order_by("pk")[:100]:
        try:
            mark_reading_failed(Actor.system(), document=document, message=UNREAD)
        except Conflict:
            continue


@schedule("correspondence.folder", every=dt.timedelta(seconds=5))
def watch_folder() -> None:
    """Take in what lies still in the watched folders."""
    folder.sweep()


@job("correspondence.fetch_mail", label=vi("Lấy thư mới từ hộp thư"), attempts=1)
def fetch_mail(running: Running) -> None:
    """Take in new mails; each is committed by itself."""
    mailbox.fetch(mailbox.account_of_settings(), running.progress)


@schedule("correspondence.mailbox", every=dt.timedelta(seconds=60))
def watch_mailbox() -> None:
    """Ask for the mailbox to be looked at, unless it is being looked at or there is none."""
    open_states = (Job.State.WAITING, Job.State.RUNNING)
    if mailbox.account_of_settings() is None:
        return
    if not Job.objects.filter(kind=fetch_mail.name, state__in=open_states).exists():
        ask(Actor.system(), fetch_mail)


@schedule("correspondence.uploads", every=dt.timedelta(hours=1))
def clear_uploads() -> None:
    """Forget uploads that were broken off for good, and files of older books that nobody imported."""
    uploads.sweep(timezone.now())
    legacy.drop_left(timezone.now())


@job(importing.WORK, label=vi("Nhập sổ cũ"), attempts=5)
def import_books(running: Running, run_id: int) -> None:
    """Take in an older book; killed or stopped, it goes on after its last whole batch."""
    run = LegacyImport.objects.filter(pk=run_id).first()
    if run is None or run.state not in (LegacyImport.State.RUNNING, LegacyImport.State.STOPPED):
        return
    run = importing.go_on_import(running.actor, run=run, work=False)
    try:
        run = legacy.take_in(running.actor, run, legacy.uploaded_source(run), progress=running.progress)
    except Stopped:
        importing.end_import(running.actor, run=run, whole=False)
        raise
    running.tell(legacy.outcome_words(run))


@job("correspondence.stamp_copy", label=vi("Đóng dấu đến lên bản sao"), office=True)
def stamp_arrival(running: Running, document_id: int) -> None:
    """Make the copy that bears the «Đến» stamp; where no PDF can be made of the file there is none."""
    document = IncomingDocument.objects.filter(pk=document_id).select_related("agency").first()
    copy = make_stamped_copy(document) if document is not None else None
    with running.once():
        if document is not None and copy is not None:
            keep_stamped_copy(document, copy)


@job(
    "correspondence.archival_copy",
    label=vi("Lập bản PDF/A để lưu trữ"),
    queue="reading",
    attempts=3,
    office=True,
)
def make_archival_copy(running: Running, file_id: int) -> None:
    """Make the PDF/A of one file of a concluded document; one that cannot be made so stays as it is."""
    file = DocumentFile.objects.filter(pk=file_id).select_related("blob").first()
    if file is None or renditions.find(file.blob, Rendition.Kind.ARCHIVAL) is not None:
        return
    with renditions.archival_copy(file.blob, file.media_type) as made, running.once():
        # A purge takes the document's lock: what it takes away is not brought back by its copy.
        IncomingDocument.objects.select_for_update().filter(pk=file.document_id).first()
        if made is None:
            running.tell("Tệp này không lập được bản PDF/A; bản gốc còn nguyên.")
        elif DocumentFile.objects.filter(pk=file_id).exists():
            renditions.keep_archival(file.blob, made)


@schedule("correspondence.alerts", at="07:30")
def tell_deadlines() -> None:
    """Tell of deadlines that came near or went by, and of work nobody has opened."""
    alerting.tell_levels()
    alerting.tell_stalled()
