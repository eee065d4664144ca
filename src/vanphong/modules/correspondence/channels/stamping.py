"""The «Đến» stamp on a copy of the main file; the original is never touched."""

from __future__ import annotations

import tempfile
from pathlib import Path

from vanphong.kernel.files import renditions, store
from vanphong.kernel.files.models import Blob, Rendition
from vanphong.lib.reading import inspect
from vanphong.modules.correspondence.models import DocumentFile, IncomingDocument


def make_stamped_copy(document: IncomingDocument) -> Blob | None:
    """The stamped copy of a registered document's main file; None where it cannot be stamped (no PDF of it)."""
    # Loaded by the worker that stamps: the libraries that draw are heavy.
    from vanphong.lib.printing.stamp import ArrivalStamp, StampRefused, stamp_file

    file = document.files.filter(kind=DocumentFile.Kind.MAIN).select_related("blob").first()
    if file is None or document.arrival_number is None or document.arrived_on is None:
        return None
    source = file.blob
    if file.media_type != inspect.PDF and file.media_type not in inspect.IMAGES:
        copy = renditions.pdf_copy(source, file.media_type)
        if copy is None:
            return None
        source = copy
    stamp = ArrivalStamp(document.agency.label, document.arrival_number, document.arrived_on)
    if not store.verify(source):
        raise store.Damaged(source.sha256)
    with tempfile.TemporaryDirectory(dir=store.staging()) as folder:
        out = Path(folder) / "stamped.pdf"
        try:
            stamp_file(store.path_of(source.sha256), stamp, out)
        except StampRefused:
            return None
        return store.keep_path(out, inspect.PDF)


def keep_stamped_copy(document: IncomingDocument, copy: Blob) -> None:
    """Record the copy beside the original, one for each number."""
    file = document.files.filter(kind=DocumentFile.Kind.MAIN).select_related("blob").first()
    if file is not None:
        renditions.keep(file.blob, Rendition.Kind.STAMPED, copy, str(document.pk))


def stamped_copy_of(document: IncomingDocument) -> Blob | None:
    """The stamped copy, once it is made."""
    file = next((file for file in document.files.all() if file.kind == DocumentFile.Kind.MAIN), None)
    return renditions.find(file.blob, Rendition.Kind.STAMPED, str(document.pk)) if file else None
