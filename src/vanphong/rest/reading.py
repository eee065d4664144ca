"""What is told about a record: itself, its trail, readers and closed actions with reasons, jobs, files."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote

from django.http import HttpResponse, HttpResponseNotModified

from vanphong.kernel import access
from vanphong.kernel.actions import actions_on
from vanphong.kernel.commands.errors import Conflict, NotFound
from vanphong.kernel.files.store import Damaged, read_blob
from vanphong.kernel.jobs.models import Job
from vanphong.kernel.journal.queries import Act, trail
from vanphong.kernel.organisation.queries import every_actor
from vanphong.kernel.registry import record_types
from vanphong.rest.answers import answer_json
from vanphong.rest.operations import Call, Schema
from vanphong.rest.representing import etag_of, record_json, shown_fields, value_of, version_of
from vanphong.rest.shapes import MOMENT, TEXT, WHOLE, WORD, many, shaped

Json = dict[str, Any]

TRAIL: Final[Schema] = shaped(
    items=many(
        shaped(
            seq=WHOLE,
            at=MOMENT,
            action=TEXT,
            label=TEXT,
            user=TEXT,
            on_behalf=WORD,
            channel=TEXT,
            note=TEXT,
            changes=many(shaped(field=TEXT, label=TEXT, before={}, after={})),
        )
    )
)
READERS: Final[Schema] = shaped(items=many(shaped(name=TEXT, post=TEXT, reasons=many(TEXT))))
CLOSED: Final[Schema] = shaped(items=many(shaped(name=TEXT, label=TEXT, reasons=many(TEXT))))
JOBS: Final[Schema] = shaped(
    items=many(
        shaped(
            id=WHOLE,
            kind=TEXT,
            label=TEXT,
            state=shaped(value=TEXT, label=TEXT),
            done=WHOLE,
            total=WHOLE,
            message=TEXT,
            asked_at=MOMENT,
            finished_at={"type": ["string", "null"], "format": "date-time"},
        )
    )
)


def read(call: Call) -> Any:
    """The record; 304 when the caller's copy (If-None-Match) still is what would be answered."""
    body = record_json(call.actor, call.record, call.abilities)
    etag = etag_of(version_of(call.record), body)
    known = {
        tag.strip().removeprefix("W/") for tag in call.request.headers.get("If-None-Match", "").split(",")
    }
    if etag in known:
        unchanged = HttpResponseNotModified()
        unchanged["ETag"] = etag
        return unchanged
    answer = answer_json(body)
    answer["ETag"] = etag
    return answer


def _changes(act: Act) -> list[Json]:
    """Changed fields that have words for people; references to other records stay out."""
    models_by_label = {kind.model._meta.label_lower: kind.model for kind in record_types}
    found: list[Json] = []
    for change in act.changes:
        model = models_by_label.get(change["model"])
        fields = {f.attname: f for f in shown_fields(model) if not f.is_relation} if model else {}
        for name, (before, after) in change["fields"].items():
            if name in fields:
                found.append(
                    {"field": name, "label": str(fields[name].verbose_name), "before": before, "after": after}
                )
    return found


def read_trail(call: Call) -> Json:
    """Acts on the record, newest first."""
    record = call.record
    return {
        "items": [
            {
                "seq": act.seq,
                "at": value_of(act.at),
                "action": act.action,
                "label": act.label,
                "user": act.user,
                "on_behalf": act.on_behalf or None,
                "channel": act.channel,
                "note": act.note,
                "changes": _changes(act),
            }
            for act in trail(f"{record._meta.label_lower}:{record.pk}")
        ]
    }


def read_readers(call: Call) -> Json:
    """Each active person who sees the record, with the relations that admit them."""
    return {
        "items": [
            {
                "name": reader.name,
                "post": reader.seats[0].title if reader.seats else "",
                "reasons": list(dict.fromkeys(why)),
            }
            for reader in every_actor()
            if (why := access.standing_labels(reader, call.record))
        ]
    }


def read_closed(call: Call) -> Json:
    """Actions that make sense on the record but are closed for the caller, and why."""
    actor, record = call.actor, call.record
    return {
        "items": [
            {
                "name": action.name,
                "label": action.label,
                "reasons": list(access.explain(actor, record, action.ability).reasons),
            }
            for action in actions_on(type(record))
            if action.ability not in call.abilities and action.offered(actor, record)
        ]
    }


def read_jobs(call: Call) -> Json:
    """Background work about the record, newest first."""
    record = call.record
    reference = f"{record._meta.label_lower}:{record.pk}"
    return {
        "items": [
            {
                "id": job.pk,
                "kind": job.kind,
                "label": job.label,
                "state": {"value": job.state, "label": job.get_state_display()},
                "done": job.done,
                "total": job.total,
                "message": job.message,
                "asked_at": value_of(job.asked_at),
                "finished_at": value_of(job.finished_at),
            }
            for job in Job.objects.filter(object_reference=reference).order_by("-id")[:50]
        ]
    }


def read_file(call: Call) -> HttpResponse:
    """The original bytes, checked against their digest; always as a download, never shown in our origin."""
    file = call.record.files.select_related("blob").filter(pk=call.path["file"]).first()
    if file is None:
        raise NotFound
    try:
        content = read_blob(file.blob)
    except (Damaged, OSError) as error:
        raise Conflict(
            "Tệp gốc trong kho không còn nguyên vẹn. Đồng chí báo quản trị để khôi phục."
        ) from error
    answer = HttpResponse(content, content_type=file.blob.media_type or "application/octet-stream")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name or f'tep-{file.pk}')}"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["ETag"] = f'"{file.blob_id}"'
    return answer
