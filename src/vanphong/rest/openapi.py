"""The OpenAPI 3.1 document, made from the operations; schemas of records stand once under components."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.db import models

from vanphong.rest.operations import JSON, Operation, Schema
from vanphong.rest.problems import TITLES
from vanphong.rest.shapes import TEXT, WHOLE, record_shape, shaped

PROBLEM: Final[Schema] = {
    **shaped(type=TEXT, title=TEXT, status=WHOLE, detail=TEXT, instance=TEXT),
    "description": "Lời từ chối theo RFC 9457; fields cho biết từng ô sai thế nào.",
}
PROBLEM["properties"]["fields"] = {"type": "object", "additionalProperties": TEXT}
PROBLEM["properties"]["offset"] = {**WHOLE, "title": "Tải lên: vị trí gửi tiếp"}
ABOUT: Final = (
    "Mọi việc trên màn hình đều làm được ở đây. Gửi mã truy cập trong Authorization: Bearer <mã>. "
    "Ngày theo ISO (2026-02-03) hoặc 03/02/2026. Ô không gửi thì giữ giá trị gợi ý như trên màn hình, "
    "gửi null để bỏ trống. Danh sách đi tiếp bằng key lấy từ next. Lời từ chối là application/problem+json."
)
LICENCE: Final = {"name": "Apache-2.0", "identifier": "Apache-2.0"}
_KINDS: Final = {
    "int": {"type": "integer"},
    "uuid": {"type": "string", "format": "uuid"},
    "str": {"type": "string"},
}


def _header(name: str, about: str) -> dict[str, Any]:
    return {"name": name, "in": "header", "description": about, "schema": TEXT}


def _parameters(operation: Operation) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": _KINDS.get(kind, TEXT)}
        for name, kind in operation.path_parameters()
    ]
    found += [
        {"name": p.name, "in": p.place, "description": p.label, "required": p.required, "schema": p.schema}
        for p in operation.parameters
    ]
    if operation.method == "POST":
        found.append(_header("Idempotency-Key", "Cùng khóa, cùng nội dung trong 24 giờ: chỉ làm một lần."))
        if operation.record is not None:
            found.append(_header("If-Match", "ETag đã đọc: bản ghi đổi từ đó thì trả 412, không làm."))
    elif operation.name.endswith(".read"):
        found.append(_header("If-None-Match", "ETag đã có: chưa đổi thì trả 304."))
    return found


def _refusals(operation: Operation) -> list[int]:
    if operation.public:
        return [405]
    found = [401, 405, 429]
    if operation.record is not None or operation.opens is not None:
        found += [403, 404]
    if operation.parameters:
        found.append(422)
    if operation.method != "GET":
        found += [400, 403, 409, 413, 415, 422] + ([412] if operation.record is not None else [])
    return sorted(set(found))


class _Components:
    """Schemas of records by name, filled as operations refer to them."""

    def __init__(self) -> None:
        self.schemas: dict[str, Schema] = {"Problem": PROBLEM}

    def refer(self, model: type[models.Model]) -> Schema:
        name = model.__name__
        if name not in self.schemas:
            self.schemas[name] = record_shape(model)
        return {"$ref": f"#/components/schemas/{name}"}

    def resolve(self, schema: Any) -> Any:
        """The schema with `$record` places turned into references, and forms kept by name."""
        if isinstance(schema, dict):
            if "$record" in schema:
                return self.refer(schema["$record"])
            if isinstance(name := schema.get("title"), str) and name.endswith("Form"):
                self.schemas[name] = schema
                return {"$ref": f"#/components/schemas/{name}"}
            return {name: self.resolve(value) for name, value in schema.items()}
        if isinstance(schema, list | tuple):
            return [self.resolve(item) for item in schema]
        return schema


def _answers(operation: Operation, components: _Components) -> dict[str, Any]:
    schema = components.resolve(operation.answer or {})
    if operation.record is not None and operation.name.endswith(".read"):
        schema = components.refer(operation.record)
    content = {operation.gives: {"schema": schema}} if operation.gives == JSON else {operation.gives: {}}
    found: dict[str, Any] = {str(operation.status): {"description": "Được", "content": content}}
    for status in _refusals(operation):
        found[str(status)] = {"$ref": f"#/components/responses/{status}"}
    return found


def _operation(operation: Operation, components: _Components) -> dict[str, Any]:
    found: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "tags": [operation.tag],
        "parameters": _parameters(operation),
        "responses": _answers(operation, components),
        "x-policy": _policy(operation),
    }
    if operation.description:
        found["description"] = operation.description
    if operation.public:
        found["security"] = []
    if operation.body is not None:
        body = components.resolve(operation.body)
        found["requestBody"] = {"content": {kind: {"schema": body} for kind in operation.accepts}}
    return found


def _policy(operation: Operation) -> str:
    """Who may call, in one line, for review of the snapshot."""
    if operation.public:
        return f"public: {operation.public}"
    if operation.opens is not None:
        return f"opens {operation.opens[0]._meta.label_lower} {operation.opens[1]}"
    if operation.record is not None:
        return f"record {operation.record._meta.label_lower} {operation.ability}"
    return "signed in"


def document(operations: Iterable[Operation]) -> dict[str, Any]:
    """The whole description."""
    components = _Components()
    paths: dict[str, Any] = {}
    for operation in sorted(operations, key=lambda o: (o.shape, o.method)):
        paths.setdefault(operation.shape, {})[operation.method.lower()] = _operation(operation, components)
    refusals = {
        str(status): {
            "description": title,
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status, title in TITLES.items()
        if status != 500
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Vanphong",
            "version": "1",
            "description": ABOUT,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "security": [{"key": []}, {"session": []}],
        "paths": paths,
        "components": {
            "schemas": dict(sorted(components.schemas.items())),
            "responses": refusals,
            "securitySchemes": {
                "key": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "Mã truy cập cấp ở trang tài khoản",
                },
                "session": {"type": "apiKey", "in": "cookie", "name": "vanphong"},
            },
        },
    }
