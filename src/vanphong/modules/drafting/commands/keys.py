"""Signing keys people keep here: files locked with a PIN that nobody but they know."""

from __future__ import annotations

import base64
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Conflict, Forbidden, Invalid, NotFound, command
from vanphong.kernel.files import renditions, store
from vanphong.kernel.files.models import Blob
from vanphong.kernel.identity.sealing import seal, unseal
from vanphong.kernel.wording import vi
from vanphong.lib.reading import inspect
from vanphong.lib.signing import SigningError, SoftKey, Validation, place_of_signature, sign
from vanphong.modules.drafting.models import Draft, DraftVersion, SigningKey
from vanphong.modules.drafting.policy import KEEP_KEY

PURPOSE = "drafting.signing_key"
MOST_BYTES = 64 * 1024


@command(KEEP_KEY, on=SigningKey, label=vi("đặt khóa ký số"))
def keep_key(actor: Actor, /, *, content: bytes, pin: str) -> SigningKey:
    """Keep one's own key (a PKCS#12 file); it replaces the one before. The PIN is only tried, never kept."""
    if actor.user_id is None or actor.on_behalf:
        raise Forbidden(_("Mỗi đồng chí tự đặt khóa ký của mình."))
    if len(content) > MOST_BYTES:
        raise Invalid(_("Tệp này lớn quá, không phải khóa ký."), {"file": _("Đồng chí chọn tệp .p12.")})
    try:
        key = SoftKey.open(content, pin)
        key.check(datetime.now(UTC))
    except SigningError as error:
        raise Invalid(error.message, {"pin": error.message}) from error
    row = SigningKey.objects.filter(user_id=actor.user_id).first() or SigningKey(user_id=actor.user_id)
    row.sealed = seal(base64.b64encode(content).decode(), PURPOSE)
    row.holder, row.organisation = key.holder[:200], key.organisation[:200]
    row.valid_to = key.certificate["tbs_certificate"]["validity"]["not_after"].native
    row.kept_at = timezone.now()
    row.save()
    return row


@command(KEEP_KEY, on="key", label=vi("bỏ khóa ký số"))
def drop_key(actor: Actor, /, *, key: SigningKey) -> None:
    """Forget one's own key."""
    key.delete()


def signed_with_key(actor: Actor, draft: Draft, pin: str) -> tuple[DraftVersion, Blob]:
    """The newest version as PDF, signed by the person's own key, and of which version it is; kept, not recorded.

    It takes seconds and is done before the command locks the draft. Raises Invalid, Conflict, NotFound.
    """
    row = SigningKey.objects.filter(user_id=actor.user_id or 0).first()
    if row is None or actor.on_behalf:
        raise NotFound(_("Đồng chí chưa đặt khóa ký số. Đồng chí vào «Khóa ký số của tôi»."))
    version = draft.latest
    if version is None:
        raise Conflict(_("Dự thảo chưa có tệp nào."))
    opened = unseal(row.sealed, PURPOSE)
    if opened is None:
        raise Conflict(_("Khóa ký không mở được trên máy chủ này. Đồng chí đặt lại khóa."))
    blob: Blob | None = version.blob
    if version.media_type == inspect.DOCX:
        blob = renditions.pdf_copy(version.blob, version.media_type)
    if blob is None:
        raise Conflict(_("Máy chủ chưa chuyển được tệp Word sang PDF. Đồng chí đưa bản PDF lên rồi ký."))
    try:
        return version, store.keep_bytes(_signed(blob, base64.b64decode(opened), pin), inspect.PDF)
    except SigningError as error:
        raise Invalid(error.message, {"pin": error.message}) from error


def _signed(pdf: Blob, content: bytes, pin: str) -> bytes:
    key = SoftKey.open(content, pin)
    folder = settings.INTAKE_AUTHORITIES
    with tempfile.TemporaryDirectory(dir=store.staging()) as place:
        path = Path(place) / "draft.pdf"
        path.write_bytes(store.read_blob(pdf))
        return sign(
            path.read_bytes(),
            key,
            place=place_of_signature(path),
            validation=Validation.of_folder(folder) if folder and Path(folder).is_dir() else None,
        ).pdf
