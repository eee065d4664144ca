"""The action screens: one form an action, one answer; bulk runs with a result a row; undo for ten seconds."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.db import models
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from vanphong.kernel import access
from vanphong.kernel.actions import Action, CommandForm, actions_on, check_offered, run_action
from vanphong.kernel.actor import Actor
from vanphong.kernel.commands.errors import DomainError, Forbidden, Invalid
from vanphong.kernel.registry import record_type_of
from vanphong.ui.components import Action as Button
from vanphong.ui.components import ActionBar, Panel, Table, TableRow
from vanphong.ui.components import Column as TableColumn
from vanphong.ui.screens.controls import controls
from vanphong.ui.screens.records import Head, RecordScreen, panels_of
from vanphong.ui.screens.routing import Request, add_page
from vanphong.ui.screens.shell import UNDO_SECONDS, show


@dataclass(frozen=True, slots=True)
class ActionScreens:
    """Addresses of all actions of a model: `<address><pk>/<name>/`, and `<address><name>/` without a record."""

    model: type[models.Model]
    address: str
    record_screen: RecordScreen | None = None
    special: tuple[str, ...] = ()

    def declare(self) -> None:
        """Give each declared action its address (but those with a screen of their own), and the list its bulk address."""
        here = self.address.lstrip("/")
        for action in actions_on(self.model):
            if action.name in self.special:
                continue
            add_page(
                f"{here}<int:pk>/{action.name}/",
                _on_record(self, action),
                name=f"{action.key}",
                record=self.model,
                ability=action.ability,
            )
            if action.undo is not None:
                add_page(
                    f"{here}<int:pk>/{action.name}/hoan-tac/",
                    _undo(action),
                    name=f"{action.key}/undo",
                    record=self.model,
                )
        for action in actions_on(self.model, with_record=False):
            if action.name in self.special:
                continue
            add_page(
                f"{here}{action.name}/",
                _without_record(self, action),
                name=action.key,
                opens=(self.model, action.ability),
            )
        if any(action.bulk for action in actions_on(self.model)):
            add_page(
                f"{here}hang-loat/", _bulk(self), name=f"{self.model._meta.label_lower}/bulk", signed_in=True
            )


SEEN = "ban-da-xem"
"""Sent along with a form: how the record stood when it was opened, so that who comes second is told."""


def _seen(record: Any, action: Action) -> str:
    """The record's state, and a digest of those values of it that the form may change."""
    if record is None:
        return ""
    asked = action.form.base_fields if action.form is not None else {}
    held = [field.value_from_object(record) for field in record._meta.concrete_fields if field.name in asked]
    digest = hashlib.sha256("\x1f".join(map(str, held)).encode()).hexdigest()[:16]
    return f"{getattr(record, 'state', '')}.{digest}"


def _check_seen(actor: Actor, action: Action, record: Any, seen: str) -> None:
    """Refuse what was filled in before someone else acted on the record or changed the same values."""
    now = _seen(record, action)
    if not seen or seen == now:
        return
    if seen.partition(".")[0] != now.partition(".")[0]:
        check_offered(actor, action, record)
    if seen.partition(".")[2] != now.partition(".")[2]:
        words = _(
            "Có người vừa sửa các ô này trong lúc đồng chí điền. Đồng chí mở lại để xem giá trị mới rồi sửa; "
            "gửi lần nữa thì giá trị của đồng chí thay giá trị ấy."
        )
        raise Invalid(words)


def _hidden(form: CommandForm | None) -> list[tuple[str, str]]:
    """Inputs the form has decided by itself: sent along, not shown."""
    if form is None:
        return []
    decided = [form[n] for n, f in form.fields.items() if isinstance(f.widget, forms.HiddenInput)]
    return [(bound.html_name, str(bound.value() or "")) for bound in decided]


def _form_page(
    request: Request,
    actor: Actor,
    screens: ActionScreens,
    action: Action,
    record: Any,
    form: CommandForm | None,
    error: str = "",
) -> HttpResponse:
    screen = screens.record_screen
    page_view = screen.page_view(request, actor, record) if screen and record is not None else None
    head = screen.head(actor, record) if screen and record is not None else Head("")
    back = record_type_of(record).url(record) if record is not None else screens.address
    return show(
        request,
        actor,
        "ui/screens/action.html",
        {
            "title": action.label,
            "head": head,
            "back_url": back,
            "page_view": page_view,
            "panels": [p for p in panels_of(request, actor, record) if action.step]
            if record is not None
            else [],
            "controls": controls(form) if form is not None else [],
            "kept": form is not None,
            "hidden": [*_hidden(form), (SEEN, _seen(record, action))],
            "multipart": form is not None
            and any(isinstance(f, forms.FileField) for f in form.fields.values()),
            "error": error
            or (" ".join(map(str, form.non_field_errors())) if form is not None and form.is_bound else ""),
            "bar": ActionBar(
                Button(action.label, form="command", main=True, shortcut="Ctrl ↵"),
                (Button(_("Quay lại"), back),),
                warning=action.warning,
            ),
        },
        status=422 if error or (form is not None and form.is_bound) else 200,
    )


