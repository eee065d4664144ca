"""One policy a model, from which row scope, abilities, readers and reasons all follow.

A relation says in one way, as a condition on rows, how an actor stands to a record. `visible` and `abilities`
are both computed from it, so a row is in `visible` exactly when VIEW is among its abilities.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from vanphong.kernel.access.abilities import VIEW, Ability, known
from vanphong.kernel.access.remembered import ask, rights_of, statement
from vanphong.kernel.access.rows import THESE, among
from vanphong.kernel.actor import Actor
from vanphong.kernel.registry import Registry, RegistryError

Rows = Callable[[Actor], Q | bool]


@dataclass(frozen=True, slots=True)
class Relation:
    """How an actor stands to a record. `rows` must not join to-many tables: use `through` for those.

    `label` completes «vì đồng chí là …», e.g. «văn thư của cơ quan nhận». `ids` tells the same rows as a set of
    primary keys, where they follow from rows of another table.
    """

    name: str
    label: str
    rows: Rows
    ids: Callable[[Actor], QuerySet[Any, Any] | None] = lambda _actor: None


def through(
    name: str, label: str, held: Callable[[Actor], QuerySet[Any] | None], field: str = "document"
) -> Relation:
    """A relation by rows of another table whose `field` points at the record, told once for both its forms.

    `held` answers None for an actor who can have none.
    """

    def rows(actor: Actor) -> Q | bool:
        found = held(actor)
        if found is None:
            return False
        # A single value, not «exists»: of that the planner may make a table of all there are, and reads an
        # index of a hundred thousand parts to show thirty rows.
        one = (
            found.filter(**{field: OuterRef("pk")}).order_by().values(there=Cast(Value(True), BooleanField()))
        )
        return Q(Coalesce(Subquery(one[:1]), Cast(Value(False), BooleanField())))

    def ids(actor: Actor) -> QuerySet[Any, Any] | None:
        found = held(actor)
        return None if found is None else found.order_by().values_list(field, flat=True)

    return Relation(name, label, rows, ids)


@dataclass(frozen=True, slots=True)
class Rule:
    """Who stands in `relation` may do `abilities`, while the record is in one of `states` (None: any)."""

    relation: Relation
    abilities: frozenset[Ability]
    states: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Grant:
    """An ability that needs no record, such as opening a list or creating; `label` as in Relation."""

    ability: Ability
    label: str
    test: Callable[[Actor], bool]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an ability is open or closed, in sentences for the person."""

    allowed: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """All rules of one model."""

    model: type[models.Model]
    rules: tuple[Rule, ...]
    grants: tuple[Grant, ...] = ()
    state_field: str | None = "state"

    def state_of(self, obj: models.Model) -> str | None:
        return None if self.state_field is None else str(getattr(obj, self.state_field))

    def relations(self) -> list[Relation]:
        return list({rule.relation.name: rule.relation for rule in self.rules}.values())

    def relations_in(
        self, states: Collection[str | None], wanted: Collection[Ability] | None
    ) -> list[Relation]:
        """Relations that give any of the wanted abilities (None: any at all) in any of the states."""
        return list(
            {
                rule.relation.name: rule.relation
                for rule in self.rules
                if (rule.states is None or not rule.states.isdisjoint(states))
                and (wanted is None or not rule.abilities.isdisjoint(wanted))
            }.values()
        )


_policies: Registry[Policy] = Registry("policy")


def declare(policy: Policy) -> Policy:
    """Register the policy of a model; a second one for the same model is refused."""
    return _policies.add(policy.model._meta.label_lower, policy)


def policy_of(model: type[models.Model] | models.Model) -> Policy:
    try:
        return _policies[model._meta.label_lower]
    except RegistryError:
        raise RegistryError(f"{model._meta.label} has no policy: nobody may see it") from None


def declared_policies() -> list[Policy]:
    return list(_policies)


def _limited(actor: Actor, found: Iterable[Ability]) -> frozenset[Ability]:
    every = frozenset(found)
    if actor.scope is None:
        return every
    return frozenset(a for a in every if a in actor.scope or a == VIEW)


