"""Telling people of deadlines and of work nobody has opened: each level once, to those who can act on it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.db import transaction
from django.utils import timezone

from vanphong.kernel.actor import CHIEF, HEAD, Actor
from vanphong.kernel.calendar.queries import working_calendar
from vanphong.kernel.notifications.telling import tell
from vanphong.kernel.organisation.queries import holders_in_agency, holders_of, seats_of, today
from vanphong.modules.correspondence import notices
from vanphong.modules.correspondence.commands.distribution import people_of
from vanphong.modules.correspondence.levels import level_to_tell
from vanphong.modules.correspondence.models import AlertSent, Assignment
from vanphong.modules.correspondence.queries.alerts import open_work, stalled, stalled_since

STALLED = "stalled"
KINDS = {"yellow": notices.DUE_SOON, "red": notices.OVERDUE, "critical": notices.ESCALATED}


def tell_levels(day: dt.date | None = None) -> int:
    """Tell of every part whose deadline reached a new level; answers how many. It may be run again at will.

    Yellow goes to who holds the part, red to their head and who assigned it too, critical to the chief and
    the endorser too. Not a command: a notice is no act of the office and changes no record.
    """
    day, calendar, count = day or today(), working_calendar(), 0
    parts = list(open_work().filter(due_on__isnull=False, due_on__lte=day + dt.timedelta(days=40)))
    told = _told(parts)
    for part in parts:
        if part.due_on is None:
            continue
        level = level_to_tell(part.due_on, day, calendar, frozenset(told[part.pk, part.due_on]))
        if level is not None and level != "green":
            count += _tell_once(part, level, part.due_on, _listeners(part, level))
    return count


def tell_stalled(day: dt.date | None = None) -> int:
    """Tell whoever assigned it of work unseen for a whole working day; answers how many."""
    day, calendar, count = day or today(), working_calendar(), 0
    if not calendar.is_working_day(day):
        return 0
    for part in open_work().filter(stalled(stalled_since(day, calendar)), assigned_by_user__isnull=False):
        given_on = timezone.localdate(part.assigned_at)
        count += _tell_once(part, STALLED, given_on, {part.assigned_by_user_id or 0})
    return count


def _told(parts: list[Assignment]) -> dict[tuple[int, dt.date], set[str]]:
    found: dict[tuple[int, dt.date], set[str]] = defaultdict(set)
    rows = AlertSent.objects.filter(assignment__in=parts).exclude(level=STALLED)
    for pk, due_on, level in rows.values_list("assignment_id", "due_on", "level"):
        found[pk, due_on].add(level)
    return found


def _tell_once(part: Assignment, level: str, due_on: dt.date, users: set[int]) -> int:
    """The row and the notices together; whoever comes second finds the row and stays silent."""
    with transaction.atomic():
        _, new = AlertSent.objects.get_or_create(assignment=part, level=level, due_on=due_on)
        if new:
            kind = KINDS.get(level, notices.STALLED)
            urgent = level in ("red", "critical")
            tell(Actor.system(), kind, about=part.document, users=users, urgent=urgent)
    return int(new)


def _listeners(part: Assignment, level: str) -> set[int]:
    users = {user.pk for user in people_of(part)}
    if level in ("red", "critical"):
        users |= _heads(part)
        users |= {part.assigned_by_user_id} if part.assigned_by_user_id else set()
    if level == "critical":
        document = part.document
        users |= {user.pk for user in holders_in_agency(document.agency_id, CHIEF)}
        users |= set(document.endorsements.values_list("user_id", flat=True))
    return users


def _heads(part: Assignment) -> set[int]:
    """Who answers for the holder: the heads of the unit above a person's part, else of the person's units."""
    if part.parent is not None and part.parent.unit_id is not None:
        return {user.pk for user in holders_of(part.parent.unit_id, HEAD)}
    if part.user_id is None:
        return set()
    units = {seat.unit_id for seat in seats_of([part.user_id])[part.user_id]}
    return {user.pk for unit in units for user in holders_of(unit, HEAD)}
