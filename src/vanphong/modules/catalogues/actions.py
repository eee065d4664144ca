"""What people do to the catalogues: add, change, end."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from vanphong.kernel.actions import Action, declare_action
from vanphong.kernel.actor import Actor
from vanphong.kernel.wording import vi
from vanphong.lib.dates import format_date
from vanphong.modules.catalogues import commands, forms
from vanphong.modules.catalogues.models import DocumentType, RetentionTerm, SubjectArea
from vanphong.modules.catalogues.policy import KEEP


def _in_use(_actor: Actor, row: Any) -> bool:
    return row.valid_to is None


for _model, _label, _add, _add_form, _change_form in (
    (DocumentType, vi("loại văn bản"), commands.add_document_type, forms.AddTypeForm, forms.ChangeTypeForm),
    (SubjectArea, vi("lĩnh vực"), commands.add_subject_area, forms.AddAreaForm, forms.ChangeAreaForm),
    (RetentionTerm, vi("thời hạn"), commands.add_retention_term, forms.AddTermForm, forms.ChangeTermForm),
):
    declare_action(
        Action(
            "them",
            _model,
            vi("Thêm {what}", what=_label),
            KEEP,
            _add,
            form=_add_form,
            done=lambda row: _("Đã thêm «{name}».").format(name=row.name),
        )
    )
    declare_action(
        Action(
            "sua",
            _model,
            vi("Sửa"),
            KEEP,
            commands.change_row,
            argument="row",
            form=_change_form,
            primary=True,
            done=lambda row: _("Đã sửa «{name}».").format(name=row.name),
        )
    )
    declare_action(
        Action(
            "ket-thuc",
            _model,
            vi("Kết thúc hiệu lực"),
            KEEP,
            commands.end_row,
            argument="row",
            form=forms.EndForm,
            warning=vi("Văn bản đã dùng dòng này vẫn giữ nguyên; văn bản sau ngày ấy không chọn được nữa."),
            done=lambda row: _("«{name}» dùng đến hết ngày {valid_to}.").format(
                name=row.name, valid_to=format_date(row.valid_to)
            ),
            offered=_in_use,
        )
    )
