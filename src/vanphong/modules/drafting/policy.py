"""Who may see and do what with drafts. Everything is denied that no rule here gives."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from vanphong.kernel.access import VIEW, Ability, Grant, Policy, Relation, Rule, ability, declare, through
from vanphong.kernel.actor import CHIEF, DEPUTY_CHIEF, HEAD, LEADER, REGISTRAR, Actor
from vanphong.kernel.organisation.delegable import never_delegated
from vanphong.kernel.wording import vi
from vanphong.modules.drafting.models import Draft, DraftStep, OfficeTemplate, Opinion, SigningKey

S = Draft.State

START = ability("drafting.start", vi("soạn dự thảo"))
EDIT = ability("drafting.edit", vi("sửa dự thảo"))
CONSULT = ability("drafting.consult", vi("lấy ý kiến góp ý"))
CLOSE_CONSULTATION = ability("drafting.close_consultation", vi("kết thúc lấy ý kiến"))
ANSWER = ability("drafting.answer", vi("tiếp thu, giải trình ý kiến"))
OPINE = ability("drafting.opine", vi("góp ý dự thảo"))
SUBMIT = ability("drafting.submit", vi("trình dự thảo"))
APPROVE = ability("drafting.approve", vi("ký nháy, thông qua dự thảo"))
APPRAISE = ability("drafting.appraise", vi("thẩm định dự thảo"))
SIGN = ability("drafting.sign", vi("ký dự thảo"))
RECORD_SIGNATURE = ability("drafting.record_signature", vi("ghi bản giấy đã ký"))
RETURN = ability("drafting.return", vi("trả lại dự thảo"))
SUBSTITUTE = ability("drafting.substitute", vi("chuyển bước trình ký cho người khác"))
WITHDRAW = ability("drafting.withdraw", vi("rút dự thảo đã trình"))
CANCEL = ability("drafting.cancel", vi("hủy dự thảo"))
RESTORE = ability("drafting.restore", vi("lấy lại dự thảo đã hủy"))
PURGE = ability("drafting.purge", vi("loại bỏ dự thảo có dấu mật"))
KEEP_KEY = ability("drafting.keep_key", vi("đặt khóa ký số của mình"))
KEEP_TEMPLATES = ability("drafting.keep_templates", vi("quản lý mẫu văn bản của cơ quan"))

never_delegated(PURGE, KEEP_KEY, SIGN)


def _at(actor: Actor, *roles: str) -> Q | bool:
    agencies = actor.agencies_as(*roles)
    return Q(agency_id__in=agencies) if agencies else False


def _drafted(actor: Actor) -> Q | bool:
    return False if actor.person_id is None else Q(drafter_id=actor.person_id)


def _of_unit(actor: Actor) -> Q | bool:
    units = actor.units_as(HEAD, CHIEF, DEPUTY_CHIEF, LEADER)
    return Q(unit_id__in=units) if units else False


def _steps(actor: Actor) -> QuerySet[DraftStep] | None:
    """The person's parts that had their turn; what was given to another ends the need to know."""
    if actor.person_id is None:
        return None
    return DraftStep.objects.filter(user_id=actor.person_id).exclude(state__in=("waiting", "ended"))


def _held(actor: Actor) -> QuerySet[DraftStep] | None:
    found = _steps(actor)
    return None if found is None else found.filter(state=DraftStep.State.HELD)


def _asked(actor: Actor) -> QuerySet[Opinion] | None:
    return None if actor.person_id is None else Opinion.objects.filter(user_id=actor.person_id)


def _owed(actor: Actor) -> QuerySet[Opinion] | None:
    found = _asked(actor)
    return None if found is None else found.filter(given_at__isnull=True)


DRAFTER = Relation(
    "drafter",
    vi("người soạn thảo"),
    _drafted,
    lambda a: (
        None
        if a.person_id is None
        else Draft.objects.filter(drafter_id=a.person_id).order_by().values_list("pk", flat=True)
    ),
)
UNIT_HEAD = Relation("unit_head", vi("phụ trách đơn vị soạn thảo"), _of_unit)
CHIEF_HERE = Relation("chief", vi("Chánh Văn phòng của cơ quan"), lambda a: _at(a, CHIEF))
DEPUTY_HERE = Relation("deputy", vi("Phó Chánh Văn phòng của cơ quan"), lambda a: _at(a, DEPUTY_CHIEF))
REGISTRAR_HERE = Relation("registrar", vi("văn thư của cơ quan"), lambda a: _at(a, REGISTRAR))
HOLDER = through("holder", vi("người đang giữ dự thảo"), _held, "draft")
WAS_ASKED = through("was_asked", vi("người được trình"), _steps, "draft")
CONSULTED = through("consulted", vi("người được hỏi ý kiến"), _asked, "draft")
OWES_OPINION = through("owes_opinion", vi("người đang được hỏi ý kiến"), _owed, "draft")


