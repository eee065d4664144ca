"""What a row or a page of a draft says of where it is."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.modules.drafting.models import Draft, DraftStep


def holders_words(draft: Draft) -> str:
    """Who has it now, the first two in full; the drafter while nobody was asked."""
    if draft.state in Draft.IN_CIRCUIT:
        names = [str(step.user) for step in draft.steps.all() if step.state == DraftStep.State.HELD]
    elif draft.state == Draft.State.IN_CONSULTATION:
        names = [str(one.user) for one in draft.opinions.all() if one.given_at is None]
    elif draft.state in Draft.WITH_DRAFTER:
        names = [str(draft.checked_out_by or draft.drafter)]
    else:
        return ""
    shown = ", ".join(names[:2])
    return shown if len(names) <= 2 else _("{names} và {more} người").format(names=shown, more=len(names) - 2)


def since_words(draft: Draft) -> str:
    """Since when they have it: «từ 24/11 (2 ngày)»."""
    moments = [
        step.held_at
        for step in draft.steps.all()
        if step.state == DraftStep.State.HELD and step.held_at is not None
    ]
    if draft.state not in Draft.IN_CIRCUIT or not moments:
        return ""
    since = timezone.localtime(min(moments))
    days = (timezone.localdate() - since.date()).days
    words = _("từ {day} ({days} ngày)") if days else _("từ {day}")
    return words.format(day=f"{since:%d/%m %H:%M}", days=days)
