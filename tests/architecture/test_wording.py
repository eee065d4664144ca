"""Words of the screens are marked for translation, and each marked word has its English."""

from __future__ import annotations

import ast
import gettext
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "vanphong"
CATALOGUE = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.mo"
MARKS = {"_", "vi", "gettext"}
SCREENS = ("screens", "forms", "actions.py", "lists.py", "manifest.py", "account", "pages", "components")
IN_TEMPLATES = re.compile(r"{%\s*(?:translate|trans)\s+\"([^\"]+)\"")
# Read from sheets and papers, or compared with them, whatever the language of the reader is.
AS_WRITTEN = {"TITLES", "SAMPLES", "COLUMNS", "BODIES_OF_A_COMMITTEE"}
# Compared with what records hold, or printed; never shown.
COMPARED = {"nhiệm kỳ", "Văn phòng"}

NAMES = {"Cốc Cốc", "ĐẢNG CỘNG SẢN VIỆT NAM"}


def _shipped() -> Iterator[Path]:
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE).parts
        if not {"tests", "migrations", "testing", "config"} & set(parts) and "gallery" not in path.name:
            yield path


def _vietnamese(text: str) -> bool:
    return any(c in "đĐ" or (c.isalpha() and unicodedata.decomposition(c)) for c in text)


def _marked(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


class _Unmarked(ast.NodeVisitor):
    """Vietnamese texts outside marks, docstrings and the headings of sheets."""

    def __init__(self) -> None:
        self.found: list[tuple[int, str]] = []

    def visit_Call(self, node: ast.Call) -> None:
        if not (isinstance(node.func, ast.Name) and node.func.id in MARKS):
            self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):
            self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        if not any(isinstance(t, ast.Name) and t.id in AS_WRITTEN for t in node.targets):
            self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if not (isinstance(node.target, ast.Name) and node.target.id in AS_WRITTEN):
            self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str) and _vietnamese(node.value) and node.value not in COMPARED:
            self.found.append((node.lineno, node.value))


def test_no_word_of_a_screen_is_left_unmarked() -> None:
    faults = []
    for path in _shipped():
        place = path.relative_to(SOURCE)
        if place.parts[0] in ("modules", "ui") and any(part in SCREENS for part in place.parts):
            visitor = _Unmarked()
            visitor.visit(ast.parse(path.read_text(encoding="utf-8")))
            faults += [f"{place}:{line} {text}" for line, text in visitor.found]
    assert not faults, "\n".join(faults)


def test_every_marked_word_has_its_english() -> None:
    words = {w for path in _shipped() for w in _marked(ast.parse(path.read_text(encoding="utf-8")))}
    for page in SOURCE.rglob("templates/**/*.html"):
        words |= set(IN_TEMPLATES.findall(page.read_text(encoding="utf-8")))
    with CATALOGUE.open("rb") as file:
        english = gettext.GNUTranslations(file)
    missing = sorted(
        word for word in words - NAMES if word and english.gettext(word) == word and _vietnamese(word)
    )
    assert not missing, f"python -m tools.messages tells {len(missing)} words without English:\n" + "\n".join(
        missing[:50]
    )
