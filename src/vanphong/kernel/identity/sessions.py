"""Sessions: whether one still works, its heartbeat, and every way it ends."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel.access.rows import among, rows_of
from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Forbidden, command, note
from vanphong.kernel.identity import limits
from vanphong.kernel.identity.models import Presence, Session, User
from vanphong.kernel.identity.policy import END_SESSION, KEEP_OWN
from vanphong.kernel.wording import vi

HEARTBEAT: Final = dt.timedelta(seconds=30)
_WITH_HEARTBEAT: Final = Session.objects.select_related("presence").order_by()
_CLOCK_SLACK: Final = dt.timedelta(minutes=5)


def find(session_id: object, user: User) -> Session | None:
    """The session of this user by its id, with its heartbeat; None when ended or another's."""
    if not isinstance(session_id, int):
        return None
    for found in rows_of("office session", [session_id], lambda: among(_WITH_HEARTBEAT.all(), "pk")):
        return found if found.user_id == user.pk and found.ended_at is None else None
    return None


def over(session: Session, *, admin: bool, now: dt.datetime | None = None) -> str:
    """Why the session no longer works, in a sentence; empty while it does."""
    now = now or timezone.now()
    seen = session.presence.seen_at
    if now - session.started_at >= limits.absolute():
        return _("Phiên làm việc đã hết thời hạn. Đồng chí đăng nhập lại.")
    # A clock set back must not lengthen a session.
    if now - seen >= limits.idle(admin=admin) or seen - now > _CLOCK_SLACK:
        return _("Phiên làm việc để lâu không dùng nên đã đóng. Đồng chí đăng nhập lại.")
    return ""


def touch(session: Session, now: dt.datetime | None = None) -> None:
    """Note that the session is used; written at most twice a minute."""
    now = now or timezone.now()
    if now - session.presence.seen_at >= HEARTBEAT:
        Presence.objects.filter(session=session, seen_at__lt=now).update(seen_at=now)


def stepped_up(session: Session, now: dt.datetime | None = None) -> bool:
    """Whether the person proved who they are lately enough for a weighty act (signing, keys, tokens)."""
    at = session.stepped_up_at
    return at is not None and (now or timezone.now()) - at < limits.step_up()


def require_step_up(session: Session | None) -> None:
    """Raise Forbidden unless the session is stepped up; None is the command line of the server's keeper."""
    if session is not None and not stepped_up(session):
        raise Forbidden(_("Đồng chí xác nhận lại mật khẩu rồi làm tiếp việc này."))


def end_all(user: User, because: Session.End, *, keep: Session | None = None) -> int:
    """Within a command: end every open session of the user but `keep`; returns how many."""
    ended = 0
    for session in Session.objects.filter(user=user, ended_at=None).select_for_update():
        if keep is None or session.pk != keep.pk:
            _end(session, because)
            ended += 1
    return ended


def _end(session: Session, because: Session.End) -> None:
    if session.ended_at is None:
        session.ended_at, session.ended_because = timezone.now(), because
        session.save()


@command(None, on="session", label=vi("đăng xuất"))
def sign_out(actor: Actor, /, *, session: Session) -> None:
    """End the session one is in."""
    if session.user_id != actor.user_id:
        raise Forbidden(_("Đồng chí chỉ đăng xuất được phiên của mình."))
    _end(session, Session.End.SIGNED_OUT)


@command(END_SESSION, on="session", label=vi("kết thúc phiên đăng nhập"))
def end_session(actor: Actor, /, *, session: Session) -> None:
    """End a session elsewhere: one's own, or anyone's by an administrator."""
    own = session.user_id == actor.user_id
    _end(session, Session.End.OWN_CHOICE if own else Session.End.BY_ADMIN)


@command(KEEP_OWN, on="session", label=vi("kết thúc các phiên khác"))
def end_other_sessions(actor: Actor, /, *, session: Session) -> int:
    """End all one's sessions but `session`; returns how many."""
    count = end_all(session.user, Session.End.OWN_CHOICE, keep=session)
    note(f"{count} phiên")
    return count


@command(KEEP_OWN, on="session", label=vi("xác nhận lại danh tính"))
def mark_stepped_up(actor: Actor, /, *, session: Session) -> Session:
    """Note that the person has just proved who they are; call `signing_in.confirm_again` instead."""
    session.stepped_up_at = timezone.now()
    session.save()
    return session
