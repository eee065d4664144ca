"""Taking in what is signed and waits for its number, and setting aside what came by mistake."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from vanphong.kernel.actor import REGISTRAR, Actor
from vanphong.kernel.commands import Forbidden, Invalid, command, note
from vanphong.kernel.files import names
from vanphong.kernel.jobs.asking import ask
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.wording import vi
from vanphong.lib.reading import inspect
from vanphong.lib.text import clean
from vanphong.modules.correspondence.public import IncomingDocument, IncomingFile, refuse_unfit
from vanphong.modules.drafting.public import Draft, shown_name, signed_version
from vanphong.modules.issuing.models import OutgoingDocument, OutgoingFile
from vanphong.modules.issuing.policy import RESTORE, TAKE, WITHDRAW
from vanphong.modules.issuing.record_types import OUTGOING_DOCUMENT
from vanphong.modules.issuing.workflow import OUTGOING

S = OutgoingDocument.State
ReadingState = OutgoingDocument.ReadingState
Kind = OutgoingFile.Kind
READ = "issuing.read_signed"
SIGNED_AS = frozenset({inspect.PDF, inspect.DOCX, *inspect.IMAGES})
"""Kinds of files that can be a signed document: print, a picture of paper, or what was printed and signed."""


@command(TAKE, on=OutgoingDocument, label=vi("nhận văn bản đã ký để cấp số"))
def take_signed(
    actor: Actor,
    /,
    *,
    agency: Unit,
    files: Sequence[IncomingFile],
    answers: IncomingDocument | None = None,
) -> OutgoingDocument:
    """Put a signed document, its main file first, into «Chờ cấp số» and have it read for its head.

    Nothing is taken whose name tells a secret, or that cannot be opened: the clerk learns it at once.
    """
    if not actor.is_system and agency.pk not in actor.agencies_as(REGISTRAR):
        raise Forbidden(
            _("Đồng chí không làm văn thư của {label}. Đồng chí chọn cơ quan của mình.").format(
                label=agency.label
            )
        )
    if not files:
        raise Invalid(_("Chưa có tệp nào."), {"main": _("Đồng chí chọn tệp văn bản đã ký.")})
    if files[0].media_type not in SIGNED_AS:
        words = _("Văn bản đã ký phải là PDF, ảnh quét hoặc Word (.docx). Đồng chí chọn lại tệp.")
        raise Invalid(words, {"main": words})
    for file in files:
        refuse_unfit(file, "main")
    document = OutgoingDocument(
        agency=agency, taken_by_id=actor.user_id, answers=answers, page_count=files[0].page_count or 0
    )
    document.save()
    for position, file in enumerate(files, start=1):
        attach(document, file, position, Kind.MAIN if position == 1 else Kind.APPENDIX)
    ask_reading(actor, document)
    return document


@command(None, on=None, label=vi("nhận dự thảo đã ký để cấp số"))
def take_signed_draft(actor: Actor, /, *, draft: Draft) -> OutgoingDocument | None:
    """Put what was signed in the office's own circuit into «Chờ cấp số», its head as the draft has it; once."""
    if not actor.is_system:
        raise Forbidden(_("Việc này do hệ thống làm."))
    version = signed_version(draft)
    if version is None or OutgoingDocument.objects.filter(draft=draft).exists():
        return None
    document = OutgoingDocument(
        agency=draft.agency,
        draft=draft,
        issuing_body=draft.issuing_body,
        document_type=draft.document_type,
        subject=draft.subject,
        urgency=draft.urgency,
        unit=draft.unit,
        answers=draft.answers,
        signer=draft.signer.full_name if draft.signer else "",
        page_count=version.page_count,
    )
    document.save()
    file = IncomingFile(shown_name(version), version.blob, version.media_type, version.page_count)
    attach(document, file, 1, Kind.MAIN)
    ask_reading(actor, document)
    return document


def ask_reading(actor: Actor, document: OutgoingDocument) -> None:
    """Have the files read in the background, before what the clerk does not wait for."""
    ask(actor, READ, about=OUTGOING_DOCUMENT.reference(document), priority=1, document_id=document.pk)


def attach(document: OutgoingDocument, file: IncomingFile, position: int, kind: str) -> None:
    """One more file of a document, its name kept back until it is read."""
    row = OutgoingFile(
        document=document,
        position=position,
        kind=kind,
        blob=file.blob,
        media_type=file.media_type,
        page_count=file.page_count or 0,
    )
    row.save()
    # The name may tell what the reading is still to find: it waits outside the database.
    names.hold(f"outgoing-{row.pk}", file.name)


@command(WITHDRAW, on="document", label=vi("rút văn bản chưa cấp số"))
def withdraw_signed(actor: Actor, /, *, document: OutgoingDocument, reason: str) -> OutgoingDocument:
    """Set aside what came by mistake, before it has a number; it can be taken back."""
    if not clean(reason):
        raise Invalid(_("Đồng chí ghi lý do rút."), {"reason": _("Đồng chí ghi lý do.")})
    OUTGOING.move(document, S.WITHDRAWN)
    document.save()
    note(clean(reason))
    return document


@command(RESTORE, on="document", label=vi("lấy lại văn bản đã rút"))
def restore_signed(actor: Actor, /, *, document: OutgoingDocument) -> OutgoingDocument:
    """Take back what was set aside."""
    OUTGOING.move(document, S.PENDING_NUMBER)
    document.save()
    return document
