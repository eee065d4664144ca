"""A part of the command line as tests call it."""

from __future__ import annotations

import json
from dataclasses import dataclass

import typer
from typer.testing import CliRunner, Result


@dataclass(frozen=True)
class Program:
    """The commands of one module; what they refuse is raised."""

    app: typer.Typer

    def run(self, *words: str) -> Result:
        """Call it; it must end well."""
        result = CliRunner().invoke(self.app, list(words), catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result

    def answers(self, *words: str) -> list[dict[str, object]]:
        """Call it for JSON: an object a line."""
        return [json.loads(line) for line in self.run(*words, "--json").stdout.splitlines()]
