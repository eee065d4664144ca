"""Finding records: the index proposes, PostgreSQL decides what the actor may see; only that is told or counted."""

from __future__ import annotations

import dataclasses
import datetime as dt
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from vanphong.kernel import access
from vanphong.kernel.access.remembered import Sql, ask, rights_of, statement
from vanphong.kernel.access.rows import THESE, among, by_key, rows_of
from vanphong.kernel.actor import Actor
from vanphong.kernel.registry import RecordType, record_types
from vanphong.kernel.search import holding
from vanphong.kernel.search.following import following
from vanphong.kernel.search.indexing import search_specs
from vanphong.kernel.search.models import SearchEntry
from vanphong.kernel.search.parsing import Query, parse
from vanphong.kernel.search.snippets import snippets_of
from vanphong.lib.fulltext import Index, build, mend

LOOKED_AT: Final = 200
"""Best hits of the index that are asked of PostgreSQL first; counts and facets are taken of what of them one sees."""
NARROW: Final = 2_000
"""So few records may be given to the index as the only ones to look at."""
DEEPER: Final = (2_000, 20_000)
"""How far is looked when of the best hits too few may be seen, and too many records for `NARROW`."""
Row = tuple[int, str, int]
"""Entry, record type, record."""
_NARROW_HOLDS: Final = 600.0
_narrow: dict[object, float] = {}


@dataclass(frozen=True, slots=True)
class Hit:
    """A record found, as its finder may see it; `line` is what was found first of it: code, subject, issuer.

    `code` is by which people know it, where the title does not say; `key` is its name in another system.
    """

    record_type: str
    record_id: int
    label: str
    title: str
    url: str
    day: dt.date | None
    snippet: str
    line: str = ""
    code: str = ""
    key: str = ""
    entry: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """What a question found. `counts` are by record type, among the best `LOOKED_AT`; `more` tells that there are
    further hits beside those counted. `mended` is the question that was answered instead of a mistyped one,
    `nearest` tells that nothing holds all the words.
    """

    hits: list[Hit]
    rows: list[Row]
    counts: Mapping[str, int]
    more: bool = False
    mended: str = ""
    nearest: bool = False

    @property
    def total(self) -> int:
        return sum(self.counts.values())


NOTHING: Final = Found([], [], {})


def kinds_of(kind: str = "") -> list[RecordType]:
    """The kinds of records that are in the search table: all of them, or the named one."""
    return [t for t in record_types if t.name in search_specs and (not kind or t.name == kind)]


