"""Hits counted by their properties: of what the actor may see, among the best hits alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from django.db import models
from django.db.models import F

from vanphong.kernel.access.remembered import Sql, ask, statement
from vanphong.kernel.access.rows import THESE, among
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
    model = record_types[kind].model
    found = ask(statement(("facets", kind), lambda: _values(model, facets), opened=[THESE]), ids)
    counted = []
    for at, facet in enumerate(facets):
        values = Counter(row[3 * at : 3 * at + 3] for row in found if row[3 * at] not in (None, ""))
        most = sorted(values.items(), key=lambda item: (-item[1], str(item[0][1])))[:MOST]
        called = Counter(label for (_value, label, _apart), _count in most)
        counted.append(
            (
                facet,
                [
                    (str(value), _words(model, facet, label, apart if called[label] > 1 else None), count)
                    for (value, label, apart), count in most
                ],
            )
        )
    return counted


def _values(model: type[models.Model], facets: Sequence[Facet]) -> Sql:
    columns = {
        f"column_{at}_{part}": F(path)
        for at, facet in enumerate(facets)
        for part, path in enumerate((facet.value, facet.shown, facet.apart or facet.shown))
    }
    rows = among(model._default_manager.order_by(), "pk").annotate(**columns)
    made: Sql = rows.values_list(*columns).query.sql_with_params()
    return made


def _words(model: type[models.Model], facet: Facet, label: object, apart: object) -> str:
    """What a value is called, «Báo cáo (Đảng)» where another of the values is called so too."""
    if apart is None or not facet.apart:
        return str(label)
    field: Any = None
    for name in facet.apart.split("__"):
        field = model._meta.get_field(name)
        model = field.related_model or model
    return f"{label} ({dict(field.choices or ()).get(apart, apart)})"
