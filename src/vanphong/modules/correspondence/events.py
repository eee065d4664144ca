"""Facts this module tells, in plain values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DeliveryRegistered:
    """A document that an office of this installation sent (`sent_as` there) got its arrival number."""

    sent_as: str
    document_id: int
    arrival_number: int
    by: str


@dataclass(frozen=True, slots=True)
class DeliveryReturned:
    """A document that an office of this installation sent was given back unregistered."""

    sent_as: str
    document_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class DocumentConcluded:
    """The handling of an incoming document was concluded."""

    document_id: int
