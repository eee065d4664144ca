"""Signing in: one uniform answer whatever is wrong, a lock after repeated failures, pacing by address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.contrib.auth.hashers import identify_hasher
from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor, Channel
from vanphong.kernel.commands import DomainError, Invalid, command, note
from vanphong.kernel.identity import limits, pace, passwords
from vanphong.kernel.identity.factors import Proof, WrongProof
from vanphong.kernel.identity.models import Presence, Session, User
from vanphong.kernel.identity.queries import bare_actor, find_user, needs_second_factor, stranger
from vanphong.kernel.identity.sessions import end_all, mark_stepped_up
from vanphong.kernel.journal.recording import current
from vanphong.kernel.wording import vi
from vanphong.lib.text import clean

UNIFORM: Final = vi(
    "Chưa đăng nhập được: tên đăng nhập, mật khẩu hoặc mã chưa đúng, hoặc tài khoản đang khóa. "
    "Đồng chí thử lại, hoặc nhờ quản trị hệ thống mở khóa."
)
WAIT: Final = vi("Máy này đã thử sai nhiều lần. Đồng chí chờ ít phút rồi thử lại.")


class SignInRefused(DomainError):
    """Not signed in; the message is the same for every reason."""

    status = 401
    exit_code = 4

    def __init__(self, message: str = UNIFORM) -> None:
        super().__init__(message)


class TooManyAttempts(SignInRefused):
    """The address must wait."""

    status = 429

    def __init__(self) -> None:
        super().__init__(WAIT)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an attempt comes from."""

    ip: str | None = None
    agent: str = ""
    channel: Channel = "web"

    def __str__(self) -> str:
        return f"từ {self.ip}" if self.ip else ""


def first_factor(username: str, password: str, origin: Origin) -> User:
    """The user whose password this is. Raises SignInRefused for every reason alike."""
    if not pace.claim(origin.ip):
        raise TooManyAttempts
    user = find_user(username)
    right = passwords.is_right(password, user)
    if user is None or not right or not user.is_active or user.is_locked():
        sign_in_failed(stranger(origin.channel), user=user, origin=origin, counts=not right)
        raise SignInRefused
    pace.give_back(origin.ip)
    if identify_hasher(user.password).must_update(user.password):
        renew_hash(bare_actor(user, origin.channel), user=user, password=password)
    return user


def sign_in(user: User, origin: Origin, proof: Proof | None = None) -> Session:
    """Open a session after `first_factor`, with the second factor where the account has one."""
    if not pace.claim(origin.ip):
        raise TooManyAttempts
    try:
        session = open_session(bare_actor(user, origin.channel), user=user, origin=origin, proof=proof)
    except WrongProof:
        sign_in_failed(stranger(origin.channel), user=user, origin=origin, counts=True)
        raise SignInRefused from None
    pace.give_back(origin.ip)
    return session


def confirm_again(actor: Actor, session: Session, password: str, origin: Origin) -> Session:
    """Step up: the password once more within a session. Too many wrong ones lock the account and end it."""
    check_own_password(session.user, password, origin)
    return mark_stepped_up(actor, session=session)


def check_own_password(user: User, password: str, origin: Origin) -> None:
    """Raise Invalid unless the password is right; wrong ones count as failed sign-ins."""
    locked = user.is_locked()
    right = not locked and passwords.is_right(password, user)
    if right:
        return
    if not locked and sign_in_failed(stranger(origin.channel), user=user, origin=origin, counts=True):
        end_after_lock(bare_actor(user, origin.channel), user=user)
    message = _("Mật khẩu hiện tại chưa đúng. Đồng chí nhập lại.")
    raise Invalid(message, {"password": message})


@command(None, on=None, label=vi("đăng nhập không thành"))
def sign_in_failed(actor: Actor, /, *, user: User | None, origin: Origin, counts: bool) -> bool:
    """Record a failure; returns whether it locked the account. What was typed is never written down."""
    note(str(origin))
    if user is None:
        note("không có tài khoản này")
        return False
    row = User.objects.select_for_update().get(pk=user.pk)
    current().touch(f"identity.user:{row.pk}")
    if not row.is_active or row.is_locked():
        note(f"{row.username}: tài khoản đang ngừng dùng hoặc đang khóa")
        return False
    note(row.username)
    if not counts:
        return False
    # An old lock has run out: the count starts again.
    row.failed_logins = 1 if row.locked_until else row.failed_logins + 1
    row.locked_until = None
    if row.failed_logins >= limits.failures():
        row.locked_until = timezone.now() + limits.lock()
        note("khóa tài khoản")
    row.save()
    return row.locked_until is not None


@command(None, on="user", label=vi("đăng nhập"))
def open_session(actor: Actor, /, *, user: User, origin: Origin, proof: Proof | None) -> Session:
    """Spend the second factor and open a session, all at once under the account's lock."""
    if not user.is_active or user.is_locked() or actor.user_id != user.pk:
        raise SignInRefused
    how = ""
    if needs_second_factor(user):
        if proof is None:
            raise WrongProof
        how = proof.spend(user)
    now = timezone.now()
    user.failed_logins, user.locked_until, user.last_login = 0, None, now
    user.save()
    session = Session(
        user=user, started_at=now, stepped_up_at=now, ip=origin.ip, agent=clean(origin.agent)[:200]
    )
    session.save()
    Presence.objects.create(session=session, seen_at=now)
    note(" ".join(part for part in (str(origin), how and f"bằng {how}") if part))
    return session


@command(None, on="user", label=vi("đóng phiên vì sai mật khẩu nhiều lần"))
def end_after_lock(actor: Actor, /, *, user: User) -> None:
    """The account was locked from within its own session: that session may be stolen, so all end."""
    if actor.user_id == user.pk and user.is_locked():
        end_all(user, Session.End.LOCKED)


@command(None, on="user", label=vi("làm mới băm mật khẩu"))
def renew_hash(actor: Actor, /, *, user: User, password: str) -> None:
    """Hash an unchanged password again with the present settings."""
    if actor.user_id == user.pk and user.check_password(password):
        changed_at = user.password_changed_at
        user.set_password(password)
        user.password_changed_at = changed_at
        user.save()
