"""Signing in: uniform refusals, the lock, the pace, what the journal says."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from pytest_django import Settings

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Forbidden, Invalid, NotFound
from vanphong.kernel.identity.commands import disable_user, enable_user, reset_password, unlock_user
from vanphong.kernel.identity.models import Session, User
from vanphong.kernel.identity.queries import bare_actor
from vanphong.kernel.identity.sessions import stepped_up
from vanphong.kernel.identity.signing_in import (
    Origin,
    SignInRefused,
    TooManyAttempts,
    check_own_password,
    confirm_again,
    first_factor,
    sign_in,
)
from vanphong.kernel.identity.tests.conftest import GOOD, Backdate, MakeUser
from vanphong.kernel.journal.models import AuditEntry

HERE = Origin()


def refused(username: str, password: str, origin: Origin = HERE) -> str:
    with pytest.raises(SignInRefused) as caught:
        first_factor(username, password, origin)
    return caught.value.message


def test_the_right_password_opens_a_session(user: User) -> None:
    session = sign_in(first_factor("AN.NV", GOOD, HERE), HERE)
    assert session.user_id == user.pk
    assert session.ended_at is None
    assert stepped_up(session)
    user.refresh_from_db()
    assert user.last_login is not None


def test_a_password_typed_in_another_unicode_form_is_the_same(user: User) -> None:
    import unicodedata

    assert first_factor("an.nv", unicodedata.normalize("NFD", GOOD), HERE) == user


def test_the_answer_is_the_same_for_unknown_disabled_locked_and_wrong(
    make_user: MakeUser, admin: Actor
) -> None:
    make_user("Người Một", "mot")
    stopped = make_user("Người Hai", "hai")
    make_user("Người Ba", "ba")
    disable_user(admin, user=stopped)
    for _ in range(5):
        refused("ba", "sai")
    answers = {refused("khong.co", "sai"), refused("mot", "sai"), refused("hai", GOOD), refused("ba", GOOD)}
    assert len(answers) == 1


def test_five_wrong_passwords_lock_the_account_for_twelve_hours(user: User, backdate: Backdate) -> None:
    for _ in range(4):
        refused("an.nv", "sai")
    user.refresh_from_db()
    assert not user.is_locked()
    refused("an.nv", "sai")
    user.refresh_from_db()
    assert user.is_locked()
    refused("an.nv", GOOD)
    backdate(user, "locked_until", dt.timedelta(hours=12, seconds=1))
    assert first_factor("an.nv", GOOD, HERE) == user


def test_after_a_lock_has_run_out_the_count_starts_again(user: User, backdate: Backdate) -> None:
    for _ in range(5):
        refused("an.nv", "sai")
    user.refresh_from_db()
    backdate(user, "locked_until", dt.timedelta(hours=13))
    refused("an.nv", "sai")
    user.refresh_from_db()
    assert user.failed_logins == 1
    assert not user.is_locked()


def test_a_right_sign_in_clears_the_count(user: User) -> None:
    for _ in range(4):
        refused("an.nv", "sai")
    sign_in(first_factor("an.nv", GOOD, HERE), HERE)
    user.refresh_from_db()
    assert user.failed_logins == 0


def test_an_account_locked_between_the_two_steps_is_refused(user: User) -> None:
    passed = first_factor("an.nv", GOOD, HERE)
    for _ in range(5):
        refused("an.nv", "sai")
    with pytest.raises(SignInRefused):
        sign_in(passed, HERE)
    assert not Session.objects.exists()


def test_an_administrator_unlocks_and_a_colleague_may_not(user: User, admin: Actor, colleague: Actor) -> None:
    for _ in range(5):
        refused("an.nv", "sai")
    with pytest.raises(Forbidden):
        unlock_user(colleague, user=user)
    with pytest.raises(NotFound):
        unlock_user(Actor(user_id=999_999, name="Người lạ"), user=user)
    unlock_user(admin, user=user)
    assert first_factor("an.nv", GOOD, HERE) == user


def test_one_address_is_paced_over_all_accounts(user: User, settings: Settings) -> None:
    settings.VANPHONG_ADDRESS_FAILURES = 3
    there = Origin(ip="10.0.0.9")
    for name in ("mot", "hai", "ba"):
        refused(name, "sai", there)
    with pytest.raises(TooManyAttempts):
        first_factor("an.nv", GOOD, there)
    assert first_factor("an.nv", GOOD, Origin(ip="10.0.0.10")) == user


def test_right_sign_ins_do_not_use_up_the_pace(user: User, settings: Settings) -> None:
    settings.VANPHONG_ADDRESS_FAILURES = 2
    there = Origin(ip="10.0.0.9")
    for _ in range(6):
        sign_in(first_factor("an.nv", GOOD, there), there)


def test_the_journal_tells_of_failures_but_never_what_was_typed(user: User) -> None:
    refused("an.nv", "bí mật gõ nhầm", Origin(ip="10.0.0.7"))
    refused("mat khau go vao o ten", "sai", Origin(ip="10.0.0.7"))
    entries = AuditEntry.objects.filter(action="identity.sign_in_failed").order_by("seq")
    bodies = [json.loads(entry.body) for entry in entries]
    assert f"identity.user:{user.pk}" in bodies[0]["objects"]
    assert "10.0.0.7" in bodies[0]["note"]
    assert all("gõ nhầm" not in entry.body and "mat khau go" not in entry.body for entry in entries)
    assert bodies[1]["user_id"] is None


def test_sign_in_stands_in_the_journal_under_the_persons_name(user: User) -> None:
    sign_in(first_factor("an.nv", GOOD, HERE), HERE)
    entry = AuditEntry.objects.get(action="identity.open_session")
    assert entry.user_id == user.pk
    assert user.password not in entry.body


def test_too_many_wrong_confirmations_lock_and_end_the_session(user: User) -> None:
    session = sign_in(first_factor("an.nv", GOOD, HERE), HERE)
    for _ in range(5):
        with pytest.raises(Invalid):
            confirm_again(bare_actor(user), session, "sai", HERE)
    session.refresh_from_db()
    assert session.ended_because == Session.End.LOCKED
    user.refresh_from_db()
    with pytest.raises(Invalid):
        check_own_password(user, GOOD, HERE)


def test_a_reset_gives_a_temporary_password_that_must_be_changed(user: User, admin: Actor) -> None:
    session = sign_in(first_factor("an.nv", GOOD, HERE), HERE)
    temporary = reset_password(admin, user=user)
    refused("an.nv", GOOD)
    assert first_factor("an.nv", temporary, HERE).must_change_password
    session.refresh_from_db()
    assert session.ended_because == Session.End.PASSWORD


def test_an_account_may_be_used_again_after_it_was_stopped(user: User, admin: Actor) -> None:
    disable_user(admin, user=user, reason="nghỉ chế độ")
    refused("an.nv", GOOD)
    enable_user(admin, user=user)
    assert first_factor("an.nv", GOOD, HERE) == user
