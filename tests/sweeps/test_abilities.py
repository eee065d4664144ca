"""Abilities of everyone on every row against the oracle, and the law that ties sight, abilities and reasons."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import models

from sweeps import oracle
from sweeps.world import World
from vanphong.kernel import access
from vanphong.kernel.access import VIEW
from vanphong.kernel.actor import Actor

pytestmark = pytest.mark.django_db
MOST = 400


def _rows(world: World, model: type[models.Model]) -> list[Any]:
    return world.rows.get(model) or list(model._default_manager.order_by("-pk")[:MOST])


def _actors(world: World) -> list[Actor]:
    return [caller.actor for caller in world.callers.values()]


def test_abilities_are_what_the_tables_say(world: World) -> None:
    wrong, decided = [], 0
    for policy in access.declared_policies():
        rows = _rows(world, policy.model)
        for name, caller in world.callers.items():
            found = access.abilities_many(caller.actor, rows)
            for row in rows:
                said = {oracle.short(a) for a in found[row.pk]}
                wanted = oracle.abilities(caller.person, row)
                decided += len(said | wanted) or 1
                if said != wanted:
                    state = getattr(row, "state", "")
                    wrong.append(f"{policy.model.__name__} {state} {name}: +{said - wanted} −{wanted - said}")
    assert decided > 5_000
    assert not wrong, "\n".join(sorted(set(wrong))[:40])


def test_grants_are_what_the_tables_say(world: World) -> None:
    wrong = []
    for policy in access.declared_policies():
        for ability in {grant.ability for grant in policy.grants}:
            for name, caller in world.callers.items():
                said = access.may(caller.actor, policy.model, ability)
                if said != oracle.may(caller.person, policy.model.__name__, oracle.short(ability)):
                    wrong.append(f"{policy.model.__name__} {ability} {name}: {said}")
    assert not wrong, "\n".join(wrong)


def test_a_row_is_visible_exactly_when_view_is_an_ability_and_a_reason_is_given(world: World) -> None:
    checked = 0
    for policy in access.declared_policies():
        rows = _rows(world, policy.model)[:60] if policy.model not in world.rows else world.rows[policy.model]
        for actor in _actors(world):
            condition = access.visible(actor, policy.model)
            seen = set(policy.model._default_manager.filter(condition).values_list("pk", flat=True))
            able = {pk for pk, found in access.abilities_many(actor, rows).items() if VIEW in found}
            assert able == seen & {row.pk for row in rows}, (policy.model, actor.name)
            checked += len(rows)
    assert checked > 2_000


def test_reasons_stand_exactly_for_those_who_see(world: World) -> None:
    for rows in world.rows.values():
        for row in rows[::7]:
            for actor in _actors(world):
                sees = VIEW in access.abilities(actor, row)
                assert bool(access.standing_labels(actor, row)) is sees


def test_every_ability_asked_one_by_one_agrees_with_all_at_once(world: World) -> None:
    """`where_may` (bulk screens, queues) and `abilities_many` (buttons) are two roads to one answer."""
    for model, rows in world.rows.items():
        every = {a for rule in access.policy_of(model).rules for a in rule.abilities}
        for actor in _actors(world):
            found = access.abilities_many(actor, rows)
            for ability in every:
                condition = access.where_may(actor, model, ability)
                rows_of = model._default_manager.filter(condition, pk__in=[r.pk for r in rows])
                able = {pk for pk, mine in found.items() if ability in mine}
                assert set(rows_of.values_list("pk", flat=True)) == able, (model, actor.name, ability)


def test_every_closed_action_says_why(world: World) -> None:
    for model, rows in world.rows.items():
        every = sorted({a for rule in access.policy_of(model).rules for a in rule.abilities})
        for number, row in enumerate(rows):
            for actor in _actors(world)[number % 3 :: 6]:
                ability = every[(number * 7 + len(actor.name)) % len(every)]
                why = access.explain(actor, row, ability)
                assert why.reasons and all(reason.strip() for reason in why.reasons)
                assert why.allowed is (ability in access.abilities(actor, row))
