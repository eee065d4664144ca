"""The rules as data: one TOML file a component group, made ready for one profile and one date."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final, cast

from vanphong.lib.appraisal.model import ProfileName, Severity

_FILES: Final = (
    "page",
    "head",
    "naming",
    "body",
    "closing",
    "competence",
    "references",
    "content",
    "language",
    "secrecy",
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as it holds for one profile."""

    id: str
    component: str
    check: str
    """Name of the function that looks."""
    value: Any
    """What must hold: a number, a range, words; None where the check needs none."""
    on: tuple[str, ...]
    """Components it looks at."""
    args: dict[str, Any]
    since: date | None
    until: date | None
    source: str
    certain: bool
    severity: Severity
    message: str
    fix: bool
    needs: str
    """«docx» where print does not show what it asks; empty otherwise."""

    def holds_on(self, day: date | None) -> bool:
        """Whether it was in force; a document without a date is asked by today's rules."""
        if day is None:
            return self.until is None
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@cache
def rules_of(profile: ProfileName) -> tuple[Rule, ...]:
    """All rules of a profile, in the order of the files."""
    rules: list[Rule] = []
    for name in _FILES:
        source = files("vanphong.lib.appraisal").joinpath(f"rules/{name}.toml")
        content = tomllib.loads(source.read_text(encoding="utf-8"))
        read = (_rule(row, profile, content.get("sources", {})) for row in content["rule"])
        rules += [rule for rule in read if rule is not None]
    doubled = {rule.id for rule in rules if [one.id for one in rules].count(rule.id) > 1}
    if doubled:
        raise ValueError(f"rules named twice in {profile}: {', '.join(sorted(doubled))}")
    return tuple(rules)


def _rule(row: dict[str, Any], profile: ProfileName, sources: dict[str, str]) -> Rule | None:
    """A row as `profile` has it; None where the row does not speak of the profile."""
    profiles = row.get("profiles", ["party-2026", "party-2018", "state-30"])
    if profile not in profiles and profile.split("-")[0] not in profiles:
        return None
    told = row.get("source", {})
    source = told if isinstance(told, str) else str(_by_profile(told, profile, ""))
    certain = bool(_by_profile(row.get("certain", True), profile, True))
    severity = str(_by_profile(row.get("severity", "error"), profile, "error"))
    if not certain and severity == "error":
        # What is not sure is never held against a document.
        severity = "warning"
    on = row.get("on", row["component"])
    return Rule(
        row["id"],
        row["component"],
        row["check"],
        _by_profile(row["value"], profile, None) if "value" in row else None,
        (on,) if isinstance(on, str) else tuple(on),
        row.get("args", {}),
        row.get("since"),
        row.get("until"),
        _expanded(source, sources),
        certain,
        cast(Severity, severity),
        row["message"],
        row.get("fix", False),
        row.get("needs", ""),
    )


def _by_profile(value: Any, profile: str, otherwise: Any) -> Any:
    """`value` itself, or of a table the entry of the profile, of its family, of «all»."""
    if not isinstance(value, dict):
        return value
    for name in (profile, profile.split("-")[0], "all"):
        if name in value:
            return value[name]
    return otherwise


def _expanded(source: str, sources: dict[str, str]) -> str:
    """«state:II.3» with the file's words for «state» before the article."""
    name, _, article = source.partition(":")
    if name not in sources:
        return source
    return f"{sources[name]}, {article}" if article else sources[name]
