"""A command group that prints its help without importing the commands, and imports the one that is called."""

from __future__ import annotations

import importlib
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from .contents import CONTENTS, Entry
from .environment import open_office, use_django
from .wording import in_our_words

HELP = {"--help", "-h"}


class LazyGroup(TyperGroup):
    """Commands by the table of contents; those whose module is not delivered do not exist."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self._entries = {entry.name: entry for entry in CONTENTS if entry.exists()}
        for entry in self._entries.values():
            self.add_command(_placeholder(entry))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command named by `args`, loaded."""
        name, command, rest = super().resolve_command(ctx, args)
        entry = self._entries.get(name or "")
        if entry is None:
            return name, command, rest
        if entry.needs_office:
            # Help needs the command's code, hence Django, but no database.
            (use_django if HELP & set(rest) else open_office)()
            if entry.prepares and not HELP & set(rest):
                from .preparing import migrate_if_needed

                migrate_if_needed()
        return name, load(entry), rest

    def make_context(self, *given: Any, **named: Any) -> Any:
        """The top of the command line, read; what is wrong with it is said in our own words."""
        with in_our_words():
            return super().make_context(*given, **named)

    def invoke(self, ctx: Any) -> Any:
        """Run the command; what is wrong with its options and arguments is said in our own words."""
        with in_our_words():
            return super().invoke(ctx)


def load(entry: Entry) -> Any:
    """The real command of `entry`: a Typer application, or a plain function."""
    target = getattr(importlib.import_module(entry.module), entry.attribute)
    if not isinstance(target, typer.Typer):
        function, target = target, typer.Typer(add_completion=False)
        settings = getattr(function, "command_settings", {})
        target.command(name=entry.name, help=function.__doc__ and entry.help, **settings)(function)
    command = typer.main.get_command(target)
    command.name = entry.name
    command.help = command.help or entry.help
    return command


def _placeholder(entry: Entry) -> TyperCommand:
    return TyperCommand(entry.name, callback=lambda: None, help=entry.help, rich_help_panel=entry.panel)
