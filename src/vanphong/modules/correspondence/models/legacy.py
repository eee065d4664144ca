"""What older books say: where an imported document stood, the import under way, layouts seen before."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from vanphong.kernel.files.models import Blob
from vanphong.kernel.journal.rows import Journalled
from vanphong.kernel.numbering.models import Register
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.wording import vi
from vanphong.modules.correspondence.models.documents import IncomingDocument


class LegacyOrigin(Journalled):
    """The line of an older book or list that a document came from, kept as it was written.

    `written_number` is the number of the book to the letter («15a»); `cells` are the cells no field of ours
    holds, or holds only in part. `text` is what the list itself says in the document's words.
    """

    document = models.OneToOneField(
        IncomingDocument, models.PROTECT, related_name="origin", verbose_name=vi("văn bản")
    )
    agency = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=vi("cơ quan"))
    source = models.CharField(vi("nguồn"), max_length=200)
    row_number = models.PositiveIntegerField(vi("dòng"))
    key = models.CharField(vi("mã ở nguồn"), max_length=200, blank=True)
    written_number = models.CharField(vi("số ghi trong sổ"), max_length=60, blank=True)
    remarks = ArrayField(models.CharField(max_length=300), verbose_name=vi("lưu ý"), default=list, blank=True)
    cells = models.JSONField(vi("ô khác"), default=dict, blank=True)
    text = models.TextField(vi("nội dung"), blank=True)

    unjournalled = frozenset({"text", "cells"})

    class Meta:
        verbose_name = vi("gốc ở sổ cũ")
        verbose_name_plural = vi("gốc ở sổ cũ")
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "source", "key"], condition=~Q(key=""), name="legacy_key_once_in_source"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.row_number}"


class LegacyImport(models.Model):
    """One import and how far it is. Not journalled: each of its batches is, with the rows it wrote.

    `position` counts the rows dealt with; it moves in the transaction of its batch, so that an import cut off
    goes on after the last whole batch.
    """

    class State(models.TextChoices):
        JUDGING = "judging", vi("Đang xem trước")
        RUNNING = "running", vi("Đang nhập")
        STOPPED = "stopped", vi("Đã dừng")
        DONE = "done", vi("Đã nhập xong")

    class Existing(models.TextChoices):
        SKIP = "skip", vi("Bỏ qua dòng đã có")
        UPDATE = "update", vi("Cập nhật văn bản đã có")
        ADD = "add", vi("Thêm thành văn bản mới")

    agency = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=vi("cơ quan"))
    source = models.CharField(vi("nguồn"), max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    sheet = models.CharField(vi("trang tính"), max_length=60, blank=True)
    register = models.ForeignKey(
        Register, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=vi("sổ")
    )
    year = models.PositiveSmallIntegerField(vi("năm"), null=True, blank=True)
    existing = models.CharField(vi("dòng đã có"), max_length=8, choices=Existing, default=Existing.SKIP)
    go_on = models.BooleanField(vi("số mới chạy tiếp sau sổ cũ"), default=False)
    mapping = models.JSONField(vi("cột"), default=dict)
    state = models.CharField(vi("tình trạng"), max_length=10, choices=State, default=State.RUNNING)
    position = models.PositiveIntegerField(vi("đã làm đến dòng"), default=0)
    total = models.PositiveIntegerField(vi("số dòng"), default=0)
    added = models.PositiveIntegerField(vi("đã thêm"), default=0)
    updated = models.PositiveIntegerField(vi("đã cập nhật"), default=0)
    skipped = models.PositiveIntegerField(vi("đã bỏ qua"), default=0)
    failed = models.PositiveIntegerField(vi("dòng có lỗi"), default=0)
    with_file = models.PositiveIntegerField(vi("dòng có tệp"), default=0)
    file_name = models.CharField(vi("tên tệp"), max_length=200, blank=True)
    upload = models.ForeignKey(Blob, models.PROTECT, null=True, blank=True, related_name="+")
    user_id = models.BigIntegerField(null=True)
    started_by = models.CharField(vi("người nhập"), max_length=120)
    started_at = models.DateTimeField(vi("bắt đầu"), db_default=Now())
    finished_at = models.DateTimeField(vi("xong lúc"), null=True, blank=True)

    class Meta:
        verbose_name = vi("lần nhập sổ cũ")
        verbose_name_plural = vi("lần nhập sổ cũ")
        indexes = [models.Index(fields=["sha256", "-id"], name="legacy_import_file")]

    def __str__(self) -> str:
        return self.source


class LegacyIssue(models.Model):
    """What was wrong, or worth knowing, in a row of an import."""

    run = models.ForeignKey(LegacyImport, models.CASCADE, related_name="issues")
    row_number = models.PositiveIntegerField(vi("dòng"))
    left_out = models.BooleanField(vi("không nhập"))
    message = models.CharField(vi("lời báo"), max_length=500)

    class Meta:
        verbose_name = vi("lời báo của dòng")
        ordering = ["row_number", "id"]

    def __str__(self) -> str:
        return self.message


class LegacyLayout(models.Model):
    """Which column of a layout seen before is which field; not journalled, it is a convenience."""

    fingerprint = models.CharField(max_length=64, unique=True)
    mapping = models.JSONField(default=dict)
    used_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = vi("bố cục sổ đã biết")

    def __str__(self) -> str:
        return self.fingerprint[:12]
