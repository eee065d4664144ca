"""Phiếu trình: an issue put before a leader, with grounds, opinions, proposal and room to decide."""

from dataclasses import dataclass
from datetime import date, datetime

from vanphong.lib.printing.forms import OfficeHeading, Opinion, Signature, opinion_values
from vanphong.lib.printing.typeset import typeset


@dataclass(frozen=True, slots=True)
class SubmissionSlip:
    """What is put before whom. Parts left empty are not printed; the rest is numbered in order."""

    heading: OfficeHeading
    addressee: str
    subject: str
    issue: str
    proposal: str
    submitted_on: date
    printed_at: datetime
    number: str = ""
    urgency: str = ""
    grounds: str = ""
    summary: str = ""
    agency_opinions: str = ""
    options: str = ""
    attachments: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()
    head_of_unit_opinions: tuple[Opinion, ...] = ()
    head_of_office_opinions: tuple[Opinion, ...] = ()
    decisions: tuple[Opinion, ...] = ()
    decision_title: str = "Ý kiến của đồng chí lãnh đạo"


def render_submission_slip(slip: SubmissionSlip) -> bytes:
    """Return the slip as PDF/A-2b, A4; form by the Party's layout rules (05-HD/VPTW, 2026)."""
    parts = (
        ("Vấn đề trình", slip.issue),
        ("Căn cứ", slip.grounds),
        ("Tóm tắt nội dung", slip.summary),
        ("Ý kiến của các cơ quan liên quan", slip.agency_opinions),
        ("Các phương án", slip.options),
        ("Kiến nghị, đề xuất", slip.proposal),
    )
    return typeset(
        "submission_slip",
        {
            "title": f"Phiếu trình: {slip.subject}",
            "heading": slip.heading.values(slip.number, slip.submitted_on),
            "urgency": slip.urgency,
            "addressee": slip.addressee,
            "subject": slip.subject,
            "parts": [{"name": name, "words": words} for name, words in parts],
            "attachments": slip.attachments,
            "signatures": [signature.values() for signature in slip.signatures],
            "reviews": [
                ["Ý kiến của lãnh đạo đơn vị", opinion_values(slip.head_of_unit_opinions)],
                ["Ý kiến của Chánh Văn phòng", opinion_values(slip.head_of_office_opinions)],
            ],
            "decision_title": slip.decision_title,
            "decisions": opinion_values(slip.decisions),
        },
        slip.printed_at,
    )
