"""The copy that is issued: what was signed, with number and date on it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Invalid, command, note
from vanphong.kernel.files import store
from vanphong.kernel.wording import vi
from vanphong.lib.dates import format_date
from vanphong.lib.reading import inspect
from vanphong.lib.templates import TemplateError, complete
from vanphong.lib.word.package import WordError
from vanphong.modules.correspondence.public import IncomingFile, refuse_unfit
from vanphong.modules.issuing.commands.taking import SIGNED_AS, ask_reading, attach
from vanphong.modules.issuing.models import OutgoingDocument, OutgoingFile
from vanphong.modules.issuing.policy import DISPATCH

Kind = OutgoingFile.Kind
WRITE = "issuing.write_number"


@command(None, on="document", label=vi("ghi số vào văn bản"))
def write_number(actor: Actor, /, *, document: OutgoingDocument) -> OutgoingDocument:
    """Make the issued copy of a Word file that has its places for number and date open; else nothing."""
    make_issued_copy(document)
    return document


def make_issued_copy(document: OutgoingDocument) -> OutgoingFile | None:
    """What `write_number` does, within a running command: the copy made, or the one there is."""
    found: OutgoingFile | None = document.files.filter(kind=Kind.ISSUED).first()
    main = document.files.select_related("blob").filter(kind=Kind.MAIN).first()
    if found is not None or main is None or main.media_type != inspect.DOCX or document.issued_on is None:
        return found
    given = {"number": str(document.number), "issued_on": format_date(document.issued_on)}
    try:
        content = complete(store.read_blob(main.blob), given)
    except (TemplateError, WordError):
        # Not made from a template of ours: the clerk brings the copy that bears the number.
        return None
    made = OutgoingFile(
        document=document,
        position=_next_position(document),
        kind=Kind.ISSUED,
        name=f"{document.reference_code.replace('/', '-')}.docx",
        blob=store.keep_bytes(content, inspect.DOCX),
        media_type=inspect.DOCX,
        page_count=main.page_count,
    )
    made.save()
    return made


@command(DISPATCH, on="document", label=vi("đưa bản phát hành"))
def bring_issued_copy(actor: Actor, /, *, document: OutgoingDocument, file: IncomingFile) -> OutgoingDocument:
    """Take in the copy that bears number, date and seal (the scan of the paper); it is what is sent.

    It is read and screened like what was signed; an earlier copy gives way, the signed file stays.
    """
    refuse_unfit(file, "copy")
    if file.media_type not in SIGNED_AS:
        words = _("Bản phát hành phải là PDF, ảnh quét hoặc Word (.docx). Đồng chí chọn lại tệp.")
        raise Invalid(words, {"copy": words})
    for row in document.files.filter(kind=Kind.ISSUED).select_related("blob"):
        note(f"Thay bản phát hành trước, SHA-256 {row.blob.sha256}.")
        row.delete()
    attach(document, file, _next_position(document), Kind.ISSUED)
    document.reading_state, document.reading_message = OutgoingDocument.ReadingState.WAITING, ""
    document.save()
    ask_reading(actor, document)
    return document


def _next_position(document: OutgoingDocument) -> int:
    last = document.files.order_by("-position").values_list("position", flat=True).first()
    return (last or 0) + 1


def sent_files(document: OutgoingDocument) -> list[OutgoingFile]:
    """What recipients get: the issued copy in place of the signed file where there is one, then appendices."""
    rows = list(document.files.select_related("blob").order_by("position"))
    issued = [row for row in rows if row.kind == Kind.ISSUED]
    first = issued or [row for row in rows if row.kind == Kind.MAIN]
    return first + [row for row in rows if row.kind == Kind.APPENDIX]
