"""Deadlines and stalled work: each level is told once, in time, to those who can act, on working days."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from vanphong.kernel import access
from vanphong.kernel.notifications.telling import notices
from vanphong.lib.working_days import WorkingCalendar, shipped_calendar
from vanphong.modules.correspondence.commands.alerting import tell_levels, tell_stalled
from vanphong.modules.correspondence.commands.distribution import reassign
from vanphong.modules.correspondence.commands.handling import ask_extension, decide_extension, record_viewing
from vanphong.modules.correspondence.levels import (
    ORDER,
    alert,
    level_to_tell,
    stalled_before,
    working_days_left,
)
from vanphong.modules.correspondence.lists import INCOMING_LIST
from vanphong.modules.correspondence.models import AlertSent, IncomingDocument
from vanphong.testing import correspondence as build
from vanphong.testing.personas import Office

DAY = dt.timedelta(days=1)
MONDAY = dt.date(2026, 11, 23)
SHIPPED = shipped_calendar()


@st.composite
def calendars(draw: st.DrawFn) -> WorkingCalendar:
    """A calendar with holidays and worked week-ends around the days of the tests."""
    days = st.integers(-5, 40).map(lambda n: MONDAY + n * DAY)
    off = draw(st.sets(days, max_size=12))
    worked = draw(st.sets(days, max_size=4)) - off
    return WorkingCalendar(dict.fromkeys(off, "nghỉ"), dict.fromkeys(worked, "làm bù"))


@given(calendars(), st.integers(0, 25), st.integers(0, 20), st.integers(0, 12))
def test_each_level_is_told_once_in_order_on_working_days(
    calendar: WorkingCalendar, due_in: int, start: int, missed: int
) -> None:
    due = MONDAY + due_in * DAY
    told: list[tuple[dt.date, str]] = []
    for offset in range(start, 40):
        today = MONDAY + offset * DAY
        if start < offset <= start + missed:
            continue  # the machine stood still for some days
        level = level_to_tell(due, today, calendar, frozenset(name for _, name in told))
        if level is not None:
            told.append((today, level))
    levels = [level for _, level in told]
    assert levels == sorted(set(levels), key=lambda name: ORDER.index(name))  # type: ignore[arg-type]
    assert "green" not in levels
    assert all(calendar.is_working_day(day) for day, _ in told)
    for day, level in told:
        found = alert(due, day)
        assert found is not None
        # Only yellow may come before its time, and then because no working day lies between.
        if found.level != level:
            assert (found.level, level) == ("green", "yellow")
            assert not any(calendar.is_working_day(day + n * DAY) for n in range(1, (due - day).days - 2))


@given(calendars(), st.integers(5, 25))
def test_whoever_can_still_act_is_warned_before_the_day(calendar: WorkingCalendar, due_in: int) -> None:
    due = MONDAY + due_in * DAY
    days = [MONDAY + n * DAY for n in range(due_in + 1)]
    told: list[str] = []
    for today in days:
        level = level_to_tell(due, today, calendar, frozenset(told))
        told += [level] if level else []
    if any(calendar.is_working_day(day) for day in days):
        assert told == ["yellow"]


def test_before_a_long_holiday_the_warning_comes_on_the_last_working_day() -> None:
    # Tết Đinh Mùi: offices rest from 04/02 to 10/02/2027 in the shipped table or nearly so.
    off = {dt.date(2027, 2, 4) + n * DAY: "Tết" for n in range(7)}
    calendar = WorkingCalendar(off, {})
    assert level_to_tell(dt.date(2027, 2, 10), dt.date(2027, 2, 3), calendar, frozenset()) == "yellow"
    assert level_to_tell(dt.date(2027, 2, 16), dt.date(2027, 2, 3), calendar, frozenset()) is None


@given(st.integers(-30, 30))
def test_working_days_left_change_sign_with_the_day(offset: int) -> None:
    left = working_days_left(MONDAY + offset * DAY, MONDAY, SHIPPED)
    assert (left > 0) <= (offset > 0) and (left < 0) <= (offset < 0)


@given(calendars(), st.integers(0, 30))
def test_stalled_means_a_whole_working_day_lay_between(calendar: WorkingCalendar, offset: int) -> None:
    today = MONDAY + offset * DAY
    edge = stalled_before(today, calendar)
    assert edge < today and calendar.is_working_day(edge)


def _work(office: Office, due_on: dt.date) -> IncomingDocument:
    return build.distributed(office, collaborators=[], due_on=due_on)


@pytest.mark.django_db
def test_the_circle_of_those_told_widens_with_the_level(office: Office) -> None:
    due = SHIPPED.next_working_day(timezone.localdate() + 10 * DAY)
    document = build.submitted(office, due_on=due)
    from vanphong.modules.correspondence.commands.submission import endorse_document

    endorse_document(office.actor("bithu"), document=document, as_proposed=True)
    document = build.fresh(document)
    part = build.part_of(document)
    reassign(
        office.actor("truongtonghop"), document=document, assignment=part, user=office.users["chuyenvien"]
    )

    def count(who: str, words: str) -> int:
        return sum(words in notice.text for notice in notices(office.actor(who)))

    warn = SHIPPED.last_working_day(due - DAY)
    assert tell_levels(warn) == 2
    assert (count("chuyenvien", "sắp đến hạn"), count("truongtonghop", "sắp đến hạn")) == (1, 1)
    assert count("bithu", "sắp đến hạn") == 0
    assert tell_levels(warn) == 0
    late = SHIPPED.next_working_day(due + DAY)
    if alert(due, late).level == "red":  # type: ignore[union-attr]
        assert tell_levels(late) == 2
        assert count("bithu", "quá hạn.") == 1  # who assigned, by endorsement
        assert count("chanh", "quá hạn") == 0
    very_late = SHIPPED.next_working_day(due + 7 * DAY)
    assert tell_levels(very_late) == 2
    assert count("chanh", "cần đồng chí quyết định") == 2
    assert tell_levels(very_late + DAY) == 0


@pytest.mark.django_db
def test_more_time_starts_the_levels_again(office: Office) -> None:
    due = SHIPPED.next_working_day(timezone.localdate() + 10 * DAY)
    document = _work(office, due)
    warn = SHIPPED.last_working_day(due - DAY)
    assert tell_levels(warn) == 1
    part, later = build.part_of(document), SHIPPED.next_working_day(due + 10 * DAY)
    head = office.actor("truongtonghop")
    asked = ask_extension(head, document=document, assignment=part, new_due_on=later, reason="Chờ.")
    decide_extension(office.actor("chanh"), document=document, extension=asked, granted=True)
    assert tell_levels(warn) == 0
    assert tell_levels(SHIPPED.last_working_day(later - DAY)) == 1
    assert AlertSent.objects.count() == 2


@pytest.mark.django_db
def test_ended_work_and_copies_for_information_are_left_alone(office: Office) -> None:
    build.handled(office)
    build.distributed(office, lead=None, collaborators=[], information=[office.units["quantri"]])
    assert tell_levels(timezone.localdate() + 30 * DAY) == 0


@pytest.mark.django_db
def test_work_nobody_opened_is_told_once_and_shown_to_who_gave_it(office: Office) -> None:
    document = _work(office, timezone.localdate() + 60 * DAY)
    today = timezone.localdate()
    next_day = SHIPPED.next_working_day(today + DAY)
    third = SHIPPED.next_working_day(next_day + DAY)
    assert tell_stalled(next_day) == 0
    assert tell_stalled(third) == 1
    assert tell_stalled(third) == 0
    assert notices(office.actor("chanh"))[0].text == "Một phần việc đồng chí giao chưa được mở xem."
    record_viewing(office.actor("truongtonghop"), document)
    assert tell_stalled(third + 7 * DAY) == 0


@pytest.mark.django_db
def test_stalled_work_is_an_exception_on_the_home_page(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = _work(office, timezone.localdate() + 60 * DAY)
    chief = office.actor("chanh")
    tab = INCOMING_LIST.tab(chief, "chua-xem")
    assert INCOMING_LIST.count(chief, tab) == 0
    later = SHIPPED.next_working_day(timezone.localdate() + 7 * DAY)
    monkeypatch.setattr("vanphong.modules.correspondence.lists.today", lambda: later)
    rows = INCOMING_LIST.rows(chief, tab, {})
    assert list(rows) == [document]
    assert access.visible(chief, IncomingDocument) is not None
