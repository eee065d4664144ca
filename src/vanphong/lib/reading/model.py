"""What reading yields: words with places on pages, then header fields with their source."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 as fractions (0..1) of the page as shown, from its top left corner."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word as printed; `confidence` is 0..1, 1.0 where the file carries text."""

    text: str
    box: Box
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one line of one column, left to right."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Box:
        boxes = [word.box for word in self.words]
        return (
            min(b[0] for b in boxes),
            min(b[1] for b in boxes),
            max(b[2] for b in boxes),
            max(b[3] for b in boxes),
        )

    @property
    def confidence(self) -> float:
        return sum(word.confidence for word in self.words) / len(self.words)


@dataclass(frozen=True, slots=True)
class Page:
    """One page; width and height in points (1/72 inch); lines in reading order, columns apart."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    source: Literal["text", "ocr", "flow"] = "text"
    """text: text layer of a PDF; ocr: recognised; flow: a file without pages (docx, txt), places approximate."""

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @property
    def confidence(self) -> float:
        if not self.lines:
            return 0.0
        return sum(line.confidence for line in self.lines) / len(self.lines)


@dataclass(frozen=True, slots=True)
class ScannedPage(Page):
    """A recognised page; `turn` is the degrees clockwise that set the picture upright as it was read."""

    turn: int = 0


@dataclass(frozen=True, slots=True)
class Text:
    """A file as text with places."""

    pages: tuple[Page, ...]
    media_type: str

    @property
    def plain(self) -> str:
        return "\n\f".join(page.text for page in self.pages)


@dataclass(frozen=True, slots=True)
class Found:
    """A header field as read: its value, how sure (0..1), and where it stands.

    `value` is text, an ISO date (`yyyy-mm-dd`) or a tuple of texts; `page` is 1-based; `boxes` are empty
    where the value has no place on the page.
    """

    value: str | tuple[str, ...]
    confidence: float
    page: int | None = None
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """Another document named in the text."""

    reference_code: str | None
    type: str | None
    issued_on: date | None
    issuer: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date by which the text asks for something; `text` is the sentence it stands in."""

    due_on: date
    text: str
    page: int | None = None
    boxes: tuple[Box, ...] = ()


FIELD_NAMES = (
    "family",
    "superior",
    "issuer",
    "reference_code",
    "number",
    "notation",
    "place",
    "issued_on",
    "type",
    "subject",
    "urgency",
    "secrecy",
    "signature_block",
    "signing_capacity",
    "signer_title",
    "signer",
    "recipients",
)


@dataclass(frozen=True, slots=True)
class Header:
    """Header fields of a document; a field that was not found is absent from `fields`, never guessed."""

    fields: dict[str, Found] = field(default_factory=dict)
    cited: tuple[Citation, ...] = ()
    deadlines: tuple[Deadline, ...] = ()

    def value(self, name: str) -> str | None:
        """The text of a single-valued field, or None."""
        found = self.fields.get(name)
        if found is None or isinstance(found.value, tuple):
            return None
        return found.value
