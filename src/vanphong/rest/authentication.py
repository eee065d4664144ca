"""Who calls: an API key in the Authorization header, else the browser session with its CSRF token."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

from vanphong.kernel.actor import Actor
from vanphong.kernel.organisation.queries import token_actor
from vanphong.rest import pace
from vanphong.rest.problems import Problem

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
CHALLENGE: Final = 'Bearer realm="Vanphong"'


class _Check(CsrfViewMiddleware):
    """Django's own check, answering with the reason instead of a page."""

    def _reject(self, request: HttpRequest, reason: str) -> Any:
        return reason


def _nothing(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def _csrf_fails(request: HttpRequest) -> bool:
    check = _Check(_nothing)
    check.process_request(request)
    return check.process_view(request, _nothing, (), {}) is not None


def caller_of(request: HttpRequest) -> Actor | None:
    """The actor of this call, None without any sign of one. Raises Problem 401, 403, 429.

    A wrong key is never passed over in favour of the session: the two may be different people.
    """
    header = request.headers.get("Authorization", "")
    if header:
        scheme, _, key = header.partition(" ")
        if scheme.lower() != "bearer" or not key.strip():
            raise Problem(
                401, "Đầu mục Authorization phải có dạng «Bearer <mã>».", WWW_Authenticate=CHALLENGE
            )
        pace.take(key.strip())
        actor = token_actor(key.strip())
        if actor is None:
            raise Problem(
                401,
                "Mã truy cập không đúng, đã hết hạn hoặc đã thu hồi. Đồng chí cấp mã mới ở trang tài khoản.",
                WWW_Authenticate=f'{CHALLENGE}, error="invalid_token"',
            )
        return actor
    person: Actor | None = getattr(request, "actor", None)
    if person is None:
        return None
    pace.take(f"session {request.session.session_key}")
    if request.method not in SAFE and _csrf_fails(request):
        raise Problem(403, "Thiếu mã chống giả mạo của phiên làm việc. Đồng chí tải lại trang rồi làm lại.")
    return person.through("api")
