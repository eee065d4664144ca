"""Registering: the number and the time come from the database, the fields from the clerk."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass, replace

from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Conflict, Invalid, command, note
from vanphong.kernel.events import publish
from vanphong.kernel.identity.models import User
from vanphong.kernel.jobs.asking import ask
from vanphong.kernel.numbering.issuing import give_number, void_number
from vanphong.kernel.numbering.models import Register
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.search.indexing import index_record
from vanphong.kernel.wording import vi
from vanphong.lib.text import clean, code_key
from vanphong.modules.catalogues.public import DocumentType, SubjectArea
from vanphong.modules.correspondence.commands.submission import submit_document
from vanphong.modules.correspondence.events import DeliveryRegistered, DeliveryReturned
from vanphong.modules.correspondence.models import IncomingDocument, Reading, Urgency
from vanphong.modules.correspondence.policy import CORRECT, REFUSE, REGISTER, VOID
from vanphong.modules.correspondence.queries.comparison import compare
from vanphong.modules.correspondence.queries.texts import load_texts
from vanphong.modules.correspondence.workflow import INCOMING

S = IncomingDocument.State
RECEIPT_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No 0/O, 1/I/L: the code is read aloud over the phone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderFields:
    """What stands in the book of a document. `issuer` is the body of the document's date where known."""

    subject: str
    reference_code: str = ""
    issuer: Unit | None = None
    issuer_name: str = ""
    issued_on: dt.date | None = None
    document_type: DocumentType | None = None
    urgency: str = Urgency.NORMAL
    subject_area: SubjectArea | None = None
    signer: str = ""
    signer_title: str = ""
    page_count: int | None = None
    copy_count: int = 1
    paper_received: bool = False
    due_on: dt.date | None = None
    due_reason: str = ""
    reply_required: bool = False
    note: str = ""


LEFT_OVER = 31
"""Days that paper of the old year may lie before it is entered into the book of the new one."""


def _check(fields: HeaderFields, today: dt.date) -> None:
    wrong: dict[str, str] = {}
    if not fields.subject.strip():
        wrong["subject"] = _("Đồng chí ghi trích yếu nội dung.")
    if fields.issuer is None and not fields.issuer_name.strip():
        wrong["issuer_name"] = _("Đồng chí chọn hoặc ghi cơ quan ban hành.")
    if fields.issued_on is not None and fields.issued_on > today:
        wrong["issued_on"] = _("Ngày văn bản sau ngày hôm nay ({today:%d/%m/%Y}). Đồng chí xem lại.").format(
            today=today
        )
    if fields.copy_count < 1:
        wrong["copy_count"] = _("Số bản từ 1 trở lên.")
    for name in ("subject", "reference_code", "issuer_name", "signer", "signer_title", "due_reason", "note"):
        longest = getattr(IncomingDocument._meta.get_field(name), "max_length", None) or 0
        if len(clean(getattr(fields, name))) > longest:
            wrong[name] = _("Ô này dài quá {longest} ký tự. Đồng chí rút gọn.").format(longest=longest)
    if wrong:
        raise Invalid(_("Còn ô chưa đúng, đồng chí xem các ô được đánh dấu."), wrong)


AS_SENT = (
    "subject",
    "reference_code",
    "issuer",
    "issuer_name",
    "issued_on",
    "document_type",
    "urgency",
    "signer",
    "signer_title",
)
"""What a document sent by an office of this installation brings along."""


def as_sent(document: IncomingDocument, fields: HeaderFields) -> HeaderFields:
    """The fields with what came with a document of this installation: nobody types or changes it again."""
    if not document.sent_as:
        return fields
    return replace(fields, **{name: getattr(document, name) for name in AS_SENT})


def fill(document: IncomingDocument, fields: HeaderFields) -> None:
    """Put the fields into the document."""
    document.subject = clean(fields.subject)
    document.reference_code = clean(fields.reference_code)
    document.code_key = code_key(document.reference_code) if document.reference_code else ""
    document.issuer = fields.issuer
    document.issuer_name = clean(fields.issuer_name) or (fields.issuer.name if fields.issuer else "")
    document.issued_on = fields.issued_on
    document.document_type = fields.document_type
    document.urgency = fields.urgency
    document.subject_area = fields.subject_area
    document.signer = clean(fields.signer)
    document.signer_title = clean(fields.signer_title)
    if fields.page_count is not None:
        document.page_count = fields.page_count
    document.copy_count = fields.copy_count
    document.paper_received = fields.paper_received
    document.due_on = fields.due_on
    document.due_reason = clean(fields.due_reason)
    document.reply_required = fields.reply_required
    document.note = clean(fields.note)


def _compare(document: IncomingDocument) -> None:
    """Keep what was read beside what the clerk wrote; it goes with the reading when that is purged."""
    reading = Reading.objects.filter(document=document).first() if document.files.all() else None
    if reading is not None:
        Reading.objects.filter(pk=reading.pk).update(compared=compare(reading, document))


