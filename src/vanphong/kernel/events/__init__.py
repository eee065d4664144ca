"""Events: consultations are asked now, facts are told after commit.

A consultation (class in -ing, e.g. `CaseFileClosing`) lets a lower module ask upper ones without knowing
them: each answers with objections, in sentences. A fact (past tense) reaches its listeners as jobs written in
the same transaction, so it is told exactly when it is true, and told again if a worker dies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any, TypeVar

from vanphong.kernel.actor import Actor
from vanphong.kernel.jobs.asking import Running, ask, job
from vanphong.kernel.registry import Registry

E = TypeVar("E")

_objectors: dict[type[Any], list[Callable[[Any], Iterable[str]]]] = {}
_listeners: Registry[tuple[type[Any], Callable[[Actor, Any], None]]] = Registry("listener")


def answers(event: type[E]) -> Callable[[Callable[[E], Iterable[str]]], Callable[[E], Iterable[str]]]:
    """Declare a function that answers a consultation with objections (sentences); none means consent."""

    def declare(function: Callable[[E], Iterable[str]]) -> Callable[[E], Iterable[str]]:
        _objectors.setdefault(event, []).append(function)
        return function

    return declare


def consult(event: Any) -> list[str]:
    """All objections to what is about to happen."""
    return [objection for answer in _objectors.get(type(event), []) for objection in answer(event)]


def listens(fact: type[E]) -> Callable[[Callable[[Actor, E], None]], Callable[[Actor, E], None]]:
    """Declare a function called, as a job of its own, after a fact was committed."""

    def declare(function: Callable[[Actor, E], None]) -> Callable[[Actor, E], None]:
        _listeners.add(f"{function.__module__}.{function.__qualname__}", (fact, function))
        return function

    return declare


@job("events.deliver", label="Báo tin cho phân hệ khác", office=True)
def deliver(running: Running, listener: str, fact: dict[str, Any]) -> None:
    """Hand a fact to one listener; its writes and the job's end are one transaction.

    The office tells it: a fact is true whatever became of the rights of who brought it about.
    """
    kind, function = _listeners[listener]
    with running.once():
        function(running.actor, kind(**fact))


def publish(actor: Actor, fact: Any) -> None:
    """Tell a fact (a frozen dataclass of plain values) to everyone who listens, after this commit."""
    for name in _listeners.names():
        kind, _ = _listeners[name]
        if isinstance(fact, kind):
            ask(actor, deliver, listener=name, fact=asdict(fact))
