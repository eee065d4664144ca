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
from psycopg import sql

from vanphong.kernel.actor import Actor

KEPT: Final = 2000
PLANNED: Final = 400_000
"""Letters of statements whose plans a connection keeps, the latest used: a plan takes some 50 bytes a letter."""
_PLACE: Final = re.compile(r"%s|%%")

Sql = tuple[str, Sequence[Any]]


class Statement:
    """A statement whose values stand in its text, but for those that are `open` until it is run.

    With the values in it the text is planned once, for just these values: a plan for any value would pass over
    the partial indexes, and one made at each run costs more than the run.
    """

    __slots__ = ("name", "opened", "text")

    def __init__(self, made: Sql, opened: Sequence[Any]) -> None:
        text, values = made
        left, places = iter(values), list[int]()

        def stands(found: re.Match[str]) -> str:
            if found.group() == "%%":
                return "%"
            value = next(left)
            for at, other in enumerate(opened):
                if isinstance(value, type(other)) and value == other:
                    if at not in places:
                        places.append(at)
                    return f"${places.index(at) + 1}"
            return sql.Literal(value).as_string(connection.connection)

        connection.ensure_connection()
        self.text = _PLACE.sub(stands, text)
        self.opened = tuple(places)
        self.name = "vp_" + hashlib.sha1(self.text.encode(), usedforsecurity=False).hexdigest()[:20]


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
    key: Hashable, build: Callable[[], Sql], *, opened: Sequence[Any] = (), declared: bool = False
) -> Statement:
    """The statement for the key, built when not known yet; values equal to one of `opened` are told to `ask`.

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
        made = Statement(build(), opened)
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


def ask(made: Statement, *values: Any) -> list[tuple[Any, ...]]:
    """Run a statement, planned once a connection; `values` are those of its `opened`, in their order."""
    _prepare(made)
    given = f"({', '.join(_literal(values[at]) for at in made.opened)})" if made.opened else ""
    with connection.cursor() as cursor:
        cursor.execute(f"EXECUTE {made.name}{given}")
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _literal(value: Any) -> str:
    """As it stands in SQL; keys, which are most of what is told, without the way through the driver."""
    if type(value) is int:
        return str(value)
    if type(value) is list and all(type(each) is int for each in value):
        return f"'{{{','.join(map(str, value))}}}'"
    return sql.Literal(value).as_string(connection.connection)


def _prepare(made: Statement) -> None:
    """See that the present connection has a plan for it."""
    connection.ensure_connection()
    raw: Any = connection.connection
    plans: OrderedDict[str, int] = raw.__dict__.setdefault("vanphong_plans", OrderedDict())
    if made.name in plans:
        plans.move_to_end(made.name)
        return
    with connection.cursor() as cursor:
        room = PLANNED - len(made.text)
        while plans and sum(plans.values()) > room:
            oldest = next(iter(plans))
            cursor.execute(f"DEALLOCATE {oldest}")
            del plans[oldest]
        cursor.execute(f"PREPARE {made.name} AS {made.text.replace('%', '%%')}", ())
    plans[made.name] = len(made.text)
