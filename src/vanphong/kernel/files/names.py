"""Names of files that nobody has looked into yet, kept outside the database.

A name may tell a secret, and what once stood in a database row stays in its pages, its log, its backups.
So a name enters the database only when the file was read and found clean; until then it lies here, and a
purge overwrites it like the bytes.
"""

from __future__ import annotations

import os
from pathlib import Path

from vanphong.kernel.files.store import overwrite, root
from vanphong.lib.text import clean

LONGEST = 200
"""Characters of a name that are kept; the ending always stays."""


def tidy(name: str) -> str:
    """The file's own name in NFC, without folders or control characters; «tep» when nothing is left."""
    bare = clean(name.replace("\\", "/").rpartition("/")[2]).strip(" .")
    if len(bare) > LONGEST:
        stem, dot, ending = bare.rpartition(".")
        bare = f"{stem[: LONGEST - len(ending) - 1]}.{ending}" if dot and len(ending) < 10 else bare[:LONGEST]
    return bare or "tep"


def _path(key: str) -> Path:
    return root() / "names" / key


def hold(key: str, name: str) -> None:
    """Keep a name durably under a key such as «upload-…»; a second call replaces it."""
    path = _path(key)
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    with aside.open("w", encoding="utf-8") as out:
        out.write(name)
        out.flush()
        os.fsync(out.fileno())
    aside.rename(path)


def held(key: str) -> str:
    """The name kept under the key, or empty."""
    try:
        return _path(key).read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def drop(key: str) -> None:
    """Overwrite and remove the name."""
    overwrite(_path(key))
