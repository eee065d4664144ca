"""Who acts: delegation in scope and time, tokens with scope, jobs with the rights of now."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.db import connection
from django.utils import timezone

from vanphong.kernel import access
from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Conflict, Forbidden, Invalid, NotFound
from vanphong.kernel.identity.commands import disable_user
from vanphong.kernel.identity.policy import KEEP_OWN, MANAGE_ACCOUNTS
from vanphong.kernel.identity.tokens import create_token, scope_of
from vanphong.kernel.jobs import asking, worker
from vanphong.kernel.jobs.asking import JobKind, Running, ask
from vanphong.kernel.jobs.models import Job
from vanphong.kernel.journal.models import AuditEntry
from vanphong.kernel.organisation.commands import add_unit, edit_unit
from vanphong.kernel.organisation.delegable import delegable, never_delegated
from vanphong.kernel.organisation.delegating import give_delegation, revoke_delegation
from vanphong.kernel.organisation.models import Delegation, Unit
from vanphong.kernel.organisation.policy import GIVE, MANAGE
from vanphong.kernel.organisation.queries import actor_on_behalf, delegations_held, job_actor, token_actor
from vanphong.kernel.organisation.tests.conftest import SYSTEM, Office


def lent(office: Office, scope: list[str], **times: dt.datetime) -> Delegation:
    """A delegation from the administrator to the clerk, as it lies in the database, however it came there."""
    now = timezone.now()
    starts_at = times.get("starts_at", now - dt.timedelta(hours=1))
    ends_at = times.get("ends_at", now + dt.timedelta(days=3))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO organisation_delegation "
            "(principal_id, delegate_id, scope, starts_at, ends_at, reason) "
            "VALUES (%s, %s, %s, %s, %s, '') RETURNING id",
            [office.user("quantri").pk, office.user("vien").pk, scope, starts_at, ends_at],
        )
        pk = cursor.fetchone()[0]
    found: Delegation = Delegation.objects.get(pk=pk)
    return found


def test_signing_matters_and_accounts_are_never_lent(office: Office) -> None:
    assert not {MANAGE, GIVE, KEEP_OWN, MANAGE_ACCOUNTS} & set(delegable())
    chief, clerk = office.user("chanh"), office.user("vien")
    for scope in ([MANAGE_ACCOUNTS], [], ["khong.co"]):
        with pytest.raises(Invalid):
            give_delegation(
                office.actor("chanh"),
                principal=chief,
                delegate=clerk,
                scope=scope,
                ends_at=timezone.now() + dt.timedelta(days=1),
            )


def test_an_ability_withdrawn_from_lending_is_gone_from_old_delegations(office: Office) -> None:
    delegation = lent(office, [MANAGE])
    behalf = actor_on_behalf(office.user("vien"), delegation.pk)
    assert behalf is not None
    assert behalf.scope == frozenset()
    never_delegated(MANAGE)
    with pytest.raises(Forbidden):
        add_unit(behalf, code="X", name="X", kind="other", level="province")


def test_only_the_principal_lends_own_rights(office: Office) -> None:
    for giver in ("quantri", "vien"):
        with pytest.raises(Forbidden):
            give_delegation(
                office.actor(giver),
                principal=office.user("chanh"),
                delegate=office.user("vien"),
                scope=[MANAGE],
                ends_at=timezone.now() + dt.timedelta(days=1),
            )


def test_a_principal_lends_for_a_time_and_the_journal_says_so(office: Office) -> None:
    code = delegable()[0]
    later = timezone.now() + dt.timedelta(days=1)
    chief, clerk = office.user("chanh"), office.user("vien")
    given = give_delegation(
        office.actor("chanh"), principal=chief, delegate=clerk, scope=[code], ends_at=later, reason="đi họp"
    )
    behalf = actor_on_behalf(clerk, given.pk)
    assert behalf is not None
    assert (behalf.scope, behalf.person_id, behalf.user_id) == (frozenset({code}), chief.pk, clerk.pk)
    assert AuditEntry.objects.filter(action="organisation.give_delegation", user_id=chief.pk).exists()
    with pytest.raises(Forbidden):
        give_delegation(behalf, principal=chief, delegate=office.user("truong"), scope=[code], ends_at=later)


def test_times_of_a_delegation_are_checked(office: Office) -> None:
    now = timezone.now()
    for starts_at, ends_at in (
        (now, now - dt.timedelta(hours=1)),
        (now - dt.timedelta(days=3), now - dt.timedelta(days=1)),
        (now, now + dt.timedelta(days=400)),
    ):
        with pytest.raises(Invalid):
            give_delegation(
                office.actor("chanh"),
                principal=office.user("chanh"),
                delegate=office.user("vien"),
                scope=["khong.can"],
                starts_at=starts_at,
                ends_at=ends_at,
            )


def test_nobody_lends_to_oneself_or_to_a_stopped_account(office: Office) -> None:
    chief, later = office.user("chanh"), timezone.now() + dt.timedelta(days=1)
    with pytest.raises(Invalid):
        give_delegation(office.actor("chanh"), principal=chief, delegate=chief, scope=["x"], ends_at=later)
    clerk = office.user("vien")
    disable_user(office.actor("quantri"), user=clerk)
    clerk.refresh_from_db()
    with pytest.raises(Conflict):
        give_delegation(office.actor("chanh"), principal=chief, delegate=clerk, scope=["x"], ends_at=later)


def test_an_expired_delegation_denies_at_once(office: Office) -> None:
    delegation = lent(office, [], ends_at=timezone.now() + dt.timedelta(seconds=60))
    clerk = office.user("vien")
    assert actor_on_behalf(clerk, delegation.pk) is not None
    with connection.cursor() as cursor:
        cursor.execute("UPDATE organisation_delegation SET ends_at = now() WHERE id = %s", [delegation.pk])
    assert actor_on_behalf(clerk, delegation.pk) is None
    assert not delegations_held(clerk).exists()


def test_a_delegation_not_yet_begun_gives_nothing(office: Office) -> None:
    delegation = lent(office, [], starts_at=timezone.now() + dt.timedelta(hours=1))
    assert actor_on_behalf(office.user("vien"), delegation.pk) is None


def test_a_revoked_delegation_denies_at_once_and_the_trail_names_both(office: Office) -> None:
    delegation = lent(office, [])
    with pytest.raises(NotFound):
        revoke_delegation(office.actor("truong"), delegation=delegation)
    revoke_delegation(office.actor("quantri"), delegation=delegation, reason="đã về cơ quan")
    assert actor_on_behalf(office.user("vien"), delegation.pk) is None
    with pytest.raises(Conflict):
        revoke_delegation(office.actor("quantri"), delegation=delegation)


def test_the_delegation_of_another_is_of_no_use(office: Office) -> None:
    delegation = lent(office, [])
    assert actor_on_behalf(office.user("truong"), delegation.pk) is None


def test_a_delegate_sees_with_the_principals_rights_but_does_only_what_was_lent(office: Office) -> None:
    delegation = lent(office, [])
    behalf = actor_on_behalf(office.user("vien"), delegation.pk)
    assert behalf is not None
    assert (behalf.name, behalf.principal_name) == ("Vàng Thị Viên", "Trần Quản Trị")
    unit = office.unit("VPTU")
    assert access.abilities(behalf, unit) == {access.VIEW}
    with pytest.raises(Forbidden):
        edit_unit(behalf, unit=unit, symbol="X")


def test_a_stopped_principal_lends_nothing(office: Office) -> None:
    delegation = lent(office, [])
    disable_user(SYSTEM, user=office.user("quantri"))
    assert actor_on_behalf(office.user("vien"), delegation.pk) is None


def test_a_token_to_read_cannot_write(office: Office) -> None:
    _, key = create_token(SYSTEM, user=office.user("quantri"), name="máy quét", scopes=["read"])
    reader = token_actor(key)
    assert reader is not None
    assert reader.channel == "api"
    unit = office.unit("VPTU")
    assert Unit.objects.filter(access.visible(reader, Unit), pk=unit.pk).exists()
    with pytest.raises(Forbidden):
        edit_unit(reader, unit=unit, symbol="X")
    with pytest.raises(Forbidden):
        add_unit(reader, code="X", name="X", kind="other", level="province")


def test_a_token_to_write_has_the_rights_of_its_holder_and_no_more(office: Office) -> None:
    _, key = create_token(SYSTEM, user=office.user("quantri"), name="máy quét", scopes=["write"])
    writer = token_actor(key)
    assert writer is not None
    edit_unit(writer, unit=office.unit("VPTU"), symbol="VP")
    body = json.loads(AuditEntry.objects.filter(action="organisation.edit_unit").latest("seq").body)
    assert (body["user"], body["channel"]) == ("Trần Quản Trị", "api")
    _, key = create_token(SYSTEM, user=office.user("vien"), name="máy quét", scopes=["write"])
    clerk = token_actor(key)
    assert clerk is not None
    with pytest.raises(Forbidden):
        edit_unit(clerk, unit=office.unit("VPTU"), symbol="X")


def test_a_token_for_one_kind_of_work_does_only_that(office: Office) -> None:
    admin = office.user("quantri")
    _, key = create_token(SYSTEM, user=admin, name="đồng bộ", scopes=["organisation"])
    syncing = token_actor(key)
    assert syncing is not None
    edit_unit(syncing, unit=office.unit("VPTU"), symbol="VP")
    with pytest.raises(Forbidden):
        disable_user(syncing, user=office.user("vien"))


def test_a_key_nobody_gave_stands_for_nobody(office: Office) -> None:
    assert token_actor("") is None
    assert token_actor("vp_" + "x" * 43) is None


def test_a_job_runs_with_the_rights_of_now(office: Office) -> None:
    clerk = office.user("vien")
    asked = job_actor(clerk.pk)
    assert asked is not None
    assert (asked.channel, asked.has_role("officer")) == ("job", True)
    assert job_actor in worker.actor_of_user
    disable_user(SYSTEM, user=clerk)
    assert job_actor(clerk.pk) is None
    assert job_actor(-1) is None


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[Actor]:
    """Who ran the jobs `test.watch` and (for the office) `test.office`."""
    actors: list[Actor] = []

    def watch(running: Running) -> None:
        actors.append(running.actor)

    for name, office in (("test.watch", False), ("test.office", True)):
        kind = JobKind(name, "Việc thử", watch, "test", 3, 0, office)
        monkeypatch.setitem(asking.job_kinds._items, name, kind)
    return actors


def behalf_of(office: Office, delegation: Delegation) -> Actor:
    behalf = actor_on_behalf(office.user("vien"), delegation.pk)
    assert behalf is not None
    return behalf


def test_a_job_asked_for_under_a_delegation_has_what_was_lent_and_no_more(
    office: Office, ran: list[Actor]
) -> None:
    delegation = lent(office, ["correspondence.note"])
    row = ask(behalf_of(office, delegation), "test.watch")
    assert (row.user_id, row.delegation_id) == (office.user("vien").pk, delegation.pk)
    worker.work_off(["test"])
    (actor,) = ran
    assert (actor.user_id, actor.person_id) == (office.user("vien").pk, office.user("quantri").pk)
    assert (actor.scope, actor.channel) == (frozenset({"correspondence.note"}), "job")
    with pytest.raises(Forbidden):
        edit_unit(actor, unit=office.unit("VPTU"), symbol="X")
    assert Job.objects.get(pk=row.pk).state == Job.State.DONE


def test_a_job_does_not_run_when_its_delegation_is_over(office: Office, ran: list[Actor]) -> None:
    delegation = lent(office, [])
    row = ask(behalf_of(office, delegation), "test.watch")
    revoke_delegation(office.actor("quantri"), delegation=delegation)
    worker.work_off(["test"])
    row.refresh_from_db()
    assert (row.state, ran) == (Job.State.FAILED, [])
    assert "Ủy quyền" in row.message


def test_a_job_of_the_office_is_done_though_the_delegation_is_over(office: Office, ran: list[Actor]) -> None:
    delegation = lent(office, [])
    row = ask(behalf_of(office, delegation), "test.office")
    revoke_delegation(office.actor("quantri"), delegation=delegation)
    worker.work_off(["test"])
    row.refresh_from_db()
    assert (row.state, row.user_id) == (Job.State.DONE, office.user("vien").pk)
    assert [actor.is_system for actor in ran] == [True]


def test_a_job_asked_for_under_ones_own_name_stays_ones_own(office: Office, ran: list[Actor]) -> None:
    lent(office, [])
    row = ask(office.actor("vien"), "test.watch")
    assert row.delegation_id is None
    following = Running(office.actor("vien"), row).ask("test.watch")
    assert (following.user_id, following.delegation_id) == (row.user_id, None)
    worker.work_off(["test"])
    assert [(actor.person_id, actor.scope) for actor in ran] == [(office.user("vien").pk, None)] * 2


def test_a_job_asked_for_with_a_narrow_key_does_no_more_than_the_key(
    office: Office, ran: list[Actor]
) -> None:
    admin = office.user("quantri")
    for scopes in (["organisation"], ["read"], ["write"]):
        _, key = create_token(SYSTEM, user=admin, name=scopes[0], scopes=scopes)
        asker = token_actor(key)
        assert asker is not None
        row = ask(asker, "test.watch")
        following = Running(asker, row).ask("test.watch")
        assert following.scope == row.scope
        worker.work_off(["test"])
    assert [actor.scope for actor in ran] == [
        scope for s in (["organisation"], ["read"], ["write"]) for scope in [scope_of(s)] * 2
    ]
    syncing, reading, free = ran[0], ran[2], ran[4]
    for narrow in (syncing, reading):
        with pytest.raises(Forbidden):
            disable_user(narrow, user=office.user("vien"))
    with pytest.raises(Forbidden):
        edit_unit(reading, unit=office.unit("VPTU"), symbol="X")
    edit_unit(syncing, unit=office.unit("VPTU"), symbol="VP")
    disable_user(free, user=office.user("vien"))


def test_a_stranger_sees_nothing_of_the_organisation(office: Office) -> None:
    stranger = Actor(user_id=-5, name="Người lạ")
    for model in (Unit, Delegation):
        assert not model.objects.filter(access.visible(stranger, model)).exists()
