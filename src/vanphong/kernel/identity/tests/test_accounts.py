"""Accounts, passwords, sessions and tokens: what is refused and to whom."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from vanphong.kernel import access
from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Conflict, Forbidden, Invalid, NotFound
from vanphong.kernel.identity import limits, sessions, tokens
from vanphong.kernel.identity.commands import add_user, disable_user, suggested_username
from vanphong.kernel.identity.models import Presence, Session, User
from vanphong.kernel.identity.own_account import change_password
from vanphong.kernel.identity.passwords import temporary, weaknesses
from vanphong.kernel.identity.policy import KEEP_OWN
from vanphong.kernel.identity.queries import bare_actor, live_sessions, people_named
from vanphong.kernel.identity.signing_in import Origin, sign_in
from vanphong.kernel.identity.tests.conftest import GOOD, SYSTEM, Backdate, MakeUser
from vanphong.kernel.journal.models import AuditEntry

HERE = Origin()


@pytest.mark.parametrize(
    "weak",
    [
        "ngắn",
        "1234567890",
        "matkhau2026",
        "Mật khẩu 2026",
        "Password123!",
        "vanphong@2026",
        "aaaaaaaaaaaa",
        "nguyenvanan1",
        "NguyễnVănAn!",
        "an.nv2026",
    ],
)
def test_a_weak_password_is_refused(user: User, weak: str) -> None:
    assert weaknesses(weak, user)


@pytest.mark.parametrize("good", [GOOD, "cá kho làng Vũ Đại 3 lửa", "Tr0ng-v0ng-tay", "x" * 7 + "9Qp#w"])
def test_a_phrase_of_ones_own_will_do(user: User, good: str) -> None:
    assert weaknesses(good, user) == []


def test_temporary_passwords_differ_and_pass_the_rules(user: User) -> None:
    made = {temporary() for _ in range(50)}
    assert len(made) == 50
    assert all(weaknesses(one, user) == [] for one in made)


def test_user_names_are_made_from_names_and_numbered_when_taken(make_user: MakeUser) -> None:
    assert make_user("Đỗ Thị Ánh Tuyết").username == "tuyet.dta"
    assert suggested_username("Đào Thanh An Tuyết") == "tuyet.dta2"


def test_a_user_name_that_differs_only_in_case_is_refused(user: User) -> None:
    with pytest.raises(Invalid):
        add_user(SYSTEM, full_name="Ai Đó", username="AN.NV")


def test_only_an_administrator_adds_accounts(colleague: Actor, admin: Actor) -> None:
    with pytest.raises(Forbidden):
        add_user(colleague, full_name="Người Mới")
    made, password = add_user(admin, full_name="Người Mới")
    assert made.must_change_password
    assert made.check_password(password)
    assert password not in "".join(AuditEntry.objects.values_list("body", flat=True))


def test_disabling_ends_sessions_and_tokens_in_the_same_second(user: User, admin: Actor) -> None:
    session = sign_in(user, HERE)
    _, key = tokens.create_token(SYSTEM, user=user, name="máy quét")
    assert tokens.find_token(key) is not None
    disable_user(admin, user=user)
    assert sessions.find(session.pk, user) is None
    assert tokens.find_token(key) is None
    session.refresh_from_db()
    assert session.ended_because == Session.End.DISABLED


def test_one_does_not_disable_oneself(admin: Actor) -> None:
    with pytest.raises(Conflict):
        disable_user(admin, user=User.objects.get(pk=admin.user_id))


def test_changing_the_password_ends_all_other_sessions(user: User) -> None:
    here, there = sign_in(user, HERE), sign_in(user, HERE)
    new = "Ruộng bậc thang mùa lúa chín"
    change_password(bare_actor(user), user=user, session=here, present=GOOD, new=new, origin=HERE)
    here.refresh_from_db()
    there.refresh_from_db()
    assert here.ended_at is None
    assert there.ended_because == Session.End.PASSWORD


@pytest.mark.parametrize(("present", "new"), [("sai", "Ruộng bậc thang 9"), (GOOD, GOOD), (GOOD, "ngắn")])
def test_a_password_change_is_refused_when_wrong_same_or_weak(user: User, present: str, new: str) -> None:
    with pytest.raises(Invalid):
        change_password(bare_actor(user), user=user, session=None, present=present, new=new, origin=HERE)
    user.refresh_from_db()
    assert user.check_password(GOOD)


def test_a_session_left_idle_is_over_sooner_for_an_administrator(user: User) -> None:
    session = sign_in(user, HERE)
    later = timezone.now() + dt.timedelta(minutes=16)
    assert sessions.over(session, admin=True, now=later)
    assert not sessions.over(session, admin=False, now=later)
    assert sessions.over(session, admin=False, now=timezone.now() + dt.timedelta(minutes=61))


def test_a_busy_session_is_over_after_twelve_hours(user: User) -> None:
    session = sign_in(user, HERE)
    later = timezone.now() + limits.absolute()
    session.presence.seen_at = later
    assert sessions.over(session, admin=False, now=later)


def test_a_clock_set_back_does_not_lengthen_a_session(user: User) -> None:
    session = sign_in(user, HERE)
    assert sessions.over(session, admin=False, now=timezone.now() - dt.timedelta(hours=2))


def test_the_heartbeat_is_written_at_most_twice_a_minute(user: User, backdate: Backdate) -> None:
    session = sign_in(user, HERE)
    first = Presence.objects.get(session=session).seen_at
    sessions.touch(session)
    assert Presence.objects.get(session=session).seen_at == first
    backdate(session.presence, "seen_at", dt.timedelta(minutes=1))
    sessions.touch(session)
    assert Presence.objects.get(session=session).seen_at > first


def test_a_person_sees_and_ends_only_own_sessions_an_administrator_any(
    user: User, colleague: Actor, admin: Actor
) -> None:
    mine, other = sign_in(user, HERE), sign_in(user, HERE)
    with pytest.raises(NotFound):
        sessions.end_session(colleague, session=mine)
    sessions.end_session(bare_actor(user), session=other)
    assert [s.pk for s in live_sessions(user, admin=False)] == [mine.pk]
    sessions.end_session(admin, session=mine)
    mine.refresh_from_db()
    assert mine.ended_because == Session.End.BY_ADMIN
    assert AuditEntry.objects.filter(action="identity.end_session", user_id=admin.user_id).exists()


def test_a_delegate_does_not_reach_the_principals_account(user: User, colleague: Actor) -> None:
    from dataclasses import replace

    session = sign_in(user, HERE)
    behalf = replace(colleague, principal_id=user.pk, principal_name=user.full_name, scope=frozenset())
    with pytest.raises(NotFound):
        sessions.end_session(behalf, session=session)
    assert KEEP_OWN not in access.abilities(behalf, user)
    assert KEEP_OWN not in access.abilities(behalf, User.objects.get(pk=colleague.user_id))


def test_a_token_is_known_again_only_by_its_key_and_ends_with_its_term(
    user: User, backdate: Backdate
) -> None:
    term = timezone.now() + dt.timedelta(days=30)
    token, key = tokens.create_token(SYSTEM, user=user, name="máy quét", expires_at=term)
    found = tokens.find_token(key)
    assert found == token
    assert found.use.used_at is not None
    assert tokens.find_token(key[:-1] + "x") is None
    assert key not in "".join(AuditEntry.objects.values_list("body", flat=True))
    backdate(token, "expires_at", dt.timedelta(days=31))
    assert tokens.find_token(key) is None


def test_a_revoked_token_does_not_work(user: User, colleague: Actor) -> None:
    token, key = tokens.create_token(SYSTEM, user=user, name="máy quét")
    with pytest.raises(NotFound):
        tokens.revoke_token(colleague, token=token)
    tokens.revoke_token(bare_actor(user), token=token)
    assert tokens.find_token(key) is None


def test_a_token_scope_nobody_knows_is_refused(user: User) -> None:
    with pytest.raises(Invalid):
        tokens.create_token(SYSTEM, user=user, name="máy quét", scopes=["khong.co"])


def test_scopes_become_limits_of_the_actor() -> None:
    assert tokens.scope_of(["write"]) is None
    assert tokens.scope_of(["read"]) == frozenset()
    assert tokens.scope_of(["read", "account"]) == frozenset({"account.manage", "account.keep_own"})
    assert tokens.scope_of(["acc"]) == frozenset()


def test_a_token_is_made_on_the_web_only_after_confirming_the_password(
    user: User, backdate: Backdate
) -> None:
    session = sign_in(user, HERE)
    backdate(session, "stepped_up_at", dt.timedelta(minutes=30))
    with pytest.raises(Forbidden):
        tokens.create_token(bare_actor(user), user=user, name="máy quét", session=session)


def test_people_are_found_without_accents_in_the_order_of_names(make_user: MakeUser) -> None:
    for name in ("Nguyễn Thị Đào", "Đào Văn Nguyện", "Nguyễn Văn An", "Trần Đức Ân"):
        make_user(name)
    assert [u.full_name for u in people_named("nguyen")] == [
        "Nguyễn Văn An",
        "Nguyễn Thị Đào",
        "Đào Văn Nguyện",
    ]
    assert [u.full_name for u in people_named("dao nguyen")] == ["Nguyễn Thị Đào", "Đào Văn Nguyện"]
    assert [u.full_name for u in people_named("ĐỨC")] == ["Trần Đức Ân"]
