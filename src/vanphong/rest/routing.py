"""From a request to an answer: method, caller, body, key, rights, act; refusals are problems in words."""

from __future__ import annotations

import json
import logging
import uuid
from functools import cache
from typing import Any, Final, NoReturn

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import RawPostDataException, UnreadablePostError
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt

from vanphong.kernel import access
from vanphong.kernel.commands.errors import DomainError, Forbidden, NotFound
from vanphong.kernel.wording import in_vietnamese
from vanphong.rest import once
from vanphong.rest.answers import answer_json
from vanphong.rest.authentication import CHALLENGE, caller_of
from vanphong.rest.generated import generated
from vanphong.rest.operations import JSON, MULTIPART, Call, Done, Operation, by_path, declared
from vanphong.rest.problems import Problem, answer_problem
from vanphong.rest.representing import etag_of, record_json, rows_of, version_of

log = logging.getLogger("vanphong.rest")
DEEPEST: Final = 20
"""Levels of nesting a body may have."""


@cache
def operations() -> tuple[Operation, ...]:
    """All operations: generated ones, then those modules declared; complete once start-up is over."""
    with in_vietnamese():
        return (*generated(), *declared)


def _forbid_nul(value: Any, depth: int = 0) -> None:
    """No database text holds U+0000, and no honest input nests without end."""
    if depth > DEEPEST:
        raise Problem(400, "Nội dung lồng nhau quá sâu.")
    if isinstance(value, str) and ("\x00" in value or any("\ud800" <= c <= "\udfff" for c in value)):
        raise Problem(400, "Nội dung có ký tự không hợp lệ. Đồng chí gửi văn bản UTF-8.")
    if isinstance(value, dict):
        for name, item in value.items():
            _forbid_nul(name, depth + 1)
            _forbid_nul(item, depth + 1)
    elif isinstance(value, list):
        for item in value:
            _forbid_nul(item, depth + 1)


def _not_json(word: str) -> NoReturn:
    raise ValueError(word)


def _json_body(raw: bytes) -> dict[str, Any]:
    if not raw:
        return {}
    try:
        body = json.loads(raw.decode("utf-8"), parse_constant=_not_json)
    except (ValueError, RecursionError) as error:
        raise Problem(400, "Nội dung gửi lên không phải JSON đúng cách (UTF-8).") from error
    if not isinstance(body, dict):
        raise Problem(400, "Nội dung gửi lên phải là một đối tượng JSON, ví dụ {}.")
    return body


def _inputs(operation: Operation, request: HttpRequest) -> dict[str, Any]:
    """The body of a call as the operation takes it. Raises Problem 400, 413, 415."""
    length = request.headers.get("Content-Length", "")
    size = int(length) if length.isdecimal() else 0
    if size > operation.largest:
        limit = operation.largest >> 10
        raise Problem(413, f"Nội dung gửi lên quá {limit} KB. Đồng chí chia nhỏ hoặc bớt nội dung.")
    kind = (request.content_type or "").lower()
    if kind not in operation.accepts and (size or kind not in ("", "text/plain")):
        wanted = " hoặc ".join(operation.accepts)
        raise Problem(415, f"Đồng chí gửi nội dung kiểu {wanted}.", Accept_Post=", ".join(operation.accepts))
    if kind == MULTIPART:
        fields = request.POST
        body = {name: fields.getlist(name) for name in fields}
    elif kind == JSON and JSON in operation.accepts:
        body = _json_body(request.body)
    else:
        body = {}
    _forbid_nul(body)
    return body


def _admit(operation: Operation, call: Call) -> None:
    """The policy of the operation; a stranger gets the answer for a record that is not there."""
    if operation.public or operation.signed_in:
        return
    actor = call.actor
    if operation.opens is not None and not access.may(actor, *operation.opens):
        ability = operation.opens[1]
        if actor.scope is not None and ability not in actor.scope and ability != access.VIEW:
            raise Forbidden(_beyond_scope(ability))
        raise NotFound
    if operation.record is not None:
        call.record = rows_of(operation.record, actor).filter(pk=call.path.pop("pk")).first()
        if call.record is None:
            raise NotFound
        call.abilities = access.abilities(actor, call.record)
        if operation.ability not in call.abilities:
            raise Forbidden(_closed(call, operation.ability))


def _beyond_scope(ability: access.Ability) -> str:
    return (
        f"Mã truy cập này không được {ability.label}. Đồng chí dùng mã có phạm vi write "
        f"hoặc «{ability.partition('.')[0]}»."
    )


def _closed(call: Call, ability: access.Ability) -> str:
    actor = call.actor
    if actor.scope is not None and not actor.on_behalf and ability not in actor.scope:
        return _beyond_scope(ability)
    why = access.explain(actor, call.record, ability)
    return f"Đồng chí chưa thể {ability.label}. " + " ".join(why.reasons)


def _unchanged_since(operation: Operation, call: Call) -> None:
    """If-Match: hold the record and refuse when the journal knows a later act on it."""
    wanted = call.request.headers.get("If-Match", "").strip()
    if not wanted or wanted == "*" or operation.record is None:
        return
    rows = operation.record._default_manager.select_for_update(of=("self",), no_key=True)
    row = rows.filter(access.visible(call.actor, operation.record)).filter(pk=call.path["pk"]).first()
    if row is None:
        raise NotFound
    versions = {tag.strip().removeprefix("W/").strip('"').partition(".")[0] for tag in wanted.split(",")}
    if str(version_of(row)) not in versions:
        raise Problem(412, "Đã có người thay đổi bản ghi này. Đồng chí đọc lại rồi quyết định.")


