"""Contract: a module may import another only if it is in its DEPENDS, and only `public` or `events` of it."""

from __future__ import annotations

import ast
from pathlib import Path

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, output

MODULES = "vanphong.modules"
FACES = ("public", "events")


def declared(name: str) -> tuple[str, ...]:
    """DEPENDS of a module, read from its manifest without importing it: one truth for linter and loader."""
    path = Path(__file__).parents[1] / "modules" / name / "manifest.py"
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(target, ast.Name) and target.id == "DEPENDS" for target in targets):
                return tuple(ast.literal_eval(node.value))
    raise ValueError(f"{path} has no DEPENDS")


class BoundaryContract(Contract):
    """Module boundaries as their manifests draw them."""

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        wrong: list[str] = []
        inside = [name for name in graph.modules if name.startswith(f"{MODULES}.")]
        for importer in inside:
            mine = importer.split(".")[2]
            if ".tests" in importer:
                continue
            for imported in graph.find_modules_directly_imported_by(importer):
                parts = imported.split(".")
                if not imported.startswith(f"{MODULES}.") or parts[2] == mine:
                    continue
                face = parts[3] if len(parts) > 3 else ""
                # A foreign key may point at another module's record.
                by_key = face == "models" and importer.split(".")[3:4] == ["models"]
                if parts[2] not in declared(mine):
                    wrong.append(f"{importer} → {imported}: {parts[2]} is not in DEPENDS of {mine}")
                elif face not in FACES and not by_key:
                    wrong.append(f"{importer} → {imported}: only {' and '.join(FACES)} may be used")
        return ContractCheck(kept=not wrong, metadata={"wrong": wrong})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for line in check.metadata["wrong"]:
            output.print_error(line)
