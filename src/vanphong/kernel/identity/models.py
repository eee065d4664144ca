"""Accounts of people. What a person may do follows from the posts they hold, not from the account."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import check_password
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel.journal.rows import Journalled, JournalledQuerySet
from vanphong.kernel.wording import vi
from vanphong.lib.text import nfc


class UserManager(models.Manager.from_queryset(JournalledQuerySet)):  # type: ignore[misc]
    """Finds accounts by user name, whatever its case."""

    def get_by_natural_key(self, username: str) -> User:
        found: User = self.get(username__iexact=username)
        return found


class User(AbstractBaseUser, Journalled):
    """One account is one person."""

    unjournalled = frozenset({"password", "last_login", "totp_secret", "totp_last_step", "failed_logins"})

    username = models.CharField(vi("tên đăng nhập"), max_length=60, unique=True)
    full_name = models.CharField(vi("họ và tên"), max_length=120)
    email = models.EmailField(vi("thư điện tử"), blank=True)
    phone = models.CharField(vi("điện thoại"), max_length=20, blank=True)
    is_active = models.BooleanField(vi("đang dùng"), default=True)
    must_change_password = models.BooleanField(vi("phải đổi mật khẩu"), default=False)
    password_changed_at = models.DateTimeField(vi("đổi mật khẩu lúc"), null=True, blank=True)
    totp_secret = models.CharField(vi("khóa mã một lần"), max_length=255, blank=True)
    totp_confirmed = models.BooleanField(vi("đã bật mã một lần"), default=False)
    totp_last_step = models.BigIntegerField(vi("mã một lần dùng gần nhất"), default=0)
    failed_logins = models.PositiveSmallIntegerField(vi("số lần đăng nhập sai"), default=0)
    locked_until = models.DateTimeField(vi("khóa đến"), null=True, blank=True)
    created_at = models.DateTimeField(vi("lập lúc"), auto_now_add=True)

    USERNAME_FIELD: ClassVar[str] = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = vi("tài khoản")
        verbose_name_plural = vi("tài khoản")
        constraints = [models.UniqueConstraint(Lower("username"), name="user_name_any_case")]

    def __str__(self) -> str:
        return self.full_name

    def check_password(self, raw_password: str | None) -> bool:
        """Tell whether the password is right; unlike Django's own, never writes (hashes renew at sign-in)."""
        return raw_password is not None and check_password(nfc(raw_password), self.password)

    def set_password(self, raw_password: str | None) -> None:
        """Hash a password in one Unicode form: keyboards send the same Vietnamese letter in two."""
        super().set_password(None if raw_password is None else nfc(raw_password))
        self.password_changed_at = timezone.now()

    def is_locked(self, now: dt.datetime | None = None) -> bool:
        return self.locked_until is not None and self.locked_until > (now or timezone.now())


class Passkey(Journalled):
    """A passkey (WebAuthn credential) of a person: second factor at sign-in."""

    unjournalled = frozenset({"credential_id", "public_key", "sign_count", "last_used_at"})

    user = models.ForeignKey(User, models.PROTECT, related_name="passkeys", verbose_name=vi("người giữ"))
    name = models.CharField(vi("tên"), max_length=60)
    credential_id = models.BinaryField(vi("mã khóa"), unique=True)
    public_key = models.BinaryField(vi("khóa công khai"))
    sign_count = models.BigIntegerField(vi("bộ đếm"), default=0)
    transports = ArrayField(
        models.CharField(max_length=20), verbose_name=vi("cách nối"), default=list, blank=True
    )
    created_at = models.DateTimeField(vi("lập lúc"), auto_now_add=True)
    last_used_at = models.DateTimeField(vi("dùng gần nhất"), null=True, blank=True)

    class Meta:
        verbose_name = vi("khóa truy cập")
        verbose_name_plural = vi("khóa truy cập")
        ordering = ["created_at"]

    def __str__(self) -> str:
        return self.name


