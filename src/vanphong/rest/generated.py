"""Operations made from what modules declare: lists, record types, actions; so every module has its API."""

from __future__ import annotations

from django.db import models

from vanphong.kernel.access import declared_policies
from vanphong.kernel.actions import Action, actions
from vanphong.kernel.listing import ListSpec, lists
from vanphong.kernel.registry import RecordType, record_types
from vanphong.rest import acting, everywhere, reading
from vanphong.rest.inputs import form_schema, takes_files
from vanphong.rest.listing import list_view
from vanphong.rest.naming import kebab, name_of
from vanphong.rest.operations import JSON, MULTIPART, Operation, Parameter, Schema
from vanphong.rest.representing import has_files
from vanphong.rest.shapes import bulk_body, done_shape, list_shape, record_shape

UNDO_BODY: Schema = {
    "type": "object",
    "properties": {"token": {"type": "string", "title": "Mã hoàn tác trong câu trả lời của việc vừa làm"}},
    "required": ["token"],
    "additionalProperties": False,
}
IDEMPOTENT = "Gửi Idempotency-Key để gọi lại an toàn, If-Match để không ghi đè thay đổi của người khác."


def of_list(spec: ListSpec) -> list[Operation]:
    """The list itself."""
    name = kebab(spec.name)
    tabs = [{"const": tab.name, "title": tab.label} for tab in spec.tabs]
    filters = [
        Parameter(
            item.name,
            item.label,
            {"type": "string", "examples": ["2026-02-03"]} if item.kind == "day" else {"type": "string"},
        )
        for item in spec.filters
    ]
    return [
        Operation(
            "GET",
            f"{name}/",
            f"{name}.list",
            f"Danh sách: {spec.title}",
            list_view(spec),
            tag=spec.title,
            opens=(spec.model, spec.needs),
            parameters=(
                Parameter("tab", "Nhóm của danh sách", {"type": "string", "oneOf": tabs}),
                *filters,
                Parameter("limit", "Số dòng", {"type": "integer", "minimum": 1, "maximum": 100}),
                Parameter("key", "Khóa trang, lấy từ next hoặc previous"),
            ),
            answer=list_shape(spec),
        )
    ]


def of_record(kind: RecordType) -> list[Operation]:
    """The record and what is told about it."""
    model, name = kind.model, name_of(kind.model)

    def about(part: str, summary: str, view: object, **more: object) -> Operation:
        return Operation(
            "GET",
            f"{name}/<int:pk>" + (f"/{part}" if part else ""),
            f"{name}.{part.partition('/')[0] or 'read'}",
            f"{kind.label}: {summary}",
            view,  # type: ignore[arg-type]
            tag=kind.label,
            record=model,
            **more,  # type: ignore[arg-type]
        )

    found = [
        about("", "đọc bản ghi", reading.read, answer=record_shape(model)),
        about("trail", "diễn biến", reading.read_trail, answer=reading.TRAIL),
        about("readers", "ai thấy, và vì sao", reading.read_readers, answer=reading.READERS),
        about("closed", "việc chưa làm được, và vì sao", reading.read_closed, answer=reading.CLOSED),
        about("jobs", "việc nền", reading.read_jobs, answer=reading.JOBS),
    ]
    if has_files(model):
        found.append(
            about("files/<int:file>", "tải tệp gốc", reading.read_file, gives="application/octet-stream")
        )
    return found


def of_action(action: Action, tag: str) -> list[Operation]:
    """Doing it, asking what it takes, and taking it back."""
    name = name_of(action.model)
    here = f"{name}/<int:pk>/{action.name}" if action.argument else f"{name}/{action.name}"
    key = f"{name}.{action.name}" if action.argument else f"{name}.new.{action.name}"
    who: dict[str, object] = (
        {"record": action.model, "ability": action.ability}
        if action.argument
        else {"opens": (action.model, action.ability)}
    )
    form = action.form
    accepts = (JSON, MULTIPART) if form is not None and takes_files(form) else (JSON,)
    post = Operation(
        "POST",
        here,
        key,
        action.label,
        acting.act(action),
        tag=tag,
        body=form_schema(form) if form is not None else {"type": "object", "additionalProperties": False},
        accepts=accepts,
        answer=done_shape(action.model),
        description=" ".join(str(part) for part in (action.warning, IDEMPOTENT) if part),
        status=200 if action.argument else 201,
        **who,  # type: ignore[arg-type]
    )
    found = [post]
    if form is not None:
        found.append(
            Operation(
                "GET",
                here,
                f"{key}.form",
                f"{action.label}: các ô, giá trị gợi ý và lựa chọn lúc này",
                acting.ask(action),
                tag=tag,
                parameters=(
                    Parameter("field", "Chỉ tìm lựa chọn của ô này"),
                    Parameter("q", "Chữ cần có trong tên lựa chọn"),
                ),
                answer=acting.FORM,
                **who,  # type: ignore[arg-type]
            )
        )
    if action.undo is not None:
        found.append(
            Operation(
                "POST",
                f"{here}/undo",
                f"{key}.undo",
                f"Hoàn tác: {action.label}",
                acting.undo(action),
                tag=tag,
                record=action.model,
                body=UNDO_BODY,
                answer=done_shape(action.model),
            )
        )
    return found


def of_bulk(model: type[models.Model], bulk: list[Action], tag: str) -> list[Operation]:
    """Actions that may be done to many records, with a result a record."""
    name = name_of(model)
    return [
        Operation(
            "POST",
            f"{name}/bulk/{action.name}",
            f"{name}.bulk.{action.name}",
            f"{action.label}: nhiều bản ghi",
            acting.act_on_many(action),
            tag=tag,
            signed_in=True,
            body=bulk_body(action),
            answer=acting.RESULTS,
            description="Mỗi bản ghi được xét quyền và trả kết quả riêng. " + IDEMPOTENT,
        )
        for action in bulk
    ]


def generated() -> list[Operation]:
    """All generated operations, in a stable order."""
    known = {policy.model for policy in declared_policies()}
    types = sorted((kind for kind in record_types if kind.model in known), key=lambda kind: kind.name)
    tags = {kind.model: kind.label for kind in types}
    found = list(everywhere.operations())
    for spec in sorted(lists, key=lambda spec: spec.name):
        found += of_list(spec)
    for kind in types:
        found += of_record(kind)
    for model in sorted({action.model for action in actions}, key=lambda m: m._meta.label_lower):
        tag = tags.get(model, str(model._meta.verbose_name).capitalize())
        mine = [action for action in actions if action.model is model]
        for action in mine:
            found += of_action(action, tag)
        found += of_bulk(model, [a for a in mine if a.bulk and a.argument], tag)
    return found
