"""Bì văn bản: what is printed on the envelopes of one document, a page for each recipient."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from vanphong.lib.printing.forms import OfficeHeading
from vanphong.lib.printing.typeset import typeset


@dataclass(frozen=True, slots=True)
class Envelopes:
    """Sender, numbers of what is inside, urgency as stamped, and who gets one."""

    heading: OfficeHeading
    reference_code: str
    urgency: str
    recipients: Sequence[str]
    printed_at: datetime


def render_envelopes(envelopes: Envelopes) -> bytes:
    """Return the envelopes as PDF/A-2b, C5 (229 × 162 mm), after Nghị định 30/2020/NĐ-CP, annex IV."""
    heading = envelopes.heading
    return typeset(
        "envelope",
        {
            "superior": heading.superior,
            "office": heading.office,
            "place": heading.place,
            "code": envelopes.reference_code,
            "urgency": envelopes.urgency,
            "recipients": list(envelopes.recipients),
        },
        envelopes.printed_at,
    )
