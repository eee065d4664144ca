"""What several printed forms share: the Party heading, signatures, opinions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from vanphong.lib.dates import format_date_long, format_datetime
from vanphong.lib.printing.typeset import Narrow
from vanphong.lib.printing.wording import date_text, ordinal_text

# Heading columns hold about this many capitals of 14 pt before a run must break.
_HEADING_RUN = 18


@dataclass(frozen=True, slots=True)
class OfficeHeading:
    """Who issues the paper: superior body, own body, and the place that stands before the date."""

    superior: str
    office: str
    place: str

    def values(self, number: str = "", dated: date | None = None) -> dict[str, object]:
        """Return what the heading of the templates needs; `number` is the whole line under the asterisk."""
        return {
            "superior": Narrow(self.superior, _HEADING_RUN),
            "office": Narrow(self.office, _HEADING_RUN),
            "number": number,
            "place_date": format_date_long(dated, self.place) if dated else "",
        }


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature block: authority or post in capitals, the name when it is known."""

    post: str
    name: str = ""
    capacity: str = ""

    def values(self) -> dict[str, object]:
        """Return the block for the templates; `capacity` is «T/L CHÁNH VĂN PHÒNG» and the like."""
        return {"capacity": self.capacity, "post": self.post, "name": self.name}


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one person wrote: proposal, endorsement or comment, with the time it was given."""

    text: str
    author: str
    post: str = ""
    given_at: datetime | None = None
    on_behalf_of: str = ""

    def values(self) -> dict[str, object]:
        """Return the opinion with its signing line in words."""
        author = f"{self.author}, {self.post}" if self.post else self.author
        if self.on_behalf_of:
            author = f"{author}; thay mặt {self.on_behalf_of}"
        return {
            "text": self.text,
            "author": author,
            "given_at": format_datetime(self.given_at) if self.given_at else "",
        }


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What identifies an incoming document on every form."""

    arrival_number: int
    arrived_on: date
    issuer: str
    reference_code: str
    issued_on: date | None
    document_type: str
    subject: str
    register_name: str = ""
    urgency: str = ""
    page_count: int | None = None
    copy_count: int | None = None

    def values(self) -> dict[str, object]:
        """Return the facts as printed words."""
        counts = [
            f"{count} {unit}"
            for count, unit in ((self.copy_count, "bản"), (self.page_count, "trang"))
            if count is not None
        ]
        return {
            "arrival_number": ordinal_text(self.arrival_number),
            "arrived_on": date_text(self.arrived_on),
            "issuer": self.issuer,
            "reference_code": self.reference_code or "không số",
            "issued_on": date_text(self.issued_on) or "không ghi ngày",
            "titled_subject": titled_subject(self.document_type, self.subject),
            "register_name": self.register_name,
            "urgency": self.urgency,
            "counts": ", ".join(counts),
        }


@dataclass(frozen=True, slots=True)
class RegisterVoid:
    """Why a number stands empty: it is kept, never given again."""

    reason: str
    by: str
    on: date

    @property
    def words(self) -> str:
        """The remark that stands beside the number."""
        return f"Số đã hủy: {self.reason} ({self.by}, {date_text(self.on)})"


def titled_subject(document_type: str, subject: str) -> str:
    """Return type and subject as one phrase: «Công văn về việc …», the type never said twice."""
    if not document_type or subject.casefold().startswith(document_type.casefold()):
        return subject
    joint = " " if subject[:1].islower() else ": "
    return f"{document_type}{joint}{subject}"


def opinion_values(opinions: Sequence[Opinion]) -> list[dict[str, object]]:
    """Return opinions for the templates, in the order given."""
    return [opinion.values() for opinion in opinions]
