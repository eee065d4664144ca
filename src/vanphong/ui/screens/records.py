"""The record screen: head, page beside, facts and panels, actions, trail in words, readers and reasons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel import access
from vanphong.kernel.actions import Action, actions_on
from vanphong.kernel.actor import Actor
from vanphong.kernel.journal.queries import Act, trail
from vanphong.kernel.organisation.queries import every_actor
from vanphong.kernel.registry import Registry, record_type_of, record_types
from vanphong.kernel.search.indexing import search_specs
from vanphong.kernel.search.related import Why, related
from vanphong.kernel.wording import vi
from vanphong.lib.dates import format_date
from vanphong.ui.components import Action as Button
from vanphong.ui.components import (
    ActionBar,
    Badge,
    Breadcrumb,
    Change,
    ClosedAction,
    Crumb,
    Empty,
    PageView,
    Part,
    Person,
    Table,
    TableRow,
    Timeline,
    TrailEntry,
)
from vanphong.ui.components import Column as TableColumn
from vanphong.ui.screens.lists import cell_text
from vanphong.ui.screens.routing import Request, add_page
from vanphong.ui.screens.shell import show

CHANNELS = {"api": vi("qua API"), "cli": vi("qua dòng lệnh"), "job": vi("việc nền"), "system": vi("hệ thống")}

RELATED_WHY = {
    Why.NAMED: vi("Được nhắc đến ở đây"),
    Why.NAMES_IT: vi("Có nhắc đến văn bản này"),
    Why.ALIKE: vi("Nội dung gần"),
}


@dataclass(frozen=True, slots=True)
class Head:
    """The top of a record page."""

    title: str
    code: str = ""
    note: str = ""
    badges: tuple[Badge, ...] = ()


@dataclass(frozen=True, slots=True)
class PanelSpec:
    """A panel on the page of a record; any module above may add one (`on` is the foreign model)."""

    name: str
    on: type[models.Model]
    build: Callable[[Request, Actor, Any], Part | None]
    rank: int = 100


panels: Registry[PanelSpec] = Registry("panel")


def declare_panel(spec: PanelSpec) -> PanelSpec:
    return panels.add(f"{spec.on._meta.label_lower}/{spec.name}", spec)


@dataclass(frozen=True, slots=True)
class RecordScreen:
    """The page of a record at `<address><pk>/`, its readers page at `ai-thay/`."""

    model: type[models.Model]
    address: str
    list_label: str
    head: Callable[[Actor, Any], Head]
    page_view: Callable[[Request, Actor, Any], PageView | None] = lambda _r, _a, _o: None
    opened: Callable[[Actor, Any], None] = lambda _a, _o: None

    def declare(self) -> None:
        """Give the record its addresses."""
        name = self.model._meta.label_lower
        here = self.address.lstrip("/")
        add_page(f"{here}<int:pk>/", self.view, name=name, record=self.model)
        add_page(f"{here}<int:pk>/ai-thay/", self.readers, name=f"{name}/readers", record=self.model)
        if name in search_specs:
            add_page(f"{here}<int:pk>/lien-quan/", self.related, name=f"{name}/related", record=self.model)

    def view(self, request: Request, actor: Actor, record: Any) -> HttpResponse:
        self.opened(actor, record)
        return show(
            request,
            actor,
            "ui/screens/record.html",
            {
                "head": self.head(actor, record),
                "crumbs": self._crumbs(record),
                "page_view": self.page_view(request, actor, record),
                "panels": panels_of(request, actor, record),
                "bar": action_bar(request, actor, record),
                "timeline": timeline(record),
                "readers_url": f"{self.address}{record.pk}/ai-thay/",
                "related_url": (
                    f"{self.address}{record.pk}/lien-quan/"
                    if self.model._meta.label_lower in search_specs
                    else ""
                ),
            },
        )

    def related(self, request: Request, actor: Actor, record: Any) -> HttpResponse:
        """«Liên quan»: what this record names, what names it, what speaks of the same; fetched after the page."""
        rows = [
            TableRow(
                [
                    each.hit.code.partition(" · ")[0] or each.hit.label,
                    each.hit.title,
                    format_date(each.hit.day) if each.hit.day else None,
                    str(RELATED_WHY[each.why]),
                ],
                each.hit.url,
            )
            for each in related(actor, record)
        ]
        listed = Table(
            _("Liên quan"),
            [
                TableColumn(_("Số, ký hiệu"), "code"),
                TableColumn(_("Trích yếu"), "strong"),
                TableColumn(_("Ngày")),
                TableColumn(_("Vì sao")),
            ],
            rows,
            Empty(_("Chưa thấy văn bản, hồ sơ nào liên quan.")),
        )
        if request.htmx:
            return HttpResponse(str(listed))
        return show(
            request,
            actor,
            "ui/screens/plain.html",
            {
                "head": Head(_("Liên quan"), note=self.head(actor, record).title),
                "crumbs": self._crumbs(record, last=_("Liên quan")),
                "parts": [listed],
            },
        )

    def readers(self, request: Request, actor: Actor, record: Any) -> HttpResponse:
        """«Ai thấy văn bản này, và vì sao»: each active person who sees it, with the relation that admits them."""
        rows = [
            TableRow(
                [
                    Person(reader.name, reader.seats[0].title if reader.seats else ""),
                    "; ".join(dict.fromkeys(why)),
                ]
            )
            for reader in every_actor()
            if (why := access.standing_labels(reader, record))
        ]
        table = Table(
            _("Ai thấy, và vì sao"),
            [TableColumn(_("Người"), "strong"), TableColumn(_("Vì là"))],
            rows,
        )
        head = self.head(actor, record)
        return show(
            request,
            actor,
            "ui/screens/plain.html",
            {
                "head": Head(_("Ai thấy, và vì sao"), note=head.title),
                "crumbs": self._crumbs(record, last=_("Ai thấy")),
                "parts": [table],
            },
        )

    def _crumbs(self, record: Any, last: str = "") -> Breadcrumb:
        title = record_type_of(record).title(record)
        items = [Crumb(self.list_label, self.address)]
        items += [Crumb(title, f"{self.address}{record.pk}/"), Crumb(last)] if last else [Crumb(title)]
        return Breadcrumb(items)


def panels_of(request: Request, actor: Actor, record: models.Model) -> list[Part]:
    """Panels declared on this record, by rank, without the empty ones."""
    mine = sorted((p for p in panels if isinstance(record, p.on)), key=lambda p: p.rank)
    return [part for spec in mine if (part := spec.build(request, actor, record)) is not None]


def action_address(record: models.Model, action: Action) -> str:
    return f"{record_type_of(record).url(record)}{action.name}/"


def _decided(actor: Actor, record: models.Model, action: Action) -> tuple[str, str]:
    """The one input of a form that has nothing left to ask: then a click is enough."""
    if action.form is None or len(action.form.base_fields) != 1:
        return "", ""
    form = action.form(actor=actor, record=record)
    name, field = next(iter(form.fields.items()))
    value = form[name].value() if isinstance(field.widget, forms.HiddenInput) else None
    return ("", "") if value is None else (name, str(value))


def action_bar(request: Request, actor: Actor, record: models.Model) -> ActionBar:
    """Open actions as buttons, the first primary one leading; the rare and the closed behind «Việc khác»."""
    mine = access.abilities(actor, record)
    primary: Button | None = None
    warning = ""
    secondary: list[Button] = []
    others: list[Button] = []
    closed: list[ClosedAction] = []
    for action in actions_on(type(record)):
        if not action.offered(actor, record):
            continue
        if action.ability not in mine:
            closed.append(ClosedAction(action.label, access.explain(actor, record, action.ability).reasons))
            continue
        leads = primary is None and action.leads(actor, record)
        name, value = _decided(actor, record, action)
        asks = bool(action.warning) or (action.form is not None and not name)
        button = Button(
            action.label,
            action_address(record, action),
            method="get" if asks else "post",
            name=name,
            value=value,
            main=leads,
            csrf_token="" if asks else get_token(request),
        )
        if leads:
            primary, warning = button, action.warning
        else:
            (others if action.is_rare(actor, record) else secondary).append(button)
    return ActionBar(primary, tuple(secondary), tuple(closed), warning, others=tuple(others), folded=True)


def changes_of(act: Act, record: models.Model | None = None) -> list[Change]:
    """Changed fields in words; on a record's own page without what the act did to others of its kind."""
    models_by_label = {t.model._meta.label_lower: t.model for t in record_types}
    found: list[Change] = []
    for change in act.changes:
        model = models_by_label.get(change["model"])
        if model is None or (isinstance(record, model) and change["id"] != record.pk):
            continue
        fields = {f.attname: f for f in model._meta.concrete_fields}
        for name, (old, new) in change["fields"].items():
            field = fields.get(name)
            if field is None or field.primary_key or field.is_relation or not field.verbose_name:
                continue
            words: dict[Any, Any] = dict(field.choices or ())
            label = str(field.verbose_name)
            found.append(Change(label, *(_word(words, value) for value in (old, new))))
    return found


def _word(words: dict[Any, Any], value: Any) -> str:
    return str(words[value]) if isinstance(value, str | int) and value in words else _text(value)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, dict | list):
        return ", ".join(map(str, value))
    text = str(value or "")
    if len(text) >= 10 and text[4:5] == "-" and text[7:8] == "-":
        from datetime import date, datetime

        try:
            return cell_text(datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text))
        except ValueError:
            return text
    return text


def _channel(act: Act) -> str:
    """By which way, unless the name says it already."""
    words = str(CHANNELS.get(act.channel, ""))
    return "" if words == act.user.lower() else words


def timeline(record: models.Model) -> Timeline:
    """The trail of the record in words, newest first."""
    return Timeline(
        [
            TrailEntry(
                timezone.localtime(act.at),
                act.user,
                _(act.label),
                act.on_behalf,
                " · ".join(part for part in (act.note, _channel(act)) if part),
                changes_of(act, record),
            )
            for act in trail(f"{record._meta.label_lower}:{record.pk}")
        ],
        _("Diễn biến"),
    )
