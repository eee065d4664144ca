"""Inputs of submitting, endorsing and distributing: who gets a document, in which role, until when."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from vanphong.kernel.actions import CommandForm, DayField, RecordField, RecordsField
from vanphong.kernel.actor import CHIEF, Actor
from vanphong.kernel.identity.models import User
from vanphong.kernel.organisation.models import Dated, Unit
from vanphong.kernel.organisation.queries import holders_in_agency, today
from vanphong.kernel.wording import vi
from vanphong.lib.dates import format_date
from vanphong.modules.correspondence.commands.submission import possible_endorsers
from vanphong.modules.correspondence.models import IncomingDocument, Submission
from vanphong.modules.correspondence.queries.deadlines import due_choices
from vanphong.modules.correspondence.queries.proposals import Proposal, last_distributed, last_proposed

PHRASES = (
    vi("Đồng ý."),
    vi("Giao tham mưu, báo cáo Thường trực."),
    vi("Nghiên cứu, thực hiện."),
    vi("Để biết, theo dõi."),
    vi("Trao đổi lại với tôi."),
)
"""Usual words of an endorsement; the person may always write their own."""


def _handlers(actor: Actor) -> QuerySet[Unit]:
    """Units work may be given to: departments of the actor's agency, and bodies of the province."""
    agencies = {seat.agency_id for seat in actor.seats}
    return (
        Unit.objects.filter(Dated.on(today()))
        .filter(
            Q(agency_id__in=agencies, kind=Unit.Kind.DEPARTMENT)
            | Q(kind__in=[Unit.Kind.BOARD, Unit.Kind.FRONT])
            | Q(kind=Unit.Kind.COMMITTEE, level__in=[Unit.Level.PROVINCE, Unit.Level.COMMUNE])
        )
        .order_by("rank", "name")
    )


def _people(actor: Actor) -> QuerySet[User]:
    """People of the actor's agencies."""
    agencies = {seat.agency_id for seat in actor.seats}
    day = today()
    found: QuerySet[User] = (
        User.objects.filter(
            Q(holdings__post__unit_id__in=agencies) | Q(holdings__post__unit__agency_id__in=agencies),
            Dated.on(day, "holdings__"),
            is_active=True,
        )
        .distinct()
        .order_by("full_name")
    )
    return found


class PeopleField(RecordsField):
    """Several people of the office: not cut by a policy of accounts, only by the agencies of the actor."""

    def bind(self, actor: Actor) -> None:
        self.queryset = _people(actor)


class PersonField(RecordField):
    """One person of the office."""

    def bind(self, actor: Actor) -> None:
        self.queryset = _people(actor)


class DueForm(CommandForm):
    """A deadline as a day, or as a number of working days whose count is shown."""

    due_on = DayField(label=vi("Hạn xử lý"), required=False)
    due_in = forms.ChoiceField(label=vi("Hoặc sau"), required=False, choices=[("", "—")])

    def prepare(self) -> None:
        self.fields["due_in"].choices = [("", "—"), *due_choices(today())]  # type: ignore[attr-defined]
        self.fields["due_on"].width = self.fields["due_in"].width = "half"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        days = values.pop("due_in", "")
        values["due_reason"] = ""
        if days and not values.get("due_on"):
            values["due_on"], values["due_reason"] = _due(int(days))
        return values


def _still_ahead(document: IncomingDocument) -> dt.date | None:
    """The deadline of the document, unless it is past: a new part of the work needs a new one."""
    return document.due_on if document.due_on and document.due_on >= today() else None


def _due(days: int) -> tuple[Any, str]:
    from vanphong.kernel.calendar.queries import due_after

    count = due_after(today(), days)
    return count.due, _("{days} ngày làm việc kể từ {start}").format(
        days=days, start=format_date(count.start)
    )


class RecipientsForm(DueForm):
    """Units by role; filled as for the last document alike, and marked so."""

    def _remember(self, proposal: Proposal | None) -> None:
        if proposal is None:
            return
        offered = {
            "lead": proposal.lead,
            "collaborators": proposal.collaborators,
            "information": proposal.information,
            "proposal": proposal.words,
        }
        taken = {name: value for name, value in offered.items() if value and name in self.fields}
        self.remembered = frozenset(taken.keys() - self.initial.keys())
        self.initial = {**taken, **self.initial}


