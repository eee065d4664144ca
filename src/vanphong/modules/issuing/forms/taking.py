"""Inputs of taking a signed document in, and of setting it aside."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet

from vanphong.kernel.actions import CommandForm, RecordField
from vanphong.kernel.actor import REGISTRAR, Actor
from vanphong.kernel.wording import vi
from vanphong.lib.reading.secrecy import LEVEL_NAMES
from vanphong.modules.correspondence.public import IncomingDocument
from vanphong.modules.issuing.forms.fields import AgencyForm

MOST_ANSWERED = 300
"""Documents at work that may be named as answered, the newest."""


class SignedFile(forms.FileField):
    """A file as it was signed; the action looks into it and keeps it before its command."""


def _answerable(actor: Actor) -> QuerySet[IncomingDocument]:
    """Documents at work in the agencies of the clerk, newest first."""
    newest = (
        IncomingDocument.objects.filter(
            agency_id__in=actor.agencies_as(REGISTRAR), state__in=IncomingDocument.WORKING_STATES
        )
        .order_by("-pk")
        .values("pk")[:MOST_ANSWERED]
    )
    return IncomingDocument.objects.filter(pk__in=newest).order_by("-pk")


class AnsweredField(RecordField):
    """An incoming document, by its codes and subject."""

    def label_from_instance(self, obj: IncomingDocument) -> str:
        return " · ".join(part for part in (obj.reference_code, obj.subject[:90], obj.issuer_name) if part)


class TakeForm(AgencyForm):
    """Nhận văn bản đã ký."""

    main = SignedFile(
        label=vi("Tệp văn bản đã ký"), help_text=vi("Bản quét có chữ ký và dấu, hoặc PDF đã ký số.")
    )
    appendix = SignedFile(label=vi("Phụ lục, tài liệu kèm"), required=False)
    answers = AnsweredField(
        IncomingDocument, rows=_answerable, label=vi("Trả lời văn bản đến"), required=False
    )


class IssuedCopyForm(CommandForm):
    """Đưa bản phát hành."""

    copy = SignedFile(
        label=vi("Bản có số, ngày, dấu"),
        help_text=vi("Bản quét của giấy đã ghi số, ngày và đóng dấu, hoặc PDF."),
    )


class WithdrawForm(CommandForm):
    """Rút văn bản chưa cấp số."""

    reason = forms.CharField(label=vi("Lý do"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class PurgeForm(CommandForm):
    """Có dấu mật: loại bỏ."""

    found_level = forms.ChoiceField(label=vi("Mức mật"), choices=list(LEVEL_NAMES.items()))
    where = forms.CharField(label=vi("Thấy ở"), max_length=100, initial=vi("trang 1"))
