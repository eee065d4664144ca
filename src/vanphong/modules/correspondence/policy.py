"""Who may see and do what with incoming documents. Everything is denied that no rule here gives."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from vanphong.kernel.access import VIEW, Ability, Grant, Policy, Relation, Rule, ability, declare
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
WORKING = frozenset(
    str(s)
    for s in (S.PENDING_SUBMISSION, S.PENDING_ENDORSEMENT, S.PENDING_DISTRIBUTION, S.IN_PROGRESS, S.HANDLED)
)


def _at(actor: Actor, *roles: str) -> Q | bool:
    agencies = actor.agencies_as(*roles)
    return Q(agency_id__in=agencies) if agencies else False


def _kept() -> QuerySet[Assignment]:
    """Parts of the document that were not taken back: a recall ends the need to know."""
    return Assignment.objects.filter(document=OuterRef("pk")).exclude(state=Assignment.State.RECALLED)


def _mine(actor: Actor) -> Q | bool:
    if actor.person_id is None:
        return False
    return Q(Exists(_kept().filter(user_id=actor.person_id)))


def _mine_open(actor: Actor) -> Q | bool:
    if actor.person_id is None:
        return False
    held = Assignment.objects.filter(
        document=OuterRef("pk"), user_id=actor.person_id, state__in=Assignment.OPEN_STATES
    )
    return Q(Exists(held))


def _assigned(actor: Actor) -> Q | bool:
    if actor.person_id is None:
        return False
    given = Assignment.objects.filter(document=OuterRef("pk"), assigned_by_user_id=actor.person_id)
    return Q(Exists(given))


def _of_units(actor: Actor, *, open_only: bool) -> Q | bool:
    units = actor.units_as(HEAD, CHIEF, DEPUTY_CHIEF, LEADER)
    if not units:
        return False
    held = _kept().filter(unit_id__in=units)
    if open_only:
        held = held.filter(state__in=Assignment.OPEN_STATES)
    return Q(Exists(held))


def _submitted_to(actor: Actor, *, pending: bool) -> Q | bool:
    if actor.person_id is None:
        return False
    found = Submission.objects.filter(document=OuterRef("pk"), to_user_id=actor.person_id)
    if pending:
        found = found.filter(state=Submission.State.PENDING)
    return Q(Exists(found))


REGISTRAR_HERE = Relation("registrar", vi("văn thư của cơ quan nhận"), lambda a: _at(a, REGISTRAR))
CHIEF_HERE = Relation("chief", vi("Chánh Văn phòng của cơ quan nhận"), lambda a: _at(a, CHIEF))
DEPUTY_HERE = Relation("deputy", vi("Phó Chánh Văn phòng của cơ quan nhận"), lambda a: _at(a, DEPUTY_CHIEF))
LEADER_HERE = Relation("leader", vi("lãnh đạo của cơ quan nhận"), lambda a: _at(a, LEADER))
ARCHIVIST_HERE = Relation("archivist", vi("lưu trữ của cơ quan nhận"), lambda a: _at(a, ARCHIVIST))
ASKED = Relation("asked", vi("người đang được trình xin ý kiến"), lambda a: _submitted_to(a, pending=True))
WAS_ASKED = Relation("was_asked", vi("người được trình"), lambda a: _submitted_to(a, pending=False))
ASSIGNEE = Relation("assignee", vi("người được giao"), _mine)
ASSIGNEE_OPEN = Relation("assignee_open", vi("người đang được giao xử lý"), _mine_open)
ASSIGNER = Relation("assigner", vi("người đã giao việc"), _assigned)
UNIT_HEAD = Relation("unit_head", vi("phụ trách đơn vị được giao"), lambda a: _of_units(a, open_only=False))
UNIT_HEAD_OPEN = Relation(
    "unit_head_open", vi("phụ trách đơn vị đang được giao xử lý"), lambda a: _of_units(a, open_only=True)
)


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
            Rule(ASKED, _can(VIEW, ENDORSE, FOLLOW), _states(S.PENDING_ENDORSEMENT)),
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
