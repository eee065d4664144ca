"""Hits counted by their properties: of what the actor may see, among the best hits alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from vanphong.kernel.registry import record_types
from vanphong.kernel.search.finding import Row
from vanphong.kernel.search.indexing import Facet, search_specs

MOST: Final = 8
"""Values shown of one property."""


def facets_of(kind: str, rows: Sequence[Row]) -> list[tuple[Facet, list[tuple[str, str, int]]]]:
    """For each facet of the kind its values (as the filter takes them), their words and how many hits bear them.

    `rows` are hits that were found for the actor (see `finding.Found.rows`): nothing else is looked at.
    """
    facets = search_specs[kind].facets
    ids = [record for _entry, name, record in rows if name == kind]
    if not facets or not ids:
        return []
    paths = [path for facet in facets for path in (facet.value, facet.shown)]
    model = record_types[kind].model
    found = list(model._default_manager.filter(pk__in=ids).order_by().values_list(*paths))
    counted = []
    for at, facet in enumerate(facets):
        values = Counter((row[2 * at], row[2 * at + 1]) for row in found if row[2 * at] not in (None, ""))
        most = sorted(values.items(), key=lambda item: (-item[1], str(item[0][1])))[:MOST]
        counted.append((facet, [(str(value), str(label), count) for (value, label), count in most]))
    return counted
