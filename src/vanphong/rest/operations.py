"""Operations of the API: each says at declaration who may call it, or start-up fails.

Most are generated (`generated.py`) from lists, record types and actions. A module adds what is not made from
those, such as a multipart intake, in its `rest.py` with `declare(Operation(...))`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db import models
from django.http import HttpRequest

from vanphong.kernel.access import VIEW, Ability
from vanphong.kernel.actor import Actor
from vanphong.kernel.registry import Registry, RegistryError

Method = Literal["GET", "POST", "PATCH", "PUT", "DELETE"]
Schema = dict[str, Any]
JSON, MULTIPART, BYTES = "application/json", "multipart/form-data", "application/octet-stream"
PIECES = "application/offset+octet-stream"
"""Raw bytes that begin at the offset told in a header; BYTES and PIECES are left unread for the view."""
_PARAMETER = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")


@dataclass(slots=True)
class Call:
    """One call: who calls, the record and the abilities on it (for `record` operations), the inputs."""

    request: HttpRequest
    caller: Actor | None
    path: dict[str, Any]
    inputs: dict[str, Any] = field(default_factory=dict)
    record: Any = None
    abilities: frozenset[Ability] = frozenset()

    @property
    def actor(self) -> Actor:
        """Who calls; a public operation has nobody to speak of."""
        if self.caller is None:
            raise LookupError("a public operation has no actor")
        return self.caller


@dataclass(frozen=True, slots=True)
class Done:
    """What a POST did: in words, to which record, and small facts about it.

    It is kept with an idempotency key, so `facts` must be plain JSON without content of records: a record
    that is purged later must leave nothing behind here.
    """

    words: str
    record: models.Model | None = None
    status: int = 200
    facts: Mapping[str, Any] = field(default_factory=dict)
    fresh: Mapping[str, Any] = field(default_factory=dict)
    """Facts for the first answer only, never kept."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of the query, or a header of this operation's own."""

    name: str
    label: str
    schema: Schema = field(default_factory=lambda: {"type": "string"})
    required: bool = False
    place: Literal["query", "header"] = "query"


View = Callable[[Call], Any]
"""GET views answer a dict or an HttpResponse, POST views a Done, other methods either."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path under /api/.

    Exactly one of `public` (the reason), `signed_in`, `opens` (model and ability without a record) and
    `record` (with `ability`; the path holds `<int:pk>`) says who may call. `body`, `answer`: JSON schemas.
    """

    method: Method
    path: str
    name: str
    summary: str
    view: View
    tag: str = "Chung"
    public: str = ""
    signed_in: bool = False
    opens: tuple[type[models.Model], Ability] | None = None
    record: type[models.Model] | None = None
    ability: Ability = VIEW
    parameters: tuple[Parameter, ...] = ()
    body: Schema | None = None
    accepts: tuple[str, ...] = (JSON,)
    answer: Schema | None = None
    gives: str = JSON
    status: int = 200
    description: str = ""
    largest: int = 1 << 20

    def __post_init__(self) -> None:
        said = (bool(self.public), self.signed_in, self.opens is not None, self.record is not None)
        if sum(said) != 1:
            raise TypeError(
                f"{self.method} {self.path}: say one thing about who may call it, not {sum(said)}"
            )
        if self.record is not None and "<int:pk>" not in self.path:
            raise TypeError(f"{self.method} {self.path}: the path of a record needs <int:pk>")

    @property
    def key(self) -> str:
        return f"{self.method} {self.shape}"

    @property
    def shape(self) -> str:
        """The path as people and OpenAPI write it: `/api/incoming/{id}`."""
        return "/api/" + _PARAMETER.sub(lambda m: "{" + _outer(m["name"]) + "}", self.path)

    def path_parameters(self) -> list[tuple[str, str]]:
        """Name and kind (`int`, `str`, `uuid`) of each place in the path."""
        return [(_outer(m["name"]), m["kind"] or "str") for m in _PARAMETER.finditer(self.path)]


def _outer(name: str) -> str:
    return "id" if name == "pk" else name


declared: Registry[Operation] = Registry("API operation")


def declare(operation: Operation) -> Operation:
    """Add an operation of a module; called from its `rest.py`."""
    return declared.add(operation.key, operation)


def by_path(found: list[Operation]) -> dict[str, dict[str, Operation]]:
    """Operations by path and method; the same method twice is a fault."""
    table: dict[str, dict[str, Operation]] = {}
    names: set[str] = set()
    for operation in found:
        methods = table.setdefault(operation.path, {})
        if operation.method in methods:
            raise RegistryError(f"API operation {operation.key} is declared twice")
        if operation.name in names:
            raise RegistryError(f"API operation name {operation.name!r} is used twice")
        methods[operation.method] = operation
        names.add(operation.name)
    return table
