"""Who may read and keep the catalogues."""

from __future__ import annotations

from vanphong.kernel.access import VIEW, Grant, Policy, Relation, Rule, ability, declare
from vanphong.kernel.actor import ADMIN, CHIEF, REGISTRAR, Actor
from vanphong.kernel.wording import vi
from vanphong.modules.catalogues.models import (
    AdminUnit,
    AgencyCode,
    DocumentType,
    RetentionTerm,
    SubjectArea,
)

KEEP = ability("catalogues.keep", vi("sửa danh mục"))


def _member(actor: Actor) -> bool:
    return bool(actor.seats)


def _keeper(actor: Actor) -> bool:
    return actor.has_role(ADMIN, CHIEF, REGISTRAR)


MEMBER = Relation("member", vi("người của cơ quan"), _member)
KEEPER = Relation("keeper", vi("quản trị, Chánh Văn phòng hoặc văn thư"), _keeper)

for _model in (DocumentType, SubjectArea, RetentionTerm):
    declare(
        Policy(
            _model,
            rules=(Rule(MEMBER, frozenset({VIEW})), Rule(KEEPER, frozenset({VIEW, KEEP}))),
            grants=(
                Grant(VIEW, vi("người của cơ quan"), _member),
                Grant(KEEP, vi("quản trị, Chánh Văn phòng hoặc văn thư"), _keeper),
            ),
            state_field=None,
        )
    )

for _shipped in (AdminUnit, AgencyCode):
    declare(
        Policy(
            _shipped,
            rules=(Rule(MEMBER, frozenset({VIEW})),),
            grants=(Grant(VIEW, vi("người của cơ quan"), _member),),
            state_field=None,
        )
    )
