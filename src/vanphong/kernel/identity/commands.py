"""Keeping accounts: adding, stopping, unlocking, resetting. For administrators and the server's keeper."""

from __future__ import annotations

import re

from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Conflict, Invalid, command, note
from vanphong.kernel.identity import passwords
from vanphong.kernel.identity.models import ApiToken, RecoveryCode, Session, User
from vanphong.kernel.identity.policy import MANAGE_ACCOUNTS
from vanphong.kernel.identity.sessions import end_all
from vanphong.kernel.wording import vi
from vanphong.lib.text import clean, fold, nfc, words

_USERNAME = re.compile(r"^[a-z0-9][a-z0-9._-]{1,59}$")


def suggested_username(full_name: str) -> str:
    """«Nguyễn Văn An» gives `an.nv`, with a number when taken."""
    parts = words(fold(clean(full_name)))
    if not parts:
        raise Invalid(_("Cần có họ và tên."), {"full_name": _("Cần có họ và tên.")})
    stem = parts[-1] + ("." + "".join(part[0] for part in parts[:-1]) if len(parts) > 1 else "")
    stem = stem if len(stem) > 1 else f"{stem}.nd"
    taken = {
        name.lower()
        for name in User.objects.filter(username__istartswith=stem).values_list("username", flat=True)
    }
    number, found = 1, stem
    while found in taken:
        number += 1
        found = f"{stem}{number}"
    return found


@command(MANAGE_ACCOUNTS, on=User, label=vi("thêm tài khoản"))
def add_user(
    actor: Actor,
    /,
    *,
    full_name: str,
    username: str = "",
    email: str = "",
    phone: str = "",
    password: str | None = None,
) -> tuple[User, str]:
    """A new account and its password for the first sign-in, which must then be changed.

    A given `password` is kept as it is and need not be changed (demo, scripts); else one is made.
    """
    name = clean(username).lower() or suggested_username(full_name)
    if not clean(full_name):
        raise Invalid(_("Cần có họ và tên."), {"full_name": _("Cần có họ và tên.")})
    if not _USERNAME.match(name):
        message = _("Tên đăng nhập chỉ gồm chữ thường không dấu, số, dấu chấm, gạch; ít nhất hai ký tự.")
        raise Invalid(message, {"username": message})
    if User.objects.filter(username__iexact=name).exists():
        raise Invalid(
            _("Tên đăng nhập «{name}» đã có. Đồng chí chọn tên khác.").format(name=name),
            {"username": _("Tên đã có.")},
        )
    user = User(username=name, full_name=clean(full_name), email=clean(email), phone=clean(phone))
    first = nfc(password) if password is not None else passwords.temporary()
    user.set_password(first)
    user.must_change_password = password is None
    user.save()
    return user, first


@command(MANAGE_ACCOUNTS, on="user", label=vi("sửa tài khoản"))
def edit_user(
    actor: Actor,
    /,
    *,
    user: User,
    full_name: str | None = None,
    email: str | None = None,
    phone: str | None = None,
) -> User:
    """Correct a name or the ways to reach a person."""
    if full_name is not None:
        if not clean(full_name):
            raise Invalid(_("Cần có họ và tên."), {"full_name": _("Cần có họ và tên.")})
        user.full_name = clean(full_name)
    user.email = user.email if email is None else clean(email)
    user.phone = user.phone if phone is None else clean(phone)
    user.save()
    return user


@command(MANAGE_ACCOUNTS, on="user", label=vi("ngừng dùng tài khoản"))
def disable_user(actor: Actor, /, *, user: User, reason: str = "") -> None:
    """Stop an account: its sessions end and its tokens are revoked in the same transaction."""
    if user.pk == actor.user_id:
        raise Conflict(_("Đồng chí không tự ngừng tài khoản của mình được; nhờ quản trị khác làm."))
    if clean(reason):
        note(clean(reason))
    user.is_active = False
    user.save()
    end_all(user, Session.End.DISABLED)
    for token in ApiToken.objects.filter(user=user, revoked_at=None).select_for_update():
        token.revoked_at = timezone.now()
        token.save()


@command(MANAGE_ACCOUNTS, on="user", label=vi("dùng lại tài khoản"))
def enable_user(actor: Actor, /, *, user: User) -> None:
    """Let a stopped account sign in again; its old tokens stay revoked."""
    user.is_active = True
    user.save()


@command(MANAGE_ACCOUNTS, on="user", label=vi("mở khóa tài khoản"))
def unlock_user(actor: Actor, /, *, user: User) -> None:
    """Lift the lock after failed sign-ins."""
    user.failed_logins, user.locked_until = 0, None
    user.save()


@command(MANAGE_ACCOUNTS, on="user", label=vi("cấp lại mật khẩu"))
def reset_password(actor: Actor, /, *, user: User) -> str:
    """A new temporary password, returned once. Second factors stay; all sessions end."""
    first = passwords.temporary()
    user.set_password(first)
    user.must_change_password = True
    user.failed_logins, user.locked_until = 0, None
    user.save()
    end_all(user, Session.End.PASSWORD)
    return first


@command(MANAGE_ACCOUNTS, on="user", label=vi("gỡ lớp xác thực thứ hai"))
def clear_second_factors(actor: Actor, /, *, user: User) -> None:
    """For a lost phone or key: remove one-time codes, passkeys and recovery codes; all sessions end."""
    if user.pk == actor.user_id:
        raise Conflict(_("Đồng chí không tự gỡ lớp xác thực của mình ở đây; vào Tài khoản của tôi."))
    user.totp_secret, user.totp_confirmed, user.totp_last_step = "", False, 0
    user.save()
    for passkey in user.passkeys.all():
        passkey.delete()
    for code in RecoveryCode.objects.filter(user=user):
        code.delete()
    end_all(user, Session.End.BY_ADMIN)
