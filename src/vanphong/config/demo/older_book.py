"""The demo's book of a past year: an Excel sheet as offices kept it, taken over as «Nhập sổ cũ» does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from vanphong.config.demo.documents import who
from vanphong.config.demo.office import OFFICE
from vanphong.kernel.organisation.models import Unit
from vanphong.modules.correspondence.channels.legacy import outcome_words, take_in
from vanphong.modules.correspondence.channels.legacy_source import is_readable, open_sources
from vanphong.modules.correspondence.commands.importing import (
    ImportWish,
    begin_import,
    remember_layout,
)
from vanphong.modules.correspondence.models import LegacyImport

if TYPE_CHECKING:
    from rich.console import Console


def take_over(console: Console, folder: Path) -> list[LegacyImport]:
    """Take over each book of the folder that is not in yet; what was wrong in its lines stays to be read."""
    clerk, agency = who("huongntm"), Unit.objects.get(code=OFFICE)
    made = []
    for path in sorted(folder.glob("*.xlsx")):
        for source in filter(is_readable, open_sources(path)):
            if LegacyImport.objects.filter(sha256=source.sha256, state=LegacyImport.State.DONE).exists():
                continue
            wish = ImportWish(
                source=source.name,
                sha256=source.sha256,
                sheet=source.sheet[:60],
                mapping=dict(source.mapping),
                total=source.total,
            )
            run = take_in(clerk, begin_import(clerk, agency=agency, wish=wish), source)
            if source.fingerprint:
                remember_layout(clerk, fingerprint=source.fingerprint, mapping=dict(source.mapping))
            console.print(f"  {source.name}: {outcome_words(run)}", markup=False)
            made.append(run)
    return made
