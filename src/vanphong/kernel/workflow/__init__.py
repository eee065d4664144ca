"""Workflow: which states a record may pass to; the table is checked in code and by the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from vanphong.kernel.commands.errors import Conflict
from vanphong.kernel.registry import Registry


@dataclass(frozen=True, slots=True)
class Workflow:
    """The allowed passages of one model's state field; states are choices of the field."""

    model: type[models.Model]
    passages: frozenset[tuple[str, str]]
    field: str = "state"

    def targets(self, state: str) -> frozenset[str]:
        return frozenset(to for origin, to in self.passages if origin == state)

    def move(self, obj: Any, to: str) -> None:
        """Put the record into a state (not saved); raises Conflict when there is no such passage."""
        origin = getattr(obj, self.field)
        if (str(origin), str(to)) not in self.passages:
            words = dict(obj._meta.get_field(self.field).choices or ())
            raise Conflict(
                _("Đang ở bước «{origin}», không chuyển sang «{to}» được.").format(
                    origin=words.get(origin, origin), to=words.get(to, to)
                )
            )
        setattr(obj, self.field, to)


workflows: Registry[Workflow] = Registry("workflow")


def workflow(model: type[models.Model], table: dict[str, tuple[str, ...]], field: str = "state") -> Workflow:
    """Declare the table `state → states it may pass to`."""
    passages = frozenset((str(origin), str(to)) for origin, targets in table.items() for to in targets)
    return workflows.add(model._meta.label_lower, Workflow(model, passages, field))
