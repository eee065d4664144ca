"""Inputs of sending out and of following what was sent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from vanphong.kernel.actions import CommandForm, DayField, RecordField, RecordsField
from vanphong.kernel.actor import REGISTRAR, Actor
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.organisation.queries import today
from vanphong.kernel.wording import vi
from vanphong.modules.issuing.forms.fields import recipients
from vanphong.modules.issuing.models import Delivery, OutgoingDocument, OutgoingFile, RecipientGroup
from vanphong.modules.issuing.queries.recipients import recipients_named


def _lines(text: str) -> list[str]:
    return [line.strip(" -–;.") for line in text.splitlines() if line.strip(" -–;.")]


class RecipientsForm(CommandForm):
    """Where copies go."""

    units = RecordsField(
        Unit,
        rows=recipients,
        label=vi("Nơi nhận"),
        required=False,
        search="don-vi",
        help_text=vi("Cơ quan làm việc trên hệ thống này nhận ngay; nơi khác gửi bản giấy."),
    )
    groups = RecordsField(RecipientGroup, label=vi("Nhóm nơi nhận"), required=False)
    others = forms.CharField(
        label=vi("Nơi nhận khác"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=vi("Mỗi dòng một nơi nhận bản giấy."),
    )

    def prepare(self) -> None:
        field: Any = self.fields["groups"]
        if isinstance(self.record, OutgoingDocument):
            field.queryset = field.queryset.filter(agency_id=self.record.agency_id)
        if not field.queryset.exists():
            del self.fields["groups"]

    def keywords(self) -> dict[str, Any]:
        values = super().keywords()
        members = [unit for group in values.pop("groups", ()) for unit in group.units()]
        return values | {"units": [*values["units"], *members], "others": _lines(values["others"])}


class DispatchForm(RecipientsForm):
    """Phát hành."""

    without_number = forms.BooleanField(label=vi("Gửi tệp như đã ký, chưa có số trên tệp"), required=False)

    def prepare(self) -> None:
        super().prepare()
        document = self.record
        if isinstance(document, OutgoingDocument) and (
            document.bears_number or document.files.filter(kind=OutgoingFile.Kind.ISSUED).exists()
        ):
            self.fields["without_number"].widget = forms.HiddenInput()
        if isinstance(self.record, OutgoingDocument) and "units" not in self.initial:
            found = recipients_named(self.record)
            self.initial["units"] = [unit.pk for unit in found.units]
            self.initial.setdefault("others", "\n".join(found.others))


class SendFurtherForm(RecipientsForm):
    """Gửi thêm, gửi lại."""

    reason = forms.CharField(label=vi("Lý do"), max_length=500)

    def prepare(self) -> None:
        super().prepare()
        if isinstance(self.record, OutgoingDocument) and "units" not in self.initial:
            refused = self.record.deliveries.filter(state=Delivery.State.REFUSED, unit__isnull=False)
            self.initial["units"] = [row.unit_id for row in refused]


class DeliveriesField(RecordsField):
    """Copies of the document at hand; filled by the form."""

    def bind(self, actor: Actor) -> None:
        self.queryset = Delivery.objects.none()


class ReceiptForm(CommandForm):
    """Ghi ký nhận."""

    deliveries = DeliveriesField(Delivery, label=vi("Nơi nhận đã ký"))
    received_by = forms.CharField(label=vi("Người ký nhận"), max_length=120)
    received_on = DayField(label=vi("Ngày ký nhận"), required=False)

    def prepare(self) -> None:
        if isinstance(self.record, OutgoingDocument):
            waiting = self.record.deliveries.filter(state=Delivery.State.SENT).order_by("pk")
            field: Any = self.fields["deliveries"]
            field.queryset = waiting
            if waiting.count() == 1:
                self.initial.setdefault("deliveries", [row.pk for row in waiting])
        self.initial.setdefault("received_on", today())


class RecallingField(RecordField):
    """Documents numbered after the one at hand, by code and subject."""

    def label_from_instance(self, obj: OutgoingDocument) -> str:
        return f"{obj.reference_code} · {obj.subject[:90]}"


def _own(actor: Actor) -> QuerySet[OutgoingDocument]:
    return OutgoingDocument.objects.filter(
        agency_id__in=actor.agencies_as(REGISTRAR), state=OutgoingDocument.State.DISPATCHED
    )


class RecallForm(CommandForm):
    """Thu hồi bằng một văn bản khác."""

    by_document = RecallingField(OutgoingDocument, rows=_own, label=vi("Văn bản thu hồi"))
    reason = forms.CharField(label=vi("Lý do"), max_length=300)

    def prepare(self) -> None:
        document = self.record
        if isinstance(document, OutgoingDocument):
            field: Any = self.fields["by_document"]
            later = field.queryset.filter(agency_id=document.agency_id, numbered_at__gt=document.numbered_at)
            newest = later.order_by("-numbered_at").values("pk")[:100]
            field.queryset = later.filter(pk__in=newest).order_by("-numbered_at")
