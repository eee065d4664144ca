"""Facts this module tells, in plain values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DocumentRegistered:
    """An incoming document got its number."""

    document_id: int
    arrival_number: int


@dataclass(frozen=True, slots=True)
class DocumentConcluded:
    """The handling of an incoming document was concluded."""

    document_id: int
