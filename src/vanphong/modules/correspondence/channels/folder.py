"""Watched folders: what a scanner or a colleague puts into `<agency code>/` is taken once it lies still."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import DomainError
from vanphong.kernel.files import uploads
from vanphong.kernel.files.store import digest_of, overwrite
from vanphong.kernel.organisation.models import Unit
from vanphong.modules.correspondence.channels.examining import examine, receive
from vanphong.modules.correspondence.models import IncomingDocument

log = logging.getLogger("vanphong.intake")
DONE, REFUSED = "done", "refused"
"""Folders beside the waiting files: taken in, and not taken, each of the latter with its reason."""
_UNFINISHED = (".part", ".tmp", ".crdownload", ".filepart", ".swp")

_seen: dict[Path, tuple[int, int]] = {}
"""Size and time of files as this worker last saw them: one that changed since is still being written."""


def sweep() -> list[IncomingDocument]:
    """Look at all folders once; returns the documents taken in."""
    root = Path(settings.INTAKE_FOLDER)
    taken: list[IncomingDocument] = []
    for folder in sorted(root.iterdir()) if root.is_dir() else ():
        agency = Unit.objects.filter(code=folder.name, is_agency=True).first() if folder.is_dir() else None
        if agency is not None:
            taken += [document for path in _still(folder) if (document := _take(agency, path)) is not None]
    return taken


def _still(folder: Path) -> list[Path]:
    """Files whose size and time are what they were at the last look, oldest first."""
    now: dict[Path, tuple[int, int]] = {}
    for path in folder.iterdir():
        hidden = path.name.startswith((".", "~")) or path.name.lower().endswith(_UNFINISHED)
        if hidden or path.is_symlink() or not path.is_file():
            continue
        state = path.stat()
        now[path] = (state.st_size, state.st_mtime_ns)
    still = [path for path, state in now.items() if _seen.get(path) == state]
    for path in [path for path in _seen if path.parent == folder and path not in now]:
        del _seen[path]
    _seen.update(now)
    return sorted(still, key=lambda path: (now[path][1], path.name))


def _take(agency: Unit, path: Path) -> IncomingDocument | None:
    """Take one file in and move it away after the commit; killed in between, the next look only moves it."""
    size, changed = _seen[path]
    key = uploads.key_of("folder", agency.code, path.name, size, changed)
    try:
        with uploads.once(key, "folder") as arrival:
            if not arrival.result:
                document = receive(
                    Actor.system("Thư mục theo dõi"),
                    agency=agency,
                    channel=IncomingDocument.Channel.FOLDER,
                    files=[examine(path, path.name)],
                )
                arrival.result = f"{document._meta.label_lower}:{document.pk}"
            else:
                document = None
    except DomainError as refusal:
        refused = _move(path, REFUSED)
        refused.with_name(f"{refused.name}.ly-do.txt").write_text(refusal.message + "\n", encoding="utf-8")
        return None
    except OSError as error:
        log.warning("watched folder of %s: a file cannot be read (%s)", agency.code, error.errno)
        return None
    if document is not None and document.state == IncomingDocument.State.PURGED:
        overwrite(path)
    else:
        _move(path, DONE)
    return document


def wipe_done(hashes: Iterable[str]) -> int:
    """Overwrite files taken in earlier whose bytes were purged since; returns how many."""
    wanted, gone = set(hashes), 0
    for path in Path(settings.INTAKE_FOLDER).glob(f"*/{DONE}/*"):
        if path.is_file() and digest_of(path) in wanted:
            overwrite(path)
            gone += 1
    return gone


def _move(path: Path, to: str) -> Path:
    """Put the file into a folder beside it under a name that is free there."""
    folder = path.parent / to
    folder.mkdir(exist_ok=True)
    target, turn = folder / path.name, 1
    while target.exists():
        turn += 1
        target = folder / f"{path.stem} ({turn}){path.suffix}"
    path.rename(target)
    _seen.pop(path, None)
    return target
