"""Inputs of opening, changing, sharing, filling and closing a case file."""

from __future__ import annotations

from typing import Any

from django import forms

from vanphong.kernel.actions import CommandForm, DayField, RecordField, RecordsField
from vanphong.kernel.actor import Actor
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.organisation.queries import today
from vanphong.kernel.wording import vi
from vanphong.modules.records.forms.fields import (
    ItemField,
    MemberField,
    MembersField,
    PlanEntryField,
    RetentionField,
    own_units,
)
from vanphong.modules.records.models import CaseFile, CaseFileReader, FilePlanEntry
from vanphong.modules.records.queries.case_files import agencies_of, inventory


def _entries(actor: Actor) -> Any:
    """Plan entries of this year, and of the last for what is opened late; the actor's own units first."""
    year = today().year
    rows = FilePlanEntry.objects.filter(agency_id__in=agencies_of(actor), year__in=[year, year - 1])
    return rows.select_related("retention").order_by("-year", "pk")


class OpenForm(CommandForm):
    """Mở hồ sơ."""

    plan_entry = PlanEntryField(
        model=FilePlanEntry,
        rows=_entries,
        label=vi("Theo danh mục hồ sơ"),
        required=False,
        help_text=vi("Để trống nếu việc phát sinh ngoài danh mục."),
    )
    title = forms.CharField(
        label=vi("Tiêu đề hồ sơ"), max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )
    retention = RetentionField(required=False, help_text=vi("Để trống thì theo danh mục."))
    unit = RecordField(Unit, rows=own_units, label=vi("Đơn vị lập"), required=False)
    keeper = MemberField(label=vi("Người lập"), required=False)
    opened_on = DayField(label=vi("Ngày mở"), required=False)
    note = forms.CharField(label=vi("Ghi chú"), max_length=300, required=False)

    def prepare(self) -> None:
        chosen = str(self.initial.get("plan_entry") or "")
        if chosen.isdigit() and "title" not in self.initial:
            entry = _entries(self.actor).filter(pk=int(chosen)).first()
            if entry is not None:
                self.initial["title"] = entry.title
        if self.actor.seats:
            self.initial.setdefault("unit", self.actor.seats[0].unit_id)
        self.initial.setdefault("keeper", self.actor.person_id)
        self.initial.setdefault("opened_on", today())


class EditForm(CommandForm):
    """Sửa hồ sơ, bàn giao người lập."""

    title = forms.CharField(
        label=vi("Tiêu đề hồ sơ"), max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )
    retention = RetentionField()
    unit = RecordField(Unit, rows=own_units, label=vi("Đơn vị lập"))
    keeper = MemberField(label=vi("Người lập"), help_text=vi("Đổi người ở đây là bàn giao hồ sơ."))
    note = forms.CharField(label=vi("Ghi chú"), max_length=300, required=False)

    def prepare(self) -> None:
        if isinstance(self.record, CaseFile):
            for name in ("title", "note"):
                self.initial.setdefault(name, getattr(self.record, name))
            for name in ("retention", "unit", "keeper"):
                self.initial.setdefault(name, getattr(self.record, f"{name}_id"))


class ShareForm(CommandForm):
    """Mời phối hợp."""

    units = RecordsField(Unit, rows=own_units, label=vi("Đơn vị"), required=False)
    people = MembersField(label=vi("Người"), required=False)


class UnshareForm(CommandForm):
    """Thôi mời."""

    readers = forms.ModelMultipleChoiceField(
        queryset=CaseFileReader.objects.none(), label=vi("Thôi mời những nơi này")
    )

    def prepare(self) -> None:
        field: Any = self.fields["readers"]
        if isinstance(self.record, CaseFile):
            field.queryset = self.record.readers.select_related("unit", "user").order_by("pk")

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if "readers" in values:
            values["readers"] = list(values["readers"])
        return values


class PaperForm(CommandForm):
    """Ghi tài liệu giấy."""

    subject = forms.CharField(
        label=vi("Tên loại và trích yếu"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    reference_code = forms.CharField(label=vi("Số, ký hiệu"), max_length=80, required=False)
    issued_on = DayField(label=vi("Ngày văn bản"), required=False)
    issuer = forms.CharField(label=vi("Tác giả"), max_length=300, required=False)
    page_count = forms.IntegerField(label=vi("Số tờ"), min_value=0, max_value=9999, initial=1)
    remark = forms.CharField(label=vi("Ghi chú"), max_length=200, required=False)


class ItemForm(CommandForm):
    """A form about one item of the case file; the first one when there is a single one."""

    item = ItemField()

    def prepare(self) -> None:
        field: Any = self.fields["item"]
        if isinstance(self.record, CaseFile):
            field.queryset = self.record.items.order_by("position")
            items = inventory(self.record)
            if len(items) == 1:
                self.initial.setdefault("item", items[0].pk)
            self.chosen(items)

    def chosen(self, items: list[Any]) -> None:
        """Set initial values that follow from the item named in the address."""


class RemoveForm(ItemForm):
    """Rút văn bản khỏi hồ sơ."""

    reason = forms.CharField(label=vi("Lý do"), max_length=300)


class EditItemForm(ItemForm):
    """Sửa thứ tự, số tờ, ghi chú của một văn bản."""

    position = forms.IntegerField(
        label=vi("Số thứ tự"),
        min_value=1,
        max_value=9999,
        required=False,
        help_text=vi("Để trống thì giữ chỗ cũ."),
    )
    page_count = forms.IntegerField(
        label=vi("Số tờ"), min_value=0, max_value=9999, help_text=vi("0 nếu không có bản giấy.")
    )
    remark = forms.CharField(label=vi("Ghi chú"), max_length=200, required=False)

    def chosen(self, items: list[Any]) -> None:
        wanted = str(self.initial.get("item") or "")
        item = next((each for each in items if str(each.pk) == wanted), None)
        if item is not None:
            self.initial.setdefault("page_count", item.page_count)
            self.initial.setdefault("remark", item.note)
            self.initial.setdefault("position", item.position)


class RenumberForm(CommandForm):
    """Đánh số lại."""

    by_day = forms.BooleanField(label=vi("Xếp theo ngày văn bản trước khi đánh số"), required=False)


class CompleteForm(CommandForm):
    """Kết thúc hồ sơ."""

    retention = RetentionField(
        required=False, help_text=vi("Chốt thời hạn; để trống thì giữ như trên hồ sơ.")
    )
    completed_on = DayField(label=vi("Ngày kết thúc"), required=False)

    def prepare(self) -> None:
        if isinstance(self.record, CaseFile):
            self.initial.setdefault("retention", self.record.retention_id)
        self.initial.setdefault("completed_on", today())


class ReasonForm(CommandForm):
    """Lý do."""

    reason = forms.CharField(label=vi("Lý do"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
