"""«Chữ máy đọc bị sửa»: how well the machine reads the registrar's own documents, and what is corrected most."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from vanphong.kernel import access
from vanphong.kernel.actor import Actor
from vanphong.modules.correspondence.models import IncomingDocument
from vanphong.modules.correspondence.policy import INTAKE
from vanphong.modules.correspondence.queries.comparison import FIELDS, Evaluation, evaluate
from vanphong.ui.components import Column, Empty, Panel, Table, TableRow
from vanphong.ui.components.part import number_text
from vanphong.ui.screens import Request, page, show


def _fields(found: Evaluation) -> Table:
    columns = [
        Column(_("Trường"), "strong"),
        Column(_("Văn bản"), "number"),
        Column(_("Đọc đúng"), "number"),
        Column(_("Phải sửa"), "number"),
        Column(_("Không đọc được"), "number"),
        Column(_("Đọc thừa"), "number"),
        Column(_("Tỷ lệ đúng"), "number"),
    ]
    rows = [
        TableRow(
            [
                str(FIELDS[one.name]),
                number_text(one.documents),
                *(number_text(one.counts[verdict]) for verdict in ("kept", "corrected", "added", "removed")),
                f"{one.share * 100:.1f} %".replace(".", ",") if one.share is not None else None,
            ]
        )
        for one in found.fields
    ]
    return Table(_("Theo trường"), columns, rows)


def _pairs(found: Evaluation) -> Table:
    columns = [
        Column(_("Trường"), "strong"),
        Column(_("Máy đọc")),
        Column(_("Văn thư ghi")),
        Column(_("Số lần"), "number"),
    ]
    rows = [
        TableRow([str(FIELDS[pair.field]), pair.read, pair.final, number_text(pair.count)])
        for pair in found.pairs
    ]
    return Table(_("Sửa nhiều nhất"), columns, rows, Empty(_("Chưa có chỗ nào phải sửa.")))


@page("van-ban-den/chu-may-doc/", name="correspondence/comparison", opens=(IncomingDocument, INTAKE))
def comparison(request: Request, actor: Actor) -> HttpResponse:
    """What was read of the documents one may see, beside what stands in the book."""
    rows = IncomingDocument.objects.filter(access.visible(actor, IncomingDocument))
    found = evaluate(rows)
    words = (
        _("So trên {documents} văn bản máy đã đọc và văn thư đã vào sổ.").format(
            documents=number_text(found.documents)
        )
        if found.documents
        else _("Chưa có văn bản nào vừa được máy đọc vừa đã vào sổ.")
    )
    return show(
        request,
        actor,
        "ui/pages/listed.html",
        {
            "title": _("Chữ máy đọc bị sửa"),
            "hint": words,
            "body": _fields(found),
            "below": [Panel(_("Sửa nhiều nhất"), _pairs(found), "sua-nhieu-nhat", flush=True)],
        },
    )
