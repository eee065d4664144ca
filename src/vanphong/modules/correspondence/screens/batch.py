"""The batch grid: twenty documents in one table, entered at once with a result for each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from vanphong.kernel.actions.action import actions
from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import DomainError
from vanphong.modules.correspondence.forms.registration import RegisterForm
from vanphong.modules.correspondence.models import IncomingDocument
from vanphong.modules.correspondence.policy import INTAKE
from vanphong.modules.correspondence.screens.registering import ACTION, duplicate_notice, pending, sources
from vanphong.modules.correspondence.screens.rows import title_of
from vanphong.ui.components import Action as Button
from vanphong.ui.components import ActionBar, Empty, Field, Notice, Part, Source, Tone
from vanphong.ui.screens import Request, page, show
from vanphong.ui.screens.controls import control

GRID = 20
GRID_FIELDS = ("reference_code", "issued_on", "issuer_name", "subject", "document_type", "submit_to")
GRID_HIDDEN = (
    "register",
    "urgency",
    "due_on",
    "signer",
    "signer_title",
    "page_count",
    "copy_count",
    "arrived_on",
)


def _forms(actor: Actor, data: Any = None) -> list[tuple[IncomingDocument, RegisterForm]]:
    rows = pending(actor).exclude(reading_state=IncomingDocument.ReadingState.WAITING)
    if data is not None:
        rows = rows.filter(pk__in=[int(pk) for pk in data.getlist("document")])
    return [
        (d, RegisterForm(data, actor=actor, record=d, prefix=f"d{d.pk}", auto_id=f"id_d{d.pk}_%s"))
        for d in rows[:GRID]
    ]


def _doubt(mark: Source | None) -> Source | None:
    """In the grid only what needs a look is marked."""
    return mark if mark is not None and mark.kind == "check" else None


def _narrow(part: Part) -> Part:
    return replace(part, lines=1) if isinstance(part, Field) else part


def _told(entered: list[str], failed: int, gone: int) -> Notice:
    """What became of the rows sent: those entered have left the table, so their numbers are said here."""
    if not entered and not failed and not gone:
        return Notice(_("Chưa chọn dòng nào. Đồng chí đánh dấu các dòng cần vào sổ."), Tone.WARN)
    words = _("Đã vào sổ {entered} văn bản; còn {failed} dòng cần sửa.")
    text = words.format(entered=len(entered), failed=failed)
    if gone:
        left = _("{gone} văn bản đã có người khác xử lý trong lúc đồng chí xem, không còn trong hàng chờ.")
        text = f"{text} {left.format(gone=gone)}"
    return Notice(text, Tone.WARN, lines=tuple(entered))


def _row(
    actor: Actor, document: IncomingDocument, form: RegisterForm, taken: bool, result: str
) -> dict[str, Any]:
    marks = sources(document, form) if not form.is_bound else {}
    # A batch is often twenty letters of one mould: a mere likeness of text would mark them all.
    twin = duplicate_notice(actor, document, form, near=False)
    return {
        "document": document,
        "title": title_of(document),
        # What may be here already is ticked by the person, once looked at.
        "taken": taken and (form.is_bound or twin is None),
        "twin": twin,
        "controls": [_narrow(control(form, name, source=_doubt(marks.get(name)))) for name in GRID_FIELDS],
        "hidden": [(form[name].html_name, form[name].value()) for name in GRID_HIDDEN],
        "result": result,
    }


@page("van-ban-den/vao-so-loat/", name="correspondence/grid", opens=(IncomingDocument, INTAKE))
def grid(request: Request, actor: Actor) -> HttpResponse:
    """Twenty documents in one table: look down the columns, correct, enter all with a result a row."""
    sent = request.POST if request.method == "POST" else None
    forms, told = _forms(actor, sent), None
    taken = {document.pk for document, _form in forms}
    failed: dict[int, str] = {}
    if sent is not None:
        marked = {int(pk) for pk in sent.getlist("document") if sent.get(f"d{pk}-take") == "1"}
        gone, taken, entered = len(marked - taken), marked, []
        for document, form in forms:
            if document.pk not in taken:
                continue
            try:
                done = actions[ACTION].run(actor, document=document, **form.keywords())
                entered.append(f"{done.reference_code or title_of(done)}: {actions[ACTION].said(done)}")
            except DomainError as error:
                failed[document.pk] = error.message
        if entered and not failed and not gone:
            messages.success(request, _("Đã vào sổ {results} văn bản.").format(results=len(entered)))
            return HttpResponseRedirect(request.path)
        told = _told(entered, len(failed), gone)
        forms = _forms(actor, sent)
    return show(
        request,
        actor,
        "correspondence/grid.html",
        {
            "title": _("Vào sổ hàng loạt"),
            "rows": [_row(actor, d, form, d.pk in taken, failed.get(d.pk, "")) for d, form in forms],
            "told": told,
            "labels": [str(RegisterForm.base_fields[name].label) for name in GRID_FIELDS],
            "bar": ActionBar(
                Button(_("Vào sổ các dòng đã chọn"), form="command", main=True, shortcut="Ctrl ↵")
            ),
            "empty": Empty(_("Không còn văn bản đã đọc xong chờ vào sổ.")),
        },
        status=200 if told is None else 422,
    )
