"""Submitting to a leader with a proposal, and the leader's endorsement (bút phê)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models.functions import Now
from django.utils.translation import gettext as _

from vanphong.kernel.actor import CHIEF, DEPUTY_CHIEF, LEADER, REGISTRAR, Actor
from vanphong.kernel.commands import Conflict, Invalid, command, note
from vanphong.kernel.identity.models import User
from vanphong.kernel.notifications.telling import tell
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.organisation.queries import holders_in_agency, today
from vanphong.kernel.wording import vi
from vanphong.lib.text import clean
from vanphong.modules.correspondence import notices
from vanphong.modules.correspondence.commands.distribution import Recipients, distribute, settle
from vanphong.modules.correspondence.models import Endorsement, IncomingDocument, Submission
from vanphong.modules.correspondence.policy import ENDORSE, SUBMIT, WITHDRAW
from vanphong.modules.correspondence.workflow import INCOMING

S = IncomingDocument.State


def possible_endorsers(agency_id: int) -> list[User]:
    """To whom a document of the agency may be submitted: its leaders, then the chief and deputies."""
    return holders_in_agency(agency_id, LEADER, CHIEF, DEPUTY_CHIEF)


@command(SUBMIT, on="document", label=vi("trình văn bản"))
def submit_document(
    actor: Actor,
    /,
    *,
    document: IncomingDocument,
    to_user: User,
    proposal: str = "",
    summary: str = "",
    lead: Unit | None = None,
    collaborators: Sequence[Unit] = (),
    information: Sequence[Unit] = (),
    due_on: dt.date | None = None,
) -> Submission:
    """Submit a registered document with the office's proposal (phiếu trình)."""
    if to_user not in possible_endorsers(document.agency_id):
        raise Invalid(
            _("Đồng chí {to_user} không giữ chức vụ nhận trình ở cơ quan này.").format(to_user=to_user),
            {"to_user": _("Đồng chí chọn người khác.")},
        )
    if to_user.pk == actor.person_id:
        raise Invalid(_("Đồng chí không tự trình cho mình."), {"to_user": _("Đồng chí chọn người khác.")})
    if due_on is not None and due_on < today():
        raise Invalid(_("Hạn đề xuất đã qua."), {"due_on": _("Hạn phải từ hôm nay trở đi.")})
    if document.submissions.filter(state=Submission.State.PENDING, to_user=to_user).exists():
        raise Conflict(_("Văn bản đang chờ ý kiến đồng chí {to_user}.").format(to_user=to_user))
    submission = Submission(
        document=document,
        to_user=to_user,
        submitted_by_id=actor.user_id,
        summary=clean(summary, keep_lines=True),
        proposal=clean(proposal, keep_lines=True),
        proposed_lead=lead,
        proposed_collaborators=[unit.pk for unit in collaborators if unit != lead],
        proposed_information=[unit.pk for unit in information if unit != lead and unit not in collaborators],
        proposed_due_on=due_on,
    )
    submission.save()
    submission.refresh_from_db()
    if document.state != S.PENDING_ENDORSEMENT:
        INCOMING.move(document, S.PENDING_ENDORSEMENT)
        document.save()
    note(f"Trình đồng chí {to_user}.")
    tell(actor, notices.SUBMITTED, about=document, users=[to_user], urgent=document.urgency != "NORMAL")
    return submission


def _pending(document: IncomingDocument, actor: Actor) -> Submission:
    found = (
        document.submissions.select_for_update()
        .filter(state=Submission.State.PENDING, to_user_id=actor.person_id)
        .order_by("-id")
        .first()
    )
    if found is None:
        raise Conflict(_("Văn bản này không còn chờ ý kiến của đồng chí."))
    result: Submission = found
    return result


def leave_endorsement(document: IncomingDocument, to: str) -> None:
    """Move on unless another leader's opinion is still awaited; work already given out goes on."""
    if document.state != S.PENDING_ENDORSEMENT:
        return
    if document.submissions.filter(state=Submission.State.PENDING).exists():
        return
    given = document.assignments.filter(parent__isnull=True).exclude(state__in=["returned", "recalled"])
    INCOMING.move(document, S.IN_PROGRESS if given.exists() else to)
    document.save()
    settle(document)


