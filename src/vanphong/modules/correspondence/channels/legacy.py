"""Older books and lists taken in batch by batch, or only tried out."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Conflict, DomainError
from vanphong.kernel.files.store import path_of
from vanphong.modules.correspondence.channels.examining import examine, release
from vanphong.modules.correspondence.channels.legacy_files import Scans
from vanphong.modules.correspondence.channels.legacy_source import Source, open_sources, understood
from vanphong.modules.correspondence.commands.importing import (
    drop_import,
    end_import,
    import_batch,
)
from vanphong.modules.correspondence.commands.intake import IncomingFile
from vanphong.modules.correspondence.commands.legacy_judging import Judged, judge
from vanphong.modules.correspondence.models import LegacyImport
from vanphong.modules.correspondence.queries.legacy import LegacyRow, NamesKnown

BATCH: Final = 500
"""Rows of one transaction: enough that its fixed cost is small, few enough that stopping is prompt."""
WITH_FILES: Final = 20
"""Rows of one transaction when each may bring a scan of many megabytes."""


@dataclass(slots=True)
class Trial:
    """What an import would do: how many lines of each verdict, and the lines themselves as they come."""

    verdicts: Counter[str] = field(default_factory=Counter)
    with_file: int = 0


def take_in(
    actor: Actor,
    run: LegacyImport,
    source: Source,
    *,
    folder: Path | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
    stopped: Callable[[], bool] = lambda: False,
) -> LegacyImport:
    """Take in what is left of the source; `stopped` is asked after each batch, and the rest waits then."""
    names = NamesKnown()
    scans = Scans(folder, source) if folder is not None else None
    rows = understood(source, run.year, after=run.position)
    while batch := list(itertools.islice(rows, WITH_FILES if scans else BATCH)):
        files = _examined(scans, batch) if scans else {}
        try:
            run = import_batch(actor, run=run, rows=batch, start=run.position, files=files, names=names)
        finally:
            # Bytes of lines that were in already are held by no record.
            release(files.values())
        progress(run.position, source.total)
        if stopped() and run.position < source.total:
            return end_import(actor, run=run, whole=False)
    return end_import(actor, run=run)


def _examined(scans: Scans, rows: list[LegacyRow]) -> dict[int, IncomingFile]:
    """The files of the rows, looked into and kept; one that is not taken is the error of its row."""
    found: dict[int, IncomingFile] = {}
    for row in rows:
        path = scans.find(row)
        if path is None:
            continue
        try:
            found[row.row_number] = examine(path, path.name)
        except DomainError as refusal:
            row.errors.append(refusal.message)
    return found


def try_out(
    run: LegacyImport, source: Source, trial: Trial, *, folder: Path | None = None
) -> Iterator[Judged]:
    """What would become of each line, in order; nothing is written. `run` need not be saved."""
    scans = Scans(folder, source) if folder is not None else None
    rows = understood(source, run.year)
    while batch := list(itertools.islice(rows, BATCH)):
        if scans is not None:
            trial.with_file += sum(scans.find(row) is not None for row in batch)
        for one in judge(run, batch):
            trial.verdicts[one.verdict] += 1
            yield one


def uploaded_sources(run: LegacyImport, *, fixed: Mapping[str, str] | None = None) -> list[Source]:
    """The lists in the file that was given on screen, columns guessed or remembered unless they are `fixed`."""
    if run.upload is None:
        raise Conflict(_("Tệp của lần nhập này đã xóa. Đồng chí nạp lại tệp."))
    return open_sources(path_of(run.upload.sha256), run.file_name, fixed=fixed)


def uploaded_source(run: LegacyImport) -> Source:
    """The list an import is of, its columns as the person set them."""
    found = uploaded_sources(run, fixed=run.mapping)
    return next((source for source in found if source.sheet == run.sheet), found[0])


def outcome_words(run: LegacyImport) -> str:
    """What came of an import, in one sentence."""
    words = _("Thêm {added}, cập nhật {updated}, bỏ qua {skipped}, có lỗi {failed}.")
    return words.format(added=run.added, updated=run.updated, skipped=run.skipped, failed=run.failed)


def drop_left(now: dt.datetime) -> None:
    """Drop files given a week ago and not imported since."""
    left = LegacyImport.objects.filter(
        state=LegacyImport.State.JUDGING, started_at__lt=now - dt.timedelta(days=7)
    )
    for run in left:
        drop_import(Actor.system(), run=run)
