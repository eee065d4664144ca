"""Sổ theo dõi giải quyết văn bản đến: who has what, until when, and what answered it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from vanphong.lib.dates import format_datetime
from vanphong.lib.numbers import format_number
from vanphong.lib.printing.forms import OfficeHeading, titled_subject
from vanphong.lib.printing.ledger import Ledger, LedgerColumn, LedgerCover, LedgerRow, render_ledger
from vanphong.lib.printing.wording import date_text, ordinal_text

# Nghị định 30/2020/NĐ-CP, annex IV: number; type, number and author; unit; term; progress; answer; note.
_COLUMNS = (
    LedgerColumn("Số đến, ngày đến", 21, "center"),
    LedgerColumn("Tên loại, trích yếu; số, ký hiệu, tác giả", 78),
    LedgerColumn("Đơn vị, người nhận", 36),
    LedgerColumn("Thời hạn giải quyết", 22, "center"),
    LedgerColumn("Tiến độ giải quyết", 38),
    LedgerColumn("Số, ký hiệu văn bản trả lời", 33),
    LedgerColumn("Ghi chú", 32),
)


@dataclass(frozen=True, slots=True)
class HandlingEntry:
    """One document under watch; `progress` is the state in words."""

    arrival_number: int
    arrived_on: date
    document_type: str
    subject: str
    reference_code: str
    issuer: str
    recipients: str
    due_on: date | None
    progress: str
    reply_code: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class HandlingRegister:
    """The book for a period, entries in the order of their numbers."""

    heading: OfficeHeading
    name: str
    from_date: date
    to_date: date
    entries: Sequence[HandlingEntry]
    printed_by: str
    printed_at: datetime
    duplex: bool = False


def render_handling_register(register: HandlingRegister) -> bytes:
    """Return the book as PDF/A-2b, A4 landscape, with cover, numbered pages and closing line."""
    heading = register.heading
    period = f"từ ngày {date_text(register.from_date)} đến ngày {date_text(register.to_date)}"
    return render_ledger(
        Ledger(
            title="Sổ theo dõi giải quyết văn bản đến",
            subtitle=period,
            columns=_COLUMNS,
            rows=[_row(entry) for entry in register.entries],
            running=f"{heading.office} – {register.name}",
            closing=(
                f"Gồm {format_number(len(register.entries))} văn bản.",
                f"In bởi {register.printed_by}, lúc {format_datetime(register.printed_at)}.",
            ),
            printed_at=register.printed_at,
            cover=LedgerCover(
                heading.superior,
                heading.office,
                register.name,
                (period[0].upper() + period[1:],),
                heading.place,
            ),
            duplex=register.duplex,
        )
    )


def _row(entry: HandlingEntry) -> LedgerRow:
    source = ", ".join(part for part in (entry.reference_code, entry.issuer) if part)
    return LedgerRow(
        (
            f"{ordinal_text(entry.arrival_number)}\n{date_text(entry.arrived_on)}",
            f"{titled_subject(entry.document_type, entry.subject)}\n({source})",
            entry.recipients,
            date_text(entry.due_on),
            entry.progress,
            entry.reply_code,
            entry.note,
        )
    )
