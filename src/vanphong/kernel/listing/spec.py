"""Declaration of a list over one model."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.core.exceptions import EmptyResultSet
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel import access
from vanphong.kernel.access import VIEW, Ability
from vanphong.kernel.access.remembered import ask, rights_of, statement
from vanphong.kernel.actor import Actor
from vanphong.kernel.registry import Registry
from vanphong.kernel.wording import vi
from vanphong.lib.dates import BadDate, parse_vn_date

COUNTED = 100
"""How far the rows of a tab are counted unless told otherwise: on every page, so no more than a glance needs."""

Kind = Literal["text", "integer", "date", "datetime", "code", "strong"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of table, export and API, or of the last two; `value` gives text, int, date, datetime or None."""

    name: str
    label: str
    value: Callable[[Any], Any]
    kind: Kind = "text"
    width: int = 18
    on_phone: bool = True
    on_screen: bool = True


@dataclass(frozen=True, slots=True)
class Tab:
    """A saved cut of the list; its count opens it. `order` and `empty` override the list's.

    `varies` tells what `rows` depends on besides actor and day, for a list that is `remembered`.
    """

    name: str
    label: str
    rows: Callable[[Actor], Q]
    order: str = ""
    counted: bool = True
    offered: Callable[[Actor], bool] = lambda _: True
    empty: str = ""
    varies: Callable[[], Hashable] = lambda: None


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter in the address. `apply` gets actor and the given text and answers a condition, or None for a value
    it does not understand."""

    name: str
    label: str
    apply: Callable[[Actor, str], Q | None]
    kind: Literal["text", "choice", "day"] = "text"
    choices: Callable[[Actor], Sequence[tuple[str, str]]] | None = None

    def objection(self, actor: Actor, text: str) -> str:
        """Why the given text is no value of this filter, or "" when it is one."""
        try:
            if self.apply(actor, text.strip()) is not None:
                return ""
            if self.kind == "day":
                parse_vn_date(text, timezone.localdate())
        except BadDate as error:
            return error.message_vi
        except ValueError:
            pass
        return _("Bộ lọc «{label}» không hiểu giá trị này.").format(label=self.label)


@dataclass(frozen=True, slots=True)
class ListSpec:
    """A list. Rows are always cut by `visible`; `order` is one indexed column («-registered_at»), ties by id.

    `needs` is the ability (see access.Grant) that opens the list at all. `remembered` says that rows of tabs and
    rights follow from the actor, the day and what the tab `varies` with, so that their SQL is written once.
    `prepare` joins what a row tells; a page of a remembered list fetches all that, and what only some rows need,
    in `complete`.
    """

    name: str
    model: type[models.Model]
    title: str
    columns: Sequence[Column]
    tabs: Sequence[Tab]
    filters: Sequence[Filter] = ()
    order: str = "-pk"
    needs: Ability = VIEW
    prepare: Callable[[QuerySet[Any]], QuerySet[Any]] = lambda rows: rows
    hint: str = ""
    empty: str = vi("Chưa có gì ở đây.")
    page_size: int = field(default=30)
    remembered: bool = False
    complete: Callable[[list[Any]], None] = lambda _rows: None

    def tab(self, actor: Actor, name: str) -> Tab:
        """The tab of that name, or the first one offered."""
        offered = [tab for tab in self.tabs if tab.offered(actor)]
        return next((tab for tab in offered if tab.name == name), offered[0])

    def rows(self, actor: Actor, tab: Tab, given: dict[str, str]) -> QuerySet[Any]:
        """The rows of a tab under the given filters, cut by the actor's rights; not yet ordered."""
        found = self.model._default_manager.filter(access.visible(actor, self.model)).filter(tab.rows(actor))
        for item in self.filters:
            if value := given.get(item.name, "").strip():
                condition = item.apply(actor, value)
                if condition is not None:
                    found = found.filter(condition)
        return found

    def key(self, actor: Actor, tab: Tab) -> Hashable:
        """What the statements of a tab of a remembered list follow from."""
        return (self.name, tab.name, rights_of(actor), timezone.localdate(), tab.varies())

    def count(self, actor: Actor, tab: Tab, given: dict[str, str] | None = None, limit: int = COUNTED) -> int:
        """How many rows, counted up to `limit`: lists never count the whole table."""
        if given or not self.remembered:
            return _counted(self.rows(actor, tab, given or {}), limit)
        return count_many(actor, [(self, tab)], limit)[0]


def _limited(rows: QuerySet[Any], limit: int) -> QuerySet[Any]:
    return rows.order_by().values_list("pk", flat=True)[:limit]


def _counted(rows: QuerySet[Any], limit: int) -> int:
    return _limited(rows, limit).count()


def count_many(actor: Actor, wanted: Sequence[tuple[ListSpec, Tab]], limit: int = COUNTED) -> list[int]:
    """How many rows each of the tabs has, up to `limit`; those of remembered lists in one statement."""
    together = [(spec, tab) for spec, tab in wanted if spec.remembered]
    found: dict[tuple[str, str], int] = {}
    if together:

        def build() -> tuple[str, list[Any]]:
            parts: list[str] = []
            values: list[Any] = []
            for spec, tab in together:
                try:
                    text, given = _limited(spec.rows(actor, tab, {}), limit).query.sql_with_params()
                except EmptyResultSet:
                    parts.append("0")
                    continue
                parts.append(f"(SELECT count(*) FROM ({text}) counted)")  # noqa: S608 - text of a queryset
                values += given
            return f"SELECT {', '.join(parts)}", values

        key = ("counts", limit, *(spec.key(actor, tab) for spec, tab in together))
        row = ask(statement(key, build, declared=True))[0]
        found = {(spec.name, tab.name): number for (spec, tab), number in zip(together, row, strict=True)}
    return [
        found[spec.name, tab.name] if spec.remembered else spec.count(actor, tab, limit=limit)
        for spec, tab in wanted
    ]


lists: Registry[ListSpec] = Registry("list")


def declare_list(spec: ListSpec) -> ListSpec:
    return lists.add(spec.name, spec)
