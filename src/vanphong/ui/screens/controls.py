"""A command form as controls of the kit: the same inputs, dressed for people."""

from __future__ import annotations

from typing import Any

from django import forms

from vanphong.kernel.actions import CommandForm, DayField, RecordField, RecordsField
from vanphong.ui.components import Check, Chips, Choice, Combobox, DateField, Field, Part, Select, Source

MANY = 12
"""Above this many choices a list becomes a search-as-you-type box."""


def _values(value: Any) -> set[str]:
    if value in (None, ""):
        return set()
    if isinstance(value, list | tuple | set):
        return {str(getattr(item, "pk", item)) for item in value}
    return {str(getattr(value, "pk", value))}


def _pairs(field: forms.ChoiceField) -> list[tuple[Any, Any]]:
    """Value and words of a choice field, whatever it was given."""
    given: Any = field.choices
    return list(given)


def _record_control(name: str, field: Any, common: dict[str, Any], value: Any) -> Part:
    multiple = isinstance(field, RecordsField)
    chosen = _values(value)
    rows = list(field.queryset[: MANY * 20])
    known = {str(row.pk) for row in rows}
    if chosen - known:
        rows += list(field.queryset.filter(pk__in=[pk for pk in chosen - known if pk.isdigit()]))
    choices = [Choice(str(row.pk), field.label_from_instance(row), str(row.pk) in chosen) for row in rows]
    if field.search or len(choices) > MANY:
        return Combobox(
            **common,
            choices=choices,
            multiple=multiple,
            empty_label="" if field.required else "—",
            search_url=f"/chon/{field.search}/" if field.search else "",
        )
    if multiple:
        return Chips(**common, choices=choices, multiple=True)
    return Select(**common, choices=choices, empty_label="" if field.required else "—")


def control(
    form: CommandForm, name: str, *, source: Source | None = None, box: str = "", width: str = ""
) -> Part:
    """One field of the form as a control, with its value, error and where the value came from."""
    bound, field = form[name], form.fields[name]
    value = bound.value()
    errors = form.errors.get(name) if form.is_bound else None
    common: dict[str, Any] = {
        "name": bound.html_name,
        "id": bound.auto_id or f"id_{name}",
        "label": str(field.label or name),
        "hint": str(field.help_text or ""),
        "required": field.required,
        "disabled": field.disabled,
        "error": str(errors[0]) if errors else "",
        "source": source,
        "box": box,
        "width": width or getattr(field, "width", "full"),
    }
    if isinstance(field, RecordField | RecordsField):
        return _record_control(name, field, common, value)
    if isinstance(field, forms.BooleanField):
        return Check(**common, checked=bool(value))
    if isinstance(field, forms.MultipleChoiceField):
        chosen = _values(value)
        return Chips(
            **common,
            multiple=True,
            choices=[Choice(str(v), str(t), str(v) in chosen) for v, t in _pairs(field)],
        )
    if isinstance(field, forms.ChoiceField):
        chosen = _values(value)
        choices = [Choice(str(v), str(t), str(v) in chosen) for v, t in _pairs(field)]
        if isinstance(field.widget, forms.RadioSelect):
            return Chips(**common, choices=choices)
        return Select(**common, choices=choices)
    text = "" if value is None else str(value)
    if isinstance(field, DayField):
        return DateField(**common, value=str(field.prepare_value(value) or ""))
    lines = int(field.widget.attrs.get("rows", 4)) if isinstance(field.widget, forms.Textarea) else 1
    kind = "number" if isinstance(field, forms.IntegerField) else "text"
    if isinstance(field.widget, forms.PasswordInput):
        kind = "password"
    if isinstance(field, forms.FileField):
        kind = "file"
    return Field(
        **common,
        value=text,
        kind=kind,
        lines=lines,
        max_length=getattr(field, "max_length", None),
        suggestions=tuple(getattr(field, "suggestions", ())),
    )


def controls(form: CommandForm) -> list[Part]:
    """All visible fields of the form as controls, in order; what is filled as last time says so."""
    sticky = frozenset() if form.is_bound else form.remembered
    return [
        control(form, name, source=Source("sticky") if name in sticky else None)
        for name, field in form.fields.items()
        if not isinstance(field.widget, forms.HiddenInput)
    ]
