"""Command forms as JSON: the schema of their fields, and JSON bodies as what the forms take."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from django import forms
from django.db import models

from vanphong.kernel.actions import Action, CommandForm, DayField
from vanphong.kernel.actor import Actor
from vanphong.kernel.commands.errors import Invalid

Schema = dict[str, Any]
DAY_HINT = "Ngày dạng 2026-02-03 hoặc 03/02/2026."


def _choices(field: Any) -> list[Schema]:
    """Choices that stand in the class; those a form makes for a person and record are asked of it by GET."""
    found = [(value, label) for value, label in field.choices if value != ""]
    return [{"const": value, "title": str(label)} for value, label in found]


def _numbers(field: Any, kind: str) -> Schema:
    found: Schema = {"type": kind}
    if field.min_value is not None:
        found["minimum"] = field.min_value
    if field.max_value is not None:
        found["maximum"] = field.max_value
    return found


_SIMPLE: tuple[tuple[type[forms.Field], Schema], ...] = (
    (forms.BooleanField, {"type": "boolean"}),
    (forms.DecimalField, {"type": "string", "format": "decimal"}),
    (forms.FileField, {"type": "string", "contentMediaType": "application/octet-stream"}),
)


def _shape(field: forms.Field) -> Schema:
    """Type and limits of a field, most special class first."""
    if isinstance(field, DayField | forms.DateField):
        return {"type": "string", "description": DAY_HINT, "examples": ["2026-02-03", "03/02/2026"]}
    if isinstance(field, forms.ModelMultipleChoiceField):
        return {"type": "array", "items": {"type": "integer"}, "uniqueItems": True}
    if isinstance(field, forms.ModelChoiceField):
        return {"type": "integer"}
    if isinstance(field, forms.MultipleChoiceField):
        items: Schema = {"type": "string"}
        if choices := _choices(field):
            items["oneOf"] = choices
        return {"type": "array", "items": items, "uniqueItems": True}
    if isinstance(field, forms.ChoiceField):
        choices = _choices(field)
        return {"type": "string", "oneOf": choices} if choices else {"type": "string"}
    for kind, shape in _SIMPLE:
        if isinstance(field, kind):
            return dict(shape)
    if isinstance(field, forms.IntegerField):
        return _numbers(field, "number" if isinstance(field, forms.FloatField) else "integer")
    found: Schema = {"type": "string"}
    if getattr(field, "max_length", None):
        found["maxLength"] = field.max_length  # type: ignore[attr-defined]
    return found


def field_schema(name: str, field: forms.Field) -> Schema:
    """JSON Schema of one input, its Vietnamese words as title; what is not required may be null."""
    found = {"title": str(field.label or name), **_shape(field)}
    if field.help_text:
        found["description"] = f"{found.get('description', '')} {field.help_text}".strip()
    if field.required or "oneOf" in found:
        if not field.required:
            found["oneOf"] = [*found["oneOf"], {"type": "null"}]
            found.pop("type")
        return found
    found["type"] = [found["type"], "null"]
    return found


@cache
def form_schema(form: type[CommandForm]) -> Schema:
    """JSON Schema of a form's inputs. Nothing is `required` here: an input left out keeps its default."""
    fields: Mapping[str, forms.Field] = form.base_fields
    order = [name for name in form.field_order or () if name in fields]
    names = [*order, *(name for name in fields if name not in order)]
    return {
        "title": f"{form.__module__.split('.')[2]}.{form.__name__}",
        "type": "object",
        "properties": {
            name: {**field_schema(name, fields[name]), "x-required": fields[name].required} for name in names
        },
        "additionalProperties": False,
    }


def takes_files(form: type[CommandForm]) -> bool:
    return any(isinstance(field, forms.FileField) for field in form.base_fields.values())


def json_default(form: CommandForm, name: str) -> Any:
    """What the screen would show in the field before anyone touches it, as JSON takes it."""
    return _as_input(form.get_initial_for_field(form.fields[name], name))


def _as_input(value: Any) -> Any:
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    if isinstance(value, list | tuple | set | models.QuerySet):
        return [_as_input(item) for item in value]
    return value


_KINDS: Mapping[str, tuple[tuple[type, ...], str]] = {
    "string": ((str,), "Ô này cần là chữ, đặt trong dấu ngoặc kép."),
    "integer": ((int,), "Ô này cần là số nguyên."),
    "number": ((int, float), "Ô này cần là số."),
    "boolean": ((bool,), "Ô này cần là true hoặc false."),
    "array": ((list,), "Ô này cần là danh sách."),
}


def _wrong_kind(shape: Schema, value: Any) -> str:
    """What is wrong with the JSON type of a value, "" when nothing is."""
    kinds, words = _KINDS[shape["type"]]
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        return words
    if isinstance(value, list):
        return next((w for item in value if (w := _wrong_kind(shape["items"], item))), "")
    return ""


def checked(fields: Mapping[str, forms.Field], given: Mapping[str, Any]) -> None:
    """Refuse inputs the form does not have and values of a wrong JSON type, field by field."""
    wrong: dict[str, str] = {}
    for name, value in given.items():
        field = fields.get(name)
        if field is None or isinstance(field, forms.FileField):
            wrong[name] = "Không có ô này." if field is None else "Gửi tệp này bằng multipart/form-data."
        elif value is not None and (words := _wrong_kind(_shape(field), value)):
            wrong[name] = words
    if wrong:
        raise Invalid("Nội dung gửi lên chưa đúng ở: " + ", ".join(sorted(wrong)) + ".", wrong)


def typed(action: Action, given: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Inputs of a multipart body, which are all words, as JSON would have brought them; what is none stays words."""
    fields = action.form.base_fields if action.form is not None else {}
    return {
        name: _typed(_shape(fields[name]), list(values)) if name in fields else values
        for name, values in given.items()
        if values
    }


def _typed(shape: Schema, values: list[str]) -> Any:
    if shape["type"] == "array":
        return [_typed(shape["items"], [value]) for value in values]
    last = values[-1]
    if shape["type"] == "boolean":
        return {"true": True, "false": False}.get(last.lower(), last)
    if shape["type"] == "integer" and last.removeprefix("-").isdecimal():
        return int(last)
    if shape["type"] == "number":
        try:
            return float(last)
        except ValueError:
            return last
    return last


def form_data(
    action: Action, actor: Actor, record: models.Model | None, given: Mapping[str, Any]
) -> dict[str, Any]:
    """What the action's form gets: the given inputs, and for those left out what the screen would show.

    So the same act with the same words has the same outcome on screen and here; null empties a field.
    """
    if action.form is None:
        if given:
            raise Invalid("Việc này không nhận nội dung nào.", dict.fromkeys(given, "Không có ô này."))
        return {}
    form = action.form(actor=actor, record=record)
    checked(form.fields, given)
    values = {
        name: given[name] if name in given else json_default(form, name)
        for name, field in form.fields.items()
        if not isinstance(field, forms.FileField)
    }
    return {name: value for name, value in values.items() if value is not None}
