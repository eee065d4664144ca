"""The files of a document on its page: as received, and as PDF/A once the work is over."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.files import renditions, store
from vanphong.kernel.files.models import Rendition
from vanphong.lib.reading.inspect import PDF
from vanphong.modules.correspondence.commands.intake import shown_name
from vanphong.modules.correspondence.models import DocumentFile, IncomingDocument
from vanphong.ui.components import Action as Button
from vanphong.ui.components import Column, Panel, Part, Table, TableRow
from vanphong.ui.screens import PanelSpec, Request, declare_panel, page


@page(
    "van-ban-den/<int:pk>/tep/<int:file>/luu-tru.pdf", name="correspondence.archival", record=IncomingDocument
)
def archival(request: Request, actor: Actor, record: IncomingDocument, file: int) -> HttpResponseBase:
    """The PDF/A of a file, for those who see the document; 404 until it is made."""
    row = record.files.select_related("blob").filter(pk=file).first()
    copy = renditions.find(row.blob, Rendition.Kind.ARCHIVAL) if row is not None else None
    if row is None or copy is None:
        raise Http404
    if not store.verify(copy):
        raise store.Damaged(copy.sha256)
    name = f"{PurePath(shown_name(row)).stem} (PDF-A).pdf"
    answer = FileResponse(store.open_blob(copy), as_attachment=True, filename=name)
    answer["Content-Type"] = PDF
    answer["Cache-Control"] = "private, no-cache"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _files(_request: Request, _actor: Actor, document: Any) -> Part | None:
    rows = []
    here = f"/van-ban-den/{document.pk}/tep/"
    for file in document.files.all():
        made = renditions.find(file.blob, Rendition.Kind.ARCHIVAL) is not None
        name = shown_name(file)
        rows.append(
            TableRow(
                [
                    name if file.kind == DocumentFile.Kind.MAIN else f"{name} ({file.get_kind_display()})",
                    Button(_("Bản gốc"), f"{here}{file.pk}/", described=name),
                    Button("PDF/A", f"{here}{file.pk}/luu-tru.pdf", described=name) if made else None,
                ]
            )
        )
    columns = [Column(_("Tệp"), "strong"), Column(_("Tải về")), Column(_("Lưu trữ"))]
    return Panel(_("Tệp"), Table(_("Tệp"), columns, rows), "tep", len(rows), flush=True) if rows else None


declare_panel(PanelSpec("files", IncomingDocument, _files, rank=45))
