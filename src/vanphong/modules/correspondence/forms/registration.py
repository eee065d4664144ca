"""The registration form: prefilled from what was read, with the source of each field."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from vanphong.kernel.actions import CommandForm, DayField, RecordField
from vanphong.kernel.actor import Actor
from vanphong.kernel.numbering.models import Register
from vanphong.kernel.organisation.models import Dated
from vanphong.kernel.organisation.queries import today
from vanphong.kernel.wording import vi
from vanphong.modules.catalogues.public import DocumentType, SubjectArea
from vanphong.modules.correspondence.commands.registration import AS_SENT, HeaderFields
from vanphong.modules.correspondence.commands.submission import possible_endorsers
from vanphong.modules.correspondence.models import IncomingDocument, Urgency
from vanphong.modules.correspondence.queries.issuers import resolve_issuer

SURE = 0.8
"""Below this confidence a field is shown with «kiểm tra»."""

FIELDS_READ = {
    "reference_code": "reference_code",
    "issuer": "issuer_name",
    "issued_on": "issued_on",
    "subject": "subject",
    "type": "document_type",
    "urgency": "urgency",
    "signer": "signer",
    "signer_title": "signer_title",
}
"""Header field of the reader → field of the form."""


def _types(actor: Actor) -> QuerySet[DocumentType]:
    return DocumentType.objects.filter(Dated.on(today())).order_by("rank", "name")


def _areas(actor: Actor) -> QuerySet[SubjectArea]:
    return SubjectArea.objects.filter(Dated.on(today())).order_by("rank", "name")


# Names that say nothing without the committee above them.
BODIES_OF_A_COMMITTEE = ("văn phòng", "ban tổ chức", "ủy ban kiểm tra", "ban nội chính", "ban xây dựng đảng")


class HeaderForm(CommandForm):
    """What stands in the book of a document."""

    reference_code = forms.CharField(label=vi("Số, ký hiệu"), max_length=80, required=False)
    issued_on = DayField(label=vi("Ngày văn bản"), required=False)
    issuer_name = forms.CharField(label=vi("Cơ quan ban hành"), max_length=300)
    subject = forms.CharField(
        label=vi("Trích yếu"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    document_type = RecordField(DocumentType, rows=_types, label=vi("Loại"), required=False)
    urgency = forms.ChoiceField(label=vi("Độ khẩn"), choices=Urgency.choices, required=False)
    due_on = DayField(label=vi("Hạn trong văn bản"), required=False)
    signer = forms.CharField(label=vi("Người ký"), max_length=120, required=False)
    signer_title = forms.CharField(label=vi("Chức vụ ký"), max_length=200, required=False)
    subject_area = RecordField(SubjectArea, rows=_areas, label=vi("Lĩnh vực"), required=False)
    page_count = forms.IntegerField(label=vi("Số trang"), min_value=0, max_value=100_000, required=False)
    copy_count = forms.IntegerField(
        label=vi("Số bản"), min_value=1, max_value=1000, initial=1, required=False
    )
    paper_received = forms.BooleanField(label=vi("Đã nhận bản giấy"), required=False)
    reply_required = forms.BooleanField(label=vi("Cần trả lời"), required=False)
    note = forms.CharField(label=vi("Ghi chú"), max_length=500, required=False)

    def prepare(self) -> None:
        for name in (
            "reference_code",
            "issued_on",
            "document_type",
            "urgency",
            "due_on",
            "signer",
            "signer_title",
        ):
            self.fields[name].width = "half"  # type: ignore[attr-defined]
        self.initial.setdefault("urgency", Urgency.NORMAL)
        for name in ("subject_area", "page_count", "copy_count"):
            self.fields[name].width = "third"  # type: ignore[attr-defined]
        if isinstance(self.record, IncomingDocument) and self.record.is_registered:
            self._prefill_registered(self.record)

    def _prefill_registered(self, document: IncomingDocument) -> None:
        for name in self.fields:
            if hasattr(document, name):
                self.initial.setdefault(name, getattr(document, name))

    def header(self) -> HeaderFields:
        """The cleaned fields; the issuer is resolved to the body of the document's date where it is known."""
        values = {k: v for k, v in self.cleaned_data.items() if k in HeaderFields.__dataclass_fields__}
        values["issuer"] = resolve_issuer(values["issuer_name"], values["issued_on"])
        values["urgency"] = values["urgency"] or Urgency.NORMAL
        values["copy_count"] = values["copy_count"] or 1
        if values["due_on"]:
            values["due_reason"] = _("hạn ghi trong văn bản")
        return HeaderFields(**values)


class CorrectForm(HeaderForm):
    """Correction of a registered document, with a reason."""

    reason = forms.CharField(label=vi("Lý do sửa"), max_length=300)

    def keywords(self) -> dict[str, Any]:
        values = super().keywords()
        return {"fields": self.header(), "reason": values["reason"]}


