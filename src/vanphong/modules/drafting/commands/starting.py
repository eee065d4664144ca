"""A draft begun, its head changed, given up and taken back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Forbidden, Invalid, command, note
from vanphong.kernel.identity.models import User
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.organisation.queries import today
from vanphong.kernel.wording import vi
from vanphong.lib.text import clean
from vanphong.modules.catalogues.public import DocumentType
from vanphong.modules.correspondence.public import IncomingDocument, IncomingFile, Urgency
from vanphong.modules.drafting.commands.versions import add_version, from_template
from vanphong.modules.drafting.models import Draft
from vanphong.modules.drafting.policy import CANCEL, EDIT, RESTORE, START
from vanphong.modules.drafting.queries.people import bodies_of, possible_signers
from vanphong.modules.drafting.workflow import DRAFT
from vanphong.modules.records.public import CaseFile

S = Draft.State


@dataclass(frozen=True, slots=True)
class Head:
    """What a draft is to be: in whose name, of which type, about what, signed by whom, by when."""

    issuing_body: Unit
    document_type: DocumentType
    subject: str
    signer: User | None = None
    urgency: str = Urgency.NORMAL
    due_on: dt.date | None = None
    case_file: CaseFile | None = None


@command(START, on=Draft, label=vi("soạn dự thảo"))
def start_draft(
    actor: Actor,
    /,
    *,
    unit: Unit,
    head: Head,
    file: IncomingFile | None = None,
    answers: IncomingDocument | None = None,
) -> Draft:
    """Begin a draft from a file, or from the template of its type; `unit` is the drafter's own."""
    if actor.person_id is None:
        raise Forbidden(_("Dự thảo phải có người soạn."))
    if unit.pk not in actor.units_as():
        raise Forbidden(_("Đồng chí không giữ chức vụ ở {unit}.").format(unit=unit.label))
    agency = unit if unit.is_agency or unit.agency is None else unit.agency
    draft = Draft(agency=agency, unit=unit, drafter_id=actor.person_id, answers=answers)
    _fill(draft, head)
    draft.save()
    if file is not None:
        add_version(actor, draft, file, "")
    else:
        from_template(actor, draft)
    return draft


@command(EDIT, on="draft", label=vi("sửa thông tin dự thảo"))
def change_draft(actor: Actor, /, *, draft: Draft, head: Head) -> Draft:
    """Change what the draft is to be; its versions stay as they are."""
    _fill(draft, head)
    draft.save()
    return draft


def _fill(draft: Draft, head: Head) -> None:
    if not clean(head.subject):
        words = _("Đồng chí ghi trích yếu: văn bản về việc gì.")
        raise Invalid(words, {"subject": words})
    if not bodies_of(draft.agency).filter(pk=head.issuing_body.pk).exists():
        words = _("{agency} không soạn văn bản của {body}.")
        raise Invalid(
            words.format(agency=draft.agency.label, body=head.issuing_body.label),
            {"issuing_body": _("Đồng chí chọn cơ quan khác.")},
        )
    if head.signer is not None and head.signer not in possible_signers(draft.agency_id):
        words = _("Đồng chí {signer} không giữ chức vụ được ký ở cơ quan này.")
        raise Invalid(words.format(signer=head.signer), {"signer": _("Đồng chí chọn người khác.")})
    if head.due_on is not None and head.due_on < today() and head.due_on != draft.due_on:
        raise Invalid(_("Hạn ban hành đã qua."), {"due_on": _("Hạn phải từ hôm nay trở đi.")})
    draft.issuing_body, draft.document_type = head.issuing_body, head.document_type
    draft.subject, draft.signer, draft.urgency = clean(head.subject)[:1000], head.signer, head.urgency
    draft.due_on, draft.case_file = head.due_on, head.case_file


@command(CANCEL, on="draft", label=vi("hủy dự thảo"))
def cancel_draft(actor: Actor, /, *, draft: Draft, reason: str) -> Draft:
    """Give a draft up; versions and opinions stay, and it can be taken back."""
    if not clean(reason):
        raise Invalid(_("Đồng chí ghi lý do hủy."), {"reason": _("Đồng chí ghi lý do.")})
    DRAFT.move(draft, S.CANCELLED)
    draft.checked_out_by = draft.checked_out_at = None
    draft.save()
    note(clean(reason))
    return draft


@command(RESTORE, on="draft", label=vi("lấy lại dự thảo đã hủy"))
def restore_draft(actor: Actor, /, *, draft: Draft) -> Draft:
    """Take back what was given up."""
    DRAFT.move(draft, S.DRAFTING)
    draft.save()
    return draft