def visible(actor: Actor, model: type[models.Model]) -> Q:
    """The rows of `model` the actor may see, as a condition for any query on it.

    Who sees few of them is led to those few first: else a list would be read from end to end to find them.
    """
    few = few_of(actor, model)
    if few is None:
        return where_may(actor, model, VIEW)
    policy = policy_of(model)
    given = {
        rule.states
        for rule in policy.rules
        if VIEW in rule.abilities and rule.relation.rows(actor) is not False
    }
    if len(given) > 1:
        return Q(pk__in=few) & where_may(actor, model, VIEW)
    # All their relations open the same states: the keys and the state are the whole of the law.
    states = given.pop()
    return Q(pk__in=few) if states is None else Q(pk__in=few, **{f"{policy.state_field}__in": sorted(states)})


FEW = 5000
_FEW_HOLDS = 600.0
_few: dict[Any, tuple[float, bool]] = {}


def few_of(actor: Actor, model: type[models.Model], most: int = FEW) -> QuerySet[Any, Any] | None:
    """Primary keys among which all rows lie that the actor sees, when these are few; None else.

    Whether they are few is asked anew after some minutes: it decides how rows are looked for, never which.
    """
    if actor.is_system:
        return None
    sets: list[QuerySet[Any, Any]] = []
    for relation in policy_of(model).relations_in(_every_state(model), {VIEW}):
        if relation.rows(actor) is False:
            continue
        ids = relation.ids(actor)
        if ids is None:
            return None
        sets.append(ids)
    if not sets:
        return None
    together = sets[0].union(*sets[1:]) if len(sets) > 1 else sets[0]
    key = (model._meta.label_lower, rights_of(actor), most)
    known = _few.get(key)
    if known is None or time.monotonic() - known[0] > _FEW_HOLDS:
        if len(_few) > 10_000:
            _few.clear()
        known = _few[key] = (time.monotonic(), len(together[: most + 1]) <= most)
    return together if known[1] else None


def _every_state(model: type[models.Model]) -> set[str | None]:
    policy = policy_of(model)
    return {None} | {state for rule in policy.rules for state in rule.states or ()}


def where_may(actor: Actor, model: type[models.Model], ability: Ability) -> Q:
    """The rows of `model` on which the actor has the ability, as a condition for any query on it.

    Always within the rows the actor sees, so that it agrees with `abilities`.
    """
    policy = policy_of(model)
    if actor.is_system and ability == VIEW:
        return Q()
    condition = Q(pk__in=[])
    if actor.scope is not None and ability not in actor.scope and ability != VIEW:
        return condition
    for rule in policy.rules:
        if ability not in rule.abilities:
            continue
        rows = True if actor.is_system else rule.relation.rows(actor)
        if rows is False:
            continue
        part = Q() if rows is True else rows
        if rule.states is not None:
            part &= Q(**{f"{policy.state_field}__in": sorted(rule.states)})
        if ability != VIEW and not actor.is_system and not _gives_sight(policy, rule):
            part &= where_may(actor, model, VIEW)
        if not part:
            return Q()
        condition |= part
    return condition


def _gives_sight(policy: Policy, rule: Rule) -> bool:
    """Whether who stands in the rule's relation sees the record in each of its states anyway."""
    return any(
        VIEW in other.abilities
        and other.relation.name == rule.relation.name
        and (other.states is None or (rule.states is not None and rule.states <= other.states))
        for other in policy.rules
    )


def _standing(
    actor: Actor, policy: Policy, objs: Sequence[models.Model], relations: Iterable[Relation]
) -> dict[Any, set[str]]:
    """Names of those of the relations in which the actor stands to each record, in one query."""
    standing: dict[Any, set[str]] = {obj.pk: set() for obj in objs}
    asked = list(relations)
    if not (asked and standing):
        return standing
    names = [relation.name for relation in asked]

    def build() -> tuple[str, Sequence[Any]]:
        flags = {f"stands_{number}": _flag(relation.rows(actor)) for number, relation in enumerate(asked)}
        found = among(policy.model._default_manager.order_by(), "pk")
        made: tuple[str, Sequence[Any]] = (
            found.annotate(**flags).values_list("pk", *flags).query.sql_with_params()
        )
        return made

    key = ("standing", policy.model._meta.label_lower, tuple(names), rights_of(actor), timezone.localdate())
    for pk, *flags in ask(statement(key, build, opened=[THESE]), list(standing)):
        standing[pk] = {name for name, flag in zip(names, flags, strict=True) if flag}
    return standing


def _flag(rows: Q | bool) -> Any:
    if isinstance(rows, bool):
        # Cast: in a prepared statement a bare value would be text, and «false» is a true text.
        return Cast(Value(rows), BooleanField())
    return ExpressionWrapper(rows, output_field=BooleanField())


