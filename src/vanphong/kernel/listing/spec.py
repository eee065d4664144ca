"""Declaration of a list over one model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel import access
from vanphong.kernel.access import VIEW, Ability
from vanphong.kernel.actor import Actor
from vanphong.kernel.registry import Registry
from vanphong.kernel.wording import vi
from vanphong.lib.dates import BadDate, parse_vn_date

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
    """A saved cut of the list; its count opens it. `order` and `empty` override the list's."""

    name: str
    label: str
    rows: Callable[[Actor], Q]
    order: str = ""
    counted: bool = True
    offered: Callable[[Actor], bool] = lambda _: True
    empty: str = ""


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

    `needs` is the ability (see access.Grant) that opens the list at all.
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

    def count(self, actor: Actor, tab: Tab, given: dict[str, str] | None = None, limit: int = 1000) -> int:
        """How many rows, counted up to `limit`: lists never count the whole table."""
        return len(self.rows(actor, tab, given or {}).order_by().values_list("pk", flat=True)[:limit])


lists: Registry[ListSpec] = Registry("list")


def declare_list(spec: ListSpec) -> ListSpec:
    return lists.add(spec.name, spec)
