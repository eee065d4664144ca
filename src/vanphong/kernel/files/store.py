"""The file store on local disk: written aside, synced, then named by content."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import models, transaction

from vanphong.kernel.files.models import Blob, Rendition

CHUNK = 1 << 20


class Damaged(Exception):
    """Stored bytes no longer match their SHA-256: they are never served as valid."""


def root() -> Path:
    """Folder of all stored bytes."""
    return Path(settings.VANPHONG_VAR) / "files"


def path_of(sha256: str) -> Path:
    return root() / sha256[:2] / sha256[2:4] / sha256


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def keep(pieces: Iterable[bytes], media_type: str) -> Blob:
    """Store bytes durably and return their blob; the same bytes are kept once.

    Bytes reach the disk before the row exists, so a row never points at nothing. Bytes without a row
    (after a crash between the two) are found and removed by the nightly check.
    """
    digest, size = hashlib.sha256(), 0
    handle, name = tempfile.mkstemp(dir=staging())
    try:
        with os.fdopen(handle, "wb") as out:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
        sha256 = digest.hexdigest()
        target = path_of(sha256)
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            Path(name).chmod(0o440)
            Path(name).rename(target)
            _sync_folder(target.parent)
    finally:
        Path(name).unlink(missing_ok=True)
    blob, _ = Blob.objects.get_or_create(sha256=sha256, defaults={"size": size, "media_type": media_type})
    return blob


def keep_bytes(content: bytes, media_type: str) -> Blob:
    return keep([content], media_type)


def keep_path(path: Path, media_type: str) -> Blob:
    with path.open("rb") as source:
        return keep(iter(lambda: source.read(CHUNK), b""), media_type)


def open_blob(blob: Blob) -> IO[bytes]:
    return path_of(blob.sha256).open("rb")


def read_blob(blob: Blob) -> bytes:
    """All bytes, checked against their name; raises Damaged rather than hand out altered bytes."""
    content = path_of(blob.sha256).read_bytes()
    if hashlib.sha256(content).hexdigest() != blob.sha256:
        raise Damaged(blob.sha256)
    return content


def verify(blob: Blob) -> bool:
    """Whether the stored bytes still are what they were."""
    digest = hashlib.sha256()
    try:
        for piece in pieces_of(blob):
            digest.update(piece)
    except OSError:
        return False
    return digest.hexdigest() == blob.sha256


def pieces_of(blob: Blob) -> Iterator[bytes]:
    with open_blob(blob) as source:
        while piece := source.read(CHUNK):
            yield piece


def partial_folder(sha256: str) -> Path:
    """Where the pages of a file still being read lie."""
    return root() / "partial" / sha256


def drop_partial(sha256: str) -> None:
    folder = partial_folder(sha256)
    if folder.is_dir():
        for path in folder.iterdir():
            overwrite(path)
        folder.rmdir()


def tainted(blob: Blob) -> frozenset[str]:
    """Hashes of a blob, of all made from it, and of the batch it is a part of with all made from that.

    The other parts of a batch stay: what was parted from a secret paper is a paper of its own.
    """
    found, waiting = set(), {blob.pk}
    while waiting:
        found |= waiting
        steps = Rendition.objects.filter(models.Q(source__in=waiting) | models.Q(result__in=waiting))
        waiting = {
            row.source_id if row.kind == Rendition.Kind.PART else row.result_id
            for row in steps
            if (row.result_id if row.kind == Rendition.Kind.PART else row.source_id) in waiting
        } - found
    return frozenset(found)


def forget(hashes: Iterable[str]) -> None:
    """Remove the rows of blobs and of their renditions; the records that held them must be gone before."""
    gone = list(hashes)
    Rendition.objects.filter(models.Q(source__in=gone) | models.Q(result__in=gone)).delete()
    Blob.objects.filter(pk__in=gone).delete()


def forget_unless_held(blob: Blob) -> None:
    """Remove a blob and all made from it once this commits, unless another record holds the same bytes.

    Whose own reading then finds what this one found.
    """
    hashes = sorted(tainted(blob))
    try:
        with transaction.atomic():
            forget(hashes)
    except models.ProtectedError:
        return
    transaction.on_commit(lambda: wipe(hashes))


def wipe(hashes: Iterable[str]) -> None:
    """Overwrite and remove bytes without a row; done after the commit that forgot them, again if need be."""
    for sha256 in hashes:
        drop_partial(sha256)
        if not Blob.objects.filter(pk=sha256).exists():
            overwrite(path_of(sha256))


def purge(blob: Blob) -> list[str]:
    """Remove a blob and all made from it, rows and bytes: only for content that may not be here at all.

    Returns the hashes removed. What other records hold of it goes too: a secret page is secret wherever it
    was copied. In a transaction that may fail use `forget`, and `wipe` after the commit.
    """
    gone = sorted(tainted(blob))
    forget(gone)
    wipe(gone)
    return gone


def digest_of(path: Path) -> str:
    """SHA-256 of a file anywhere, in hex."""
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def digest_of_bytes(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def staging() -> Path:
    """A folder for bytes on their way into the store, on the same disk."""
    folder = root() / "staging"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def overwrite(path: Path) -> None:
    """Zero a file's bytes on disk, then remove it; nothing is done when it is not there."""
    if path.is_symlink() or not path.is_file():
        path.unlink(missing_ok=True)
        return
    path.chmod(0o640)
    with path.open("r+b") as out:
        left = path.stat().st_size
        while left > 0:
            left -= out.write(b"\0" * min(left, CHUNK))
        out.flush()
        os.fsync(out.fileno())
    path.unlink()
