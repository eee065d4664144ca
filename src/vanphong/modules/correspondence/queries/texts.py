"""The words of a document's files, as reading kept them."""

from __future__ import annotations

from django.db.models import Prefetch, prefetch_related_objects

from vanphong.kernel.files.models import Rendition
from vanphong.kernel.files.store import read_blob
from vanphong.lib.reading.stored import unpacked
from vanphong.modules.correspondence.models import DocumentFile, IncomingDocument


def load_texts(document: IncomingDocument) -> None:
    """Fetch once, for this instance, the files and where their texts are kept."""
    texts = Rendition.objects.filter(kind=Rendition.Kind.TEXT).select_related("result")
    prefetch_related_objects(
        [document],
        Prefetch("files", DocumentFile.objects.select_related("blob")),
        Prefetch("files__blob__renditions", texts, to_attr="texts"),
    )


def plain_text(document: IncomingDocument) -> str:
    """Text of all files one after the other; empty where nothing was read."""
    load_texts(document)
    found = [rendition for file in document.files.all() for rendition in file.blob.texts[:1]]
    return "\n".join(unpacked(read_blob(rendition.result)).plain for rendition in found)
