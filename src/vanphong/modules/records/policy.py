"""Who may see and keep case files and the file plan. Everything is denied that no rule here gives."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Q

from vanphong.kernel.access import VIEW, Ability, Grant, Policy, Relation, Rule, ability, declare
from vanphong.kernel.actor import (
    ARCHIVIST,
    ASSISTANT,
    CHIEF,
    DEPUTY_CHIEF,
    HEAD,
    LEADER,
    OFFICER,
    REGISTRAR,
    Actor,
)
from vanphong.kernel.organisation.queries import today
from vanphong.kernel.wording import vi
from vanphong.modules.records.models import CaseFile, CaseFileReader, FilePlanEntry

S = CaseFile.State

CREATE = ability("records.create", vi("mở hồ sơ"))
EDIT = ability("records.edit", vi("sửa hồ sơ"))
ADD = ability("records.add", vi("đưa văn bản vào hồ sơ"))
REMOVE = ability("records.remove", vi("rút văn bản khỏi hồ sơ"))
COMPLETE = ability("records.complete", vi("kết thúc hồ sơ"))
REOPEN = ability("records.reopen", vi("mở lại hồ sơ"))
SHARE = ability("records.share", vi("mời người phối hợp hồ sơ"))
PLAN = ability("records.plan", vi("sửa danh mục hồ sơ"))

WORKING_ROLES = (LEADER, CHIEF, DEPUTY_CHIEF, HEAD, OFFICER, REGISTRAR, ARCHIVIST, ASSISTANT)
PLANNING_ROLES = (ARCHIVIST, REGISTRAR, CHIEF)
REOPENING_DAYS = 30
"""Days after closing in which the keeper and the head of the unit may still reopen by themselves.

A rule of the product; afterwards only the chief of office or the archivist may, for the inventory may have
been printed."""


def _at(actor: Actor, *roles: str) -> Q | bool:
    agencies = actor.agencies_as(*roles)
    return Q(agency_id__in=agencies) if agencies else False


def _kept(actor: Actor) -> Q | bool:
    return Q(keeper_id=actor.person_id) if actor.person_id is not None else False


def _headed(actor: Actor) -> Q | bool:
    units = actor.units_as(HEAD)
    return Q(unit_id__in=units) if units else False


def _invited(actor: Actor) -> Q | bool:
    if actor.person_id is None:
        return False
    found = CaseFileReader.objects.filter(case_file=OuterRef("pk"))
    return Q(Exists(found.filter(Q(user_id=actor.person_id) | Q(unit_id__in=actor.units_as()))))


def _recent(rows: Q | bool) -> Q | bool:
    if rows is False or rows is True:
        return rows
    return rows & Q(completed_on__gte=today() - dt.timedelta(days=REOPENING_DAYS))


KEEPER = Relation("keeper", vi("người lập hồ sơ"), _kept)
KEEPER_RECENT = Relation(
    "keeper_recent",
    vi("người lập hồ sơ, trong {days} ngày từ ngày kết thúc", days=REOPENING_DAYS),
    lambda a: _recent(_kept(a)),
)
UNIT_HEAD = Relation("unit_head", vi("phụ trách đơn vị lập hồ sơ"), _headed)
UNIT_HEAD_RECENT = Relation(
    "unit_head_recent",
    vi("phụ trách đơn vị lập hồ sơ, trong {days} ngày từ ngày kết thúc", days=REOPENING_DAYS),
    lambda a: _recent(_headed(a)),
)
READER = Relation("reader", vi("người hoặc đơn vị được mời phối hợp"), _invited)
ARCHIVIST_HERE = Relation("archivist", vi("lưu trữ của cơ quan"), lambda a: _at(a, ARCHIVIST))
CHIEF_HERE = Relation("chief", vi("Chánh Văn phòng"), lambda a: _at(a, CHIEF))
DEPUTY_HERE = Relation("deputy", vi("Phó Chánh Văn phòng"), lambda a: _at(a, DEPUTY_CHIEF))
LEADER_HERE = Relation("leader", vi("lãnh đạo cấp ủy"), lambda a: _at(a, LEADER))


def _can(*abilities: Ability) -> frozenset[Ability]:
    return frozenset(abilities)


_OPEN = frozenset({str(S.OPEN)})
_COMPLETED = frozenset({str(S.COMPLETED)})

CASE_FILE_POLICY = declare(
    Policy(
        CaseFile,
        rules=(
            *(
                rule
                for owner in (KEEPER, UNIT_HEAD)
                for rule in (
                    Rule(owner, _can(VIEW, SHARE)),
                    Rule(owner, _can(EDIT, ADD, REMOVE, COMPLETE), _OPEN),
                )
            ),
            Rule(KEEPER_RECENT, _can(REOPEN), _COMPLETED),
            Rule(UNIT_HEAD_RECENT, _can(REOPEN), _COMPLETED),
            Rule(READER, _can(VIEW)),
            Rule(READER, _can(ADD), _OPEN),
            Rule(ARCHIVIST_HERE, _can(VIEW, SHARE)),
            Rule(ARCHIVIST_HERE, _can(EDIT), _OPEN),
            Rule(ARCHIVIST_HERE, _can(REOPEN), _COMPLETED),
            Rule(CHIEF_HERE, _can(VIEW, SHARE)),
            Rule(CHIEF_HERE, _can(EDIT, ADD, REMOVE, COMPLETE), _OPEN),
            Rule(CHIEF_HERE, _can(REOPEN), _COMPLETED),
            Rule(DEPUTY_HERE, _can(VIEW)),
            Rule(DEPUTY_HERE, _can(ADD), _OPEN),
            Rule(LEADER_HERE, _can(VIEW)),
        ),
        grants=(
            Grant(VIEW, vi("người của cơ quan"), lambda a: bool(a.seats)),
            Grant(CREATE, vi("cán bộ của cơ quan"), lambda a: a.has_role(*WORKING_ROLES)),
        ),
    )
)


def _member(actor: Actor) -> Q | bool:
    agencies = {seat.agency_id for seat in actor.seats}
    return Q(agency_id__in=agencies) if agencies else False


MEMBER = Relation("member", vi("người của cơ quan"), _member)
PLANNER = Relation(
    "planner", vi("lưu trữ, văn thư, Chánh Văn phòng của cơ quan"), lambda a: _at(a, *PLANNING_ROLES)
)

FILE_PLAN_POLICY = declare(
    Policy(
        FilePlanEntry,
        rules=(Rule(MEMBER, _can(VIEW)), Rule(PLANNER, _can(VIEW, PLAN))),
        grants=(
            Grant(VIEW, vi("người của cơ quan"), lambda a: bool(a.seats)),
            Grant(PLAN, vi("lưu trữ, văn thư, Chánh Văn phòng"), lambda a: a.has_role(*PLANNING_ROLES)),
        ),
        state_field=None,
    )
)
