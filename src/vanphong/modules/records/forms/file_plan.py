"""Inputs of drawing up the file plan."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from vanphong.kernel.actions import CommandForm, RecordField
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.organisation.queries import today
from vanphong.kernel.wording import vi
from vanphong.lib.spreadsheet import TableRefused, cell_text, read_table
from vanphong.modules.records.commands.planning import FIRST_YEAR, LAST_YEAR, PlanRow
from vanphong.modules.records.forms.fields import RetentionField, own_units
from vanphong.modules.records.models import FilePlanEntry

TITLES = {
    "code": ("Số, ký hiệu hồ sơ", "Số, ký hiệu", "Số và ký hiệu hồ sơ", "Ký hiệu", "Mã"),
    "title": ("Tiêu đề hồ sơ", "Tiêu đề", "Tên đề mục và tiêu đề hồ sơ", "Tên hồ sơ"),
    "retention": ("Thời hạn bảo quản", "THBQ", "Thời hạn"),
    "heading": ("Đề mục", "Nhóm"),
    "unit": (
        "Đơn vị lập",
        "Đơn vị",
        "Đơn vị, người lập hồ sơ",
        "Người lập hồ sơ",
        "Phòng",
    ),
    "note": ("Ghi chú",),
}
"""Column titles by which a table's columns are known, as plans of offices name them."""


def year_field(label: str = vi("Năm")) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=FIRST_YEAR, max_value=LAST_YEAR)


class _EntryForm(CommandForm):
    title = forms.CharField(
        label=vi("Tiêu đề hồ sơ"), max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )
    heading = forms.CharField(label=vi("Đề mục"), max_length=200, required=False)
    retention = RetentionField()
    unit = RecordField(Unit, rows=own_units, label=vi("Đơn vị lập"), required=False)
    note = forms.CharField(label=vi("Ghi chú"), max_length=200, required=False)


class AddEntryForm(_EntryForm):
    """Thêm mục."""

    year = year_field()
    code = forms.CharField(label=vi("Số, ký hiệu hồ sơ"), max_length=40)
    field_order = ("year", "code")

    def prepare(self) -> None:
        self.initial.setdefault("year", today().year)


class EditEntryForm(_EntryForm):
    """Sửa mục."""

    def prepare(self) -> None:
        if isinstance(self.record, FilePlanEntry):
            for name in ("title", "heading", "note"):
                self.initial.setdefault(name, getattr(self.record, name))
            self.initial.setdefault("retention", self.record.retention_id)
            self.initial.setdefault("unit", self.record.unit_id)


class ImportPlanForm(CommandForm):
    """Nhập danh mục từ bảng tính."""

    year = year_field()
    file = forms.FileField(
        label=vi("Bảng danh mục (.xlsx hoặc .csv)"),
        help_text=vi(
            "Các cột: số, ký hiệu hồ sơ; tiêu đề hồ sơ; thời hạn bảo quản; đề mục; đơn vị lập; "
            "ghi chú. Hàng chỉ có tiêu đề được hiểu là đề mục."
        ),
    )

    def prepare(self) -> None:
        self.initial.setdefault("year", today().year)

    def clean_file(self) -> list[PlanRow]:
        given = self.cleaned_data["file"]
        try:
            return plan_rows(given.read(), given.name)
        except TableRefused as error:
            raise ValidationError(error.message_vi) from error

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if "file" in values:
            values["rows"] = values.pop("file")
        return values


class CopyPlanForm(CommandForm):
    """Chép danh mục sang năm mới."""

    from_year = year_field(vi("Từ danh mục năm"))
    to_year = year_field(vi("Sang năm"))

    def prepare(self) -> None:
        year = today().year
        # In December the next year's plan is drawn up, in January the one just begun.
        first = year if today().month > 6 else year - 1
        self.initial.setdefault("from_year", first)
        self.initial.setdefault("to_year", first + 1)


def plan_rows(content: bytes, name: str) -> list[PlanRow]:
    """Rows of a plan in a spreadsheet; a title without retention is a heading. Raises TableRefused."""
    table = read_table(content, name, expected=[titles[0] for titles in TITLES.values()])
    places = {field: table.column(*titles) for field, titles in TITLES.items()}
    missing = [TITLES[field][0].lower() for field in ("code", "title", "retention") if places[field] is None]
    if missing:
        raise TableRefused(
            _("Bảng thiếu cột {missing}. Đồng chí đặt tên cột như vậy rồi nạp lại.").format(
                missing=", ".join(missing)
            )
        )
    heading, rows = "", []
    for line in table.rows:
        cells = {
            field: cell_text(line.cells[place]) if place is not None else ""
            for field, place in places.items()
        }
        if not cells["retention"] and (cells["title"] or cells["code"]):
            heading = cells["title"] or cells["code"]
            continue
        if any(cells[field] for field in ("code", "title", "retention")):
            rows.append(PlanRow(**{**cells, "heading": cells["heading"] or heading}))
    return rows