class RegisterForm(HeaderForm):
    """Registration, with the book and, if wanted, whom to submit to at once."""

    register = RecordField(Register, label=vi("Sổ"))
    arrived_on = DayField(label=vi("Ngày đến"), required=False)
    submit_to = forms.ChoiceField(label=vi("Trình"), required=False)
    sticky = False
    """Whether book and leader are as the clerk chose last time."""

    def prepare(self) -> None:
        super().prepare()
        document = self.record
        agency_id = document.agency_id if isinstance(document, IncomingDocument) else 0
        day = today()
        books = Register.objects.filter(
            Q(agency_id=agency_id) if agency_id else Q(agency_id__in=[s.agency_id for s in self.actor.seats]),
            Dated.on(day),
            kind=Register.Kind.INCOMING,
        )
        self.fields["register"].queryset = books  # type: ignore[attr-defined]
        people = possible_endorsers(agency_id) if agency_id else []
        self.fields["submit_to"].choices = [  # type: ignore[attr-defined]
            ("", _("Chưa trình")),
            *((str(user.pk), user.full_name) for user in people),
        ]
        self.fields["submit_to"].width = "half"  # type: ignore[attr-defined]
        self.fields["register"].width = self.fields["arrived_on"].width = "half"  # type: ignore[attr-defined]
        self.initial.setdefault("arrived_on", day)
        if isinstance(document, IncomingDocument):
            if document.sent_as:
                self._lock_sent(document)
            self._prefill_read(document)
        self._prefill_sticky(books)

    def _lock_sent(self, document: IncomingDocument) -> None:
        """What an office of this installation sent keeps its head as it was issued."""
        for name in AS_SENT:
            if name in self.fields:
                self.initial[name] = getattr(document, name)
                self.fields[name].disabled = True

    def _prefill_read(self, document: IncomingDocument) -> None:
        reading = getattr(document, "reading", None)
        self.initial.setdefault("page_count", document.page_count or None)
        self.initial.setdefault("paper_received", document.channel in ("scan", "manual"))
        if reading is None:
            return
        header = reading.header
        for read_name, name in FIELDS_READ.items():
            found = header.get(read_name)
            if found is None or isinstance(found["value"], list):
                continue
            value: Any = found["value"]
            if name == "issued_on":
                value = dt.date.fromisoformat(value)
            elif name == "document_type":
                value = self._type_named(value, header.get("family", {}).get("value"))
            elif name == "urgency":
                value = next((code for code, label in Urgency.choices if label == value), Urgency.NORMAL)
            self.initial.setdefault(name, value)
        self._name_issuer(header)
        if reading.deadlines:
            days = sorted(dt.date.fromisoformat(d["due_on"]) for d in reading.deadlines)
            self.initial.setdefault("due_on", next((day for day in days if day >= today()), None))

    def _name_issuer(self, header: dict[str, Any]) -> None:
        """The body as the catalogue calls it: «Văn phòng» below «Tỉnh ủy X» is «Văn phòng Tỉnh ủy X»."""
        name = self.initial.get("issuer_name")
        if not isinstance(name, str) or self.fields["issuer_name"].disabled:
            return
        superior = header.get("superior", {}).get("value") or ""
        for words in (name, f"{name} {superior}") if superior else (name,):
            unit = resolve_issuer(words, self.initial.get("issued_on"))
            if unit is not None:
                self.initial["issuer_name"] = unit.name
                return
        short = name.lower() in BODIES_OF_A_COMMITTEE
        if superior and short:
            self.initial["issuer_name"] = f"{name} {superior}"

    def _type_named(self, name: str, family: str | None) -> DocumentType | None:
        found = list(_types(self.actor).filter(name__iexact=name))
        same_family = [row for row in found if row.family == family]
        best = same_family or found
        return best[0] if best else None

    def _prefill_sticky(self, books: QuerySet[Register]) -> None:
        """Book and leader as the clerk chose last time; else the default book."""
        last = (
            IncomingDocument.objects.filter(registered_by_id=self.actor.user_id, register__in=books)
            .order_by("-registered_at")
            .first()
        )
        register = last.register if last else books.filter(is_default=True).first() or books.first()
        self.initial.setdefault("register", register)
        self.sticky = last is not None
        if last is not None:
            submission = last.submissions.order_by("id").first()
            self.initial.setdefault("submit_to", str(submission.to_user_id) if submission else "")

    def clean_submit_to(self) -> Any:
        chosen = self.cleaned_data["submit_to"]
        people = {str(u.pk): u for u in possible_endorsers(self.record.agency_id)} if self.record else {}  # type: ignore[attr-defined]
        return people.get(chosen) if chosen else None

    def keywords(self) -> dict[str, Any]:
        values = super().keywords()
        return {
            "register": values["register"],
            "fields": self.header(),
            "arrived_on": values["arrived_on"],
            "submit_to": values["submit_to"],
        }


__all__ = ["FIELDS_READ", "SURE", "CorrectForm", "HeaderForm", "RegisterForm"]
