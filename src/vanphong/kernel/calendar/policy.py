"""Who keeps the working-day calendar: everyone reads it, since every deadline follows from it."""

from __future__ import annotations

from vanphong.kernel.access import VIEW, Grant, Policy, Relation, Rule, ability, declare
from vanphong.kernel.actor import ADMIN, CHIEF, DEPUTY_CHIEF, Actor
from vanphong.kernel.calendar.models import SpecialDay
from vanphong.kernel.wording import vi

KEEP_CALENDAR = ability("calendar.keep", vi("sửa lịch làm việc"))


def _member(actor: Actor) -> bool:
    return bool(actor.seats)


def _keeper(actor: Actor) -> bool:
    return actor.has_role(ADMIN, CHIEF, DEPUTY_CHIEF)


MEMBER = Relation("member", vi("người của cơ quan"), _member)
KEEPER = Relation("keeper", vi("Chánh Văn phòng hoặc quản trị"), _keeper)

declare(
    Policy(
        SpecialDay,
        rules=(Rule(MEMBER, frozenset({VIEW})), Rule(KEEPER, frozenset({VIEW, KEEP_CALENDAR}))),
        grants=(
            Grant(VIEW, vi("người của cơ quan"), _member),
            Grant(KEEP_CALENDAR, vi("Chánh Văn phòng hoặc quản trị"), _keeper),
        ),
        state_field=None,
    )
)
