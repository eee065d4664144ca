"""Who may keep registers; who sees the numbers follows from the documents that bear them."""

from __future__ import annotations

from django.db.models import Q

from vanphong.kernel.access import VIEW, Grant, Policy, Relation, Rule, ability, declare
from vanphong.kernel.actor import ADMIN, CHIEF, DEPUTY_CHIEF, REGISTRAR, Actor
from vanphong.kernel.numbering.models import Register
from vanphong.kernel.wording import vi

KEEP_REGISTER = ability("numbering.keep_register", vi("lập hoặc sửa sổ"))
CLOSE_YEAR = ability("numbering.close_year", vi("khóa hoặc mở kỳ của sổ"))
RESERVE = ability("numbering.reserve", vi("để dành số"))
WATCH_REGISTERS = ability("numbering.watch", vi("xem sổ và số"))


def _of_agency(actor: Actor) -> Q | bool:
    agencies = {seat.agency_id for seat in actor.seats}
    return Q(agency_id__in=agencies) if agencies else False


def _kept(actor: Actor, *roles: str) -> Q | bool:
    agencies = actor.agencies_as(*roles)
    return Q(agency_id__in=agencies) if agencies else False


MEMBER = Relation("member", vi("người của cơ quan có sổ"), _of_agency)
CLERK = Relation("clerk", vi("văn thư của cơ quan có sổ"), lambda a: _kept(a, REGISTRAR))
CHIEF_HERE = Relation("chief", vi("Chánh Văn phòng"), lambda a: _kept(a, CHIEF, DEPUTY_CHIEF))
KEEPER = Relation("admin", vi("quản trị hệ thống"), lambda a: _kept(a, ADMIN))

declare(
    Policy(
        Register,
        rules=(
            Rule(MEMBER, frozenset({VIEW})),
            Rule(CLERK, frozenset({VIEW, RESERVE})),
            Rule(CHIEF_HERE, frozenset({VIEW, KEEP_REGISTER, CLOSE_YEAR, RESERVE})),
            Rule(KEEPER, frozenset({VIEW, KEEP_REGISTER})),
        ),
        grants=(
            Grant(VIEW, vi("người của cơ quan"), lambda a: bool(a.seats)),
            Grant(
                WATCH_REGISTERS,
                vi("văn thư, Chánh Văn phòng, quản trị"),
                lambda a: a.has_role(REGISTRAR, CHIEF, DEPUTY_CHIEF, ADMIN),
            ),
            Grant(
                KEEP_REGISTER,
                vi("Chánh Văn phòng, quản trị"),
                lambda a: a.has_role(CHIEF, DEPUTY_CHIEF, ADMIN),
            ),
        ),
        state_field=None,
    )
)
