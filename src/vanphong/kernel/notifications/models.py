"""One notice a person and event."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from vanphong.kernel.identity.models import User
from vanphong.kernel.wording import vi


class Notice(models.Model):
    """That something of a kind happened to a record; nothing of the record itself."""

    user = models.ForeignKey(User, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=60)
    object_reference = models.CharField(max_length=80)
    urgent = models.BooleanField(default=False)
    happened_at = models.DateTimeField(db_default=Now())
    read_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = vi("thông báo")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["user", "-id"], name="notice_list"),
            models.Index(fields=["user"], condition=Q(read_at__isnull=True), name="notice_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.user_id}"
