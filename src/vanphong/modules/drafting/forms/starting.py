"""Inputs of beginning a draft and of saying what it is to be."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from vanphong.kernel.actions import CommandForm, DayField, RecordField
from vanphong.kernel.actor import Actor
from vanphong.kernel.organisation.models import Dated, Unit
from vanphong.kernel.organisation.queries import bodies_served, today
from vanphong.kernel.wording import vi
from vanphong.modules.catalogues.public import DocumentType
from vanphong.modules.correspondence.public import IncomingDocument, Urgency
from vanphong.modules.drafting.commands.starting import Head
from vanphong.modules.drafting.forms.fields import DraftFile, SomePerson, let_choose
from vanphong.modules.drafting.models import Draft
from vanphong.modules.drafting.queries.people import possible_signers
from vanphong.modules.records.public import CaseFile, open_case_files_for

MOST_ANSWERED = 100


def _bodies(actor: Actor) -> QuerySet[Unit]:
    agencies = {seat.agency_id for seat in actor.seats}
    return bodies_served(Unit.objects.filter(pk__in=agencies))


def _types(_actor: Actor) -> QuerySet[DocumentType]:
    """Types of the Party first: that is what such an office writes."""
    return DocumentType.objects.filter(Dated.on(today())).order_by("family", "rank", "name")


def _units(actor: Actor) -> QuerySet[Unit]:
    return Unit.objects.filter(pk__in=actor.units_as()).order_by("rank", "name")


def _answerable(_actor: Actor) -> QuerySet[IncomingDocument]:
    """Incoming documents at work, the newest hundred; rights are asked beside."""
    return IncomingDocument.objects.filter(state__in=IncomingDocument.WORKING_STATES).order_by("-pk")


class AnsweredField(RecordField):
    """The incoming document answered, named by the page one comes from."""

    def label_from_instance(self, obj: IncomingDocument) -> str:
        return " · ".join(part for part in (obj.reference_code, obj.subject[:90], obj.issuer_name) if part)


class HeadForm(CommandForm):
    """What a draft is to be."""

    issuing_body = RecordField(Unit, rows=_bodies, label=vi("Cơ quan ban hành"))
    document_type = RecordField(DocumentType, rows=_types, label=vi("Loại văn bản"))
    subject = forms.CharField(
        label=vi("Trích yếu"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    signer = SomePerson(label=vi("Người ký"), required=False)
    due_on = DayField(label=vi("Hạn ban hành"), required=False)
    urgency = forms.ChoiceField(label=vi("Độ khẩn"), choices=Urgency.choices, required=False)
    case_file = RecordField(CaseFile, rows=open_case_files_for, label=vi("Hồ sơ"), required=False)

    def prepare(self) -> None:
        for name in ("issuing_body", "document_type", "signer", "due_on", "urgency", "case_file"):
            self.fields[name].width = "half"  # type: ignore[attr-defined]
        draft = self.record
        if isinstance(draft, Draft):
            let_choose(self, "signer", possible_signers(draft.agency_id))
            for name in ("subject", "urgency", "due_on"):
                self.initial.setdefault(name, getattr(draft, name))
            for name in ("issuing_body", "document_type", "signer", "case_file"):
                self.initial.setdefault(name, getattr(draft, f"{name}_id"))
        else:
            agencies = sorted({seat.agency_id for seat in self.actor.seats})
            let_choose(self, "signer", [one for pk in agencies for one in possible_signers(pk)])

    def head(self, values: dict[str, Any]) -> Head:
        """The cleaned fields as the command takes them."""
        given = {name: values[name] for name in Head.__dataclass_fields__}
        return Head(**{**given, "urgency": given["urgency"] or Urgency.NORMAL})


class ChangeForm(HeadForm):
    """Sửa thông tin dự thảo."""

    def keywords(self) -> dict[str, Any]:
        return {"head": self.head(super().keywords())}


class StartForm(HeadForm):
    """Soạn dự thảo."""

    field_order = ("issuing_body", "document_type", "subject", "signer", "due_on", "urgency", "case_file")
    unit = RecordField(Unit, rows=_units, label=vi("Đơn vị soạn thảo"))
    answers = AnsweredField(
        IncomingDocument, rows=_answerable, label=vi("Trả lời văn bản đến"), required=False
    )
    file = DraftFile(
        label=vi("Tệp đã soạn sẵn (.docx)"),
        required=False,
        help_text=vi("Để trống thì máy lấy mẫu của loại văn bản, điền sẵn những gì đã biết."),
    )

    def prepare(self) -> None:
        super().prepare()
        units = list(_units(self.actor)[:2])
        if units:
            self.initial.setdefault("unit", units[0].pk)
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
        self._choose_answered()
        if self.actor.seats:
            self.initial.setdefault("issuing_body", self.actor.seats[0].agency_id)
        self.initial.setdefault("urgency", Urgency.NORMAL)
        letter = _types(self.actor).filter(family=DocumentType.Family.PARTY, symbol="CV").first()
        if letter is not None:
            self.initial.setdefault("document_type", letter.pk)

    def _choose_answered(self) -> None:
        """The document one comes from, else the newest at work."""
        field: Any = self.fields["answers"]
        rows, given = field.queryset, str(self.initial.get("answers") or "")
        found = rows.filter(pk=int(given)).first() if given.isdecimal() else None
        newest = rows.values("pk")[:MOST_ANSWERED]
        field.queryset = rows.filter(pk__in=newest) if found is None else rows.filter(pk=found.pk)
        if found is not None:
            self.initial.setdefault(
                "subject", _("Về việc trả lời {code}").format(code=found.reference_code).strip()
            )

    def keywords(self) -> dict[str, Any]:
        values = super().keywords()
        return {
            "unit": values["unit"],
            "head": self.head(values),
            "file": values["file"],
            "answers": values["answers"],
        }


class CheckInForm(CommandForm):
    """Đưa bản mới."""

    file = DraftFile(label=vi("Tệp đã sửa (.docx)"))
    remark = forms.CharField(label=vi("Đã sửa gì"), max_length=300, required=False)