def _after(request: Request, actor: Actor, action: Action, record: Any, result: Any) -> HttpResponse:
    """Say what was done, offer to take it back, and go on."""
    target = record if record is not None else result
    messages.success(request, action.said(result))
    if action.undo is not None and target is not None:
        token = signing.dumps([actor.user_id, target.pk], salt=action.key)
        request.session["undo"] = [
            action.said(result),
            f"{record_type_of(target).url(target)}{action.name}/hoan-tac/?t={token}",
        ]
    if action.then is not None:
        return HttpResponseRedirect(action.then(actor, result))
    if isinstance(target, models.Model):
        return HttpResponseRedirect(record_type_of(target).url(target))
    return HttpResponseRedirect("/")


def _answer(
    request: Request, actor: Actor, screens: ActionScreens, action: Action, record: Any
) -> HttpResponse:
    if request.method != "POST":
        form = action.form(actor=actor, record=record, initial=request.GET.dict()) if action.form else None
        return _form_page(request, actor, screens, action, record, form)
    try:
        _check_seen(actor, action, record, request.POST.get(SEEN, ""))
        result = run_action(actor, action, record, request.POST, request.FILES)
    except Forbidden:
        raise
    except Invalid as error:
        form = action.form(request.POST, request.FILES, actor=actor, record=record) if action.form else None
        if form is not None and form.is_valid():
            for name, message in error.fields.items():
                form.add_error(name if name in form.fields else None, message)
        return _form_page(request, actor, screens, action, record, form, error.message)
    return _after(request, actor, action, record, result)


def _on_record(screens: ActionScreens, action: Action) -> Any:
    def view(request: Request, actor: Actor, record: Any) -> HttpResponse:
        return _answer(request, actor, screens, action, record)

    return view


def _without_record(screens: ActionScreens, action: Action) -> Any:
    def view(request: Request, actor: Actor) -> HttpResponse:
        return _answer(request, actor, screens, action, None)

    return view


def _undo(action: Action) -> Any:
    def view(request: Request, actor: Actor, record: Any) -> HttpResponse:
        if request.method != "POST":
            raise Http404
        try:
            user_id, pk = signing.loads(request.GET.get("t", ""), salt=action.key, max_age=UNDO_SECONDS + 5)
        except signing.BadSignature as error:
            raise Invalid(_("Đã quá mười giây nên không hoàn tác được nữa.")) from error
        if user_id != actor.user_id or pk != record.pk or action.undo is None:
            raise Http404
        action.undo(actor, **{action.argument or "record": record})
        messages.success(request, _("Đã hoàn tác."))
        return HttpResponseRedirect(record_type_of(record).url(record))

    return view


def _bulk(screens: ActionScreens) -> Any:
    """Ask once for the chosen rows, then run the action; each row is checked and answered for itself."""

    def view(request: Request, actor: Actor) -> HttpResponse:
        bulk = {a.name: a for a in actions_on(screens.model) if a.bulk}
        given = request.POST if request.method == "POST" else request.GET
        action = bulk.get(given.get("viec", ""))
        ids = [int(pk) for pk in given.getlist("chon") if pk.isdigit()]
        if action is None or not ids:
            raise Invalid(_("Đồng chí chọn ít nhất một dòng và một việc."))
        rows = screens.model._default_manager.filter(access.visible(actor, screens.model), pk__in=ids)
        if request.method != "POST":
            form = action.form(actor=actor, record=None) if action.form is not None else None
            return _bulk_form(request, actor, screens, action, form, list(rows))
        results = []
        for record in rows:
            title = record_type_of(record).title(record)
            try:
                check_offered(actor, action, record)
                words = action.said(run_action(actor, action, record, request.POST, request.FILES))
            except DomainError as error:
                words = error.message
            results.append(TableRow([title, words], record_type_of(record).url(record)))
        table = Table(
            _("Kết quả"),
            [TableColumn(_("Tên"), "strong"), TableColumn(_("Kết quả"))],
            results,
        )
        head = Head(_("{label}: {results} dòng").format(label=action.label, results=len(results)))
        return show(
            request,
            actor,
            "ui/screens/plain.html",
            {"head": head, "parts": [table], "back_url": screens.address},
        )

    return view


def _bulk_form(
    request: Request,
    actor: Actor,
    screens: ActionScreens,
    action: Action,
    form: CommandForm | None,
    rows: list[Any],
) -> HttpResponse:
    chosen = [TableRow([record_type_of(row).title(row)], record_type_of(row).url(row)) for row in rows]
    return show(
        request,
        actor,
        "ui/screens/action.html",
        {
            "title": _("{label}: {rows} dòng").format(label=action.label, rows=len(rows)),
            "head": Head(""),
            "back_url": screens.address,
            "panels": [
                Panel(
                    _("Các dòng đã chọn"),
                    Table("", [TableColumn(_("Tên"), "strong")], chosen),
                    flush=True,
                )
            ],
            "controls": controls(form) if form is not None else [],
            "hidden": [("viec", action.name), *(("chon", str(row.pk)) for row in rows)],
            "bar": ActionBar(
                Button(action.label, form="command", main=True, shortcut="Ctrl ↵"),
                (Button(_("Quay lại"), screens.address),),
                warning=action.warning,
            ),
        },
    )
