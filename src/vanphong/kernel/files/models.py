"""Blobs and renditions. Who may read a file is asked of the record that holds it, never of the blob."""

from __future__ import annotations

from django.db import models

from vanphong.kernel.identity.models import User
from vanphong.kernel.wording import vi


class Blob(models.Model):
    """Bytes kept once under their SHA-256 (hex). Rows and bytes are never altered; purge is an act apart."""

    sha256 = models.CharField("SHA-256", max_length=64, primary_key=True)
    size = models.BigIntegerField(vi("cỡ (byte)"))
    media_type = models.CharField(vi("loại tệp"), max_length=120)
    stored_at = models.DateTimeField(vi("lưu lúc"), auto_now_add=True)

    class Meta:
        verbose_name = vi("tệp gốc")

    def __str__(self) -> str:
        return self.sha256[:12]


class Rendition(models.Model):
    """Something made from a blob: its text, a page preview, a searchable, stamped or archival copy."""

    class Kind(models.TextChoices):
        TEXT = "text", vi("Chữ")
        PDF = "pdf", vi("Bản PDF để xem")
        SEARCHABLE = "searchable", vi("Bản có lớp chữ")
        STAMPED = "stamped", vi("Bản có dấu đến")
        PAGE = "page", vi("Ảnh trang")
        PART = "part", vi("Phần tách ra")
        ARCHIVAL = "archival", vi("Bản PDF/A để lưu trữ")

    source = models.ForeignKey(Blob, models.CASCADE, related_name="renditions")
    kind = models.CharField(max_length=12, choices=Kind)
    detail = models.CharField(max_length=60, blank=True)
    result = models.ForeignKey(Blob, models.PROTECT, related_name="rendered_from")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = vi("bản dẫn xuất")
        constraints = [
            models.UniqueConstraint(fields=["source", "kind", "detail"], name="one_rendition_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.kind}"


class Upload(models.Model):
    """Bytes under way: they arrive in pieces and survive a lost connection; then what became of them.

    The id is made from what is sent, so that sending it again finds this row and never makes a second record.
    The name is no column: see `files.names`.
    """

    id = models.UUIDField(primary_key=True)
    user = models.ForeignKey(User, models.CASCADE, null=True)
    purpose = models.CharField(max_length=40)
    size = models.BigIntegerField(default=0)
    offset = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    result = models.CharField(max_length=80, blank=True)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = vi("tệp đang tải lên")
        indexes = [models.Index(fields=["started_at"], name="upload_age")]

    def __str__(self) -> str:
        return str(self.id)
