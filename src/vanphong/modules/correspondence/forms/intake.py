"""Inputs around intake: what to do with a file found to be secret, a paper without a scan."""

from __future__ import annotations

from typing import Any

from django import forms

from vanphong.kernel.actions import CommandForm, RecordField
from vanphong.kernel.actor import REGISTRAR, Actor
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.wording import vi
from vanphong.lib.reading.secrecy import LEVEL_NAMES


class PurgeForm(CommandForm):
    """The grade on the paper and where it stands; never what it says."""

    found_level = forms.ChoiceField(label=vi("Mức mật"), choices=list(LEVEL_NAMES.items()))
    where = forms.ChoiceField(
        label=vi("Thấy ở đâu"),
        choices=[
            (place, place)
            for place in (vi("dấu trên trang"), vi("bì thư"), vi("tên tệp"), vi("người gửi báo"))
        ],
    )


def _mine(actor: Actor) -> Any:
    agencies = Unit.objects.filter(is_agency=True)
    return agencies if actor.is_system else agencies.filter(pk__in=actor.agencies_as(REGISTRAR))


class PaperForm(CommandForm):
    """A paper that came without a scan."""

    agency = RecordField(Unit, rows=_mine, label=vi("Cơ quan nhận"))
    sender_note = forms.CharField(label=vi("Người gửi, người mang đến"), max_length=300, required=False)
    page_count = forms.IntegerField(label=vi("Số trang"), min_value=0, max_value=10_000, initial=1)
    copy_count = forms.IntegerField(label=vi("Số bản"), min_value=1, max_value=1000, initial=1)

    def prepare(self) -> None:
        for field in self.fields.values():
            field.width = "half"  # type: ignore[attr-defined]
        only = list(_mine(self.actor)[:2])
        if only:
            self.initial.setdefault("agency", only[0].pk)
