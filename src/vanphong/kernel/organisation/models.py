"""Bodies, units, posts and holders. A renamed body is a new row: old documents keep the old one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from vanphong.kernel import actor as roles
from vanphong.kernel.identity.models import User
from vanphong.kernel.journal.rows import Journalled
from vanphong.kernel.organisation.naming import keys_of
from vanphong.kernel.wording import vi


class Dated(models.Model):
    """True from `valid_from` to `valid_to`, both days included; an open end is None."""

    valid_from = models.DateField(vi("từ ngày"), null=True, blank=True)
    valid_to = models.DateField(vi("đến ngày"), null=True, blank=True)

    class Meta:
        abstract = True

    @staticmethod
    def on(day: dt.date, prefix: str = "") -> Q:
        """Rows in force on the day."""
        start, end = f"{prefix}valid_from", f"{prefix}valid_to"
        return (Q(**{f"{start}__isnull": True}) | Q(**{f"{start}__lte": day})) & (
            Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gte": day})
        )

    def is_valid_on(self, day: dt.date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


class Unit(Journalled, Dated):
    """A body or a department: any node of the organisation tree (cơ quan, đơn vị).

    A body with its own symbol and books is an agency (`is_agency`). Owners of work may be units without any
    account. `path` is the chain of ids from the root, e.g. `1.5.9.`, for whole-subtree questions. `keys` are
    the folded forms of all its names, by which an issuer is found.
    """

    unjournalled = frozenset({"keys"})

    class Kind(models.TextChoices):
        CENTRAL_PARTY = "central_party", vi("Cơ quan Đảng Trung ương")
        COMMITTEE = "committee", vi("Cấp ủy")
        OFFICE = "office", vi("Văn phòng cấp ủy")
        BOARD = "board", vi("Cơ quan tham mưu, giúp việc")
        DEPARTMENT = "department", vi("Phòng")
        FRONT = "front", vi("Mặt trận, đoàn thể")
        STATE_CENTRAL = "state_central", vi("Cơ quan nhà nước Trung ương")
        STATE = "state", vi("Cơ quan nhà nước")
        OTHER = "other", vi("Tổ chức khác")

    class Level(models.TextChoices):
        CENTRAL = "central", vi("Trung ương")
        PROVINCE = "province", vi("Tỉnh")
        DISTRICT = "district", vi("Huyện")
        COMMUNE = "commune", vi("Xã, phường")
        GRASSROOTS = "grassroots", vi("Cơ sở")

    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    agency = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="departments", verbose_name=vi("cơ quan")
    )
    kind = models.CharField(vi("loại"), max_length=20, choices=Kind)
    level = models.CharField(vi("cấp"), max_length=12, choices=Level)
    code = models.CharField(vi("mã"), max_length=40, unique=True)
    name = models.CharField(vi("tên"), max_length=200)
    short_name = models.CharField(vi("tên gọn"), max_length=80, blank=True)
    symbol = models.CharField(vi("ký hiệu"), max_length=30, blank=True)
    identifier = models.CharField(vi("mã định danh"), max_length=35, blank=True)
    email = models.EmailField(vi("thư điện tử"), blank=True)
    is_agency = models.BooleanField(vi("có sổ và ký hiệu riêng"), default=False)
    uses_vanphong = models.BooleanField(vi("làm việc trên hệ thống này"), default=False)
    path = models.CharField(vi("đường dẫn"), max_length=200, blank=True, db_index=True)
    rank = models.PositiveIntegerField(vi("thứ tự"), default=100)
    aliases = ArrayField(
        models.CharField(max_length=200), verbose_name=vi("tên gọi khác"), default=list, blank=True
    )
    keys = ArrayField(
        models.TextField(), verbose_name=vi("khóa tìm"), default=list, blank=True, editable=False
    )
    successors = models.ManyToManyField(
        "self", symmetrical=False, related_name="predecessors", blank=True, verbose_name=vi("kế tục bởi")
    )

    class Meta:
        verbose_name = vi("đơn vị")
        verbose_name_plural = vi("đơn vị")
        ordering = ["rank", "name"]
        indexes = [GinIndex(fields=["keys"], name="unit_keys")]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="unit_dates_in_order",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.keys = keys_of([self.name, self.short_name, *self.aliases])
        super().save(*args, **kwargs)

    @property
    def label(self) -> str:
        return self.short_name or self.name

    @property
    def owning_agency_id(self) -> int:
        """The agency whose books and rules hold for this unit."""
        return self.pk if self.is_agency else (self.agency_id or self.pk)


class Post(Journalled, Dated):
    """A post in a unit. Its role decides what its holder may do.

    Whoever holds a post with `second_factor` enrols a second factor before doing anything else.
    """

    class Role(models.TextChoices):
        LEADER = roles.LEADER, vi("Lãnh đạo cấp ủy")
        CHIEF = roles.CHIEF, vi("Chánh Văn phòng")
        DEPUTY_CHIEF = roles.DEPUTY_CHIEF, vi("Phó Chánh Văn phòng")
        HEAD = roles.HEAD, vi("Trưởng phòng")
        OFFICER = roles.OFFICER, vi("Chuyên viên")
        REGISTRAR = roles.REGISTRAR, vi("Văn thư")
        ARCHIVIST = roles.ARCHIVIST, vi("Lưu trữ")
        ASSISTANT = roles.ASSISTANT, vi("Thư ký, giúp việc")
        ADMIN = roles.ADMIN, vi("Quản trị hệ thống")
        AUDITOR = roles.AUDITOR, vi("Kiểm tra nhật ký")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name=vi("đơn vị"))
    title = models.CharField(vi("chức vụ"), max_length=120)
    role = models.CharField(vi("vai trò"), max_length=16, choices=Role)
    rank = models.PositiveIntegerField(vi("thứ tự"), default=100)
    second_factor = models.BooleanField(vi("bắt buộc xác thực hai lớp"), default=False)

    class Meta:
        verbose_name = vi("chức vụ")
        verbose_name_plural = vi("chức vụ")
        ordering = ["rank", "title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="post_dates_in_order",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.unit.label}"


class Holding(Journalled, Dated):
    """A person holds a post for a time."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings", verbose_name=vi("chức vụ"))
    user = models.ForeignKey(User, models.PROTECT, related_name="holdings", verbose_name=vi("người giữ"))

    class Meta:
        verbose_name = vi("giữ chức vụ")
        verbose_name_plural = vi("giữ chức vụ")
        constraints = [
            models.UniqueConstraint(
                fields=["post", "user"], condition=Q(valid_to__isnull=True), name="one_open_holding"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="holding_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.post}"


class Term(Journalled, Dated):
    """A term (nhiệm kỳ) of a committee: numbers of issued documents run through it."""

    committee = models.ForeignKey(Unit, models.PROTECT, related_name="terms", verbose_name=vi("cấp ủy"))
    name = models.CharField(vi("tên"), max_length=40)

    class Meta:
        verbose_name = vi("nhiệm kỳ")
        ordering = ["-valid_from"]

    def __str__(self) -> str:
        return self.name


class Delegation(Journalled):
    """Someone acts for another, within a scope and a time; the trail shows both names."""

    principal = models.ForeignKey(
        User, models.PROTECT, related_name="delegations_given", verbose_name=vi("người ủy quyền")
    )
    delegate = models.ForeignKey(
        User, models.PROTECT, related_name="delegations_held", verbose_name=vi("người được ủy quyền")
    )
    scope = ArrayField(models.CharField(max_length=60), verbose_name=vi("các việc"))
    starts_at = models.DateTimeField(vi("từ lúc"))
    ends_at = models.DateTimeField(vi("đến lúc"))
    revoked_at = models.DateTimeField(vi("thu hồi lúc"), null=True, blank=True)
    reason = models.CharField(vi("lý do"), max_length=200, blank=True)

    class Meta:
        verbose_name = vi("ủy quyền")
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="delegation_ends_after_start"
            ),
            models.CheckConstraint(condition=~Q(principal=F("delegate")), name="delegation_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.principal} → {self.delegate}"
