"""The registration screen: the queue left, the page in the middle, the words right."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel import access
from vanphong.kernel.actions import CommandForm, run_action
from vanphong.kernel.actions.action import actions
from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import DomainError, Invalid
from vanphong.kernel.numbering.models import Register, Series
from vanphong.lib.dates import format_date, format_time
from vanphong.lib.numbers import format_number
from vanphong.modules.catalogues.public import remark
from vanphong.modules.correspondence.forms.registration import FIELDS_READ, SURE, RegisterForm
from vanphong.modules.correspondence.models import IncomingDocument
from vanphong.modules.correspondence.policy import REGISTER
from vanphong.modules.correspondence.queries.duplicates import possible_duplicates
from vanphong.modules.correspondence.queries.issuers import resolve_issuer
from vanphong.modules.correspondence.screens.pages import build_page_view, highlights
from vanphong.modules.correspondence.screens.rows import read_value, title_of
from vanphong.modules.correspondence.screens.signing import signature_notice
from vanphong.ui.components import Action as Button
from vanphong.ui.components import (
    ActionBar,
    Badge,
    Empty,
    Notice,
    Part,
    Queue,
    QueueItem,
    Source,
    Tone,
)
from vanphong.ui.screens import Request, page, show
from vanphong.ui.screens.controls import control

ADDRESS = "/van-ban-den/"
QUEUE = 40
ACTION = f"{IncomingDocument._meta.label_lower}/vao-so"
MAIN_FIELDS = (
    "reference_code",
    "issued_on",
    "issuer_name",
    "subject",
    "document_type",
    "urgency",
    "due_on",
    "signer",
    "register",
    "submit_to",
)
MORE_FIELDS = (
    "signer_title",
    "subject_area",
    "page_count",
    "copy_count",
    "arrived_on",
    "paper_received",
    "reply_required",
    "note",
)


def pending(actor: Actor) -> Any:
    """Documents the clerk may register, oldest first."""
    return (
        IncomingDocument.objects.filter(access.visible(actor, IncomingDocument))
        .filter(state=IncomingDocument.State.PENDING_REGISTRATION)
        .select_related("reading")
        .prefetch_related("files")
        .order_by("pk")
    )


def _queue(actor: Actor, current: IncomingDocument) -> Queue:
    rows = list(pending(actor)[: QUEUE + 1])
    items = []
    for document in rows[:QUEUE]:
        code = document.reference_code or read_value(document, "reference_code")
        reading = document.reading_state
        state = IncomingDocument.ReadingState
        badge = Badge(_("cần xem"), Tone.ALARM) if reading == state.FAILED else None
        title = code or {state.WAITING: _("Đang đọc"), state.FAILED: _("Chưa đọc được số")}.get(
            reading, title_of(document)
        )
        received = timezone.localtime(document.received_at)
        when = (
            format_time(received) if received.date() == timezone.localdate() else format_date(received.date())
        )
        issuer = document.issuer_name or read_value(document, "issuer")
        day = read_value(document, "issued_on")
        day_words = (
            format_date(document.issued_on or dt.date.fromisoformat(day)) if document.issued_on or day else ""
        )
        first = " · ".join(part for part in (issuer, day_words) if part)
        second = f"{document.get_channel_display().lower()} {document.page_count} trang · {when}"
        notes = tuple(part for part in (first, second) if part)
        items.append(
            QueueItem(
                f"{ADDRESS}{document.pk}/vao-so/", title, notes, badge, current=document.pk == current.pk
            )
        )
    return Queue(
        _("Chờ vào sổ"),
        len(rows),
        items,
        Empty(_("Không còn văn bản chờ vào sổ.")),
        f"{ADDRESS}?tab=cho-vao-so",
    )


def sources(document: IncomingDocument, form: CommandForm) -> dict[str, Source]:
    """Where each prefilled value came from."""
    found: dict[str, Source] = {}
    reading = getattr(document, "reading", None)
    for read_name, name in FIELDS_READ.items():
        field = reading.header.get(read_name) if reading else None
        if field is None or form.initial.get(name) in (None, "") or form.fields[name].disabled:
            continue
        found[name] = Source("page" if field["confidence"] >= SURE else "check", field.get("page"))
    issuer = form.initial.get("issuer_name")
    if issuer and "issuer_name" in found and found["issuer_name"].kind == "page":
        known = resolve_issuer(str(issuer), form.initial.get("issued_on"))
        found["issuer_name"] = Source("catalogue") if known else Source("check")
    if reading is not None and reading.deadlines and form.initial.get("due_on"):
        found["due_on"] = Source("check", reading.deadlines[0].get("page"))
    if getattr(form, "sticky", False) and form.initial.get("submit_to"):
        found["submit_to"] = Source("sticky")
    return found


def duplicate_notice(
    actor: Actor, document: IncomingDocument, form: CommandForm, *, near: bool = True
) -> Part | None:
    """What this may be a second copy of, with a link that shows both; without `near`, no mere likeness of text."""
    values: Any = form.cleaned_data if form.is_bound and form.is_valid() else form.initial
    day = values.get("issued_on")
    found = possible_duplicates(
        actor,
        document,
        code=str(values.get("reference_code") or ""),
        issued_on=day if isinstance(day, dt.date) else None,
        issuer_name=str(values.get("issuer_name") or ""),
        near=near,
    )
    if not found:
        return None
    first = found[0]
    other = first.document
    number = (
        _("số đến {arrival_number}").format(arrival_number=format_number(other.arrival_number))
        if other.arrival_number
        else _("chưa vào sổ")
    )
    day_words = (
        _(" ngày {issued_on}").format(issued_on=format_date(other.issued_on)) if other.issued_on else ""
    )
    name = other.reference_code or title_of(other)
    return Notice(
        _("Có văn bản {why}: {name}{day_words} ({number}).").format(
            why=first.why, name=name, day_words=day_words, number=number
        ),
        Tone.WARN,
        link_label=_("So sánh"),
        link_url=f"{ADDRESS}{document.pk}/so-sanh/{other.pk}/",
        lines=tuple(f"{d.document.reference_code or title_of(d.document)}: {d.why}" for d in found[1:]),
    )


def changed_unit_notice(form: CommandForm) -> Part | None:
    """What became of the place the issuer is named after, or that it was no more on the document's day."""
    values: Any = form.initial
    if form.is_bound:
        form.is_valid()
        values = form.cleaned_data
    day = values.get("issued_on")
    words = remark(str(values.get("issuer_name") or ""), day) if isinstance(day, dt.date) else ""
    return Notice(words, Tone.INFO) if words else None


