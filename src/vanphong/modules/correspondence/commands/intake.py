"""Taking documents in: from the moment the bytes are safe to «Chờ vào sổ», and what is no document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from vanphong.kernel import access
from vanphong.kernel.actor import REGISTRAR, Actor
from vanphong.kernel.commands import Conflict, Forbidden, Invalid, command, note
from vanphong.kernel.files import names
from vanphong.kernel.files.models import Blob, Rendition
from vanphong.kernel.jobs.asking import ask
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.wording import vi
from vanphong.lib.reading import inspect
from vanphong.lib.reading.secrecy import LEVEL_NAMES, Level
from vanphong.lib.reading.secret_names import level_in_name
from vanphong.lib.text import clean
from vanphong.modules.correspondence.commands.purging import purge
from vanphong.modules.correspondence.models import DocumentFile, IncomingDocument
from vanphong.modules.correspondence.policy import CORRECT, HANDLE, INTAKE, REFUSE, REGISTER, RESTORE
from vanphong.modules.correspondence.workflow import INCOMING

S = IncomingDocument.State
ReadingState = IncomingDocument.ReadingState
READ, SPLIT = "correspondence.read_document", "correspondence.split_batch"
_GONE = (S.DISCARDED, S.PURGED, S.RETURNED)


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A file whose bytes are in the store; `problem` tells why it cannot be read, if known."""

    name: str
    blob: Blob
    media_type: str
    page_count: int | None = None
    active_content: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """How a scanned batch is parted: at blank sheets (`blanks` pages on end), at sheets with a code."""

    by_blank: bool = True
    by_code: bool = True
    blanks: int = 1


def refuses_secrets() -> bool:
    """The networked profile may hold nothing secret (Luật 117/2025/QH15, Điều 5.2); an isolated LAN may."""
    return bool(settings.VANPHONG_PROFILE != "isolated-lan")


def refuse_unfit(file: IncomingFile, field: str) -> None:
    """Refuse at once what is named as secret or cannot be opened; `field` is the input it came by."""
    if refuses_secrets() and level_in_name(file.name) is not None:
        words = _("Tên tệp ghi dấu mật. Đồng chí không đưa tệp này vào hệ thống, chuyển phòng Cơ yếu.")
        raise Invalid(words, {field: words})
    if file.problem:
        raise Invalid(f"{file.name}: {file.problem}", {field: file.problem})


def _at_home(actor: Actor, agency: Unit) -> None:
    if not actor.is_system and agency.pk not in actor.agencies_as(REGISTRAR):
        raise Forbidden(
            _("Đồng chí không làm văn thư của {label}. Đồng chí chọn cơ quan của mình.").format(
                label=agency.label
            )
        )


def _reference(document: IncomingDocument) -> str:
    return f"{document._meta.label_lower}:{document.pk}"


def ask_reading(actor: Actor, document: IncomingDocument, *, priority: int = 0) -> None:
    """Have the document's files read in the background."""
    ask(actor, READ, about=_reference(document), priority=priority, document_id=document.pk)


@command(INTAKE, on=IncomingDocument, label=vi("tiếp nhận văn bản"))
def receive_document(
    actor: Actor,
    /,
    *,
    agency: Unit,
    channel: str,
    files: Sequence[IncomingFile],
    sender_note: str = "",
    batch: Batch | None = None,
) -> IncomingDocument:
    """Put one document with its files, the main one first, into «Chờ vào sổ» and ask for its reading.

    A file named as secret leaves only a record of its purge: the document returned is then PURGED. With
    `batch` the one file is a stack of papers, parted in the background into documents of their own.
    """
    _at_home(actor, agency)
    if not files:
        raise Invalid(
            _("Chưa có tệp nào. Đồng chí chọn ít nhất một tệp."),
            {"files": _("Đồng chí chọn tệp.")},
        )
    document = IncomingDocument(agency=agency, channel=channel, received_by=_receiver(actor))
    level = _level_named(files) if refuses_secrets() else None
    if level is not None:
        document.save()
        purge(actor, document, level=level, where="tên tệp", blobs=[file.blob for file in files])
        return document
    document.sender_note = clean(sender_note)[:300]
    document.duplicate_of = _same_content(agency, files[0].blob)
    if all(file.problem for file in files):
        document.reading_state, document.reading_message = ReadingState.FAILED, files[0].problem[:500]
    else:
        document.reading_state = ReadingState.WAITING
    document.page_count = files[0].page_count or 0
    document.save()
    for position, file in enumerate(files, start=1):
        _attach(
            document, file, position, DocumentFile.Kind.APPENDIX if position > 1 else DocumentFile.Kind.MAIN
        )
    if document.reading_state == ReadingState.WAITING:
        if batch is not None:
            ask(actor, SPLIT, about=_reference(document), document_id=document.pk, **asdict(batch))
        else:
            ask_reading(actor, document)
    return document


