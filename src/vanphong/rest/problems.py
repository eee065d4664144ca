"""Refusals as application/problem+json (RFC 9457): Vietnamese words, the wrong fields, the request's id."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from http import HTTPStatus

from django.http import JsonResponse

from vanphong.kernel.commands.errors import DomainError

TITLES: Mapping[int, str] = {
    400: "Yêu cầu không đọc được",
    401: "Chưa đăng nhập",
    403: "Chưa được làm việc này",
    404: "Không tìm thấy",
    405: "Địa chỉ này không nhận cách gọi đó",
    409: "Chưa làm được vì có thay đổi hoặc vướng mắc",
    412: "Bản ghi đã thay đổi",
    413: "Nội dung gửi lên quá lớn",
    415: "Định dạng nội dung không được nhận",
    422: "Nội dung chưa đúng",
    429: "Gọi quá nhanh",
    500: "Hệ thống gặp trục trặc",
}


class Problem(Exception):
    """A refusal of the API itself, before any command: what is wrong and what to do."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        fields: Mapping[str, str] | None = None,
        facts: Mapping[str, object] | None = None,
        **headers: str,
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.fields, self.headers = status, detail, dict(fields or {}), headers
        self.facts = dict(facts or {})
        """What a client needs to go on, such as the true offset; members of the answer's body."""


def answer_problem(problem: Problem | DomainError, request_id: uuid.UUID) -> JsonResponse:
    """The answer for a refusal; the same shape for those of commands and those of the API."""
    detail = problem.detail if isinstance(problem, Problem) else problem.message
    body: dict[str, object] = {
        **getattr(problem, "facts", {}),
        "type": "about:blank",
        "title": TITLES.get(problem.status, HTTPStatus(problem.status).phrase),
        "status": problem.status,
        "detail": detail,
        "instance": f"urn:uuid:{request_id}",
    }
    fields: Mapping[str, str] = getattr(problem, "fields", {})
    if fields:
        body["fields"] = dict(fields)
    answer = JsonResponse(
        body,
        status=problem.status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )
    for name, value in getattr(problem, "headers", {}).items():
        answer[name.replace("_", "-")] = value
    return answer
