"""The number: given after signing, by the clerk, without a gap; and what is corrected or voided afterwards."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel.actor import REGISTRAR, Actor
from vanphong.kernel.commands import Conflict, Invalid, command, note
from vanphong.kernel.jobs.asking import ask
from vanphong.kernel.notifications.telling import tell
from vanphong.kernel.numbering.issuing import give_number, use_reserved, void_number
from vanphong.kernel.numbering.models import IssuedNumber, Register
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.organisation.queries import holders_in_agency
from vanphong.kernel.search.indexing import index_record
from vanphong.kernel.wording import vi
from vanphong.lib.dates import format_date
from vanphong.lib.text import clean, code_key
from vanphong.modules.catalogues.public import DocumentType
from vanphong.modules.correspondence.public import Urgency
from vanphong.modules.issuing.commands.issued import WRITE
from vanphong.modules.issuing.models import OutgoingDocument
from vanphong.modules.issuing.notices import BACKDATING_ALLOWED
from vanphong.modules.issuing.policy import CORRECT, NUMBER, PERMIT_BACKDATING, VOID
from vanphong.modules.issuing.queries.series import REGISTER_CODE, SeriesAsked, series_for
from vanphong.modules.issuing.record_types import OUTGOING_DOCUMENT
from vanphong.modules.issuing.workflow import OUTGOING

S = OutgoingDocument.State


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands in the book of an outgoing document, besides number and date."""

    subject: str
    urgency: str = Urgency.NORMAL
    signer: str = ""
    signer_title: str = ""
    unit: Unit | None = None
    page_count: int | None = None
    copy_count: int = 1
    note: str = ""


def _check(head: Head) -> None:
    wrong: dict[str, str] = {}
    if not clean(head.subject):
        wrong["subject"] = _("Đồng chí ghi trích yếu nội dung.")
    if not clean(head.signer):
        wrong["signer"] = _("Đồng chí ghi người ký: số chỉ cấp cho văn bản đã ký.")
    if head.copy_count < 1:
        wrong["copy_count"] = _("Số bản từ 1 trở lên.")
    for name in ("subject", "signer", "signer_title", "note"):
        longest = getattr(OutgoingDocument._meta.get_field(name), "max_length", None) or 0
        if len(clean(getattr(head, name))) > longest:
            wrong[name] = _("Ô này dài quá {longest} ký tự. Đồng chí rút gọn.").format(longest=longest)
    if wrong:
        raise Invalid(_("Còn ô chưa đúng, đồng chí xem các ô được đánh dấu."), wrong)


def _fill(document: OutgoingDocument, head: Head) -> None:
    document.subject, document.urgency = clean(head.subject), head.urgency
    document.signer, document.signer_title = clean(head.signer), clean(head.signer_title)
    document.unit, document.copy_count, document.note = head.unit, head.copy_count, clean(head.note)
    if head.page_count is not None:
        document.page_count = head.page_count


@command(PERMIT_BACKDATING, on="document", label=vi("cho phép ghi lùi ngày"))
def permit_backdating(
    actor: Actor, /, *, document: OutgoingDocument, issued_on: dt.date, reason: str
) -> OutgoingDocument:
    """Let the clerk give a date before today, with a reason: the second person that back-dating asks for."""
    if issued_on >= timezone.localdate():
        raise Invalid(_("Ngày này không phải ngày lùi."), {"issued_on": _("Chọn ngày trước hôm nay.")})
    if not clean(reason):
        raise Invalid(_("Ghi lùi ngày phải có lý do."), {"reason": _("Đồng chí ghi lý do.")})
    document.backdate_to, document.backdate_reason = issued_on, clean(reason)[:300]
    document.backdate_by_id = actor.user_id
    document.save()
    note(f"Ngày {format_date(issued_on)}: {clean(reason)}")
    clerks = holders_in_agency(document.agency_id, REGISTRAR)
    tell(actor, BACKDATING_ALLOWED, about=document, users=clerks)
    return document


def _register(asked: SeriesAsked) -> Register:
    """The body's book; made with its first number."""
    if asked.register is not None:
        return asked.register
    # Two first numbers at once: the second waits for the agency's row and then finds the book.
    Unit.objects.select_for_update(of=("self",), no_key=True).get(pk=asked.agency.pk)
    outgoing = Register.objects.filter(agency=asked.agency, kind=Register.Kind.OUTGOING)
    found: Register | None = outgoing.filter(body=asked.body, valid_to=None).first()
    if found is None:
        found = Register(
            agency=asked.agency,
            kind=Register.Kind.OUTGOING,
            code=f"{REGISTER_CODE}{asked.body.code}"[:20],
            name=f"Văn bản đi {asked.body.label}"[:120],
            period=Register.Period.TERM,
            body=asked.body,
            is_default=not outgoing.filter(is_default=True).exists(),
        )
        found.save()
    return found


