"""«Hồ sơ» on the page of an incoming document: the case files it lies in."""

from __future__ import annotations

from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.modules.correspondence.models import IncomingDocument
from vanphong.modules.correspondence.record_types import INCOMING_DOCUMENT
from vanphong.modules.records.public import CaseFile, case_files_holding, term_text
from vanphong.ui.components import Column, Panel, Part, Table, TableRow
from vanphong.ui.screens import PanelSpec, Request, declare_panel


def _row(case_file: CaseFile) -> TableRow:
    return TableRow(
        [
            case_file.code,
            case_file.title,
            str(case_file.keeper),
            term_text(case_file.retention),
            case_file.get_state_display(),
        ],
        f"/ho-so/{case_file.pk}/",
    )


def _files(_request: Request, actor: Actor, document: IncomingDocument) -> Part | None:
    rows = [_row(f) for f in case_files_holding(actor, INCOMING_DOCUMENT.reference(document))]
    if not rows:
        return None
    columns = [
        Column(_("Số, ký hiệu"), "code"),
        Column(_("Tiêu đề hồ sơ"), "strong"),
        Column(_("Người lập")),
        Column(_("Thời hạn")),
        Column(_("Tình trạng")),
    ]
    return Panel(
        _("Hồ sơ"),
        Table(_("Hồ sơ có văn bản này"), columns, rows),
        "ho-so",
        len(rows),
        flush=True,
    )


declare_panel(PanelSpec("case_files", IncomingDocument, _files, rank=45))
