"""Phiếu xử lý văn bản đến: what the document is, who said what, who does what until when."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from vanphong.lib.dates import format_datetime
from vanphong.lib.printing.forms import DocumentFacts, OfficeHeading, Opinion, opinion_values
from vanphong.lib.printing.typeset import typeset
from vanphong.lib.printing.wording import date_text


@dataclass(frozen=True, slots=True)
class Assignment:
    """A unit or person with a role in words: «Chủ trì», «Phối hợp», «Nhận để biết»."""

    role: str
    name: str
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class RoutingSlip:
    """The slip that goes with an incoming document; empty opinions leave lines to write on."""

    heading: OfficeHeading
    document: DocumentFacts
    printed_by: str
    printed_at: datetime
    due_on: date | None = None
    due_note: str = ""
    proposals: tuple[Opinion, ...] = ()
    endorsements: tuple[Opinion, ...] = ()
    unit_opinions: tuple[Opinion, ...] = ()
    handler_notes: tuple[Opinion, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    paper: Literal["a4", "a5"] = "a4"


def render_routing_slip(slip: RoutingSlip) -> bytes:
    """Return the slip as PDF/A-2b on A4 or A5 (boxes: Nghị định 30/2020/NĐ-CP, annex IV)."""
    due = date_text(slip.due_on)
    return typeset(
        "routing_slip",
        {
            "title": "Phiếu xử lý văn bản đến",
            "heading": slip.heading.values(dated=slip.printed_at),
            "paper": slip.paper,
            "document": slip.document.values(),
            "due": f"{due} ({slip.due_note})" if due and slip.due_note else due or slip.due_note,
            "proposals": opinion_values(slip.proposals),
            "endorsements": opinion_values(slip.endorsements),
            "unit_opinions": opinion_values(slip.unit_opinions),
            "handler_notes": opinion_values(slip.handler_notes),
            "assignments": [
                {"role": each.role, "name": each.name, "due": date_text(each.due_on)}
                for each in slip.assignments
            ],
            "printed": f"In bởi {slip.printed_by}, lúc {format_datetime(slip.printed_at)}.",
        },
        slip.printed_at,
    )
