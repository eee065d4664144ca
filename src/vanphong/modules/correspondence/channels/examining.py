"""A file at the door: what it is, whether it is taken, and its bytes made safe; common to all channels."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, models, transaction

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import DomainError, Invalid
from vanphong.kernel.files import names, store
from vanphong.kernel.files.models import Rendition
from vanphong.kernel.organisation.models import Unit
from vanphong.lib.reading import inspect, problems
from vanphong.modules.correspondence.commands.intake import Batch, IncomingFile, receive_document
from vanphong.modules.correspondence.models import DocumentFile, IncomingDocument

REFUSED: Final = frozenset({"empty", "unknown_type", "bomb"})
"""Problems for which nothing is kept; with any other the original waits for the clerk."""


def check_size(size: int) -> None:
    """Refuse what is larger than the office takes at all."""
    if size > settings.INTAKE_UPLOAD_BYTES:
        raise Invalid(problems.too_large(size, settings.INTAKE_UPLOAD_BYTES).message)


def examine(path: Path, name: str) -> IncomingFile:
    """Look into the file and keep its bytes; raises Invalid, with nothing kept, for what is not taken."""
    name = names.tidy(name)
    check_size(path.stat().st_size)
    found = inspect.inspect(path, name, settings.INTAKE_LIMITS)
    if found.problem is not None and found.problem.code in REFUSED:
        raise Invalid(f"{name}: {found.problem.message}", {"files": found.problem.message})
    blob = store.keep_path(path, found.media_type)
    problem = found.problem.message if found.problem is not None and found.refused else ""
    return IncomingFile(name, blob, found.media_type, found.page_count, found.active_content, problem)


def receive(
    actor: Actor,
    *,
    agency: Unit,
    channel: str,
    files: Sequence[IncomingFile],
    sender_note: str = "",
    batch: Batch | None = None,
) -> IncomingDocument:
    """`receive_document`; when it refuses, the bytes kept for it go again."""
    try:
        return receive_document(
            actor, agency=agency, channel=channel, files=files, sender_note=sender_note, batch=batch
        )
    except DomainError:
        release(files)
        raise


@contextmanager
def examined(*uploads: UploadedFile[bytes] | None) -> Iterator[list[IncomingFile]]:
    """Uploaded files looked into, their bytes kept; they go again if the command refuses."""
    files: list[IncomingFile] = []
    try:
        for upload in filter(None, uploads):
            with tempfile.NamedTemporaryFile(dir=store.staging()) as kept:
                for piece in upload.chunks():
                    kept.write(piece)
                kept.flush()
                files.append(examine(Path(kept.name), upload.name or "tep"))
        yield files
    except DomainError:
        release(files)
        raise


def release(files: Iterable[IncomingFile]) -> None:
    """Remove the bytes of files that no record holds."""
    for file in files:
        pk = file.blob.pk
        held = (
            DocumentFile.objects.filter(blob_id=pk).exists()
            or Rendition.objects.filter(models.Q(source_id=pk) | models.Q(result_id=pk)).exists()
        )
        if held:
            continue
        try:
            with transaction.atomic():
                store.forget([pk])
        except (IntegrityError, models.ProtectedError):
            continue  # another arrival of the same bytes was quicker
        store.wipe([pk])