def _before_endorsement(document: IncomingDocument) -> str:
    """The step a document falls back to when nobody's opinion is awaited any more."""
    return S.PENDING_DISTRIBUTION if document.endorsements.exists() else S.PENDING_SUBMISSION


@command(WITHDRAW, on="document", label=vi("rút phiếu trình"))
def withdraw_submission(actor: Actor, /, *, document: IncomingDocument, reason: str = "") -> IncomingDocument:
    """Take back all pending submissions; the leader's trail keeps that it was there."""
    pending = list(document.submissions.select_for_update().filter(state=Submission.State.PENDING))
    if not pending:
        raise Conflict(_("Không còn phiếu trình nào đang chờ."))
    for submission in pending:
        submission.state, submission.ended_at = Submission.State.WITHDRAWN, Now()
        submission.save()
    if reason:
        note(reason)
    leave_endorsement(document, _before_endorsement(document))
    return document


@command(ENDORSE, on="document", label=vi("cho ý kiến"))
def endorse_document(
    actor: Actor,
    /,
    *,
    document: IncomingDocument,
    text: str = "",
    as_proposed: bool = False,
    lead: Unit | None = None,
    collaborators: Sequence[Unit] = (),
    information: Sequence[Unit] = (),
    due_on: dt.date | None = None,
) -> Endorsement:
    """A leader's endorsement. Naming a lead unit distributes at once; else the office distributes.

    Where work was given out before, or another leader is still asked, the office distributes too. With
    `as_proposed` the proposal of the slip is taken over where the leader names nothing else.
    """
    submission = _pending(document, actor)
    if as_proposed:
        lead = lead or submission.proposed_lead
        collaborators = collaborators or list(Unit.objects.filter(pk__in=submission.proposed_collaborators))
        information = information or list(Unit.objects.filter(pk__in=submission.proposed_information))
        due_on = due_on or submission.proposed_due_on
        text = text or "Đồng ý theo đề xuất."
    if not text.strip() and lead is None:
        raise Invalid(_("Đồng chí ghi ý kiến hoặc chọn đơn vị chủ trì."), {"text": _("Còn thiếu ý kiến.")})
    if due_on is not None and due_on < today():
        raise Invalid(_("Hạn đã qua."), {"due_on": _("Hạn phải từ hôm nay trở đi.")})
    words = clean(text, keep_lines=True) or f"Giao {lead.label if lead else ''} chủ trì."
    endorsement = Endorsement(
        document=document,
        submission=submission,
        user=User.objects.get(pk=actor.person_id),
        entered_by=actor.name if actor.on_behalf else "",
        text=words,
        as_proposed=as_proposed,
        due_on=due_on,
    )
    endorsement.save()
    endorsement.refresh_from_db()
    submission.state, submission.ended_at = Submission.State.ENDORSED, Now()
    submission.save()
    leave_endorsement(document, S.PENDING_DISTRIBUTION)
    if lead is not None and document.state == S.PENDING_DISTRIBUTION:
        distribute(
            actor,
            document,
            Recipients(lead=lead, collaborators=tuple(collaborators), information=tuple(information)),
            due_on=due_on,
            instruction=words,
        )
    waiting = {submission.submitted_by_id} if submission.submitted_by_id else set()
    waiting |= {user.pk for user in holders_in_agency(document.agency_id, REGISTRAR)}
    tell(actor, notices.ENDORSED, about=document, users=waiting)
    return endorsement


@command(ENDORSE, on="document", label=vi("trả lại phiếu trình"))
def return_submission(actor: Actor, /, *, document: IncomingDocument, reason: str) -> Submission:
    """A leader sends the slip back with a reason: more is needed before an opinion."""
    if not reason.strip():
        raise Invalid(_("Trả lại phải có lý do."), {"reason": _("Đồng chí ghi lý do.")})
    submission = _pending(document, actor)
    submission.state, submission.ended_at = Submission.State.RETURNED, Now()
    submission.return_reason = clean(reason)[:500]
    submission.save()
    leave_endorsement(document, _before_endorsement(document))
    note(reason)
    waiting = [submission.submitted_by_id] if submission.submitted_by_id else []
    tell(actor, notices.SUBMISSION_RETURNED, about=document, users=waiting)
    return submission
