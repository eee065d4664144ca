"""The demo office: built only through commands, as the people of the office would do it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from vanphong.config.demo.report import DemoReport

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["DemoReport", "build"]


def build(console: Console, *, files: Path | None, samples: Path) -> DemoReport:
    """Build the office and take in the samples if that is not done yet; take in the files given every time.

    A run that was cut off goes on where it stopped: each document that is in is not taken in again.
    """
    from vanphong.config.demo.documents import take_in, work_through
    from vanphong.config.demo.drafts import write_drafts
    from vanphong.config.demo.office import build_office
    from vanphong.config.demo.older_book import take_over
    from vanphong.config.demo.outgoing import send_out

    build_office(console)
    take_over(console, samples / "so-cu")
    taken = take_in(console, samples, limit_to_new=True)
    if files is not None:
        taken += take_in(console, files, limit_to_new=True)
    work_through(console, taken, leave=10 if files is None else 0)
    send_out(console)
    write_drafts(console)
    return DemoReport()
