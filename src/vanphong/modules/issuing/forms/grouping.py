"""Inputs of groups of recipients."""

from __future__ import annotations

from django import forms

from vanphong.kernel.actions import CommandForm, RecordsField
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.wording import vi
from vanphong.modules.issuing.forms.fields import AgencyForm, recipients
from vanphong.modules.issuing.models import RecipientGroup


class ChangeGroupForm(CommandForm):
    """Sửa nhóm."""

    name = forms.CharField(label=vi("Tên nhóm"), max_length=120)
    units = RecordsField(Unit, rows=recipients, label=vi("Nơi nhận"), search="don-vi")

    def prepare(self) -> None:
        if isinstance(self.record, RecipientGroup):
            self.initial.setdefault("name", self.record.name)
            self.initial.setdefault("units", self.record.unit_ids)


class AddGroupForm(AgencyForm):
    """Lập nhóm."""

    name = forms.CharField(label=vi("Tên nhóm"), max_length=120)
    units = RecordsField(Unit, rows=recipients, label=vi("Nơi nhận"), search="don-vi")
