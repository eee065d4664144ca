"""Facts this module tells, in plain values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DocumentDispatched:
    """An outgoing document left the office."""

    document_id: int
