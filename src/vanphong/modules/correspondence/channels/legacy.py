"""Older books and lists from a file: opened, read line by line, taken in batch by batch."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Invalid
from vanphong.kernel.files.store import digest_of
from vanphong.modules.correspondence.commands.importing import end_import, import_batch
from vanphong.modules.correspondence.commands.intake import refuses_secrets
from vanphong.modules.correspondence.forms.legacy_rows import FIELDS, Reading, SourceRow, understand
from vanphong.modules.correspondence.models import LegacyImport
from vanphong.modules.correspondence.queries.legacy import LegacyRow, NamesKnown

BATCH: Final = 500
"""Rows of one transaction: enough that its fixed cost is small, few enough that stopping is prompt."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file of lines. `rows` reads it anew each time, in order; `total` is how many there are."""

    name: str
    sha256: str
    total: int
    rows: Callable[[], Iterator[SourceRow]]


def open_lines(path: Path, name: str = "") -> Source:
    """A .jsonl: each line an object whose names are ours; other names are kept as cells."""
    with path.open("rb") as file:
        total = sum(1 for line in file if line.strip())
    if not total:
        raise Invalid(_("«{name}» không có dòng nào.").format(name=name or path.name))
    return Source(name or path.name, digest_of(path), total, lambda: _lines(path))


def _lines(path: Path) -> Iterator[SourceRow]:
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield _line(number, line)


def _line(number: int, line: bytes) -> SourceRow:
    try:
        given = json.loads(line.decode("utf-8-sig"))
    except ValueError:
        given = None
    if not isinstance(given, dict):
        return SourceRow(
            number, {}, {}, _("Dòng này không phải một đối tượng JSON theo UTF-8. Đồng chí sửa lại.")
        )
    values: dict[str, Any] = {}
    cells: dict[str, str] = {}
    for name, value in given.items():
        if name in FIELDS:
            values[name] = value if isinstance(value, str | int | float) else _plain(value)
        elif value not in (None, "", [], {}):
            cells[str(name)] = _plain(value)
    return SourceRow(number, values, cells)


def _plain(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def understood(source: Source, year: int | None, *, after: int = 0) -> Iterator[LegacyRow]:
    """The rows behind the first `after`, as values."""
    how = Reading(timezone.localdate(), year, refuses_secrets())
    return (understand(row, how) for row in itertools.islice(source.rows(), after, None))


def take_in(
    actor: Actor,
    run: LegacyImport,
    source: Source,
    *,
    progress: Callable[[int, int], None] = lambda done, total: None,
    stopped: Callable[[], bool] = lambda: False,
) -> LegacyImport:
    """Take in what is left of the source; `stopped` is asked after each batch, and the rest waits then."""
    names = NamesKnown()
    rows = understood(source, run.year, after=run.position)
    while batch := list(itertools.islice(rows, BATCH)):
        run = import_batch(actor, run=run, rows=batch, start=run.position, names=names)
        progress(run.position, source.total)
        if stopped() and run.position < source.total:
            return end_import(actor, run=run, whole=False)
    return end_import(actor, run=run)
