"""Resumable uploads into «Chờ vào sổ»: announced, sent in pieces, and one document at their end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.http.request import UnreadablePostError
from django.utils.translation import gettext as _

from vanphong.kernel.actor import REGISTRAR, Actor
from vanphong.kernel.commands import Invalid, NotFound
from vanphong.kernel.files import names, uploads
from vanphong.kernel.files.models import Upload
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.wording import vi
from vanphong.lib.reading.secret_names import level_in_name
from vanphong.modules.correspondence.channels.examining import check_size, examine, receive
from vanphong.modules.correspondence.commands.intake import Batch, refuse_secret, refuses_secrets
from vanphong.modules.correspondence.models import IncomingDocument

PIECE: Final = 8 << 20
"""Largest piece of an upload taken at once; browsers send 1 MiB."""
PURGED: Final = vi(
    "Tệp có dấu mật nên không được lưu trên hệ thống này; tên và nội dung đã xóa. "
    "Đồng chí nhận bản giấy và chuyển phòng Cơ yếu."
)
BATCHES: Final[dict[str, tuple[str, Batch]]] = {
    "trang": (vi("Xấp quét, tách ở tờ trắng"), Batch(by_blank=True, by_code=True)),
    "hai-mat": (vi("Xấp quét hai mặt, tách ở tờ trắng"), Batch(by_blank=True, by_code=True, blanks=2)),
    "ma": (vi("Xấp quét, tách ở tờ có mã QR"), Batch(by_blank=False, by_code=True)),
}
"""Ways to part a scanned batch, by their names in addresses, with their words."""
_PURPOSES: Final = {"intake": "", "intake-api": IncomingDocument.Channel.API.value}
"""Purposes of uploads, and the channel each stands for; "" is that of a browser."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an upload stands; `document` is what became of it, perhaps purged."""

    upload: Upload
    document: IncomingDocument | None = None

    @property
    def purged(self) -> bool:
        return self.document is not None and self.document.state == IncomingDocument.State.PURGED


def agency_of(actor: Actor, asked: str) -> Unit:
    """The agency whose registrar the actor is: the one asked for, else the first."""
    mine = actor.agencies_as(REGISTRAR)
    wanted = int(asked) if asked.isdecimal() else min(mine, default=0)
    if wanted not in mine:
        raise NotFound
    return Unit.objects.get(pk=wanted)


def batch_of(way: str) -> Batch | None:
    """How a file sent this way is parted; None for one document."""
    return BATCHES[way][1] if way in BATCHES else None


def browser_channel(way: str) -> str:
    """The channel of what a browser sends."""
    return IncomingDocument.Channel.SCAN if way in BATCHES else IncomingDocument.Channel.UPLOAD


def begin(
    actor: Actor, *, agency: str, name: str, size: int, sha256: str, way: str, purpose: str = "intake"
) -> Upload | None:
    """The upload these words announce, new or as far as it came before.

    None when the name tells a secret: that is on record then, and not a byte of it shall travel.
    """
    unit, name, digest = agency_of(actor, agency), names.tidy(name), sha256.lower()
    way = way if way in BATCHES else ""
    check_size(size)
    level = level_in_name(name) if refuses_secrets() else None
    if level is not None:
        channel = _PURPOSES[purpose] or browser_channel(way)
        refuse_secret(actor, agency=unit, channel=channel, level=level)
        return None
    # The purpose carries where it goes and how, since later pieces name only the upload.
    kept = f"{purpose}:{unit.pk}:{way}"
    key = uploads.key_of(kept, actor.user_id, name, size, digest)
    before = Upload.objects.filter(pk=key).first()
    if before is None:
        _check_quota(actor)
    elif before.result and _is_gone(before):
        uploads.forget(before)
    return uploads.start(key, user_id=actor.user_id, purpose=kept, name=name, size=size, sha256=digest)


def find(actor: Actor, upload_id: UUID) -> Upload:
    """The actor's own upload; that of another is not there."""
    row: Upload | None = Upload.objects.filter(pk=upload_id, user=actor.user_id).first()
    if row is None or row.purpose.partition(":")[0] not in _PURPOSES:
        raise NotFound
    agency_of(actor, row.purpose.split(":")[1])
    return row


def add(actor: Actor, upload_id: UUID, offset: int, piece: bytes) -> Standing:
    """Put a piece behind those that came; the piece that makes it whole makes the document, exactly once."""
    find(actor, upload_id)
    return settle(actor, uploads.append(upload_id, actor.user_id, offset, piece))


def standing(row: Upload) -> Standing:
    """Where the upload stands, without changing it."""
    pk = row.result.rpartition(":")[2]
    return Standing(row, IncomingDocument.objects.filter(pk=pk).first() if pk else None)


def settle(actor: Actor, row: Upload) -> Standing:
    """Make the document of an upload that is whole, unless it is made already."""
    purpose, agency_id, way = row.purpose.split(":")
    agency = agency_of(actor, agency_id)
    if not row.result and uploads.is_whole(row):
        try:
            content = examine(uploads.part_path(row.pk), uploads.held_name(row.pk))
        except Invalid:
            uploads.forget(row)
            raise
        channel = _PURPOSES[purpose] or browser_channel(way)
        with uploads.once(row.pk, row.purpose) as row:
            if not row.result:
                document = receive(
                    actor, agency=agency, channel=channel, files=[content], batch=batch_of(way)
                )
                row.result = f"{document._meta.label_lower}:{document.pk}"
    return standing(row)


def read_piece(request: HttpRequest) -> bytes:
    """The body up to PIECE bytes, or as much of it as arrived before the connection broke."""
    came: list[bytes] = []
    left = PIECE
    try:
        while left > 0 and (part := request.read(min(left, 1 << 16))):
            came.append(part)
            left -= len(part)
    except UnreadablePostError:
        if not came:
            raise Invalid(_("Đường truyền bị ngắt. Phần còn lại gửi tiếp từ chỗ đã nhận.")) from None
    return b"".join(came)


def _check_quota(actor: Actor) -> None:
    open_now = Upload.objects.filter(user=actor.user_id, finished_at=None).count()
    if open_now >= settings.INTAKE_OPEN_UPLOADS:
        raise Invalid(_("Đồng chí đang có quá nhiều tệp tải dở. Đồng chí chờ tải xong rồi thêm tệp khác."))


def _is_gone(row: Upload) -> bool:
    """Whether what became of an earlier upload was set aside since, so that sending it again means it."""
    pk = row.result.rpartition(":")[2]
    gone = (IncomingDocument.State.DISCARDED, IncomingDocument.State.PURGED)
    return not IncomingDocument.objects.filter(pk=pk).exclude(state__in=gone).exists()