@command(NUMBER, on="document", label=vi("cấp số văn bản đi"))
def number_document(
    actor: Actor,
    /,
    *,
    document: OutgoingDocument,
    issuing_body: Unit,
    document_type: DocumentType,
    head: Head,
    issued_on: dt.date | None = None,
    reserved: IssuedNumber | None = None,
) -> OutgoingDocument:
    """Give the next number of its series, or one set aside for it; date and number are of today.

    An earlier date needs the permission of a second person (`permit_backdating`), and never goes before the
    last number's. Legal ground: Hướng dẫn 05-HD/VPTW năm 2026 on numbers by type and term; NĐ 30/2020/NĐ-CP,
    Điều 15, by analogy, for number and date after signing.
    """
    if document.reading_state == OutgoingDocument.ReadingState.WAITING:
        raise Conflict(_("Máy đang đọc văn bản này để soát dấu mật. Đồng chí chờ giây lát rồi cấp số."))
    _check(head)
    today = timezone.localdate()
    day = issued_on or document.backdate_to or today
    asked = series_for(document.agency, issuing_body, document_type, day)
    _check_day(document, asked, day, today, reserved)
    register = _register(asked)
    document.issuing_body, document.document_type = issuing_body, document_type
    _fill(document, head)
    OUTGOING.move(document, S.PENDING_DISPATCH)
    reference = OUTGOING_DOCUMENT.reference(document)
    if reserved is not None:
        if reserved.series.register_id != register.pk or reserved.series.key != asked.key:
            raise Invalid(
                _("Số để dành này thuộc dãy số khác."), {"reserved": _("Đồng chí chọn số của đúng loại.")}
            )
        given = use_reserved(actor, number=reserved, object_reference=reference)
    else:
        # As late as can be: the series is locked from here to the commit.
        given = give_number(actor, register=register, key=asked.key, object_reference=reference)
    document.register, document.series_key = register, asked.key
    document.issued_number, document.number = given, given.number
    document.reference_code = asked.code(given.number)
    document.code_key = code_key(document.reference_code)
    document.issued_on, document.numbered_at = day, timezone.now()
    document.numbered_by_id = actor.user_id
    document.save()
    ask(actor, WRITE, about=reference, priority=1, document_id=document.pk)
    if day < today:
        note(f"Ghi lùi ngày {format_date(day)}: {document.backdate_reason}")
    index_record(document)
    return document


def _check_day(
    document: OutgoingDocument,
    asked: SeriesAsked,
    day: dt.date,
    today: dt.date,
    reserved: IssuedNumber | None,
) -> None:
    if day > today:
        words = _("Ngày văn bản sau ngày hôm nay ({today:%d/%m/%Y}).").format(today=today)
        raise Invalid(words, {"issued_on": words})
    if day < today and day != document.backdate_to:
        words = _(
            "Ghi lùi ngày phải được Chánh Văn phòng cho phép trước. Đồng chí đề nghị Chánh Văn phòng chọn "
            "«Cho phép ghi lùi ngày», hoặc ghi ngày hôm nay."
        )
        raise Invalid(words, {"issued_on": words})
    if asked.register is None or reserved is not None:
        return
    last = (
        OutgoingDocument.objects.filter(register=asked.register, series_key=asked.key, number__isnull=False)
        .order_by("-number")
        .first()
    )
    if last is not None and last.issued_on is not None and day < last.issued_on:
        words = _("Số trước ({code}) đã ghi ngày {day}; số sau không thể ghi ngày sớm hơn.").format(
            code=last.reference_code, day=format_date(last.issued_on)
        )
        raise Invalid(words, {"issued_on": words})


@command(CORRECT, on="document", label=vi("sửa thông tin văn bản đi"))
def correct_outgoing(
    actor: Actor, /, *, document: OutgoingDocument, head: Head, reason: str
) -> OutgoingDocument:
    """Correct what stands in the book; number, date and file stay, the old words stay in the journal."""
    if not clean(reason):
        raise Invalid(_("Sửa sổ phải có lý do."), {"reason": _("Đồng chí ghi lý do sửa.")})
    _check(head)
    _fill(document, head)
    document.save()
    note(clean(reason))
    index_record(document)
    return document


@command(VOID, on="document", label=vi("hủy số văn bản đi"))
def void_outgoing(actor: Actor, /, *, document: OutgoingDocument, reason: str) -> OutgoingDocument:
    """Void a number before anything was sent: it stays in the book, struck through, with who and why."""
    if document.issued_number is None:
        raise Conflict(_("Văn bản này chưa có số."))
    void_number(actor, number=document.issued_number, reason=reason)
    OUTGOING.move(document, S.REVOKED)
    document.save()
    note(clean(reason))
    index_record(document)
    return document
