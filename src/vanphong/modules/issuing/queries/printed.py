"""The books of outgoing documents as values to print: the register by series, the delivery book."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel.commands import Conflict, Invalid
from vanphong.kernel.numbering.models import IssuedNumber, Register, Series
from vanphong.kernel.organisation.letterhead import letterhead
from vanphong.kernel.organisation.models import Unit
from vanphong.lib.printing.envelope import Envelopes
from vanphong.lib.printing.forms import RegisterVoid
from vanphong.lib.printing.outgoing_register import (
    DeliveryBook,
    DeliveryEntry,
    OutgoingEntry,
    OutgoingRegister,
)
from vanphong.lib.spreadsheet import Column, write_xlsx
from vanphong.modules.correspondence.public import Urgency
from vanphong.modules.issuing.models import Delivery, OutgoingDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesRange:
    """Which numbers of a book: a series, and of it a range."""

    register: Register
    key: str
    from_number: int | None = None
    to_number: int | None = None

    def numbers(self, limit: int | None = None) -> list[IssuedNumber]:
        """The numbers; more than `limit` are refused with what to do."""
        found = IssuedNumber.objects.filter(series__register=self.register, series__key=self.key)
        if self.from_number is not None:
            found = found.filter(number__gte=self.from_number)
        if self.to_number is not None:
            found = found.filter(number__lte=self.to_number)
        rows = list(found.order_by("number")[: limit + 1 if limit is not None else None])
        if limit is not None and len(rows) > limit:
            words = _("Mỗi lần in được {limit} số. Đồng chí chọn khoảng số nhỏ hơn.").format(limit=limit)
            raise Invalid(words, {"to_number": words})
        return rows


def series_keys(register: Register) -> list[str]:
    """The series of a book that have numbers, newest period first."""
    keys = Series.objects.filter(register=register, last_number__gt=0).values_list("key", flat=True)
    return sorted(keys, key=lambda key: (key.partition("/")[2], key), reverse=True)


def series_words(key: str) -> str:
    """«NQ/2025-2030» as people say it: «loại NQ, 2025-2030»."""
    token, _slash, period = key.partition("/")
    return f"loại {token}, {'năm' if period.isdecimal() else 'nhiệm kỳ'} {period}"


def outgoing_register(
    span: SeriesRange, printed_by: str, numbers: Sequence[IssuedNumber]
) -> OutgoingRegister:
    """The register, void numbers with why and by whom, reserved ones with for what."""
    documents = {
        document.issued_number_id: document
        for document in OutgoingDocument.objects.filter(issued_number__in=[row.pk for row in numbers])
        .select_related("document_type", "unit")
        .prefetch_related("deliveries__unit")
    }
    return OutgoingRegister(
        heading=letterhead(span.register.agency),
        name=span.register.name,
        series=series_words(span.key),
        entries=[_entry(row, documents.get(row.pk)) for row in numbers],
        printed_by=printed_by,
        printed_at=timezone.localtime(),
    )


def _entry(number: IssuedNumber, document: OutgoingDocument | None) -> OutgoingEntry:
    void = None
    if number.state == IssuedNumber.State.VOID and number.void_at is not None:
        void = RegisterVoid(number.void_reason, number.void_by, timezone.localtime(number.void_at).date())
    if document is None:
        kept = f"Số để dành: {number.reserved_for}" if number.reserved_for else ""
        return OutgoingEntry(f"{number.number:02d}", None, note=kept, void=void)
    notes = [document.note] if document.note else []
    if document.backdate_to is not None and document.issued_on == document.backdate_to:
        notes.append(f"Ghi lùi ngày: {document.backdate_reason}")
    if document.revoked_by_document is not None:
        notes.append(f"Thu hồi bằng {document.revoked_by_document.reference_code}")
    return OutgoingEntry(
        reference_code=document.reference_code,
        issued_on=document.issued_on,
        document_type=str(document.document_type or ""),
        subject=document.subject,
        signer=document.signer,
        recipients="; ".join(row.unit.label if row.unit else row.name for row in document.deliveries.all()),
        drafting_unit=document.unit.label if document.unit else "",
        copy_count=document.copy_count,
        note="; ".join(notes),
        void=void,
    )


def delivery_book(agency: Unit, from_date: dt.date, to_date: dt.date, printed_by: str) -> DeliveryBook:
    """Copies handed over on paper from one day to another, both included."""
    if to_date < from_date:
        raise Invalid(_("Khoảng in ngược: đầu sau cuối. Đồng chí đổi lại."))
    begin = timezone.make_aware(dt.datetime.combine(from_date, dt.time()))
    end = timezone.make_aware(dt.datetime.combine(to_date + dt.timedelta(days=1), dt.time()))
    rows = Delivery.objects.filter(
        document__agency=agency, channel=Delivery.Channel.PAPER, sent_at__gte=begin, sent_at__lt=end
    ).select_related("document")
    return DeliveryBook(
        heading=letterhead(agency),
        from_date=from_date,
        to_date=to_date,
        entries=[_delivery(row) for row in rows.order_by("sent_at", "pk")],
        printed_by=printed_by,
        printed_at=timezone.localtime(),
    )


def _delivery(row: Delivery) -> DeliveryEntry:
    sent = timezone.localtime(row.sent_at).date() if row.sent_at else timezone.localdate()
    received = ""
    if row.received_at is not None:
        received = f"{row.received_by}, {timezone.localtime(row.received_at):%d/%m/%Y}"
    return DeliveryEntry(sent, row.document.reference_code, row.name, row.copies, received, row.reason)


def envelopes_of(document: OutgoingDocument) -> Envelopes:
    """The envelopes of the copies on paper that are not signed for yet; Conflict where there is none."""
    rows = document.deliveries.filter(channel=Delivery.Channel.PAPER, state=Delivery.State.SENT)
    names = [row.name for row in rows.order_by("pk")]
    if not names:
        raise Conflict(_("Văn bản này không có bản giấy nào chờ gửi nên không in bì."))
    urgent = document.urgency != Urgency.NORMAL
    return Envelopes(
        heading=letterhead(document.agency),
        reference_code=document.reference_code,
        urgency=str(document.get_urgency_display()) if urgent else "",
        recipients=names,
        printed_at=timezone.localtime(),
    )


_SHEET = (
    Column("Số, ký hiệu", "text", 20),
    Column("Ngày văn bản", "date", 12),
    Column("Tên loại", "text", 16),
    Column("Trích yếu nội dung", "text", 60),
    Column("Người ký", "text", 24),
    Column("Nơi nhận", "text", 40),
    Column("Đơn vị soạn thảo", "text", 24),
    Column("Số bản", "integer", 9),
    Column("Ghi chú", "text", 36),
)


def register_sheet(book: OutgoingRegister) -> bytes:
    """The same register as a spreadsheet; a void number says so in the remarks."""
    rows = [
        (
            entry.reference_code,
            entry.issued_on,
            entry.document_type,
            entry.subject,
            entry.signer,
            entry.recipients,
            entry.drafting_unit,
            entry.copy_count,
            "; ".join(part for part in (entry.void.words if entry.void else "", entry.note) if part),
        )
        for entry in book.entries
    ]
    heading = (f"Sổ đăng ký văn bản đi: {book.name}, {book.series}", book.heading.office)
    return write_xlsx("Sổ văn bản đi", _SHEET, rows, heading=heading)
