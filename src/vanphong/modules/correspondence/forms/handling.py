"""Inputs of handling: parts of the work, their results, returns, more time, notes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _

from vanphong.kernel.actions import CommandForm, DayField, RecordField
from vanphong.kernel.actor import Actor
from vanphong.kernel.identity.models import User
from vanphong.kernel.organisation.queries import holders_of
from vanphong.kernel.wording import vi
from vanphong.lib.dates import format_date
from vanphong.modules.correspondence.commands.distribution import HEADS
from vanphong.modules.correspondence.commands.handling import wishes
from vanphong.modules.correspondence.forms.proposing import PersonField
from vanphong.modules.correspondence.models import Assignment, Extension, IncomingDocument


class AssignmentField(RecordField):
    """Bound by the form itself to the parts of its document."""

    def bind(self, actor: Actor) -> None:
        return


def _part_label(part: Any) -> str:
    return f"{part.owner_label}, {part.get_role_display().lower()}"


class ProductField(forms.FileField):
    """A file made in the course of handling; the action looks into it and keeps it before its command."""


class AssignmentForm(CommandForm):
    """A form about one part of the work; with a single possible part the choice is made already."""

    assignment = AssignmentField(Assignment, label=vi("Phần việc"))
    own = True
    """Whether only the actor's own parts (or those of the actor's unit) may be chosen."""
    working = False
    """Whether parts for information are left out."""

    def prepare(self) -> None:
        field = self.fields["assignment"]
        field.label_from_instance = _part_label  # type: ignore[attr-defined]
        document = self.record
        rows = Assignment.objects.filter(state__in=Assignment.OPEN_STATES).select_related("unit", "user")
        rows = rows.filter(document=document) if document is not None else rows.none()
        if self.working:
            rows = rows.exclude(role=Assignment.Role.INFORMATION)
        if self.own:
            rows = rows.filter(Q(user_id=self.actor.person_id) | Q(unit_id__in=self.actor.units_as(*HEADS)))
        field.queryset = rows  # type: ignore[attr-defined]
        first = rows.order_by("user_id", "id").first()
        if first is not None:
            self.initial.setdefault("assignment", first.pk)
            if rows.count() == 1:
                field.widget = forms.HiddenInput()


class CompleteForm(AssignmentForm):
    """The result of a part, and what was made of it."""

    working = True
    result = forms.CharField(label=vi("Kết quả"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    reply_code = forms.CharField(label=vi("Số, ký hiệu văn bản trả lời"), max_length=120, required=False)
    product = ProductField(label=vi("Sản phẩm (tệp kèm)"), required=False)

    def prepare(self) -> None:
        super().prepare()
        # Who shared the work out finds what was reported back, and need not type it again.
        below = Assignment.objects.filter(
            parent_id=self.initial.get("assignment"), state=Assignment.State.DONE
        )
        told = [part.result for part in below.exclude(result="").order_by("done_at")]
        if self.initial.get("assignment") is not None and told:
            self.initial.setdefault("result", "\n".join(told))


class ReturnForm(AssignmentForm):
    """Why a part is given back."""

    reason = forms.CharField(
        label=vi("Lý do trả lại"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class RecallForm(AssignmentForm):
    """Which part is taken back, and why."""

    own = False
    reason = forms.CharField(
        label=vi("Lý do thu hồi"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class RemindForm(CommandForm):
    """Words of a reminder; empty means the usual ones."""

    text = forms.CharField(
        label=vi("Nội dung đôn đốc"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class ReassignForm(AssignmentForm):
    """Who in the unit does it."""

    user = PersonField(User, label=vi("Giao đồng chí"))
    due_on = DayField(label=vi("Hạn"), required=False)
    instruction = forms.CharField(
        label=vi("Yêu cầu"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def prepare(self) -> None:
        super().prepare()
        chosen: Any = self.fields["assignment"]
        chosen.queryset = chosen.queryset.filter(unit_id__in=self.actor.units_as(*HEADS))
        if self.record is not None and chosen.queryset.count() == 1:
            self.initial["assignment"] = chosen.queryset.get().pk
            chosen.widget = forms.HiddenInput()
        ids = {user.pk for unit in self.actor.units_as(*HEADS) for user in holders_of(unit)}
        self.fields["user"].queryset = User.objects.filter(pk__in=ids)  # type: ignore[attr-defined]


class ExtendForm(AssignmentForm):
    """A wish for more time."""

    working = True
    new_due_on = DayField(label=vi("Xin hạn đến"))
    reason = forms.CharField(label=vi("Lý do"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


def _wish_label(asked: Any) -> str:
    return _("{owner_label} xin đến {new_due_on}: {reason}").format(
        owner_label=asked.assignment.owner_label,
        new_due_on=format_date(asked.new_due_on),
        reason=asked.reason,
    )


class DecideExtensionForm(CommandForm):
    """The answer to a wish for more time."""

    extension = AssignmentField(Extension, label=vi("Đề nghị"))
    granted = forms.TypedChoiceField(
        label=vi("Trả lời"),
        choices=[("1", vi("Đồng ý")), ("0", vi("Không đồng ý"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=vi("Ý kiến"), max_length=300, required=False)

    def prepare(self) -> None:
        found = wishes(self.actor, self.record) if isinstance(self.record, IncomingDocument) else []
        rows = Extension.objects.filter(pk__in=[row.pk for row in found])
        field = self.fields["extension"]
        field.queryset = rows.select_related("assignment__unit", "assignment__user")  # type: ignore[attr-defined]
        field.label_from_instance = _wish_label  # type: ignore[attr-defined]
        if found:
            self.initial.setdefault("extension", found[0].pk)


class NoteForm(CommandForm):
    """A note in the course of handling, or a product."""

    text = forms.CharField(label=vi("Nội dung"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    product = ProductField(label=vi("Tệp kèm"), required=False)


class ConcludeForm(CommandForm):
    """The result of the whole."""

    result = forms.CharField(label=vi("Kết quả xử lý"), widget=forms.Textarea(attrs={"rows": 4}))
    reply_code = forms.CharField(label=vi("Số, ký hiệu văn bản trả lời"), max_length=120, required=False)

    def prepare(self) -> None:
        document = self.record
        if isinstance(document, IncomingDocument):
            done = document.assignments.filter(state=Assignment.State.DONE).exclude(result="")
            self.initial.setdefault("result", "\n".join(part.result for part in done))
            self.initial.setdefault("reply_code", document.reply_code)


class ReasonForm(CommandForm):
    """Only a reason."""

    reason = forms.CharField(label=vi("Lý do"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
