"""The file plan, case files and what lies in them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from vanphong.kernel.identity.models import User
from vanphong.kernel.journal.rows import Journalled
from vanphong.kernel.organisation.models import Dated, Unit
from vanphong.kernel.wording import vi
from vanphong.modules.catalogues.models import RetentionTerm


class FilePlanEntry(Journalled, Dated):
    """A line of the file plan (danh mục hồ sơ) of an agency for a year."""

    agency = models.ForeignKey(Unit, models.PROTECT, related_name="file_plan", verbose_name=vi("cơ quan"))
    year = models.PositiveSmallIntegerField(vi("năm"))
    code = models.CharField(vi("số, ký hiệu hồ sơ"), max_length=40)
    title = models.CharField(vi("tiêu đề"), max_length=400)
    heading = models.CharField(vi("đề mục"), max_length=200, blank=True)
    retention = models.ForeignKey(RetentionTerm, models.PROTECT, verbose_name=vi("thời hạn bảo quản"))
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=vi("đơn vị lập")
    )
    note = models.CharField(vi("ghi chú"), max_length=200, blank=True)

    class Meta:
        verbose_name = vi("mục của danh mục hồ sơ")
        verbose_name_plural = vi("danh mục hồ sơ")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "code"], name="plan_code_in_year"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class CaseFile(Journalled):
    """A case file (hồ sơ công việc): what came of one matter, kept together."""

    class State(models.TextChoices):
        OPEN = "open", vi("Đang lập")
        COMPLETED = "completed", vi("Đã kết thúc")

    agency = models.ForeignKey(Unit, models.PROTECT, related_name="case_files", verbose_name=vi("cơ quan"))
    plan_entry = models.ForeignKey(
        FilePlanEntry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="case_files",
        verbose_name=vi("theo danh mục"),
    )
    state = models.CharField(vi("tình trạng"), max_length=12, choices=State, default=State.OPEN)
    code = models.CharField(vi("số, ký hiệu"), max_length=60)
    title = models.CharField(vi("tiêu đề"), max_length=400)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=vi("đơn vị lập"))
    keeper = models.ForeignKey(
        User, models.PROTECT, related_name="case_files_kept", verbose_name=vi("người lập")
    )
    retention = models.ForeignKey(RetentionTerm, models.PROTECT, verbose_name=vi("thời hạn bảo quản"))
    opened_on = models.DateField(vi("ngày mở"))
    completed_on = models.DateField(vi("ngày kết thúc"), null=True, blank=True)
    note = models.CharField(vi("ghi chú"), max_length=300, blank=True)

    class Meta:
        verbose_name = vi("hồ sơ")
        verbose_name_plural = vi("hồ sơ")
        constraints = [
            models.UniqueConstraint(fields=["agency", "code"], name="case_file_code"),
            models.CheckConstraint(
                condition=Q(state="open", completed_on__isnull=True)
                | Q(state="completed", completed_on__isnull=False),
                name="completed_case_file_has_day",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "state", "-id"], name="case_file_list"),
            models.Index(fields=["keeper", "-id"], name="case_file_keeper"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class CaseFileReader(Journalled):
    """A unit or a person allowed to read and add to the case file besides its keeper."""

    case_file = models.ForeignKey(CaseFile, models.CASCADE, related_name="readers")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = vi("người phối hợp hồ sơ")
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False, user__isnull=True) | Q(unit__isnull=True, user__isnull=False),
                name="reader_is_unit_or_person",
            ),
            models.UniqueConstraint(
                fields=["case_file", "unit", "user"], nulls_distinct=False, name="reader_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit or self.user)


class CaseFileItem(Journalled):
    """A document in a case file.

    `object_reference` is `app.model:id`, or `paper:…`; the words are kept for the inventory.
    """

    case_file = models.ForeignKey(CaseFile, models.PROTECT, related_name="items", verbose_name=vi("hồ sơ"))
    object_reference = models.CharField(vi("của"), max_length=80, db_index=True)
    position = models.PositiveIntegerField(vi("số thứ tự"))
    reference_code = models.CharField(vi("số, ký hiệu"), max_length=80, blank=True)
    issued_on = models.DateField(vi("ngày văn bản"), null=True, blank=True)
    subject = models.CharField(vi("tên loại và trích yếu"), max_length=1000)
    issuer = models.CharField(vi("tác giả"), max_length=300, blank=True)
    page_count = models.PositiveIntegerField(vi("số tờ"), default=0)
    sheet_from = models.PositiveIntegerField(vi("từ tờ"), null=True, blank=True)
    note = models.CharField(vi("ghi chú"), max_length=200, blank=True)
    added_at = models.DateTimeField(vi("đưa vào lúc"), auto_now_add=True)
    added_by = models.CharField(vi("người đưa vào"), max_length=120)

    class Meta:
        verbose_name = vi("văn bản trong hồ sơ")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["case_file", "object_reference"], name="item_once_a_file"),
            models.UniqueConstraint(
                fields=["case_file", "position"], name="item_position", deferrable=models.Deferrable.DEFERRED
            ),
        ]

    def __str__(self) -> str:
        return self.subject
