"""Which part of a book to print."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from vanphong.kernel.actions import CommandForm, DayField
from vanphong.kernel.actor import CHIEF, DEPUTY_CHIEF, REGISTRAR
from vanphong.kernel.commands import Invalid
from vanphong.kernel.numbering.models import Register
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.organisation.queries import today
from vanphong.kernel.wording import vi
from vanphong.modules.issuing.queries.printed import SeriesRange, series_keys, series_words


class BookForm(CommandForm):
    """A series of a book with a range of numbers; or, for the delivery book, two days."""

    series = forms.ChoiceField(label=vi("Sổ, loại, nhiệm kỳ"), required=False)
    from_number = forms.IntegerField(label=vi("Từ số"), min_value=1, required=False)
    to_number = forms.IntegerField(label=vi("Đến số"), min_value=1, required=False)
    from_day = DayField(label=vi("Sổ chuyển giao từ ngày"), required=False)
    to_day = DayField(label=vi("Hết ngày"), required=False)

    def prepare(self) -> None:
        agencies = self.actor.agencies_as(REGISTRAR, CHIEF, DEPUTY_CHIEF)
        books = Register.objects.filter(agency_id__in=agencies, kind=Register.Kind.OUTGOING)
        self._books = {book.pk: book for book in books.select_related("agency")}
        field: Any = self.fields["series"]
        field.choices = [
            (f"{book.pk}:{key}", f"{book.name}, {series_words(key)}")
            for book in self._books.values()
            for key in series_keys(book)
        ]
        if field.choices:
            self.initial.setdefault("series", field.choices[0][0])
        self.initial.setdefault("from_day", today().replace(day=1))
        self.initial.setdefault("to_day", today())
        for name in self.fields:
            if name != "series":
                self.fields[name].width = "half"  # type: ignore[attr-defined]

    def span(self) -> SeriesRange:
        """The chosen numbers; raises Invalid when none is chosen or the range runs backwards."""
        values = self.keywords()
        if not values["series"]:
            raise Invalid(_("Chưa có số nào được cấp nên chưa in sổ được."))
        first, last = values["from_number"], values["to_number"]
        if first is not None and last is not None and last < first:
            raise Invalid(_("Khoảng in ngược: đầu sau cuối. Đồng chí đổi lại."))
        pk, _colon, key = values["series"].partition(":")
        return SeriesRange(register=self._books[int(pk)], key=key, from_number=first, to_number=last)

    def agency(self) -> Unit:
        """Whose delivery book it is: the first of the actor's agencies."""
        found = self.actor.agencies_as(REGISTRAR, CHIEF, DEPUTY_CHIEF)
        unit: Unit = Unit.objects.select_related("parent").get(pk=min(found))
        return unit
