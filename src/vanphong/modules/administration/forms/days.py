"""Inputs for the working-day calendar."""

from __future__ import annotations

from django import forms

from vanphong.kernel.actions import CommandForm, DayField
from vanphong.kernel.calendar.models import SpecialDay
from vanphong.kernel.wording import vi


class ChangeDayForm(CommandForm):
    """Sửa ngày nghỉ, làm bù."""

    kind = forms.ChoiceField(label=vi("Loại"), choices=SpecialDay.Kind.choices, widget=forms.RadioSelect)
    name = forms.CharField(label=vi("Tên ngày"), max_length=120, help_text=vi("Ví dụ: Nghỉ bù Quốc khánh."))
    source = forms.CharField(label=vi("Căn cứ"), max_length=200, required=False)
    certain = forms.BooleanField(label=vi("Đã có thông báo chính thức"), required=False, initial=True)

    def prepare(self) -> None:
        for name in self.fields:
            if self.record is not None and name != "day":
                self.initial.setdefault(name, getattr(self.record, name))


class AddDayForm(ChangeDayForm):
    """Thêm ngày nghỉ, làm bù."""

    day = DayField(label=vi("Ngày"))
    field_order = ("day", "kind", "name")
