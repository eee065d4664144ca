"""Finding records: folded words and half numbers, rights decided in SQL, exact accents first."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value

from vanphong.kernel import access
from vanphong.kernel.actor import Actor
from vanphong.kernel.registry import RecordType, record_types
from vanphong.kernel.search.indexing import search_specs
from vanphong.kernel.search.models import SearchEntry
from vanphong.lib.text import clean, code_key, fold

CANDIDATES = 200
"""Best hits by folded rank that are looked at again for exact accents."""
_PHRASE = re.compile(r'"([^"]+)"')
_CODE = re.compile(r"^\d+[-/]?[\w/-]*$|^[\w-]+/[\w/-]+$")


@dataclass(frozen=True, slots=True)
class Query:
    """A query as typed, taken apart: words, phrases, words that may not occur, and what may be part of a code."""

    text: str
    words: tuple[str, ...]
    phrases: tuple[str, ...]
    excluded: tuple[str, ...]
    code: str

    @property
    def empty(self) -> bool:
        return not (self.words or self.phrases or self.code)


def parse(text: str) -> Query:
    """Take a query apart: «"cụm từ"», «-loại trừ», the rest words that must all occur."""
    text = clean(text)
    phrases = tuple(_PHRASE.findall(text))
    rest = _PHRASE.sub(" ", text).split()
    excluded = tuple(word[1:] for word in rest if word.startswith("-") and len(word) > 1)
    words = tuple(word for word in rest if not word.startswith("-"))
    code = code_key(" ".join(words)) if words and _CODE.match("".join(words)) else ""
    return Query(text, words, phrases, excluded, code)


def _tokens(text: str) -> list[str]:
    """The words the database function makes of a text."""
    return re.findall(r"\w+", re.sub(r"[/\-_.–]", " ", fold(text)))


def _tsquery(query: Query, *, prefix: bool) -> SearchQuery | None:
    parts = [f"'{token}'" for word in query.words for token in _tokens(word)]
    if parts and prefix:
        parts[-1] += ":*"
    phrases = (_tokens(phrase) for phrase in query.phrases)
    parts += ["(" + " <-> ".join(f"'{token}'" for token in tokens) + ")" for tokens in phrases if tokens]
    parts += [f"!'{token}'" for word in query.excluded for token in _tokens(word)]
    if not parts:
        return None
    return SearchQuery(" & ".join(parts), search_type="raw", config="simple")


@dataclass(frozen=True, slots=True)
class Hit:
    """A record found, as its finder may see it; `line` is what was found first of it: code, subject, issuer.

    `code` is by which people know it, where the title does not say.
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


def _visible_entries(actor: Actor, kinds: list[RecordType]) -> Q:
    """Entries of records the actor may see: asked of each record's own policy, in the same statement."""
    condition = Q(pk__in=[])
    for kind in kinds:
        rows: QuerySet[Any] = kind.model._default_manager.filter(access.visible(actor, kind.model))
        # Asked of each entry found by its words; «in» would first collect all the records the actor may see.
        condition |= Q(record_type=kind.name) & Q(Exists(rows.filter(pk=OuterRef("record_id"))))
    return condition


def _exactness(entry: SearchEntry, query: Query) -> int:
    """How many of the typed words stand in the record just as typed, accents and all; title counts double."""
    title, body = entry.title.lower(), entry.body.lower()
    typed = [word.lower() for word in (*query.words, *query.phrases)]
    whole = query.text.strip('"').lower()
    score = sum(2 * (word in title) + (word in body) for word in typed)
    return score + (4 if whole in title else 0) + (2 if whole in body else 0)


def kinds_of(kind: str = "") -> list[RecordType]:
    """The kinds of records that are in the search table: all of them, or the named one."""
    return [t for t in record_types if t.name in search_specs and (not kind or t.name == kind)]


def _match(query: Query) -> tuple[SearchQuery | None, Q]:
    """The words as PostgreSQL takes them, and the condition: by words, or by a part of the code."""
    ts_query = _tsquery(query, prefix=not query.text.endswith('"'))
    match = Q(pk__in=[])
    if ts_query is not None:
        match |= Q(words=ts_query)
    if query.code:
        match |= Q(code_key__contains=query.code)
    return ts_query, match


def count(actor: Actor, text: str, *, kind: str = "", limit: int = 100) -> int:
    """How many records `find` would find, counted up to `limit`."""
    query = parse(text)
    if query.empty:
        return 0
    found = SearchEntry.objects.filter(_match(query)[1]).filter(_visible_entries(actor, kinds_of(kind)))
    return len(found.order_by().values_list("pk", flat=True)[:limit])


def find(
    actor: Actor,
    text: str,
    *,
    kind: str = "",
    limit: int = 50,
    newest_first: bool = False,
    snippets: bool = True,
) -> list[Hit]:
    """Records that hold all the words (the last one may be a beginning), or bear the number in part."""
    query = parse(text)
    if query.empty:
        return []
    ts_query, match = _match(query)
    kinds = kinds_of(kind)
    rank: Any = SearchRank(F("words"), ts_query) if ts_query is not None else Value(0.0)
    entries = (
        SearchEntry.objects.filter(match)
        .filter(_visible_entries(actor, kinds))
        .annotate(rank=rank)
        .defer("words")
    )
    if query.code:
        starts = models.Case(
            models.When(code_key=query.code, then=3),
            models.When(code_key__startswith=query.code, then=2),
            models.When(code_key__contains=query.code, then=1),
            default=0,
        )
        entries = entries.annotate(by_code=starts)
    order = ["-day", "-record_id"] if newest_first else ["-rank", "-day", "-record_id"]
    if query.code and not newest_first:
        order.insert(0, "-by_code")
    found: list[Any] = list(entries.order_by(*order)[:CANDIDATES])
    if not newest_first and not query.code:
        found.sort(key=lambda entry: (-_exactness(entry, query), -float(getattr(entry, "rank", 0) or 0)))
    found = found[:limit]
    return _hits(found, ts_query if snippets else None, query)


def _hits(entries: list[SearchEntry], ts_query: SearchQuery | None, query: Query) -> list[Hit]:
    names = {t.name: t for t in record_types}
    by_type: dict[str, dict[int, Any]] = {}
    for name in {entry.record_type for entry in entries}:
        ids = [entry.record_id for entry in entries if entry.record_type == name]
        by_type[name] = names[name].model._default_manager.in_bulk(ids)
    hits = []
    for entry in entries:
        record_type = names[entry.record_type]
        record = by_type[entry.record_type].get(entry.record_id)
        if record is None:
            continue
        hits.append(
            Hit(
                entry.record_type,
                entry.record_id,
                record_type.label,
                record_type.title(record),
                record_type.url(record),
                entry.day,
                snippet(entry.body, query) if ts_query is not None else "",
                entry.title,
                record_type.code(record),
            )
        )
    return hits


def snippet(body: str, query: Query, around: int = 90) -> str:
    """The first place in the text where one of the words stands, with some words around it."""
    if not body:
        return ""
    folded = fold(body)
    if len(folded) != len(body):
        return body[: 2 * around]
    places = [folded.find(token) for word in (*query.phrases, *query.words) for token in _tokens(word)]
    found = [place for place in places if place >= 0]
    at = min(found) if found else 0
    start, end = max(0, at - around), min(len(body), at + around)
    cut = " ".join(body[start:end].split())
    return ("… " if start else "") + cut + (" …" if end < len(body) else "")
