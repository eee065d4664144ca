"""Records as JSON: fields that have words for people, related titles one may see, abilities, actions."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any, Final

from django.db import models
from django.utils import timezone

from vanphong.kernel import access
from vanphong.kernel.actions import Action, actions_on
from vanphong.kernel.actor import Actor
from vanphong.kernel.journal.models import AuditEntry
from vanphong.kernel.journal.rows import plain
from vanphong.kernel.registry import RecordType, record_types
from vanphong.rest.inputs import form_schema
from vanphong.rest.naming import list_of, name_of

Json = dict[str, Any]
_HIDDEN: Final = frozenset({"password"})


def value_of(value: Any) -> Any:
    """A plain value as JSON: days in ISO, times in ISO with the office's offset."""
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).isoformat()
    if isinstance(value, float | int | str | bool) or value is None:
        return value
    return plain(value)


def type_of(model: type[models.Model]) -> RecordType | None:
    """The declared type of a model's records, if it has one."""
    return next((item for item in record_types if item.model is model), None)


def shown_fields(model: type[models.Model]) -> list[Any]:
    """Concrete fields with words of their own: a field nobody named for people is not for the outside.

    A one-to-one row that is no record of its own (an issued number) is machinery of this one and stays out.
    """
    return [
        field
        for field in model._meta.concrete_fields
        if not field.primary_key
        and not isinstance(field, models.BinaryField)
        and field.name not in _HIDDEN
        and not (field.one_to_one and type_of(field.remote_field.model) is None)  # type: ignore[union-attr]
        and str(field.verbose_name) != field.name.replace("_", " ")
    ]


def state_of(record: models.Model) -> Json | None:
    """The state with its words, None for models without one."""
    policy = access.policy_of(record)
    code = policy.state_of(record)
    return None if code is None else _choice(record._meta.get_field(str(policy.state_field)), code)


def _choice(field: Any, code: Any) -> Json | None:
    if code in (None, ""):
        return None
    return {"value": code, "label": str(dict(field.flatchoices).get(code, code))}


def rows_of(model: type[models.Model], actor: Actor) -> models.QuerySet[Any]:
    """Rows the caller may see, with what their representation needs."""
    joins = [field.name for field in shown_fields(model) if field.many_to_one or field.one_to_one]
    rows = model._default_manager.filter(access.visible(actor, model))
    spec = list_of(model)
    if spec is not None:
        rows = spec.prepare(rows)
    return rows.select_related(*joins) if joins else rows


def _related(actor: Actor, field: Any, record: models.Model) -> Json | None:
    """Id and title of a related row; a record of its own rights only when the caller may see it."""
    other = getattr(record, field.name)
    if other is None:
        return None
    declared = type_of(type(other))
    if declared is None:
        return {"id": other.pk, "title": str(other)}
    # An empty condition admits every row, as with units: nothing to ask the database.
    if access.visible(actor, type(other)) and access.VIEW not in access.abilities(actor, other):
        return None
    return {"id": other.pk, "title": declared.title(other), "href": address_of(other)}


def fields_of(actor: Actor, record: models.Model) -> Json:
    """Values by field name."""
    found: Json = {}
    for field in shown_fields(type(record)):
        if field.is_relation:
            found[field.name] = _related(actor, field, record)
        elif field.choices:
            found[field.name] = _choice(field, getattr(record, field.attname))
        else:
            found[field.name] = value_of(getattr(record, field.attname))
    return found


def address_of(record: models.Model) -> str:
    return f"/api/{name_of(type(record))}/{record.pk}"


def heading_of(record: models.Model) -> Json:
    """Id, title and where it is, as in lists."""
    declared = type_of(type(record))
    return {
        "id": record.pk,
        "title": declared.title(record) if declared else str(record),
        "url": declared.url(record) if declared else None,
        "href": address_of(record) if declared else None,
    }


def open_actions(actor: Actor, record: models.Model, mine: frozenset[access.Ability]) -> list[Action]:
    """Actions the caller may do to the record now, in the order declared."""
    return [a for a in actions_on(type(record)) if a.ability in mine and a.offered(actor, record)]


def action_json(action: Action, href: str, primary: bool = False) -> Json:
    """An action as offered: words, where to send it, what it takes."""
    return {
        "name": action.name,
        "label": action.label,
        "primary": primary,
        "warning": action.warning,
        "href": href,
        "inputs": form_schema(action.form) if action.form is not None else None,
    }


def has_files(model: type[models.Model]) -> bool:
    """Whether the records of a model hold files: a reverse relation `files` to rows with a blob."""
    found = next((r for r in model._meta.related_objects if r.get_accessor_name() == "files"), None)
    return found is not None and any(f.name == "blob" for f in found.related_model._meta.fields)


def files_of(record: Any) -> list[Json]:
    """The files a record holds, each with its address."""
    found = []
    for file in record.files.all():
        item: Json = {"id": file.pk, "href": f"{address_of(record)}/files/{file.pk}"}
        for name in (
            "name",
            "media_type",
            "kind",
            "position",
            "page_count",
            "active_content",
            "signatures",
            "added_at",
        ):
            if hasattr(file, name):
                item[name] = value_of(getattr(file, name))
        item["sha256"] = file.blob_id
        found.append(item)
    return found


def record_json(actor: Actor, record: Any, mine: frozenset[access.Ability] | None = None) -> Json:
    """A record as its reader may see it now; `mine` spares asking for the abilities a second time."""
    model = type(record)
    mine = access.abilities(actor, record) if mine is None else mine
    here = address_of(record)
    found: Json = {
        **heading_of(record),
        "type": record._meta.label_lower,
        "state": state_of(record),
        "abilities": sorted(mine),
        "fields": fields_of(actor, record),
        "actions": [
            action_json(a, f"{here}/{a.name}", a.leads(actor, record))
            for a in open_actions(actor, record, mine)
        ],
    }
    if has_files(model):
        found["files"] = files_of(record)
    return found


def version_of(record: models.Model) -> int:
    """Number of the last journal entry that touched the record, 0 for none."""
    reference = f"{record._meta.label_lower}:{record.pk}"
    found = AuditEntry.objects.filter(objects_touched__contains=[reference]).order_by("-seq")
    return found.values_list("seq", flat=True).first() or 0


def etag_of(version: int, body: Json) -> str:
    """`"<journal number>.<hash of the answer>"`: If-Match looks at the first part, If-None-Match at both."""
    digest = hashlib.sha256(json.dumps(body, sort_keys=True, default=str).encode()).hexdigest()
    return f'"{version}.{digest[:16]}"'
