"""Incoming documents, their files, and what was read from them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from vanphong.kernel.files.models import Blob
from vanphong.kernel.identity.models import User
from vanphong.kernel.journal.rows import Journalled
from vanphong.kernel.numbering.models import IssuedNumber, Register
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.wording import vi
from vanphong.modules.catalogues.models import DocumentType, SubjectArea


class Urgency(models.TextChoices):
    """Độ khẩn."""

    NORMAL = "NORMAL", vi("Thường")
    URGENT = "URGENT", vi("Khẩn")
    VERY_URGENT = "VERY_URGENT", vi("Thượng khẩn")
    FLASH = "FLASH", vi("Hỏa tốc")
    FLASH_AT = "FLASH_AT", vi("Hỏa tốc hẹn giờ")


class IncomingDocument(Journalled):
    """An incoming document (văn bản đến), from arrival to the case file.

    Header fields are filled at registration, by the clerk or from what was read. Before that only `Reading`
    knows them, so nothing of a document that turns out to be secret ever stands in the journal or the index.
    One that an office of this installation sent (`sent_as` is its document there) brings them along: it was
    screened when it was issued, and what stands in its head is not typed or changed a second time.
    """

    class State(models.TextChoices):
        PENDING_REGISTRATION = "pending_registration", vi("Chờ vào sổ")
        PENDING_SUBMISSION = "pending_submission", vi("Chờ trình")
        PENDING_ENDORSEMENT = "pending_endorsement", vi("Chờ cho ý kiến")
        PENDING_DISTRIBUTION = "pending_distribution", vi("Chờ phân phối")
        IN_PROGRESS = "in_progress", vi("Đang xử lý")
        HANDLED = "handled", vi("Đã xử lý")
        CLOSED = "closed", vi("Đã kết thúc")
        RETURNED = "returned", vi("Trả nơi gửi")
        RECALLED = "recalled", vi("Đã thu hồi")
        DISCARDED = "discarded", vi("Không phải văn bản")
        PURGED = "purged", vi("Đã loại bỏ vì có dấu mật")

    class Channel(models.TextChoices):
        SCAN = "scan", vi("Quét")
        UPLOAD = "upload", vi("Tải lên")
        FOLDER = "folder", vi("Thư mục theo dõi")
        MAIL = "mail", vi("Hộp thư")
        API = "api", "API"
        MANUAL = "manual", vi("Nhập tay")
        LEGACY = "legacy", vi("Sổ cũ")
        OFFICE = "office", vi("Cơ quan cùng hệ thống")

    class ReadingState(models.TextChoices):
        NONE = "none", vi("Không có tệp")
        WAITING = "waiting", vi("Đang đọc")
        DONE = "done", vi("Đã đọc")
        FAILED = "failed", vi("Chưa đọc được")

    WORKING_STATES = (
        State.PENDING_SUBMISSION,
        State.PENDING_ENDORSEMENT,
        State.PENDING_DISTRIBUTION,
        State.IN_PROGRESS,
        State.HANDLED,
    )

    agency = models.ForeignKey(
        Unit, models.PROTECT, related_name="incoming_documents", verbose_name=vi("cơ quan nhận")
    )
    state = models.CharField(
        vi("tình trạng"), max_length=24, choices=State, default=State.PENDING_REGISTRATION
    )
    channel = models.CharField(vi("kênh đến"), max_length=10, choices=Channel)
    received_at = models.DateTimeField(vi("nhận lúc"), db_default=Now())
    received_by = models.CharField(vi("người nhận"), max_length=120, blank=True)
    sender_note = models.CharField(vi("người gửi"), max_length=300, blank=True)
    sent_as = models.CharField(vi("gửi từ"), max_length=80, blank=True)
    reading_state = models.CharField(
        vi("việc đọc"), max_length=8, choices=ReadingState, default=ReadingState.NONE
    )
    reading_message = models.CharField(vi("lời báo khi đọc"), max_length=500, blank=True)

    register = models.ForeignKey(
        Register, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=vi("sổ")
    )
    year = models.PositiveSmallIntegerField(vi("năm"), null=True, blank=True)
    arrival_number = models.PositiveIntegerField(vi("số đến"), null=True, blank=True)
    issued_number = models.OneToOneField(
        IssuedNumber, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=vi("số đã cấp")
    )
    arrived_on = models.DateField(vi("ngày đến"), null=True, blank=True)
    registered_at = models.DateTimeField(vi("vào sổ lúc"), null=True, blank=True)
    registered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=vi("người vào sổ")
    )

    reference_code = models.CharField(vi("số, ký hiệu"), max_length=80, blank=True)
    code_key = models.CharField(max_length=80, blank=True)
    issuer = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=vi("cơ quan ban hành")
    )
    issuer_name = models.CharField(vi("cơ quan ban hành"), max_length=300, blank=True)
    issuer_key = models.GeneratedField(
        expression=Func(F("issuer_name"), function="vn_fold"),
        output_field=models.TextField(),
        db_persist=True,
    )
    issued_on = models.DateField(vi("ngày văn bản"), null=True, blank=True)
    document_type = models.ForeignKey(
        DocumentType, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=vi("loại văn bản")
    )
    subject = models.CharField(vi("trích yếu"), max_length=1000, blank=True)
    urgency = models.CharField(vi("độ khẩn"), max_length=12, choices=Urgency, default=Urgency.NORMAL)
    subject_area = models.ForeignKey(
        SubjectArea, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=vi("lĩnh vực")
    )
    signer = models.CharField(vi("người ký"), max_length=120, blank=True)
    signer_title = models.CharField(vi("chức vụ ký"), max_length=200, blank=True)
    page_count = models.PositiveIntegerField(vi("số trang"), default=0)
    copy_count = models.PositiveSmallIntegerField(vi("số bản"), default=1)
    paper_received = models.BooleanField(vi("đã nhận bản giấy"), default=False)
    due_on = models.DateField(vi("hạn xử lý"), null=True, blank=True)
    due_reason = models.CharField(vi("vì sao hạn này"), max_length=200, blank=True)
    reply_required = models.BooleanField(vi("cần trả lời"), default=False)
    note = models.CharField(vi("ghi chú"), max_length=500, blank=True)
    fingerprint = models.BigIntegerField(vi("dấu nội dung"), null=True, blank=True)
    duplicate_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="duplicates", verbose_name=vi("trùng với")
    )
    receipt_code = models.CharField(vi("mã biên nhận"), max_length=20, blank=True)

    concluded_at = models.DateTimeField(vi("kết thúc lúc"), null=True, blank=True)
    result = models.TextField(vi("kết quả xử lý"), blank=True)
    reply_code = models.CharField(vi("văn bản trả lời"), max_length=120, blank=True)
    filed = models.BooleanField(vi("đã đưa vào hồ sơ"), default=False)

    unjournalled = frozenset({"fingerprint", "sender_note", "code_key"})

    class Meta:
        verbose_name = vi("văn bản đến")
        verbose_name_plural = vi("văn bản đến")
        constraints = [
            models.UniqueConstraint(
                fields=["register", "year", "arrival_number"],
                condition=Q(arrival_number__isnull=False),
                name="arrival_number_once",
            ),
            models.CheckConstraint(
                condition=Q(arrival_number__isnull=True)
                | Q(
                    register__isnull=False,
                    year__isnull=False,
                    issued_number__isnull=False,
                    registered_at__isnull=False,
                )
                & (Q(arrived_on__isnull=False) | Q(channel="legacy")),
                name="registered_means_whole",
            ),
            models.CheckConstraint(
                condition=Q(arrival_number__isnull=False)
                | Q(state__in=["pending_registration", "returned", "discarded", "purged"])
                # A line of an older book may bear «15a», or the number of another line.
                | Q(
                    channel="legacy", register__isnull=False, year__isnull=False, registered_at__isnull=False
                ),
                name="no_handling_without_number",
            ),
        ]
        indexes = [
            # In the very order of the lists. Without the agency in front: who may see a row is asked of several
            # relations («or»), so that no list is one agency's range of an index.
            models.Index(fields=["state", "-id"], name="incoming_state"),
            models.Index(
                F("registered_at").desc(nulls_last=True),
                F("id").desc(),
                condition=Q(registered_at__isnull=False),
                name="incoming_book",
            ),
            models.Index(
                F("concluded_at").desc(nulls_last=True),
                F("id").desc(),
                condition=Q(state="closed"),
                name="incoming_closed",
            ),
            models.Index(
                F("concluded_at").desc(nulls_last=True),
                F("id").desc(),
                condition=Q(state="closed", filed=False) & ~Q(channel="legacy"),
                name="incoming_unfiled",
            ),
            models.Index(
                fields=["due_on", "id"],
                condition=Q(
                    state__in=[
                        "pending_submission",
                        "pending_endorsement",
                        "pending_distribution",
                        "in_progress",
                    ]
                ),
                name="incoming_due",
            ),
            models.Index(fields=["code_key", "issued_on"], condition=~Q(code_key=""), name="incoming_code"),
            models.Index(fields=["issuer", "-issued_on"], name="incoming_issuer"),
            models.Index(fields=["register", "year", "-arrival_number"], name="incoming_number"),
            # What lists are narrowed by: days, the issuer, and part of a code wherever it stands.
            models.Index(fields=["arrived_on"], name="incoming_arrived"),
            models.Index(
                F("issuer_key"),
                F("registered_at").desc(nulls_last=True),
                F("id").desc(),
                condition=Q(registered_at__isnull=False),
                name="incoming_issuer_name",
            ),
            GinIndex(OpClass(F("code_key"), name="gin_trgm_ops"), name="incoming_code_part"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """How people call it in one line."""
        if self.subject:
            return self.subject
        return (
            _("Văn bản chưa vào sổ")
            if self.arrival_number is None
            else _("Số đến {arrival_number}").format(arrival_number=self.arrival_number)
        )

    @property
    def is_registered(self) -> bool:
        """Whether it stands in a book; a line of an older book may do so without a number of ours."""
        return self.registered_at is not None


class DocumentFile(Journalled):
    """A file of a document, as received. Its name stays out of the journal: it may tell of a secret.

    `signatures` lists the digital signatures found in it, as `lib.reading.signatures` tells them.
    """

    class Kind(models.TextChoices):
        MAIN = "main", vi("Văn bản")
        APPENDIX = "appendix", vi("Phụ lục, tài liệu kèm")
        PRODUCT = "product", vi("Sản phẩm xử lý")

    document = models.ForeignKey(
        IncomingDocument, models.PROTECT, related_name="files", verbose_name=vi("văn bản")
    )
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+", verbose_name=vi("tệp"))
    name = models.CharField(vi("tên tệp"), max_length=255)
    media_type = models.CharField(vi("loại tệp"), max_length=120)
    kind = models.CharField(vi("là"), max_length=10, choices=Kind, default=Kind.MAIN)
    position = models.PositiveSmallIntegerField(vi("thứ tự"), default=1)
    page_count = models.PositiveIntegerField(vi("số trang"), default=0)
    active_content = ArrayField(
        models.CharField(max_length=60), default=list, blank=True, verbose_name=vi("nội dung động")
    )
    signatures = models.JSONField(vi("chữ ký số"), default=list, blank=True)
    added_at = models.DateTimeField(vi("thêm lúc"), auto_now_add=True)

    unjournalled = frozenset({"name", "signatures"})

    class Meta:
        verbose_name = vi("tệp của văn bản")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class Reading(models.Model):
    """What was read from the main file: derived, so not journalled, and purged with it.

    `header` maps field names to {"value", "confidence", "page", "boxes"}; `deadlines` lists {"due_on", "text",
    "page", "boxes"}; `pages` lists width and height in points. `compared` maps field names to {"read", "confidence",
    "final", "verdict"}: what was read beside what stands in the book, from registration on. The whole text with
    places is the TEXT rendition of the blob.
    """

    document = models.OneToOneField(IncomingDocument, models.CASCADE, related_name="reading")
    file = models.ForeignKey(DocumentFile, models.CASCADE, related_name="+")
    header = models.JSONField(default=dict)
    deadlines = models.JSONField(default=list)
    cited = models.JSONField(default=list)
    pages = models.JSONField(default=list)
    compared = models.JSONField(default=dict)
    confidence = models.FloatField(default=0)
    source = models.CharField(max_length=8, blank=True)
    read_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = vi("kết quả đọc")

    def __str__(self) -> str:
        return f"{self.document_id}"
