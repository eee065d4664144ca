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
