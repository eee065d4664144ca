"""`Journalled`: rows that are written only inside a command and tell the journal what changed in them."""

from __future__ import annotations

import copy
import datetime as dt
import uuid
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Self

from django.db import models
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from vanphong.kernel.journal.recording import current


def plain(value: Any) -> Any:
    """A field value as JSON keeps it, stable across processes."""
    if value is None or type(value) in (str, int, bool):
        return value
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, uuid.UUID | Decimal):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, FieldFile):
        return value.name
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    return value


class JournalledQuerySet(models.QuerySet[Any]):
    """Refuses writes that would pass the journal by."""

    def update(self, **kwargs: Any) -> int:
        raise TypeError(_("update() bỏ qua nhật ký: hãy sửa từng dòng rồi save()"))

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError(_("delete() bỏ qua nhật ký: hãy xóa từng dòng"))

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        raise TypeError(_("bulk_update() bỏ qua nhật ký: hãy sửa từng dòng rồi save()"))

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        recording = current()
        rows: list[Any] = super().bulk_create(objs, *args, **kwargs)
        for row in rows:
            recording.changed(row._meta.label_lower, row.pk, row._changes_since_load(adding=True))
            row._remember()
        return rows


class Journalled(models.Model):
    """A row whose every change stands in the journal, else it is not written (the database refuses too)."""

    unjournalled: frozenset[str] = frozenset()
    """Names of bulky or derived fields that are left out of the diff."""

    objects = models.Manager.from_queryset(JournalledQuerySet)()

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, *given: Any, **named: Any) -> Self:
        row = super().from_db(*given, **named)
        row._remember()
        return row

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        super().refresh_from_db(*args, **kwargs)
        self._remember()

    def _remember(self) -> None:
        """Keep what was loaded as it came; put into plain form only when the row is saved: most never are."""
        held = self.__dict__
        self._loaded = {
            f.attname: copy.deepcopy(value) if isinstance(value := held[f.attname], list | dict) else value
            for f in self._meta.concrete_fields
            if f.attname in held
        }

    def _changes_since_load(self, *, adding: bool) -> dict[str, list[Any]]:
        loaded: dict[str, Any] = {} if adding else getattr(self, "_loaded", {})
        deferred = self.get_deferred_fields()
        changes: dict[str, list[Any]] = {}
        for f in self._meta.concrete_fields:
            if f.attname in deferred or f.attname in self.unjournalled or getattr(f, "generated", False):
                continue
            new = plain(getattr(self, f.attname))
            if adding and new in (None, "", [], {}):
                continue
            old = plain(loaded.get(f.attname))
            if adding or old != new:
                changes[f.attname] = [old, new]
        return changes

    def save(self, *args: Any, **kwargs: Any) -> None:
        recording = current()
        adding = self._state.adding
        # Values the database computes, such as its clock: read back, so that the journal tells the value.
        computed = [
            f.attname
            for f in self._meta.concrete_fields
            if hasattr(self.__dict__.get(f.attname), "resolve_expression")
            and not (adding and f.has_db_default())
        ]
        if adding:
            super().save(*args, **kwargs)
        else:
            loaded = getattr(self, "_loaded", {})
            deferred = self.get_deferred_fields()
            names = [
                f.attname
                for f in self._meta.concrete_fields
                if not f.primary_key
                and not getattr(f, "generated", False)
                and f.attname not in deferred
                and (f.attname not in loaded or plain(loaded[f.attname]) != plain(getattr(self, f.attname)))
            ]
            if not names:
                return
            kwargs["update_fields"] = names
            super().save(*args, **kwargs)
        if computed:
            super().refresh_from_db(fields=computed)
        changes = self._changes_since_load(adding=adding)
        recording.changed(self._meta.label_lower, self.pk, changes)
        self._remember()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        recording = current()
        pk = self.pk
        left_out = {f.attname for f in self._meta.concrete_fields if f.name in self.unjournalled}
        loaded = getattr(self, "_loaded", {})
        gone = {name: [plain(value), None] for name, value in loaded.items() if name not in left_out}
        done = super().delete(*args, **kwargs)
        recording.changed(self._meta.label_lower, pk, gone)
        return done
