"""Opinions asked for, given, taken up or explained."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel.actor import CHIEF, DEPUTY_CHIEF, HEAD, LEADER, Actor
from vanphong.kernel.commands import Conflict, Invalid, command, note
from vanphong.kernel.identity.models import User
from vanphong.kernel.notifications.telling import tell
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.organisation.queries import holders_of, today
from vanphong.kernel.wording import vi
from vanphong.lib.text import clean
from vanphong.modules.drafting.models import Draft, Opinion
from vanphong.modules.drafting.notices import OPINION_ASKED
from vanphong.modules.drafting.policy import ANSWER, CLOSE_CONSULTATION, CONSULT, OPINE
from vanphong.modules.drafting.workflow import DRAFT

S = Draft.State
Answer = Opinion.Answer
IN_CHARGE = (CHIEF, DEPUTY_CHIEF, LEADER)


@command(CONSULT, on="draft", label=vi("lấy ý kiến góp ý"))
def ask_opinions(
    actor: Actor,
    /,
    *,
    draft: Draft,
    users: Sequence[User] = (),
    units: Sequence[Unit] = (),
    due_on: dt.date | None = None,
) -> Draft:
    """Ask people, and of units their heads, side by side what they think of the newest version by a day."""
    people = [*users, *(_head_of(unit) for unit in units)]
    asked = [user for user in dict.fromkeys(people) if user.pk != draft.drafter_id]
    if not asked:
        words = _("Đồng chí chọn người góp ý.")
        raise Invalid(words, {"users": words})
    if due_on is not None and due_on < today():
        raise Invalid(_("Hạn góp ý đã qua."), {"due_on": _("Hạn phải từ hôm nay trở đi.")})
    if draft.latest is None:
        raise Conflict(_("Dự thảo chưa có tệp nào."))
    for user in asked:
        Opinion(
            draft=draft, kind=Opinion.Kind.CONSULTED, user=user, due_on=due_on, version=draft.latest
        ).save()
    DRAFT.move(draft, S.IN_CONSULTATION)
    draft.save()
    tell(actor, OPINION_ASKED, about=draft, users=asked)
    return draft


def _head_of(unit: Unit) -> User:
    heads = holders_of(unit.pk, HEAD) or holders_of(unit.pk, *IN_CHARGE)
    if not heads:
        words = _("{unit} chưa có người phụ trách để hỏi. Đồng chí chọn người.")
        raise Invalid(words.format(unit=unit.label), {"units": _("Đồng chí chọn người.")})
    return heads[0]


@command(OPINE, on="draft", label=vi("góp ý dự thảo"))
def give_opinion(actor: Actor, /, *, draft: Draft, agrees: bool, text: str = "") -> Opinion:
    """Agree, or say what should be otherwise; the last opinion ends the consultation."""
    if not agrees and not clean(text):
        words = _("Đồng chí ghi ý kiến, hoặc chọn «Nhất trí».")
        raise Invalid(words, {"text": words})
    opinion = (
        draft.opinions.filter(user_id=actor.person_id or 0, given_at__isnull=True).order_by("pk").first()
    )
    if opinion is None:
        raise Conflict(_("Dự thảo không còn chờ đồng chí góp ý."))
    opinion.given_at, opinion.agrees = timezone.now(), agrees
    opinion.text = clean(text, keep_lines=True)[:4000]
    opinion.save()
    if not draft.opinions.filter(given_at__isnull=True).exists():
        _end(draft)
    found: Opinion = opinion
    return found


@command(CLOSE_CONSULTATION, on="draft", label=vi("kết thúc lấy ý kiến"))
def close_consultation(actor: Actor, /, *, draft: Draft) -> Draft:
    """Wait no longer; who gave no opinion is named."""
    silent = list(draft.opinions.filter(given_at__isnull=True).select_related("user"))
    if silent:
        note(_("Chưa góp ý: {names}.").format(names=", ".join(str(one.user) for one in silent)))
    for opinion in silent:
        opinion.delete()
    _end(draft)
    return draft


def _end(draft: Draft) -> None:
    DRAFT.move(draft, S.DRAFTING)
    draft.save()


@command(ANSWER, on="draft", label=vi("tiếp thu, giải trình ý kiến"))
def answer_opinion(
    actor: Actor, /, *, draft: Draft, opinion: Opinion, answer: str, text: str = ""
) -> Opinion:
    """Take an opinion up, or explain why not."""
    if opinion.draft_id != draft.pk or opinion.given_at is None:
        raise Invalid(_("Không có ý kiến ấy."), {"opinion": _("Đồng chí chọn lại.")})
    if answer not in (Answer.ACCEPTED, Answer.EXPLAINED):
        raise Invalid(_("Đồng chí chọn tiếp thu hoặc giải trình."), {"answer": _("Đồng chí chọn lại.")})
    if answer == Answer.EXPLAINED and not clean(text):
        words = _("Đồng chí ghi lý do giải trình.")
        raise Invalid(words, {"text": words})
    opinion.answer, opinion.answer_text = answer, clean(text, keep_lines=True)[:2000]
    opinion.save()
    return opinion
