"""Set-up of tests below commands: rows written inside a recording, so that the journal's guard is content."""

from __future__ import annotations

from contextlib import AbstractContextManager

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands.running import recorded


def recording(label: str = "dựng dữ liệu thử") -> AbstractContextManager[None]:
    """Run the block as one command of the system."""
    return recorded(Actor.system(), "testing.set_up", label)
