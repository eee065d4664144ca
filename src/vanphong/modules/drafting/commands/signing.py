"""A draft signed, on paper or digitally; from then on nothing changes it, and it goes to be numbered."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Invalid, command, note
from vanphong.kernel.events import publish
from vanphong.kernel.files.models import Blob
from vanphong.kernel.notifications.telling import tell
from vanphong.kernel.wording import vi
from vanphong.lib.reading import inspect
from vanphong.modules.correspondence.public import IncomingFile, refuse_unfit
from vanphong.modules.drafting import notices
from vanphong.modules.drafting.commands.circuit import current_round, finish, held_step
from vanphong.modules.drafting.commands.versions import add_version, shown_name
from vanphong.modules.drafting.events import DraftSigned
from vanphong.modules.drafting.models import Draft, DraftStep, DraftVersion
from vanphong.modules.drafting.policy import RECORD_SIGNATURE, SIGN
from vanphong.modules.drafting.workflow import DRAFT

S = Draft.State
Kind = DraftStep.Kind


@command(SIGN, on="draft", label=vi("ký bản giấy"))
def sign_on_paper(actor: Actor, /, *, draft: Draft) -> Draft:
    """The signer has signed the printed newest version; its file goes to the clerk to be numbered."""
    finish(held_step(actor, draft, Kind.SIGN), "")
    _close(actor, draft)
    publish(actor, DraftSigned(draft.pk))
    return draft


@command(RECORD_SIGNATURE, on="draft", label=vi("ghi bản giấy đã ký"))
def record_paper_signature(actor: Actor, /, *, draft: Draft, scan: IncomingFile) -> Draft:
    """The clerk has the signed paper: its scan is what was signed, numbered once it was read and found clean."""
    if scan.media_type not in (inspect.PDF, *inspect.IMAGES):
        words = _("Bản đã ký là PDF hoặc ảnh quét. Đồng chí quét bản giấy có chữ ký rồi chọn tệp.")
        raise Invalid(words, {"scan": words})
    refuse_unfit(scan, "scan")
    step = next(s for s in current_round(draft) if s.kind == Kind.SIGN)
    finish(step, _("văn thư ghi nhận bản giấy đã ký"))
    _signed_file(actor, draft, scan)
    return draft


@command(SIGN, on="draft", label=vi("ký số"))
def sign_digitally(actor: Actor, /, *, draft: Draft, signed: Blob, of: DraftVersion) -> Draft:
    """The signer has signed the newest version as PDF; refused when another version came in between."""
    latest = draft.latest
    if latest is None or latest.pk != of.pk:
        raise Invalid(_("Dự thảo vừa có bản mới. Đồng chí mở lại để xem rồi ký."))
    finish(held_step(actor, draft, Kind.SIGN), _("ký số"))
    name = shown_name(of).rpartition(".")[0] or shown_name(of)
    file = IncomingFile(f"{name}.pdf", signed, inspect.PDF, of.page_count)
    _signed_file(actor, draft, file)
    return draft


def _signed_file(actor: Actor, draft: Draft, file: IncomingFile) -> None:
    """What was signed, as a version of its own; reading it tells the fact."""
    add_version(actor, draft, file, "", DraftVersion.Kind.SIGNED)
    _close(actor, draft)


def _close(actor: Actor, draft: Draft) -> None:
    DRAFT.move(draft, S.SIGNED)
    draft.signed_at = timezone.now()
    draft.save()
    note(_("Chuyển văn thư cấp số."))
    tell(actor, notices.SIGNED, about=draft, users=[draft.drafter_id])
