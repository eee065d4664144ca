"""Background work on outgoing documents."""

from __future__ import annotations

from vanphong.kernel.jobs.asking import Running, job
from vanphong.kernel.wording import vi
from vanphong.modules.correspondence.public import SecretFound, read_files, refuses_secrets
from vanphong.modules.issuing.commands.issued import WRITE, write_number
from vanphong.modules.issuing.commands.reading import purge_issued_copy, purge_outgoing, record_signed_reading
from vanphong.modules.issuing.commands.taking import READ
from vanphong.modules.issuing.models import OutgoingDocument, OutgoingFile


@job(READ, label=vi("Đọc văn bản đi"), queue="reading", attempts=3, office=True)
def read_signed(running: Running, document_id: int) -> None:
    """Read the files of a signed document; a secret one is purged before a word of it is written down."""
    waiting = OutgoingDocument.ReadingState.WAITING
    document = OutgoingDocument.objects.filter(pk=document_id, reading_state=waiting).first()
    if document is None or document.state == OutgoingDocument.State.PURGED:
        return
    try:
        read = read_files(document, running.progress, refuse=refuses_secrets())
    except SecretFound as found:
        whole = found.file.kind != OutgoingFile.Kind.ISSUED
        purge = purge_outgoing if whole else purge_issued_copy
        with running.once():
            purge(running.actor, document=document, found_level=found.level, where=found.where)
        return
    with running.once():
        record_signed_reading(running.actor, document=document, read=read)


@job(WRITE, label=vi("Ghi số vào văn bản"), office=True)
def write_number_into_file(running: Running, document_id: int) -> None:
    """Make the copy that bears number and date, where what was signed is a Word file with places for them."""
    document = OutgoingDocument.objects.filter(pk=document_id).first()
    with running.once():
        if document is not None and document.state == OutgoingDocument.State.PENDING_DISPATCH:
            write_number(running.actor, document=document)
