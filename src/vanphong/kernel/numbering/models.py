"""Registers (sổ), their series, and every number ever given: used, reserved or void, never deleted."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from vanphong.kernel.journal.rows import Journalled
from vanphong.kernel.organisation.models import Dated, Unit
from vanphong.kernel.wording import vi


class Register(Journalled, Dated):
    """A book of an agency. Its numbers run by year (incoming) or by type and term (outgoing).

    `body` is the body whose documents an outgoing book numbers: an office keeps one for the committee it serves
    and one of its own. With `by_symbol` types of one symbol (Quyết định, Quy định: QĐ) share one counter, so that
    no two documents bear the same number and symbol.
    """

    class Kind(models.TextChoices):
        INCOMING = "incoming", vi("Văn bản đến")
        OUTGOING = "outgoing", vi("Văn bản đi")
        CASE_FILE = "case_file", vi("Hồ sơ")

    class Period(models.TextChoices):
        YEAR = "year", vi("Theo năm")
        TERM = "term", vi("Theo nhiệm kỳ")

    agency = models.ForeignKey(Unit, models.PROTECT, related_name="registers", verbose_name=vi("cơ quan"))
    kind = models.CharField(vi("loại sổ"), max_length=12, choices=Kind)
    code = models.CharField(vi("mã sổ"), max_length=20)
    name = models.CharField(vi("tên sổ"), max_length=120)
    period = models.CharField(vi("số chạy theo"), max_length=8, choices=Period, default=Period.YEAR)
    is_default = models.BooleanField(vi("sổ mặc định"), default=False)
    rank = models.PositiveIntegerField(vi("thứ tự"), default=100)
    body = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=vi("sổ của cơ quan ban hành"),
    )
    by_symbol = models.BooleanField(vi("loại cùng ký hiệu chung dãy số"), default=True, db_default=True)

    class Meta:
        verbose_name = vi("sổ")
        verbose_name_plural = vi("sổ")
        ordering = ["rank", "name"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "code"], name="register_code_in_agency"),
            models.UniqueConstraint(
                fields=["agency", "kind"], condition=Q(is_default=True), name="one_default_register"
            ),
            models.UniqueConstraint(
                fields=["agency", "body"],
                condition=Q(kind="outgoing", body__isnull=False, valid_to__isnull=True),
                name="one_outgoing_book_a_body",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Series(models.Model):
    """The counter of a register for one key, e.g. `2026` or `NQ/2025-2030`. Not journalled: each number is.

    Numbers up to `taken_over_to` were given by an older book: its gaps are its own and stay.
    """

    register = models.ForeignKey(Register, models.PROTECT, related_name="series", verbose_name=vi("sổ"))
    key = models.CharField(vi("kỳ"), max_length=60)
    last_number = models.PositiveIntegerField(vi("số cuối"), default=0)
    closed_at = models.DateTimeField(vi("khóa lúc"), null=True, blank=True)
    taken_over_to = models.PositiveIntegerField(vi("sổ cũ đến số"), default=0, db_default=0)

    class Meta:
        verbose_name = vi("dãy số")
        constraints = [models.UniqueConstraint(fields=["register", "key"], name="one_series_a_key")]

    def __str__(self) -> str:
        return f"{self.register} {self.key}"


class IssuedNumber(Journalled):
    """One number of a series. `object_reference` is `app.model:id` of what bears it."""

    class State(models.TextChoices):
        USED = "used", vi("Đã dùng")
        RESERVED = "reserved", vi("Để dành")
        VOID = "void", vi("Hủy số")

    series = models.ForeignKey(Series, models.PROTECT, related_name="numbers", verbose_name=vi("dãy số"))
    number = models.PositiveIntegerField(vi("số"))
    state = models.CharField(vi("tình trạng"), max_length=10, choices=State)
    object_reference = models.CharField(vi("của"), max_length=80, blank=True, db_index=True)
    given_at = models.DateTimeField(vi("cấp lúc"), db_default=Now())
    given_by = models.CharField(vi("người cấp"), max_length=120)
    reserved_for = models.CharField(vi("để dành cho"), max_length=200, blank=True)
    void_at = models.DateTimeField(vi("hủy lúc"), null=True, blank=True)
    void_by = models.CharField(vi("người hủy"), max_length=120, blank=True)
    void_reason = models.CharField(vi("lý do hủy"), max_length=300, blank=True)

    class Meta:
        verbose_name = vi("số đã cấp")
        ordering = ["series", "number"]
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="no_number_twice"),
            models.CheckConstraint(condition=Q(number__gte=1), name="numbers_from_one"),
            models.CheckConstraint(
                condition=~Q(state="void") | (~Q(void_reason="") & ~Q(void_by="")),
                name="void_tells_who_and_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series}: {self.number}"
