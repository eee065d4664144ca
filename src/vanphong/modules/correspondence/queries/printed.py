"""The office's books as values to print: the register of incoming documents and the book of handling."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from vanphong.kernel.commands import Invalid
from vanphong.kernel.numbering.models import IssuedNumber, Register
from vanphong.kernel.organisation.letterhead import letterhead
from vanphong.lib.printing.forms import RegisterVoid
from vanphong.lib.printing.handling_register import HandlingEntry, HandlingRegister
from vanphong.lib.printing.incoming_register import IncomingRegister, RegisterEntry
from vanphong.lib.spreadsheet import Column, write_xlsx
from vanphong.modules.correspondence.models import Assignment, IncomingDocument
from vanphong.modules.correspondence.queries.register_book import BookLine, book_lines


@dataclass(frozen=True, slots=True, kw_only=True)
class BookRange:
    """Which lines of a book: a year, and of it a range of numbers or of days of arrival."""

    register: Register
    year: int
    from_number: int | None = None
    to_number: int | None = None
    from_day: dt.date | None = None
    to_day: dt.date | None = None
    volume: int | None = None

    def lines(self, limit: int | None = None) -> list[BookLine]:
        """The lines; more than `limit` are refused with what to do."""
        found: list[BookLine] = []
        for line in book_lines(
            self.register,
            self.year,
            from_number=self.from_number,
            to_number=self.to_number,
            from_day=self.from_day,
            to_day=self.to_day,
        ):
            if limit is not None and len(found) == limit:
                words = f"Mỗi lần in được {limit} số. Đồng chí chọn khoảng số nhỏ hơn, mỗi quyển một lần."
                raise Invalid(words, {"to_number": "Khoảng số quá dài."})
            found.append(line)
        return found


def _local(moment: dt.datetime) -> dt.date:
    return timezone.localtime(moment).date()


def _entry(line: BookLine) -> RegisterEntry:
    number, document = line.number, line.document
    void = None
    if number is not None and number.state == IssuedNumber.State.VOID and number.void_at is not None:
        void = RegisterVoid(number.void_reason, number.void_by, _local(number.void_at))
    if document is None:
        if number is None:
            raise ValueError("a line of a book has a number or a document")
        words = f"Số để dành: {number.reserved_for}" if number.reserved_for else ""
        return RegisterEntry(_local(number.given_at), number.number, "", "", None, "", words, void=void)
    parts = [part for part in document.assignments.all() if part.parent_id is None]
    received = [part.received_at for part in parts if part.received_at is not None]
    return RegisterEntry(
        document.arrived_on,
        line.written if number is None else number.number,
        document.issuer_name,
        document.reference_code,
        document.issued_on,
        str(document.document_type or ""),
        document.subject,
        document.page_count or None,
        document.copy_count,
        line.handlers,
        _local(min(part.assigned_at for part in parts)) if parts else None,
        f"nhận\n{_local(min(received)):%d/%m/%Y}" if received else "",
        note=document.note,
        void=void,
    )


def incoming_register(span: BookRange, printed_by: str, lines: Sequence[BookLine]) -> IncomingRegister:
    """The register of incoming documents, void numbers with why and by whom."""
    entries = [_entry(line) for line in lines]
    days = [entry.arrived_on for entry in entries if entry.arrived_on is not None]
    return IncomingRegister(
        heading=letterhead(span.register.agency),
        name=span.register.name,
        year=span.year,
        from_date=span.from_day or min(days, default=dt.date(span.year, 1, 1)),
        to_date=span.to_day or max(days, default=dt.date(span.year, 12, 31)),
        entries=entries,
        printed_by=printed_by,
        printed_at=timezone.localtime(),
        volume=span.volume,
    )


def handling_register(span: BookRange, printed_by: str, lines: Sequence[BookLine]) -> HandlingRegister:
    """The book that follows the handling: who has what, until when, what came of it."""
    documents = [(line, line.document) for line in lines if line.document is not None]
    entries = [
        _handling_entry(line, d) for line, d in documents if d.state != IncomingDocument.State.RECALLED
    ]
    days = [entry.arrived_on for entry in entries]
    return HandlingRegister(
        heading=letterhead(span.register.agency),
        name=span.register.name,
        from_date=span.from_day or min(days, default=dt.date(span.year, 1, 1)),
        to_date=span.to_day or max(days, default=dt.date(span.year, 12, 31)),
        entries=entries,
        printed_by=printed_by,
        printed_at=timezone.localtime(),
    )


def _handling_entry(line: BookLine, document: IncomingDocument) -> HandlingEntry:
    lead = next(
        (
            part
            for part in document.assignments.all()
            if part.role == Assignment.Role.LEAD and part.parent_id is None and part.state != "recalled"
        ),
        None,
    )
    progress = str(document.get_state_display())
    if document.concluded_at is not None:
        progress = f"{progress} ngày {_local(document.concluded_at):%d/%m/%Y}"
    elif lead is not None and lead.is_open:
        progress = f"{progress}; chủ trì: {lead.get_state_display().lower()}"
    return HandlingEntry(
        arrival_number=document.arrival_number or 0,
        arrived_on=document.arrived_on or _local(document.received_at),
        document_type=str(document.document_type or ""),
        subject=document.subject,
        reference_code=document.reference_code,
        issuer=document.issuer_name,
        recipients=line.handlers,
        due_on=document.due_on,
        progress=progress,
        reply_code=document.reply_code,
        note=document.due_reason,
    )


_SHEET = (
    Column("Số đến", "integer", 9),
    Column("Ngày đến", "date", 12),
    Column("Tác giả", "text", 30),
    Column("Số, ký hiệu", "text", 20),
    Column("Ngày văn bản", "date", 12),
    Column("Tên loại", "text", 16),
    Column("Trích yếu nội dung", "text", 60),
    Column("Số trang", "integer", 9),
    Column("Số bản", "integer", 9),
    Column("Đơn vị, người nhận", "text", 30),
    Column("Ngày chuyển", "date", 12),
    Column("Ký nhận", "text", 18),
    Column("Ghi chú", "text", 30),
)


def register_sheet(book: IncomingRegister) -> bytes:
    """The same register as a spreadsheet; a void number says so in the remarks."""
    rows = []
    for entry in book.entries:
        void = f"Số đã hủy: {entry.void.reason} ({entry.void.by})" if entry.void else ""
        written = entry.arrival_number if isinstance(entry.arrival_number, str) else ""
        odd = f"Số ghi trong sổ: {written}" if written else ""
        rows.append(
            (
                entry.arrival_number if isinstance(entry.arrival_number, int) else None,
                entry.arrived_on,
                entry.issuer,
                entry.reference_code,
                entry.issued_on,
                entry.document_type,
                entry.subject,
                entry.page_count,
                entry.copy_count,
                entry.recipients,
                entry.forwarded_on,
                entry.acknowledged_by,
                "; ".join(part for part in (void, odd, entry.note) if part),
            )
        )
    heading = (f"Sổ đăng ký văn bản đến: {book.name}, năm {book.year}", book.heading.office)
    return write_xlsx(f"Sổ đến {book.year}", _SHEET, rows, heading=heading)
