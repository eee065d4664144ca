"""Putting records into the search table: declared by each module, called from its commands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models

from vanphong.kernel.listing import Filter
from vanphong.kernel.registry import Registry, record_type_of
from vanphong.kernel.search.models import SearchEntry
from vanphong.lib.text import clean


@dataclass(frozen=True, slots=True)
class Findable:
    """What is found of one record: its code whole or in part, its title before its body, who issued it, who had to
    do with it. `key` is the name by which another system knows the record.
    """

    code_key: str = ""
    title: str = ""
    body: str = ""
    day: dt.date | None = None
    issuer: str = ""
    people: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """A count of the hits by one of their properties, each leading to `filter` with that value.

    `value` and `shown` are field paths of the model; `apart` is one whose words tell apart values called alike.
    """

    filter: str
    label: str
    value: str
    shown: str
    apart: str = ""


@dataclass(frozen=True, slots=True)
class SearchSpec:
    """How records of a model are indexed; `findable` answers None for what must not be found.

    `filters` narrow the hits of this kind, `facets` count them; `related` gives the words by which records like
    one of these are looked for (its title, when None), `names` the codes of others that it names.
    """

    model: type[models.Model]
    findable: Callable[[Any], Findable | None]
    filters: tuple[Filter, ...] = ()
    facets: tuple[Facet, ...] = ()
    related: Callable[[Any], str] | None = None
    names: Callable[[Any], list[str]] | None = None


search_specs: Registry[SearchSpec] = Registry("search")

BODY_LIMIT = 400_000
"""Characters of body kept: some 150 pages."""
AT_ONCE = 500

_COLUMNS = ("record_type", "record_id", "key", "code_key", "title", "issuer", "people", "body", "day")
_UPSERT = f"""
    INSERT INTO search_searchentry ({", ".join(_COLUMNS)})
    SELECT * FROM unnest(%s::text[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[],
        %s::text[], %s::date[])
    ON CONFLICT (record_type, record_id) DO UPDATE SET {", ".join(f"{c} = EXCLUDED.{c}" for c in _COLUMNS[2:])},
        gone = false, changed_in = pg_current_xact_id(), indexed_at = now()
"""  # noqa: S608 - names of columns only
_EMPTY = "key = '', code_key = '', title = '', issuer = '', people = '', body = '', day = NULL"


def declare_search(spec: SearchSpec) -> SearchSpec:
    return search_specs.add(spec.model._meta.label_lower, spec)


def index_record(record: models.Model) -> None:
    """Write (or remove) the record's search entry, in the caller's transaction."""
    index_records([record])


def index_records(records: Sequence[models.Model]) -> None:
    """Write (or remove) the search entries of records of one model, in the caller's transaction."""
    for start in range(0, len(records), AT_ONCE):
        _index(records[start : start + AT_ONCE])


def _index(records: Sequence[models.Model]) -> None:
    spec, name = search_specs[records[0]._meta.label_lower], record_type_of(records[0]).name
    found = [(record.pk, spec.findable(record)) for record in records]
    if gone := [pk for pk, each in found if each is None]:
        _remove(name, gone, forgotten=False)
    rows = [
        (
            name,
            pk,
            each.key[:200],
            each.code_key[:120],
            clean(each.title),
            clean(each.issuer)[:300],
            clean(each.people)[:600],
            clean(each.body, keep_lines=True)[:BODY_LIMIT],
            each.day,
        )
        for pk, each in found
        if each is not None
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_UPSERT, [list(column) for column in zip(*rows, strict=True)])


def forget_record(record: models.Model) -> None:
    """Take a record out of search so that no index keeps a word of it, in the caller's transaction."""
    _remove(record_type_of(record).name, [record.pk], forgotten=True)


def _remove(name: str, ids: Sequence[int], *, forgotten: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE search_searchentry SET {_EMPTY}, gone = true, forgotten = forgotten OR %s,"  # noqa: S608
            " changed_in = pg_current_xact_id(), indexed_at = now()"
            " WHERE record_type = %s AND record_id = ANY(%s) AND (NOT gone OR %s)",
            [forgotten, name, list(ids), forgotten],
        )


def entry_exists(record: models.Model) -> bool:
    """Whether the record can be found at all (by whom is another question)."""
    name = record_type_of(record).name
    return SearchEntry.objects.filter(record_type=name, record_id=record.pk, gone=False).exists()
