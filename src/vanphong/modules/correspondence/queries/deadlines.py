"""Choices of a deadline in working days."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from vanphong.kernel.calendar.queries import working_calendar
from vanphong.lib.dates import format_date

USUAL_DAYS = (1, 2, 3, 5, 7, 10, 15, 20, 30)


def due_choices(start: dt.date) -> list[tuple[str, str]]:
    """«5 ngày làm việc (30/11/2026)» for the usual numbers of days."""
    calendar = working_calendar()
    return [
        (
            str(days),
            _("{days} ngày làm việc ({due})").format(
                days=days, due=format_date(calendar.add_working_days(start, days).due)
            ),
        )
        for days in USUAL_DAYS
    ]