class _Rights:
    """Entries of records the actor may see, under filters: asked of each record's own policy, in one statement."""

    def __init__(self, actor: Actor, kinds: Sequence[RecordType], given: Mapping[str, str]) -> None:
        self._actor, self._kinds = actor, kinds
        self._given = {name: value for name, value in given.items() if value.strip()}
        self._everything = actor.is_system and not self._given

    @cached_property
    def _rows(self) -> dict[str, QuerySet[Any]]:
        found: dict[str, QuerySet[Any]] = {}
        for kind in self._kinds:
            rows: QuerySet[Any] = kind.model._default_manager.filter(access.visible(self._actor, kind.model))
            for item in search_specs[kind.name].filters:
                if value := self._given.get(item.name, "").strip():
                    refined = item.apply(self._actor, value)
                    rows = rows.filter(refined) if refined is not None else rows.none()
            found[kind.name] = rows
        return found

    def _of(self, entries: QuerySet[Any]) -> QuerySet[Any, Any]:
        condition = Q(pk__in=[])
        for name, rows in self._rows.items():
            # Asked of each entry the index named; «in» would first collect all the records the actor may see.
            condition |= Q(record_type=name) & Q(Exists(rows.filter(pk=OuterRef("record_id"))))
        return entries.filter(condition, gone=False).values_list("pk", "record_type", "record_id")

    def keep(self, ids: Sequence[int]) -> list[Row]:
        """Of these entries those that may be seen, in the order given."""
        if not ids:
            return []
        if self._given:
            found = list(self._of(SearchEntry.objects.filter(pk__in=ids)))
        else:
            key = ("seen entries", *self._who, timezone.localdate())
            found = ask(statement(key, self._statement, opened=[THESE]), list(ids))
        seen = {row[0]: row for row in found}
        return [seen[pk] for pk in ids if pk in seen]

    def _statement(self) -> Sql:
        made: Sql = self._of(among(SearchEntry.objects.order_by(), "pk")).query.sql_with_params()
        return made

    @property
    def _who(self) -> tuple[object, ...]:
        return tuple(kind.name for kind in self._kinds), rights_of(self._actor)

    def narrow(self) -> bool:
        """Whether all the actor may see were few a while ago: then the index is not asked for those of others.

        As in `access.few_of` it decides how hits are looked for, never which.
        """
        return not self._given and time.monotonic() - _narrow.get(self._who, -_NARROW_HOLDS) < _NARROW_HOLDS

    def few(self) -> list[Row] | None:
        """All entries that may be seen, when they are few; else None. Begun at the records, not at the entries."""
        if self._everything:
            return None
        if self._given:
            found: list[Row] = list(self._all())
        else:
            key = ("few entries", *self._who, timezone.localdate())
            found = ask(statement(key, lambda: self._all().query.sql_with_params()))
            if len(found) <= NARROW:
                if len(_narrow) > 10_000:
                    _narrow.clear()
                _narrow[self._who] = time.monotonic()
        return found if len(found) <= NARROW else None

    def _all(self) -> QuerySet[Any, Any]:
        parts = [
            SearchEntry.objects.order_by()
            .filter(record_type=name, record_id__in=rows.order_by().values("pk")[: NARROW + 1], gone=False)
            .values_list("pk", "record_type", "record_id")
            for name, rows in self._rows.items()
        ]
        return parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]


def _gather(index: Index, query: Query, most: int, *, newest_first: bool) -> list[int]:
    """Entries in the order in which they stand: the surer kinds of match before the others."""
    ask = query.ask
    tiers = build(index, ask)
    if newest_first and len(tiers) > 1 and not ask.code:
        # The last and widest kind finds what the others find.
        tiers = tiers[-1:]
    found: dict[int, None] = {}
    for tier in tiers:
        found.update(dict.fromkeys(index.hits(tier, most, newest_first=newest_first)))
        if len(found) >= most:
            break
    return list(found)[:most]


def _kept(
    index: Index, query: Query, rights: _Rights, wanted: int, *, newest_first: bool
) -> tuple[list[Row], bool]:
    """The first `wanted` (or more) rows the actor may see, and whether there are others behind them."""
    # A number is in few entries: the index is quicker with all of them than with a list of those to look at.
    if query.ask.code or not rights.narrow():
        ids = _gather(index, query, LOOKED_AT, newest_first=newest_first)
        kept = rights.keep(ids)
        if len(ids) < LOOKED_AT or len(kept) >= wanted:
            return kept, len(ids) >= LOOKED_AT
    if (few := rights.few()) is not None:
        if not few:
            return [], False
        rows = {row[0]: row for row in few}
        narrowed = dataclasses.replace(query, ask=dataclasses.replace(query.ask, only=list(rows)))
        most = max(LOOKED_AT, wanted)
        ids = _gather(index, narrowed, most, newest_first=newest_first)
        return [rows[pk] for pk in ids], len(ids) >= most
    for most in DEEPER:
        ids = _gather(index, query, most, newest_first=newest_first)
        kept = rights.keep(ids)
        if len(ids) < most or len(kept) >= wanted:
            return kept, len(ids) >= most
    return kept, True


def index_of() -> Index | None:
    """The index of this machine; brought up to date first where no other process does it."""
    if settings.SEARCH_CATCH_UP:
        following.catch_up()
    return holding.reading()


