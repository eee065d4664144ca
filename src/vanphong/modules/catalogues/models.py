"""Dated catalogues: a document is judged by the rows in force on its own date."""

from __future__ import annotations

from django.db import models

from vanphong.kernel.journal.rows import Journalled
from vanphong.kernel.organisation.models import Dated
from vanphong.kernel.wording import vi


class CatalogueRow(Journalled, Dated):
    """A row of a catalogue with its source; `certain` False means the office should confirm it."""

    code = models.CharField(vi("mã"), max_length=40, unique=True)
    name = models.CharField(vi("tên"), max_length=200)
    source = models.CharField(vi("căn cứ"), max_length=300, blank=True)
    certain = models.BooleanField(vi("đã xác nhận"), default=True)
    rank = models.PositiveIntegerField(vi("thứ tự"), default=100)

    class Meta:
        abstract = True
        ordering = ["rank", "name"]

    def __str__(self) -> str:
        return self.name


class DocumentType(CatalogueRow):
    """A type of document (loại văn bản) of the Party, the State or law."""

    class Family(models.TextChoices):
        PARTY = "party", vi("Đảng")
        STATE = "state", vi("Nhà nước")
        LAW = "law", vi("Văn bản quy phạm pháp luật")
        OTHER = "other", vi("Khác")

    family = models.CharField(vi("hệ"), max_length=8, choices=Family)
    symbol = models.CharField(vi("ký hiệu"), max_length=12, blank=True)
    kind = models.CharField(vi("nhóm"), max_length=20, blank=True)
    prints_name = models.BooleanField(vi("in tên loại"), default=True)

    class Meta(CatalogueRow.Meta):
        verbose_name = vi("loại văn bản")
        verbose_name_plural = vi("loại văn bản")


class SubjectArea(CatalogueRow):
    """A subject area (lĩnh vực)."""

    class Meta(CatalogueRow.Meta):
        verbose_name = vi("lĩnh vực")
        verbose_name_plural = vi("lĩnh vực")


class RetentionTerm(CatalogueRow):
    """A retention period (thời hạn bảo quản); `years` None is permanent (vĩnh viễn)."""

    years = models.PositiveSmallIntegerField(vi("số năm"), null=True, blank=True)

    class Meta(CatalogueRow.Meta):
        verbose_name = vi("thời hạn bảo quản")
        verbose_name_plural = vi("thời hạn bảo quản")


class AdminUnit(Dated):
    """A province, district or commune as it was in its time. Shipped with the product, so not journalled.

    `folded` is the whole name as it is looked for: without accents, numbers without leading noughts.
    """

    class Level(models.TextChoices):
        PROVINCE = "province", vi("Cấp tỉnh")
        DISTRICT = "district", vi("Cấp huyện")
        WARD = "ward", vi("Cấp xã")

    code = models.CharField(vi("mã"), max_length=8, db_index=True)
    level = models.CharField(vi("cấp"), max_length=8, choices=Level)
    full_name = models.CharField(vi("tên"), max_length=120)
    name = models.CharField(vi("tên riêng"), max_length=100)
    folded = models.CharField(max_length=120, db_index=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="children", verbose_name=vi("thuộc")
    )

    class Meta:
        verbose_name = vi("đơn vị hành chính")
        verbose_name_plural = vi("đơn vị hành chính")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.full_name


class Succession(models.Model):
    """An old unit went into a new one, whole or a part; not `certain` where no decision says so in these words."""

    old = models.ForeignKey(AdminUnit, models.PROTECT, related_name="heirs", verbose_name=vi("đơn vị cũ"))
    new = models.ForeignKey(AdminUnit, models.PROTECT, related_name="origins", verbose_name=vi("đơn vị mới"))
    partial = models.BooleanField(vi("chỉ một phần"), default=False)
    certain = models.BooleanField(vi("đã chắc chắn"), default=True)

    class Meta:
        verbose_name = vi("sáp nhập")
        ordering = ["partial", "pk"]
        constraints = [models.UniqueConstraint(fields=["old", "new"], name="one_succession_a_pair")]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class AgencyCode(models.Model):
    """The identifier of an agency in electronic exchange: by Quyết định 20/2020/QĐ-TTg, and the older form."""

    code = models.CharField(vi("mã cũ"), max_length=20, unique=True)
    q20 = models.CharField(vi("mã theo Quyết định 20/2020/QĐ-TTg"), max_length=20, db_index=True)
    name = models.CharField(vi("tên"), max_length=200)
    level = models.PositiveSmallIntegerField(vi("cấp"))
    parent = models.CharField(vi("mã cấp trên"), max_length=20, blank=True)

    class Meta:
        verbose_name = vi("mã định danh cơ quan")
        verbose_name_plural = vi("mã định danh cơ quan")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
