"""What reading yields, written down; a secret paper goes before a word of it is."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vanphong.kernel.actor import REGISTRAR, Actor
from vanphong.kernel.commands import Conflict, Forbidden, Invalid, command, note
from vanphong.kernel.files import names, renditions, store
from vanphong.kernel.files.models import Blob, Rendition
from vanphong.kernel.notifications.telling import tell
from vanphong.kernel.organisation.finding import resolve_issuer
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.organisation.queries import holders_in_agency, today
from vanphong.kernel.wording import vi
from vanphong.lib.reading.secrecy import LEVEL_NAMES
from vanphong.lib.text import clean, fold
from vanphong.modules.catalogues.public import DocumentType
from vanphong.modules.correspondence.public import DocumentRead, FileRead, Urgency
from vanphong.modules.drafting.public import purge_draft
from vanphong.modules.issuing.models import OutgoingDocument, OutgoingFile
from vanphong.modules.issuing.notices import SECRET_FOUND
from vanphong.modules.issuing.policy import PURGE
from vanphong.modules.issuing.queries.series import issuing_bodies
from vanphong.modules.issuing.workflow import OUTGOING

S = OutgoingDocument.State
ReadingState = OutgoingDocument.ReadingState
_WORDS = ("subject", "signer", "signer_title", "note", "reading_message")


@command(None, on="document", label=vi("đọc văn bản đi"))
def record_signed_reading(
    actor: Actor, /, *, document: OutgoingDocument, read: DocumentRead
) -> OutgoingDocument:
    """Write down what was read, and propose the head from it; the clerk checks it when giving the number."""
    if not actor.is_system:
        raise Forbidden(_("Việc này do hệ thống làm."))
    if document.state == S.PURGED:
        raise Conflict(_("Văn bản đã bị loại bỏ trong lúc đọc."))
    rows = {row.pk: row for row in document.files.all()}
    for result in read.files:
        if result.file_id in rows:
            _record_file(rows[result.file_id], result)
    problem = next((result.problem for result in read.files if result.problem), "")
    document.reading_state = ReadingState.FAILED if problem else ReadingState.DONE
    document.reading_message = problem[:500]
    main = next((row for row in rows.values() if row.kind == OutgoingFile.Kind.MAIN), None)
    document.page_count = main.page_count if main is not None else 0
    if document.number is None and not any(result.held for result in read.files):
        document.bears_number = "number" in read.header
        _propose(document, read.header)
    document.save()
    return document


def _record_file(row: OutgoingFile, result: FileRead) -> None:
    if result.text is not None:
        renditions.keep(row.blob, Rendition.Kind.TEXT, result.text)
        row.signatures = list(result.signatures)
    if result.searchable is not None:
        renditions.keep(row.blob, Rendition.Kind.SEARCHABLE, result.searchable)
    row.page_count = result.page_count or row.page_count
    row.name = names.held(_key(row)) or row.name
    row.save()
    blob = row.blob
    transaction.on_commit(lambda: names.drop(_key(row)))
    transaction.on_commit(lambda: renditions.PagesRead(blob).drop())


def _key(row: OutgoingFile) -> str:
    return f"outgoing-{row.pk}"


def shown_name(row: OutgoingFile) -> str:
    """A file's own name, also while it still waits to be read."""
    return names.held(_key(row)) or row.name or str(row.get_kind_display())


def _propose(document: OutgoingDocument, header: dict[str, Any]) -> None:
    def read(name: str) -> str:
        value = header.get(name, {}).get("value")
        return clean(value) if isinstance(value, str) else ""

    document.signer_title = read("signer_title")[:200]
    named = header.get("recipients", {}).get("value")
    document.recipients_read = [clean(line)[:300] for line in named][:60] if isinstance(named, list) else []
    if document.draft_id is not None:
        # The draft says the rest of it, and who signed it here is known.
        return
    document.signer = read("signer")[:120]
    document.subject = read("subject")[:1000]
    urgency = read("urgency")
    document.urgency = next((code for code, label in Urgency.choices if label == urgency), Urgency.NORMAL)
    document.document_type = _type(read("type"), read("family"))
    document.issuing_body = _body(document, read("issuer"), read("superior")) or _body_signing(
        document, read("notation"), read("signing_capacity")
    )


