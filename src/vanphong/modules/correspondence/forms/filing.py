"""Inputs of putting a document into a case file."""

from __future__ import annotations

from django import forms

from vanphong.kernel.actions import CommandForm, RecordField
from vanphong.kernel.wording import vi
from vanphong.modules.records.public import CaseFile, FilePlanEntry, entries_in_use, open_case_files_for


class FileForm(CommandForm):
    """Đưa vào hồ sơ."""

    case_file = RecordField(
        CaseFile,
        rows=open_case_files_for,
        label=vi("Hồ sơ đang lập"),
        required=False,
        help_text=vi("Những hồ sơ đồng chí được đưa văn bản vào."),
    )
    plan_entry = RecordField(
        FilePlanEntry,
        rows=entries_in_use,
        label=vi("Hoặc mở hồ sơ mới theo danh mục"),
        required=False,
        help_text=vi("Hồ sơ mới mang trích yếu của văn bản, sửa được sau."),
    )
    remark = forms.CharField(label=vi("Ghi chú trong mục lục"), max_length=200, required=False)

    def prepare(self) -> None:
        found = list(open_case_files_for(self.actor).values_list("pk", flat=True)[:2])
        if len(found) == 1:
            self.initial.setdefault("case_file", found[0])