@command(INTAKE, on=IncomingDocument, label=vi("từ chối tệp có dấu mật"))
def refuse_secret(actor: Actor, /, *, agency: Unit, channel: str, level: Level) -> IncomingDocument:
    """Record that a file named as secret was refused before a byte of it came in."""
    _at_home(actor, agency)
    document = IncomingDocument(agency=agency, channel=channel, received_by=_receiver(actor))
    document.save()
    purge(actor, document, level=level, where="tên tệp", blobs=())
    return document


def _receiver(actor: Actor) -> str:
    return f"{actor.name} (thay {actor.principal_name})" if actor.on_behalf else actor.name


def _level_named(files: Sequence[IncomingFile]) -> Level | None:
    """The gravest grade any file's name tells."""
    found = {level_in_name(file.name) for file in files}
    return next((level for level in reversed(LEVEL_NAMES) if level in found), None)


def _same_content(agency: Unit, blob: Blob) -> IncomingDocument | None:
    """An earlier document of the agency with the same bytes; its lock makes two at once see each other."""
    Blob.objects.select_for_update().get(pk=blob.pk)
    same: IncomingDocument | None = (
        IncomingDocument.objects.filter(agency=agency, files__blob=blob, files__kind=DocumentFile.Kind.MAIN)
        .exclude(state__in=_GONE)
        .order_by("pk")
        .first()
    )
    return same


def _attach(document: IncomingDocument, file: IncomingFile, position: int, kind: str) -> DocumentFile:
    """The row of a file under a neutral name; its own name waits outside the database until it was read."""
    ending = inspect.EXTENSIONS.get(file.media_type, ("",))[0] or file.name.rpartition(".")[2][:8]
    row = DocumentFile(
        document=document,
        blob=file.blob,
        name=f"Tệp {position}.{ending}",
        media_type=file.media_type,
        kind=kind,
        position=position,
        page_count=file.page_count or 0,
        active_content=list(file.active_content),
    )
    row.save()
    names.hold(f"file-{row.pk}", names.tidy(file.name))
    if document.reading_state == ReadingState.FAILED:
        reveal_name(row)
    return row


def shown_name(file: DocumentFile) -> str:
    """A file's own name, also while it still waits to be read."""
    return names.held(f"file-{file.pk}") or file.name


def reveal_name(file: DocumentFile) -> None:
    """Let the name into the database (not saved when it is there already)."""
    own = names.held(f"file-{file.pk}")
    if own and file.name != own:
        file.name = own
        file.save()


@command(INTAKE, on=IncomingDocument, label=vi("tiếp nhận văn bản giấy"))
def receive_paper(
    actor: Actor, /, *, agency: Unit, sender_note: str = "", page_count: int = 0, copy_count: int = 1
) -> IncomingDocument:
    """Take in a paper without a scan: registered by hand from the paper."""
    _at_home(actor, agency)
    document = IncomingDocument(
        agency=agency,
        channel=IncomingDocument.Channel.MANUAL,
        received_by=_receiver(actor),
        sender_note=clean(sender_note)[:300],
        page_count=page_count,
        copy_count=copy_count,
        paper_received=True,
    )
    document.save()
    return document


