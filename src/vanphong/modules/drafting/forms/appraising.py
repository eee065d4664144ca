"""Inputs of appraisal and of consultation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from vanphong.kernel.actions import CommandForm, DayField, RecordField, RecordsField
from vanphong.kernel.actor import Actor
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.organisation.queries import departments_of
from vanphong.kernel.wording import vi
from vanphong.lib.reading.secrecy import LEVEL_NAMES
from vanphong.modules.drafting.forms.fields import SomePeople, let_choose
from vanphong.modules.drafting.models import Draft, FindingVerdict, Opinion
from vanphong.modules.drafting.queries.findings import findings_of
from vanphong.modules.drafting.queries.people import colleagues

Verdict = FindingVerdict.Verdict


class DecideForm(CommandForm):
    """Kết luận về nhận xét của máy."""

    keys = forms.MultipleChoiceField(label=vi("Nhận xét"), widget=forms.CheckboxSelectMultiple)
    verdict = forms.ChoiceField(label=vi("Kết luận"), choices=Verdict.choices, initial=Verdict.DISMISSED)
    reason = forms.CharField(label=vi("Lý do bỏ qua"), max_length=500, required=False)

    def prepare(self) -> None:
        if isinstance(self.record, Draft):
            self.fields["keys"].choices = [  # type: ignore[attr-defined]
                (one.key, _place(one.page, one.paragraph) + one.message)
                for one in findings_of(self.record)
                if not one.verdict
            ]


def _place(page: int | None, paragraph: int | None) -> str:
    if paragraph is None:
        return _("trang {page}: ").format(page=page) if page else ""
    return _("trang {page}, đoạn {paragraph}: ").format(page=page or 1, paragraph=paragraph)


class TextForm(CommandForm):
    """An opinion on the content."""

    text = forms.CharField(label=vi("Ý kiến"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))


class SomeUnits(RecordsField):
    """Departments of the draft's agency; filled by the form."""

    def bind(self, actor: Actor) -> None:
        self.queryset = Unit.objects.none()


class AskForm(CommandForm):
    """Lấy ý kiến."""

    units = SomeUnits(Unit, label=vi("Đơn vị góp ý"), required=False, help_text=vi("Hỏi phụ trách đơn vị."))
    users = SomePeople(label=vi("Người góp ý"), required=False)
    due_on = DayField(label=vi("Hạn góp ý"), required=False)

    def prepare(self) -> None:
        if isinstance(self.record, Draft):
            here = colleagues(self.record.agency_id)
            let_choose(self, "users", [one for one in here if one.pk != self.record.drafter_id])
            field: Any = self.fields["units"]
            field.queryset = departments_of(self.record.agency_id).exclude(pk=self.record.unit_id or 0)


class OpinionForm(CommandForm):
    """Góp ý."""

    agrees = forms.BooleanField(label=vi("Nhất trí với dự thảo"), required=False)
    text = forms.CharField(
        label=vi("Ý kiến"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


class OpinionField(RecordField):
    """An opinion on the draft at hand; filled by the form."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Opinion, **kwargs)

    def bind(self, actor: Actor) -> None:
        self.queryset = Opinion.objects.none()

    def label_from_instance(self, obj: Opinion) -> str:
        return f"{obj.user}: {obj.text[:160]}"


class AnswerForm(CommandForm):
    """Tiếp thu, giải trình."""

    opinion = OpinionField(label=vi("Ý kiến"))
    answer = forms.ChoiceField(
        label=vi("Trả lời"), choices=[choice for choice in Opinion.Answer.choices if choice[0]]
    )
    text = forms.CharField(
        label=vi("Nội dung tiếp thu, giải trình"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def prepare(self) -> None:
        if not isinstance(self.record, Draft):
            return
        rows = self.record.opinions.filter(given_at__isnull=False).exclude(text="")
        open_rows = rows.filter(answer=Opinion.Answer.NONE)
        field: Any = self.fields["opinion"]
        field.queryset = rows.order_by("pk")
        first = open_rows.order_by("pk").first()
        if first is not None:
            self.initial.setdefault("opinion", first.pk)


class PurgeForm(CommandForm):
    """Có dấu mật: loại bỏ."""

    found_level = forms.ChoiceField(label=vi("Mức mật"), choices=list(LEVEL_NAMES.items()))
    where = forms.CharField(label=vi("Thấy ở"), max_length=100, initial=vi("trang 1"))
