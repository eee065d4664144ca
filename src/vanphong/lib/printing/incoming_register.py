"""Sổ đăng ký văn bản đến: the bound book of incoming documents, by year and range of numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from vanphong.lib.dates import format_datetime
from vanphong.lib.numbers import format_number
from vanphong.lib.printing.forms import OfficeHeading, RegisterVoid, titled_subject
from vanphong.lib.printing.ledger import Ledger, LedgerColumn, LedgerCover, LedgerRow, render_ledger
from vanphong.lib.printing.wording import date_text, ordinal_text

# The union of the columns kept by Party offices and those of the form in Nghị định 30/2020/NĐ-CP,
# annex IV, which Party offices use where no Party form is named.
_COLUMNS = (
    LedgerColumn("Ngày đến", 20, "center"),
    LedgerColumn("Số đến", 13, "center"),
    LedgerColumn("Tác giả", 31),
    LedgerColumn("Số, ký hiệu", 24),
    LedgerColumn("Ngày văn bản", 20, "center"),
    LedgerColumn("Tên loại và trích yếu nội dung", 62),
    LedgerColumn("Số trang", 11, "center"),
    LedgerColumn("Số bản", 10, "center"),
    LedgerColumn("Đơn vị, người nhận", 27),
    LedgerColumn("Ngày chuyển, ký nhận", 20, "center"),
    LedgerColumn("Ghi chú", 22),
)


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """One number of the book. `void` set means that the number was voided.

    A line of an older book may have no day of arrival, and a number that is none («15a»).
    """

    arrived_on: date | None
    arrival_number: int | str
    issuer: str
    reference_code: str
    issued_on: date | None
    document_type: str
    subject: str
    page_count: int | None = None
    copy_count: int | None = None
    recipients: str = ""
    forwarded_on: date | None = None
    acknowledged_by: str = ""
    case_file: str = ""
    note: str = ""
    void: RegisterVoid | None = None


@dataclass(frozen=True, slots=True)
class IncomingRegister:
    """A book or a range of it, entries in the order of their numbers."""

    heading: OfficeHeading
    name: str
    year: int
    from_date: date
    to_date: date
    entries: Sequence[RegisterEntry]
    printed_by: str
    printed_at: datetime
    volume: int | None = None
    duplex: bool = False


def render_incoming_register(register: IncomingRegister) -> bytes:
    """Return the book as PDF/A-2b, A4 landscape: cover, numbered pages, closing line."""
    heading = register.heading
    period = f"Từ ngày {date_text(register.from_date)} đến ngày {date_text(register.to_date)}"
    lines = [f"Năm {register.year}", period]
    if register.entries:
        lines.append(f"Từ số {_first(register)} đến số {_last(register)}")
    if register.volume is not None:
        lines.append(f"Quyển số {register.volume}")
    return render_ledger(
        Ledger(
            title="Sổ đăng ký văn bản đến",
            subtitle=f"{register.name}, năm {register.year}",
            columns=_COLUMNS,
            rows=[_row(entry) for entry in register.entries],
            running=f"{heading.office} – {register.name}, năm {register.year}",
            closing=_closing(register),
            printed_at=register.printed_at,
            cover=LedgerCover(heading.superior, heading.office, register.name, tuple(lines), heading.place),
            duplex=register.duplex,
        )
    )


def _first(register: IncomingRegister) -> str:
    return _number(register.entries[0])


def _last(register: IncomingRegister) -> str:
    return _number(register.entries[-1])


def _number(entry: RegisterEntry) -> str:
    written = entry.arrival_number
    return written if isinstance(written, str) else ordinal_text(written)


def _row(entry: RegisterEntry) -> LedgerRow:
    notes = [entry.note] if entry.note else []
    if entry.case_file:
        notes.insert(0, f"Hồ sơ {entry.case_file}")
    if entry.void:
        notes.insert(0, entry.void.words)
    forwarded = [part for part in (date_text(entry.forwarded_on), entry.acknowledged_by) if part]
    return LedgerRow(
        (
            date_text(entry.arrived_on),
            _number(entry),
            entry.issuer,
            entry.reference_code,
            date_text(entry.issued_on),
            titled_subject(entry.document_type, entry.subject),
            "" if entry.page_count is None else str(entry.page_count),
            "" if entry.copy_count is None else str(entry.copy_count),
            entry.recipients,
            "\n".join(forwarded),
            "\n".join(notes),
        ),
        kind="void" if entry.void else "entry",
    )


def _closing(register: IncomingRegister) -> tuple[str, ...]:
    printed = f"In bởi {register.printed_by}, lúc {format_datetime(register.printed_at)}."
    if not register.entries:
        return ("Trong thời gian này chưa có số nào được cấp.", printed)
    total = len(register.entries)
    voided = sum(1 for entry in register.entries if entry.void)
    counted = f"Gồm {format_number(total)} số, từ số {_first(register)} đến số {_last(register)}"
    if voided:
        counted += f", trong đó {format_number(voided)} số đã hủy"
    return (f"{counted}. Số cuối cùng: {_last(register)}.", printed)
