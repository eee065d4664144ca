"""The contracts of .importlinter hold, and each one bites when a fault is planted in a copy of the tree."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINTER = Path(sys.executable).with_name("lint-imports")


@dataclass(frozen=True)
class Fault:
    """A line added to a file (made if missing) and the contract that must refuse it, naming `shown`."""

    name: str
    file: str
    line: str
    contract: str
    shown: str


DIRECTION = "Direction"
BOUNDARY = "A module uses another"
FAULTS = (
    Fault(
        "the kernel imports a module, inside a function",
        "kernel/numbering/checking.py",
        "def planted() -> None:\n    import vanphong.modules.records.public\n",
        DIRECTION,
        "vanphong.kernel.numbering.checking -> vanphong.modules.records.public",
    ),
    Fault(
        "the screens' kit imports a module",
        "ui/display.py",
        "import vanphong.modules.records.models",
        DIRECTION,
        "vanphong.ui.display -> vanphong.modules.records.models",
    ),
    Fault(
        "shipped code imports the test kit",
        "modules/records/queries/papers.py",
        "import vanphong.testing.personas",
        DIRECTION,
        "vanphong.modules.records.queries.papers -> vanphong.testing.personas",
    ),
    Fault("a folder has no place in the tree", "helping/__init__.py", "", DIRECTION, "vanphong.helping"),
    Fault(
        "a lower kernel app imports a higher one",
        "kernel/journal/rows.py",
        "import vanphong.kernel.numbering.models",
        "Order inside the kernel",
        "vanphong.kernel.journal.rows -> vanphong.kernel.numbering.models",
    ),
    Fault(
        "models import their own commands",
        "modules/records/models.py",
        "import vanphong.modules.records.commands.closing",
        "Anatomy",
        "vanphong.modules.records.models -> vanphong.modules.records.commands.closing",
    ),
    Fault(
        "one edge uses another",
        "modules/records/search.py",
        "import vanphong.modules.records.lists",
        "Anatomy",
        "vanphong.modules.records.search -> vanphong.modules.records.lists",
    ),
    Fault(
        "a stray file has no place in the anatomy",
        "modules/records/helpers.py",
        "",
        "Anatomy",
        "records.helpers",
    ),
    Fault(
        "two modules use each other",
        "modules/records/events.py",
        "import vanphong.modules.correspondence.events",
        "No cycle",
        "vanphong.modules.records",
    ),
    Fault(
        "a dependency is not declared",
        "modules/catalogues/public.py",
        "import vanphong.modules.records.public",
        BOUNDARY,
        "records is not in DEPENDS of catalogues",
    ),
    Fault(
        "a foreign model is used past the public face",
        "modules/correspondence/queries/pages.py",
        "import vanphong.modules.records.models",
        BOUNDARY,
        "vanphong.modules.correspondence.queries.pages → vanphong.modules.records.models",
    ),
    Fault(
        "an import only for type checking is one too",
        "modules/correspondence/notices.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import vanphong.modules.records.policy",
        BOUNDARY,
        "vanphong.modules.correspondence.notices → vanphong.modules.records.policy",
    ),
    Fault(
        "the library imports Django",
        "lib/sorting.py",
        "import django.db",
        "The library is pure Python",
        "vanphong.lib.sorting -> django",
    ),
)


def copy_tree(target: Path) -> Path:
    """The package's Python files and the contracts, in a place of their own."""
    shutil.copytree(
        ROOT / "src" / "vanphong",
        target / "vanphong",
        ignore=lambda folder, names: {
            n
            for n in names
            if (not n.endswith(".py") and not (Path(folder) / n).is_dir()) or n == "__pycache__"
        },
    )
    shutil.copy(ROOT / ".importlinter", target)
    return target


def lint(folder: Path, cwd: Path | None = None) -> tuple[bool, dict[str, str]]:
    """Whether all contracts are kept, and what is said of each broken one, by its name."""
    done = subprocess.run(
        [LINTER, "--config", folder / ".importlinter", "--no-cache"],
        cwd=cwd or folder,
        env={
            **os.environ,
            "PYTHONPATH": str(cwd or folder),
            "COLUMNS": "1000",
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        capture_output=True,
        text=True,
        timeout=120,
    )
    text = done.stdout
    broken = [
        line.removesuffix(" BROKEN").split(" BROKEN ")[0] for line in text.splitlines() if " BROKEN" in line
    ]
    details = text.split("Broken contracts", 1)[-1]
    places = sorted((details.find(f"\n{name}\n"), name) for name in broken)
    said = {
        name: details[at : places[n + 1][0] if n + 1 < len(places) else None]
        for n, (at, name) in enumerate(places)
    }
    assert "Contracts:" in text, text + done.stderr
    return done.returncode == 0, said


def test_the_tree_keeps_every_contract() -> None:
    kept, said = lint(ROOT, cwd=ROOT / "src")
    assert kept, said


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the linter says of a copy of the tree with all the faults in it."""
    folder = copy_tree(tmp_path_factory.mktemp("planted"))
    for fault in FAULTS:
        path = folder / "vanphong" / fault.file
        path.parent.mkdir(exist_ok=True)
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(f"{text}\n{fault.line}\n", encoding="utf-8")
    kept, said = lint(folder)
    assert not kept
    return said


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_is_refused(planted: dict[str, str], fault: Fault) -> None:
    found = [said for name, said in planted.items() if name.startswith(fault.contract)]
    assert found, f"{fault.contract} did not bite; broken: {list(planted)}"
    assert fault.shown in found[0]


def test_an_untouched_copy_is_accepted(tmp_path: Path) -> None:
    """Control: what refuses the planted tree is the faults, not the copying."""
    kept, said = lint(copy_tree(tmp_path))
    assert kept, said
