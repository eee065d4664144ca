"""Outgoing documents, their files, and where each copy went."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from vanphong.kernel.files.models import Blob
from vanphong.kernel.identity.models import User
from vanphong.kernel.journal.rows import Journalled
from vanphong.kernel.numbering.models import IssuedNumber, Register
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.wording import vi
from vanphong.modules.catalogues.models import DocumentType
from vanphong.modules.correspondence.models import IncomingDocument, Urgency
from vanphong.modules.drafting.models import Draft


class OutgoingDocument(Journalled):
    """An outgoing document (văn bản đi), from the signed file to the last receipt.

    Until it is read nothing of its words stands here: a file that turns out to be secret leaves no trace of them.
    """

    class State(models.TextChoices):
        PENDING_NUMBER = "pending_number", vi("Chờ cấp số")
        PENDING_DISPATCH = "pending_dispatch", vi("Chờ phát hành")
        DISPATCHED = "dispatched", vi("Đã phát hành")
        REVOKED = "revoked", vi("Đã thu hồi")
        WITHDRAWN = "withdrawn", vi("Đã rút trước khi cấp số")
        PURGED = "purged", vi("Đã loại bỏ vì có dấu mật")

    class ReadingState(models.TextChoices):
        WAITING = "waiting", vi("Đang đọc")
        DONE = "done", vi("Đã đọc")
        FAILED = "failed", vi("Chưa đọc được")

    agency = models.ForeignKey(
        Unit, models.PROTECT, related_name="outgoing_documents", verbose_name=vi("cơ quan giữ sổ")
    )
    state = models.CharField(vi("tình trạng"), max_length=20, choices=State, default=State.PENDING_NUMBER)
    taken_at = models.DateTimeField(vi("nhận lúc"), db_default=Now())
    taken_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=vi("người nhận")
    )
    reading_state = models.CharField(
        vi("việc đọc"), max_length=8, choices=ReadingState, default=ReadingState.WAITING
    )
    reading_message = models.CharField(vi("lời báo khi đọc"), max_length=500, blank=True)

    issuing_body = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=vi("cơ quan ban hành")
    )
    document_type = models.ForeignKey(
        DocumentType, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=vi("loại văn bản")
    )
    subject = models.CharField(vi("trích yếu"), max_length=1000, blank=True)
    urgency = models.CharField(vi("độ khẩn"), max_length=12, choices=Urgency, default=Urgency.NORMAL)
    signer = models.CharField(vi("người ký"), max_length=120, blank=True)
    signer_title = models.CharField(vi("chức vụ ký"), max_length=200, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=vi("đơn vị soạn thảo")
    )
    bears_number = models.BooleanField(vi("bản đã ký có số"), default=False)
    page_count = models.PositiveIntegerField(vi("số trang"), default=0)
    copy_count = models.PositiveSmallIntegerField(vi("số bản"), default=1)
    note = models.CharField(vi("ghi chú"), max_length=500, blank=True)
    recipients_read = ArrayField(
        models.TextField(), verbose_name=vi("nơi nhận ghi trên văn bản"), default=list, blank=True
    )
    answers = models.ForeignKey(
        IncomingDocument, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=vi("trả lời")
    )
    draft = models.OneToOneField(
        Draft,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="outgoing",
        verbose_name=vi("dự thảo"),
    )

    backdate_to = models.DateField(vi("được lùi ngày đến"), null=True, blank=True)
    backdate_reason = models.CharField(vi("lý do lùi ngày"), max_length=300, blank=True)
    backdate_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=vi("người cho lùi ngày")
    )

    register = models.ForeignKey(
        Register, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=vi("sổ")
    )
    series_key = models.CharField(vi("dãy số"), max_length=60, blank=True)
    number = models.PositiveIntegerField(vi("số"), null=True, blank=True)
    issued_number = models.OneToOneField(
        IssuedNumber, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=vi("số đã cấp")
    )
    issued_on = models.DateField(vi("ngày văn bản"), null=True, blank=True)
    reference_code = models.CharField(vi("số, ký hiệu"), max_length=80, blank=True)
    code_key = models.CharField(max_length=80, blank=True)
    numbered_at = models.DateTimeField(vi("cấp số lúc"), null=True, blank=True)
    numbered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=vi("người cấp số")
    )
    dispatched_at = models.DateTimeField(vi("phát hành lúc"), null=True, blank=True)
    dispatched_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=vi("người phát hành")
    )
    revoked_by_document = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=vi("thu hồi bằng")
    )

    unjournalled = frozenset({"code_key"})

    class Meta:
        verbose_name = vi("văn bản đi")
        verbose_name_plural = vi("văn bản đi")
        constraints = [
            models.UniqueConstraint(
                fields=["register", "series_key", "number"],
                condition=Q(number__isnull=False),
                name="outgoing_number_once",
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True)
                | Q(
                    register__isnull=False,
                    issued_number__isnull=False,
                    issued_on__isnull=False,
                    numbered_at__isnull=False,
                    issuing_body__isnull=False,
                    document_type__isnull=False,
                )
                & ~Q(subject="")
                & ~Q(reference_code=""),
                name="numbered_means_whole",
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=False) | Q(state__in=["pending_number", "withdrawn", "purged"]),
                name="no_dispatch_without_number",
            ),
            models.CheckConstraint(
                condition=Q(dispatched_at__isnull=False) | ~Q(state="dispatched"),
                name="dispatched_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(backdate_to__isnull=True) | ~Q(backdate_reason="") & Q(backdate_by__isnull=False),
                name="backdating_tells_who_and_why",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-id"], name="outgoing_state"),
            models.Index(
                F("numbered_at").desc(nulls_last=True),
                F("id").desc(),
                condition=Q(numbered_at__isnull=False),
                name="outgoing_book",
            ),
            models.Index(fields=["code_key", "issued_on"], condition=~Q(code_key=""), name="outgoing_code"),
            models.Index(fields=["register", "series_key", "-number"], name="outgoing_number"),
            GinIndex(OpClass(F("code_key"), name="gin_trgm_ops"), name="outgoing_code_part"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """How people call it in one line."""
        return self.subject or self.reference_code or _("Văn bản chưa cấp số")

    @property
    def is_numbered(self) -> bool:
        return self.number is not None


class RecipientGroup(Journalled):
    """Recipients often written to together (nhóm nơi nhận), such as all Party committees of communes."""

    agency = models.ForeignKey(
        Unit, models.PROTECT, related_name="recipient_groups", verbose_name=vi("cơ quan giữ sổ")
    )
    name = models.CharField(vi("tên nhóm"), max_length=120)
    unit_ids = ArrayField(models.BigIntegerField(), verbose_name=vi("nơi nhận"), default=list)

    class Meta:
        verbose_name = vi("nhóm nơi nhận")
        verbose_name_plural = vi("nhóm nơi nhận")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "name"], name="recipient_group_name"),
            models.CheckConstraint(condition=~Q(unit_ids=[]), name="recipient_group_has_units"),
        ]

    def __str__(self) -> str:
        return self.name

    def units(self) -> models.QuerySet[Unit]:
        """The units of the group, those gone since included."""
        return Unit.objects.filter(pk__in=self.unit_ids).order_by("rank", "name")


class OutgoingFile(Journalled):
    """A file of an outgoing document as it was signed; nothing ever rewrites it.

    Where what was signed bears no number yet, the copy that does is a file of its own, and is what is sent.

    `signatures` lists the digital signatures found in it, as `lib.reading.signatures` tells them.
    """

    class Kind(models.TextChoices):
        MAIN = "main", vi("Văn bản")
        APPENDIX = "appendix", vi("Phụ lục, tài liệu kèm")
        ISSUED = "issued", vi("Bản phát hành, có số và ngày")

    document = models.ForeignKey(
        OutgoingDocument, models.PROTECT, related_name="files", verbose_name=vi("văn bản")
    )
    position = models.PositiveSmallIntegerField(vi("thứ tự"))
    kind = models.CharField(vi("loại"), max_length=10, choices=Kind)
    name = models.CharField(vi("tên tệp"), max_length=255, blank=True)
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    media_type = models.CharField(vi("kiểu tệp"), max_length=120)
    page_count = models.PositiveIntegerField(vi("số trang"), default=0)
    signatures = models.JSONField(vi("chữ ký số"), default=list, blank=True)

    unjournalled = frozenset({"name"})

    class Meta:
        verbose_name = vi("tệp của văn bản đi")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["document", "position"], name="outgoing_file_position"),
            models.UniqueConstraint(
                fields=["document", "kind"],
                condition=Q(kind__in=["main", "issued"]),
                name="one_main_outgoing_file",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.get_kind_display())


class Delivery(Journalled):
    """One recipient and what became of the copy sent there; a copy sent anew is a row of its own."""

    class Channel(models.TextChoices):
        OFFICE = "office", vi("Trong hệ thống")
        PAPER = "paper", vi("Bản giấy")

    class State(models.TextChoices):
        PLANNED = "planned", vi("Chưa gửi")
        SENT = "sent", vi("Đã gửi")
        ARRIVED = "arrived", vi("Đã đến")
        RECEIVED = "received", vi("Đã nhận")
        REFUSED = "refused", vi("Từ chối")

    AWAITED = ("sent", "arrived")

    document = models.ForeignKey(
        OutgoingDocument, models.PROTECT, related_name="deliveries", verbose_name=vi("văn bản")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=vi("nơi nhận")
    )
    name = models.CharField(vi("nơi nhận"), max_length=300)
    channel = models.CharField(vi("gửi bằng"), max_length=8, choices=Channel)
    state = models.CharField(vi("tình trạng"), max_length=10, choices=State, default=State.PLANNED)
    copies = models.PositiveSmallIntegerField(vi("số bản"), default=1)
    sent_at = models.DateTimeField(vi("gửi lúc"), null=True, blank=True)
    arrived_at = models.DateTimeField(vi("đến lúc"), null=True, blank=True)
    received_at = models.DateTimeField(vi("nhận lúc"), null=True, blank=True)
    received_by = models.CharField(vi("người nhận"), max_length=120, blank=True)
    reason = models.CharField(vi("lý do từ chối, gửi lại"), max_length=500, blank=True)
    arrival = models.OneToOneField(
        IncomingDocument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=vi("văn bản đến ở nơi nhận"),
    )

    class Meta:
        verbose_name = vi("nơi nhận")
        verbose_name_plural = vi("nơi nhận")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="planned") | Q(sent_at__isnull=False), name="sent_has_moment"
            ),
            models.CheckConstraint(
                condition=~Q(state="received") | Q(received_at__isnull=False), name="received_has_moment"
            ),
            models.UniqueConstraint(
                fields=["document", "unit"],
                condition=Q(unit__isnull=False) & ~Q(state="refused"),
                name="one_copy_a_recipient",
            ),
        ]
        indexes = [
            models.Index(
                fields=["document"], condition=Q(state__in=["sent", "arrived"]), name="delivery_awaited"
            )
        ]

    def __str__(self) -> str:
        return self.name
