"""The journal's table. Rows are inserted only; the database gives number, time and hash."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from vanphong.kernel.wording import vi


class AuditEntry(models.Model):
    """One act. `body` is the sealed text (canonical JSON); the other columns are copied from it by a trigger.

    hash = SHA-256(previous hash ‖ "seq \\n UTC time \\n body"); see `sealing.sql`.
    """

    seq = models.BigIntegerField(vi("số thứ tự"), primary_key=True)
    at = models.DateTimeField(vi("lúc"))
    xact = models.BigIntegerField(vi("giao dịch"), db_index=True)
    body = models.TextField(vi("nội dung niêm"))
    previous = models.BinaryField(vi("băm trước"))
    hash = models.BinaryField(vi("băm"))
    action = models.TextField(vi("việc"))
    user_id = models.BigIntegerField(vi("người làm"), null=True)
    objects_touched = ArrayField(models.TextField(), verbose_name=vi("đối tượng"), default=list)

    class Meta:
        verbose_name = vi("mục nhật ký")
        ordering = ["seq"]
        indexes = [
            GinIndex(fields=["objects_touched"], name="audit_objects"),
            models.Index(fields=["user_id", "-seq"], name="audit_user"),
            models.Index(fields=["action", "-seq"], name="audit_action"),
        ]

    def __str__(self) -> str:
        return f"{self.seq}: {self.action}"


class Head(models.Model):
    """The end of the chain: one row, locked as the last act of each writing transaction."""

    one = models.BooleanField(primary_key=True, default=True)
    seq = models.BigIntegerField(default=0)
    hash = models.BinaryField()

    class Meta:
        verbose_name = vi("đầu chuỗi nhật ký")

    def __str__(self) -> str:
        return str(self.seq)
