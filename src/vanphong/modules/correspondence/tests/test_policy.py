"""The policy of incoming documents agrees with itself: list, abilities and reasons say the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vanphong.kernel import access
from vanphong.kernel.access import VIEW
from vanphong.kernel.actor import Actor
from vanphong.kernel.listing import page_of
from vanphong.kernel.organisation.models import Holding
from vanphong.modules.correspondence.lists import INCOMING_LIST
from vanphong.modules.correspondence.models import IncomingDocument
from vanphong.modules.correspondence.policy import HANDLE, NOTE
from vanphong.testing import correspondence as build
from vanphong.testing import recording
from vanphong.testing.personas import Office

pytestmark = pytest.mark.django_db


def everyone(office: Office) -> list[Actor]:
    people = [office.actor(name) for name in office.users]
    leader = office.actor("bithu")
    helper = replace(
        leader,
        user_id=office.users["chuyenvien2"].pk,
        name="Ngô Quốc Phú",
        principal_id=leader.user_id,
        principal_name=leader.name,
        scope=frozenset({str(NOTE)}),
    )
    return [*people, helper]


def test_for_everyone_and_every_state_list_abilities_and_reasons_agree(office: Office) -> None:
    documents = list(build.in_every_state(office).values())
    assert {d.state for d in documents} == set(IncomingDocument.State.values)
    seen = 0
    for actor in everyone(office):
        shown = set(
            IncomingDocument.objects.filter(access.visible(actor, IncomingDocument)).values_list(
                "pk", flat=True
            )
        )
        many = access.abilities_many(actor, documents)
        for document in documents:
            mine = access.abilities(actor, document)
            assert many[document.pk] == mine
            assert (
                (document.pk in shown) == (VIEW in mine) == bool(access.standing_labels(actor, document))
            ), (
                actor.name,
                document.state,
            )
            # Whoever may do anything to a document sees it: no ability hides behind a missing page.
            assert not mine or VIEW in mine, (actor.name, document.state, mine)
            for ability in mine:
                condition = access.where_may(actor, IncomingDocument, ability)
                assert IncomingDocument.objects.filter(condition, pk=document.pk).exists()
            seen += VIEW in mine
    assert seen > 50


def test_strangers_and_other_agencies_see_nothing(office: Office) -> None:
    build.in_every_state(office)
    for name in ("nguoila", "vanthuxa", "chanhxa", "quantrimang"):
        condition = access.visible(office.actor(name), IncomingDocument)
        assert not IncomingDocument.objects.filter(condition).exists(), name


def test_a_delegate_does_no_more_than_was_lent(office: Office) -> None:
    document = build.distributed(office)
    helper = everyone(office)[-1]
    assert HANDLE not in access.abilities(helper, document)
    assert access.abilities(helper, document) <= {VIEW, NOTE}


def test_led_to_the_few_first_everyone_sees_the_very_rows_of_the_rules(office: Office) -> None:
    build.in_every_state(office)
    narrowed = 0
    for actor in everyone(office):
        plain = IncomingDocument.objects.filter(access.where_may(actor, IncomingDocument, VIEW))
        few = access.few_of(actor, IncomingDocument)
        narrowed += few is not None
        led = IncomingDocument.objects.filter(access.visible(actor, IncomingDocument))
        assert set(led.values_list("pk", flat=True)) == set(plain.values_list("pk", flat=True)), actor.name
        assert access.few_of(actor, IncomingDocument, most=-1) is None
    assert narrowed >= 4


def test_a_right_lost_is_lost_at_once_though_statements_are_remembered(office: Office) -> None:
    document = build.in_every_state(office)["in_progress"]
    before = office.actor("vanthu")
    tab = INCOMING_LIST.tab(before, "tat-ca")
    assert document.pk in {row.pk for row in page_of(INCOMING_LIST, before, tab, {}, "").rows}
    assert HANDLE not in access.abilities(before, document)
    with recording():
        for holding in Holding.objects.filter(user=office.users["vanthu"]):
            holding.delete()
    after = office.actor("vanthu")
    assert page_of(INCOMING_LIST, after, tab, {}, "").rows == []
    assert INCOMING_LIST.count(after, tab) == 0
    assert access.abilities(after, document) == frozenset()
