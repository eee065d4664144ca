"""Inputs for registers, their periods and numbers."""

from __future__ import annotations

from typing import Any

from django import forms

from vanphong.kernel.actions import CommandForm, DayField, RecordField
from vanphong.kernel.actor import ADMIN, CHIEF, DEPUTY_CHIEF, Actor
from vanphong.kernel.numbering.models import Register, Series
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.organisation.queries import bodies_served, today, units_on
from vanphong.kernel.wording import vi

_SHARED = vi("Sổ văn bản đi: các loại cùng ký hiệu chung một dãy số")


def _own_agencies(actor: Actor) -> Any:
    return units_on(today()).filter(pk__in=actor.agencies_as(CHIEF, DEPUTY_CHIEF, ADMIN))


def _bodies(actor: Actor) -> Any:
    return bodies_served(_own_agencies(actor))


class ChangeRegisterForm(CommandForm):
    """Sửa sổ."""

    name = forms.CharField(label=vi("Tên sổ"), max_length=120)
    is_default = forms.BooleanField(label=vi("Sổ mặc định của loại này"), required=False)
    rank = forms.IntegerField(label=vi("Thứ tự"), min_value=1, max_value=9999, initial=100)
    valid_to = DayField(label=vi("Dùng đến hết ngày"), required=False)
    by_symbol = forms.BooleanField(label=_SHARED, required=False)

    def prepare(self) -> None:
        for name in self.fields:
            if self.record is not None:
                self.initial.setdefault(name, getattr(self.record, name))


class AddRegisterForm(CommandForm):
    """Lập sổ."""

    agency = RecordField(Unit, rows=_own_agencies, label=vi("Cơ quan"))
    kind = forms.ChoiceField(label=vi("Loại sổ"), choices=Register.Kind.choices)
    code = forms.CharField(label=vi("Mã sổ"), max_length=20)
    name = forms.CharField(label=vi("Tên sổ"), max_length=120)
    period = forms.ChoiceField(label=vi("Số chạy theo"), choices=Register.Period.choices)
    is_default = forms.BooleanField(label=vi("Sổ mặc định của loại này"), required=False)
    valid_from = DayField(label=vi("Dùng từ ngày"), required=False)
    body = RecordField(
        Unit,
        rows=_bodies,
        label=vi("Sổ văn bản đi của"),
        required=False,
        help_text=vi("Để trống là sổ của chính cơ quan."),
    )
    by_symbol = forms.BooleanField(label=_SHARED, required=False, initial=True)

    def prepare(self) -> None:
        agencies = list(_own_agencies(self.actor)[:2])
        if len(agencies) == 1:
            self.initial.setdefault("agency", agencies[0].pk)


class PeriodForm(CommandForm):
    """Chọn kỳ của sổ."""

    key = forms.ChoiceField(label=vi("Kỳ"))

    closed = False

    def prepare(self) -> None:
        if self.record is None:
            return
        series = Series.objects.filter(register_id=self.record.pk)
        keys = list(series.filter(closed_at__isnull=not self.closed).values_list("key", flat=True))
        year = str(today().year)
        closed = series.filter(closed_at__isnull=False, key=year).exists()
        by_year = getattr(self.record, "period", "") == Register.Period.YEAR
        if by_year and not self.closed and year not in keys and not closed:
            keys.append(year)
        field: Any = self.fields["key"]
        field.choices = [(key, key) for key in sorted(keys, reverse=True)]


class ReopenForm(PeriodForm):
    """Mở lại kỳ."""

    reason = forms.CharField(label=vi("Lý do"), max_length=300)
    closed = True


class ReserveForm(PeriodForm):
    """Để dành số."""

    count = forms.IntegerField(label=vi("Bao nhiêu số"), min_value=1, max_value=200, initial=1)
    reserved_for = forms.CharField(
        label=vi("Để dành cho"),
        max_length=200,
        help_text=vi("Ví dụ: văn bản giấy vào sổ ở máy khác ngày mất điện."),
    )
