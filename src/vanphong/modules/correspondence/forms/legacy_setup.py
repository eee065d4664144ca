"""How an older book is to come in: its book and year, what of lines that are in, which column is which field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from vanphong.kernel.actions import CommandForm, RecordField
from vanphong.kernel.commands import Invalid
from vanphong.kernel.numbering.models import Register
from vanphong.kernel.wording import vi
from vanphong.modules.correspondence.forms.legacy_rows import FIELDS
from vanphong.modules.correspondence.models import LegacyImport


class SetupForm(CommandForm):
    """Book, year and what to do with lines that are in already; each column is a field of its own."""

    register = RecordField(Register, label=vi("Sổ"), required=False)
    year = forms.IntegerField(label=vi("Năm của sổ"), min_value=1900, max_value=2100, required=False)
    existing = forms.ChoiceField(
        label=vi("Dòng đã có"), choices=LegacyImport.Existing.choices, initial=LegacyImport.Existing.SKIP
    )
    go_on = forms.BooleanField(label=vi("Sổ năm nay: số mới chạy tiếp sau số của sổ cũ"), required=False)

    def prepare(self) -> None:
        run = self.record
        if isinstance(run, LegacyImport):
            books = Register.objects.filter(agency=run.agency, kind=Register.Kind.INCOMING)
            self.fields["register"].queryset = books  # type: ignore[attr-defined]
            for name in ("register", "year", "existing", "go_on"):
                self.initial.setdefault(name, getattr(run, name))
        for name in self.fields:
            self.fields[name].width = "half"  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """One column: what it is taken for, and a few of its cells to know it by."""

    name: str
    title: str
    field: str
    cells: tuple[str, ...]


def column_choices(
    columns: tuple[str, ...], mapping: Mapping[str, str], rows: list[list[str]]
) -> list[ColumnChoice]:
    """The columns with up to three cells each."""
    return [
        ColumnChoice(
            f"cot-{at}",
            title,
            mapping.get(title, ""),
            tuple([row[at] for row in rows if at < len(row) and row[at]][:3]),
        )
        for at, title in enumerate(columns)
    ]


def chosen_columns(columns: tuple[str, ...], given: Mapping[str, Any]) -> dict[str, str]:
    """Which column is which field, as posted; raises Invalid for a field that two columns claim."""
    found: dict[str, str] = {}
    for at, title in enumerate(columns):
        name = str(given.get(f"cot-{at}", ""))
        if name not in FIELDS:
            continue
        if name in found.values():
            other = next(column for column, field in found.items() if field == name)
            words = _("Hai cột «{first}» và «{second}» cùng là «{field}». Đồng chí bỏ một cột.")
            raise Invalid(words.format(first=other, second=title, field=FIELDS[name]))
        found[title] = name
    return found
