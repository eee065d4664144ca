"""Giấy biên nhận: what the sender is given for the documents handed in, with a code to look up."""

from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

from vanphong.lib.dates import format_datetime
from vanphong.lib.printing.forms import OfficeHeading, titled_subject
from vanphong.lib.printing.typeset import Narrow, Verbatim, typeset
from vanphong.lib.printing.wording import date_text, ordinal_text


@dataclass(frozen=True, slots=True)
class ReceivedItem:
    """One document handed in; no arrival number yet where it waits for registration."""

    reference_code: str
    issued_on: date | None
    document_type: str
    subject: str
    copy_count: int = 1
    arrival_number: int | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """The receipt. `address` is the whole look-up address, put into the QR code as it stands."""

    heading: OfficeHeading
    sender: str
    items: tuple[ReceivedItem, ...]
    received_at: datetime
    receiver: str
    code: str
    address: str
    contact: str = ""
    note: str = ""


def render_receipt(receipt: Receipt) -> bytes:
    """Return the receipt as PDF/A-2b, A5 landscape."""
    return typeset(
        "receipt",
        {
            "title": "Giấy biên nhận văn bản",
            "heading": receipt.heading.values(dated=receipt.received_at),
            "sender": receipt.sender,
            "contact": receipt.contact,
            "received_at": format_datetime(receipt.received_at),
            "items": [_item_values(item) for item in receipt.items],
            "note": receipt.note,
            "receiver": receipt.receiver,
            "code": receipt.code,
            "address": Narrow(receipt.address, 24),
            "qr": Verbatim(_qr_drawing(receipt.address)),
        },
        receipt.received_at,
    )


def _item_values(item: ReceivedItem) -> dict[str, object]:
    return {
        "reference_code": Narrow(item.reference_code or "không số", 13),
        "issued_on": date_text(item.issued_on),
        "subject": Narrow(titled_subject(item.document_type, item.subject), 22),
        "copies": str(item.copy_count),
        "arrival_number": "" if item.arrival_number is None else ordinal_text(item.arrival_number),
    }


def _qr_drawing(payload: str) -> str:
    """Return the code as SVG text; level M bears a stain or a fold."""
    # Loaded when one is drawn.
    import segno

    drawing = BytesIO()
    segno.make(payload, error="m", micro=False).save(drawing, kind="svg", border=2, scale=4, xmldecl=False)
    return drawing.getvalue().decode()
