"""The graph of modules as Mermaid text, drawn from their manifests: `python -m tools.module_graph`."""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
MODULES = ROOT / "src" / "vanphong" / "modules"
PAGE = ROOT / "docs" / "architecture.md"
BEGIN, END = "<!-- module graph: begin -->", "<!-- module graph: end -->"


@dataclass(frozen=True)
class Module:
    """What a manifest says: the folder's name, the words people use, the modules it stands on."""

    name: str
    label: str
    depends: tuple[str, ...]


def modules(folder: Path = MODULES) -> list[Module]:
    """All manifests, read as text: neither Django nor a database is needed."""
    return [_read(path) for path in sorted(folder.glob("*/manifest.py"))]


def _read(path: Path) -> Module:
    values: dict[str, object] = {}
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        target = node.target if isinstance(node, ast.AnnAssign) else None
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            target = node.targets[0]
        if isinstance(target, ast.Name) and target.id in ("LABEL", "DEPENDS"):
            assert isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None
            # A label is marked for translation: `vi("…")`.
            value = node.value.args[0] if isinstance(node.value, ast.Call) else node.value
            values[target.id] = ast.literal_eval(value)
    label, depends = values.get("LABEL"), values.get("DEPENDS")
    if not isinstance(label, str) or not isinstance(depends, tuple):
        raise SystemExit(f"{path}: LABEL must be a text and DEPENDS a tuple, both literal")
    return Module(path.parent.name, label, depends)


def graph(found: list[Module]) -> str:
    """Upper modules point down at those they stand on; every module stands on the kernel."""
    lines = ["graph TD"]
    lines += [f'    {module.name}["{module.name}<br/>{module.label}"]' for module in found]
    lines.append('    kernel[("kernel, ui, rest")]')
    for module in found:
        lines += [f"    {module.name} --> {other}" for other in module.depends or ("kernel",)]
    return "\n".join(lines)


def block() -> str:
    """The part of the page between its two marks."""
    return f"{BEGIN}\n```mermaid\n{graph(modules())}\n```\n{END}"


def refreshed(page: str) -> str:
    """The page with the graph of this moment."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise SystemExit(f"{PAGE.name}: the marks of the module graph are missing")
    return f"{before}{block()}{after}"


def main() -> None:
    """Print the graph; with --write put it into docs/architecture.md."""
    if "--write" in sys.argv[1:]:
        PAGE.write_text(refreshed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    else:
        print(graph(modules()))


if __name__ == "__main__":
    main()
