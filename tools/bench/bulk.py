"""Very many rows at once: COPY, without triggers, with the indexes made afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, models
from django.db.models import Func
from django.db.models.expressions import Value
from django.db.models.fields import NOT_PROVIDED
from psycopg.types.json import Jsonb


class Filler:
    """Rows of one table as COPY takes them; what is not given has the model's own default."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        fields = model._meta.concrete_fields
        # What only the database can say, such as the number of the transaction or a folded name, is left to it.
        made = [
            field
            for field in fields
            if field.generated
            or (isinstance(field.db_default, Func) and not isinstance(field, models.DateTimeField))
        ]
        self._left = {field.column for field in made}
        self.columns = [field.column for field in fields if field.column not in self._left]
        self._json = {field.column for field in fields if isinstance(field, models.JSONField)}
        self._defaults = {
            field.column: field.get_default()
            for field in fields
            if field.has_default() or field.db_default is NOT_PROVIDED
        } | {
            field.column: dt.datetime.now(dt.UTC)
            if isinstance(field, models.DateTimeField)
            else _plain(field.db_default)
            for field in fields
            if field.has_db_default() and field.column not in self._left and not field.has_default()
        }
        self._rows: list[list[Any]] = []

    def add(self, **values: Any) -> None:
        """One row, by column names."""
        row = {**self._defaults, **values}
        self._rows.append(
            [Jsonb(row[name]) if name in self._json else row.get(name) for name in self.columns]
        )

    def flush(self) -> None:
        """Send what was added."""
        names = ", ".join(f'"{name}"' for name in self.columns)
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY {self.model._meta.db_table} ({names}) FROM STDIN") as copy,
        ):
            for row in self._rows:
                copy.write_row(row)
        self._rows.clear()


def _plain(default: Any) -> Any:
    return default.value if isinstance(default, Value) else default


def next_id(model: type[models.Model]) -> int:
    """The first free id."""
    last = model._default_manager.aggregate(models.Max("pk"))["pk__max"]
    return int(last or 0) + 1


def _indexes(table: str) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexname NOT IN"
            " (SELECT conname FROM pg_constraint)",
            [table],
        )
        return cursor.fetchall()


@contextmanager
def quickly(fillers: Iterable[Filler]) -> Iterator[None]:
    """In the block tables are filled without triggers and indexes; constraints that are indexes stay."""
    tables = [filler.model._meta.db_table for filler in fillers]
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET maintenance_work_mem = '512MB'")
        made = [index for table in tables for index in _indexes(table)]
        for name, _definition in made:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        for _name, definition in made:
            cursor.execute(definition)
        for filler in fillers:
            if isinstance(filler.model._meta.pk, models.AutoField):
                table = filler.model._meta.db_table
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
                )
        cursor.execute("RESET session_replication_role")
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")
