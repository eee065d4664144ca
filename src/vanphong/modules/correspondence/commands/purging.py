"""Removing what the networked office may not hold: bytes, text, pictures, names, index; one record stays.

Legal ground: Luật Bảo vệ bí mật nhà nước 117/2025/QH15, Điều 5 khoản 2.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models, transaction
from django.utils.translation import gettext as _

from vanphong.kernel.actor import REGISTRAR, Actor
from vanphong.kernel.commands import Conflict, Invalid, command, note
from vanphong.kernel.files import names, store
from vanphong.kernel.files.models import Blob
from vanphong.kernel.jobs.asking import ask
from vanphong.kernel.notifications.telling import tell
from vanphong.kernel.organisation.queries import holders_in_agency
from vanphong.kernel.search.indexing import forget_record, index_record
from vanphong.kernel.wording import vi
from vanphong.lib.reading.secrecy import LEVEL_NAMES
from vanphong.modules.correspondence.models import (
    DocumentFile,
    HandlingNote,
    IncomingDocument,
    LegacyOrigin,
    Reading,
)
from vanphong.modules.correspondence.notices import SECRET_FOUND
from vanphong.modules.correspondence.policy import PURGE
from vanphong.modules.correspondence.record_types import INCOMING_DOCUMENT
from vanphong.modules.correspondence.workflow import INCOMING
from vanphong.modules.records.public import withdraw_object

S = IncomingDocument.State
WIPE = "correspondence.wipe_bytes"
# What was typed or read of a document: nothing of it stays on the row of a purged one.
_WORDS = (
    "sender_note", "reading_message", "reference_code", "code_key", "issuer_name", "subject", "signer",
    "signer_title", "due_reason", "result", "reply_code",
)  # fmt: skip


@command(PURGE, on="document", label=vi("loại bỏ văn bản có dấu mật"))
def purge_secret(
    actor: Actor, /, *, document: IncomingDocument, found_level: str, where: str
) -> IncomingDocument:
    """Remove a document found to be secret, and every copy of its bytes; what stays tells when, who, level.

    `found_level` is a key of LEVEL_NAMES; `where` tells the place («trang 1»), never the words.
    """
    if found_level not in LEVEL_NAMES:
        raise Invalid(_("Đồng chí chọn mức mật."), {"found_level": _("Mật, Tối mật hoặc Tuyệt mật.")})
    blobs = [file.blob for file in document.files.select_related("blob")]
    purge(actor, document, level=found_level, where=where, blobs=blobs)
    return document


@command(PURGE, on="document", label=vi("loại bỏ sản phẩm có dấu mật"))
def purge_product(
    actor: Actor, /, *, document: IncomingDocument, product: DocumentFile, found_level: str, where: str
) -> IncomingDocument:
    """Remove a product found to be secret, and every copy of its bytes; the document it answers stays."""
    purge(actor, document, level=found_level, where=where, blobs=[product.blob], whole=False)
    return document


def purge(
    actor: Actor,
    document: IncomingDocument,
    *,
    level: str,
    where: str,
    blobs: Iterable[Blob],
    whole: bool = True,
) -> None:
    """What `purge_secret` does, for use within a running command; `whole` unless only these bytes go."""
    tainted, gone = _reach({document.pk} if whole else set(), {blob.pk for blob in blobs})
    holding = IncomingDocument.objects.filter(files__blob_id__in=tainted).exclude(pk=document.pk).distinct()
    others = [
        IncomingDocument.objects.select_for_update().get(pk=pk) for pk in holding.values_list("pk", flat=True)
    ]
    words = f"{LEVEL_NAMES[level]}; thấy ở {where}."  # type: ignore[index]
    for each in [document, *others]:
        _empty(each, tainted, whole=each.pk in gone)
        if each.pk in gone:
            withdraw_object(actor, INCOMING_DOCUMENT.reference(each))
            each.filed = False
        each.note = f"Loại bỏ vì có dấu mật: {words}"[:500]
        each.save()
        tell(actor, SECRET_FOUND, about=each, users=holders_in_agency(each.agency_id, REGISTRAR), urgent=True)
    note(f"Mức: {words}")
    try:
        store.forget(tainted)
    except models.ProtectedError as error:
        # An outgoing document of an office here holds the same bytes: nothing goes until that office lets go too.
        raise Conflict(
            _(
                "Tệp này còn nằm ở văn bản đi của cơ quan gửi trong hệ thống nên chưa xóa hẳn được. Đồng chí báo "
                "ngay văn thư cơ quan gửi và quản trị hệ thống."
            )
        ) from error
    hashes = sorted(tainted)
    # At once after the commit, and by a job too, for a process killed in between.
    transaction.on_commit(lambda: store.wipe(hashes))
    ask(Actor.system(), WIPE, hashes=hashes)


def _reach(whole: set[int], blobs: set[str]) -> tuple[frozenset[str], set[int]]:
    """Hashes of all bytes that go, and ids of the documents that go whole with them.

    A document not yet registered goes whole when its main file is among them; another loses only that file.
    """
    while True:
        tainted = frozenset().union(*(store.tainted(blob) for blob in Blob.objects.filter(pk__in=blobs)))
        same = DocumentFile.objects.filter(
            blob_id__in=tainted, kind=DocumentFile.Kind.MAIN, document__registered_at=None
        ).exclude(document_id__in=whole)
        more = set(same.values_list("document_id", flat=True))
        if not more:
            return tainted, whole
        whole |= more
        blobs |= set(DocumentFile.objects.filter(document_id__in=more).values_list("blob_id", flat=True))


def _empty(document: IncomingDocument, tainted: frozenset[str], *, whole: bool) -> None:
    """Take files, reading and index from a document; `whole` also its words and its place in the work."""
    files = [file for file in document.files.all() if whole or file.blob_id in tainted]
    products_only = not whole and all(file.kind == DocumentFile.Kind.PRODUCT for file in files)
    forget_record(document)
    if not products_only:
        document.fingerprint = None
        Reading.objects.filter(document=document).delete()
    for row in files:
        for remark in HandlingNote.objects.filter(file=row):
            remark.file = None
            remark.save()
        key = f"file-{row.pk}"
        row.delete()
        transaction.on_commit(lambda key=key: names.drop(key))  # type: ignore[misc]
    if products_only:
        index_record(document)
    if not whole:
        return
    for name in _WORDS:
        setattr(document, name, "")
    for origin in LegacyOrigin.objects.filter(document=document):
        origin.cells, origin.text, origin.remarks = {}, "", []
        origin.save()
    document.duplicate_of = None
    document.reading_state = IncomingDocument.ReadingState.NONE
    document.page_count = 0
    if document.state != S.PURGED:
        INCOMING.move(document, S.PURGED)