def _next_number(form: CommandForm) -> tuple[str, str]:
    register = form.initial.get("register")
    if not isinstance(register, Register):
        return "", ""
    series = Series.objects.filter(register=register, key=str(timezone.localdate().year)).first()
    return register.name, format_number((series.last_number if series else 0) + 1)


def _screen(
    request: Request, actor: Actor, document: IncomingDocument, form: RegisterForm, error: str = ""
) -> HttpResponse:
    marks = sources(document, form)
    labels = {name: str(field.label or name) for name, field in form.fields.items()}
    register, next_number = _next_number(form)
    read = sum(1 for mark in marks.values() if mark.kind in ("page", "catalogue", "check"))
    if form.is_bound:
        # What was typed since no longer comes from the page.
        marks = {}

    def dressed(names: tuple[str, ...]) -> list[Part]:
        return [control(form, n, source=marks.get(n), box=n if n in marks else "") for n in names]

    return show(
        request,
        actor,
        "correspondence/registering.html",
        {
            "work_title": _("Vào sổ văn bản đến"),
            "back_url": f"{ADDRESS}?tab=cho-vao-so",
            "document": document,
            "title": title_of(document),
            "queue": _queue(actor, document),
            "page_view": build_page_view(document, highlights(document, labels)),
            "reading_waits": document.reading_state == IncomingDocument.ReadingState.WAITING,
            "reading_message": document.reading_message
            if document.reading_state == IncomingDocument.ReadingState.FAILED
            else "",
            "read": read,
            "main_controls": dressed(MAIN_FIELDS),
            "more_controls": dressed(MORE_FIELDS),
            "more_open": form.is_bound and any(name in form.errors for name in MORE_FIELDS),
            "error": error,
            "duplicate": duplicate_notice(actor, document, form),
            "changed_unit": changed_unit_notice(form),
            "signatures": signature_notice(document),
            "bar": ActionBar(
                Button(_("Vào sổ và mở tiếp"), form="command", main=True, shortcut="Ctrl ↵"),
                (Button(_("Để sau"), _next_address(actor, document)),),
            ),
            "register": register,
            "next_number": next_number,
        },
        status=422 if error else 200,
    )


