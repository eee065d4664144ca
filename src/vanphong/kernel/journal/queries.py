"""Reads of the journal: the trail of a record, and the check of the whole chain."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from vanphong.kernel.journal.models import AuditEntry, Head

GENESIS = hashlib.sha256(b"vanphong").digest()


@dataclass(frozen=True, slots=True)
class Act:
    """An entry as people read it."""

    seq: int
    at: dt.datetime
    action: str
    label: str
    user: str
    on_behalf: str
    channel: str
    note: str
    changes: tuple[dict[str, Any], ...]
    user_id: int | None = None


def act_of(entry: AuditEntry) -> Act:
    """The entry as people read it."""
    body = json.loads(entry.body)
    return Act(
        seq=entry.seq,
        at=entry.at,
        action=body["action"],
        label=body["label"],
        user=body["user"],
        on_behalf=body["on_behalf"],
        channel=body["channel"],
        note=body["note"],
        changes=tuple(body["changes"]),
        user_id=entry.user_id,
    )


def trail(reference: str, *, newest_first: bool = True, limit: int = 200) -> list[Act]:
    """The acts that touched a record (`app.model:id`)."""
    order = "-seq" if newest_first else "seq"
    found = AuditEntry.objects.filter(objects_touched__contains=[reference]).order_by(order)[:limit]
    return [act_of(entry) for entry in found]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Outcome of a check of the chain: how many entries, and the first bad number if any."""

    entries: int
    bad_seq: int | None
    reason: str


def _links(batch: int = 5000) -> Iterator[AuditEntry]:
    yield from AuditEntry.objects.order_by("seq").iterator(chunk_size=batch)


def verify() -> Verdict:
    """Recompute every hash from the first entry to the head."""
    previous, expected = GENESIS, 1
    for entry in _links():
        if entry.seq != expected:
            return Verdict(expected - 1, expected, "thiếu mục nhật ký")
        time = entry.at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        sealed = f"{entry.seq}\n{time}\n{entry.body}".encode()
        if bytes(entry.previous) != previous or hashlib.sha256(previous + sealed).digest() != bytes(
            entry.hash
        ):
            return Verdict(expected - 1, entry.seq, "nội dung không khớp niêm")
        body = json.loads(entry.body)
        looked_up = (entry.action, entry.objects_touched, entry.user_id)
        if (body["action"], body["objects"], body["user_id"]) != looked_up:
            return Verdict(expected - 1, entry.seq, "cột tra cứu không khớp nội dung niêm")
        previous, expected = bytes(entry.hash), expected + 1
    head = Head.objects.get()
    if head.seq != expected - 1 or bytes(head.hash) != previous:
        return Verdict(expected - 1, expected, "thiếu phần cuối")
    return Verdict(expected - 1, None, "")