@command(REGISTER, on="document", label=vi("vào sổ văn bản đến"))
def register_document(
    actor: Actor,
    /,
    *,
    document: IncomingDocument,
    register: Register,
    fields: HeaderFields,
    arrived_on: dt.date | None = None,
    submit_to: User | None = None,
) -> IncomingDocument:
    """Enter a pending document into a book and give it its number (NĐ 30/2020/NĐ-CP art. 22, by analogy).

    `arrived_on` may be an earlier day when paper lay at the gate over a weekend; the number still follows the
    order of registering, and the time of registering is the database's. With `submit_to` it is submitted
    at once.
    """
    today = timezone.localdate()
    fields = as_sent(document, fields)
    _check(fields, today)
    arrived = arrived_on or today
    if arrived > today:
        raise Invalid(_("Ngày đến sau ngày hôm nay."), {"arrived_on": _("Ngày đến không thể sau hôm nay.")})
    if arrived.year < today.year and (today - arrived).days > LEFT_OVER:
        words = _("Số cấp vào sổ năm {year}, ngày đến lại thuộc năm {other}. Đồng chí xem lại năm.")
        message = words.format(year=today.year, other=arrived.year)
        raise Invalid(message, {"arrived_on": message})
    if fields.issued_on is not None and arrived < fields.issued_on:
        raise Invalid(_("Ngày đến trước ngày văn bản."), {"arrived_on": _("Ngày đến trước ngày văn bản.")})
    if register.agency_id != document.agency_id or register.kind != Register.Kind.INCOMING:
        raise Invalid(
            _("Sổ này không phải sổ văn bản đến của cơ quan."),
            {"register": _("Đồng chí chọn sổ khác.")},
        )
    if not register.is_valid_on(today):
        raise Invalid(
            _("Sổ «{name}» hết hiệu lực.").format(name=register.name),
            {"register": _("Đồng chí chọn sổ đang dùng.")},
        )
    load_texts(document)
    if document.reading_state == IncomingDocument.ReadingState.WAITING and document.files.all():
        # Until reading has looked for a secrecy stamp the document may not enter book, index and journal.
        raise Conflict(_("Máy đang đọc văn bản này để soát dấu mật. Đồng chí chờ giây lát rồi vào sổ."))
    fill(document, fields)
    document.register, document.year, document.arrived_on = register, today.year, arrived
    document.registered_by_id = actor.user_id
    document.receipt_code = "".join(secrets.choice(RECEIPT_LETTERS) for _ in range(8))
    _compare(document)
    INCOMING.move(document, S.PENDING_SUBMISSION)
    reference = f"{document._meta.label_lower}:{document.pk}"
    if document.files.all():
        # Behind all reading: the copy is wanted on paper, a document waiting to be read by a person.
        ask(actor, "correspondence.stamp_copy", about=reference, priority=-1, document_id=document.pk)
    # As late as can be: the book is locked from here to the commit.
    number = give_number(actor, register=register, key=str(today.year), object_reference=reference)
    document.issued_number, document.arrival_number = number, number.number
    document.registered_at = number.given_at
    document.save()
    index_record(document)
    if document.sent_as:
        publish(actor, DeliveryRegistered(document.sent_as, document.pk, number.number, actor.name))
    if submit_to is not None:
        submit_document(actor, document=document, to_user=submit_to)
        document.refresh_from_db()
    return document


@command(CORRECT, on="document", label=vi("sửa thông tin đã vào sổ"))
def correct_registration(
    actor: Actor, /, *, document: IncomingDocument, fields: HeaderFields, reason: str
) -> IncomingDocument:
    """Correct what stands in the book; number, book and time stay, the old words stay in the journal."""
    if not reason.strip():
        raise Invalid(_("Sửa sổ phải có lý do."), {"reason": _("Đồng chí ghi lý do sửa.")})
    fields = as_sent(document, fields)
    _check(fields, timezone.localdate())
    fill(document, fields)
    _compare(document)
    document.save()
    note(reason)
    index_record(document)
    return document


@command(VOID, on="document", label=vi("hủy số đến"))
def void_registration(actor: Actor, /, *, document: IncomingDocument, reason: str) -> IncomingDocument:
    """Void the number: it stays in the book, struck through, with who and why; the document is recalled."""
    if document.issued_number is None:
        raise Conflict(_("Văn bản này chưa có số đến."))
    void_number(actor, number=document.issued_number, reason=reason)
    INCOMING.move(document, S.RECALLED)
    document.save()
    note(reason)
    index_record(document)
    return document


@command(REFUSE, on="document", label=vi("trả nơi gửi"))
def return_to_sender(actor: Actor, /, *, document: IncomingDocument, reason: str) -> IncomingDocument:
    """Send back what came to the wrong place or broken, with the reason (NĐ 30/2020/NĐ-CP art. 21)."""
    if not reason.strip():
        raise Invalid(_("Trả nơi gửi phải có lý do."), {"reason": _("Đồng chí ghi lý do trả.")})
    INCOMING.move(document, S.RETURNED)
    document.note = clean(f"{document.note} Trả nơi gửi: {reason}")[:500]
    document.save()
    if document.sent_as:
        publish(actor, DeliveryReturned(document.sent_as, document.pk, clean(reason)[:500]))
    note(reason)
    return document