class RecoveryCode(Journalled):
    """A code on paper that stands in for a lost second factor, once."""

    unjournalled = frozenset({"code_hash"})

    user = models.ForeignKey(
        User, models.PROTECT, related_name="recovery_codes", verbose_name=vi("người giữ")
    )
    code_hash = models.CharField(vi("băm của mã"), max_length=64, unique=True)
    used_at = models.DateTimeField(vi("dùng lúc"), null=True, blank=True)

    class Meta:
        verbose_name = vi("mã khôi phục")
        verbose_name_plural = vi("mã khôi phục")

    def __str__(self) -> str:
        return _("{user}: mã khôi phục {pk}").format(user=self.user, pk=self.pk)


class Session(Journalled):
    """One sign-in on one device. The browser's own session only points here: ended here is ended."""

    class End(models.TextChoices):
        SIGNED_OUT = "signed_out", vi("đăng xuất")
        OWN_CHOICE = "own_choice", vi("kết thúc từ máy khác")
        BY_ADMIN = "by_admin", vi("quản trị kết thúc")
        DISABLED = "disabled", vi("tài khoản ngừng dùng")
        PASSWORD = "password", vi("đổi mật khẩu")
        LOCKED = "locked", vi("tài khoản bị khóa")

    user = models.ForeignKey(User, models.PROTECT, related_name="sessions", verbose_name=vi("người dùng"))
    started_at = models.DateTimeField(vi("bắt đầu"), default=timezone.now)
    ip = models.GenericIPAddressField(vi("địa chỉ mạng"), null=True, blank=True)
    agent = models.CharField(vi("trình duyệt"), max_length=200, blank=True)
    stepped_up_at = models.DateTimeField(vi("xác nhận lại lúc"), null=True, blank=True)
    ended_at = models.DateTimeField(vi("kết thúc"), null=True, blank=True)
    ended_because = models.CharField(vi("lý do kết thúc"), max_length=12, choices=End, blank=True)

    class Meta:
        verbose_name = vi("phiên đăng nhập")
        verbose_name_plural = vi("phiên đăng nhập")
        ordering = ["-started_at"]
        indexes = [
            models.Index(fields=["user", "-started_at"], condition=Q(ended_at=None), name="session_open")
        ]

    def __str__(self) -> str:
        return f"{self.user}, {timezone.localtime(self.started_at):%d/%m/%Y %H:%M}"


class Presence(models.Model):
    """When a session was last used. Kept apart, unjournalled: it moves twice a minute and proves nothing."""

    session = models.OneToOneField(Session, models.CASCADE, primary_key=True, related_name="presence")
    seen_at = models.DateTimeField(vi("dùng gần nhất"), default=timezone.now)

    class Meta:
        verbose_name = vi("lần dùng gần nhất của phiên")

    def __str__(self) -> str:
        return f"{self.seen_at:%H:%M}"


class ApiToken(Journalled):
    """A key by which a program acts as a person. Only its hash is kept; the key is shown once."""

    unjournalled = frozenset({"key_hash"})

    user = models.ForeignKey(User, models.PROTECT, related_name="api_tokens", verbose_name=vi("người giữ"))
    name = models.CharField(vi("tên"), max_length=80)
    start = models.CharField(vi("đầu mã"), max_length=12)
    key_hash = models.CharField(vi("băm của mã"), max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=60), verbose_name=vi("phạm vi"), default=list)
    created_at = models.DateTimeField(vi("lập lúc"), auto_now_add=True)
    expires_at = models.DateTimeField(vi("hết hạn lúc"), null=True, blank=True)
    revoked_at = models.DateTimeField(vi("thu hồi lúc"), null=True, blank=True)

    class Meta:
        verbose_name = vi("mã truy cập API")
        verbose_name_plural = vi("mã truy cập API")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name


class TokenUse(models.Model):
    """When a token was last used; unjournalled like `Presence`."""

    token = models.OneToOneField(ApiToken, models.CASCADE, primary_key=True, related_name="use")
    used_at = models.DateTimeField(vi("dùng gần nhất"))

    class Meta:
        verbose_name = vi("lần dùng gần nhất của mã truy cập")

    def __str__(self) -> str:
        return f"{self.used_at:%d/%m/%Y %H:%M}"


class SignInPace(models.Model):
    """Failed sign-ins from one network address within the present window."""

    ip = models.CharField(max_length=45, primary_key=True)
    since = models.DateTimeField()
    failures = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = vi("nhịp đăng nhập sai")

    def __str__(self) -> str:
        return f"{self.ip}: {self.failures}"
