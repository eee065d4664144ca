"""Days that are not as the week says."""

from __future__ import annotations

from django.db import models

from vanphong.kernel.journal.rows import Journalled
from vanphong.kernel.wording import vi


class SpecialDay(Journalled):
    """A public holiday, a day off in lieu, or a weekend day that is worked in exchange."""

    class Kind(models.TextChoices):
        OFF = "off", vi("Nghỉ")
        WORKED = "worked", vi("Làm bù")

    day = models.DateField(vi("ngày"), unique=True)
    kind = models.CharField(vi("loại"), max_length=8, choices=Kind)
    name = models.CharField(vi("tên"), max_length=120)
    source = models.CharField(vi("căn cứ"), max_length=200, blank=True)
    certain = models.BooleanField(vi("đã chắc chắn"), default=True)

    class Meta:
        verbose_name = vi("ngày nghỉ, làm bù")
        verbose_name_plural = vi("ngày nghỉ, làm bù")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.name}"
