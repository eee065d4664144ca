"""Who reads the journal. Everyone sees the trail of records they see; the whole of it is for these few."""

from __future__ import annotations

from django.db.models import Q

from vanphong.kernel.access import VIEW, Grant, Policy, Relation, Rule, ability, declare
from vanphong.kernel.actor import ADMIN, AUDITOR, CHIEF, Actor
from vanphong.kernel.journal.models import AuditEntry
from vanphong.kernel.wording import vi

VERIFY = ability("journal.verify", vi("kiểm tra chuỗi nhật ký"))


def _reader(actor: Actor) -> bool:
    """In person: the journal of all is never lent, nor read by a program with a person's key."""
    return actor.has_role(AUDITOR, ADMIN, CHIEF) and not actor.on_behalf and actor.channel != "api"


READER = Relation("reader", vi("người kiểm tra nhật ký, Chánh Văn phòng hoặc quản trị"), _reader)
DOER = Relation(
    "doer", vi("người làm việc này"), lambda actor: Q(user_id=actor.user_id) if actor.user_id else False
)

declare(
    Policy(
        AuditEntry,
        rules=(Rule(READER, frozenset({VIEW, VERIFY})), Rule(DOER, frozenset({VIEW}))),
        grants=(
            Grant(VIEW, vi("người kiểm tra nhật ký, Chánh Văn phòng hoặc quản trị"), _reader),
            Grant(VERIFY, vi("người kiểm tra nhật ký, Chánh Văn phòng hoặc quản trị"), _reader),
        ),
        state_field=None,
    )
)
