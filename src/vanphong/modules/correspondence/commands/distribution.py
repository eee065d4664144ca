"""Distributing to units and people in parallel; recall, reassignment, reminders."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from vanphong.kernel.actor import CHIEF, DEPUTY_CHIEF, HEAD, LEADER, Actor
from vanphong.kernel.commands import Conflict, Forbidden, Invalid, command, note
from vanphong.kernel.identity.models import User
from vanphong.kernel.notifications.telling import tell
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.organisation.queries import holders_of, today
from vanphong.kernel.wording import vi
from vanphong.lib.text import clean
from vanphong.modules.correspondence import notices
from vanphong.modules.correspondence.models import Assignment, HandlingNote, IncomingDocument
from vanphong.modules.correspondence.policy import DISTRIBUTE, REASSIGN, RECALL, REMIND
from vanphong.modules.correspondence.workflow import ASSIGNMENT, INCOMING

S, A = IncomingDocument.State, Assignment.State
R = Assignment.Role
HEADS = (HEAD, CHIEF, DEPUTY_CHIEF, LEADER)


@dataclass(frozen=True, slots=True)
class Recipients:
    """Who gets a document: one lead, any number coordinating or for information, units and people alike."""

    lead: Unit | User | None = None
    collaborators: tuple[Unit | User, ...] = ()
    information: tuple[Unit | User, ...] = ()

    def pairs(self) -> Iterable[tuple[Unit | User, str]]:
        """Each recipient once, in the strongest role."""
        seen: set[tuple[str, int]] = set()
        for who, role in (
            *(((self.lead, R.LEAD),) if self.lead is not None else ()),
            *((who, R.COLLABORATOR) for who in self.collaborators),
            *((who, R.INFORMATION) for who in self.information),
        ):
            key = (type(who).__name__, who.pk)
            if key not in seen:
                seen.add(key)
                yield who, role


def people_of(assignment: Assignment) -> list[User]:
    """Who is told about an assignment: the person, or those in charge of the unit (all of it if none is)."""
    if assignment.user is not None:
        return [assignment.user]
    if assignment.unit is None:
        return []
    return holders_of(assignment.unit.pk, *HEADS) or holders_of(assignment.unit.pk)


def distribute(
    actor: Actor,
    document: IncomingDocument,
    recipients: Recipients,
    *,
    due_on: dt.date | None,
    instruction: str,
    due_reason: str = "",
) -> list[Assignment]:
    """Write the assignments (inside a command). One lead a document; a second lead must replace the first."""
    pairs = list(recipients.pairs())
    if not pairs:
        raise Invalid(
            _("Đồng chí chọn ít nhất một đơn vị hoặc một người."),
            {"lead": _("Còn thiếu nơi nhận.")},
        )
    has_lead = document.assignments.filter(
        role=R.LEAD, parent__isnull=True, state__in=[*Assignment.OPEN_STATES, A.DONE]
    ).exists()
    if has_lead and recipients.lead is not None:
        raise Conflict(
            _("Văn bản đã có nơi chủ trì. Đồng chí thu hồi nơi chủ trì cũ trước khi giao nơi khác.")
        )
    if not has_lead and recipients.lead is None and any(role == R.COLLABORATOR for _, role in pairs):
        raise Invalid(
            _("Có nơi phối hợp thì phải có một nơi chủ trì."),
            {"lead": _("Còn thiếu nơi chủ trì.")},
        )
    made = []
    for who, role in pairs:
        taken = document.assignments.filter(parent__isnull=True, state__in=Assignment.OPEN_STATES)
        same = taken.filter(unit=who) if isinstance(who, Unit) else taken.filter(user=who)
        if same.exists():
            raise Conflict(_("{who} đang được giao văn bản này rồi.").format(who=who))
        assignment = Assignment(
            document=document,
            unit=who if isinstance(who, Unit) else None,
            user=who if isinstance(who, User) else None,
            role=role,
            due_on=due_on if role != R.INFORMATION else None,
            due_reason=due_reason if role != R.INFORMATION else "",
            instruction=clean(instruction, keep_lines=True),
            assigned_by=actor.principal_name if actor.on_behalf else actor.name,
            assigned_by_user_id=actor.user_id,
        )
        assignment.save()
        made.append(assignment)
        kind = notices.INFORMED if role == R.INFORMATION else notices.ASSIGNED
        tell(actor, kind, about=document, users=people_of(assignment), urgent=document.urgency != "NORMAL")
    if due_on is not None and recipients.lead is not None:
        document.due_on, document.due_reason = due_on, due_reason
    if document.state != S.IN_PROGRESS:
        INCOMING.move(document, S.IN_PROGRESS)
    document.save()
    return made


@command(DISTRIBUTE, on="document", label=vi("phân phối văn bản"))
def distribute_document(
    actor: Actor,
    /,
    *,
    document: IncomingDocument,
    lead: Unit | None = None,
    lead_user: User | None = None,
    collaborators: Sequence[Unit] = (),
    collaborator_users: Sequence[User] = (),
    information: Sequence[Unit] = (),
    information_users: Sequence[User] = (),
    due_on: dt.date | None = None,
    due_reason: str = "",
    instruction: str = "",
) -> IncomingDocument:
    """Hand the document to units and people in parallel (NĐ 30/2020/NĐ-CP art. 23, by analogy)."""
    if lead is not None and lead_user is not None:
        raise Invalid(
            _("Chỉ một nơi chủ trì."),
            {"lead_user": _("Chọn đơn vị hoặc người, không chọn cả hai.")},
        )
    if due_on is not None and due_on < today():
        raise Invalid(_("Hạn đã qua."), {"due_on": _("Hạn phải từ hôm nay trở đi.")})
    distribute(
        actor,
        document,
        Recipients(
            lead or lead_user, (*collaborators, *collaborator_users), (*information, *information_users)
        ),
        due_on=due_on,
        instruction=instruction,
        due_reason=due_reason,
    )
    return document


def settle(document: IncomingDocument) -> None:
    """Pass to «đã xử lý» when no working part is open; back to «chờ phân phối» when none is left at all."""
    if document.state != S.IN_PROGRESS:
        return
    working = document.assignments.exclude(role=R.INFORMATION).filter(parent__isnull=True)
    if working.filter(state__in=Assignment.OPEN_STATES).exists():
        return
    if working.filter(state=A.DONE).exists() or _only_read(document):
        INCOMING.move(document, S.HANDLED)
    elif not document.assignments.filter(state__in=[*Assignment.OPEN_STATES, A.DONE]).exists():
        INCOMING.move(document, S.PENDING_DISTRIBUTION)
    document.save()


def _only_read(document: IncomingDocument) -> bool:
    """Whether it was given out for information alone and everyone has read it."""
    kept = list(document.assignments.exclude(state__in=[A.RETURNED, A.RECALLED]))
    return bool(kept) and all(part.role == R.INFORMATION and part.state == A.DONE for part in kept)


def locked_assignment(document: IncomingDocument, assignment: Assignment) -> Assignment:
    """The assignment, locked, if it belongs to the document."""
    found = document.assignments.select_for_update(of=("self",)).filter(pk=assignment.pk).first()
    if found is None:
        raise Conflict(_("Phân công này không còn."))
    result: Assignment = found
    return result


@command(RECALL, on="document", label=vi("thu hồi phân công"))
def recall_assignment(
    actor: Actor, /, *, document: IncomingDocument, assignment: Assignment, reason: str
) -> Assignment:
    """Take an assignment back: it admits nobody to the document any more; who had opened it stays shown."""
    if not reason.strip():
        raise Invalid(_("Thu hồi phải có lý do."), {"reason": _("Đồng chí ghi lý do.")})
    row = locked_assignment(document, assignment)
    parts = [*row.children.select_for_update().filter(state__in=Assignment.OPEN_STATES), row]
    told = [person for part in parts for person in people_of(part)]
    for part in parts:
        ASSIGNMENT.move(part, A.RECALLED)
        part.ended_reason = clean(reason)[:500]
        part.save()
    note(f"{row.owner_label}: {reason}")
    tell(actor, notices.RECALLED, about=document, users=told)
    settle(document)
    return row


@command(REASSIGN, on="document", label=vi("phân công trong đơn vị"))
def reassign(
    actor: Actor,
    /,
    *,
    document: IncomingDocument,
    assignment: Assignment,
    user: User,
    due_on: dt.date | None = None,
    instruction: str = "",
) -> Assignment:
    """The head of a unit gives its part to one of its people; the unit stays answerable."""
    row = locked_assignment(document, assignment)
    if row.unit_id is None or row.unit_id not in actor.units_as(*HEADS):
        raise Forbidden(_("Chỉ người phụ trách đơn vị được giao mới phân công lại trong đơn vị."))
    if not row.is_open:
        raise Conflict(_("Phần việc này đã xong hoặc đã trả lại."))
    if user not in holders_of(row.unit_id):
        raise Invalid(
            _("Đồng chí {user} không thuộc đơn vị.").format(user=user),
            {"user": _("Đồng chí chọn người trong đơn vị.")},
        )
    if due_on is not None and due_on < today():
        raise Invalid(_("Hạn đã qua."), {"due_on": _("Hạn phải từ hôm nay trở đi.")})
    if due_on is not None and row.due_on is not None and due_on > row.due_on:
        raise Invalid(
            _("Hạn của người xử lý không sau hạn của đơn vị ({due_on:%d/%m/%Y}).").format(due_on=row.due_on),
            {"due_on": _("Hạn quá muộn.")},
        )
    if row.children.filter(user=user, state__in=Assignment.OPEN_STATES).exists():
        raise Conflict(_("Đồng chí {user} đang giữ phần việc này.").format(user=user))
    part = Assignment(
        document=document,
        parent=row,
        user=user,
        unit_id=None,
        role=row.role,
        due_on=due_on or row.due_on,
        instruction=clean(instruction, keep_lines=True),
        assigned_by=actor.principal_name if actor.on_behalf else actor.name,
        assigned_by_user_id=actor.user_id,
    )
    part.save()
    if row.state in (A.UNSEEN, A.SEEN, A.RECEIVED):
        ASSIGNMENT.move(row, A.IN_PROGRESS)
        row.save()
    tell(actor, notices.ASSIGNED, about=document, users=[user])
    return part


@command(REMIND, on="document", label=vi("đôn đốc"))
def remind(
    actor: Actor, /, *, document: IncomingDocument, assignment: Assignment | None = None, text: str = ""
) -> HandlingNote:
    """Remind who holds the work (all open parts, or one), in writing."""
    held = document.assignments.filter(state__in=Assignment.OPEN_STATES).exclude(role=R.INFORMATION)
    if document.state == S.PENDING_ENDORSEMENT and assignment is None:
        held = held.none()
    if assignment is not None:
        held = held.filter(pk=assignment.pk)
    people = {user for part in held.select_related("unit", "user") for user in people_of(part)}
    if document.state == S.PENDING_ENDORSEMENT and assignment is None:
        people |= {s.to_user for s in document.submissions.filter(state="pending").select_related("to_user")}
    if not people:
        raise Conflict(_("Không còn ai đang giữ việc này để đôn đốc."))
    written = HandlingNote(
        document=document,
        assignment=assignment,
        kind=HandlingNote.Kind.REMINDER,
        text=clean(text, keep_lines=True) or "Đề nghị đồng chí xử lý đúng hạn.",
        author_id=actor.user_id,
    )
    written.save()
    tell(actor, notices.REMINDED, about=document, users=people)
    return written
