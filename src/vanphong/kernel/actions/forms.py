"""Inputs of commands as forms: one check for the screen, the API and the command line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from vanphong.kernel import access
from vanphong.kernel.actor import Actor
from vanphong.kernel.commands.errors import Invalid
from vanphong.lib.dates import BadDate, format_date, parse_vn_date
from vanphong.lib.text import clean


class DayField(forms.CharField):
    """A day as people type it: 3/2, 030226, «mai», «thứ 6», 2026-02-03; a wrong one says what is wrong."""

    def to_python(self, value: Any) -> Any:
        if value in (None, ""):
            return None
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(str(value))
        except ValueError:
            pass
        try:
            return parse_vn_date(str(value), dt.date.today())  # noqa: DTZ011
        except BadDate as error:
            raise ValidationError(str(error)) from error

    def prepare_value(self, value: Any) -> Any:
        return format_date(value) if isinstance(value, dt.date) else value

    def validate(self, value: Any) -> None:
        if value is None and self.required:
            raise ValidationError(_("Đồng chí nhập ngày này."))

    def run_validators(self, value: Any) -> None:
        return


class RecordField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One record among those the actor may see. `search` names the option search for large sets."""

    def __init__(
        self,
        model: type[models.Model],
        *,
        rows: Callable[[Actor], QuerySet[Any]] | None = None,
        search: str = "",
        **kwargs: Any,
    ) -> None:
        self.record_model, self.rows, self.search = model, rows, search
        super().__init__(queryset=model._default_manager.none(), **kwargs)

    def bind(self, actor: Actor) -> None:
        self.queryset = _rows(actor, self.record_model, self.rows)


class RecordsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several records among those the actor may see."""

    def __init__(
        self,
        model: type[models.Model],
        *,
        rows: Callable[[Actor], QuerySet[Any]] | None = None,
        search: str = "",
        **kwargs: Any,
    ) -> None:
        self.record_model, self.rows, self.search = model, rows, search
        super().__init__(queryset=model._default_manager.none(), **kwargs)

    def bind(self, actor: Actor) -> None:
        self.queryset = _rows(actor, self.record_model, self.rows)

    def clean(self, value: Any) -> Any:
        return list(super().clean(value))


def _rows(
    actor: Actor, model: type[models.Model], rows: Callable[[Actor], QuerySet[Any]] | None
) -> QuerySet[Any]:
    found = rows(actor) if rows is not None else model._default_manager.all()
    return found.filter(access.visible(actor, model))


class CommandForm(forms.Form):
    """Keyword inputs of a command. `actor` and, for an action on a record, `record` are given by the caller."""

    use_required_attribute = False
    remembered: frozenset[str] = frozenset()
    """Names of fields filled as last time, which the screen says."""

    def __init__(self, *args: Any, actor: Actor, record: models.Model | None = None, **kwargs: Any) -> None:
        self.actor, self.record = actor, record
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, RecordField | RecordsField):
                field.bind(actor)
            if field.required:
                field.error_messages["required"] = _("Đồng chí điền ô này.")
        self.prepare()

    def prepare(self) -> None:
        """Set choices and initial values that depend on the actor or the record."""

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        return {
            name: clean(value, keep_lines=True) if isinstance(value, str) else value
            for name, value in values.items()
        }

    def keywords(self) -> dict[str, Any]:
        """Cleaned inputs as the command takes them; raises Invalid with a message a field."""
        if not self.is_valid():
            raise Invalid(_("Còn ô chưa đúng: ") + ", ".join(self.wrong_labels()) + ".", form_errors(self))
        return dict(self.cleaned_data)

    def wrong_labels(self) -> Sequence[str]:
        return [str(self.fields[name].label or name) for name in self.errors if name in self.fields] or [
            str(message) for message in self.non_field_errors()
        ]


def form_errors(form: forms.Form) -> dict[str, str]:
    """First message of each wrong field."""
    return {name: str(messages[0]) for name, messages in form.errors.items()}
