"""Printed books of outgoing documents."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Invalid
from vanphong.kernel.organisation.queries import today
from vanphong.kernel.wording import in_vietnamese
from vanphong.lib.printing.envelope import render_envelopes
from vanphong.lib.printing.outgoing_register import render_delivery_book, render_outgoing_register
from vanphong.modules.issuing.forms.printing import BookForm
from vanphong.modules.issuing.models import OutgoingDocument
from vanphong.modules.issuing.policy import PRINT_BOOK
from vanphong.modules.issuing.queries.printed import (
    delivery_book,
    envelopes_of,
    outgoing_register,
    register_sheet,
)
from vanphong.ui.components import Action as Button
from vanphong.ui.components import ActionBar
from vanphong.ui.screens import Request, page, show
from vanphong.ui.screens.controls import controls
from vanphong.ui.screens.files import XLSX, send_paper

LIMIT = 1000
"""Numbers in one print on the screen: about a bound volume."""


@in_vietnamese()
def _register_pdf(actor: Actor, form: BookForm) -> HttpResponse:
    span = form.span()
    book = outgoing_register(span, actor.name, span.numbers(LIMIT))
    return send_paper(render_outgoing_register(book), "so-van-ban-di.pdf")


@in_vietnamese()
def _register_xlsx(actor: Actor, form: BookForm) -> HttpResponse:
    span = form.span()
    book = outgoing_register(span, actor.name, span.numbers(LIMIT))
    return send_paper(register_sheet(book), "so-van-ban-di.xlsx", XLSX)


@in_vietnamese()
def _delivery_pdf(actor: Actor, form: BookForm) -> HttpResponse:
    values = form.keywords()
    first, last = values["from_day"] or today().replace(day=1), values["to_day"] or today()
    book = delivery_book(form.agency(), first, last, actor.name)
    return send_paper(render_delivery_book(book), "so-chuyen-giao.pdf")


@page("van-ban-di/<int:pk>/bi.pdf", name="issuing/envelopes", record=OutgoingDocument)
@in_vietnamese()
def envelopes(request: Request, actor: Actor, document: OutgoingDocument) -> HttpResponse:
    """Bì văn bản of the copies on paper."""
    return send_paper(render_envelopes(envelopes_of(document)), f"bi-{document.pk}.pdf")


PRINTS: dict[str, Callable[[Actor, BookForm], HttpResponse]] = {
    "pdf": _register_pdf,
    "xlsx": _register_xlsx,
    "chuyen-giao": _delivery_pdf,
}


@page("van-ban-di/so/", name="issuing/books", opens=(OutgoingDocument, PRINT_BOOK))
def books(request: Request, actor: Actor) -> HttpResponse:
    """Choose a series and a range, and print it; without `ban` the form alone."""
    chosen = PRINTS.get(request.GET.get("ban", ""))
    form = BookForm(request.GET if chosen else None, actor=actor)
    error = ""
    if chosen is not None:
        try:
            return chosen(actor, form)
        except Invalid as refused:
            error = refused.message
    return show(
        request,
        actor,
        "issuing/books.html",
        {
            "title": _("Sổ văn bản đi"),
            "controls": controls(form),
            "error": error,
            "bar": ActionBar(
                Button(_("In sổ đăng ký (PDF)"), form="book", name="ban", value="pdf", main=True),
                (
                    Button(_("Tải bảng tính (XLSX)"), form="book", name="ban", value="xlsx"),
                    Button(_("In sổ chuyển giao (PDF)"), form="book", name="ban", value="chuyen-giao"),
                ),
            ),
        },
        status=422 if error else 200,
    )
