"""Inputs of submitting, passing, returning and signing a draft."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _

from vanphong.kernel.actions import CommandForm, DayField
from vanphong.kernel.identity.models import User
from vanphong.kernel.wording import vi
from vanphong.modules.drafting.commands.circuit import current_round
from vanphong.modules.drafting.forms.fields import DraftFile, ReasonForm, SomePeople, SomePerson, let_choose
from vanphong.modules.drafting.models import Draft, DraftStep
from vanphong.modules.drafting.queries.people import (
    colleagues,
    possible_signers,
    usual_initials,
    usual_office_initials,
)


class SubmitForm(CommandForm):
    """Trình."""

    signer = SomePerson(label=vi("Người ký"))
    initials = SomePeople(
        label=vi("1. Ký nháy của đơn vị soạn thảo"),
        required=False,
        help_text=vi("Nhiều người thì ký song song."),
    )
    appraiser = SomePerson(label=vi("2. Thẩm định"), required=False)
    office_initials = SomePeople(label=vi("3. Ký nháy của Văn phòng"), required=False)
    due_on = DayField(label=vi("Hạn mỗi bước"), required=False)

    def prepare(self) -> None:
        draft = self.record
        if not isinstance(draft, Draft):
            return
        here = colleagues(draft.agency_id)
        let_choose(self, "signer", possible_signers(draft.agency_id))
        others = [person for person in here if person.pk != draft.drafter_id]
        for name in ("initials", "appraiser", "office_initials"):
            let_choose(self, name, others)
        before = current_round(draft)
        parts: dict[int, list[int]] = {}
        for step in before:
            parts.setdefault(step.position, []).append(step.user_id)
        if before:
            self.initial.setdefault("initials", parts.get(1, []))
            self.initial.setdefault("appraiser", next(iter(parts.get(2, [])), None))
            self.initial.setdefault("office_initials", parts.get(3, []))
        else:
            self.initial.setdefault("initials", [one.pk for one in usual_initials(draft)])
            self.initial.setdefault("office_initials", [one.pk for one in usual_office_initials(draft)])
        self.initial.setdefault("signer", draft.signer_id)


class ApproveForm(CommandForm):
    """Ký nháy, thông qua."""

    words = forms.CharField(
        label=vi("Ý kiến"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class ReturnForm(ReasonForm):
    """Trả lại."""

    to = forms.TypedChoiceField(label=vi("Trả về"), coerce=int, empty_value=None, required=False)

    def prepare(self) -> None:
        choices: list[tuple[str, str]] = [("", _("Người soạn thảo, để sửa"))]
        draft = self.record
        if isinstance(draft, Draft):
            done: dict[int, list[DraftStep]] = {}
            for step in current_round(draft):
                if step.state == DraftStep.State.DONE:
                    done.setdefault(step.position, []).append(step)
            for position, steps in sorted(done.items()):
                names = ", ".join(str(step.user) for step in steps)
                choices.append((str(position), f"{steps[0].get_kind_display()}: {names}"))
        self.fields["to"].choices = choices  # type: ignore[attr-defined]


class SubstituteForm(ReasonForm):
    """Chuyển người khác."""

    field_order = ("instead_of", "user", "reason")
    instead_of = SomePerson(label=vi("Đang giữ"))
    user = SomePerson(label=vi("Chuyển cho"))

    def prepare(self) -> None:
        draft = self.record
        if not isinstance(draft, Draft):
            return
        held = [step for step in current_round(draft) if step.state == DraftStep.State.HELD]
        people: list[User] = [step.user for step in held]
        let_choose(self, "instead_of", people)
        let_choose(self, "user", colleagues(draft.agency_id))
        if len(people) == 1:
            self.initial.setdefault("instead_of", people[0].pk)


class ScanForm(CommandForm):
    """Ghi bản giấy đã ký."""

    scan = DraftFile(label=vi("Bản quét đã ký"), help_text=vi("PDF hoặc ảnh quét có chữ ký."))


class PinForm(CommandForm):
    """Ký số."""

    pin = forms.CharField(
        label=vi("Mã PIN"),
        max_length=64,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        help_text=vi("Mã PIN của khóa ký; máy không giữ lại."),
    )