class SubmitForm(RecipientsForm):
    """A submission slip."""

    to_user = PersonField(User, label=vi("Trình đồng chí"))
    summary = forms.CharField(label=vi("Tóm tắt"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    proposal = forms.CharField(label=vi("Đề xuất"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    lead = RecordField(Unit, rows=_handlers, label=vi("Đề xuất chủ trì"), required=False)
    collaborators = RecordsField(
        Unit, rows=_handlers, label=vi("Đề xuất phối hợp"), required=False, search="don-vi"
    )
    information = RecordsField(
        Unit, rows=_handlers, label=vi("Đề xuất gửi để biết"), required=False, search="don-vi"
    )
    field_order = (
        "to_user",
        "summary",
        "proposal",
        "lead",
        "collaborators",
        "information",
        "due_on",
        "due_in",
    )

    def prepare(self) -> None:
        super().prepare()
        document = self.record
        if isinstance(document, IncomingDocument):
            self._offer_leaders(document.agency_id)
            self.initial.setdefault("due_on", _still_ahead(document))
            self._remember(last_proposed(document))
        elif agency := next((seat.agency_id for seat in self.actor.seats), None):
            self._offer_leaders(agency)

    def _offer_leaders(self, agency_id: int) -> None:
        ids = [user.pk for user in possible_endorsers(agency_id)]
        self.fields["to_user"].queryset = User.objects.filter(pk__in=ids)  # type: ignore[attr-defined]
        self.initial.setdefault("to_user", self._usual(agency_id, ids))

    def _usual(self, agency_id: int, ids: list[int]) -> int | None:
        """To whom the actor submitted last time, else the chief of the office; never the first name by chance."""
        chiefs = [user.pk for user in holders_in_agency(agency_id, CHIEF)]
        last = Submission.objects.filter(submitted_by_id=self.actor.user_id, to_user_id__in=ids)
        found = last.order_by("-id").values_list("to_user_id", flat=True).first()
        return found or next(iter(chiefs), None)

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        values.pop("due_reason", None)
        return values


class EndorseForm(DueForm):
    """A leader's endorsement; the proposal of the slip is agreed with by one tap."""

    as_proposed = forms.BooleanField(label=vi("Đồng ý theo đề xuất"), required=False)
    phrases = forms.MultipleChoiceField(
        label=vi("Câu thường dùng"), required=False, choices=[(words, words) for words in PHRASES]
    )
    text = forms.CharField(label=vi("Ý kiến"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    lead = RecordField(Unit, rows=_handlers, label=vi("Chủ trì"), required=False)
    collaborators = RecordsField(Unit, rows=_handlers, label=vi("Phối hợp"), required=False, search="don-vi")
    information = RecordsField(Unit, rows=_handlers, label=vi("Để biết"), required=False, search="don-vi")
    field_order = (
        "as_proposed",
        "phrases",
        "text",
        "lead",
        "collaborators",
        "information",
        "due_on",
        "due_in",
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        values.pop("due_reason", None)
        said = [*values.pop("phrases", []), values.get("text", "")]
        values["text"] = " ".join(words for words in said if words)
        return values


class DistributeForm(RecipientsForm):
    """Who gets the document, in which role, until when."""

    lead = RecordField(Unit, rows=_handlers, label=vi("Đơn vị chủ trì"), required=False)
    lead_user = PersonField(User, label=vi("Hoặc người chủ trì"), required=False)
    collaborators = RecordsField(
        Unit, rows=_handlers, label=vi("Đơn vị phối hợp"), required=False, search="don-vi"
    )
    collaborator_users = PeopleField(User, label=vi("Người phối hợp"), required=False, search="nguoi")
    information = RecordsField(
        Unit, rows=_handlers, label=vi("Đơn vị để biết"), required=False, search="don-vi"
    )
    information_users = PeopleField(User, label=vi("Người để biết"), required=False, search="nguoi")
    instruction = forms.CharField(
        label=vi("Yêu cầu"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    field_order = (
        "lead",
        "lead_user",
        "collaborators",
        "collaborator_users",
        "information",
        "information_users",
        "due_on",
        "due_in",
        "instruction",
    )

    def prepare(self) -> None:
        super().prepare()
        self.fields["lead"].width = self.fields["lead_user"].width = "half"  # type: ignore[attr-defined]
        document = self.record
        if not isinstance(document, IncomingDocument):
            return
        self.initial.setdefault("due_on", _still_ahead(document))
        endorsement = document.endorsements.first()
        if endorsement is not None:
            self.initial.setdefault("instruction", endorsement.text)
        slip = document.submissions.exclude(state=Submission.State.WITHDRAWN).order_by("-id").first()
        if slip is None or slip.proposed_lead_id is None:
            self._remember(last_distributed(document))
        else:
            self.initial.setdefault("lead", slip.proposed_lead_id)
            self.initial.setdefault("collaborators", slip.proposed_collaborators)
            self.initial.setdefault("information", slip.proposed_information)