def _next_address(actor: Actor, document: IncomingDocument) -> str:
    """The next document of the queue after this one, else the first, else the list."""
    ids = list(pending(actor).exclude(pk=document.pk).values_list("pk", flat=True)[:QUEUE])
    after = [pk for pk in ids if pk > document.pk] or ids
    return f"{ADDRESS}{after[0]}/vao-so/" if after else f"{ADDRESS}?tab=cho-vao-so"


@page("van-ban-den/<int:pk>/vao-so/", name=ACTION, record=IncomingDocument, ability=REGISTER)
def registering(request: Request, actor: Actor, document: IncomingDocument) -> HttpResponse:
    """Check what was read and enter the document into the book; the next one opens at once."""
    if request.method != "POST":
        return _screen(request, actor, document, RegisterForm(actor=actor, record=document))
    action = actions[ACTION]
    try:
        done = run_action(actor, action, document, request.POST)
    except Invalid as error:
        form = RegisterForm(request.POST, actor=actor, record=document)
        if form.is_valid():
            for name, message in error.fields.items():
                form.add_error(name if name in form.fields else None, message)
        return _screen(request, actor, document, form, error.message)
    except DomainError as error:
        return _screen(
            request, actor, document, RegisterForm(request.POST, actor=actor, record=document), error.message
        )
    messages.success(request, action.said(done))
    return HttpResponseRedirect(_next_address(actor, document))


def _side(document: IncomingDocument) -> dict[str, Any]:
    """One of two documents to compare: name, what tells it apart, pages."""
    number = (
        _("số đến {arrival_number}").format(arrival_number=format_number(document.arrival_number))
        if document.arrival_number
        else _("chưa vào sổ")
    )
    code = document.reference_code or read_value(document, "reference_code")
    issuer = document.issuer_name or read_value(document, "issuer")
    return {
        "name": title_of(document),
        "url": f"{ADDRESS}{document.pk}/",
        "words": " · ".join(part for part in (code, issuer, number) if part),
        "view": build_page_view(document),
    }


def _compare_bar(document: IncomingDocument) -> ActionBar:
    """What follows from looking: they are one and the new one goes, or they are two and it is entered."""
    if document.state != IncomingDocument.State.PENDING_REGISTRATION:
        return ActionBar()
    here = f"{ADDRESS}{document.pk}/"
    return ActionBar(
        Button(_("Quay lại vào sổ"), f"{here}vao-so/", main=True),
        (Button(_("Đã có rồi, loại bản này"), f"{here}loai-tep/"),),
    )


@page(
    "van-ban-den/<int:pk>/so-sanh/<int:other>/",
    name="correspondence/compare",
    record=IncomingDocument,
)
def compare(request: Request, actor: Actor, document: IncomingDocument, other: int) -> HttpResponse:
    """Two documents side by side, to see whether they are one."""
    second = (
        IncomingDocument.objects.filter(access.visible(actor, IncomingDocument), pk=other)
        .select_related("reading")
        .prefetch_related("files")
        .first()
    )
    if second is None:
        from vanphong.kernel.commands import NotFound

        raise NotFound
    return show(
        request,
        actor,
        "correspondence/compare.html",
        {
            "title": _("So sánh hai văn bản"),
            "sides": [_side(d) for d in (document, second)],
            "bar": _compare_bar(document),
        },
    )
