"""What people do to their own account: password, second factors, recovery codes."""

from __future__ import annotations

from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Conflict, Invalid, command
from vanphong.kernel.identity import factors, passwords
from vanphong.kernel.identity.models import Session, User
from vanphong.kernel.identity.policy import KEEP_OWN
from vanphong.kernel.identity.sessions import end_all, require_step_up
from vanphong.kernel.identity.signing_in import Origin, check_own_password
from vanphong.kernel.wording import vi


def change_password(
    actor: Actor, *, user: User, session: Session | None, present: str, new: str, origin: Origin
) -> User:
    """Change one's password, knowing the present one; all other sessions end. Returns the fresh account."""
    check_own_password(user, present, origin)
    if present == new:
        message = _("Mật khẩu mới trùng mật khẩu cũ. Đồng chí đặt mật khẩu khác.")
        raise Invalid(message, {"new_password": message})
    return set_own_password(actor, user=user, session=session, new=new)


@command(KEEP_OWN, on="user", label=vi("đổi mật khẩu"))
def set_own_password(actor: Actor, /, *, user: User, session: Session | None, new: str) -> User:
    """Write the new password; the present one was checked by `change_password`."""
    passwords.require_strong(new, user)
    user.set_password(new)
    user.must_change_password = False
    user.save()
    end_all(user, Session.End.PASSWORD, keep=session)
    return user


@command(KEEP_OWN, on="user", label=vi("lập khóa mã một lần"))
def begin_totp(actor: Actor, /, *, user: User, session: Session) -> User:
    """Make a secret for the app; it counts only after `confirm_totp`."""
    require_step_up(session)
    if user.totp_confirmed:
        raise Conflict(_("Mã một lần đang bật. Đồng chí tắt rồi lập khóa mới."))
    user.totp_secret, user.totp_last_step = factors.new_secret(), 0
    user.save()
    return user


@command(KEEP_OWN, on="user", label=vi("bật mã một lần"))
def confirm_totp(actor: Actor, /, *, user: User, session: Session, code: str) -> list[str]:
    """Turn one-time codes on with a first right code; returns recovery codes, shown this once."""
    require_step_up(session)
    if user.totp_confirmed:
        raise Conflict(_("Mã một lần đã bật."))
    step = factors.matching_step(user, code.replace(" ", ""))
    if step is None:
        message = _("Mã chưa đúng. Đồng chí xem giờ trên điện thoại có đúng không, rồi nhập mã mới nhất.")
        raise Invalid(message, {"code": message})
    user.totp_confirmed, user.totp_last_step = True, step
    user.save()
    return factors.fresh_recovery_codes(user)


@command(KEEP_OWN, on="user", label=vi("tắt mã một lần"))
def stop_totp(actor: Actor, /, *, user: User, session: Session) -> None:
    """Turn one-time codes off."""
    require_step_up(session)
    user.totp_secret, user.totp_confirmed, user.totp_last_step = "", False, 0
    user.save()


@command(KEEP_OWN, on="user", label=vi("lập lại mã khôi phục"))
def renew_recovery_codes(actor: Actor, /, *, user: User, session: Session) -> list[str]:
    """Ten fresh recovery codes, shown this once; the old ones stop working."""
    require_step_up(session)
    return factors.fresh_recovery_codes(user)