def _post(operation: Operation, call: Call) -> HttpResponse:
    """A write: with a key or If-Match all of it is one transaction, done once or not at all."""
    key = once.key_of(call.request)
    if not key and "If-Match" not in call.request.headers:
        _admit(operation, call)
        return _said(call, operation.view(call))
    with transaction.atomic():
        outcome = once.claim(call.actor, key, once.fingerprint(call)) if key else None
        if outcome is None:
            _unchanged_since(operation, call)
            _admit(operation, call)
            done = operation.view(call)
            if key:
                once.keep(call.actor, key, done)
    if outcome is not None:
        answer = _said(call, once.replayed(outcome))
        answer["Idempotency-Replayed"] = "true"
        return answer
    return _said(call, done)


def _said(call: Call, done: Done) -> HttpResponse:
    """What was done, and the record after it as far as the caller still sees it."""
    body: dict[str, Any] = {"done": done.words, **done.facts, **done.fresh}
    etag = ""
    if done.record is not None:
        actor = call.actor
        row = rows_of(type(done.record), actor).filter(pk=done.record.pk).first()
        body["record"] = record_json(actor, row) if row is not None else None
        if row is not None:
            etag = etag_of(version_of(row), body["record"])
    answer = answer_json(body, done.status)
    if etag:
        answer["ETag"] = etag
        if done.status == 201:
            answer["Location"] = body["record"]["href"]
    return answer


def _get(operation: Operation, call: Call) -> HttpResponse:
    _admit(operation, call)
    found = operation.view(call)
    return found if isinstance(found, HttpResponse) else answer_json(found, operation.status)


def _perform(methods: dict[str, Operation], request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponse:
    method = "GET" if request.method == "HEAD" else request.method or ""
    operation = methods.get(method)
    if operation is None:
        allowed = ", ".join(sorted({*methods, *(["HEAD"] if "GET" in methods else [])}))
        raise Problem(405, f"Địa chỉ này chỉ nhận {allowed}.", Allow=allowed)
    caller = None if operation.public else caller_of(request)
    if caller is None and not operation.public:
        raise Problem(
            401,
            "Đồng chí gửi mã truy cập trong đầu mục Authorization: Bearer <mã>, hoặc đăng nhập trước.",
            WWW_Authenticate=CHALLENGE,
        )
    call = Call(request, caller, kwargs)
    if caller is not None:
        request.api_request_id = caller.request_id  # type: ignore[attr-defined]
    if method == "GET":
        _forbid_nul(request.GET.dict())
        return _get(operation, call)
    if operation.opens is not None:
        _admit(operation, call)  # before a byte of the body is taken from a stranger
    call.inputs = _inputs(operation, request)
    if method == "POST":
        return _post(operation, call)
    return _get(operation, call)


def _refused(request: HttpRequest, error: Exception) -> HttpResponse:
    """Any failure as a problem; what nobody foresaw is logged and told by number only."""
    request_id: uuid.UUID = getattr(request, "api_request_id", None) or uuid.uuid4()
    if isinstance(error, Problem | DomainError):
        return answer_problem(error, request_id)
    if isinstance(error, Http404):
        return answer_problem(NotFound(), request_id)
    if isinstance(error, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return answer_problem(Problem(413, "Nội dung gửi lên quá lớn."), request_id)
    if isinstance(error, MultiPartParserError | UnreadablePostError | RawPostDataException):
        return answer_problem(Problem(400, "Nội dung gửi lên bị đứt quãng. Đồng chí gửi lại."), request_id)
    log.error("API request %s failed", request_id, exc_info=error)
    detail = f"Chưa làm được, dữ liệu vẫn nguyên. Đồng chí báo quản trị mã {request_id}."
    return answer_problem(Problem(500, detail), request_id)


def _dispatcher(methods: dict[str, Operation]) -> Any:
    @csrf_exempt
    def api(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            answer = _perform(methods, request, kwargs)
        except Exception as error:  # the face to the outside: nothing may leave as a trace
            answer = _refused(request, error)
        answer.setdefault("Cache-Control", "no-store")
        if request_id := getattr(request, "api_request_id", None):
            answer["X-Request-Id"] = str(request_id)
        return answer

    return api


@csrf_exempt
def _nowhere(request: HttpRequest, **_kwargs: Any) -> HttpResponse:
    detail = "API không có địa chỉ này. Danh sách địa chỉ ở /api/docs."
    return answer_problem(Problem(404, detail), uuid.uuid4())


def url_patterns() -> list[URLPattern]:
    """Addresses of all operations, each with and without a slash at its end; all else under /api/ is 404."""
    patterns: list[URLPattern] = []
    for here, methods in by_path(list(operations())).items():
        view = _dispatcher(methods)
        other = here.removesuffix("/") if here.endswith("/") else f"{here}/"
        patterns.append(path(f"api/{here}", view))
        if here:
            patterns.append(path(f"api/{other}", view))
    return [*patterns, path("api/<path:_rest>", _nowhere)]
