"""Who may see and do what with incoming documents. Everything is denied that no rule here gives."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from vanphong.kernel.access import VIEW, Ability, Grant, Policy, Relation, Rule, ability, declare, through
from vanphong.kernel.actor import (
    ADMIN,
    ARCHIVIST,
    CHIEF,
    DEPUTY_CHIEF,
    HEAD,
    LEADER,
    REGISTRAR,
    Actor,
)
from vanphong.kernel.organisation.delegable import never_delegated
from vanphong.kernel.wording import vi
from vanphong.modules.correspondence.models import Assignment, IncomingDocument, Submission

S = IncomingDocument.State

INTAKE = ability("correspondence.intake", vi("tiếp nhận văn bản"))
REGISTER = ability("correspondence.register", vi("vào sổ"))
CORRECT = ability("correspondence.correct", vi("sửa thông tin đã vào sổ"))
VOID = ability("correspondence.void", vi("hủy số đến"))
REFUSE = ability("correspondence.refuse", vi("trả nơi gửi hoặc loại tệp này"))
RESTORE = ability("correspondence.restore", vi("lấy lại văn bản đã loại"))
PURGE = ability("correspondence.purge", vi("loại bỏ văn bản có dấu mật"))
READ_AGAIN = ability("correspondence.read_again", vi("đọc lại văn bản"))
SUBMIT = ability("correspondence.submit", vi("trình văn bản"))
WITHDRAW = ability("correspondence.withdraw", vi("rút phiếu trình"))
ENDORSE = ability("correspondence.endorse", vi("cho ý kiến (bút phê)"))
DISTRIBUTE = ability("correspondence.distribute", vi("phân phối văn bản"))
HANDLE = ability("correspondence.handle", vi("xử lý phần việc được giao"))
REASSIGN = ability("correspondence.reassign", vi("phân công lại trong đơn vị"))
REMIND = ability("correspondence.remind", vi("đôn đốc"))
RECALL = ability("correspondence.recall", vi("thu hồi phân công"))
EXTEND = ability("correspondence.extend", vi("duyệt gia hạn"))
NOTE = ability("correspondence.note", vi("ghi ý kiến xử lý"))
CONCLUDE = ability("correspondence.conclude", vi("kết thúc xử lý"))
REOPEN = ability("correspondence.reopen", vi("mở lại"))
FILE = ability("correspondence.file", vi("đưa vào hồ sơ"))
FOLLOW = ability("correspondence.follow", vi("đánh dấu quan tâm"))
READ_COPY = ability("correspondence.read_copy", vi("đánh dấu đã đọc"))
IMPORT_BOOKS = ability("correspondence.import_books", vi("nhập sổ cũ"))
PRINT_BOOK = ability("correspondence.print_book", vi("in sổ văn bản đến"))

never_delegated(PURGE, IMPORT_BOOKS)

REGISTERED = frozenset(
    str(s)
    for s in (
        S.PENDING_SUBMISSION,
        S.PENDING_ENDORSEMENT,
        S.PENDING_DISTRIBUTION,
        S.IN_PROGRESS,
        S.HANDLED,
        S.CLOSED,
        S.RECALLED,
        S.RETURNED,
    )
)
WORKING = frozenset(map(str, IncomingDocument.WORKING_STATES))


def _at(actor: Actor, *roles: str) -> Q | bool:
    agencies = actor.agencies_as(*roles)
    return Q(agency_id__in=agencies) if agencies else False


def _kept() -> QuerySet[Assignment]:
    """Parts of documents that were not taken back: a recall ends the need to know."""
    return Assignment.objects.exclude(state=Assignment.State.RECALLED)


def _mine(actor: Actor) -> QuerySet[Assignment] | None:
    return None if actor.person_id is None else _kept().filter(user_id=actor.person_id)


def _mine_open(actor: Actor) -> QuerySet[Assignment] | None:
    if actor.person_id is None:
        return None
    return Assignment.objects.filter(user_id=actor.person_id, state__in=Assignment.OPEN_STATES)


def _assigned(actor: Actor) -> QuerySet[Assignment] | None:
    return None if actor.person_id is None else Assignment.objects.filter(assigned_by_user_id=actor.person_id)


def _of_units(actor: Actor) -> QuerySet[Assignment] | None:
    units = actor.units_as(HEAD, CHIEF, DEPUTY_CHIEF, LEADER)
    return _kept().filter(unit_id__in=units) if units else None


def _of_units_open(actor: Actor) -> QuerySet[Assignment] | None:
    held = _of_units(actor)
    return None if held is None else held.filter(state__in=Assignment.OPEN_STATES)


def _submitted_to(actor: Actor) -> QuerySet[Submission] | None:
    return None if actor.person_id is None else Submission.objects.filter(to_user_id=actor.person_id)


def _asked_now(actor: Actor) -> QuerySet[Submission] | None:
    found = _submitted_to(actor)
    return None if found is None else found.filter(state=Submission.State.PENDING)


REGISTRAR_HERE = Relation("registrar", vi("văn thư của cơ quan nhận"), lambda a: _at(a, REGISTRAR))
CHIEF_HERE = Relation("chief", vi("Chánh Văn phòng của cơ quan nhận"), lambda a: _at(a, CHIEF))
DEPUTY_HERE = Relation("deputy", vi("Phó Chánh Văn phòng của cơ quan nhận"), lambda a: _at(a, DEPUTY_CHIEF))
LEADER_HERE = Relation("leader", vi("lãnh đạo của cơ quan nhận"), lambda a: _at(a, LEADER))
ARCHIVIST_HERE = Relation("archivist", vi("lưu trữ của cơ quan nhận"), lambda a: _at(a, ARCHIVIST))
ASKED = through("asked", vi("người đang được trình xin ý kiến"), _asked_now)
WAS_ASKED = through("was_asked", vi("người được trình"), _submitted_to)
ASSIGNEE = through("assignee", vi("người được giao"), _mine)
ASSIGNEE_OPEN = through("assignee_open", vi("người đang được giao xử lý"), _mine_open)
ASSIGNER = through("assigner", vi("người đã giao việc"), _assigned)
UNIT_HEAD = through("unit_head", vi("phụ trách đơn vị được giao"), _of_units)
UNIT_HEAD_OPEN = through("unit_head_open", vi("phụ trách đơn vị đang được giao xử lý"), _of_units_open)


def _states(*states: str) -> frozenset[str]:
    return frozenset(str(s) for s in states)


def _can(*abilities: Ability) -> frozenset[Ability]:
    return frozenset(abilities)


_PENDING = _states(S.PENDING_REGISTRATION)
_SUBMITTABLE = _states(S.PENDING_SUBMISSION, S.PENDING_ENDORSEMENT, S.PENDING_DISTRIBUTION, S.IN_PROGRESS)
_DISTRIBUTABLE = _states(S.PENDING_SUBMISSION, S.PENDING_DISTRIBUTION, S.IN_PROGRESS)
_AT_WORK = _states(S.PENDING_ENDORSEMENT, S.PENDING_DISTRIBUTION, S.IN_PROGRESS)
"""Parts given out go on while a further opinion is awaited."""
_COPIES = _states(S.IN_PROGRESS, S.HANDLED, S.CLOSED)
_OFFICE = (CHIEF_HERE, DEPUTY_HERE)

POLICY = declare(
    Policy(
        IncomingDocument,
        rules=(
            Rule(REGISTRAR_HERE, _can(VIEW, FOLLOW)),
            Rule(REGISTRAR_HERE, _can(REGISTER, REFUSE), _PENDING),
            Rule(REGISTRAR_HERE, _can(RESTORE), _states(S.DISCARDED)),
            Rule(REGISTRAR_HERE, _can(READ_AGAIN), _PENDING | _states(S.PENDING_SUBMISSION)),
            Rule(REGISTRAR_HERE, _can(PURGE), frozenset(map(str, S.values)) - _states(S.PURGED)),
            Rule(REGISTRAR_HERE, _can(CORRECT, NOTE, FILE), REGISTERED - _states(S.RETURNED, S.RECALLED)),
            Rule(REGISTRAR_HERE, _can(VOID), _states(S.PENDING_SUBMISSION)),
            Rule(REGISTRAR_HERE, _can(SUBMIT), _SUBMITTABLE),
            Rule(REGISTRAR_HERE, _can(WITHDRAW), _states(S.PENDING_ENDORSEMENT)),
            Rule(REGISTRAR_HERE, _can(DISTRIBUTE), _states(S.PENDING_DISTRIBUTION, S.IN_PROGRESS)),
            Rule(REGISTRAR_HERE, _can(REMIND), _AT_WORK),
            Rule(
                REGISTRAR_HERE,
                _can(CONCLUDE),
                _states(S.PENDING_SUBMISSION, S.PENDING_DISTRIBUTION, S.HANDLED),
            ),
            *(
                rule
                for office in _OFFICE
                for rule in (
                    Rule(office, _can(VIEW, FOLLOW), REGISTERED),
                    Rule(office, _can(NOTE, FILE), WORKING | _states(S.CLOSED)),
                    Rule(office, _can(SUBMIT), _SUBMITTABLE),
                    Rule(office, _can(DISTRIBUTE), _DISTRIBUTABLE),
                    Rule(office, _can(WITHDRAW), _states(S.PENDING_ENDORSEMENT)),
                    Rule(office, _can(REMIND, RECALL, EXTEND), _AT_WORK),
                    Rule(office, _can(CONCLUDE), WORKING - _states(S.PENDING_ENDORSEMENT)),
                    Rule(office, _can(REOPEN), _states(S.HANDLED, S.CLOSED)),
                )
            ),
            Rule(CHIEF_HERE, _can(VOID), _states(S.PENDING_SUBMISSION)),
            Rule(LEADER_HERE, _can(VIEW, FOLLOW), REGISTERED),
            Rule(LEADER_HERE, _can(NOTE), _AT_WORK | _states(S.HANDLED)),
            Rule(LEADER_HERE, _can(REMIND), _AT_WORK),
            # Whoever is asked now was asked: sight comes from there, so that all who see few see by one rule.
            Rule(ASKED, _can(ENDORSE), _states(S.PENDING_ENDORSEMENT)),
            Rule(WAS_ASKED, _can(VIEW, FOLLOW), REGISTERED),
            Rule(WAS_ASKED, _can(NOTE), WORKING),
            Rule(WAS_ASKED, _can(REMIND), _AT_WORK),
            Rule(ASSIGNEE, _can(VIEW, FOLLOW), REGISTERED),
            Rule(ASSIGNEE_OPEN, _can(HANDLE, NOTE, FILE), _AT_WORK),
            Rule(ASSIGNEE_OPEN, _can(READ_COPY), _COPIES),
            Rule(ASSIGNER, _can(REMIND, EXTEND), _AT_WORK),
            Rule(ASSIGNEE, _can(FILE), _states(S.HANDLED, S.CLOSED)),
            Rule(UNIT_HEAD, _can(VIEW, FOLLOW), REGISTERED),
            Rule(UNIT_HEAD_OPEN, _can(HANDLE, REASSIGN, NOTE, REMIND, FILE), _AT_WORK),
            Rule(UNIT_HEAD_OPEN, _can(EXTEND), _AT_WORK),
            Rule(UNIT_HEAD_OPEN, _can(READ_COPY), _COPIES),
            Rule(UNIT_HEAD, _can(FILE), _states(S.HANDLED, S.CLOSED)),
            Rule(ARCHIVIST_HERE, _can(VIEW), _states(S.CLOSED)),
        ),
        grants=(
            Grant(VIEW, vi("người của cơ quan"), lambda a: bool(a.seats)),
            Grant(INTAKE, vi("văn thư"), lambda a: a.has_role(REGISTRAR)),
            Grant(IMPORT_BOOKS, vi("văn thư, quản trị"), lambda a: a.has_role(REGISTRAR, ADMIN)),
            Grant(
                PRINT_BOOK,
                vi("văn thư, Chánh Văn phòng"),
                lambda a: a.has_role(REGISTRAR, CHIEF, DEPUTY_CHIEF),
            ),
        ),
    )
)
