"""Which abilities may be lent to another. Signing, secret matters and one's own account never are."""

from __future__ import annotations

from collections.abc import Iterable

from vanphong.kernel.access import VIEW, Ability, declared, declared_policies
from vanphong.kernel.actor import Actor
from vanphong.kernel.identity.policy import END_SESSION, KEEP_OWN, MANAGE_ACCOUNTS, REVOKE_TOKEN
from vanphong.kernel.identity.tokens import every_ability

_never: set[str] = {KEEP_OWN, MANAGE_ACCOUNTS, END_SESSION, REVOKE_TOKEN}


def never_delegated(*abilities: Ability) -> None:
    """For a module's policy.py: these abilities stay with the person, whatever a delegation says."""
    _never.update(abilities)


def delegable() -> list[Ability]:
    """Abilities that may be lent, by their words. Viewing always comes along and is not listed."""
    return sorted((a for a in every_ability() if a not in _never and a != VIEW), key=lambda a: (a.label, a))


def lendable_by(actor: Actor) -> list[Ability]:
    """What this person has to lend, in the order of its declaration: that of the work."""
    lent = set(delegable())
    policies = declared_policies()
    ruled = {
        ability
        for policy in policies
        for rule in policy.rules
        if rule.abilities & lent and rule.relation.rows(actor) is not False
        for ability in rule.abilities
    }
    own = ruled | {g.ability for policy in policies for g in policy.grants if g.test(actor)}
    return [ability for ability in declared() if ability in lent & own]


def lendable(scope: Iterable[str]) -> frozenset[str]:
    """What remains of a stored scope today: an ability withdrawn from lending is gone at once."""
    return frozenset(code for code in scope if code not in _never)
