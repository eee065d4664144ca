"""A page of a list: which rows by a remembered statement, then those rows with what belongs to them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import models

from vanphong.kernel.access.remembered import Sql, ask, statement
from vanphong.kernel.access.rows import by_key
from vanphong.kernel.actor import Actor
from vanphong.kernel.listing.paging import Asked, Page, turned
from vanphong.kernel.listing.spec import ListSpec, Tab

_SOME_PK: Final = -1_000_003
_SOME: Final[dict[type, Any]] = {
    dt.datetime: dt.datetime(1901, 1, 1, 1, 1, 1, tzinfo=dt.UTC),
    dt.date: dt.date(1901, 1, 1),
    int: -1_000_007,
}
"""Values that stand in a remembered statement for those of the page that is asked for."""


def page_of(
    spec: ListSpec, actor: Actor, tab: Tab, given: dict[str, str], key: str = "", size: int = 0
) -> Page:
    """The page of a tab at `key` (or the first), under the given filters."""
    order, size = tab.order or spec.order, size or spec.page_size

    def read(asked: Asked, left: int) -> list[Any]:
        if not spec.remembered:
            return list(asked.of(spec.prepare(spec.rows(actor, tab, given)))[:left])
        narrowed = {name: value for name, value in given.items() if value.strip()}
        ids = (
            list(asked.of(spec.rows(actor, tab, narrowed)).values_list("pk", flat=True)[:left])
            if narrowed
            else _ids(spec, actor, tab, asked, size)[:left]
        )
        found = by_key(spec.model, ids)
        # A row that went between the two questions is left out.
        return [found[pk] for pk in ids if pk in found]

    page = turned(order, key, size, read)
    spec.complete(page.rows)
    return page


def _ids(spec: ListSpec, actor: Actor, tab: Tab, asked: Asked, size: int) -> list[Any]:
    """The keys of a stretch, by a statement that is written once for all its pages."""
    value, some = _value(spec.model, asked), None
    if value is not None:
        some = _SOME.get(type(value))
        if some is None:
            return list(asked.of(spec.rows(actor, tab, {})).values_list("pk", flat=True)[: size + 1])
    general = asked if asked.pk is None else replace(asked, value=some, pk=_SOME_PK)

    def build() -> Sql:
        rows = general.of(spec.rows(actor, tab, {})).values_list("pk", flat=True)
        made: Sql = rows[: size + 1].query.sql_with_params()
        return made

    opened = [some, _SOME_PK]
    try:
        made = statement(("page", size, spec.key(actor, tab), general), build, opened=opened, declared=True)
    except EmptyResultSet:
        return []
    return [pk for (pk,) in ask(made, value, asked.pk)]


def _value(model: type[models.Model], asked: Asked) -> Any:
    if asked.column == "pk" or asked.value is None:
        return None
    field: Any = model._meta.get_field(asked.column)
    return field.to_python(asked.value)
