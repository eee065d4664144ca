"""Who may see and do what with outgoing documents. Everything is denied that no rule here gives."""

from __future__ import annotations

from django.db.models import Q

from vanphong.kernel.access import VIEW, Ability, Grant, Policy, Relation, Rule, ability, declare
from vanphong.kernel.actor import ARCHIVIST, CHIEF, DEPUTY_CHIEF, LEADER, REGISTRAR, Actor
from vanphong.kernel.organisation.delegable import never_delegated
from vanphong.kernel.wording import vi
from vanphong.modules.issuing.models import OutgoingDocument, RecipientGroup

S = OutgoingDocument.State

TAKE = ability("issuing.take", vi("nhận văn bản đã ký để cấp số"))
NUMBER = ability("issuing.number", vi("cấp số văn bản đi"))
WITHDRAW = ability("issuing.withdraw", vi("rút văn bản chưa cấp số"))
RESTORE = ability("issuing.restore", vi("lấy lại văn bản đã rút"))
PERMIT_BACKDATING = ability("issuing.permit_backdating", vi("cho phép ghi lùi ngày"))
CORRECT = ability("issuing.correct", vi("sửa thông tin văn bản đi"))
VOID = ability("issuing.void", vi("hủy số văn bản đi"))
DISPATCH = ability("issuing.dispatch", vi("phát hành văn bản"))
FOLLOW_UP = ability("issuing.follow_up", vi("theo dõi việc nhận văn bản đi"))
RECALL = ability("issuing.recall", vi("thu hồi văn bản đã phát hành"))
PURGE = ability("issuing.purge", vi("loại bỏ văn bản đi có dấu mật"))
KEEP_GROUPS = ability("issuing.keep_groups", vi("lập nhóm nơi nhận"))
PRINT_BOOK = ability("issuing.print_book", vi("in sổ văn bản đi"))

never_delegated(PURGE)


def _at(actor: Actor, *roles: str) -> Q | bool:
    agencies = actor.agencies_as(*roles)
    return Q(agency_id__in=agencies) if agencies else False


def _unit(actor: Actor) -> Q | bool:
    units = actor.units_as()
    return Q(unit_id__in=units) if units else False


REGISTRAR_HERE = Relation("registrar", vi("văn thư của cơ quan giữ sổ"), lambda a: _at(a, REGISTRAR))
CHIEF_HERE = Relation("chief", vi("Chánh Văn phòng của cơ quan giữ sổ"), lambda a: _at(a, CHIEF))
DEPUTY_HERE = Relation("deputy", vi("Phó Chánh Văn phòng của cơ quan giữ sổ"), lambda a: _at(a, DEPUTY_CHIEF))
LEADER_HERE = Relation("leader", vi("lãnh đạo của cơ quan giữ sổ"), lambda a: _at(a, LEADER))
ARCHIVIST_HERE = Relation("archivist", vi("lưu trữ của cơ quan giữ sổ"), lambda a: _at(a, ARCHIVIST))
UNIT_MEMBER = Relation("unit_member", vi("người của đơn vị soạn thảo"), _unit)


def _can(*abilities: Ability) -> frozenset[Ability]:
    return frozenset(abilities)


def _states(*states: str) -> frozenset[str]:
    return frozenset(str(s) for s in states)


_WAITING = _states(S.PENDING_NUMBER)
_NUMBERED = _states(S.PENDING_DISPATCH, S.DISPATCHED, S.REVOKED)
_OUT = _states(S.DISPATCHED)

POLICY = declare(
    Policy(
        OutgoingDocument,
        rules=(
            Rule(REGISTRAR_HERE, _can(VIEW)),
            Rule(REGISTRAR_HERE, _can(NUMBER, WITHDRAW), _WAITING),
            Rule(REGISTRAR_HERE, _can(RESTORE), _states(S.WITHDRAWN)),
            Rule(REGISTRAR_HERE, _can(PURGE), _states(S.PENDING_NUMBER, S.WITHDRAWN)),
            Rule(REGISTRAR_HERE, _can(CORRECT), _states(S.PENDING_DISPATCH, S.DISPATCHED)),
            Rule(REGISTRAR_HERE, _can(DISPATCH), _states(S.PENDING_DISPATCH)),
            Rule(REGISTRAR_HERE, _can(FOLLOW_UP, RECALL), _OUT),
            *(
                rule
                for office in (CHIEF_HERE, DEPUTY_HERE)
                for rule in (
                    Rule(office, _can(VIEW)),
                    Rule(office, _can(PERMIT_BACKDATING), _WAITING),
                    Rule(office, _can(VOID), _states(S.PENDING_DISPATCH)),
                )
            ),
            Rule(LEADER_HERE, _can(VIEW), _NUMBERED),
            Rule(ARCHIVIST_HERE, _can(VIEW), _OUT | _states(S.REVOKED)),
            Rule(UNIT_MEMBER, _can(VIEW), _WAITING | _NUMBERED),
        ),
        grants=(
            Grant(VIEW, vi("người của cơ quan"), lambda a: bool(a.seats)),
            Grant(TAKE, vi("văn thư"), lambda a: a.has_role(REGISTRAR)),
            Grant(
                PRINT_BOOK,
                vi("văn thư, Chánh Văn phòng"),
                lambda a: a.has_role(REGISTRAR, CHIEF, DEPUTY_CHIEF),
            ),
        ),
    )
)
GROUP_POLICY = declare(
    Policy(
        RecipientGroup,
        rules=(Rule(REGISTRAR_HERE, _can(VIEW, KEEP_GROUPS)), Rule(CHIEF_HERE, _can(VIEW))),
        grants=(
            Grant(VIEW, vi("người của cơ quan"), lambda a: bool(a.seats)),
            Grant(KEEP_GROUPS, vi("văn thư"), lambda a: a.has_role(REGISTRAR)),
        ),
        state_field=None,
    )
)
