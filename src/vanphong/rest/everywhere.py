"""What belongs to no module: the index, who calls, search, notices, the description and its page."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.shortcuts import render

from vanphong.kernel import access
from vanphong.kernel.commands.errors import Invalid
from vanphong.kernel.listing import lists
from vanphong.kernel.notifications.telling import mark_read, notices, unread_count
from vanphong.kernel.wording import in_vietnamese
from vanphong.rest.answers import answer_json
from vanphong.rest.finding import FOUND, PARAMETERS, search
from vanphong.rest.naming import kebab
from vanphong.rest.operations import Call, Done, Operation, Parameter, Schema
from vanphong.rest.representing import value_of
from vanphong.rest.shapes import LINK, MOMENT, TEXT, WHOLE, many, shaped

OPEN = "mô tả cách gọi, không chứa gì của cơ quan"
_YES = {"type": "boolean"}
NOTICES: Schema = shaped(
    unread=WHOLE,
    items=many(
        shaped(id=WHOLE, text=TEXT, title=TEXT, url=LINK, happened_at=MOMENT, unread=_YES, urgent=_YES)
    ),
)


def index(call: Call) -> dict[str, Any]:
    """The lists this caller may open, and the other doors."""
    actor = call.actor
    return {
        "lists": [
            {"name": kebab(spec.name), "title": spec.title, "href": f"/api/{kebab(spec.name)}/"}
            for spec in lists
            if access.may(actor, spec.model, spec.needs)
        ],
        "search": "/api/search?q=",
        "notices": "/api/notices",
        "me": "/api/me",
        "description": "/api/openapi.json",
    }


def me(call: Call) -> dict[str, Any]:
    """Whom the key or session stands for, and how far it reaches."""
    actor = call.actor
    return {
        "id": actor.user_id,
        "name": actor.name,
        "on_behalf_of": actor.principal_name or None,
        "posts": [
            {"title": s.title, "role": s.role, "unit": s.unit_id, "agency": s.agency_id} for s in actor.seats
        ],
        "scope": None if actor.scope is None else sorted(actor.scope),
    }


def read_notices(call: Call) -> dict[str, Any]:
    """The caller's notices, newest first; `before` is the id of the last one seen."""
    query = call.request.GET
    before = query.get("before", "")
    if before and not before.isdecimal():
        raise Invalid("before là mã của thông báo cuối đã nhận.", {"before": "Cần là số nguyên."})
    found = notices(
        call.actor, unread_only=query.get("unread") == "true", before=int(before[:18]) if before else None
    )
    names = ("id", "text", "title", "url", "happened_at", "unread", "urgent")
    return {
        "unread": unread_count(call.actor),
        "items": [{name: value_of(getattr(notice, name)) for name in names} for notice in found],
    }


def read_up(call: Call) -> Done:
    """Mark notices as read: those named, or all."""
    ids = call.inputs.get("ids")
    whole = isinstance(ids, list) and all(isinstance(pk, int) and not isinstance(pk, bool) for pk in ids)
    if set(call.inputs) - {"ids"} or (ids is not None and not whole):
        raise Invalid(
            "ids là danh sách mã thông báo; bỏ trống là tất cả.", {"ids": "Cần là danh sách số nguyên."}
        )
    mark_read(call.actor, ids)
    return Done("Đã đánh dấu là đã đọc.", facts={"unread": unread_count(call.actor)})


@cache
def description() -> dict[str, Any]:
    """The OpenAPI document; made once, since declarations are sealed."""
    # Imported when asked: the list of all operations holds this module's own.
    from vanphong.rest.openapi import document
    from vanphong.rest.routing import operations

    # Declared words become text once, in the language of the office.
    with in_vietnamese():
        plain: dict[str, Any] = json.loads(json.dumps(document(operations()), cls=DjangoJSONEncoder))
    return plain


def openapi(_call: Call) -> HttpResponse:
    """The description for machines."""
    answer = answer_json(description())
    answer["Cache-Control"] = "no-cache"
    return answer


def docs(call: Call) -> HttpResponse:
    """The description for people: a plain page of our own, without scripts from elsewhere."""
    from vanphong.rest.pages import groups

    return render(call.request, "rest/docs.html", {"groups": groups(description())})


def operations() -> list[Operation]:
    """The operations of this file."""
    posts = many(shaped(title=TEXT, role=TEXT, unit=WHOLE, agency=WHOLE))
    nothing: Schema = {"type": "object"}
    person = {"type": ["integer", "null"]}
    return [
        Operation("GET", "", "index", "Các danh sách mở được", index, signed_in=True, answer=nothing),
        Operation(
            "GET",
            "me",
            "me",
            "Mã này thay cho ai, được làm gì",
            me,
            signed_in=True,
            answer=shaped(
                id=person,
                name=TEXT,
                on_behalf_of={"type": ["string", "null"]},
                posts=posts,
                scope={"type": ["array", "null"], "items": TEXT},
            ),
        ),
        Operation(
            "GET", "search", "search", "Tìm", search, signed_in=True, parameters=PARAMETERS, answer=FOUND
        ),
        Operation(
            "GET",
            "notices",
            "notices.list",
            "Thông báo của tôi",
            read_notices,
            signed_in=True,
            parameters=(
                Parameter("unread", "Chỉ những thông báo chưa đọc", {"type": "boolean"}),
                Parameter("before", "Mã của thông báo cuối đã nhận", {"type": "integer"}),
            ),
            answer=NOTICES,
        ),
        Operation(
            "POST",
            "notices/read",
            "notices.read",
            "Đánh dấu đã đọc",
            read_up,
            signed_in=True,
            body={
                "type": "object",
                "properties": {"ids": {"type": ["array", "null"], "items": WHOLE}},
                "additionalProperties": False,
            },
            answer=shaped(done=TEXT, unread=WHOLE),
        ),
        Operation(
            "GET", "openapi.json", "openapi", "Mô tả OpenAPI 3.1", openapi, public=OPEN, answer=nothing
        ),
        Operation("GET", "docs", "docs", "Trang hướng dẫn", docs, public=OPEN, gives="text/html"),
    ]
