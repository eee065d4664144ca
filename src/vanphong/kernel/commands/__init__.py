"""Commands: the only way to write. One transaction, one check of rights, one journal entry."""

from vanphong.kernel.commands.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from vanphong.kernel.commands.running import CommandSpec, command, commands, note

__all__ = [
    "CommandSpec",
    "Conflict",
    "DomainError",
    "Forbidden",
    "Invalid",
    "NotFound",
    "command",
    "commands",
    "note",
]
