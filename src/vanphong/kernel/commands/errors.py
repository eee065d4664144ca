"""Refusals of commands: each carries a Vietnamese message that says what to do."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _


class DomainError(Exception):
    """A command was refused; nothing was written. `message` is for the person."""

    status = 409
    exit_code = 1

    def __init__(self, message: str) -> None:
        # A declared message becomes text now, in the language of who is refused.
        self.message = str(message)
        super().__init__(self.message)


class Conflict(DomainError):
    """Someone else was first, or the state moved on."""


class Invalid(DomainError):
    """An input is wrong; `fields` tells which, each with its own message."""

    status = 422

    def __init__(self, message: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.fields: dict[str, str] = {name: str(words) for name, words in (fields or {}).items()}


class Forbidden(DomainError):
    """The actor sees the record but may not do this; the message says why."""

    status = 403
    exit_code = 4


class NotFound(DomainError):
    """No such record for this actor: the same answer for hidden and missing ones."""

    status = 404
    exit_code = 3

    def __init__(self, message: str = "") -> None:
        super().__init__(message or _("Không tìm thấy, hoặc đồng chí không có quyền xem."))
