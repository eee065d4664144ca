"""Printed papers: the books with their form, and the slips of one document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Conflict, Invalid
from vanphong.kernel.files import store
from vanphong.kernel.wording import in_vietnamese
from vanphong.lib.printing.handling_register import render_handling_register
from vanphong.lib.printing.incoming_register import render_incoming_register
from vanphong.lib.printing.receipt import render_receipt
from vanphong.lib.printing.routing_slip import render_routing_slip
from vanphong.lib.printing.submission_slip import render_submission_slip
from vanphong.modules.correspondence.channels.stamping import stamped_copy_of
from vanphong.modules.correspondence.forms.printing import BookForm
from vanphong.modules.correspondence.models import IncomingDocument, Submission
from vanphong.modules.correspondence.policy import NOTE, PRINT_BOOK
from vanphong.modules.correspondence.queries.printed import (
    BookRange,
    handling_register,
    incoming_register,
    register_sheet,
)
from vanphong.modules.correspondence.queries.slips import receipt, routing_slip, submission_slip
from vanphong.ui.components import Action as Button
from vanphong.ui.components import ActionBar, Panel, Part
from vanphong.ui.screens import PanelSpec, Request, declare_panel, page, show
from vanphong.ui.screens.controls import controls
from vanphong.ui.screens.files import PDF, XLSX, send_paper

ADDRESS = "/van-ban-den/"
LIMIT = 1000
"""Numbers in one print on the screen: about a bound volume, set in under a second."""


@in_vietnamese()
def _register_pdf(actor: Actor, span: BookRange) -> HttpResponse:
    book = incoming_register(span, actor.name, span.lines(LIMIT))
    return send_paper(render_incoming_register(book), f"so-van-ban-den-{span.year}.pdf")


@in_vietnamese()
def _register_xlsx(actor: Actor, span: BookRange) -> HttpResponse:
    book = incoming_register(span, actor.name, span.lines(LIMIT))
    return send_paper(register_sheet(book), f"so-van-ban-den-{span.year}.xlsx", XLSX)


@in_vietnamese()
def _handling_pdf(actor: Actor, span: BookRange) -> HttpResponse:
    book = handling_register(span, actor.name, span.lines(LIMIT))
    return send_paper(render_handling_register(book), f"so-theo-doi-giai-quyet-{span.year}.pdf")


PRINTS: dict[str, Callable[[Actor, BookRange], HttpResponse]] = {
    "pdf": _register_pdf,
    "xlsx": _register_xlsx,
    "theo-doi": _handling_pdf,
}


@page("van-ban-den/so/", name="correspondence/books", opens=(IncomingDocument, PRINT_BOOK))
def books(request: Request, actor: Actor) -> HttpResponse:
    """Choose a book and a range, and print it; without `ban` the form alone."""
    chosen = PRINTS.get(request.GET.get("ban", ""))
    form = BookForm(request.GET if chosen else None, actor=actor)
    error = ""
    if chosen is not None:
        try:
            return chosen(actor, form.span())
        except Invalid as refused:
            error = refused.message
    return show(
        request,
        actor,
        "correspondence/books.html",
        {
            "title": _("Sổ văn bản đến"),
            "controls": controls(form),
            "error": error,
            "bar": ActionBar(
                Button(_("In sổ đăng ký (PDF)"), form="book", name="ban", value="pdf", main=True),
                (
                    Button(_("Tải bảng tính (XLSX)"), form="book", name="ban", value="xlsx"),
                    Button(_("In sổ theo dõi giải quyết (PDF)"), form="book", name="ban", value="theo-doi"),
                ),
            ),
        },
        status=422 if error else 200,
    )


def _registered(document: IncomingDocument) -> None:
    if not document.is_registered:
        raise Conflict(_("Văn bản chưa vào sổ nên chưa in phiếu được. Đồng chí vào sổ trước."))
    if document.state == IncomingDocument.State.RECALLED:
        raise Conflict(_("Số đến của văn bản này đã hủy nên không in phiếu, không in biên nhận nữa."))


@page("van-ban-den/<int:pk>/phieu-xu-ly.pdf", name="correspondence/routing_slip", record=IncomingDocument)
@in_vietnamese()
def routing(request: Request, actor: Actor, document: IncomingDocument) -> HttpResponse:
    """Phiếu xử lý văn bản đến."""
    _registered(document)
    slip = routing_slip(document, actor.name)
    return send_paper(render_routing_slip(slip), f"phieu-xu-ly-{document.arrival_number}.pdf")


def _latest_slip(document: IncomingDocument) -> Submission | None:
    kept = document.submissions.exclude(state=Submission.State.WITHDRAWN)
    return kept.select_related("to_user", "submitted_by", "proposed_lead").order_by("-pk").first()


@page("van-ban-den/<int:pk>/phieu-trinh.pdf", name="correspondence/submission_slip", record=IncomingDocument)
@in_vietnamese()
def submission(request: Request, actor: Actor, document: IncomingDocument) -> HttpResponse:
    """Phiếu trình, the latest."""
    slip = _latest_slip(document)
    if slip is None:
        raise Conflict(_("Văn bản chưa có phiếu trình. Đồng chí trình văn bản trước."))
    content = render_submission_slip(submission_slip(document, slip))
    return send_paper(content, f"phieu-trinh-{document.arrival_number}.pdf")


@page(
    "van-ban-den/<int:pk>/bien-nhan.pdf", name="correspondence/receipt", record=IncomingDocument, ability=NOTE
)
@in_vietnamese()
def receipt_paper(request: Request, actor: Actor, document: IncomingDocument) -> HttpResponse:
    """Giấy biên nhận with the QR code of its look-up page."""
    _registered(document)
    address = request.build_absolute_uri(f"/tra-cuu/{document.receipt_code}/")
    return send_paper(render_receipt(receipt(document, address)), f"bien-nhan-{document.arrival_number}.pdf")


@page("van-ban-den/<int:pk>/ban-co-dau-den.pdf", name="correspondence/stamped", record=IncomingDocument)
def stamped(request: Request, actor: Actor, document: IncomingDocument) -> HttpResponseBase:
    """The copy that bears the «Đến» stamp; the original has none."""
    copy = stamped_copy_of(document)
    if copy is None or document.state == IncomingDocument.State.RECALLED:
        raise Http404
    if not store.verify(copy):
        raise store.Damaged(copy.sha256)
    answer = FileResponse(store.open_blob(copy), filename=f"so-den-{document.arrival_number}.pdf")
    answer["Content-Type"] = PDF
    answer["Cache-Control"] = "private, no-cache"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _papers(_request: Request, actor: Actor, document: IncomingDocument) -> Part | None:
    """Links to what can be printed of this document."""
    if not document.is_registered or document.state == IncomingDocument.State.RECALLED:
        return None
    here = f"{ADDRESS}{document.pk}/"
    buttons: list[Any] = [Button(_("Phiếu xử lý"), f"{here}phieu-xu-ly.pdf")]
    if any(slip.state != Submission.State.WITHDRAWN for slip in document.submissions.all()):
        buttons.append(Button(_("Phiếu trình"), f"{here}phieu-trinh.pdf"))
    if document.agency_id in actor.agencies_as("registrar", "chief", "deputy_chief"):
        buttons.append(Button(_("Giấy biên nhận"), f"{here}bien-nhan.pdf"))
    if stamped_copy_of(document) is not None:
        buttons.append(Button(_("Bản có dấu đến"), f"{here}ban-co-dau-den.pdf"))
    return Panel(_("Bản in"), ActionBar(secondary=tuple(buttons)), "ban-in")


declare_panel(PanelSpec("papers", IncomingDocument, _papers, rank=55))
