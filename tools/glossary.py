"""The generated half of docs/glossary.md, from what the code declares: `python -m tools.glossary --write`."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[1] / "docs" / "glossary.md"
BEGIN, END = "<!-- declared terms: begin -->", "<!-- declared terms: end -->"


def _ours() -> list[Any]:
    from django.apps import apps

    return [model for model in apps.get_models() if model.__module__.startswith("vanphong.")]


def _place(thing: Any) -> str:
    parts = thing.__module__.removeprefix("vanphong.").split(".")
    return "/".join(parts[:2]) if parts[0] in ("kernel", "modules") else parts[0]


def _code(text: str) -> str:
    return f"`{text}`"


def _models() -> Iterator[tuple[str, str, str]]:
    for model in _ours():
        words = str(model._meta.verbose_name)
        if words != model._meta.model_name and not words.isascii():
            yield words, _code(model.__name__), _place(model)


def _choices() -> Iterator[tuple[str, str, str]]:
    seen: set[tuple[str, str, str]] = set()
    for model in _ours():
        for field in model._meta.concrete_fields:
            if field.model is not model or not isinstance(field.choices, list) or not field.choices:
                continue
            for value, label in field.choices:
                row = (str(label), _code(f"{model.__name__}.{field.name} = {value}"), _place(model))
                if row not in seen:
                    seen.add(row)
                    yield row


def _fields() -> Iterator[tuple[str, str, str]]:
    for model in _ours():
        for field in model._meta.concrete_fields:
            words = str(field.verbose_name)
            if not field.primary_key and words != field.name.replace("_", " "):
                yield words, _code(f"{model.__name__}.{field.name}"), _place(model)


def _abilities() -> Iterator[tuple[str, str, str]]:
    from vanphong.kernel.access.abilities import _labels

    for code in sorted(_labels.names()):
        yield _labels[code], _code(code), "policy.py"


def _actions() -> Iterator[tuple[str, str, str]]:
    from vanphong.kernel.actions import actions

    for action in actions:
        run = getattr(action.run, "__name__", "")
        where = f"{action.model.__name__}: {action.name}"
        yield action.label, _code(run if run != "run" else action.name), where


def block() -> str:
    """All tables between the two marks."""
    parts = (
        ("Records", "where", _models()),
        ("States, kinds and other choices", "where", _choices()),
        ("Acts: label, command, address", "on", _actions()),
        ("Abilities", "where", _abilities()),
        ("Fields", "where", _fields()),
    )
    lines = [BEGIN]
    for title, last, rows in parts:
        lines += ["", f"### {title}", "", f"| Tiếng Việt | identifier | {last} |", "|---|---|---|"]
        lines += [f"| {words} | {name} | {where} |" for words, name, where in dict.fromkeys(rows)]
    return "\n".join([*lines, "", END])


def main() -> None:
    """Print the tables, or with --write put them into the page."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vanphong.config.settings")
    os.environ.setdefault("VANPHONG_VAR", tempfile.mkdtemp())
    import django

    django.setup()
    if "--write" not in sys.argv[1:]:
        print(block())
        return
    before, begin, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise SystemExit(f"{PAGE.name}: the marks of the declared terms are missing")
    PAGE.write_text(f"{before}{block()}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
