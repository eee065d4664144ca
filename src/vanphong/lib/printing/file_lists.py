"""Lists of case files: danh mục hồ sơ, mục lục hồ sơ, mục lục văn bản trong hồ sơ."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from vanphong.lib.dates import format_datetime
from vanphong.lib.numbers import format_number
from vanphong.lib.printing.forms import OfficeHeading, Signature, titled_subject
from vanphong.lib.printing.ledger import Ledger, LedgerColumn, LedgerRow, render_ledger
from vanphong.lib.printing.wording import date_text

# Columns: Nghị định 30/2020/NĐ-CP, annex V; «hộp/cặp» and «số tờ» are what Party archives add.
_PLAN = (
    LedgerColumn("STT", 11, "center"),
    LedgerColumn("Số, ký hiệu hồ sơ", 24),
    LedgerColumn("Tiêu đề hồ sơ", 62),
    LedgerColumn("Thời hạn bảo quản", 22, "center"),
    LedgerColumn("Người lập", 30),
    LedgerColumn("Ghi chú", 16),
)
_INVENTORY = (
    LedgerColumn("STT", 12, "center"),
    LedgerColumn("Hộp, cặp số", 16, "center"),
    LedgerColumn("Hồ sơ số", 28),
    LedgerColumn("Tiêu đề hồ sơ", 92),
    LedgerColumn("Bắt đầu", 22, "center"),
    LedgerColumn("Kết thúc", 22, "center"),
    LedgerColumn("Số tờ", 14, "center"),
    LedgerColumn("Thời hạn bảo quản", 24, "center"),
    LedgerColumn("Ghi chú", 22),
)
_ITEMS = (
    LedgerColumn("STT", 11, "center"),
    LedgerColumn("Số, ký hiệu", 26),
    LedgerColumn("Ngày văn bản", 22, "center"),
    LedgerColumn("Tên loại và trích yếu nội dung", 48),
    LedgerColumn("Tác giả", 26),
    LedgerColumn("Tờ số", 17, "center"),
    LedgerColumn("Ghi chú", 15),
)


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """One case file foreseen by the file plan."""

    code: str
    title: str
    retention: str
    keeper: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class PlanSection:
    """A heading of the file plan with its files; sections stand in reading order."""

    title: str
    files: tuple[PlannedFile, ...]


@dataclass(frozen=True, slots=True)
class FilePlan:
    """Danh mục hồ sơ of one office for one year."""

    heading: OfficeHeading
    year: int
    sections: Sequence[PlanSection]
    printed_by: str
    printed_at: datetime
    number: str = ""
    issued_on: date | None = None
    signature: Signature | None = None


@dataclass(frozen=True, slots=True)
class InventoriedFile:
    """One case file in an inventory; `sheet_count` counts paper sheets."""

    code: str
    title: str
    opened_on: date | None
    closed_on: date | None
    retention: str
    box: str = ""
    sheet_count: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class FileInventory:
    """Mục lục hồ sơ, tài liệu: the files of a unit, for keeping or for transfer to the archive."""

    heading: OfficeHeading
    scope: str
    files: Sequence[InventoriedFile]
    printed_by: str
    printed_at: datetime
    signatures: tuple[Signature, ...] = ()
    duplex: bool = False


@dataclass(frozen=True, slots=True)
class FiledItem:
    """One document in a case file; `sheets` is its place, as «3» or «3–7»."""

    reference_code: str
    issued_on: date | None
    document_type: str
    subject: str
    issuer: str
    sheets: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ItemList:
    """Mục lục văn bản trong hồ sơ: what one case file holds, in order."""

    heading: OfficeHeading
    file_code: str
    file_title: str
    retention: str
    items: Sequence[FiledItem]
    printed_by: str
    printed_at: datetime
    signature: Signature | None = None


def render_file_plan(plan: FilePlan) -> bytes:
    """Return the file plan as PDF/A-2b, A4 portrait, with the count by retention at its end."""
    files = [planned for section in plan.sections for planned in section.files]
    rows: list[LedgerRow] = []
    for section in plan.sections:
        rows.append(LedgerRow((section.title,), kind="section"))
        for planned in section.files:
            number = len([row for row in rows if row.kind == "entry"]) + 1
            rows.append(
                LedgerRow(
                    (
                        str(number),
                        planned.code,
                        planned.title,
                        planned.retention,
                        planned.keeper,
                        planned.note,
                    )
                )
            )
    return _portrait(
        title="Danh mục hồ sơ",
        subtitle=f"Năm {plan.year}",
        columns=_PLAN,
        rows=rows,
        running=f"Danh mục hồ sơ năm {plan.year} – {plan.heading.office}",
        closing=(
            _counted("Danh mục này có", len(files), (planned.retention for planned in files)),
            _printed(plan.printed_by, plan.printed_at),
        ),
        printed_at=plan.printed_at,
        heading=plan.heading.values(plan.number, plan.issued_on or plan.printed_at),
        signatures=(plan.signature,) if plan.signature else (),
    )


def render_file_inventory(inventory: FileInventory) -> bytes:
    """Return the inventory of files as PDF/A-2b, A4 landscape."""
    files = inventory.files
    rows = [
        LedgerRow(
            (
                str(number),
                entry.box,
                entry.code,
                entry.title,
                date_text(entry.opened_on),
                date_text(entry.closed_on),
                "" if entry.sheet_count is None else format_number(entry.sheet_count),
                entry.retention,
                entry.note,
            )
        )
        for number, entry in enumerate(files, start=1)
    ]
    return render_ledger(
        Ledger(
            title="Mục lục hồ sơ, tài liệu",
            subtitle=inventory.scope,
            columns=_INVENTORY,
            rows=rows,
            running=f"Mục lục hồ sơ – {inventory.heading.office}",
            closing=(
                _counted("Mục lục này có", len(files), (entry.retention for entry in files)),
                _printed(inventory.printed_by, inventory.printed_at),
            ),
            printed_at=inventory.printed_at,
            heading=inventory.heading.values(dated=inventory.printed_at),
            signatures=inventory.signatures,
            duplex=inventory.duplex,
            size=12,
            left=30,
            right=15,
        )
    )


def render_item_list(listing: ItemList) -> bytes:
    """Return the list of documents in a case file as PDF/A-2b, A4 portrait."""
    rows = [
        LedgerRow(
            (
                str(number),
                item.reference_code,
                date_text(item.issued_on),
                titled_subject(item.document_type, item.subject),
                item.issuer,
                item.sheets,
                item.note,
            )
        )
        for number, item in enumerate(listing.items, start=1)
    ]
    return _portrait(
        title="Mục lục văn bản trong hồ sơ",
        subtitle=f"Hồ sơ số {listing.file_code}: {listing.file_title}",
        columns=_ITEMS,
        rows=rows,
        running=f"Hồ sơ số {listing.file_code}",
        closing=(
            f"Hồ sơ có {format_number(len(rows))} văn bản. Thời hạn bảo quản: {listing.retention}.",
            _printed(listing.printed_by, listing.printed_at),
        ),
        printed_at=listing.printed_at,
        heading=listing.heading.values(dated=listing.printed_at),
        signatures=(listing.signature,) if listing.signature else (),
    )


def _portrait(
    *,
    title: str,
    subtitle: str,
    columns: tuple[LedgerColumn, ...],
    rows: Sequence[LedgerRow],
    running: str,
    closing: tuple[str, ...],
    printed_at: datetime,
    heading: dict[str, object],
    signatures: tuple[Signature, ...],
) -> bytes:
    return render_ledger(
        Ledger(
            title=title,
            subtitle=subtitle,
            columns=columns,
            rows=rows,
            running=running,
            closing=closing,
            printed_at=printed_at,
            heading=heading,
            signatures=signatures,
            landscape=False,
            size=12,
            left=30,
            right=15,
        )
    )


def _counted(start: str, total: int, retentions: Iterable[str]) -> str:
    """Return «… có 12 hồ sơ: 3 bảo quản vĩnh viễn, 9 bảo quản 10 năm», longest retention first as given."""
    kinds = Counter(retention.lower() for retention in retentions if retention)
    parts = ", ".join(f"{format_number(count)} hồ sơ bảo quản {kind}" for kind, count in kinds.most_common())
    return f"{start} {format_number(total)} hồ sơ" + (f", gồm {parts}." if parts else ".")


def _printed(by: str, at: datetime) -> str:
    return f"In bởi {by}, lúc {format_datetime(at)}."
