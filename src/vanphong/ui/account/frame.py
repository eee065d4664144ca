"""The frame of account pages: outside the shell before sign-in, inside it after; and who asks."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from vanphong.kernel.actor import Actor
from vanphong.kernel.identity.models import Session, User
from vanphong.kernel.identity.sessions import stepped_up
from vanphong.ui.components import Content, Notice, Shell, Tone
from vanphong.ui.display import display_of
from vanphong.ui.screens.routing import Request
from vanphong.ui.screens.shell import show

HOME = "/tai-khoan/"
CONFIRM = "/tai-khoan/xac-nhan/"
ISSUER = "Vanphong"
"""The name a telephone's code app and a browser's passkey list show."""


@dataclass(frozen=True, slots=True)
class Me:
    """Who sits at the screen, never whom they act for."""

    user: User
    actor: Actor
    session: Session


def me(request: Any) -> Me:
    """The person of a signed-in request, read afresh."""
    own: Actor = request.own_actor
    return Me(User.objects.get(pk=own.user_id), own, request.office_session)


def token(request: HttpRequest) -> str:
    return get_token(request)


def safe_next(request: HttpRequest, otherwise: str = "/") -> str:
    """Where to go on, if it is an address of ours."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if ours else otherwise


def inside(
    request: Request,
    actor: Actor,
    title: str,
    parts: Sequence[Content],
    *,
    note: str = "",
    error: str = "",
    status: int = 200,
    back: str = HOME,
    **more: Any,
) -> HttpResponse:
    """An account page within the shell."""
    shown = [Notice(error, Tone.ALARM), *parts] if error else list(parts)
    values = {"title": title, "parts": shown, "note": note, "back_url": back, **more}
    return show(request, actor, "ui/account/page.html", values, status=422 if error else status)


def outside(
    request: Request,
    title: str,
    parts: Sequence[Content],
    *,
    note: str = "",
    error: str = "",
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """An account page for someone not (yet) inside: no menu, nothing of the office's work."""
    shown = [Notice(error, Tone.ALARM), *parts] if error else list(parts)
    values = {
        "title": title,
        "parts": shown,
        "note": note,
        "shell": Shell(display=display_of(request)),
        **more,
    }
    answer = render(request, "ui/account/outside.html", values, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def stepped(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only soon after the password was given; else the person is asked for it and comes back."""

    @functools.wraps(view)
    def run(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if not stepped_up(request.office_session):
            return HttpResponseRedirect(f"{CONFIRM}?next={quote(request.path)}")
        return view(request, *args, **kwargs)

    return run