def _type(name: str, family: str) -> DocumentType | None:
    found = list(DocumentType.objects.filter(DocumentType.on(today()), name__iexact=name)) if name else []
    return next((row for row in found if row.family == family), found[0] if found else None)


def _body(document: OutgoingDocument, name: str, superior: str) -> Unit | None:
    """The body in whose name it is issued, among those whose documents the agency numbers."""
    bodies = {unit.pk: unit for unit in issuing_bodies(document.agency)}
    for words in (name, f"{name} {superior}") if name else ():
        found = resolve_issuer(words, today())
        if found is not None and found.pk in bodies:
            return bodies[found.pk]
    return None


def _body_signing(document: OutgoingDocument, notation: str, capacity: str) -> Unit | None:
    """Where the head names none: the body with the symbol («-NQ/TU»), the one signed for («T/M BAN THƯỜNG VỤ») first."""
    symbol = notation.rpartition("/")[2].strip()
    found = [unit for unit in issuing_bodies(document.agency) if symbol and unit.symbol == symbol]
    signed = fold(capacity.partition(" ")[2])
    return next((unit for unit in found if signed and fold(unit.name).startswith(signed)), None) or next(
        iter(found), None
    )


@command(PURGE, on="document", label=vi("loại bỏ văn bản đi có dấu mật"))
def purge_outgoing(
    actor: Actor, /, *, document: OutgoingDocument, found_level: str, where: str
) -> OutgoingDocument:
    """Remove a paper found to be secret, and every copy of its bytes; what stays tells when, who, level.

    Legal ground: Luật Bảo vệ bí mật nhà nước 117/2025/QH15, Điều 5 khoản 2.
    """
    if found_level not in LEVEL_NAMES:
        raise Invalid(_("Đồng chí chọn mức mật."), {"found_level": _("Mật, Tối mật hoặc Tuyệt mật.")})
    blobs: list[Blob] = []
    for row in document.files.select_related("blob"):
        blobs.append(row.blob)
        names.drop(_key(row))
        row.delete()
    for name in _WORDS:
        setattr(document, name, "")
    document.document_type = document.issuing_body = document.answers = None
    document.recipients_read = []
    document.reading_state = ReadingState.DONE
    OUTGOING.move(document, S.PURGED)
    document.save()
    note(f"Mức: {LEVEL_NAMES[found_level]}; thấy ở {where}.")
    clerks = holders_in_agency(document.agency_id, REGISTRAR)
    tell(actor, SECRET_FOUND, about=document, users=clerks, urgent=True)
    if document.draft is not None:
        purge_draft(actor, draft=document.draft, found_level=found_level, where=where)
    for blob in blobs:
        store.forget_unless_held(blob)
    return document


@command(None, on="document", label=vi("loại bỏ bản phát hành có dấu mật"))
def purge_issued_copy(
    actor: Actor, /, *, document: OutgoingDocument, found_level: str, where: str
) -> OutgoingDocument:
    """Remove a copy, brought in after numbering, that was found to be secret; the document itself stays."""
    if not actor.is_system:
        raise Forbidden(_("Việc này do hệ thống làm."))
    for row in document.files.filter(kind=OutgoingFile.Kind.ISSUED).select_related("blob"):
        blob = row.blob
        names.drop(_key(row))
        row.delete()
        store.forget_unless_held(blob)
    document.reading_state, document.reading_message = ReadingState.DONE, ""
    document.save()
    note(f"Mức: {LEVEL_NAMES[found_level]}; thấy ở {where}.")  # type: ignore[index]
    clerks = holders_in_agency(document.agency_id, REGISTRAR)
    tell(actor, SECRET_FOUND, about=document, users=clerks, urgent=True)
    return document
