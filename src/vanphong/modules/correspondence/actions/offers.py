"""When an action makes sense at all, seen by who looks and how the document stands."""

from __future__ import annotations

from typing import Any

from vanphong.kernel.access.rows import fetched, with_many
from vanphong.kernel.actor import CHIEF, DEPUTY_CHIEF, REGISTRAR, Actor
from vanphong.kernel.organisation.queries import today
from vanphong.modules.correspondence.commands.distribution import (
    HEADS,
)
from vanphong.modules.correspondence.commands.handling import (
    holds,
    wishes,
)
from vanphong.modules.correspondence.levels import alert
from vanphong.modules.correspondence.models import (
    Assignment,
    Bookmark,
    IncomingDocument,
    Submission,
)

S = IncomingDocument.State


def when_in(*states: str) -> Any:
    return lambda _actor, document: document.state in states


def is_asked(actor: Actor, document: IncomingDocument) -> bool:
    slips = document.submissions.filter(to_user_id=actor.person_id, state=Submission.State.PENDING)
    return document.state == S.PENDING_ENDORSEMENT and slips.exists()


def for_office(*states: str) -> Any:
    """Offered to the clerk and the chiefs only: to others the words would be noise."""
    return lambda actor, document: document.state in states and actor.has_role(REGISTRAR, CHIEF, DEPUTY_CHIEF)


def may_conclude(actor: Actor, document: IncomingDocument) -> bool:
    """Nobody works on it any more."""
    if not for_office(S.PENDING_SUBMISSION, S.PENDING_DISTRIBUTION, S.IN_PROGRESS, S.HANDLED)(
        actor, document
    ):
        return False
    copies = Assignment.Role.INFORMATION
    return not any(part.is_open and part.role != copies for part in document.assignments.all())


def parts(actor: Actor, document: IncomingDocument, *states: str) -> list[Assignment]:
    """The actor's own parts in those states (open ones when none is named)."""
    wanted = states or Assignment.OPEN_STATES
    return [part for part in document.assignments.all() if part.state in wanted and holds(actor, part)]


def has_own_part(actor: Actor, document: IncomingDocument) -> bool:
    return bool(parts(actor, document))


def has_working_part(actor: Actor, document: IncomingDocument) -> bool:
    return any(part.role != Assignment.Role.INFORMATION for part in parts(actor, document))


def has_unit_part(actor: Actor, document: IncomingDocument) -> bool:
    return any(part.unit_id in actor.units_as(*HEADS) for part in parts(actor, document))


def has_copy(actor: Actor, document: IncomingDocument) -> bool:
    return any(part.role == Assignment.Role.INFORMATION for part in parts(actor, document))


def has_unreceived_part(actor: Actor, document: IncomingDocument) -> bool:
    return bool(parts(actor, document, Assignment.State.UNSEEN, Assignment.State.SEEN))


def may_decide_extension(actor: Actor, document: IncomingDocument) -> bool:
    return bool(wishes(actor, document))


def is_recallable(actor: Actor, document: IncomingDocument) -> bool:
    return actor.has_role(CHIEF, DEPUTY_CHIEF) and any(part.is_open for part in document.assignments.all())


def follows(actor: Actor, document: IncomingDocument) -> bool:
    if not fetched(document, "bookmarks"):
        with_many([document], "bookmarks", Bookmark.objects.order_by())
    return any(mark.user_id == actor.user_id for mark in document.bookmarks.all())


def for_clerk(actor: Actor, _document: IncomingDocument) -> bool:
    return actor.has_role(REGISTRAR)


def is_first_submission(actor: Actor, document: IncomingDocument) -> bool:
    """The clerk submits what nobody has seen; what came back with an opinion is for distribution."""
    return actor.has_role(REGISTRAR) and document.state == S.PENDING_SUBMISSION


def has_undivided_part(actor: Actor, document: IncomingDocument) -> bool:
    """The unit has the work, none of its people has."""
    divided = {part.parent_id for part in document.assignments.all() if part.is_open}
    return any(
        part.unit_id in actor.units_as(*HEADS) and part.pk not in divided for part in parts(actor, document)
    )


def has_part_to_finish(actor: Actor, document: IncomingDocument) -> bool:
    """Nothing else of the actor's comes first: neither sharing the work out nor granting more time."""
    return not has_undivided_part(actor, document) and not may_decide_extension(actor, document)


def is_pressing(actor: Actor, document: IncomingDocument) -> bool:
    """In work, its day near or past, and the actor is no worker of it."""
    found = alert(document.due_on, today())
    if found is None or found.level == "green" or document.state != S.IN_PROGRESS:
        return False
    return not has_own_part(actor, document) and not may_conclude(actor, document)


def is_unfiled(_actor: Actor, document: IncomingDocument) -> bool:
    return document.state in (S.HANDLED, S.CLOSED) and not document.filed


def is_settled(_actor: Actor, document: IncomingDocument) -> bool:
    """The book entry is seldom corrected once the document has gone on."""
    return document.state != S.PENDING_SUBMISSION


def is_at_work(_actor: Actor, document: IncomingDocument) -> bool:
    return document.state not in (S.HANDLED, S.CLOSED)
