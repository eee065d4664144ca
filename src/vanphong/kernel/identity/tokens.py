"""API tokens: a key shown once, kept as a hash, with a scope that narrows the rights of its holder."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable, Sequence
from typing import Final

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel.access import Ability, declared_policies
from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Conflict, Invalid, command, note
from vanphong.kernel.identity.models import ApiToken, Session, TokenUse, User
from vanphong.kernel.identity.policy import KEEP_OWN, REVOKE_TOKEN
from vanphong.kernel.identity.sealing import keyed_hash
from vanphong.kernel.identity.sessions import require_step_up
from vanphong.kernel.wording import vi
from vanphong.lib.text import clean

READ: Final = "read"
WRITE: Final = "write"
PREFIX: Final = "vp_"
MOST: Final = 20


def every_ability() -> frozenset[Ability]:
    """All abilities that some policy gives."""
    rules = {a for policy in declared_policies() for rule in policy.rules for a in rule.abilities}
    return frozenset(rules | {g.ability for policy in declared_policies() for g in policy.grants})


def _under(prefix: str, abilities: Iterable[Ability]) -> set[Ability]:
    stem = prefix.rstrip(".")
    return {a for a in abilities if a == stem or a.startswith(f"{stem}.")}


def scope_of(scopes: Sequence[str]) -> frozenset[str] | None:
    """What `Actor.scope` becomes: None is all rights of the holder, an empty set is reading only."""
    if WRITE in scopes:
        return None
    abilities = every_ability()
    return frozenset(a for scope in scopes if scope != READ for a in _under(scope, abilities))


def _checked(scopes: Sequence[str]) -> list[str]:
    chosen = list(dict.fromkeys(clean(scope) for scope in scopes if clean(scope))) or [READ]
    abilities = every_ability()
    for scope in chosen:
        if scope not in (READ, WRITE) and not _under(scope, abilities):
            raise Invalid(
                _("Không có phạm vi «{scope}». Đồng chí dùng read, write hoặc tên một nhóm việc.").format(
                    scope=scope
                ),
                {"scopes": _("Phạm vi chưa đúng.")},
            )
    return chosen


@command(KEEP_OWN, on="user", label=vi("cấp mã truy cập API"))
def create_token(
    actor: Actor,
    /,
    *,
    user: User,
    name: str,
    scopes: Sequence[str] = (READ,),
    expires_at: dt.datetime | None = None,
    session: Session | None = None,
) -> tuple[ApiToken, str]:
    """A new token and its key, which is never shown again."""
    require_step_up(session)
    if not clean(name):
        raise Invalid(_("Đồng chí đặt tên cho mã, ví dụ tên phần mềm sẽ dùng."), {"name": _("Cần có tên.")})
    if expires_at is not None and expires_at <= timezone.now():
        raise Invalid(
            _("Hạn dùng đã qua. Đồng chí chọn ngày sau hôm nay."),
            {"expires_at": _("Hạn đã qua.")},
        )
    if not user.is_active:
        raise Conflict(_("Tài khoản đang ngừng dùng nên không cấp mã được."))
    if ApiToken.objects.filter(user=user, revoked_at=None).count() >= MOST:
        raise Conflict(
            _("Mỗi người có nhiều nhất {most} mã. Đồng chí thu hồi mã cũ trước.").format(most=MOST)
        )
    key = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken(
        user=user,
        name=clean(name)[:80],
        start=key[:9],
        key_hash=keyed_hash(key, "token"),
        scopes=_checked(scopes),
        expires_at=expires_at,
    )
    token.save()
    return token, key


@command(REVOKE_TOKEN, on="token", label=vi("thu hồi mã truy cập API"))
def revoke_token(actor: Actor, /, *, token: ApiToken) -> None:
    """Stop a token at once."""
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save()
        note(token.name)


def find_token(key: str) -> ApiToken | None:
    """The token of a key that still works, its holder with it; notes the use at most once a minute."""
    if not key.startswith(PREFIX) or len(key) > 80:
        return None
    now = timezone.now()
    token: ApiToken | None = (
        ApiToken.objects.filter(Q(expires_at=None) | Q(expires_at__gt=now))
        .filter(
            key_hash=keyed_hash(key, "token"),
            revoked_at=None,
            user__is_active=True,
        )
        .select_related("user", "use")
        .first()
    )
    if token is not None:
        used = getattr(token, "use", None)
        if used is None or now - used.used_at >= dt.timedelta(minutes=1):
            TokenUse.objects.update_or_create(token=token, defaults={"used_at": now})
    return token
