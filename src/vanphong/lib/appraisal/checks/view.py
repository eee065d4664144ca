"""What every check is given and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from vanphong.lib.appraisal.components import Parts
from vanphong.lib.appraisal.model import Fix, Line, Paper, Para, ProfileName
from vanphong.lib.appraisal.ports import NO_OFFICE, Office, Style
from vanphong.lib.appraisal.rulebook import Rule


@dataclass(frozen=True, slots=True)
class View:
    """The document under appraisal, the day it is asked about, and what the office knows."""

    paper: Paper
    parts: Parts
    profile: ProfileName
    today: date
    style: Style
    office: Office = NO_OFFICE

    @property
    def party(self) -> bool:
        return self.profile.startswith("party")

    @property
    def issued_on(self) -> date | None:
        """The date printed, if it is one."""
        told = self.parts.header.value("issued_on")
        return date.fromisoformat(told) if told else None

    @property
    def day(self) -> date:
        """The day by which the document is judged: its own, else today."""
        return self.issued_on or self.today

    @property
    def slack(self) -> float:
        """How far a size may be off in points: print tells it less exactly than Word."""
        return 0.6 if self.paper.source == "pdf" else 0.1

    def lines(self, rule: Rule) -> Iterator[Line]:
        for name in rule.on:
            yield from self.parts[name]

    def texts(self) -> Iterator[Para]:
        """Every paragraph of the document that holds words."""
        yield from self.paper.paragraphs


@dataclass(frozen=True, slots=True)
class Hit:
    """One fault: where, and what was expected and found."""

    expected: str
    found: str
    para: Para | None = None
    span: tuple[int, int] | None = None
    fixes: tuple[Fix, ...] = ()
    certain: bool = True
    """False where the check itself is less sure than its rule."""
    page: int | None = None


Check = Callable[[View, Rule], Iterable[Hit]]
CHECKS: Final[dict[str, Check]] = {}
"""Name of a check in the rules = its function."""


def check(name: str) -> Callable[[Check], Check]:
    """Name a function for use in the rules."""

    def named(function: Check) -> Check:
        if name in CHECKS:
            raise ValueError(f"check named twice: {name}")
        CHECKS[name] = function
        return function

    return named


def at(line: Line, expected: str, found: str, fixes: tuple[Fix, ...] = ()) -> Hit:
    """A fault of a whole line."""
    return Hit(expected, found, line.para, (line.start, line.end), fixes)


def run_fixes(line: Line, changes: dict[str, str]) -> tuple[Fix, ...]:
    """Set letters of a line otherwise; nothing where a run reaches beyond it, or the file has no runs."""
    runs = line.runs()
    if any(
        run.element is None or _reaches(run.text, line.start - run.start, line.end - run.start)
        for run in runs
    ):
        return ()
    return tuple(Fix(line.para.part, "run", run.element, tuple(changes.items())) for run in runs)


def _reaches(text: str, start: int, end: int) -> bool:
    """Whether letters of the run stand outside the line."""
    return bool(text[: max(0, start)].strip() or text[max(0, end) :].strip())


def para_fix(para: Para, changes: dict[str, str]) -> tuple[Fix, ...]:
    """Set a paragraph otherwise."""
    return (Fix(para.part, "para", para.element, tuple(changes.items())),) if para.element is not None else ()


def section_fix(part: str, element: Any, changes: dict[str, str]) -> tuple[Fix, ...]:
    return (Fix(part, "section", element, tuple(changes.items())),) if element is not None else ()


def shown(value: float) -> str:
    """A measure as people write it: «14», «12,7»."""
    return f"{value:.1f}".rstrip("0").rstrip(".").replace(".", ",")


def between(value: object) -> str:
    """A range as people write it: «14», «14–15»."""
    low, high = limits(value)
    return shown(low) if low == high else f"{shown(low)}–{shown(high)}"


def limits(value: Any) -> tuple[float, float]:
    """The range a rule gives, as a number or a pair."""
    if isinstance(value, (int, float)):
        return float(value), float(value)
    return float(value[0]), float(value[1])


def nearest(found: float, value: object) -> float:
    """The allowed value next to `found`."""
    low, high = limits(value)
    return min(max(found, low), high)


def cut(text: str, most: int = 80) -> str:
    """The beginning of a text, for people."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
