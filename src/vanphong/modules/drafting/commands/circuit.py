"""The way of a draft: submitted, initialled, appraised, signed; returned, withdrawn, given to another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Conflict, Invalid, command, note
from vanphong.kernel.identity.models import User
from vanphong.kernel.notifications.telling import tell
from vanphong.kernel.organisation.queries import today
from vanphong.kernel.wording import vi
from vanphong.lib.text import clean
from vanphong.modules.drafting import notices
from vanphong.modules.drafting.models import Draft, DraftStep, DraftVersion
from vanphong.modules.drafting.policy import APPROVE, RETURN, SUBMIT, SUBSTITUTE, WITHDRAW
from vanphong.modules.drafting.queries.findings import open_errors
from vanphong.modules.drafting.queries.people import colleagues, possible_signers
from vanphong.modules.drafting.workflow import DRAFT, STEP

S = Draft.State
Kind = DraftStep.Kind
Step = DraftStep.State
STATE_OF = {
    Kind.INITIAL: S.PENDING_INITIAL,
    Kind.APPRAISE: S.PENDING_APPRAISAL,
    Kind.SIGN: S.PENDING_SIGNATURE,
}


@command(SUBMIT, on="draft", label=vi("trình dự thảo"))
def submit_draft(
    actor: Actor,
    /,
    *,
    draft: Draft,
    signer: User,
    initials: Sequence[User] = (),
    appraiser: User | None = None,
    office_initials: Sequence[User] = (),
    due_on: dt.date | None = None,
) -> Draft:
    """Send the newest version on its way: initials of the unit, appraisal, initials of the office, signature.

    People of one part act side by side; `due_on` is the day by which each should have acted.
    """
    _check_ready(draft)
    _check_people(draft, signer, [*initials, *office_initials], appraiser)
    if due_on is not None and due_on < today():
        raise Invalid(_("Hạn đã qua."), {"due_on": _("Hạn phải từ hôm nay trở đi.")})
    rounds = [step.round for step in draft.steps.all()]
    parts = (
        (Kind.INITIAL, list(dict.fromkeys(initials))),
        (Kind.APPRAISE, [appraiser] if appraiser is not None else []),
        (Kind.INITIAL, [one for one in dict.fromkeys(office_initials) if one not in initials]),
        (Kind.SIGN, [signer]),
    )
    for position, (kind, people) in enumerate(parts, start=1):
        for person in people:
            DraftStep(
                draft=draft,
                round=max(rounds, default=0) + 1,
                position=position,
                kind=kind,
                user=person,
                due_on=due_on,
            ).save()
    draft.signer = signer
    draft.submitted_at = timezone.now()
    _advance(actor, draft)
    return draft


def _check_ready(draft: Draft) -> None:
    latest = draft.latest
    if latest is None:
        raise Conflict(_("Dự thảo chưa có tệp nào."))
    if draft.checked_out_by is not None:
        words = _(
            "Đồng chí {person} đang lấy bản này ra sửa. Đưa bản mới lên, hoặc chọn «Thôi sửa», rồi trình."
        )
        raise Conflict(words.format(person=draft.checked_out_by))
    if latest.reading_state == DraftVersion.ReadingState.WAITING:
        raise Conflict(_("Máy đang đọc và thẩm định bản mới nhất. Đồng chí chờ giây lát rồi trình."))
    left = sum(not opinion.settled for opinion in draft.opinions.all())
    if left:
        words = _("Còn {count} ý kiến chưa tiếp thu hoặc giải trình. Đồng chí trả lời rồi trình.")
        raise Conflict(words.format(count=left))


def _check_people(draft: Draft, signer: User, initialling: Sequence[User], appraiser: User | None) -> None:
    if signer not in possible_signers(draft.agency_id):
        words = _("Đồng chí {person} không giữ chức vụ được ký ở cơ quan này.").format(person=signer)
        raise Invalid(words, {"signer": _("Đồng chí chọn người khác.")})
    here = colleagues(draft.agency_id)
    for person in (*initialling, *([appraiser] if appraiser else [])):
        if person not in here:
            words = _("Đồng chí {person} không công tác ở cơ quan này.").format(person=person)
            raise Invalid(words, {"initials": words})
    if appraiser is not None and appraiser.pk == draft.drafter_id:
        words = _("Người soạn không tự thẩm định. Đồng chí chọn người khác.")
        raise Invalid(words, {"appraiser": words})
    if signer in initialling:
        words = _("Đồng chí {person} ký chính thức thì không ký nháy.").format(person=signer)
        raise Invalid(words, {"office_initials": words})


def _advance(actor: Actor, draft: Draft) -> None:
    """Hand the draft to those whose turn it is; the last part is signing, which ends elsewhere."""
    left = [step for step in current_round(draft) if step.state in (Step.WAITING, Step.HELD)]
    position = min(step.position for step in left)
    turn = [step for step in left if step.position == position]
    for step in turn:
        if step.state == Step.WAITING:
            STEP.move(step, Step.HELD)
            step.held_at = timezone.now()
            step.save()
    kind = Kind(turn[0].kind)
    if draft.state != STATE_OF[kind]:
        DRAFT.move(draft, STATE_OF[kind])
    draft.save()
    tell(actor, notices.YOUR_TURN, about=draft, users=[step.user_id for step in turn])


def current_round(draft: Draft) -> list[DraftStep]:
    """The parts of the round under way, in order, without those that were ended."""
    steps = list(draft.steps.select_related("user").exclude(state=Step.ENDED))
    last = max((step.round for step in steps), default=0)
    return [step for step in steps if step.round == last]


def held_step(actor: Actor, draft: Draft, *kinds: str) -> DraftStep:
    """The part the person holds now; raises Conflict where there is none."""
    return _mine(actor, current_round(draft), *kinds)


def _mine(actor: Actor, steps: Sequence[DraftStep], *kinds: str) -> DraftStep:
    for step in steps:
        if step.state == Step.HELD and step.user_id == actor.person_id and (not kinds or step.kind in kinds):
            return step
    raise Conflict(_("Dự thảo không còn chờ đồng chí."))


def finish(step: DraftStep, words: str) -> None:
    """The part is done, on the newest version."""
    STEP.move(step, Step.DONE)
    step.done_at, step.words, step.version = timezone.now(), clean(words)[:1000], step.draft.latest
    step.save()


@command(APPROVE, on="draft", label=vi("ký nháy, thông qua dự thảo"))
def approve_draft(actor: Actor, /, *, draft: Draft, words: str = "") -> Draft:
    """Initial the newest version, or pass it in appraisal; the next get it once all beside have."""
    step = held_step(actor, draft, Kind.INITIAL, Kind.APPRAISE)
    if step.kind == Kind.APPRAISE:
        _check_appraised(draft)
    finish(step, words)
    if clean(words):
        note(clean(words))
    _advance(actor, draft)
    return draft


def _check_appraised(draft: Draft) -> None:
    upheld = open_errors(draft)
    if upheld:
        words = _(
            "Còn {count} lỗi chưa xử lý. Đồng chí trả lại để sửa, hoặc chọn «Kết luận về nhận xét» để bỏ qua và ghi lý do."
        )
        raise Conflict(words.format(count=len(upheld)))
    if any(not opinion.settled for opinion in draft.opinions.filter(kind="content")):
        raise Conflict(_("Có ý kiến thẩm định nội dung chưa được tiếp thu. Đồng chí trả lại để sửa."))


@command(RETURN, on="draft", label=vi("trả lại dự thảo"))
def return_draft(actor: Actor, /, *, draft: Draft, reason: str, to: int | None = None) -> Draft:
    """Give it back with a reason: to the drafter, or to the part at position `to` that was done before."""
    if not clean(reason):
        raise Invalid(_("Đồng chí ghi lý do trả lại."), {"reason": _("Đồng chí ghi lý do.")})
    steps = current_round(draft)
    mine = _mine(actor, steps)
    note(clean(reason))
    if to is None:
        STEP.move(mine, Step.RETURNED)
        mine.done_at, mine.words, mine.version = timezone.now(), clean(reason)[:1000], draft.latest
        mine.save()
        _end(steps)
        DRAFT.move(draft, S.CHANGES_REQUESTED)
        draft.save()
        tell(actor, notices.RETURNED, about=draft, users=[draft.drafter_id], urgent=True)
        return draft
    if not any(step.position == to and step.state == Step.DONE for step in steps) or to >= mine.position:
        raise Invalid(_("Không có bước ấy."), {"to": _("Đồng chí chọn bước trước bước của đồng chí.")})
    for step in steps:
        if to <= step.position <= mine.position and step.state in (Step.DONE, Step.HELD):
            STEP.move(step, Step.WAITING)
            step.done_at = None
            if step is mine:
                step.words = clean(reason)[:1000]
            step.save()
    _advance(actor, draft)
    return draft


def _end(steps: Sequence[DraftStep]) -> None:
    for step in steps:
        if step.state in (Step.WAITING, Step.HELD):
            STEP.move(step, Step.ENDED)
            step.save()


@command(WITHDRAW, on="draft", label=vi("rút dự thảo đã trình"))
def withdraw_draft(actor: Actor, /, *, draft: Draft, reason: str) -> Draft:
    """Take a submitted draft back to change it; what was passed so far stays told."""
    if not clean(reason):
        raise Invalid(_("Đồng chí ghi lý do rút."), {"reason": _("Đồng chí ghi lý do.")})
    holders = [step.user_id for step in current_round(draft) if step.state == Step.HELD]
    _end(current_round(draft))
    DRAFT.move(draft, S.DRAFTING)
    draft.save()
    note(clean(reason))
    tell(actor, notices.WITHDRAWN, about=draft, users=holders)
    return draft


@command(SUBSTITUTE, on="draft", label=vi("chuyển bước trình ký cho người khác"))
def substitute(actor: Actor, /, *, draft: Draft, instead_of: User, user: User, reason: str) -> Draft:
    """Give one person's held part to another, such as when the first is away."""
    step = next(
        (s for s in current_round(draft) if s.state == Step.HELD and s.user_id == instead_of.pk), None
    )
    if step is None:
        words = _("Đồng chí {person} không giữ dự thảo này.").format(person=instead_of)
        raise Invalid(words, {"instead_of": words})
    if not clean(reason):
        raise Invalid(_("Đồng chí ghi lý do chuyển."), {"reason": _("Đồng chí ghi lý do.")})
    able = possible_signers(draft.agency_id) if step.kind == Kind.SIGN else colleagues(draft.agency_id)
    taken = {s.user_id for s in current_round(draft) if s.position == step.position}
    if user not in able or user.pk in taken or (user.pk == draft.drafter_id and step.kind == Kind.APPRAISE):
        words = _("Không chuyển cho đồng chí {person} được.").format(person=user)
        raise Invalid(words, {"user": _("Đồng chí chọn người khác.")})
    STEP.move(step, Step.ENDED)
    step.save()
    DraftStep(
        draft=draft,
        round=step.round,
        position=step.position,
        kind=step.kind,
        user=user,
        state=Step.HELD,
        due_on=step.due_on,
        held_at=timezone.now(),
        instead_of=instead_of,
    ).save()
    if step.kind == Kind.SIGN:
        draft.signer = user
    draft.save()
    note(_("{old} → {new}: {reason}").format(old=instead_of, new=user, reason=clean(reason)))
    tell(actor, notices.YOUR_TURN, about=draft, users=[user])
    return draft
