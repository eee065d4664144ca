"""The place in a record's text where the question is met."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from django.db.models.functions import Left

from vanphong.kernel.access.remembered import Sql, ask, statement
from vanphong.kernel.access.rows import THESE, among
from vanphong.kernel.search.models import SearchEntry
from vanphong.kernel.search.parsing import Query
from vanphong.lib.fulltext import exact, folded, syllables

FIRST: Final = 12_000
"""Characters looked at first: some four pages. The rest of a long text is fetched only where they hold nothing."""
AROUND: Final = 90
_RUN: Final = re.compile(r"[^\W_]+")


def snippets_of(entries: Sequence[int], query: Query) -> dict[int, str]:
    """Snippets of entries by their ids; those without text are left out."""
    found, unmet = {}, []
    for pk, head in ask(statement("heads", _heads, opened=[THESE]), list(entries)):
        text, met = snippet(head, query)
        found[pk] = text
        if not met and len(head) == FIRST:
            unmet.append(pk)
    for pk, body in SearchEntry.objects.filter(pk__in=unmet).values_list("pk", "body"):
        text, met = snippet(body, query)
        if met:
            found[pk] = text
    return found


def _heads() -> Sql:
    rows = among(SearchEntry.objects.order_by(), "pk").exclude(body="").annotate(head=Left("body", FIRST))
    made: Sql = rows.values_list("pk", "head").query.sql_with_params()
    return made


def snippet(body: str, query: Query) -> tuple[str, bool]:
    """Some words around the place that holds most of what was asked, and whether there is such a place."""
    runs = [run for phrase in query.phrases for run in syllables(phrase)] + [*query.ask.words]
    at = _best_place(body, runs)
    start, end = max(0, (at or 0) - AROUND), min(len(body), (at or 0) + AROUND)
    # Whole words only at both ends.
    while 0 < start < (at or 0) and not body[start - 1].isspace():
        start += 1
    cut = " ".join(body[start:end].split())
    return ("… " if start else "") + cut + (" …" if end < len(body) else ""), at is not None


def _best_place(body: str, runs: Sequence[str]) -> int | None:
    """Where the most of the asked syllables stand together, as written before folded, the earliest of the best."""
    if not runs:
        return None
    as_written, plain = {exact(run) for run in runs}, {folded(run) for run in runs}
    met: list[tuple[int, str, int]] = []
    best: tuple[int, int] | None = None
    for match in _RUN.finditer(body):
        run = match[0].lower()
        if (term := folded(run)) not in plain:
            continue
        met.append((match.start(), term, 3 if exact(run) in as_written else 2))
        while met and met[0][0] < match.start() - AROUND:
            met.pop(0)
        worth = {each: value for _place, each, value in met}
        score = sum(worth.values())
        if best is None or score > best[0]:
            best = (score, met[0][0])
        if score == 3 * len(plain):
            break
    return None if best is None else best[1]
