"""Which parts ask for attention: not opened in time, near or past their day."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils import timezone

from vanphong.lib.working_days import WorkingCalendar
from vanphong.modules.correspondence.levels import stalled_before
from vanphong.modules.correspondence.models import Assignment, IncomingDocument

WORKED_ON = (
    IncomingDocument.State.PENDING_ENDORSEMENT,
    IncomingDocument.State.PENDING_DISTRIBUTION,
    IncomingDocument.State.IN_PROGRESS,
)


def stalled_since(today: dt.date, calendar: WorkingCalendar) -> dt.datetime:
    """What was given out before this moment has had a whole working day to be opened."""
    return dt.datetime.combine(stalled_before(today, calendar), dt.time(), timezone.get_current_timezone())


def stalled(since: dt.datetime) -> Q:
    """Parts to work on, given out before that moment, that nobody has opened."""
    working = (Assignment.Role.LEAD, Assignment.Role.COLLABORATOR)
    return Q(state=Assignment.State.UNSEEN, role__in=working, assigned_at__lt=since)


def open_work() -> QuerySet[Assignment]:
    """Open parts to work on of documents under way."""
    return (
        Assignment.objects.filter(
            state__in=Assignment.OPEN_STATES,
            role__in=(Assignment.Role.LEAD, Assignment.Role.COLLABORATOR),
            document__state__in=WORKED_ON,
        )
        .select_related("document", "unit", "user", "parent")
        .order_by("pk")
    )
