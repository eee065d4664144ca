"""What reading and appraisal by machine yield, written down; a secret draft goes before a word of it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Forbidden, Invalid, command, note
from vanphong.kernel.events import publish
from vanphong.kernel.files import names, renditions, store
from vanphong.kernel.files.models import Rendition
from vanphong.kernel.notifications.telling import tell
from vanphong.kernel.wording import vi
from vanphong.lib.reading.secrecy import LEVEL_NAMES
from vanphong.modules.correspondence.public import FileRead
from vanphong.modules.drafting.commands.versions import held_as
from vanphong.modules.drafting.events import DraftSigned
from vanphong.modules.drafting.models import Draft, DraftVersion
from vanphong.modules.drafting.notices import SECRET_FOUND
from vanphong.modules.drafting.policy import PURGE
from vanphong.modules.drafting.workflow import DRAFT

S = Draft.State
ReadingState = DraftVersion.ReadingState


@command(None, on="draft", label=vi("đọc và thẩm định dự thảo bằng máy"))
def record_version_reading(
    actor: Actor,
    /,
    *,
    draft: Draft,
    version: DraftVersion,
    read: FileRead,
    profile: str = "",
    findings: Sequence[dict[str, Any]] = (),
) -> DraftVersion:
    """Write down text, pages, signatures and findings; tell of a signature that waited to be screened."""
    if not actor.is_system:
        raise Forbidden(_("Việc này do hệ thống làm."))
    if read.text is not None:
        renditions.keep(version.blob, Rendition.Kind.TEXT, read.text)
        version.signatures = list(read.signatures)
    if read.searchable is not None:
        renditions.keep(version.blob, Rendition.Kind.SEARCHABLE, read.searchable)
    version.page_count = read.page_count or version.page_count
    version.name = names.held(held_as(version)) or version.name
    version.reading_state = ReadingState.FAILED if read.problem else ReadingState.DONE
    version.reading_message = read.problem[:500]
    version.profile, version.findings = profile, list(findings)
    version.save()
    blob = version.blob
    transaction.on_commit(lambda: names.drop(held_as(version)))
    transaction.on_commit(lambda: renditions.PagesRead(blob).drop())
    if version.kind == DraftVersion.Kind.SIGNED and draft.state == S.SIGNED:
        publish(actor, DraftSigned(draft.pk))
    return version


@command(PURGE, on="draft", label=vi("loại bỏ dự thảo có dấu mật"))
def purge_draft(actor: Actor, /, *, draft: Draft, found_level: str, where: str) -> Draft:
    """Remove a draft found to be secret, every version and copy of it; what stays tells when, who, level.

    Legal ground: Luật Bảo vệ bí mật nhà nước 117/2025/QH15, Điều 5 khoản 2.
    """
    if found_level not in LEVEL_NAMES:
        raise Invalid(_("Đồng chí chọn mức mật."), {"found_level": _("Mật, Tối mật hoặc Tuyệt mật.")})
    for held in (*draft.steps.all(), *draft.opinions.all()):
        held.version = None
        held.save()
    blobs = []
    for version in draft.versions.select_related("blob"):
        blobs.append(version.blob)
        names.drop(held_as(version))
        version.delete()
    for opinion in draft.opinions.all():
        opinion.text = opinion.answer_text = ""
        opinion.agrees = True
        opinion.answer = opinion.Answer.NONE
        opinion.save()
    draft.subject, draft.answers = "", None
    draft.checked_out_by = draft.checked_out_at = None
    if draft.state != S.PURGED:
        DRAFT.move(draft, S.PURGED)
    draft.save()
    note(f"Mức: {LEVEL_NAMES[found_level]}; thấy ở {where}.")
    tell(actor, SECRET_FOUND, about=draft, users=[draft.drafter_id], urgent=True)
    for blob in blobs:
        store.forget_unless_held(blob)
    return draft
