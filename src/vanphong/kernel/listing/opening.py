"""A page of a list: which rows by a remembered statement, then those rows with what belongs to them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import models

from vanphong.kernel.access.remembered import ask, statement
from vanphong.kernel.actor import Actor
from vanphong.kernel.listing.paging import Asked, Page, first_page, turned
from vanphong.kernel.listing.spec import ListSpec, Tab

_SOME_PK: Final = -1_000_003
_SOME: Final[dict[type, Any]] = {
    dt.datetime: dt.datetime(1901, 1, 1, 1, 1, 1, tzinfo=dt.UTC),
    dt.date: dt.date(1901, 1, 1),
    int: -1_000_007,
}
"""Values that stand in a remembered statement for those of the page that is asked for."""


def page_of(spec: ListSpec, actor: Actor, tab: Tab, given: dict[str, str], key: str) -> Page:
    """The page of a tab at `key` (or the first), under the given filters."""
    order = tab.order or spec.order
    if not spec.remembered or any(given.values()):
        page = first_page(spec.prepare(spec.rows(actor, tab, given)), order, key, spec.page_size)
    else:
        page = turned(order, key, spec.page_size, lambda asked, left: _read(spec, actor, tab, asked, left))
    spec.complete(page.rows)
    return page


def _read(spec: ListSpec, actor: Actor, tab: Tab, asked: Asked, left: int) -> list[Any]:
    value, some = _value(spec.model, asked), None
    if value is not None:
        some = _SOME.get(type(value))
        if some is None:
            return list(asked.of(spec.prepare(spec.rows(actor, tab, {})))[:left])
    general = asked if asked.pk is None else replace(asked, value=some, pk=_SOME_PK)

    def build() -> tuple[str, Any]:
        rows = general.of(spec.rows(actor, tab, {})).values_list("pk", flat=True)
        return rows[: spec.page_size + 1].query.sql_with_params()

    try:
        text, values = statement(("page", spec.key(actor, tab), general), build, declared=True)
    except EmptyResultSet:
        return []
    exact = tuple(
        asked.pk if v == _SOME_PK else value if some is not None and v == some else v for v in values
    )
    ids = [pk for (pk,) in ask((text, exact))][:left]
    found = {row.pk: row for row in spec.prepare(spec.model._default_manager.filter(pk__in=ids))}
    # A row that went between the two questions is left out.
    return [found[pk] for pk in ids if pk in found]


def _value(model: type[models.Model], asked: Asked) -> Any:
    if asked.column == "pk" or asked.value is None:
        return None
    field: Any = model._meta.get_field(asked.column)
    return field.to_python(asked.value)
