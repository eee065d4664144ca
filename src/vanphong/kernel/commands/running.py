"""The `@command` decorator: transaction, lock, rights, journal, in that order and nowhere else."""

from __future__ import annotations

import contextvars
import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from django.db import models, transaction
from django.utils.translation import gettext as _

from vanphong.kernel import access
from vanphong.kernel.access import VIEW, Ability
from vanphong.kernel.actor import Actor
from vanphong.kernel.commands.errors import Forbidden, NotFound
from vanphong.kernel.journal import recording as rec
from vanphong.kernel.journal.writing import append
from vanphong.kernel.registry import Registry

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class CommandSpec:
    """What is declared of a command: its action code, words, ability and the record it acts on."""

    action: str
    label: str
    ability: Ability | None
    on: str | None
    run: Callable[..., Any]


commands: Registry[CommandSpec] = Registry("command", open_ended=True)

_finished: contextvars.ContextVar[list[rec.Recording]] = contextvars.ContextVar("finished")


@contextmanager
def recorded(actor: Actor, action: str, label: str) -> Iterator[None]:
    """Collect this command's changes; the outermost one seals all entries just before commit."""
    stack = rec.running.get()
    entry = rec.Recording(actor, action, label)
    if stack is not None:
        stack.append(entry)
        _finished.get().append(entry)
        try:
            yield
        finally:
            stack.remove(entry)
        return
    stack_token = rec.running.set([entry])
    done_token = _finished.set([entry])
    try:
        with transaction.atomic():
            yield
            append(_finished.get())
    finally:
        rec.running.reset(stack_token)
        _finished.reset(done_token)


def _locked(actor: Actor, row: models.Model, ability: Ability | None) -> models.Model:
    """The row again, locked and fresh, if the actor may see it and has the ability on it.

    Rights are asked once the lock is held, of the record as it then stands; a stranger gets the answer for a
    missing one.
    """
    rows = type(row)._default_manager.select_for_update(of=("self",), no_key=True)
    found: models.Model | None = rows.filter(pk=row.pk).first()
    if found is None:
        raise NotFound
    held = access.abilities(actor, found, among={VIEW} if ability is None else {VIEW, ability})
    if VIEW not in held and not actor.is_system:
        raise NotFound
    if ability is not None and ability not in held:
        why = access.explain(actor, found, ability)
        raise Forbidden(_("Đồng chí chưa thể {label}. ").format(label=ability.label) + " ".join(why.reasons))
    return found


def command(
    ability: Ability | None, *, on: str | type[models.Model] | None, label: str
) -> Callable[[Callable[Concatenate[Actor, P], R]], Callable[Concatenate[Actor, P], R]]:
    """Make a function a command.

    `on` names the keyword that holds the record acted on (it is locked and read afresh, and the actor's
    `ability` on it is checked), or is the model for an ability that needs no record (see access.Grant).
    `ability=None` is for commands whose rule stands in the function itself, such as signing in.
    Raises NotFound, Forbidden, Conflict or Invalid; then nothing is written.
    """

    def decorate(function: Callable[Concatenate[Actor, P], R]) -> Callable[Concatenate[Actor, P], R]:
        parts = function.__module__.removeprefix("vanphong.").split(".")
        action = f"{parts[min(1, len(parts) - 1)]}.{function.__name__}"

        @functools.wraps(function)
        def run(actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
            with recorded(actor, action, label):
                if isinstance(on, str):
                    row = _locked(actor, cast(models.Model, kwargs[on]), ability)
                    kwargs[on] = row
                    rec.current().touch(f"{row._meta.label_lower}:{row.pk}")
                elif on is not None and ability is not None and not access.may(actor, on, ability):
                    who = "; ".join(str(g.label) for g in access.policy_of(on).grants if g.ability == ability)
                    raise Forbidden(
                        _("Đồng chí chưa thể {label}. Việc này dành cho: {who}.").format(
                            label=ability.label, who=who
                        )
                    )
                return function(actor, *args, **kwargs)

        name = on if isinstance(on, str) else None
        commands.add(action, CommandSpec(action, label, ability, name, run))
        return run

    return decorate


def note(text: str) -> None:
    """Add words of the person (a reason, a remark) to the running command's entry."""
    entry = rec.current()
    entry.note = f"{entry.note} {text}".strip()
