"""The browser's side of a session: Django's session only points at ours and carries a sign-in under way."""

from __future__ import annotations

import time
from typing import Final

from django.conf import settings
from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from vanphong.kernel.identity import limits
from vanphong.kernel.identity.models import Session, User
from vanphong.kernel.identity.passkeys import Site
from vanphong.kernel.identity.signing_in import Origin

SESSION_KEY: Final = "identity_session"
DELEGATION_KEY: Final = "delegation_id"
_PENDING: Final = "identity_pending"
_CHALLENGE: Final = "identity_challenge"
_PENDING_SECONDS: Final = 300


def origin_of(request: HttpRequest) -> Origin:
    """Address and browser of a request. Proxies count only as many as the office says it has."""
    proxies = int(getattr(settings, "VANPHONG_PROXIES", 0))
    ip: str | None = request.META.get("REMOTE_ADDR") or None
    if proxies:
        forwarded = [p.strip() for p in request.headers.get("X-Forwarded-For", "").split(",") if p.strip()]
        ip = forwarded[-proxies] if len(forwarded) >= proxies else ip
    return Origin(ip=ip, agent=request.headers.get("User-Agent", ""))


def site_of(request: HttpRequest) -> Site:
    """Domain and origin for passkeys."""
    host = request.get_host()
    return Site(host.rsplit(":", 1)[0] if not host.endswith("]") else host, f"{request.scheme}://{host}")


def enter(request: HttpRequest, session: Session) -> None:
    """Bind a fresh browser session to a session just opened; the old browser session is gone."""
    request.session.flush()
    login(request, session.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session[SESSION_KEY] = session.pk
    request.session.set_expiry(int(limits.absolute().total_seconds()))


def leave(request: HttpRequest) -> None:
    """Forget the browser session."""
    logout(request)


def keep_after_password_change(request: HttpRequest, user: User) -> None:
    """Let this browser session go on under the new password, with a new key."""
    update_session_auth_hash(request, user)


def remember_first_factor(request: HttpRequest, user: User) -> None:
    """Keep for five minutes that the password of `user` was right, until it changes."""
    request.session.cycle_key()
    request.session[_PENDING] = [user.pk, user.get_session_auth_hash(), int(time.time())]


def after_first_factor(request: HttpRequest) -> User | None:
    """The user whose second factor is awaited."""
    kept = request.session.get(_PENDING)
    if not kept or not 0 <= time.time() - kept[2] <= _PENDING_SECONDS:
        return None
    user: User | None = User.objects.filter(pk=kept[0], is_active=True).first()
    if user is None or not constant_time_compare(user.get_session_auth_hash(), kept[1]):
        return None
    return user


def keep_challenge(request: HttpRequest, challenge: str) -> None:
    """Keep the challenge of a passkey ceremony."""
    request.session[_CHALLENGE] = [challenge, int(time.time())]


def take_challenge(request: HttpRequest) -> str:
    """The challenge kept, once; empty when there is none or it is older than five minutes."""
    kept = request.session.pop(_CHALLENGE, None)
    return kept[0] if kept and 0 <= time.time() - kept[1] <= _PENDING_SECONDS else ""
