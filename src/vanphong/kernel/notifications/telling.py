"""Telling people, and reading what was told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models.functions import Now

from vanphong.kernel import access
from vanphong.kernel.access.remembered import values_of
from vanphong.kernel.actor import Actor
from vanphong.kernel.identity.models import User
from vanphong.kernel.notifications.models import Notice
from vanphong.kernel.registry import Registry, record_type_of, record_types


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """A kind of notice; `text` is safe for any channel, since it names no record."""

    name: str
    text: str


notice_kinds: Registry[NoticeKind] = Registry("notice kind")


def notice_kind(name: str, text: str) -> NoticeKind:
    return notice_kinds.add(name, NoticeKind(name, text))


def tell(
    actor: Actor, kind: NoticeKind, *, about: models.Model, users: Iterable[User | int], urgent: bool = False
) -> None:
    """Tell people once each, but never the one who did it; undone with the transaction."""
    reference = record_type_of(about).reference(about)
    ids = {user if isinstance(user, int) else user.pk for user in users} - {actor.user_id}
    Notice.objects.bulk_create(
        Notice(user_id=pk, kind=kind.name, object_reference=reference, urgent=urgent) for pk in sorted(ids)
    )


@dataclass(frozen=True, slots=True)
class ReadableNotice:
    """A notice as its reader may see it now; without right the title and address are empty."""

    id: int
    text: str
    title: str
    url: str
    happened_at: datetime
    unread: bool
    urgent: bool


def notices(
    actor: Actor,
    *,
    unread_only: bool = False,
    before: int | None = None,
    after: int | None = None,
    limit: int = 50,
) -> list[ReadableNotice]:
    """The reader's own notices, newest first; titles only of what the reader may see at this moment.

    `before` and `after` are ids of notices: the older page, or the newer one next to it.
    """
    found = Notice.objects.filter(user_id=actor.user_id or 0)
    if unread_only:
        found = found.filter(read_at__isnull=True)
    if before is not None:
        found = found.filter(pk__lt=before)
    if after is not None:
        rows = list(reversed(found.filter(pk__gt=after).order_by("pk")[:limit]))
    else:
        rows = list(found[:limit])
    seen: dict[str, tuple[str, str]] = {}
    for record_type in record_types:
        prefix = record_type.name + ":"
        ids = [
            int(r.object_reference.removeprefix(prefix))
            for r in rows
            if r.object_reference.startswith(prefix)
        ]
        if ids:
            objs = record_type.model._default_manager.filter(
                access.visible(actor, record_type.model), pk__in=ids
            )
            seen |= {record_type.reference(o): (record_type.title(o), record_type.url(o)) for o in objs}
    return [
        ReadableNotice(
            row.pk,
            notice_kinds[row.kind].text,
            *seen.get(row.object_reference, ("", "")),
            row.happened_at,
            row.read_at is None,
            row.urgent,
        )
        for row in rows
    ]


def unread_count(actor: Actor) -> int:
    """How many are unread; stops counting at 100."""
    mine = Notice.objects.filter(user_id=actor.user_id or 0, read_at__isnull=True).order_by()
    return len(values_of(("unread", actor.user_id), lambda: mine.values_list("pk")[:100]))


def mark_read(actor: Actor, ids: Iterable[int] | None = None) -> None:
    """The reader has seen these (or all)."""
    mine = Notice.objects.filter(user_id=actor.user_id or 0, read_at__isnull=True)
    if ids is not None:
        mine = mine.filter(pk__in=list(ids))
    mine.update(read_at=Now())
