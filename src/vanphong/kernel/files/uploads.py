"""Taking bytes in exactly once: uploads that go on where they broke off, arrivals that may be told twice."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel.commands.errors import Conflict, Invalid, NotFound
from vanphong.kernel.files import names
from vanphong.kernel.files.models import Upload
from vanphong.kernel.files.store import digest_of, overwrite, root, staging

_SPACE = uuid.UUID("7b1d5c1e-0f57-5b1a-9f0e-0a6d2c9b7a11")
UNFINISHED_FOR = dt.timedelta(days=3)
"""How long an upload that broke off may be taken up again."""
FINISHED_FOR = dt.timedelta(days=1)
"""How long a finished upload is known: sent again within this time it is the same arrival."""


class WrongOffset(Conflict):
    """A piece does not begin where the bytes at hand end; `offset` tells where that is."""

    def __init__(self, offset: int) -> None:
        super().__init__("Phần gửi lên không nối tiếp phần đã nhận. Trình duyệt sẽ gửi tiếp từ chỗ đã nhận.")
        self.offset = offset


def key_of(purpose: str, *parts: object) -> uuid.UUID:
    """The id of an arrival: equal for equal parts, e.g. person, name, size and digest."""
    return uuid.uuid5(_SPACE, "\x1f".join([purpose, *map(str, parts)]))


def part_path(upload_id: uuid.UUID) -> Path:
    """Where the bytes that came so far lie."""
    return root() / "uploads" / upload_id.hex


def held_name(upload_id: uuid.UUID) -> str:
    return names.held(f"upload-{upload_id.hex}")


def start(
    key: uuid.UUID, *, user_id: int | None, purpose: str, name: str, size: int, sha256: str = ""
) -> Upload:
    """Begin an upload, or find the one begun before with the bytes it has."""
    if size <= 0:
        raise Invalid(_("Tệp không có nội dung (0 byte). Đề nghị đồng chí quét hoặc chép lại rồi tải lên."))
    with transaction.atomic():
        row, _new = Upload.objects.select_for_update().get_or_create(
            pk=key, defaults={"user_id": user_id, "purpose": purpose, "size": size, "sha256": sha256.lower()}
        )
        have = part_path(key).stat().st_size if part_path(key).exists() else 0
        if not row.result and have < row.offset:
            row.offset = have
            row.save(update_fields=["offset"])
    names.hold(f"upload-{key.hex}", names.tidy(name))
    return row


def append(upload_id: uuid.UUID, user_id: int | None, offset: int, content: bytes) -> Upload:
    """Add a piece that begins at `offset`; it is on disk before the answer. Raises WrongOffset, NotFound."""
    with transaction.atomic():
        row = Upload.objects.select_for_update().filter(pk=upload_id).first()
        if row is None or row.user_id != user_id:
            raise NotFound
        if row.result:
            return row
        if offset != row.offset:
            raise WrongOffset(row.offset)
        if offset + len(content) > row.size:
            raise Invalid(_("Phần gửi lên dài hơn dung lượng đã báo. Đề nghị đồng chí tải lại tệp."))
        path = part_path(upload_id)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("r+b" if path.exists() else "w+b") as out:
            out.seek(offset)
            out.write(content)
            out.truncate()
            out.flush()
            os.fsync(out.fileno())
        row.offset = offset + len(content)
        row.save(update_fields=["offset"])
    return row


def is_whole(row: Upload) -> bool:
    """Tell whether all bytes came; raises Invalid, and forgets the upload, when they are others."""
    if row.offset < row.size:
        return False
    if row.sha256 and digest_of(part_path(row.pk)) != row.sha256:
        forget(row)
        raise Invalid(_("Nội dung nhận được không khớp với tệp gốc. Đề nghị đồng chí tải lại tệp."))
    return True


@contextmanager
def aside(pieces: Iterable[bytes]) -> Iterator[Path]:
    """Bytes of a plain upload as a file to look into; overwritten and removed at the end of the block."""
    handle, name = tempfile.mkstemp(dir=staging())
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            for piece in pieces:
                out.write(piece)
        yield path
    finally:
        overwrite(path)


@contextmanager
def once(key: uuid.UUID, purpose: str, user_id: int | None = None) -> Iterator[Upload]:
    """One transaction for an arrival: the row is locked; with `result` set the arrival is already here.

    The block sets `result` (a record's reference); a second run with the same key sees it and does nothing.
    """
    with transaction.atomic():
        Upload.objects.get_or_create(pk=key, defaults={"user_id": user_id, "purpose": purpose})
        row = Upload.objects.select_for_update().get(pk=key)
        before = row.result
        yield row
        if row.result != before:
            row.finished_at = timezone.now()
            row.save(update_fields=["result", "finished_at"])
            transaction.on_commit(lambda: drop_bytes(key))


def drop_bytes(upload_id: uuid.UUID) -> None:
    """Remove what lay aside for the upload; its row stays and answers for it."""
    overwrite(part_path(upload_id))
    names.drop(f"upload-{upload_id.hex}")


def forget(row: Upload) -> None:
    """Remove an upload wholly."""
    drop_bytes(row.pk)
    row.delete()


def sweep(now: dt.datetime | None = None) -> int:
    """Remove uploads broken off or finished too long ago; returns how many. Arrivals by key stay known."""
    now = now or timezone.now()
    old = Upload.objects.filter(started_at__lt=now - UNFINISHED_FOR, finished_at=None)
    done = Upload.objects.filter(finished_at__lt=now - FINISHED_FOR, user__isnull=False)
    gone = [*old, *done]
    for row in gone:
        forget(row)
    return len(gone)
