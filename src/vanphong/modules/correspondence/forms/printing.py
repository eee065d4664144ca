"""Which part of a book to print."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _

from vanphong.kernel.actions import CommandForm, DayField, RecordField
from vanphong.kernel.actor import CHIEF, DEPUTY_CHIEF, REGISTRAR
from vanphong.kernel.commands import Invalid
from vanphong.kernel.numbering.models import Register
from vanphong.kernel.organisation.queries import today
from vanphong.kernel.wording import vi
from vanphong.modules.correspondence.queries.printed import BookRange


class BookForm(CommandForm):
    """A book and a year, and of it a range of numbers or of days."""

    register = RecordField(Register, label=vi("Sổ"))
    year = forms.IntegerField(label=vi("Năm"), min_value=1976, max_value=2200)
    from_number = forms.IntegerField(label=vi("Từ số"), min_value=1, required=False)
    to_number = forms.IntegerField(label=vi("Đến số"), min_value=1, required=False)
    from_day = DayField(label=vi("Từ ngày đến"), required=False)
    to_day = DayField(label=vi("Hết ngày đến"), required=False)
    volume = forms.IntegerField(label=vi("Quyển số"), min_value=1, required=False)

    def prepare(self) -> None:
        agencies = self.actor.agencies_as(REGISTRAR, CHIEF, DEPUTY_CHIEF)
        books = Register.objects.filter(agency_id__in=agencies, kind=Register.Kind.INCOMING)
        self.fields["register"].queryset = books  # type: ignore[attr-defined]
        self.initial.setdefault("register", books.filter(is_default=True).first() or books.first())
        self.initial.setdefault("year", today().year)
        for name in self.fields:
            self.fields[name].width = "half"  # type: ignore[attr-defined]

    def span(self) -> BookRange:
        """The chosen lines; raises Invalid when the range runs backwards."""
        values = self.keywords()
        pairs = ((values["from_number"], values["to_number"]), (values["from_day"], values["to_day"]))
        for first, last in pairs:
            if first is not None and last is not None and last < first:
                raise Invalid(_("Khoảng in ngược: đầu sau cuối. Đồng chí đổi lại."))
        return BookRange(**values)
