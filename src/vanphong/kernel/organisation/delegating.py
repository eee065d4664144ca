"""Delegation: lending some of one's rights for a time. The borrower acts under both names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Conflict, Forbidden, Invalid, command, note
from vanphong.kernel.identity.models import User
from vanphong.kernel.organisation.delegable import delegable
from vanphong.kernel.organisation.models import Delegation
from vanphong.kernel.organisation.policy import GIVE, REVOKE
from vanphong.kernel.wording import vi
from vanphong.lib.text import clean

LONGEST = dt.timedelta(days=366)


def _checked_scope(scope: Iterable[str]) -> list[str]:
    chosen = list(dict.fromkeys(scope))
    allowed = set(delegable())
    refused = [code for code in chosen if code not in allowed]
    if refused:
        raise Invalid(
            _("Việc «{refused}» không ủy quyền được: ký, việc mật và tài khoản chỉ tự mình làm.").format(
                refused=", ".join(refused)
            ),
            {"scope": _("Có việc không ủy quyền được.")},
        )
    if not chosen:
        raise Invalid(
            _("Đồng chí chọn ít nhất một việc để ủy quyền."),
            {"scope": _("Chọn ít nhất một việc.")},
        )
    return chosen


def _checked_times(starts_at: dt.datetime, ends_at: dt.datetime) -> None:
    if ends_at <= starts_at or ends_at <= timezone.now():
        message = _("Thời điểm kết thúc phải sau lúc bắt đầu và sau bây giờ.")
        raise Invalid(message, {"ends_at": message})
    if ends_at - starts_at > LONGEST:
        message = _("Mỗi lần ủy quyền dài nhất một năm. Đồng chí chọn ngày kết thúc sớm hơn.")
        raise Invalid(message, {"ends_at": message})


@command(GIVE, on=Delegation, label=vi("ủy quyền"))
def give_delegation(
    actor: Actor,
    /,
    *,
    principal: User,
    delegate: User,
    scope: Iterable[str],
    ends_at: dt.datetime,
    starts_at: dt.datetime | None = None,
    reason: str = "",
) -> Delegation:
    """Lend the named abilities to `delegate` until `ends_at`; only the principal does so."""
    if not actor.is_system and actor.user_id != principal.pk:
        raise Forbidden(_("Chỉ người có quyền mới tự ủy quyền được."))
    if principal.pk == delegate.pk:
        raise Invalid(_("Đồng chí chọn một người khác để ủy quyền."), {"delegate": _("Chọn người khác.")})
    if not delegate.is_active or not principal.is_active:
        raise Conflict(_("Tài khoản đang ngừng dùng nên không ủy quyền được."))
    starts_at = starts_at or timezone.now()
    _checked_times(starts_at, ends_at)
    delegation = Delegation(
        principal=principal,
        delegate=delegate,
        scope=_checked_scope(scope),
        starts_at=starts_at,
        ends_at=ends_at,
        reason=clean(reason)[:200],
    )
    delegation.save()
    return delegation


@command(REVOKE, on="delegation", label=vi("thu hồi ủy quyền"))
def revoke_delegation(actor: Actor, /, *, delegation: Delegation, reason: str = "") -> None:
    """Take a delegation back, or give it back; it ends with this transaction."""
    if delegation.revoked_at is not None:
        raise Conflict(_("Ủy quyền này đã thu hồi."))
    delegation.revoked_at = timezone.now()
    delegation.save()
    if clean(reason):
        note(clean(reason))
