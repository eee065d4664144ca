"""Inputs of giving a number, of correcting and voiding it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from vanphong.kernel.actions import CommandForm, DayField, RecordField
from vanphong.kernel.actor import REGISTRAR, Actor
from vanphong.kernel.commands import Invalid
from vanphong.kernel.numbering.models import IssuedNumber, Register
from vanphong.kernel.organisation.models import Dated, Unit
from vanphong.kernel.organisation.queries import bodies_served, today
from vanphong.kernel.wording import vi
from vanphong.lib.dates import format_date
from vanphong.modules.catalogues.public import DocumentType
from vanphong.modules.correspondence.public import Urgency
from vanphong.modules.issuing.commands.numbering import Head
from vanphong.modules.issuing.models import OutgoingDocument
from vanphong.modules.issuing.queries.series import series_for


def _bodies(actor: Actor) -> QuerySet[Unit]:
    return bodies_served(Unit.objects.filter(pk__in=actor.agencies_as(REGISTRAR)))


def _types(_actor: Actor) -> QuerySet[DocumentType]:
    """Types of the Party first: that is what such an office issues."""
    return DocumentType.objects.filter(Dated.on(today())).order_by("family", "rank", "name")


def _units(actor: Actor) -> QuerySet[Unit]:
    agencies = {seat.agency_id for seat in actor.seats}
    return Unit.objects.filter(Dated.on(today()), agency_id__in=agencies).order_by("rank", "name")


class ReservedField(RecordField):
    """A number set aside; filled by the form, which knows the document."""

    def bind(self, actor: Actor) -> None:
        self.queryset = IssuedNumber.objects.none()

    def label_from_instance(self, obj: IssuedNumber) -> str:
        return _("{number} ({key}), để dành cho {what}").format(
            number=obj.number, key=obj.series.key, what=obj.reserved_for
        )


class HeadForm(CommandForm):
    """What stands in the book besides number and date."""

    subject = forms.CharField(
        label=vi("Trích yếu"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    signer = forms.CharField(label=vi("Người ký"), max_length=120)
    signer_title = forms.CharField(label=vi("Chức vụ ký"), max_length=200, required=False)
    urgency = forms.ChoiceField(label=vi("Độ khẩn"), choices=Urgency.choices, required=False)
    unit = RecordField(Unit, rows=_units, label=vi("Đơn vị soạn thảo"), required=False)
    page_count = forms.IntegerField(label=vi("Số trang"), min_value=0, max_value=100_000, required=False)
    copy_count = forms.IntegerField(
        label=vi("Số bản"), min_value=1, max_value=10_000, initial=1, required=False
    )
    note = forms.CharField(label=vi("Ghi chú"), max_length=500, required=False)

    def prepare(self) -> None:
        for name in ("signer", "signer_title", "urgency", "unit", "page_count", "copy_count"):
            self.fields[name].width = "half"  # type: ignore[attr-defined]
        if isinstance(self.record, OutgoingDocument):
            for name in ("subject", "signer", "signer_title", "urgency", "page_count", "copy_count", "note"):
                self.initial.setdefault(name, getattr(self.record, name))
            self.initial.setdefault("unit", self.record.unit_id)

    def head(self, values: dict[str, Any]) -> Head:
        """The cleaned fields; what was left empty as it usually is."""
        given = {name: values[name] for name in Head.__dataclass_fields__}
        given["urgency"] = given["urgency"] or Urgency.NORMAL
        given["copy_count"] = given["copy_count"] or 1
        return Head(**given)


class NumberForm(HeadForm):
    """Cấp số."""

    field_order = ("issuing_body", "document_type", "subject", "signer", "signer_title")
    issuing_body = RecordField(Unit, rows=_bodies, label=vi("Cơ quan ban hành"))
    document_type = RecordField(DocumentType, rows=_types, label=vi("Loại văn bản"))
    issued_on = DayField(label=vi("Ngày văn bản"), required=False)
    reserved = ReservedField(IssuedNumber, label=vi("Dùng số để dành"), required=False)

    def prepare(self) -> None:
        super().prepare()
        for name in ("issuing_body", "document_type", "issued_on", "reserved"):
            self.fields[name].width = "half"  # type: ignore[attr-defined]
        document = self.record
        if not isinstance(document, OutgoingDocument):
            return
        self.initial.setdefault("issuing_body", document.issuing_body_id or self._usual_body())
        self.initial.setdefault("document_type", document.document_type_id)
        self.initial.setdefault("issued_on", document.backdate_to or today())
        if document.backdate_to is not None:
            words = _("{person} cho phép ghi ngày {day}: {reason}")
            self.fields["issued_on"].help_text = words.format(
                person=document.backdate_by,
                day=format_date(document.backdate_to),
                reason=document.backdate_reason,
            )
        self._foretell(document)
        kept = IssuedNumber.objects.filter(
            state=IssuedNumber.State.RESERVED,
            series__register__agency_id=document.agency_id,
            series__register__kind=Register.Kind.OUTGOING,
        ).select_related("series")
        field: Any = self.fields["reserved"]
        field.queryset = kept.order_by("series__key", "number")
        if not kept.exists():
            field.widget = forms.HiddenInput()

    def _foretell(self, document: OutgoingDocument) -> None:
        """Say the number it would get now, beside the type."""
        kind = document.document_type
        body = Unit.objects.filter(pk=self.initial["issuing_body"] or 0).first()
        if kind is None or body is None:
            return
        try:
            asked = series_for(document.agency, body, kind, document.backdate_to or today())
        except Invalid:
            return
        words = _("Số tiếp theo: {code}").format(code=asked.code(asked.next_number))
        self.fields["document_type"].help_text = words

    def _usual_body(self) -> int | None:
        """The body last numbered for by this clerk."""
        last = (
            OutgoingDocument.objects.filter(numbered_by_id=self.actor.user_id)
            .order_by("-numbered_at")
            .first()
        )
        return last.issuing_body_id if last else None

    def keywords(self) -> dict[str, Any]:
        values = super().keywords()
        return {
            "issuing_body": values["issuing_body"],
            "document_type": values["document_type"],
            "head": self.head(values),
            "issued_on": values["issued_on"],
            "reserved": values["reserved"],
        }


class CorrectForm(HeadForm):
    """Sửa thông tin."""

    reason = forms.CharField(label=vi("Lý do sửa"), max_length=300)

    def keywords(self) -> dict[str, Any]:
        values = super().keywords()
        return {"head": self.head(values), "reason": values["reason"]}


class BackdatingForm(CommandForm):
    """Cho phép ghi lùi ngày."""

    issued_on = DayField(label=vi("Ngày được ghi"))
    reason = forms.CharField(label=vi("Lý do"), max_length=300)


class ReasonForm(CommandForm):
    """Only a reason."""

    reason = forms.CharField(label=vi("Lý do"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