def search(
    actor: Actor,
    text: str,
    *,
    kind: str = "",
    given: Mapping[str, str] | None = None,
    limit: int = 50,
    offset: int = 0,
    newest_first: bool = False,
    snippets: bool = True,
    forgiving: bool = True,
) -> Found:
    """Records that answer the question and that the actor may see.

    `given` are filters of the kind (see SearchSpec). With `forgiving` a mistyped syllable is mended and, when
    nothing holds all the words, the nearest is found.
    """
    return answer(
        actor,
        parse(text),
        kinds_of(kind),
        given=given,
        limit=limit,
        offset=offset,
        newest_first=newest_first,
        snippets=snippets,
        forgiving=forgiving,
    )


def answer(
    actor: Actor,
    query: Query,
    kinds: Sequence[RecordType],
    *,
    given: Mapping[str, str] | None = None,
    limit: int = 50,
    offset: int = 0,
    newest_first: bool = False,
    snippets: bool = True,
    forgiving: bool = False,
) -> Found:
    """As `search`, for a question already taken apart."""
    index = None if query.empty or not kinds else index_of()
    if index is None:
        return NOTHING
    rights = _Rights(actor, kinds, given or {})
    wanted = offset + limit
    for attempt, mended in _attempts(index, query, forgiving=forgiving):
        rows, more = _kept(index, attempt, rights, wanted, newest_first=newest_first)
        if rows:
            counts = Counter(name for _entry, name, _record in rows)
            hits = _hits(rows[offset:wanted], attempt, snippets=snippets)
            near = attempt.ask.near and not query.ask.near
            return Found(hits, rows, counts, more, mended, near)
    return NOTHING


def _attempts(index: Index, query: Query, *, forgiving: bool) -> Iterator[tuple[Query, str]]:
    """The question as it stands, then mended, then taken as a sentence."""
    yield query, ""
    if not forgiving or query.ask.whole or query.code:
        return
    words = mend(index, query.ask.words)
    if words is not None:
        ask = dataclasses.replace(query.ask, words=tuple(words))
        yield dataclasses.replace(query, words=tuple(words), ask=ask), " ".join(words)
    if len(query.ask.words) > 2:
        yield dataclasses.replace(query, ask=dataclasses.replace(query.ask, near=True)), ""


def find(
    actor: Actor,
    text: str,
    *,
    kind: str = "",
    limit: int = 50,
    newest_first: bool = False,
    snippets: bool = True,
) -> list[Hit]:
    """The hits alone, and only what holds all that was asked: the last word may be a beginning."""
    found = search(
        actor, text, kind=kind, limit=limit, newest_first=newest_first, snippets=snippets, forgiving=False
    )
    return found.hits


def _hits(rows: Sequence[Row], query: Query, *, snippets: bool) -> list[Hit]:
    names = {t.name: t for t in record_types}
    by_type: dict[str, dict[int, Any]] = {}
    for name in {row[1] for row in rows}:
        ids = [row[2] for row in rows if row[1] == name]
        by_type[name] = by_key(names[name].model, ids)
    shown = [row[0] for row in rows]
    heads = rows_of(("entries",), shown, lambda: among(SearchEntry.objects.order_by().defer("body"), "pk"))
    entries = {entry.pk: entry for entry in heads}
    texts = snippets_of([row[0] for row in rows], query) if snippets else {}
    hits = []
    for entry_id, name, record_id in rows:
        record_type, entry = names[name], entries.get(entry_id)
        record = by_type[name].get(record_id)
        if record is None or entry is None:
            continue
        hits.append(
            Hit(
                name,
                record_id,
                record_type.label,
                record_type.title(record),
                record_type.url(record),
                entry.day,
                texts.get(entry_id, ""),
                entry.title,
                record_type.code(record),
                entry.key,
                entry_id,
            )
        )
    return hits
