"""JSON schemas of what the API answers, read from models and lists."""

from __future__ import annotations

from typing import Any, Final

from django.db import models

from vanphong.kernel import access
from vanphong.kernel.actions import Action
from vanphong.kernel.listing import ListSpec
from vanphong.rest.inputs import form_schema
from vanphong.rest.representing import has_files, shown_fields, type_of

Schema = dict[str, Any]

TEXT: Final[Schema] = {"type": "string"}
WORD: Final[Schema] = {"type": ["string", "null"]}
MOMENT: Final[Schema] = {"type": "string", "format": "date-time"}
WHOLE: Final[Schema] = {"type": "integer"}
LINK: Final[Schema] = {"type": ["string", "null"], "format": "uri-reference"}


def shaped(**properties: Schema) -> Schema:
    """An object whose named properties are all there."""
    return {"type": "object", "properties": properties, "required": sorted(properties)}


def many(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def titled(schema: Schema, title: object) -> Schema:
    return {"title": str(title), **schema}


CHOICE: Final = shaped(value=TEXT, label=TEXT)
RELATED: Final[Schema] = {
    "type": ["object", "null"],
    "properties": {"id": {}, "title": TEXT, "href": LINK},
    "required": ["id", "title"],
}
STATE: Final[Schema] = {"anyOf": [CHOICE, {"type": "null"}]}
FILE: Final[Schema] = {
    "type": "object",
    "properties": {
        "id": WHOLE,
        "href": LINK,
        "name": TEXT,
        "media_type": TEXT,
        "kind": TEXT,
        "position": WHOLE,
        "page_count": WHOLE,
        "active_content": many(TEXT),
        "signatures": many({"type": "object"}),
        "added_at": MOMENT,
        "sha256": TEXT,
    },
    "required": ["id", "href", "sha256"],
}
OFFERED: Final = shaped(
    name=TEXT,
    label=TEXT,
    primary={"type": "boolean"},
    warning=TEXT,
    href=LINK,
    inputs={"type": ["object", "null"], "description": "JSON Schema của nội dung gửi lên"},
)

_KINDS: Final[tuple[tuple[type[models.Field[Any, Any]], Schema], ...]] = (
    (models.BooleanField, {"type": "boolean"}),
    (models.DateTimeField, MOMENT),
    (models.DateField, {"type": "string", "format": "date"}),
    (models.DecimalField, {"type": "string", "format": "decimal"}),
    (models.FloatField, {"type": "number"}),
    (models.IntegerField, {"type": "integer"}),
    (models.JSONField, {}),
)


def _field_shape(field: Any) -> Schema:
    if field.is_relation:
        return RELATED
    if field.choices:
        values = [{"const": value, "title": str(label)} for value, label in field.flatchoices if value != ""]
        shape = shaped(value={"oneOf": values}, label=TEXT)
        return {"anyOf": [shape, {"type": "null"}]} if field.null or field.blank else shape
    found = next((shape for kind, shape in _KINDS if isinstance(field, kind)), None)
    if found is None and hasattr(field, "base_field"):
        found = many(_field_shape(field.base_field))
    found = dict(TEXT if found is None else found)
    if field.null and "type" in found:
        found["type"] = [found["type"], "null"]
    return found


def record_shape(model: type[models.Model]) -> Schema:
    """A record as `representing.record_json` makes it."""
    fields = {f.name: titled(_field_shape(f), f.verbose_name) for f in shown_fields(model)}
    shape = shaped(
        id=WHOLE,
        title=TEXT,
        url=LINK,
        href=LINK,
        type={"const": model._meta.label_lower},
        state=STATE if access.policy_of(model).state_field else {"type": "null"},
        abilities=many(TEXT),
        fields=shaped(**fields),
        actions=many(OFFERED),
    )
    if has_files(model):
        shape["properties"]["files"] = many(FILE)
    return shape


_COLUMNS: Final[dict[str, Schema]] = {
    "integer": {"type": ["integer", "null"]},
    "date": {"type": ["string", "null"], "format": "date"},
    "datetime": {"type": ["string", "null"], "format": "date-time"},
}


def list_shape(spec: ListSpec) -> Schema:
    """A page of a list: items, and the keys of the pages beside it."""
    columns = {c.name: titled(_COLUMNS.get(c.kind, WORD), c.label) for c in spec.columns}
    item = shaped(
        id=WHOLE,
        title=TEXT,
        url=LINK,
        href=LINK,
        state=STATE,
        abilities=many(TEXT),
        columns=shaped(**columns),
    )
    return shaped(
        items=many(item),
        next=titled(WORD, "Khóa của trang sau"),
        previous=titled(WORD, "Khóa của trang trước"),
        tab=TEXT,
        tabs=many(shaped(name=TEXT, label=TEXT)),
    )


def done_shape(model: type[models.Model]) -> Schema:
    """What was done in words, and the record after it (null when the caller no longer sees it)."""
    record: Schema = {"$record": model} if type_of(model) else {"type": "object"}
    return {
        "type": "object",
        "properties": {
            "done": titled(TEXT, "Việc đã làm"),
            "record": {"anyOf": [record, {"type": "null"}]},
            "undo": shaped(href=LINK, token=TEXT, seconds=WHOLE),
        },
        "required": ["done"],
    }


def bulk_body(action: Action) -> Schema:
    """Ids, and the inputs given to each."""
    inputs = form_schema(action.form) if action.form is not None else {"type": "object"}
    return {
        "type": "object",
        "properties": {
            "ids": {**many(WHOLE), "title": "Mã các bản ghi", "minItems": 1, "maxItems": 100},
            "inputs": inputs,
        },
        "required": ["ids"],
        "additionalProperties": False,
    }