def _granted(actor: Actor, policy: Policy, obj: models.Model, standing: set[str]) -> frozenset[Ability]:
    """Nothing is granted on a record its actor does not see: a rule that gives work gives no sight by itself."""
    state = policy.state_of(obj)
    found = frozenset(
        ability
        for rule in policy.rules
        if rule.relation.name in standing and (rule.states is None or state in rule.states)
        for ability in rule.abilities
    )
    return _limited(actor, found) if VIEW in found or actor.is_system else frozenset()


def abilities_many(
    actor: Actor, objs: Sequence[models.Model], among: Collection[Ability] | None = None
) -> dict[Any, frozenset[Ability]]:
    """Abilities of the actor on each record of one model, by primary key, in one query.

    Where only a few are asked for, name them in `among`: the database is then asked no more than that takes.
    """
    if not objs:
        return {}
    policy = policy_of(objs[0])
    if actor.is_system:
        all_names = {relation.name for relation in policy.relations()}
        return {obj.pk: _granted(actor, policy, obj, all_names) for obj in objs}
    states = {policy.state_of(obj) for obj in objs}
    relations = policy.relations_in(states, None if among is None else {*among, VIEW})
    standing = _standing(actor, policy, objs, relations)
    found = {obj.pk: _granted(actor, policy, obj, standing[obj.pk]) for obj in objs}
    return found if among is None else {pk: held & set(among) for pk, held in found.items()}


def abilities(
    actor: Actor, obj: models.Model, among: Collection[Ability] | None = None
) -> frozenset[Ability]:
    """All the actor may do to this record now, or what of `among`."""
    return abilities_many(actor, [obj], among)[obj.pk]


def may(actor: Actor, model: type[models.Model], ability: Ability) -> bool:
    """Whether the actor has an ability that needs no record (see Grant)."""
    known(ability)
    if actor.is_system:
        return True
    if actor.scope is not None and ability not in actor.scope and ability != VIEW:
        return False
    return any(grant.ability == ability and grant.test(actor) for grant in policy_of(model).grants)


def standing_labels(actor: Actor, obj: models.Model) -> list[str]:
    """By which relations the actor sees the record: the «vì sao» of the readers page."""
    policy = policy_of(obj)
    relations = policy.relations_in({policy.state_of(obj)}, {VIEW})
    names = _standing(actor, policy, [obj], relations)[obj.pk]
    return [str(relation.label) for relation in relations if relation.name in names]


def state_label(obj: models.Model, field: str | None, value: str) -> str:
    """The words of a state value, from the choices of its field."""
    if field is None:
        return value
    choices: Any = getattr(obj._meta.get_field(field), "choices", None) or ()
    found: str | Promise = dict(choices).get(value, value)
    return str(found)


def explain(actor: Actor, obj: models.Model, ability: Ability) -> Explanation:
    """Why the ability is open or closed for the actor: relation, state or limits of a delegation."""
    policy = policy_of(obj)
    wanted = [rule for rule in policy.rules if ability in rule.abilities]
    every = policy.relations()
    names = {r.name for r in every} if actor.is_system else _standing(actor, policy, [obj], every)[obj.pk]
    if ability in _granted(actor, policy, obj, names):
        return Explanation(True, tuple(sorted({str(rule.relation.label) for rule in wanted})))
    mine = [rule for rule in wanted if rule.relation.name in names]
    if not mine:
        who = "; ".join(dict.fromkeys(str(rule.relation.label) for rule in wanted)) or _("chưa ai")
        return Explanation(False, (_("Việc này dành cho: {who}.").format(who=who),))
    state = policy.state_of(obj)
    if any(rule.states is None or state in rule.states for rule in mine):
        return Explanation(
            False,
            (_("Giấy ủy quyền của đồng chí không gồm việc «{label}».").format(label=ability.label),),
        )
    states = sorted({s for rule in mine if rule.states is not None for s in rule.states})
    words = ", ".join(f"«{state_label(obj, policy.state_field, s)}»" for s in states)
    current = state_label(obj, policy.state_field, state or "")
    what = str(obj._meta.verbose_name).capitalize()
    return Explanation(
        False,
        (
            _("{what} đang ở bước «{current}»; việc này làm được ở bước {words}.").format(
                what=what, current=current, words=words
            ),
        ),
    )