@command(None, on="document", label=vi("thêm tệp vào văn bản"))
def attach_file(
    actor: Actor,
    /,
    *,
    document: IncomingDocument,
    file: IncomingFile,
    kind: str = DocumentFile.Kind.APPENDIX,
) -> DocumentFile:
    """Add a file to a document: the scan of a paper, an appendix. It is read and screened too."""
    if not access.abilities(actor, document) & {REGISTER, CORRECT, HANDLE}:
        raise Forbidden(
            _("Đồng chí chưa thể thêm tệp. Việc này dành cho văn thư và người đang xử lý văn bản.")
        )
    if kind == DocumentFile.Kind.MAIN and document.files.filter(kind=kind).exists():
        raise Conflict(_("Văn bản đã có tệp chính. Đồng chí thêm tệp này làm phụ lục."))
    return add_file(actor, document, file, kind)


def add_file(
    actor: Actor, document: IncomingDocument, file: IncomingFile, kind: str, *, priority: int = 0
) -> DocumentFile:
    """One more file of a document, read and screened like those it came with; for use within a command.

    A file named as secret is refused; the document stays.
    """
    if refuses_secrets() and level_in_name(file.name) is not None:
        raise Invalid(_("Tên tệp ghi dấu mật. Đồng chí không đưa tệp này vào hệ thống, chuyển phòng Cơ yếu."))
    last = document.files.order_by("-position").values_list("position", flat=True).first()
    row = _attach(document, file, (last or 0) + 1, kind)
    if file.problem:
        reveal_name(row)
    else:
        document.reading_state, document.reading_message = ReadingState.WAITING, ""
        document.save()
        ask_reading(actor, document, priority=priority)
    return row


@command(None, on="document", label=vi("tách xấp quét"))
def take_apart(
    actor: Actor, /, *, document: IncomingDocument, parts: Sequence[IncomingFile]
) -> list[IncomingDocument]:
    """Make a document of each part of a batch; the batch itself is set aside whole and can be taken back."""
    if not actor.is_system and REFUSE not in access.abilities(actor, document):
        raise Forbidden(_("Đồng chí chưa thể tách xấp này. Việc này dành cho văn thư, trước khi vào sổ."))
    source = document.files.get(kind=DocumentFile.Kind.MAIN).blob
    made = []
    for number, part in enumerate(parts, start=1):
        Rendition.objects.get_or_create(
            source=source, kind=Rendition.Kind.PART, detail=f"{number:03}", defaults={"result": part.blob}
        )
        made.append(
            receive_document(
                actor,
                agency=document.agency,
                channel=document.channel,
                files=[part],
                sender_note=document.sender_note,
            )
        )
    document.reading_state = ReadingState.NONE
    INCOMING.move(document, S.DISCARDED)
    document.save()
    note(f"Xấp quét đã tách thành {len(made)} văn bản.")
    return made


@command(REFUSE, on="document", label=vi("loại tệp không phải văn bản"))
def discard_document(actor: Actor, /, *, document: IncomingDocument, reason: str) -> IncomingDocument:
    """Set aside what is no document (an advertisement, a test scan); it can be taken back."""
    if not reason.strip():
        raise Invalid(_("Đồng chí ghi lý do loại."), {"reason": _("Đồng chí ghi lý do.")})
    INCOMING.move(document, S.DISCARDED)
    document.save()
    note(clean(reason))
    return document


@command(RESTORE, on="document", label=vi("lấy lại văn bản đã loại"))
def restore_document(actor: Actor, /, *, document: IncomingDocument) -> IncomingDocument:
    """Take a discarded document back to «Chờ vào sổ»; one that was never read is read now."""
    INCOMING.move(document, S.PENDING_REGISTRATION)
    unread = document.files.exists() and document.reading_state in (ReadingState.NONE, ReadingState.WAITING)
    if unread:
        document.reading_state = ReadingState.WAITING
    document.save()
    if unread:
        ask_reading(actor, document)
    return document
