"""Drafts, their versions, who must pass them, what was found in them and said of them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from vanphong.kernel.files.models import Blob
from vanphong.kernel.identity.models import User
from vanphong.kernel.journal.rows import Journalled
from vanphong.kernel.organisation.models import Dated, Unit
from vanphong.kernel.wording import vi
from vanphong.modules.catalogues.models import DocumentType
from vanphong.modules.correspondence.models import IncomingDocument, Urgency
from vanphong.modules.records.models import CaseFile


class Draft(Journalled):
    """A draft (dự thảo), from its first version to the signature under its last."""

    class State(models.TextChoices):
        DRAFTING = "drafting", vi("Đang soạn")
        IN_CONSULTATION = "in_consultation", vi("Chờ góp ý")
        PENDING_APPRAISAL = "pending_appraisal", vi("Chờ thẩm định")
        PENDING_INITIAL = "pending_initial", vi("Chờ ký nháy")
        PENDING_SIGNATURE = "pending_signature", vi("Chờ ký")
        CHANGES_REQUESTED = "changes_requested", vi("Yêu cầu sửa")
        SIGNED = "signed", vi("Đã ký")
        CANCELLED = "cancelled", vi("Đã hủy")
        PURGED = "purged", vi("Đã loại bỏ vì có dấu mật")

    WITH_DRAFTER = (State.DRAFTING, State.CHANGES_REQUESTED)
    IN_CIRCUIT = (State.PENDING_APPRAISAL, State.PENDING_INITIAL, State.PENDING_SIGNATURE)

    agency = models.ForeignKey(Unit, models.PROTECT, related_name="drafts", verbose_name=vi("cơ quan"))
    state = models.CharField(vi("tình trạng"), max_length=20, choices=State, default=State.DRAFTING)
    issuing_body = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", verbose_name=vi("cơ quan ban hành")
    )
    document_type = models.ForeignKey(
        DocumentType, models.PROTECT, related_name="+", verbose_name=vi("loại văn bản")
    )
    subject = models.CharField(vi("trích yếu"), max_length=1000, blank=True)
    urgency = models.CharField(vi("độ khẩn"), max_length=12, choices=Urgency, default=Urgency.NORMAL)
    drafter = models.ForeignKey(
        User, models.PROTECT, related_name="drafts", verbose_name=vi("người soạn thảo")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=vi("đơn vị soạn thảo")
    )
    signer = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=vi("người ký")
    )
    case_file = models.ForeignKey(
        CaseFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=vi("hồ sơ")
    )
    answers = models.ForeignKey(
        IncomingDocument, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=vi("trả lời")
    )
    due_on = models.DateField(vi("hạn ban hành"), null=True, blank=True)
    started_at = models.DateTimeField(vi("bắt đầu lúc"), db_default=Now())
    checked_out_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=vi("người đang sửa")
    )
    checked_out_at = models.DateTimeField(vi("lấy ra sửa lúc"), null=True, blank=True)
    submitted_at = models.DateTimeField(vi("trình lúc"), null=True, blank=True)
    signed_at = models.DateTimeField(vi("ký lúc"), null=True, blank=True)

    class Meta:
        verbose_name = vi("dự thảo")
        verbose_name_plural = vi("dự thảo")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(signed_at__isnull=False) & Q(checked_out_by__isnull=True),
                name="signed_draft_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(checked_out_by__isnull=True, checked_out_at__isnull=True)
                | Q(checked_out_by__isnull=False, checked_out_at__isnull=False),
                name="checked_out_by_whom_and_when",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-id"], name="draft_state"),
            models.Index(fields=["drafter", "-id"], name="draft_drafter"),
            models.Index(fields=["unit", "-id"], name="draft_unit"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """How people call it in one line."""
        return self.subject or f"{self.document_type} ({self.State.PURGED.label})"

    @property
    def latest(self) -> DraftVersion | None:
        """The newest version."""
        found: DraftVersion | None = self.versions.select_related("blob").order_by("-number").first()
        return found


class DraftVersion(Journalled):
    """A version of a draft's file, to the byte as it was brought; nothing ever rewrites it.

    `findings` are those of appraisal, as `lib.appraisal` tells them; `profile` the rules it was asked by.
    """

    class Kind(models.TextChoices):
        MAIN = "main", vi("Bản dự thảo")
        SIGNED = "signed", vi("Bản đã ký")

    class Origin(models.TextChoices):
        BROUGHT = "brought", vi("Người đưa lên")
        TEMPLATE = "template", vi("Từ mẫu")
        CORRECTED = "corrected", vi("Máy sửa")

    class ReadingState(models.TextChoices):
        WAITING = "waiting", vi("Đang đọc")
        DONE = "done", vi("Đã đọc")
        FAILED = "failed", vi("Chưa đọc được")

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="versions", verbose_name=vi("dự thảo"))
    number = models.PositiveSmallIntegerField(vi("bản"))
    kind = models.CharField(vi("loại"), max_length=8, choices=Kind, default=Kind.MAIN)
    origin = models.CharField(vi("từ đâu"), max_length=10, choices=Origin, default=Origin.BROUGHT)
    name = models.CharField(vi("tên tệp"), max_length=255, blank=True)
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    media_type = models.CharField(vi("kiểu tệp"), max_length=120)
    page_count = models.PositiveIntegerField(vi("số trang"), default=0)
    made_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=vi("người đưa lên")
    )
    made_at = models.DateTimeField(vi("đưa lên lúc"), db_default=Now())
    remark = models.CharField(vi("sửa gì"), max_length=300, blank=True)
    reading_state = models.CharField(
        vi("việc đọc"), max_length=8, choices=ReadingState, default=ReadingState.WAITING
    )
    reading_message = models.CharField(vi("lời báo khi đọc"), max_length=500, blank=True)
    profile = models.CharField(vi("bộ quy tắc"), max_length=20, blank=True)
    findings = models.JSONField(vi("nhận xét của máy"), default=list, blank=True)
    signatures = models.JSONField(vi("chữ ký số"), default=list, blank=True)

    unjournalled = frozenset({"name", "findings"})

    class Meta:
        verbose_name = vi("bản dự thảo")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "number"], name="draft_version_number"),
            models.UniqueConstraint(
                fields=["draft"], condition=Q(kind="signed"), name="one_signed_version_a_draft"
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.number)


class DraftStep(Journalled):
    """One person's part in the circuit of a draft; steps of one position go side by side.

    `round` counts how often it was submitted: what was passed in an earlier round stays as history.
    """

    class Kind(models.TextChoices):
        INITIAL = "initial", vi("Ký nháy")
        APPRAISE = "appraise", vi("Thẩm định")
        SIGN = "sign", vi("Ký")

    class State(models.TextChoices):
        WAITING = "waiting", vi("Chưa đến lượt")
        HELD = "held", vi("Đang giữ")
        DONE = "done", vi("Đã qua")
        RETURNED = "returned", vi("Đã trả lại")
        ENDED = "ended", vi("Đã thôi")

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="steps", verbose_name=vi("dự thảo"))
    round = models.PositiveSmallIntegerField(vi("lần trình"))
    position = models.PositiveSmallIntegerField(vi("thứ tự"))
    kind = models.CharField(vi("việc"), max_length=10, choices=Kind)
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=vi("người"))
    state = models.CharField(vi("tình trạng"), max_length=10, choices=State, default=State.WAITING)
    due_on = models.DateField(vi("hạn"), null=True, blank=True)
    held_at = models.DateTimeField(vi("đến lúc"), null=True, blank=True)
    done_at = models.DateTimeField(vi("xong lúc"), null=True, blank=True)
    words = models.CharField(vi("ý kiến"), max_length=1000, blank=True)
    version = models.ForeignKey(
        DraftVersion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=vi("trên bản")
    )
    instead_of = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=vi("thay cho")
    )

    class Meta:
        verbose_name = vi("bước trình ký")
        verbose_name_plural = vi("bước trình ký")
        ordering = ["round", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "round", "position", "user"],
                condition=~Q(state="ended"),
                name="one_part_a_person_and_step",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "ended"]) | Q(held_at__isnull=False),
                name="held_step_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["done", "returned"]) | Q(done_at__isnull=False),
                name="done_step_has_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "draft"], condition=Q(state="held"), name="step_held"),
            models.Index(fields=["user", "draft"], name="step_user"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.user}"


class FindingVerdict(Journalled):
    """What a person decided on one finding of appraisal: it holds for every version in which it is found again."""

    class Verdict(models.TextChoices):
        UPHELD = "upheld", vi("Phải sửa")
        DISMISSED = "dismissed", vi("Bỏ qua")

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="verdicts", verbose_name=vi("dự thảo"))
    key = models.CharField(vi("nhận xét"), max_length=40)
    rule = models.CharField(vi("quy tắc"), max_length=80)
    verdict = models.CharField(vi("kết luận"), max_length=10, choices=Verdict)
    reason = models.CharField(vi("lý do"), max_length=500, blank=True)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=vi("người"))
    decided_at = models.DateTimeField(vi("lúc"), db_default=Now())

    class Meta:
        verbose_name = vi("kết luận về nhận xét")
        constraints = [
            models.UniqueConstraint(fields=["draft", "key"], name="one_verdict_a_finding"),
            models.CheckConstraint(
                condition=~Q(verdict="dismissed") | ~Q(reason=""), name="dismissed_finding_has_reason"
            ),
        ]


class Opinion(Journalled):
    """What somebody thinks of a draft: asked for in consultation, or written by who appraises its content.

    Each opinion given is taken up or explained by the drafter, before the draft is submitted.
    """

    class Kind(models.TextChoices):
        CONSULTED = "consulted", vi("Góp ý")
        CONTENT = "content", vi("Thẩm định nội dung")

    class Answer(models.TextChoices):
        NONE = "", vi("Chưa trả lời")
        ACCEPTED = "accepted", vi("Tiếp thu")
        EXPLAINED = "explained", vi("Giải trình")

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="opinions", verbose_name=vi("dự thảo"))
    kind = models.CharField(vi("loại"), max_length=10, choices=Kind)
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=vi("người góp ý"))
    asked_at = models.DateTimeField(vi("hỏi lúc"), db_default=Now())
    due_on = models.DateField(vi("hạn góp ý"), null=True, blank=True)
    version = models.ForeignKey(
        DraftVersion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=vi("trên bản")
    )
    given_at = models.DateTimeField(vi("góp ý lúc"), null=True, blank=True)
    agrees = models.BooleanField(vi("nhất trí"), default=False)
    text = models.CharField(vi("ý kiến"), max_length=4000, blank=True)
    answer = models.CharField(
        vi("tiếp thu, giải trình"), max_length=10, choices=Answer, blank=True, default=Answer.NONE
    )
    answer_text = models.CharField(vi("nội dung tiếp thu, giải trình"), max_length=2000, blank=True)

    class Meta:
        verbose_name = vi("ý kiến về dự thảo")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(given_at__isnull=True) | Q(agrees=True) | ~Q(text=""),
                name="given_opinion_says_something",
            ),
            models.CheckConstraint(
                condition=~Q(answer="explained") | ~Q(answer_text=""), name="explained_opinion_says_why"
            ),
        ]
        indexes = [
            models.Index(fields=["user", "draft"], name="opinion_user"),
            models.Index(fields=["user", "draft"], condition=Q(given_at__isnull=True), name="opinion_owed"),
        ]

    def __str__(self) -> str:
        return self.text or str(self.get_kind_display())

    @property
    def settled(self) -> bool:
        """Whether nothing is left to say to it: it agrees, or was taken up or explained."""
        return self.given_at is None or (self.agrees and not self.text) or self.answer != self.Answer.NONE


class SigningKey(Journalled):
    """A person's own key: a PKCS#12 file, locked by a PIN kept nowhere and sealed with the key of the office."""

    user = models.OneToOneField(User, models.PROTECT, related_name="signing_key", verbose_name=vi("người"))
    sealed = models.TextField(vi("khóa"))
    holder = models.CharField(vi("chứng thư của"), max_length=200)
    organisation = models.CharField(vi("cơ quan"), max_length=200, blank=True)
    valid_to = models.DateTimeField(vi("hết hạn"))
    kept_at = models.DateTimeField(vi("đặt lúc"), db_default=Now())

    unjournalled = frozenset({"sealed"})

    class Meta:
        verbose_name = vi("khóa ký số")
        verbose_name_plural = vi("khóa ký số")

    def __str__(self) -> str:
        return self.holder


class OfficeTemplate(Journalled, Dated):
    """A Word template the office edited itself, for a type, in force from a day on; without a body for all of them."""

    agency = models.ForeignKey(
        Unit, models.PROTECT, related_name="office_templates", verbose_name=vi("cơ quan")
    )
    document_type = models.ForeignKey(
        DocumentType, models.PROTECT, related_name="+", verbose_name=vi("loại văn bản")
    )
    issuing_body = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=vi("cơ quan ban hành")
    )
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    name = models.CharField(vi("tên tệp"), max_length=255)
    added_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=vi("người đưa lên")
    )

    class Meta:
        verbose_name = vi("mẫu của cơ quan")
        verbose_name_plural = vi("mẫu của cơ quan")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "document_type", "issuing_body"],
                condition=Q(valid_to__isnull=True),
                nulls_distinct=False,
                name="one_template_in_force",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="template_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name
