"""Inputs for units, posts and who holds them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from vanphong.kernel.actions import CommandForm, DayField, RecordField, RecordsField
from vanphong.kernel.actor import Actor
from vanphong.kernel.identity.models import User
from vanphong.kernel.identity.queries import people_named
from vanphong.kernel.organisation.models import Dated, Post, Unit
from vanphong.kernel.organisation.queries import today, units_on
from vanphong.kernel.wording import vi


def _in_being(_actor: Actor) -> Any:
    return units_on(today()).order_by("rank", "name")


def _agencies(_actor: Actor) -> Any:
    return units_on(today()).filter(is_agency=True).order_by("rank", "name")


class ListField(forms.CharField):
    """Several names, one a line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return [line.strip() for line in text.splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


class EditUnitForm(CommandForm):
    """Sửa đơn vị."""

    short_name = forms.CharField(label=vi("Tên gọn"), max_length=80, required=False)
    symbol = forms.CharField(label=vi("Ký hiệu trên văn bản"), max_length=30, required=False)
    identifier = forms.CharField(label=vi("Mã định danh"), max_length=35, required=False)
    email = forms.EmailField(label=vi("Thư điện tử"), required=False)
    aliases = ListField(label=vi("Tên gọi khác"), required=False, help_text=vi("Mỗi tên một dòng."))
    rank = forms.IntegerField(label=vi("Thứ tự"), min_value=1, max_value=9999, initial=100)
    uses_vanphong = forms.BooleanField(label=vi("Làm việc trên hệ thống này"), required=False)

    def prepare(self) -> None:
        for name in self.fields:
            if self.record is not None and hasattr(self.record, name):
                self.initial.setdefault(name, getattr(self.record, name))


class AddUnitForm(EditUnitForm):
    """Thêm đơn vị."""

    code = forms.CharField(label=vi("Mã"), max_length=40)
    name = forms.CharField(label=vi("Tên đầy đủ"), max_length=200)
    kind = forms.ChoiceField(label=vi("Loại"), choices=Unit.Kind.choices, initial=Unit.Kind.DEPARTMENT)
    level = forms.ChoiceField(label=vi("Cấp"), choices=Unit.Level.choices, initial=Unit.Level.PROVINCE)
    parent = RecordField(Unit, rows=_in_being, label=vi("Thuộc"), required=False, search="don-vi")
    agency = RecordField(
        Unit,
        rows=_agencies,
        label=vi("Cơ quan"),
        required=False,
        help_text=vi("Cơ quan có sổ và ký hiệu mà đơn vị này dùng."),
    )
    is_agency = forms.BooleanField(label=vi("Có sổ và ký hiệu riêng"), required=False)
    valid_from = DayField(label=vi("Từ ngày"), required=False)
    field_order = ("code", "name", "short_name", "kind", "level", "parent", "agency", "symbol")


class RenameForm(CommandForm):
    """Đổi tên đơn vị."""

    on = DayField(label=vi("Tên mới có từ ngày"))
    code = forms.CharField(label=vi("Mã mới"), max_length=40)
    name = forms.CharField(label=vi("Tên mới"), max_length=200)
    short_name = forms.CharField(label=vi("Tên gọn mới"), max_length=80, required=False)
    symbol = forms.CharField(label=vi("Ký hiệu"), max_length=30, required=False)

    def prepare(self) -> None:
        self.initial.setdefault("symbol", getattr(self.record, "symbol", ""))


class CloseUnitForm(CommandForm):
    """Kết thúc đơn vị."""

    on = DayField(label=vi("Kết thúc từ ngày"), help_text=vi("Ngày đầu tiên đơn vị không còn."))
    successors = RecordsField(
        Unit, rows=_in_being, label=vi("Đơn vị kế tục"), required=False, search="don-vi"
    )


class MergeForm(CommandForm):
    """Sáp nhập đơn vị."""

    units = RecordsField(Unit, rows=_in_being, label=vi("Các đơn vị sáp nhập"), search="don-vi")
    into = RecordField(
        Unit,
        rows=_in_being,
        label=vi("Thành đơn vị"),
        search="don-vi",
        help_text=vi("Thêm đơn vị mới trước."),
    )
    on = DayField(label=vi("Từ ngày"))
    carry = forms.BooleanField(
        label=vi("Chuyển phòng, chức vụ và người sang đơn vị mới"), required=False, initial=True
    )


class AddPostForm(CommandForm):
    """Thêm chức vụ."""

    title = forms.CharField(label=vi("Tên chức vụ"), max_length=120)
    role = forms.ChoiceField(label=vi("Vai trò"), choices=Post.Role.choices, initial=Post.Role.OFFICER)
    rank = forms.IntegerField(label=vi("Thứ tự"), min_value=1, max_value=9999, initial=100)
    valid_from = DayField(label=vi("Từ ngày"), required=False)


class SecondFactorForm(CommandForm):
    """Xác thực hai lớp của một chức vụ."""

    second_factor = forms.BooleanField(
        label=vi("Người giữ chức vụ này bắt buộc xác thực hai lớp"), required=False
    )

    def prepare(self) -> None:
        if isinstance(self.record, Post):
            self.initial.setdefault("second_factor", self.record.second_factor)


class LastDayForm(CommandForm):
    """Kết thúc vào một ngày."""

    last_day = DayField(label=vi("Ngày cuối cùng"))

    def prepare(self) -> None:
        self.initial.setdefault("last_day", today())


class PersonField(RecordField):
    """Any active account, told apart by user name."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.full_name} ({obj.username})"


class AppointForm(CommandForm):
    """Giao chức vụ."""

    user = PersonField(User, rows=lambda _actor: people_named(""), label=vi("Người giữ chức vụ"))
    valid_from = DayField(label=vi("Từ ngày"))
    valid_to = DayField(label=vi("Đến hết ngày"), required=False)

    def prepare(self) -> None:
        self.initial.setdefault("valid_from", today())


class PostField(RecordField):
    """A post in being, with its unit."""


class MoveForm(CommandForm):
    """Điều động."""

    post = PostField(
        Post,
        rows=lambda _actor: Post.objects.filter(Dated.on(today())).select_related("unit"),
        label=vi("Chức vụ mới"),
    )
    on = DayField(label=vi("Từ ngày"))

    def clean_post(self) -> Any:
        post = self.cleaned_data["post"]
        if self.record is not None and post.pk == getattr(self.record, "post_id", None):
            raise ValidationError(_("Chức vụ mới trùng chức vụ cũ. Đồng chí chọn chức vụ khác."))
        return post

    def prepare(self) -> None:
        self.initial.setdefault("on", today())


class RevokeForm(CommandForm):
    """Thu hồi ủy quyền."""

    reason = forms.CharField(label=vi("Lý do"), max_length=200, required=False)
