"""Taking over older books and lists: an import is begun, its rows come in by batches, its years are closed."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel.actor import ADMIN, REGISTRAR, Actor
from vanphong.kernel.commands import Conflict, Forbidden, command, note
from vanphong.kernel.files import store
from vanphong.kernel.files.models import Blob
from vanphong.kernel.jobs.asking import ask
from vanphong.kernel.journal.bulk import insert_rows
from vanphong.kernel.numbering.models import IssuedNumber, Register, Series
from vanphong.kernel.numbering.taking_over import lock_series, take_over_numbers, taken_numbers
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.search.indexing import index_record, index_records
from vanphong.kernel.wording import vi
from vanphong.lib.text import code_key
from vanphong.modules.correspondence.commands.intake import IncomingFile, add_file
from vanphong.modules.correspondence.commands.legacy_judging import Judged, judge
from vanphong.modules.correspondence.models import (
    DocumentFile,
    IncomingDocument,
    LegacyImport,
    LegacyIssue,
    LegacyLayout,
    LegacyOrigin,
)
from vanphong.modules.correspondence.policy import IMPORT_BOOKS
from vanphong.modules.correspondence.queries.legacy import (
    LegacyRow,
    NamesKnown,
)

State, Existing = LegacyImport.State, LegacyImport.Existing
WORK = "correspondence.import_books"
READ_LATER = -10
"""Files of older books are read when nothing of today waits to be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportWish:
    """What a person asks for: which file, into which book and year, and what of rows that are in already."""

    source: str
    sha256: str
    sheet: str = ""
    register: Register | None = None
    year: int | None = None
    existing: str = Existing.SKIP
    go_on: bool = False
    mapping: dict[str, str] = field(default_factory=dict)
    total: int = 0


def _at_home(actor: Actor, agency: Unit) -> None:
    if not actor.is_system and agency.pk not in actor.agencies_as(REGISTRAR, ADMIN):
        raise Forbidden(_("Đồng chí không làm văn thư hoặc quản trị của {label}.").format(label=agency.label))


@command(IMPORT_BOOKS, on=IncomingDocument, label=vi("bắt đầu nhập sổ cũ"))
def begin_import(
    actor: Actor,
    /,
    *,
    agency: Unit,
    wish: ImportWish,
    resume: bool = True,
    upload: Blob | None = None,
) -> LegacyImport:
    """A new import, or with `resume` the one of the same file and wish that was cut off."""
    _at_home(actor, agency)
    wished: dict[str, Any] = {
        "agency": agency,
        "sha256": wish.sha256,
        "sheet": wish.sheet,
        "register": wish.register,
        "year": wish.year,
        "existing": wish.existing,
        "go_on": wish.go_on,
    }
    same = LegacyImport.objects.filter(**wished, state__in=(State.RUNNING, State.STOPPED))
    for run in same.select_for_update(of=("self",)).order_by("-pk") if resume else ():
        if run.mapping == wish.mapping:
            run.state, run.total = State.RUNNING, wish.total
            run.save()
            note(f"{run.source}: làm tiếp sau dòng thứ {run.position}.")
            return run
    run = LegacyImport(
        **wished,
        source=wish.source,
        mapping=wish.mapping,
        total=wish.total,
        upload=upload,
        user_id=actor.user_id,
        started_by=actor.name[:120],
    )
    run.save()
    note(f"{wish.source}: {wish.total} dòng.")
    return run


@command(IMPORT_BOOKS, on=IncomingDocument, label=vi("nạp tệp sổ cũ"))
def receive_book(actor: Actor, /, *, agency: Unit, file_name: str, upload: Blob) -> LegacyImport:
    """Keep a file of an older book until its columns are known and its lines are in."""
    _at_home(actor, agency)
    run = LegacyImport(
        agency=agency,
        source=file_name[:200],
        file_name=file_name[:200],
        sha256=upload.sha256,
        upload=upload,
        state=State.JUDGING,
        user_id=actor.user_id,
        started_by=actor.name[:120],
    )
    run.save()
    note(file_name)
    return run


