"""Inputs of the office's own templates."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet

from vanphong.kernel.actions import CommandForm, DayField, RecordField
from vanphong.kernel.actor import CHIEF, DEPUTY_CHIEF, REGISTRAR, Actor
from vanphong.kernel.organisation.models import Dated, Unit
from vanphong.kernel.organisation.queries import bodies_served, today
from vanphong.kernel.wording import vi
from vanphong.modules.catalogues.public import DocumentType
from vanphong.modules.drafting.forms.fields import DraftFile


def _agencies(actor: Actor) -> QuerySet[Unit]:
    kept = actor.agencies_as(REGISTRAR, CHIEF, DEPUTY_CHIEF)
    return Unit.objects.filter(pk__in=kept).order_by("rank", "name")


def _bodies(actor: Actor) -> QuerySet[Unit]:
    return bodies_served(_agencies(actor))


def _types(_actor: Actor) -> QuerySet[DocumentType]:
    party = DocumentType.objects.filter(Dated.on(today()), family=DocumentType.Family.PARTY)
    return party.order_by("rank", "name")


class TemplateForm(CommandForm):
    """Đưa mẫu lên."""

    agency = RecordField(Unit, rows=_agencies, label=vi("Cơ quan"))
    document_type = RecordField(DocumentType, rows=_types, label=vi("Loại văn bản"))
    issuing_body = RecordField(
        Unit,
        rows=_bodies,
        label=vi("Cơ quan ban hành"),
        required=False,
        help_text=vi("Để trống thì dùng cho mọi cơ quan ban hành."),
    )
    file = DraftFile(
        label=vi("Tệp mẫu (.docx)"),
        help_text=vi("Tải mẫu có sẵn về, sửa trong Word, giữ các trường như {{trích yếu}}, rồi đưa lên."),
    )
    valid_from = DayField(label=vi("Dùng từ ngày"), required=False)

    def prepare(self) -> None:
        agencies = list(_agencies(self.actor)[:2])
        if agencies:
            self.initial.setdefault("agency", agencies[0].pk)
        if len(agencies) == 1:
            self.fields["agency"].widget = forms.HiddenInput()
        self.initial.setdefault("valid_from", today())


class EndTemplateForm(CommandForm):
    """Thôi dùng."""

    last_day = DayField(label=vi("Dùng đến hết ngày"))

    def prepare(self) -> None:
        self.initial.setdefault("last_day", today())
