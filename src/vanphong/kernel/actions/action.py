"""One declaration an action: which command, by which ability, with which form, in which words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from vanphong.kernel.access import Ability
from vanphong.kernel.actions.forms import CommandForm
from vanphong.kernel.actor import Actor
from vanphong.kernel.commands.errors import Conflict
from vanphong.kernel.registry import Registry

When = bool | Callable[[Actor, Any], bool]
"""Always, never, or as the actor and the record stand."""


@dataclass(frozen=True, slots=True)
class Action:
    """Something people do to a record (or, with `argument` empty, to make one).

    name       part of the address and of the API path, in the words of the field: `trinh`, `but-phe`
    model      the record it acts on, or whose list offers it
    run        the command: `run(actor, **{argument: record}, **form keywords)`
    argument   the command's keyword for the record; "" for one that needs no record
    form       inputs; None when a click is enough
    primary    may be the one primary button, always or as the record stands; the first open one wins
    rare       stands behind «Việc khác», always or as the record stands: what is seldom done
    warning    said beside the button before the click, for what cannot be undone
    done       what is said after, or made from the command's result
    then       where to go after, given actor and result; None stays on the record
    bulk       may be run on many rows of a list, with a result a row
    undo       command that takes it back within ten seconds: `undo(actor, **{argument: record})`
    offered    hides it where it makes no sense at all (abilities and states are checked anyway)
    secrets    what the result tells once and nothing keeps, such as a first password
    step       which panel of the record page carries its form open ("" = its own page)
    """

    name: str
    model: type[models.Model]
    label: str
    ability: Ability
    run: Callable[..., Any]
    argument: str = ""
    form: type[CommandForm] | None = None
    primary: When = False
    rare: When = False
    warning: str = ""
    done: str | Callable[[Any], str] = ""
    then: Callable[[Actor, Any], str] | None = None
    bulk: bool = False
    undo: Callable[..., Any] | None = None
    offered: Callable[[Actor, Any], bool] = lambda _actor, _record: True
    secrets: Callable[[Any], Mapping[str, str]] = lambda _: {}
    step: str = ""

    def leads(self, actor: Actor, record: Any) -> bool:
        """Whether it may be the primary button of this record now."""
        return self.primary(actor, record) if callable(self.primary) else self.primary

    def is_rare(self, actor: Actor, record: Any) -> bool:
        """Whether it stands behind «Việc khác» on this record now."""
        return self.rare(actor, record) if callable(self.rare) else self.rare

    def said(self, result: Any) -> str:
        """What is said after it, given the command's result."""
        return self.done(result) if callable(self.done) else str(self.done or _("Đã xong."))

    @property
    def key(self) -> str:
        return f"{self.model._meta.label_lower}/{self.name}"


actions: Registry[Action] = Registry("action")


def declare_action(action: Action) -> Action:
    return actions.add(action.key, action)


def actions_on(model: type[models.Model], *, with_record: bool = True) -> list[Action]:
    """Actions of a model in the order they were declared."""
    return [a for a in actions if a.model is model and bool(a.argument) == with_record]


def check_offered(actor: Actor, action: Action, record: models.Model | None) -> None:
    """Refuse what makes no sense as the record stands, such as when someone else was first."""
    if record is not None and not action.offered(actor, record):
        words = _(
            "Không làm «{label}» được nữa: tình trạng đã đổi, có thể người khác vừa xử lý trước. "
            "Đồng chí mở lại để xem tình trạng mới."
        )
        raise Conflict(words.format(label=action.label))


def run_action(
    actor: Actor,
    action: Action,
    record: models.Model | None = None,
    inputs: Mapping[str, Any] | None = None,
    files: Mapping[str, Any] | None = None,
) -> Any:
    """Check the inputs by the action's form and run its command. Raises DomainError kinds only."""
    keywords: dict[str, Any] = {}
    if action.form is not None:
        form = action.form(inputs or {}, files, actor=actor, record=record)
        keywords = form.keywords()
    if action.argument:
        keywords[action.argument] = record
    return action.run(actor, **keywords)
