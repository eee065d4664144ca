"""What the keeper finds on the home page, and who does not."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from vanphong.kernel.calendar.commands import add_day
from vanphong.kernel.calendar.queries import uncertain_days
from vanphong.kernel.jobs.models import Job, Schedule
from vanphong.kernel.jobs.worker import work_off
from vanphong.kernel.organisation.delegating import give_delegation
from vanphong.modules.administration.commands import ask_verification
from vanphong.modules.administration.screens import home
from vanphong.testing.browsing import signed_in
from vanphong.testing.personas import Office
from vanphong.testing.recording import recording


@pytest.fixture
def admin(office: Office) -> Client:
    return signed_in(office.users["quantrimang"])


def page(client: Client, box: str = "") -> str:
    return client.get("/", {"xem": box} if box else {}).content.decode()


def test_accounts_that_wait_stand_on_the_keepers_home_page(office: Office, admin: Client) -> None:
    locked = office.users["vanthu"]
    locked.locked_until = timezone.now() + dt.timedelta(minutes=9)
    fresh = office.users["chuyenvien"]
    fresh.last_login, fresh.must_change_password = timezone.now(), True
    with recording():
        locked.save()
        fresh.save()
    assert locked.full_name in page(admin, "administration/locked")
    assert fresh.full_name in page(admin, "administration/temporary")
    assert office.users["chanh"].full_name in page(admin, "administration/never_in")
    others = page(signed_in(office.users["chanh"]))
    assert "Tài khoản đang khóa" not in others
    assert "Tình trạng hệ thống" not in others


def test_a_failed_job_is_the_first_thing_and_opens_its_list(office: Office, admin: Client) -> None:
    Job.objects.create(kind="thu", label="Đọc văn bản", state=Job.State.FAILED, message="Máy đọc chữ dừng.")
    shown = page(admin)
    assert "/quan-tri/viec-nen/?tab=hong" in shown
    assert "Máy đọc chữ dừng." in shown


def test_a_delegation_about_to_end_is_told_and_a_long_one_is_not(office: Office, admin: Client) -> None:
    chief, now = office.actor("chanh"), timezone.now()
    for name, days in (("vanthu", 3), ("chuyenvien", 60)):
        give_delegation(
            chief,
            principal=office.users["chanh"],
            delegate=office.users[name],
            scope=["correspondence.remind"],
            ends_at=now + dt.timedelta(days=days),
        )
    shown = page(admin, "administration/delegations")
    assert f"{office.users['vanthu'].full_name} làm thay" in shown
    assert f"{office.users['chuyenvien'].full_name} làm thay" not in shown


def test_the_state_of_the_system_names_what_stands_still(office: Office, admin: Client) -> None:
    Schedule.objects.all().delete()
    assert "chưa lần nào" in page(admin)
    ask_verification(office.actor("chanh"))
    work_off()
    assert "Chuỗi nhật ký nguyên vẹn" in page(admin)
    Schedule.objects.all().delete()
    Schedule.objects.create(name="thu", next_run=timezone.now() - dt.timedelta(minutes=5))
    assert "đứng từ" not in page(admin)
    Schedule.objects.update(next_run=timezone.now() - dt.timedelta(hours=1))
    assert "đứng từ" in page(admin)


def test_days_off_of_next_year_are_asked_after_until_they_are_official(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    guessed = uncertain_days(2027)
    assert guessed
    chief = signed_in(office.users["chanh"])
    monkeypatch.setattr(home, "today", lambda: dt.date(2026, 9, 30))
    assert "Lịch nghỉ năm tới" not in page(chief)
    monkeypatch.setattr(home, "today", lambda: dt.date(2026, 10, 1))
    assert f"{guessed} ngày nghỉ năm 2027" in page(chief)
    assert "Lịch nghỉ năm tới" not in page(signed_in(office.users["chuyenvien"]))
    monkeypatch.setattr(home, "today", lambda: dt.date(2030, 10, 1))
    assert "Lịch năm 2031 chưa có ngày nghỉ lễ nào" in page(chief)
    add_day(office.actor("chanh"), day=dt.date(2031, 1, 1), kind="off", name="Tết Dương lịch")
    assert "Lịch nghỉ năm tới" not in page(chief)