def _can(*abilities: Ability) -> frozenset[Ability]:
    return frozenset(abilities)


def _states(*states: str) -> frozenset[str]:
    return frozenset(str(s) for s in states)


_OPEN = _states(*Draft.WITH_DRAFTER)
_CIRCUIT = _states(*Draft.IN_CIRCUIT)
_APPRAISING = _states(S.PENDING_APPRAISAL)
_SIGNING = _states(S.PENDING_SIGNATURE)
_ANSWERING = _OPEN | _states(S.IN_CONSULTATION)
_SHOWN = frozenset(map(str, S.values)) - _states(S.DRAFTING, S.CANCELLED)
_PURGEABLE = frozenset(map(str, S.values)) - _states(S.SIGNED, S.PURGED)

POLICY = declare(
    Policy(
        Draft,
        rules=(
            Rule(DRAFTER, _can(VIEW)),
            Rule(DRAFTER, _can(EDIT, CONSULT, SUBMIT, CANCEL), _OPEN),
            Rule(DRAFTER, _can(ANSWER), _ANSWERING),
            Rule(DRAFTER, _can(CLOSE_CONSULTATION), _states(S.IN_CONSULTATION)),
            Rule(DRAFTER, _can(WITHDRAW), _CIRCUIT),
            Rule(DRAFTER, _can(RESTORE), _states(S.CANCELLED)),
            Rule(DRAFTER, _can(PURGE), _PURGEABLE),
            Rule(UNIT_HEAD, _can(VIEW)),
            Rule(UNIT_HEAD, _can(EDIT), _OPEN),
            *(
                rule
                for office in (CHIEF_HERE, DEPUTY_HERE)
                for rule in (Rule(office, _can(VIEW), _SHOWN), Rule(office, _can(SUBSTITUTE), _CIRCUIT))
            ),
            Rule(HOLDER, _can(VIEW, RETURN, SUBSTITUTE), _CIRCUIT),
            Rule(HOLDER, _can(APPROVE), _states(S.PENDING_APPRAISAL, S.PENDING_INITIAL)),
            Rule(HOLDER, _can(APPRAISE), _APPRAISING),
            Rule(HOLDER, _can(SIGN), _SIGNING),
            Rule(WAS_ASKED, _can(VIEW), _SHOWN),
            Rule(CONSULTED, _can(VIEW), _SHOWN),
            Rule(OWES_OPINION, _can(OPINE), _states(S.IN_CONSULTATION)),
            Rule(REGISTRAR_HERE, _can(VIEW), _states(S.PENDING_SIGNATURE, S.SIGNED)),
            Rule(REGISTRAR_HERE, _can(RECORD_SIGNATURE), _SIGNING),
            # What is signed is also the clerk's: found secret while it is numbered, it goes with all versions.
            Rule(REGISTRAR_HERE, _can(PURGE), _states(S.SIGNED)),
        ),
        grants=(
            Grant(VIEW, vi("người của cơ quan"), lambda a: bool(a.seats)),
            Grant(START, vi("người của cơ quan"), lambda a: bool(a.seats)),
        ),
    )
)
KEY_POLICY = declare(
    Policy(
        SigningKey,
        rules=(
            Rule(
                Relation(
                    "oneself",
                    vi("chính người giữ khóa"),
                    lambda a: False if a.user_id is None or a.on_behalf else Q(user_id=a.user_id),
                ),
                _can(VIEW, KEEP_KEY),
            ),
        ),
        grants=(
            Grant(VIEW, vi("người của cơ quan"), lambda a: bool(a.seats)),
            Grant(KEEP_KEY, vi("người của cơ quan"), lambda a: bool(a.seats) and not a.on_behalf),
        ),
        state_field=None,
    )
)
TEMPLATE_POLICY = declare(
    Policy(
        OfficeTemplate,
        rules=(
            Rule(
                Relation(
                    "member",
                    vi("người của cơ quan"),
                    lambda a: Q(agency_id__in={seat.agency_id for seat in a.seats}) if a.seats else False,
                ),
                _can(VIEW),
            ),
            *(Rule(one, _can(KEEP_TEMPLATES)) for one in (CHIEF_HERE, DEPUTY_HERE, REGISTRAR_HERE)),
        ),
        grants=(
            Grant(VIEW, vi("người của cơ quan"), lambda a: bool(a.seats)),
            Grant(
                KEEP_TEMPLATES,
                vi("văn thư, Chánh Văn phòng"),
                lambda a: a.has_role(REGISTRAR, CHIEF, DEPUTY_CHIEF),
            ),
        ),
        state_field=None,
    )
)
