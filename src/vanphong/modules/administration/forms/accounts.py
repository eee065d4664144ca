"""Inputs for accounts."""

from __future__ import annotations

from django import forms

from vanphong.kernel.actions import CommandForm
from vanphong.kernel.wording import vi


class EditUserForm(CommandForm):
    """Sửa tài khoản."""

    full_name = forms.CharField(label=vi("Họ và tên"), max_length=120)
    email = forms.EmailField(label=vi("Thư điện tử"), required=False)
    phone = forms.CharField(label=vi("Điện thoại"), max_length=20, required=False)

    def prepare(self) -> None:
        for name in ("full_name", "email", "phone"):
            self.initial.setdefault(name, getattr(self.record, name, ""))


class AddUserForm(EditUserForm):
    """Thêm tài khoản."""

    username = forms.CharField(
        label=vi("Tên đăng nhập"),
        max_length=60,
        required=False,
        help_text=vi("Để trống thì đặt theo họ tên."),
    )
    field_order = ("full_name", "username")


class DisableForm(CommandForm):
    """Ngừng dùng tài khoản."""

    reason = forms.CharField(label=vi("Lý do"), max_length=200, required=False)
