"""Records that belong with a record: those it names, those that name it, those that speak of the same."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from django.db import models

from vanphong.kernel.actor import Actor
from vanphong.kernel.registry import record_type_of
from vanphong.kernel.search.finding import Hit, answer, index_of, kinds_of
from vanphong.kernel.search.indexing import search_specs
from vanphong.kernel.search.models import SearchEntry
from vanphong.kernel.search.parsing import Query
from vanphong.lib.fulltext import Ask, code_pieces, syllables

MOST_NAMED: Final = 12
LONGEST: Final = 60
"""Syllables of a title by which records like it are looked for."""


class Why(Enum):
    """Why two records belong together."""

    NAMED = "named"
    NAMES_IT = "names it"
    ALIKE = "alike"


@dataclass(frozen=True, slots=True)
class Related:
    """A record the actor may see, and why it is shown."""

    hit: Hit
    why: Why


def related(actor: Actor, record: models.Model, *, limit: int = 8) -> list[Related]:
    """Up to `limit` records that belong with this one and that the actor may see, the surest first."""
    name = record_type_of(record).name
    spec = search_specs[name]
    own = SearchEntry.objects.filter(record_type=name, record_id=record.pk, gone=False).first()
    if own is None or index_of() is None:
        return []
    found: dict[int, Related] = {}

    def take(ask: Ask, why: Why, most: int) -> None:
        if ask.empty or len(found) >= limit:
            return
        for hit in answer(
            actor, Query("", (), (), (), "", ask), kinds_of(), limit=most + 1, snippets=False
        ).hits:
            if hit.entry != own.pk:
                found.setdefault(hit.entry, Related(hit, why))

    for code in (spec.names(record) if spec.names else [])[:MOST_NAMED]:
        take(Ask(code=code_pieces(code).replace(" ", ""), whole=True, complete=True), Why.NAMED, 2)
    own_code = tuple(syllables(own.code_key))
    # A bare number would stand in any text.
    if len(own_code) > 1:
        take(Ask(phrases=(own_code,)), Why.NAMES_IT, 5)
    title = spec.related(record) if spec.related else own.title
    take(Ask(words=tuple(syllables(title))[:LONGEST], near=True), Why.ALIKE, limit)
    return list(found.values())[:limit]