@command(IMPORT_BOOKS, on=IncomingDocument, label=vi("đặt cột cho sổ cũ"))
def set_up_import(
    actor: Actor, /, *, run: LegacyImport, wish: ImportWish, launch: bool = False
) -> LegacyImport:
    """Say which column is which field and what of lines that are in; with `launch` the work begins."""
    run = _locked(actor, run)
    if run.state != State.JUDGING:
        raise Conflict(_("Lần nhập này đã bắt đầu. Đồng chí nạp tệp lần nữa nếu cần nhập khác đi."))
    for name in ("source", "sha256", "sheet", "register", "year", "existing", "go_on", "mapping", "total"):
        setattr(run, name, getattr(wish, name))
    if launch:
        run.state = State.RUNNING
        run.started_by, run.user_id = actor.name[:120], actor.user_id
        ask(actor, WORK, run_id=run.pk)
    run.save()
    note(f"{run.source}: {run.total} dòng.")
    return run


@command(IMPORT_BOOKS, on=IncomingDocument, label=vi("nhập tiếp sổ cũ"))
def go_on_import(actor: Actor, /, *, run: LegacyImport, work: bool = True) -> LegacyImport:
    """Go on with a stopped import; `work` asks for its job, which itself calls this without."""
    run = _locked(actor, run)
    if run.state not in (State.STOPPED, State.RUNNING):
        raise Conflict(_("Lần nhập này không dừng dở."))
    run.state = State.RUNNING
    run.save()
    if work:
        ask(actor, WORK, run_id=run.pk)
    note(f"{run.source}: làm tiếp sau dòng thứ {run.position}.")
    return run


@command(IMPORT_BOOKS, on=IncomingDocument, label=vi("bỏ tệp sổ cũ"))
def drop_import(actor: Actor, /, *, run: LegacyImport) -> None:
    """Take back a file that was not imported, with its bytes."""
    run = _locked(actor, run)
    if run.state != State.JUDGING:
        raise Conflict(_("Lần nhập này đã bắt đầu nên không bỏ được."))
    note(run.source)
    _release_upload(run)
    run.delete()


def _locked(actor: Actor, run: LegacyImport) -> LegacyImport:
    found: LegacyImport = (
        LegacyImport.objects.select_for_update(of=("self",)).select_related("agency").get(pk=run.pk)
    )
    _at_home(actor, found.agency)
    return found


def _release_upload(run: LegacyImport) -> None:
    """The file goes when its lines are in, or unwanted: it may hold lines that were refused."""
    blob, run.upload = run.upload, None
    if blob is None:
        return
    run.save()
    others = LegacyImport.objects.filter(upload=blob).exclude(pk=run.pk)
    if others.exists() or DocumentFile.objects.filter(blob=blob).exists():
        return
    store.forget([blob.pk])
    transaction.on_commit(lambda: store.wipe([blob.pk]))


@command(IMPORT_BOOKS, on=IncomingDocument, label=vi("nhập một đợt dòng sổ cũ"))
def import_batch(
    actor: Actor,
    /,
    *,
    run: LegacyImport,
    rows: Sequence[LegacyRow],
    start: int,
    files: dict[int, IncomingFile] | None = None,
    names: NamesKnown | None = None,
) -> LegacyImport:
    """Take in the rows from position `start` on, all or none; the position moves in the same transaction."""
    run = _locked(actor, run)
    if run.position != start or run.state != State.RUNNING:
        raise Conflict(_("Lần nhập này đang chạy ở nơi khác hoặc đã dừng. Đồng chí xem lại rồi làm tiếp."))
    names = names or NamesKnown()
    judged = judge(run, rows, make=True)
    fresh = [one for one in judged if one.verdict == "add"]
    made = _insert(actor, run, fresh, names)
    for one in judged:
        if one.verdict == "update" and one.document is not None:
            _update(run, one.row, one.document, names)
            made[one.row.row_number] = one.document
    for number, file in (files or {}).items():
        if number in made:
            _add_file(actor, made[number], file)
            run.with_file += 1
    _keep_issues(run, rows)
    run.position += len(rows)
    run.added += len(fresh)
    for verdict, name in (("update", "updated"), ("skip", "skipped"), ("wrong", "failed")):
        setattr(run, name, getattr(run, name) + sum(one.verdict == verdict for one in judged))
    run.save()
    if rows:
        note(f"{run.source}, dòng {rows[0].row_number}–{rows[-1].row_number}: thêm {len(fresh)}.")
    return run


