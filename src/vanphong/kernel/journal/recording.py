"""What a running command has changed: collected by `Journalled` rows, written as one entry at its end."""

from __future__ import annotations

import contextvars
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.wording import kept


class WriteOutsideCommand(RuntimeError):
    """A journalled row was written with no command running: nothing would tell who did it."""


@dataclass(slots=True)
class Recording:
    """The entry of one command while it runs."""

    actor: Actor
    action: str
    label: str
    note: str = ""
    objects: list[str] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)

    def touch(self, reference: str) -> None:
        if reference not in self.objects:
            self.objects.append(reference)

    def changed(self, model: str, pk: Any, fields: dict[str, list[Any]]) -> None:
        """Fold a further save of the same row into its first change: old stays, new is replaced."""
        self.touch(f"{model}:{pk}")
        for change in self.changes:
            if change["model"] == model and change["id"] == pk:
                for name, (old, new) in fields.items():
                    first = change["fields"].get(name)
                    change["fields"][name] = [first[0] if first else old, new]
                return
        self.changes.append({"model": model, "id": pk, "fields": fields})

    def inserted(self, model: str, ids: list[Any], digest: str) -> None:
        """Many new rows of one model, told by number, first and last id, and the digest of their values."""
        told = {"rows": [None, len(ids)], "sha256": [None, digest]}
        self.changes.append({"model": model, "id": f"{ids[0]}–{ids[-1]}", "fields": told})

    def body(self) -> dict[str, Any]:
        """The entry as it is sealed. Names are kept in words: the trail must read the same in ten years."""
        actor = self.actor
        return {
            "action": self.action,
            "label": kept(self.label),
            "user_id": actor.user_id,
            "user": actor.name,
            "on_behalf_id": actor.principal_id if actor.on_behalf else None,
            "on_behalf": actor.principal_name if actor.on_behalf else "",
            "channel": actor.channel,
            "request": str(actor.request_id),
            "note": self.note,
            "objects": self.objects,
            "changes": self.changes,
        }


running: contextvars.ContextVar[list[Recording] | None] = contextvars.ContextVar("running", default=None)
"""Recordings of the commands now running, outermost first; None when none runs."""


def current() -> Recording:
    """The innermost running command's recording."""
    stack = running.get()
    if not stack:
        raise WriteOutsideCommand(_("ghi dữ liệu phải đi qua một lệnh (@command)"))
    return stack[-1]
