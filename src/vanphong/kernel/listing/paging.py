"""Paging by key: the next page starts after the last row seen, so deep pages cost what the first costs."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from vanphong.kernel.commands.errors import Invalid
from vanphong.kernel.journal.rows import plain


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one page and the keys of its neighbours ("" where there is none)."""

    rows: list[Any]
    next_key: str
    previous_key: str


def _pack(direction: str, value: Any, pk: Any) -> str:
    text = json.dumps([direction, plain(value), pk], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _unpack(key: str) -> tuple[str, Any, int]:
    try:
        padded = key + "=" * (-len(key) % 4)
        direction, value, pk = json.loads(base64.urlsafe_b64decode(padded))
        if direction not in ("next", "previous") or not isinstance(pk, int):
            raise ValueError(key)
    except (ValueError, TypeError, binascii.Error) as error:
        raise Invalid(_("Trang này không còn. Đồng chí mở lại danh sách từ đầu.")) from error
    return direction, value, pk


def _stretches(column: str, value: Any, pk: int, *, descending: bool, backward: bool) -> list[Q]:
    """Rows after (value, pk), or before it, as conditions to be read one after the other; nulls stand last.

    Each is one range of an index on the order; one condition with «or» would be none, and start from the top.
    """
    side = "lt" if descending is not backward else "gt"
    further = Q(**{f"pk__{side}": pk})
    if column == "pk":
        return [further]
    missing = Q(**{f"{column}__isnull": True})
    if value is None:
        return [missing & further, ~missing] if backward else [missing & further]
    here = Q(**{f"{column}__{side}e": value}) & (Q(**{f"{column}__{side}": value}) | further)
    return [here] if backward else [here, missing]


def _ordered(rows: QuerySet[Any], column: str, *, descending: bool, nulls_last: bool) -> QuerySet[Any]:
    tie = "-pk" if descending else "pk"
    if column == "pk":
        return rows.order_by(tie)
    expression = F(column)
    placed = {"nulls_last": True} if nulls_last else {"nulls_first": True}
    return rows.order_by(expression.desc(**placed) if descending else expression.asc(**placed), tie)


def first_page(rows: QuerySet[Any], order: str, key: str = "", size: int = 30) -> Page:
    """The page at `key` (or the first). `order` is a column name with «-» for descending."""

    def read(asked: Asked, left: int) -> list[Any]:
        return list(asked.of(rows)[:left])

    return turned(order, key, size, read)


@dataclass(frozen=True, slots=True)
class Asked:
    """One stretch of a page: the order, and where to begin (None: at the top)."""

    column: str
    descending: bool
    backward: bool
    number: int = 0
    value: Any = None
    pk: int | None = None

    def of(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The rows of the stretch, in order."""
        found = _ordered(
            rows,
            self.column,
            descending=self.descending is not self.backward,
            nulls_last=not self.backward,
        )
        return found if self.pk is None else found.filter(self._stretches()[self.number])

    def _stretches(self) -> list[Q]:
        pk = self.pk or 0
        return _stretches(self.column, self.value, pk, descending=self.descending, backward=self.backward)

    def each(self) -> list[Asked]:
        """All stretches of the page, to be read one after the other."""
        if self.pk is None:
            return [self]
        return [replace(self, number=number) for number in range(len(self._stretches()))]


def turned(order: str, key: str, size: int, read: Callable[[Asked, int], list[Any]]) -> Page:
    """The page at `key`; `read` answers up to so many rows of a stretch."""
    asked = Asked(order.lstrip("-"), order.startswith("-"), backward=False)
    if key:
        direction, value, pk = _unpack(key)
        asked = replace(asked, backward=direction == "previous", value=value, pk=pk)
    found: list[Any] = []
    try:
        for stretch in asked.each():
            if len(found) <= size:
                found += read(stretch, size + 1 - len(found))
    except (ValidationError, ValueError) as error:
        raise Invalid(_("Trang này không còn. Đồng chí mở lại danh sách từ đầu.")) from error
    backward = asked.backward
    more, found = len(found) > size, found[:size]
    if backward:
        found.reverse()

    def key_of(row: Any, direction: str) -> str:
        return _pack(direction, None if asked.column == "pk" else getattr(row, asked.column), row.pk)

    has_next = bool(found) and (more or backward)
    has_previous = bool(found) and ((bool(key) and not backward) or (backward and more))
    return Page(
        found,
        key_of(found[-1], "next") if has_next else "",
        key_of(found[0], "previous") if has_previous else "",
    )
