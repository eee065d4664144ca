"""The index of this machine: where it lies, and the one this process reads."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import time
import uuid
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from vanphong.lib.fulltext import Index, NoIndex, create, open_index

SHAPE = 1
"""Raised whenever terms or fields change: an index of another shape is built anew."""
BUILDING_SECONDS = 6 * 3600
_POSITION = "position.json"


def folder() -> Path:
    """The folder of the indexes of this database on this machine."""
    return Path(settings.SEARCH_FOLDER) / str(connection.settings_dict["NAME"])


def current() -> Path | None:
    """The folder of the index in use; None when none was built."""
    try:
        name = (folder() / "current").read_text(encoding="utf-8").strip()
    except OSError:
        return None
    path = folder() / name
    return path if name and path.is_dir() else None


def new_folder() -> Path:
    """An empty index beside the one in use."""
    path = folder() / uuid.uuid4().hex
    create(path)
    return path


def write_position(index: Path, position: dict[str, Any]) -> None:
    """Keep beside the index up to where it follows the database."""
    draft = index / f".{_POSITION}.{os.getpid()}"
    draft.write_text(json.dumps({**position, "shape": SHAPE}), encoding="utf-8")
    draft.replace(index / _POSITION)


def read_position(index: Path) -> dict[str, Any]:
    """Where the index stands; empty when it does not say, or is of another shape."""
    try:
        position = json.loads((index / _POSITION).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return position if isinstance(position, dict) and position.get("shape") == SHAPE else {}


def use(index: Path) -> None:
    """Make this the index in use, at once for every process, and remove those before it.

    Who still reads an old one has its files open and loses nothing.
    """
    draft = folder() / f".current.{uuid.uuid4().hex}"
    draft.write_text(index.name, encoding="utf-8")
    draft.replace(folder() / "current")
    for other in folder().iterdir():
        if other.is_dir() and other != index and not _in_building(other):
            shutil.rmtree(other, ignore_errors=True)


def _in_building(index: Path) -> bool:
    """Whether another process may be at work on it; what a killed one left is told by its age."""
    try:
        return time.time() - (index / ".building").stat().st_mtime < BUILDING_SECONDS
    except OSError:
        return False


_held: dict[Path, tuple[tuple[int, int], Index]] = {}


def reading() -> Index | None:
    """The index as last committed; None when there is none yet."""
    pointer = folder() / "current"
    try:
        found = pointer.stat()
    except OSError:
        return None
    stamp = (found.st_mtime_ns, found.st_ino)
    held = _held.get(pointer)
    if held is None or held[0] != stamp:
        path = current()
        if path is None:
            return None
        with contextlib.suppress(NoIndex):
            _held[pointer] = held = (stamp, open_index(path))
    if held is None:
        return None
    held[1].refresh()
    return held[1]
