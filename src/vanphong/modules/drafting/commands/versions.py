"""Versions of a draft: taken out to be changed, brought back, corrected by machine; each kept to the byte."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Conflict, Invalid, command, note
from vanphong.kernel.files import names, renditions, store
from vanphong.kernel.jobs.asking import ask
from vanphong.kernel.wording import vi
from vanphong.lib.appraisal import fix
from vanphong.lib.reading import inspect
from vanphong.lib.templates import TemplateError, make
from vanphong.lib.text import clean
from vanphong.lib.word.healing import heal_docx
from vanphong.lib.word.package import WordError
from vanphong.modules.correspondence.public import IncomingFile, refuse_unfit
from vanphong.modules.drafting.models import Draft, DraftVersion
from vanphong.modules.drafting.policy import APPRAISE, EDIT
from vanphong.modules.drafting.queries.templates import own_template, template_of
from vanphong.modules.drafting.record_types import DRAFT

READ = "drafting.read_version"
DRAFTED_AS = frozenset({inspect.DOCX, inspect.PDF})
Kind = DraftVersion.Kind
Origin = DraftVersion.Origin
ReadingState = DraftVersion.ReadingState


@command(EDIT, on="draft", label=vi("lấy dự thảo ra sửa"))
def check_out(actor: Actor, /, *, draft: Draft) -> Draft:
    """Say that one is changing the newest version, so that nobody else does at the same time."""
    _free(actor, draft)
    draft.checked_out_by_id = actor.person_id
    draft.checked_out_at = timezone.now()
    draft.save()
    return draft


@command(EDIT, on="draft", label=vi("thôi sửa dự thảo"))
def give_up_changes(actor: Actor, /, *, draft: Draft) -> Draft:
    """Let others change it again, without a new version."""
    if draft.checked_out_by is None:
        raise Conflict(_("Dự thảo không có ai đang sửa."))
    draft.checked_out_by = draft.checked_out_at = None
    draft.save()
    return draft


@command(EDIT, on="draft", label=vi("đưa bản mới của dự thảo"))
def check_in(actor: Actor, /, *, draft: Draft, file: IncomingFile, remark: str = "") -> DraftVersion:
    """Bring a new version; refused while somebody else is changing the draft."""
    _free(actor, draft)
    version = add_version(actor, draft, file, remark)
    draft.checked_out_by = draft.checked_out_at = None
    draft.save()
    return version


@command(EDIT, on="draft", label=vi("sửa lỗi trình bày bằng máy"))
def fix_by_machine(actor: Actor, /, *, draft: Draft) -> DraftVersion:
    """Make a version in which the safe faults of form are corrected; no letter of the text changes."""
    _free(actor, draft)
    return _fixed(actor, draft)


@command(APPRAISE, on="draft", label=vi("sửa lỗi trình bày bằng máy khi thẩm định"))
def fix_in_appraisal(actor: Actor, /, *, draft: Draft) -> DraftVersion:
    """The same by who appraises it."""
    return _fixed(actor, draft)


def _fixed(actor: Actor, draft: Draft) -> DraftVersion:
    latest = draft.latest
    if latest is None or latest.media_type != inspect.DOCX:
        raise Conflict(_("Máy chỉ sửa được tệp Word (.docx)."))
    if not any(one["fixable"] for one in latest.findings):
        raise Conflict(_("Bản này không có lỗi nào máy sửa được chắc chắn."))
    with (
        renditions.as_file(latest.blob, latest.media_type) as path,
        tempfile.TemporaryDirectory(dir=store.staging()) as place,
    ):
        out = Path(place) / "fixed.docx"
        done = fix(path, out, latest.profile or None)  # type: ignore[arg-type]
        blob = store.keep_path(out, inspect.DOCX)
    file = IncomingFile(latest.name, blob, inspect.DOCX, latest.page_count)
    words = _("{count} lỗi").format(count=sum(done.corrected.values()))
    return add_version(actor, draft, file, words, origin=Origin.CORRECTED)


@command(EDIT, on="draft", label=vi("chuyển phông cũ sang Unicode"))
def heal_fonts(actor: Actor, /, *, draft: Draft) -> DraftVersion:
    """Make a version in Unicode of one typed in TCVN3 or VNI fonts; what became of each word is seen beside it."""
    _free(actor, draft)
    latest = draft.latest
    if latest is None or latest.media_type != inspect.DOCX:
        raise Conflict(_("Máy chỉ sửa được tệp Word (.docx)."))
    try:
        content, healed = heal_docx(store.read_blob(latest.blob))
    except WordError as error:
        raise Conflict(error.message) from error
    if not healed:
        raise Conflict(_("Bản này không có đoạn nào gõ phông cũ."))
    file = IncomingFile(latest.name, store.keep_bytes(content, inspect.DOCX), inspect.DOCX, latest.page_count)
    words = _("{count} đoạn phông cũ sang Unicode").format(count=len(healed))
    return add_version(actor, draft, file, words, origin=Origin.CORRECTED)


def _free(actor: Actor, draft: Draft) -> None:
    """Raises Conflict where somebody else is changing the draft."""
    other = draft.checked_out_by
    if other is not None and other.pk != actor.person_id and draft.checked_out_at is not None:
        since = timezone.localtime(draft.checked_out_at)
        words = _("Đồng chí {person} đang sửa bản này từ {moment}. Đồng chí chờ, hoặc chọn «Thôi sửa».")
        raise Conflict(words.format(person=other, moment=f"{since:%d/%m %H:%M}"))


def from_template(actor: Actor, draft: Draft) -> DraftVersion:
    """The first version, made from the template of the type with what is known filled in."""
    chosen = template_of(draft)
    try:
        content = make(chosen.type_name, chosen.issuer, None, chosen.values, template=own_template(draft))
    except TemplateError as error:
        words = _("Loại «{kind}» chưa có mẫu. Đồng chí chọn tệp đã soạn sẵn, hoặc chọn loại khác.")
        raise Invalid(
            words.format(kind=draft.document_type.name), {"file": _("Đồng chí chọn tệp.")}
        ) from error
    blob = store.keep_bytes(content, inspect.DOCX)
    name = names.tidy(f"{draft.document_type.name} {draft.subject[:80]}.docx")
    file = IncomingFile(name, blob, inspect.DOCX, 1)
    return add_version(actor, draft, file, "", origin=Origin.TEMPLATE)


def add_version(
    actor: Actor,
    draft: Draft,
    file: IncomingFile,
    remark: str,
    kind: str = Kind.MAIN,
    origin: str = Origin.BROUGHT,
) -> DraftVersion:
    """One more version, its name kept back until it is read; within a running command."""
    if kind == Kind.MAIN:
        check_file(file)
    last = draft.latest
    if last is not None and last.blob_id == file.blob.pk and kind == last.kind:
        words = _("Tệp này giống hệt bản {number} đang có. Đồng chí lưu tệp vừa sửa rồi đưa lên lại.")
        raise Conflict(words.format(number=last.number))
    version = DraftVersion(
        draft=draft,
        number=(last.number if last else 0) + 1,
        kind=kind,
        origin=origin,
        blob=file.blob,
        media_type=file.media_type,
        page_count=file.page_count or 0,
        made_by_id=actor.user_id,
        remark=clean(remark)[:300],
    )
    version.save()
    names.hold(held_as(version), file.name)
    note(_("Bản {number}.").format(number=version.number))
    ask(actor, READ, about=DRAFT.reference(draft), priority=1, version_id=version.pk)
    return version


def check_file(file: IncomingFile) -> None:
    """Refuse what cannot be a draft: other kinds of files, macros, broken or locked ones."""
    if file.media_type == inspect.DOCM or "macro" in file.active_content:
        words = _(
            "{name}: tệp có macro nên không nhận. Đồng chí mở bằng Word, lưu lại thành «Word Document "
            "(.docx)» rồi đưa lên."
        ).format(name=file.name)
        raise Invalid(words, {"file": words})
    refuse_unfit(file, "file")
    if file.media_type not in DRAFTED_AS:
        words = _("Dự thảo là tệp Word (.docx) hoặc PDF. Đồng chí lưu lại thành .docx rồi đưa lên.")
        raise Invalid(words, {"file": words})


def held_as(version: DraftVersion) -> str:
    """Under which key its name waits to be read."""
    return f"draft-{version.pk}"


def shown_name(version: DraftVersion) -> str:
    """The file's own name, also while it still waits to be read."""
    return names.held(held_as(version)) or version.name or str(version.get_kind_display())
