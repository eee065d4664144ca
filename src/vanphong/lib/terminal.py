"""How commands answer: a table for people, JSON lines for programs, progress on standard error."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Annotated, Any, Protocol

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Trả lời bằng JSON, mỗi dòng một đối tượng.")]


class Advance(Protocol):
    """Reports `steps` more pieces of work done."""

    def __call__(self, steps: int = 1) -> None: ...


def emit(
    rows: Iterable[Mapping[str, object]], *, as_json: bool, columns: Mapping[str, str], title: str = ""
) -> None:
    """Write `rows`: as JSON each at once when it comes, else as one table with the headings of `columns`."""
    if as_json:
        for row in rows:
            emit_json(row)
        return
    from rich.table import Table

    table = Table(title=title or None, title_justify="left", show_header=any(columns.values()))
    for heading in columns.values():
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(shown(row.get(key)) for key in columns))
    _console().print(table)


def emit_json(row: Mapping[str, object]) -> None:
    """Write one object on one line; dates in ISO form, everything else unknown as its text."""
    text = json.dumps(row, ensure_ascii=False, default=_plain)
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def shown(value: object) -> str:
    """`value` as a person reads it: dates dd/MM/yyyy, true as «có», nothing as empty, no markup."""
    match value:
        case None:
            return ""
        case bool():
            return "có" if value else "không"
        case datetime():
            return value.strftime("%d/%m/%Y %H:%M")
        case date():
            return value.strftime("%d/%m/%Y")
    from rich.markup import escape

    return escape(str(value))


@contextmanager
def progress(label: str, total: int | None = None) -> Iterator[Advance]:
    """A progress bar on standard error while the block runs; nothing is drawn when that is no terminal."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
    )

    console = Console(stderr=True)
    look = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*look, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(label, total=total)

        def advance(steps: int = 1) -> None:
            bar.advance(task, steps)

        yield advance


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _console() -> Any:
    from rich.console import Console

    return Console(soft_wrap=False)
