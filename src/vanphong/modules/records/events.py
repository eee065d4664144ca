"""What this module asks of others, and what it tells them; references are `app.model:id`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CaseFileClosing:
    """Asked before a case file is closed: who knows open work in it objects, in a sentence that names it."""

    case_file_id: int
    object_references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ItemRemoved:
    """A document was taken out of a case file."""

    case_file_id: int
    object_reference: str


@dataclass(frozen=True, slots=True)
class CaseFileCompleted:
    """A case file was closed: its inventory stands."""

    case_file_id: int
