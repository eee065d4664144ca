"""Passwords: what is too weak, what is given out for the first day, and a check that takes the same time."""

from __future__ import annotations

import re
import secrets
from difflib import SequenceMatcher
from functools import cache
from typing import Final

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from vanphong.kernel.commands import Invalid
from vanphong.kernel.identity import limits
from vanphong.kernel.identity.models import User
from vanphong.lib.text import fold, nfc

MOST: Final = 128
_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_COMMON_STEMS: Final = frozenset(
    {
        "matkhau",
        "password",
        "passw0rd",
        "vanphong",
        "vanthu",
        "vptu",
        "tinhuy",
        "thanhuy",
        "danguy",
        "huyenuy",
    }
    | {"chanhvanphong", "chuyenvien", "quantri", "admin", "administrator", "vietnam", "danghoso", "hanoi"}
    | {"abc", "abcd", "qwerty", "iloveyou", "emyeuanh", "anhyeuem"}
)
_EDGE_FILL: Final = re.compile(r"^[\d\W_]+|[\d\W_]+$")


def temporary() -> str:
    """A password for one first sign-in: three groups of four letters that cannot be misread."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))


def weaknesses(password: str, user: User) -> list[str]:
    """What is wrong with a chosen password, in sentences; empty when it will do."""
    found: list[str] = []
    if len(password) < limits.password_length():
        found.append(
            _("Mật khẩu cần ít nhất {password_length} ký tự.").format(
                password_length=limits.password_length()
            )
        )
    if len(password) > MOST:
        found.append(_("Mật khẩu dài nhất {most} ký tự.").format(most=MOST))
    if _is_common(password):
        found.append(_("Mật khẩu này nhiều người dùng, dễ đoán. Đồng chí đặt một cụm từ riêng."))
    if _is_like_name(password, user):
        found.append(_("Mật khẩu giống tên của đồng chí. Đồng chí đặt cụm từ khác."))
    return found


def require_strong(password: str, user: User) -> None:
    """Raise Invalid when the password is too weak."""
    if found := weaknesses(password, user):
        raise Invalid(" ".join(found), {"new_password": " ".join(found)})


def _is_common(password: str) -> bool:
    folded = fold(nfc(password))
    if len(set(folded)) <= 3 or folded in "01234567890123456789 98765432109876543210":
        return True
    if _EDGE_FILL.sub("", "".join(folded.split())) in _COMMON_STEMS:
        return True
    try:
        _common_list().validate(folded)
    except ValidationError:
        return True
    return False


@cache
def _common_list() -> CommonPasswordValidator:
    return CommonPasswordValidator()


def _is_like_name(password: str, user: User) -> bool:
    bare = re.sub(r"[\W_]+", "", fold(password))
    for value in (user.username, user.full_name, user.email.partition("@")[0], user.phone):
        name = re.sub(r"[\W_]+", "", fold(value))
        if len(name) >= 4 and name in bare and len(name) * 2 >= len(bare):
            return True
        if len(name) >= 4 and SequenceMatcher(None, bare, name).ratio() >= 0.7:
            return True
    return False


@cache
def _decoy() -> str:
    return make_password(secrets.token_hex(16))


def is_right(password: str, user: User | None) -> bool:
    """Check a password; an unknown user costs the same hashing, so that time tells nothing."""
    if len(password) > MOST:
        password = ""
    if user is None or not user.has_usable_password():
        check_password(nfc(password), _decoy())
        return False
    return user.check_password(password)
