"""Whole rows by remembered statements: what lists and pages ask for again and again.

Django writes the SQL of a queryset anew each time it is asked, which for the rows of a page costs more than
reading them; here it is written once a thread, and the reading stays Django's own.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import partial
from threading import local
from typing import Any, Final, TypeVar

from django.db import connection, models
from django.db.models import QuerySet
from django.db.models.query import ModelIterable

from vanphong.kernel.access.remembered import Statement, ask

THESE: Final = [-1]
"""Stands in a remembered statement for the keys that are told when it is run."""
KEPT: Final = 300
_BEYOND: Final = 2**63
"""No key is so large; an address may name one."""

M = TypeVar("M", bound=models.Model)
_mine = local()


class _Reader:
    """What Django's reader of rows asks of a queryset and of its compiler, with the statement made once."""

    _known_related_objects: Final[dict[Any, Any]] = {}

    def __init__(self, rows: QuerySet[Any]) -> None:
        self._compiler: Any = rows.query.get_compiler(connection=connection)
        self._statement = Statement(self._compiler.as_sql(), [THESE])
        self._keys: Sequence[Any] = ()
        self.db, self.model, self.query = rows.db, rows.model, self
        self.select, self.klass_info = self._compiler.select, self._compiler.klass_info
        self.annotation_col_map = self._compiler.annotation_col_map

    def get_compiler(self, using: str) -> _Reader:
        return self

    def execute_sql(self, **_given: Any) -> list[list[tuple[Any, ...]]]:
        return [ask(self._statement, list(self._keys))]

    def results_iter(self, results: Any) -> Iterator[Any]:
        found: Iterator[Any] = self._compiler.results_iter(results)
        return found

    def read(self, keys: Sequence[Any]) -> list[Any]:
        self._keys = keys
        return list(ModelIterable(self))  # type: ignore[arg-type]


def among(rows: QuerySet[M], field: str) -> QuerySet[M]:
    """Those rows whose column is among the keys told later."""
    meta = rows.model._meta
    column = meta.pk.column if field == "pk" else meta.get_field(field).column  # type: ignore[union-attr]
    return rows.extra(where=[f'"{meta.db_table}"."{column}" = ANY(%s)'], params=[THESE])  # noqa: S610


def rows_of(key: Hashable, keys: Sequence[Any], rows: Callable[[], QuerySet[Any]]) -> list[Any]:
    """The rows of a queryset made by `among` for these keys, with what it joins (`select_related`).

    The queryset must follow from the key alone; prefetches it names are not done.
    """
    if not keys:
        return []
    readers: dict[Hashable, _Reader] = _mine.__dict__.setdefault("readers", {})
    reader = readers.get(key)
    if reader is None:
        if len(readers) >= KEPT:
            readers.clear()
        reader = readers[key] = _Reader(rows())
    return reader.read(keys)


def by_key(model: type[models.Model], keys: Sequence[Any]) -> dict[Any, Any]:
    """Rows of a model by their primary keys; those that are not there, or cannot be, are left out."""
    keys = [key for key in keys if not isinstance(key, int) or abs(key) < _BEYOND]
    return {row.pk: row for row in rows_of(("one", model), keys, partial(_all_among, model))}


def with_one(*wanted: tuple[Sequence[Any], str]) -> None:
    """Set many-to-one relations: of these rows that one, of those that; one statement a target model."""
    asked: dict[Any, list[tuple[Any, Any]]] = {}
    for rows, name in wanted:
        for row in rows:
            if name not in row._state.fields_cache:
                field = row._meta.get_field(name)
                asked.setdefault(field.related_model, []).append((row, field))
    for target, pairs in asked.items():
        keys = {key for row, field in pairs if (key := getattr(row, field.attname)) is not None}
        found = by_key(target, sorted(keys))
        for row, field in pairs:
            row._state.fields_cache[field.name] = found.get(getattr(row, field.attname))


def _all_among(target: type[models.Model]) -> QuerySet[Any]:
    return among(target._default_manager.order_by(), "pk")


def fetched(row: models.Model, name: str) -> bool:
    """Whether the one-to-many relation of the row was fetched already."""
    return name in row.__dict__.get("_prefetched_objects_cache", ())


def with_many(rows: Sequence[Any], name: str, children: QuerySet[Any], to: str = "") -> list[Any]:
    """Set the one-to-many relation `name` of the rows (or the attribute `to`, as a list); returns the children.

    `children` narrows and orders them and must be the same at each call for the same names.
    """
    if not rows:
        return []
    field = rows[0]._meta.get_field(name).remote_field
    key = ("many", field.model, field.name, to)
    found = rows_of(key, [row.pk for row in rows], lambda: among(children, field.name))
    held: dict[Any, list[Any]] = {row.pk: [] for row in rows}
    for child in found:
        held[getattr(child, field.attname)].append(child)
    parents = {row.pk: row for row in rows}
    for child in found:
        child._state.fields_cache[field.name] = parents[getattr(child, field.attname)]
    empty: Any = children.none()
    for row in rows:
        if to:
            setattr(row, to, held[row.pk])
            continue
        filled = empty._chain()
        filled._result_cache, filled._prefetch_done = held[row.pk], True
        row.__dict__.setdefault("_prefetched_objects_cache", {})[name] = filled
    return found
