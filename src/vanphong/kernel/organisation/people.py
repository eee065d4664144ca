"""Who holds which post: appointing, ending, moving a person."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Conflict, Invalid, command
from vanphong.kernel.identity.models import User
from vanphong.kernel.organisation.commands import in_order
from vanphong.kernel.organisation.models import Holding, Post
from vanphong.kernel.organisation.policy import MANAGE
from vanphong.kernel.wording import vi
from vanphong.lib.dates import format_date

DAY = dt.timedelta(days=1)


@command(MANAGE, on="post", label=vi("giao chức vụ"))
def appoint(
    actor: Actor,
    /,
    *,
    post: Post,
    user: User,
    valid_from: dt.date | None = None,
    valid_to: dt.date | None = None,
) -> Holding:
    """Let a person hold a post from a day on."""
    in_order(valid_from, valid_to)
    first, last = valid_from or dt.date.min, valid_to or dt.date.max
    if first < (post.valid_from or dt.date.min) or (post.valid_to is not None and last > post.valid_to):
        raise Conflict(_("Chức vụ này không có trong suốt thời gian đó. Đồng chí xem lại ngày của chức vụ."))
    for other in Holding.objects.filter(post=post, user=user):
        if (other.valid_from or dt.date.min) <= last and first <= (other.valid_to or dt.date.max):
            raise Conflict(
                _("Đồng chí {full_name} đã giữ chức vụ này trong thời gian đó.").format(
                    full_name=user.full_name
                )
            )
    holding = Holding(post=post, user=user, valid_from=valid_from, valid_to=valid_to)
    holding.save()
    return holding


@command(MANAGE, on="holding", label=vi("thôi giữ chức vụ"))
def end_holding(actor: Actor, /, *, holding: Holding, last_day: dt.date) -> None:
    """End a holding after `last_day`; one that had not begun by then is taken back."""
    if holding.valid_to is not None and holding.valid_to <= last_day:
        raise Conflict(
            _("Đồng chí {full_name} đã thôi giữ chức vụ này.").format(full_name=holding.user.full_name)
        )
    if holding.valid_from is not None and holding.valid_from > last_day:
        holding.delete()
        return
    holding.valid_to = last_day
    holding.save()


@command(MANAGE, on="holding", label=vi("điều động"))
def move_person(actor: Actor, /, *, holding: Holding, post: Post, on: dt.date) -> Holding:
    """Move a person to another post from the day `on`: the old holding ends the day before."""
    if holding.post_id == post.pk:
        raise Invalid(_("Chức vụ mới trùng chức vụ cũ. Đồng chí chọn chức vụ khác."), {"post": _("Trùng.")})
    if holding.valid_from is not None and on < holding.valid_from:
        raise Invalid(
            _("Đồng chí ấy giữ chức vụ cũ từ {valid_from}; chọn ngày sau đó.").format(
                valid_from=format_date(holding.valid_from)
            ),
            {"on": _("Ngày quá sớm.")},
        )
    user = holding.user
    end_holding(actor, holding=holding, last_day=on - DAY)
    return appoint(actor, post=post, user=user, valid_from=on)
