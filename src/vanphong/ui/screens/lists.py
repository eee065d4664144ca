"""The list screen: tabs, filters, rows or table, bulk actions, export; one class for every list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from vanphong.kernel import access
from vanphong.kernel.actions import actions_on
from vanphong.kernel.actor import Actor
from vanphong.kernel.listing import COUNTED, Filter, ListSpec, Page, count_many, first_page, page_of
from vanphong.lib.dates import format_date
from vanphong.ui.components import Action as Button
from vanphong.ui.components import (
    ActiveFilter,
    Choice,
    Column,
    DateField,
    Empty,
    Field,
    Filters,
    ListRow,
    Pager,
    Part,
    RowList,
    Select,
    Tab,
    Table,
    TableRow,
    Tabs,
    moment_text,
)
from vanphong.ui.screens.routing import Request, add_page
from vanphong.ui.screens.shell import show

EXPORT_LIMIT = 20_000


def cell_text(value: Any) -> str:
    """A plain value as shown in a cell."""
    if value is None:
        return ""
    if hasattr(value, "hour"):
        return moment_text(timezone.localtime(value))
    if hasattr(value, "isoformat"):
        return format_date(value)
    return str(value)


@dataclass(frozen=True, slots=True)
class ListScreen:
    """A list on screen at `address`; with `row` it shows rows of work, without it a table of the columns.

    `beside` makes parts shown above the list (e.g. the drop zone); `record_url` opens a row of the table;
    `buttons` stand beside those of the list's own actions (e.g. print).
    """

    spec: ListSpec
    address: str
    record_url: Callable[[Any], str]
    row: Callable[[Actor, Any], ListRow] | None = None
    above: Callable[[Request, Actor], list[Part]] = lambda _request, _actor: []
    exports: bool = True
    buttons: Callable[[Request, Actor], list[Button]] = lambda _request, _actor: []

    def declare(self) -> None:
        """Give the list its address."""
        add_page(
            self.address.lstrip("/"), self.view, name=self.spec.name, opens=(self.spec.model, self.spec.needs)
        )

    def view(self, request: Request, actor: Actor) -> HttpResponse:
        spec = self.spec
        tab = spec.tab(actor, request.GET.get("tab", ""))
        typed = {f.name: v for f in spec.filters if (v := request.GET.get(f.name, "").strip())}
        wrong = {
            f.name: why
            for f in spec.filters
            if f.name in typed and (why := f.objection(actor, typed[f.name]))
        }
        given = {name: value for name, value in typed.items() if name not in wrong}
        if request.GET.get("format") == "xlsx" and self.exports:
            rows = spec.prepare(spec.rows(actor, tab, given))
            return self._xlsx(rows, tab.order or spec.order, tab.label)
        page = page_of(spec, actor, tab, given, request.GET.get("key", ""))
        bulk = [a for a in actions_on(spec.model) if a.bulk]
        chosen = access.abilities_many(actor, page.rows, {a.ability for a in bulk}) if bulk else {}
        bulk = [
            a
            for a in bulk
            if any(a.ability in chosen.get(row.pk, ()) and a.offered(actor, row) for row in page.rows)
        ]
        return show(
            request,
            actor,
            "ui/screens/list.html",
            {
                "title": spec.title,
                "hint": spec.hint,
                "tabs": self._tabs(actor, tab.name) if len(spec.tabs) > 1 else "",
                "filters": self._filters(actor, given, typed, wrong, tab.name) if spec.filters else None,
                "above": self.above(request, actor),
                "body": self._body(actor, page, tab.empty or spec.empty, selectable=bool(bulk)),
                "pager": self._pager(request, page),
                "bulk": bulk,
                "bulk_first": next((a.name for a in bulk if a.leads(actor, page.rows[0])), ""),
                "bulk_url": f"{self.address}hang-loat/",
                "export_url": f"?{self._query(request, format='xlsx', key='')}" if self.exports else "",
                "new": [
                    Button(a.label, f"{self.address}{a.name}/")
                    for a in actions_on(spec.model, with_record=False)
                    if access.may(actor, spec.model, a.ability)
                ]
                + self.buttons(request, actor),
            },
        )

    def _query(self, request: Request, **changes: str) -> str:
        values = {**{k: v for k, v in request.GET.items() if k != "key"}, **changes}
        return urlencode({k: v for k, v in values.items() if v})

    def _tabs(self, actor: Actor, current: str) -> Tabs:
        offered = [tab for tab in self.spec.tabs if tab.offered(actor)]
        counted = [tab for tab in offered if tab.counted]
        numbers = count_many(actor, [(self.spec, tab) for tab in counted])
        counts = {tab.name: number for tab, number in zip(counted, numbers, strict=True)}
        return Tabs(
            self.spec.title,
            [
                Tab(
                    tab.label,
                    f"{self.address}?tab={tab.name}",
                    counts.get(tab.name),
                    tab.name == current,
                    COUNTED,
                )
                for tab in offered
            ],
        )

    def _filters(
        self, actor: Actor, given: dict[str, str], typed: dict[str, str], wrong: dict[str, str], tab: str
    ) -> Filters:
        """The form keeps what was typed; only what was understood is said to be in force."""

        def without(name: str) -> str:
            rest = {"tab": tab, **{k: v for k, v in given.items() if k != name}}
            return f"{self.address}?{urlencode(rest)}"

        return Filters(
            action=self.address,
            fields=[
                filter_control(actor, f, typed.get(f.name, ""), wrong.get(f.name, ""))
                for f in self.spec.filters
            ],
            hidden=[("tab", tab)],
            active=[
                ActiveFilter(f"{f.label}: {filter_words(actor, f, given[f.name])}", without(f.name))
                for f in self.spec.filters
                if f.name in given
            ],
            clear_url=f"{self.address}?tab={tab}" if typed else "",
            opened=bool(wrong),
        )

    def _body(self, actor: Actor, page: Page, words: str, *, selectable: bool) -> Part:
        empty = Empty.saying(words)
        if self.row is not None:
            rows = [self.row(actor, obj) for obj in page.rows]
            if selectable:
                rows = [
                    replace(row, select_form="bulk", select_value=str(obj.pk))
                    for row, obj in zip(rows, page.rows, strict=True)
                ]
            return RowList(self.spec.title, rows, empty)
        columns = [column for column in self.spec.columns if column.on_screen]
        return Table(
            self.spec.title,
            [
                Column(
                    c.label,
                    "date" if c.kind == "datetime" else "number" if c.kind == "integer" else c.kind,
                    on_phone=c.on_phone,
                )
                for c in columns
            ],
            [
                TableRow([cell_text(c.value(obj)) for c in columns], self.record_url(obj), str(obj.pk))
                for obj in page.rows
            ],
            empty,
            select_name="chon" if selectable else "",
            select_form="bulk" if selectable else "",
        )

    def _pager(self, request: Request, page: Page) -> Pager:
        def at(key: str) -> str:
            return f"?{self._query(request, key=key)}" if key else ""

        return Pager(at(page.previous_key), at(page.next_key))

    def _xlsx(self, rows: models.QuerySet[Any], order: str, tab: str) -> HttpResponse:
        # Imported when asked for: the spreadsheet library is heavy and most requests never need it.
        from vanphong.lib.spreadsheet import Column as SheetColumn
        from vanphong.lib.spreadsheet import write_xlsx

        kinds = {"code": "text", "strong": "text"}
        columns = [SheetColumn(str(c.label), kinds.get(c.kind, c.kind), c.width) for c in self.spec.columns]  # type: ignore[arg-type]
        found = first_page(rows, order, size=EXPORT_LIMIT).rows
        content = write_xlsx(
            str(self.spec.title)[:31],
            columns,
            ([_sheet_value(c.value(obj)) for c in self.spec.columns] for obj in found),
            heading=[str(self.spec.title), str(tab)],
        )
        answer = HttpResponse(
            content, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        )
        answer["Content-Disposition"] = f'attachment; filename="{self.spec.name}.xlsx"'
        return answer


def _sheet_value(value: Any) -> Any:
    if isinstance(value, Promise):
        return str(value)  # declared words: a sheet holds plain text
    return timezone.localtime(value).replace(tzinfo=None) if hasattr(value, "hour") else value


def filter_words(actor: Actor, item: Filter, value: str) -> str:
    """A value of a filter in words."""
    return dict(item.choices(actor)).get(value, value) if item.choices else value


def filter_control(actor: Actor, item: Filter, value: str, wrong: str) -> Part:
    """A filter as a control, with what was typed and why it is refused."""
    common: dict[str, Any] = {
        "name": item.name,
        "label": item.label,
        "width": "third",
        "error": _("{wrong} Danh sách chưa lọc theo ô này.").format(wrong=wrong) if wrong else "",
        "autofocus": bool(wrong),
    }
    if item.kind == "choice" and item.choices is not None:
        choices = [Choice(v, text, v == value) for v, text in item.choices(actor)]
        return Select(choices=choices, empty_label=_("Tất cả"), **common)
    kind = DateField if item.kind == "day" else Field
    return kind(value=value, **common)