def _insert(
    actor: Actor, run: LegacyImport, judged: Sequence[Judged], names: NamesKnown
) -> dict[int, IncomingDocument]:
    """New documents with their numbers and origins, in bulk; by the number of their row."""
    if not judged:
        return {}
    documents = {
        one.row.row_number: IncomingDocument(pk=pk)
        for one, pk in zip(judged, _new_ids(len(judged)), strict=True)
    }
    by_book: dict[tuple[Register, int], list[LegacyRow]] = defaultdict(list)
    for one in judged:
        if one.book is not None and one.row.year is not None:
            by_book[one.book, one.row.year].append(one.row)
    # Always in one order, so that two imports never wait for each other.
    for (book, year), lines in sorted(by_book.items(), key=lambda item: (item[0][0].pk, item[0][1])):
        series = lock_series(book, str(year))
        numbers = _numbers(actor, run, series, lines, documents)
        for row in lines:
            _fill_new(documents[row.row_number], run, row, names, book, year, numbers.get(row.row_number))
            documents[row.row_number].registered_by_id = actor.user_id
    insert_rows(list(documents.values()), named=True)
    origins = [_origin(run, one.row, documents[one.row.row_number]) for one in judged]
    insert_rows(origins)
    index_records(list(documents.values()))
    return documents


def _new_ids(count: int) -> list[int]:
    table = IncomingDocument._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
        )
        return [row[0] for row in cursor.fetchall()]


def _numbers(
    actor: Actor,
    run: LegacyImport,
    series: Series,
    lines: Sequence[LegacyRow],
    documents: dict[int, IncomingDocument],
) -> dict[int, IssuedNumber]:
    """Numbers of the lines that have one of their own; a list's lines get the next ones of their book."""
    own = [row for row in lines if not row.numbered]
    for place, row in enumerate(own, start=series.last_number + 1):
        row.number = place
    taken = taken_numbers(series, (row.number for row in lines if row.number is not None and row.numbered))
    given: dict[int, int] = {}
    for row in lines:
        if row.number is None:
            continue
        if row.number in taken:
            words = _("Số {number} của sổ đã có ở văn bản khác; số ghi trong sổ được giữ nguyên.")
            row.remarks.append(words.format(number=row.written_number))
            continue
        taken.add(row.number)
        given[row.row_number] = row.number
    label = IncomingDocument._meta.label_lower
    made = take_over_numbers(
        actor,
        series=series,
        numbers=[(number, f"{label}:{documents[at].pk}") for at, number in given.items()],
        leave_open=run.go_on and series.key == str(timezone.localdate().year),
    )
    return dict(zip(given, made, strict=True))


def _fill_new(
    document: IncomingDocument,
    run: LegacyImport,
    row: LegacyRow,
    names: NamesKnown,
    book: Register,
    year: int,
    number: IssuedNumber | None,
) -> None:
    now = timezone.now()
    today = timezone.localdate(now)
    document.agency = run.agency
    document.state, document.channel = IncomingDocument.State.CLOSED, IncomingDocument.Channel.LEGACY
    document.received_at, document.received_by = now, run.started_by
    document.register, document.year = book, year
    document.issued_number = number
    document.arrival_number = number.number if number is not None else None
    # The day of the book is the day of registering; a list has none, so it is today's.
    document.arrived_on = row.arrived_on or (None if row.numbered else today)
    written = row.arrived_on or row.issued_on
    document.registered_at = now
    if row.numbered:
        day = written if written is not None and written.year == year else today.replace(year, 1, 1)
        document.registered_at = timezone.make_aware(dt.datetime.combine(day, dt.time()))
    _fill(document, row, names)
    document.reply_required = False


