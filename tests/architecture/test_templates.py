"""Templates stand on their own module or the kit; nothing is loaded from another host at run time."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "vanphong"
TEMPLATES = sorted(
    path for path in SOURCE.rglob("templates/**/*") if path.suffix in (".html", ".txt", ".svg")
)
STATIC = sorted(
    path
    for path in SOURCE.rglob("static/**/*")
    if path.suffix in (".css", ".js", ".html", ".svg", ".json", ".webmanifest")
)
USED = re.compile(r"{%-?\s*(?:extends|include)\s+(\S+)")
ADDRESS = re.compile(r"""(?:https?:)?//[\w.-]+\.\w+[^\s"'<>)]*""")
NAMES = {
    # Names of XML vocabularies are no addresses: nothing is fetched.
    "http://www.w3.org/2000/svg",
    "http://www.w3.org/1999/xhtml",
    "http://www.w3.org/1999/xlink",
}


def foreign(text: str, app: str) -> list[str]:
    """Templates of others used in this one, but for the kit's."""
    wrong = []
    for name in USED.findall(text):
        if name[0] not in "\"'":
            # A variable: only parts of the kit name their own template.
            if not name.startswith("part."):
                wrong.append(name)
        elif not name.strip("\"'").startswith((f"{app}/", "ui/")):
            wrong.append(name)
    return wrong


def fetched(text: str) -> list[str]:
    """Addresses of other hosts a browser would fetch from."""
    text = re.sub(r"/\*.*?\*/|{#.*?#}|<!--.*?-->", "", text, flags=re.DOTALL)
    return [found for found in ADDRESS.findall(text) if found not in NAMES and not found.startswith("//#")]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.relative_to(SOURCE).as_posix())
def test_a_template_uses_only_its_own_and_the_kits(path: Path) -> None:
    app = path.relative_to(path.parents[len(path.parts) - 1 - path.parts.index("templates") - 1]).parts[0]
    assert not foreign(path.read_text(encoding="utf-8"), app)


@pytest.mark.parametrize("path", TEMPLATES + STATIC, ids=lambda p: p.relative_to(SOURCE).as_posix())
def test_nothing_is_loaded_from_another_host(path: Path) -> None:
    assert not fetched(path.read_text(encoding="utf-8"))


def test_planted_faults_are_seen() -> None:
    assert foreign('{% extends "records/list.html" %}', "correspondence")
    assert foreign("{% include name %}", "ui")
    assert fetched('<script src="https://cdn.jsdelivr.net/npm/htmx.org"></script>')
    assert fetched("@import url(//fonts.googleapis.com/css);")
    assert not fetched('<svg xmlns="http://www.w3.org/2000/svg">')
