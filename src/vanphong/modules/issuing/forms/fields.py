"""What several forms of this module share: the agency whose clerk the person is, and who may be written to."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet

from vanphong.kernel.actions import CommandForm, RecordField
from vanphong.kernel.actor import REGISTRAR, Actor
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.wording import vi
from vanphong.modules.issuing.queries.recipients import possible_recipients


def recipients(_actor: Actor) -> QuerySet[Unit]:
    """Bodies that may be sent to."""
    return possible_recipients()


def _agencies(actor: Actor) -> QuerySet[Unit]:
    return Unit.objects.filter(pk__in=actor.agencies_as(REGISTRAR)).order_by("rank", "name")


class AgencyForm(CommandForm):
    """A form that asks for the agency only of a clerk of several."""

    agency = RecordField(Unit, rows=_agencies, label=vi("Cơ quan giữ sổ"))

    def prepare(self) -> None:
        agencies = list(_agencies(self.actor)[:2])
        if agencies:
            self.initial.setdefault("agency", agencies[0].pk)
        if len(agencies) == 1:
            self.fields["agency"].widget = forms.HiddenInput()
