"""Statements put together once: their text follows from the actor's rights and the day alone.

To write the SQL of a list takes longer than to run it, and so does planning it. Both are remembered: the text in
this process, the plan in the database connection. Rows and counts never are.
"""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from threading import Lock
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from vanphong.kernel.actor import Actor

KEPT: Final = 2000
PLANS: Final = 40
"""Plans kept a connection, the latest used: each takes some memory of the database."""
_PLACE: Final = re.compile(r"%s|%%")

Statement = tuple[str, tuple[Any, ...]]


class Place(list[Any]):
    """Stands in a statement for a value that is known only when it is run."""


PLACE: Final = Place([-1])
_kept: OrderedDict[Hashable, Statement] = OrderedDict()
_lock = Lock()


def rights_of(actor: Actor) -> Hashable:
    """All there is of an actor but the number of the request: what it may see and do follows from nothing else."""
    return (
        actor.user_id,
        actor.name,
        actor.seats,
        actor.channel,
        actor.principal_id,
        actor.principal_name,
        actor.scope,
        actor.delegation_id,
    )


def statement(
    key: Hashable, build: Callable[[], tuple[str, Sequence[Any]]], *, declared: bool = False
) -> Statement:
    """The text and its values for the key, built when not known yet.

    What asks the database while it is built depends on more than the key and is built anew each time, unless
    whoever calls has `declared` that all it depends on stands in the key.
    """
    with _lock:
        if (known := _kept.get(key)) is not None:
            _kept.move_to_end(key)
            return known
    asked: list[str] = []

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        text, values = build()
    made = text, tuple(values)
    if declared or not asked:
        with _lock:
            _kept[key] = made
            while len(_kept) > KEPT:
                _kept.popitem(last=False)
    return made


def values_of(key: Hashable, rows: Callable[[], QuerySet[Any, Any]]) -> list[tuple[Any, ...]]:
    """Plain values of a queryset (`values_list`) whose statement follows from the key alone.

    A constant among the values needs a cast: in a prepared statement it is text otherwise.
    """
    try:
        return ask(statement(("values", key), lambda: rows().query.sql_with_params()))
    except EmptyResultSet:
        return []


def ask(found: Statement) -> list[tuple[Any, ...]]:
    """Run a statement, planned once a connection for all who ask in the same words."""
    text, values = found
    name = _prepared(text)
    with connection.cursor() as cursor:
        cursor.execute(f"EXECUTE {name}" + (f"({', '.join(['%s'] * len(values))})" if values else ""), values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _prepared(text: str) -> str:
    """The name of the plan of this text in the present connection."""
    connection.ensure_connection()
    raw: Any = connection.connection
    plans: OrderedDict[str, None] = raw.__dict__.setdefault("vanphong_plans", OrderedDict())
    name = "vp_" + hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:20]
    if name in plans:
        plans.move_to_end(name)
        return name
    numbers = iter(range(1, text.count("%s") + 1))
    numbered = _PLACE.sub(lambda found: f"${next(numbers)}" if found.group() == "%s" else "%", text)
    with connection.cursor() as cursor:
        if len(plans) >= PLANS:
            oldest, _none = plans.popitem(last=False)
            cursor.execute(f"DEALLOCATE {oldest}")
        cursor.execute(f"PREPARE {name} AS {numbered}")
    plans[name] = None
    return name
