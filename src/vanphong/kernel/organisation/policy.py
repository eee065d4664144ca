"""Who may see and keep the organisation: everyone of the office reads it, administrators keep it."""

from __future__ import annotations

from django.db.models import Q

from vanphong.kernel.access import VIEW, Grant, Policy, Relation, Rule, ability, declare
from vanphong.kernel.actor import ADMIN, Actor
from vanphong.kernel.organisation.delegable import never_delegated
from vanphong.kernel.organisation.models import Delegation, Holding, Post, Term, Unit
from vanphong.kernel.wording import vi

MANAGE = ability("organisation.manage", vi("sửa tổ chức của cơ quan"))
GIVE = ability("delegation.give", vi("ủy quyền cho người khác"))
REVOKE = ability("delegation.revoke", vi("thu hồi ủy quyền"))
WATCH_DELEGATIONS = ability("delegation.watch", vi("xem mọi ủy quyền"))
never_delegated(MANAGE, GIVE, REVOKE, WATCH_DELEGATIONS)


def _member(actor: Actor) -> bool:
    return bool(actor.seats)


def _admin(actor: Actor) -> bool:
    return actor.has_role(ADMIN) and not actor.on_behalf


def _in_person(actor: Actor) -> bool:
    return actor.user_id is not None and not actor.on_behalf


MEMBER = Relation("member", vi("người của cơ quan"), _member)
KEEPER = Relation("admin", vi("quản trị hệ thống"), _admin)
PRINCIPAL = Relation(
    "principal",
    vi("người ủy quyền"),
    lambda actor: Q(principal_id=actor.user_id) if _in_person(actor) else False,
)
DELEGATE = Relation(
    "delegate",
    vi("người được ủy quyền"),
    lambda actor: Q(delegate_id=actor.user_id) if actor.user_id else False,
)

for _model in (Unit, Post, Holding, Term):
    declare(
        Policy(
            _model,
            rules=(Rule(MEMBER, frozenset({VIEW})), Rule(KEEPER, frozenset({VIEW, MANAGE}))),
            grants=(
                Grant(VIEW, vi("người của cơ quan"), _member),
                Grant(MANAGE, vi("quản trị hệ thống"), _admin),
            ),
            state_field=None,
        )
    )

declare(
    Policy(
        Delegation,
        rules=(
            Rule(PRINCIPAL, frozenset({VIEW, REVOKE})),
            Rule(DELEGATE, frozenset({VIEW, REVOKE})),
            Rule(KEEPER, frozenset({VIEW, REVOKE})),
        ),
        grants=(
            Grant(VIEW, vi("người của cơ quan"), _member),
            Grant(WATCH_DELEGATIONS, vi("quản trị hệ thống"), _admin),
            Grant(GIVE, vi("người của cơ quan, tự mình"), lambda actor: _member(actor) and _in_person(actor)),
        ),
        state_field=None,
    )
)
