"""Sổ đăng ký văn bản đi and sổ chuyển giao: the bound books of outgoing documents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from vanphong.lib.dates import format_datetime
from vanphong.lib.numbers import format_number
from vanphong.lib.printing.forms import OfficeHeading, RegisterVoid, titled_subject
from vanphong.lib.printing.ledger import Ledger, LedgerColumn, LedgerCover, LedgerRow, render_ledger
from vanphong.lib.printing.wording import date_text

# The form of Nghị định 30/2020/NĐ-CP, annex IV, with the signer; Party offices use it where no Party form is named.
_COLUMNS = (
    LedgerColumn("Số, ký hiệu", 26),
    LedgerColumn("Ngày văn bản", 20, "center"),
    LedgerColumn("Tên loại và trích yếu nội dung", 70),
    LedgerColumn("Người ký", 28),
    LedgerColumn("Nơi nhận văn bản", 44),
    LedgerColumn("Đơn vị soạn thảo, nhận bản lưu", 30),
    LedgerColumn("Số bản", 12, "center"),
    LedgerColumn("Ghi chú", 30),
)
_DELIVERY_COLUMNS = (
    LedgerColumn("Ngày chuyển", 24, "center"),
    LedgerColumn("Số, ký hiệu", 34),
    LedgerColumn("Nơi nhận", 96),
    LedgerColumn("Số bản", 14, "center"),
    LedgerColumn("Ký nhận (ký, ghi rõ họ tên)", 52),
    LedgerColumn("Ghi chú", 40),
)


@dataclass(frozen=True, slots=True)
class OutgoingEntry:
    """One number of the book; one set aside has no document yet."""

    reference_code: str
    issued_on: date | None
    document_type: str = ""
    subject: str = ""
    signer: str = ""
    recipients: str = ""
    drafting_unit: str = ""
    copy_count: int | None = None
    note: str = ""
    void: RegisterVoid | None = None


@dataclass(frozen=True, slots=True)
class OutgoingRegister:
    """A series of a book or a range of it, in the order of numbers; `series` is its type and period in words."""

    heading: OfficeHeading
    name: str
    series: str
    entries: Sequence[OutgoingEntry]
    printed_by: str
    printed_at: datetime


@dataclass(frozen=True, slots=True)
class DeliveryEntry:
    """One copy handed over on paper."""

    sent_on: date
    reference_code: str
    recipient: str
    copies: int
    received: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class DeliveryBook:
    """Copies handed over on paper between two days, in the order of handing over."""

    heading: OfficeHeading
    from_date: date
    to_date: date
    entries: Sequence[DeliveryEntry]
    printed_by: str
    printed_at: datetime


def render_outgoing_register(register: OutgoingRegister) -> bytes:
    """Return the book as PDF/A-2b, A4 landscape: cover, numbered pages, closing line."""
    heading = register.heading
    lines = [register.series]
    if register.entries:
        lines.append(
            f"Từ số {register.entries[0].reference_code} đến số {register.entries[-1].reference_code}"
        )
    return render_ledger(
        Ledger(
            title="Sổ đăng ký văn bản đi",
            subtitle=f"{register.name}, {register.series}",
            columns=_COLUMNS,
            rows=[_row(entry) for entry in register.entries],
            running=f"{heading.office} – {register.name}, {register.series}",
            closing=_closing(register),
            printed_at=register.printed_at,
            cover=LedgerCover(heading.superior, heading.office, register.name, tuple(lines), heading.place),
        )
    )


def _row(entry: OutgoingEntry) -> LedgerRow:
    notes = [entry.void.words] if entry.void else []
    if entry.note:
        notes.append(entry.note)
    return LedgerRow(
        (
            entry.reference_code,
            date_text(entry.issued_on),
            titled_subject(entry.document_type, entry.subject),
            entry.signer,
            entry.recipients,
            entry.drafting_unit,
            "" if entry.copy_count is None else str(entry.copy_count),
            "\n".join(notes),
        ),
        kind="void" if entry.void else "entry",
    )


def _closing(register: OutgoingRegister) -> tuple[str, ...]:
    printed = f"In bởi {register.printed_by}, lúc {format_datetime(register.printed_at)}."
    if not register.entries:
        return ("Chưa có số nào được cấp.", printed)
    voided = sum(1 for entry in register.entries if entry.void)
    counted = f"Gồm {format_number(len(register.entries))} số"
    if voided:
        counted += f", trong đó {format_number(voided)} số đã hủy"
    return (f"{counted}. Số cuối cùng: {register.entries[-1].reference_code}.", printed)


def render_delivery_book(book: DeliveryBook) -> bytes:
    """Return the delivery book as PDF/A-2b, A4 landscape, with room to sign."""
    heading = book.heading
    period = f"Từ ngày {date_text(book.from_date)} đến ngày {date_text(book.to_date)}"
    return render_ledger(
        Ledger(
            title="Sổ chuyển giao văn bản đi",
            subtitle=period,
            columns=_DELIVERY_COLUMNS,
            rows=[
                LedgerRow(
                    (
                        date_text(entry.sent_on),
                        entry.reference_code,
                        entry.recipient,
                        str(entry.copies),
                        entry.received,
                        entry.note,
                    )
                )
                for entry in book.entries
            ],
            running=f"{heading.office} – Sổ chuyển giao văn bản đi",
            closing=(
                f"Gồm {format_number(len(book.entries))} lượt chuyển.",
                f"In bởi {book.printed_by}, lúc {format_datetime(book.printed_at)}.",
            ),
            printed_at=book.printed_at,
            cover=LedgerCover(
                heading.superior, heading.office, "Sổ chuyển giao văn bản đi", (period,), heading.place
            ),
        )
    )
