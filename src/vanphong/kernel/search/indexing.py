"""Putting records into the search table: declared by each module, called from its commands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection, models

from vanphong.kernel.registry import Registry, record_type_of
from vanphong.kernel.search.models import SearchEntry
from vanphong.lib.text import clean


@dataclass(frozen=True, slots=True)
class Findable:
    """What is found of one record: its code whole or in part, its title before its body."""

    code_key: str = ""
    title: str = ""
    body: str = ""
    day: dt.date | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class SearchSpec:
    """How records of a model are indexed; `findable` answers None for what must not be found."""

    model: type[models.Model]
    findable: Callable[[Any], Findable | None]


search_specs: Registry[SearchSpec] = Registry("search")

BODY_LIMIT = 400_000
"""Characters of body kept; a tsvector may not pass 1 MB."""


def declare_search(spec: SearchSpec) -> SearchSpec:
    return search_specs.add(spec.model._meta.label_lower, spec)


def index_record(record: models.Model) -> None:
    """Write (or remove) the record's search entry, in the caller's transaction."""
    spec = search_specs[record._meta.label_lower]
    name = record_type_of(record).name
    found = spec.findable(record)
    if found is None:
        SearchEntry.objects.filter(record_type=name, record_id=record.pk).delete()
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO search_searchentry (record_type, record_id, code_key, title, body, day, words, indexed_at)
            VALUES (%(type)s, %(id)s, %(code)s, %(title)s, %(body)s, %(day)s,
                setweight(search_words(%(title)s), 'A') || setweight(search_words(%(body)s), 'D'), now())
            ON CONFLICT (record_type, record_id) DO UPDATE SET code_key = EXCLUDED.code_key,
                title = EXCLUDED.title, body = EXCLUDED.body, day = EXCLUDED.day, words = EXCLUDED.words,
                indexed_at = now()
            """,
            {
                "type": name,
                "id": record.pk,
                "code": found.code_key,
                "title": clean(found.title),
                "body": clean(found.body, keep_lines=True)[:BODY_LIMIT],
                "day": found.day,
            },
        )
