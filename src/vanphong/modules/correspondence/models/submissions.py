"""Slips that submit a document, and what the leader said."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from vanphong.kernel.identity.models import User
from vanphong.kernel.journal.rows import Journalled
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.wording import vi
from vanphong.modules.correspondence.models.documents import IncomingDocument


class Submission(Journalled):
    """A submission with its slip (phiếu trình): to whom, what the office proposes."""

    class State(models.TextChoices):
        PENDING = "pending", vi("Chờ cho ý kiến")
        ENDORSED = "endorsed", vi("Đã cho ý kiến")
        RETURNED = "returned", vi("Trả lại")
        WITHDRAWN = "withdrawn", vi("Đã rút")

    document = models.ForeignKey(
        IncomingDocument, models.PROTECT, related_name="submissions", verbose_name=vi("văn bản")
    )
    state = models.CharField(vi("tình trạng"), max_length=10, choices=State, default=State.PENDING)
    to_user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=vi("trình đồng chí"))
    submitted_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=vi("người trình")
    )
    submitted_at = models.DateTimeField(vi("trình lúc"), db_default=Now())
    summary = models.TextField(vi("tóm tắt"), blank=True)
    proposal = models.TextField(vi("đề xuất"), blank=True)
    proposed_lead = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=vi("đề xuất chủ trì")
    )
    proposed_collaborators = ArrayField(
        models.BigIntegerField(), default=list, blank=True, verbose_name=vi("đề xuất phối hợp")
    )
    proposed_information = ArrayField(
        models.BigIntegerField(), default=list, blank=True, verbose_name=vi("đề xuất gửi để biết")
    )
    proposed_due_on = models.DateField(vi("đề xuất hạn"), null=True, blank=True)
    ended_at = models.DateTimeField(vi("xong lúc"), null=True, blank=True)
    return_reason = models.CharField(vi("lý do trả lại"), max_length=500, blank=True)

    class Meta:
        verbose_name = vi("phiếu trình")
        constraints = [
            models.UniqueConstraint(
                fields=["document", "to_user"], condition=Q(state="pending"), name="one_pending_submission"
            )
        ]
        indexes = [
            models.Index(fields=["to_user", "-id"], condition=Q(state="pending"), name="submission_pending"),
            models.Index(fields=["document", "-id"], name="submission_document"),
        ]

    def __str__(self) -> str:
        return _("Trình {to_user}").format(to_user=self.to_user)


class Endorsement(Journalled):
    """An endorsement (bút phê) of a leader; never changed, a later one stands beside it."""

    document = models.ForeignKey(
        IncomingDocument, models.PROTECT, related_name="endorsements", verbose_name=vi("văn bản")
    )
    submission = models.ForeignKey(
        Submission,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="endorsements",
        verbose_name=vi("phiếu trình"),
    )
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=vi("người cho ý kiến"))
    entered_by = models.CharField(vi("người nhập"), max_length=120, blank=True)
    text = models.TextField(vi("ý kiến"))
    as_proposed = models.BooleanField(vi("đồng ý theo đề xuất"), default=False)
    due_on = models.DateField(vi("hạn"), null=True, blank=True)
    endorsed_at = models.DateTimeField(vi("lúc"), db_default=Now())

    class Meta:
        verbose_name = vi("bút phê")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.text[:80]
