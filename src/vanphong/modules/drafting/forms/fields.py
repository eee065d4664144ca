"""What several forms of this module share: the newest files, people of the draft's agency."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from vanphong.kernel.actions import CommandForm, RecordField, RecordsField
from vanphong.kernel.actor import Actor
from vanphong.kernel.identity.models import User
from vanphong.kernel.wording import vi


class DraftFile(forms.FileField):
    """A file of a draft; the action looks into it and keeps it before its command."""


class SomePerson(RecordField):
    """One of the people the form itself names."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(User, **kwargs)

    def bind(self, actor: Actor) -> None:
        self.queryset = User.objects.none()


class SomePeople(RecordsField):
    """Several of the people the form itself names."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(User, **kwargs)

    def bind(self, actor: Actor) -> None:
        self.queryset = User.objects.none()


def let_choose(form: CommandForm, name: str, people: Sequence[User]) -> None:
    """Fill one of the two fields above, by the order of names."""
    field: Any = form.fields[name]
    field.queryset = User.objects.filter(pk__in=[person.pk for person in people]).order_by("full_name")


class ReasonForm(CommandForm):
    """Only a reason."""

    reason = forms.CharField(label=vi("Lý do"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class KeyForm(CommandForm):
    """Đặt khóa ký số."""

    file = forms.FileField(label=vi("Tệp khóa (.p12, .pfx)"))
    pin = forms.CharField(
        label=vi("Mã PIN"),
        max_length=64,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=vi("Máy chỉ thử mã với tệp khóa, không giữ lại."),
    )
