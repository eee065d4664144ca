"""Inputs of the catalogues' commands."""

from __future__ import annotations

from django import forms

from vanphong.kernel.actions import CommandForm, DayField
from vanphong.kernel.organisation.queries import today
from vanphong.kernel.wording import vi
from vanphong.modules.catalogues.models import DocumentType
from vanphong.modules.catalogues.queries import KINDS


class RowForm(CommandForm):
    """What every row of a catalogue has; filled with what is there when a row is changed."""

    name = forms.CharField(label=vi("Tên"), max_length=200)
    source = forms.CharField(
        label=vi("Căn cứ"),
        max_length=300,
        required=False,
        help_text=vi("Số, ký hiệu, ngày của văn bản quy định."),
    )
    certain = forms.BooleanField(label=vi("Cơ quan đã xác nhận"), required=False, initial=True)
    valid_from = DayField(label=vi("Hiệu lực từ ngày"), required=False)
    valid_to = DayField(label=vi("Đến hết ngày"), required=False)
    rank = forms.IntegerField(label=vi("Thứ tự trong danh sách"), min_value=1, max_value=9999, initial=100)

    half = ("valid_from", "valid_to", "rank", "symbol", "years", "code", "family", "kind")

    def prepare(self) -> None:
        for name, field in self.fields.items():
            if name in self.half:
                field.width = "half"  # type: ignore[attr-defined]
            if self.record is not None and name != "code":
                self.initial.setdefault(name, getattr(self.record, name))


class WithCode(forms.Form):
    """The code by which a row is matched; it never changes."""

    code = forms.CharField(
        label=vi("Mã"), max_length=40, help_text=vi("Đặt một lần, không đổi; dùng để khớp khi nhập từ Excel.")
    )


class TypeFields(forms.Form):
    """What a type of document has of its own."""

    family = forms.ChoiceField(label=vi("Hệ"), choices=DocumentType.Family.choices)
    symbol = forms.CharField(label=vi("Ký hiệu"), max_length=12, required=False)
    kind = forms.ChoiceField(label=vi("Nhóm"), choices=KINDS, required=False)
    prints_name = forms.BooleanField(label=vi("In tên loại trên văn bản"), required=False, initial=True)


class TermFields(forms.Form):
    """What a retention term has of its own."""

    years = forms.IntegerField(
        label=vi("Số năm"), min_value=1, max_value=200, required=False, help_text=vi("Để trống là vĩnh viễn.")
    )


class ChangeTypeForm(RowForm, TypeFields):
    """Sửa loại văn bản."""

    field_order = ("code", "name", "family", "kind", "symbol", "prints_name")


class AddTypeForm(ChangeTypeForm, WithCode):
    """Thêm loại văn bản."""


class ChangeAreaForm(RowForm):
    """Sửa lĩnh vực."""

    field_order = ("code", "name")


class AddAreaForm(ChangeAreaForm, WithCode):
    """Thêm lĩnh vực."""


class ChangeTermForm(RowForm, TermFields):
    """Sửa thời hạn bảo quản."""

    field_order = ("code", "name", "years")


class AddTermForm(ChangeTermForm, WithCode):
    """Thêm thời hạn bảo quản."""


class EndForm(CommandForm):
    """Kết thúc hiệu lực."""

    last_day = DayField(label=vi("Ngày cuối cùng còn dùng"))

    def prepare(self) -> None:
        self.initial.setdefault("last_day", today())
