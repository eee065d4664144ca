"""Who acts: a frozen value that is passed to every command and query, never fetched from a thread."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

Channel = Literal["web", "api", "cli", "job", "system"]

LEADER, CHIEF, DEPUTY_CHIEF, HEAD, OFFICER = "leader", "chief", "deputy_chief", "head", "officer"
REGISTRAR, ARCHIVIST, ASSISTANT, ADMIN, AUDITOR = "registrar", "archivist", "assistant", "admin", "auditor"


@dataclass(frozen=True, slots=True)
class Seat:
    """A post held now: rights attach to posts, people hold posts; some ask their holders for a second factor."""

    post_id: int
    title: str
    role: str
    unit_id: int
    agency_id: int
    second_factor: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """One person (or the system) acting through one channel, perhaps on behalf of another.

    `user_id` and `name` are who really acts; `principal_id`, `principal_name` and `seats` are whose rights
    are used. Without delegation both are the same. `scope` limits a delegate or an API key to the named
    abilities; `delegation_id` names the delegation, so that a job asked for under it can be checked again when it runs.
    """

    user_id: int | None
    name: str
    seats: tuple[Seat, ...] = ()
    channel: Channel = "web"
    principal_id: int | None = None
    principal_name: str = ""
    scope: frozenset[str] | None = None
    request_id: uuid.UUID = field(default_factory=uuid.uuid4)
    delegation_id: int | None = None

    @classmethod
    def system(cls, name: str = "Hệ thống") -> Actor:
        """The office's own machinery: intake channels, schedules, demo building."""
        return cls(user_id=None, name=name, channel="system")

    @property
    def is_system(self) -> bool:
        return self.user_id is None and self.channel == "system"

    @property
    def on_behalf(self) -> bool:
        return self.principal_id is not None and self.principal_id != self.user_id

    @property
    def person_id(self) -> int | None:
        """Whose rights are used: the principal's under delegation, else the user's own."""
        return self.principal_id if self.principal_id is not None else self.user_id

    def agencies_as(self, *roles: str) -> frozenset[int]:
        """Agencies in which the actor holds a post with one of the roles."""
        return frozenset(seat.agency_id for seat in self.seats if seat.role in roles)

    def units_as(self, *roles: str) -> frozenset[int]:
        """Units in which the actor holds a post with one of the roles (any role when none is named)."""
        return frozenset(seat.unit_id for seat in self.seats if not roles or seat.role in roles)

    def has_role(self, *roles: str) -> bool:
        return any(seat.role in roles for seat in self.seats)

    def narrowed(self, scope: Iterable[str] | None) -> Actor:
        """The same actor with no more than the named abilities (None names all) of those had already."""
        if scope is None:
            return self
        named = frozenset(scope)
        return replace(self, scope=named if self.scope is None else self.scope & named)

    def through(self, channel: Channel) -> Actor:
        """The same actor by another channel, as a new request."""
        return replace(self, channel=channel, request_id=uuid.uuid4())
