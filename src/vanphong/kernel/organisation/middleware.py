"""`request.actor`: who acts, with the rights of this very moment, or None before sign-in."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext as _

from vanphong.kernel.actor import ADMIN, Actor
from vanphong.kernel.identity import sessions
from vanphong.kernel.identity.browser import DELEGATION_KEY, SESSION_KEY, leave
from vanphong.kernel.identity.models import User
from vanphong.kernel.organisation.queries import actor_for, actor_on_behalf, owes_second_factor
from vanphong.kernel.wording import vi

ENDED_KEY: Final = "session_ended_because"
POLL_HEADER: Final = "X-Poll"
"""Requests a page makes by itself carry this header: they must not keep an idle session alive."""
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
API: Final = "/api/"
ENROLMENT: Final = (
    "/tai-khoan/ma-mot-lan/",
    "/tai-khoan/khoa-truy-cap/",
    "/tai-khoan/ma-khoi-phuc/",
    "/tai-khoan/xac-nhan/",
)
"""Pages on which a second factor is made; the first is where those who owe one are led."""
CHANGE_FIRST: Final = vi(
    "Đồng chí đang dùng mật khẩu tạm. Đồng chí đổi mật khẩu ở trang tài khoản rồi làm lại việc này."
)
ENROL_FIRST: Final = vi(
    "Chức vụ của đồng chí bắt buộc xác thực hai lớp. "
    "Đồng chí lập mã một lần hoặc đăng ký khóa truy cập ở trang tài khoản rồi làm lại việc này."
)
BEHALF_OVER: Final = vi(
    "Ủy quyền đã hết hạn hoặc đã thu hồi nên việc vừa rồi không thực hiện. "
    "Từ nay đồng chí làm việc dưới tên mình."
)


class ActorMiddleware:
    """Sets `request.actor`, `request.own_actor` (without delegation) and `request.office_session`.

    Stands after the session, authentication and message middleware.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.actor = request.own_actor = request.office_session = None
        user = request.user
        # A call with a key is judged by the key alone, whatever session the browser has beside it.
        keyed = _for_programs(request) and "Authorization" in request.headers
        if user.is_authenticated and not keyed:
            try:
                self._enter(request, user)
            except PermissionDenied as error:
                if not _for_programs(request):
                    raise
                return _problem(str(error))
            if request.actor is not None and (first := _first(request, user)) is not None:
                message, address = first
                return _problem(str(message)) if _for_programs(request) else _go(request, address)
        return self.get_response(request)

    def _enter(self, request: Any, user: User) -> None:
        session = sessions.find(request.session.get(SESSION_KEY), user)
        own = actor_for(user)
        reason = (
            sessions.over(session, admin=own.has_role(ADMIN))
            if session is not None
            else _("Phiên làm việc đã kết thúc. Đồng chí đăng nhập lại.")
        )
        if session is None or reason:
            leave(request)
            request.user = AnonymousUser()
            request.session[ENDED_KEY] = reason
            return
        if POLL_HEADER not in request.headers:
            sessions.touch(session)
        request.office_session, request.own_actor = session, own
        request.actor = self._acting(request, user, own)

    def _acting(self, request: Any, user: User, own: Actor) -> Actor:
        delegation_id = request.session.get(DELEGATION_KEY)
        if delegation_id is None:
            return own
        behalf = actor_on_behalf(user, delegation_id)
        if behalf is not None:
            return behalf
        del request.session[DELEGATION_KEY]
        # An act meant under another's rights must not silently happen under one's own.
        if request.method not in SAFE:
            raise PermissionDenied(BEHALF_OVER)
        messages.warning(
            request, _("Ủy quyền đã hết hạn hoặc đã thu hồi. Đồng chí đang làm việc dưới tên mình.")
        )
        return own


def _first(request: Any, user: User) -> tuple[str, str] | None:
    """What the person must do before anything else, and where; None when nothing, or when they are about it."""
    if _open_to_all(request.path):
        return None
    if user.must_change_password:
        return CHANGE_FIRST, _password_address()
    if not request.path.startswith(ENROLMENT) and owes_second_factor(request.own_actor, user):
        return ENROL_FIRST, ENROLMENT[0]
    return None


def _for_programs(request: Any) -> bool:
    """A call of the API: its answer must be one a program understands."""
    return bool(request.path.startswith(API))


def _problem(detail: str) -> JsonResponse:
    """A refusal as the API words it (RFC 9457); the API itself is not reached."""
    body = {
        "type": "about:blank",
        "title": "Chưa được làm việc này",
        "status": 403,
        "detail": detail,
        "instance": f"urn:uuid:{uuid.uuid4()}",
    }
    answer = JsonResponse(
        body,
        status=403,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )
    answer["Cache-Control"] = "no-store"
    return answer


def _password_address() -> str:
    return str(getattr(settings, "VANPHONG_PASSWORD_URL", "/tai-khoan/doi-mat-khau/"))


def _open_to_all(path: str) -> bool:
    free = (_password_address(), settings.LOGIN_URL, "/dang-xuat/", "/healthz", settings.STATIC_URL)
    return path.startswith((*free, "/tai-khoan/hien-thi/", "/tai-khoan/ngon-ngu/"))


def _go(request: Any, address: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = address
        return answer
    return HttpResponseRedirect(address)
