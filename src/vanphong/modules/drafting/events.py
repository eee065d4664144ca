"""Facts this module tells, in plain values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DraftSigned:
    """A draft was signed; what was signed waits for its number."""

    draft_id: int
