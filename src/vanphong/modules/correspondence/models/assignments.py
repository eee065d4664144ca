"""Parts of the work on a document: who has them, who opened it, notes, extensions, reminders."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from vanphong.kernel.identity.models import User
from vanphong.kernel.journal.rows import Journalled
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.wording import vi
from vanphong.modules.correspondence.models.documents import DocumentFile, IncomingDocument


class Assignment(Journalled):
    """A unit or a person gets the document: in the lead, coordinating, or for information."""

    class Role(models.TextChoices):
        LEAD = "lead", vi("Chủ trì")
        COLLABORATOR = "collaborator", vi("Phối hợp")
        INFORMATION = "information", vi("Để biết")

    class State(models.TextChoices):
        UNSEEN = "unseen", vi("Chưa xem")
        SEEN = "seen", vi("Đã xem")
        RECEIVED = "received", vi("Đã nhận")
        IN_PROGRESS = "in_progress", vi("Đang xử lý")
        DONE = "done", "Xong"
        RETURNED = "returned", vi("Trả lại")
        RECALLED = "recalled", vi("Đã thu hồi")

    OPEN_STATES = ("unseen", "seen", "received", "in_progress")

    document = models.ForeignKey(
        IncomingDocument, models.PROTECT, related_name="assignments", verbose_name=vi("văn bản")
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=vi("phân công từ"),
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=vi("đơn vị")
    )
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=vi("người xử lý")
    )
    role = models.CharField(vi("vai trò"), max_length=14, choices=Role)
    state = models.CharField(vi("tình trạng"), max_length=12, choices=State, default=State.UNSEEN)
    due_on = models.DateField(vi("hạn"), null=True, blank=True)
    due_reason = models.CharField(vi("vì sao hạn này"), max_length=200, blank=True)
    instruction = models.TextField(vi("yêu cầu"), blank=True)
    assigned_by = models.CharField(vi("người giao"), max_length=120)
    assigned_by_user = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=vi("tài khoản giao")
    )
    assigned_at = models.DateTimeField(vi("giao lúc"), db_default=Now())
    seen_at = models.DateTimeField(vi("xem lúc"), null=True, blank=True)
    received_at = models.DateTimeField(vi("nhận lúc"), null=True, blank=True)
    done_at = models.DateTimeField(vi("xong lúc"), null=True, blank=True)
    ended_reason = models.CharField(vi("lý do trả lại, thu hồi"), max_length=500, blank=True)
    result = models.TextField(vi("kết quả"), blank=True)
    extension_count = models.PositiveSmallIntegerField(vi("số lần gia hạn"), default=0)

    class Meta:
        verbose_name = vi("phân công")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False) | Q(user__isnull=False), name="assigned_to_someone"
            ),
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(
                    role="lead",
                    parent__isnull=True,
                    state__in=["unseen", "seen", "received", "in_progress", "done"],
                ),
                name="one_lead_a_document",
            ),
        ]
        indexes = [
            models.Index(fields=["document", "id"], name="assignment_document"),
            models.Index(
                fields=["user", "due_on", "-id"], condition=Q(user__isnull=False), name="assignment_user"
            ),
            models.Index(
                fields=["unit", "due_on", "-id"], condition=Q(unit__isnull=False), name="assignment_unit"
            ),
            models.Index(
                fields=["user"],
                condition=Q(state__in=["unseen", "seen", "received", "in_progress"]),
                name="assignment_user_open",
            ),
            models.Index(
                fields=["unit"],
                condition=Q(state__in=["unseen", "seen", "received", "in_progress"]),
                name="assignment_unit_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner_label} ({self.get_role_display()})"

    @property
    def owner_label(self) -> str:
        if self.user is not None and self.unit is not None:
            return f"{self.user} ({self.unit.label})"
        return str(self.user) if self.user is not None else (self.unit.label if self.unit else "")

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN_STATES


class Viewing(models.Model):
    """Who has opened a document, first and last; a recall never erases it."""

    document = models.ForeignKey(IncomingDocument, models.CASCADE, related_name="viewings")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    first_at = models.DateTimeField(db_default=Now())
    last_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = vi("lượt xem")
        constraints = [models.UniqueConstraint(fields=["document", "user"], name="viewing_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.document_id}"


class HandlingNote(Journalled):
    """A note in the course of handling: a comment, a reminder, a product; files may hang on it."""

    class Kind(models.TextChoices):
        COMMENT = "comment", vi("Ý kiến xử lý")
        PRODUCT = "product", vi("Sản phẩm")
        REMINDER = "reminder", vi("Đôn đốc")

    document = models.ForeignKey(
        IncomingDocument, models.PROTECT, related_name="notes", verbose_name=vi("văn bản")
    )
    assignment = models.ForeignKey(
        Assignment, models.PROTECT, null=True, blank=True, related_name="notes", verbose_name=vi("phân công")
    )
    kind = models.CharField(vi("loại"), max_length=10, choices=Kind, default=Kind.COMMENT)
    text = models.TextField(vi("nội dung"))
    file = models.ForeignKey(
        DocumentFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=vi("tệp kèm")
    )
    author = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=vi("người ghi")
    )
    written_at = models.DateTimeField(vi("ghi lúc"), db_default=Now())

    class Meta:
        verbose_name = vi("ý kiến xử lý")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text[:80]


class Extension(Journalled):
    """A request for more time, with reason; granted or refused by who assigned."""

    class State(models.TextChoices):
        ASKED = "asked", vi("Chờ duyệt")
        GRANTED = "granted", vi("Đồng ý")
        REFUSED = "refused", vi("Không đồng ý")

    assignment = models.ForeignKey(
        Assignment, models.PROTECT, related_name="extensions", verbose_name=vi("phân công")
    )
    state = models.CharField(vi("tình trạng"), max_length=8, choices=State, default=State.ASKED)
    reason = models.CharField(vi("lý do"), max_length=500)
    old_due_on = models.DateField(vi("hạn cũ"), null=True)
    new_due_on = models.DateField(vi("hạn mới"))
    asked_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=vi("người xin")
    )
    asked_at = models.DateTimeField(vi("xin lúc"), db_default=Now())
    decided_by = models.CharField(vi("người duyệt"), max_length=120, blank=True)
    decided_at = models.DateTimeField(vi("duyệt lúc"), null=True, blank=True)

    class Meta:
        verbose_name = vi("gia hạn")
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"], condition=Q(state="asked"), name="one_open_extension"
            ),
            models.CheckConstraint(
                condition=Q(old_due_on__isnull=True) | Q(new_due_on__gt=F("old_due_on")),
                name="extension_is_later",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment} → {self.new_due_on:%d/%m/%Y}"


class Bookmark(models.Model):
    """A document a person wants to keep an eye on (văn bản quan tâm)."""

    document = models.ForeignKey(IncomingDocument, models.CASCADE, related_name="bookmarks")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = vi("quan tâm")
        constraints = [models.UniqueConstraint(fields=["document", "user"], name="bookmark_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.document_id}"


class AlertSent(models.Model):
    """That people were told of a level of a part's deadline, so that nobody is told twice.

    `level` is an alert level or «stalled» (then `due_on` is the day the part was given out).
    """

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="alerts")
    level = models.CharField(max_length=10)
    due_on = models.DateField()
    told_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = vi("lần báo hạn")
        constraints = [
            models.UniqueConstraint(fields=["assignment", "level", "due_on"], name="told_once_a_level")
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.level}"