def _fill(document: IncomingDocument, row: LegacyRow, names: NamesKnown) -> None:
    """Header words of the row; what it leaves empty stays as it is."""
    document.subject = row.subject or document.subject
    if row.reference_code:
        document.reference_code, document.code_key = row.reference_code, code_key(row.reference_code)[:80]
    if row.issuer:
        document.issuer_name = row.issuer
        document.issuer = names.issuer(row.issuer, row.issued_on or row.arrived_on)
    document.issued_on = row.issued_on or document.issued_on
    kept = names.type(row.type) if row.type else None
    document.document_type = kept or document.document_type
    remark = row.note
    if row.type and kept is None:
        remark = "; ".join(part for part in (remark, f"Loại: {row.type}") if part)
    document.note = remark[:500] or document.note
    document.signer = row.signer or document.signer
    document.signer_title = row.signer_title or document.signer_title
    document.urgency = row.urgency
    document.page_count = row.page_count or document.page_count
    document.copy_count = row.copy_count or document.copy_count
    document.due_on = row.due_on or document.due_on
    document.result = row.result or document.result


def _origin(run: LegacyImport, row: LegacyRow, document: IncomingDocument) -> LegacyOrigin:
    return LegacyOrigin(
        document=document,
        agency=run.agency,
        source=run.source,
        row_number=row.row_number,
        key=row.key,
        written_number=row.written_number,
        remarks=[words[:300] for words in row.remarks],
        cells=row.cells,
        text=row.text,
    )


def _update(run: LegacyImport, row: LegacyRow, document: IncomingDocument, names: NamesKnown) -> None:
    """Bring a document that is in already up to the row: words only, never its number, book or state."""
    document = IncomingDocument.objects.select_for_update(of=("self",), no_key=True).get(pk=document.pk)
    _fill(document, row, names)
    if document.channel == IncomingDocument.Channel.LEGACY and row.arrived_on:
        document.arrived_on = row.arrived_on
    document.save()
    origin = LegacyOrigin.objects.filter(document=document).first()
    if origin is None:
        if row.cells or row.text or row.key:
            _origin(run, row, document).save()
    else:
        origin.cells = {**origin.cells, **row.cells}
        origin.text = row.text or origin.text
        origin.save()
    index_record(document)


def _add_file(actor: Actor, document: IncomingDocument, file: IncomingFile) -> None:
    """The scan of a line; one that is in already with the same bytes is not taken twice."""
    held = document.files.filter(blob=file.blob).exists() if document.pk else False
    if held:
        return
    has_main = document.files.filter(kind=DocumentFile.Kind.MAIN).exists()
    kind = DocumentFile.Kind.APPENDIX if has_main else DocumentFile.Kind.MAIN
    document.page_count = document.page_count or file.page_count or 0
    add_file(actor, document, file, kind, priority=READ_LATER)


def _keep_issues(run: LegacyImport, rows: Sequence[LegacyRow]) -> None:
    LegacyIssue.objects.bulk_create(
        LegacyIssue(run=run, row_number=row.row_number, left_out=bool(row.errors), message=words[:500])
        for row in rows
        for words in (row.errors or row.remarks)
    )


@command(IMPORT_BOOKS, on=IncomingDocument, label=vi("kết thúc nhập sổ cũ"))
def end_import(actor: Actor, /, *, run: LegacyImport, whole: bool = True) -> LegacyImport:
    """The import is done, or (`whole` False) stopped after a batch, to go on later."""
    run = _locked(actor, run)
    run.state = State.DONE if whole else State.STOPPED
    if whole:
        run.finished_at = Now()
        _release_upload(run)
    run.save()
    note(
        f"{run.source}: thêm {run.added}, cập nhật {run.updated}, bỏ qua {run.skipped}, có lỗi {run.failed}."
    )
    run.refresh_from_db()
    return run


@command(IMPORT_BOOKS, on=IncomingDocument, label=vi("ghi nhớ cột của sổ cũ"))
def remember_layout(actor: Actor, /, *, fingerprint: str, mapping: dict[str, str]) -> None:
    """Keep which column is which field, for the next book of the same layout."""
    LegacyLayout.objects.update_or_create(fingerprint=fingerprint, defaults={"mapping": mapping})
