"""Who may do what to accounts, sessions and tokens. Acting for another never reaches another's account."""

from __future__ import annotations

from django.db.models import Q

from vanphong.kernel.access import VIEW, Grant, Policy, Relation, Rule, ability, declare
from vanphong.kernel.actor import ADMIN, Actor
from vanphong.kernel.identity.models import ApiToken, Passkey, Session, User
from vanphong.kernel.wording import vi

MANAGE_ACCOUNTS = ability("account.manage", vi("quản lý tài khoản"))
KEEP_OWN = ability("account.keep_own", vi("sửa tài khoản của mình"))
END_SESSION = ability("session.end", vi("kết thúc phiên đăng nhập"))
REVOKE_TOKEN = ability("token.revoke", vi("thu hồi mã truy cập"))


def _is_admin(actor: Actor) -> bool:
    return actor.has_role(ADMIN) and not actor.on_behalf


def _in_person(actor: Actor) -> bool:
    """Neither for another nor through a program: a leaked token must not take over the account."""
    return actor.user_id is not None and not actor.on_behalf and actor.channel != "api"


MEMBER = Relation("member", vi("người của cơ quan"), lambda actor: bool(actor.seats))
ONESELF = Relation("oneself", vi("chính đồng chí"), lambda actor: Q(pk=actor.user_id))
OWNER = Relation(
    "owner", vi("chủ tài khoản"), lambda actor: Q(pk=actor.user_id) if _in_person(actor) else False
)
HOLDER = Relation(
    "holder", vi("chủ tài khoản"), lambda actor: Q(user_id=actor.user_id) if _in_person(actor) else False
)
ADMINISTRATOR = Relation("admin", vi("quản trị hệ thống"), _is_admin)

declare(
    Policy(
        User,
        rules=(
            Rule(MEMBER, frozenset({VIEW})),
            Rule(ONESELF, frozenset({VIEW})),
            Rule(OWNER, frozenset({VIEW, KEEP_OWN})),
            Rule(ADMINISTRATOR, frozenset({VIEW, MANAGE_ACCOUNTS})),
        ),
        grants=(
            Grant(VIEW, vi("người của cơ quan"), lambda actor: bool(actor.seats)),
            Grant(MANAGE_ACCOUNTS, vi("quản trị hệ thống"), _is_admin),
        ),
        state_field=None,
    )
)
declare(
    Policy(
        Session,
        rules=(
            Rule(HOLDER, frozenset({VIEW, KEEP_OWN, END_SESSION})),
            Rule(ADMINISTRATOR, frozenset({VIEW, END_SESSION})),
        ),
        grants=(Grant(END_SESSION, vi("quản trị hệ thống"), _is_admin),),
        state_field=None,
    )
)
declare(
    Policy(
        ApiToken,
        rules=(
            Rule(HOLDER, frozenset({VIEW, KEEP_OWN, REVOKE_TOKEN})),
            Rule(ADMINISTRATOR, frozenset({VIEW, REVOKE_TOKEN})),
        ),
        state_field=None,
    )
)
declare(Policy(Passkey, rules=(Rule(HOLDER, frozenset({VIEW, KEEP_OWN})),), state_field=None))
