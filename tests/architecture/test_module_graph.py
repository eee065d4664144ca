"""The module graph in docs/architecture.md is the one of the manifests."""

from __future__ import annotations

from pathlib import Path

from tools.module_graph import PAGE, graph, modules, refreshed


def test_the_architecture_page_shows_the_graph_of_the_manifests() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == refreshed(page), "stale: run `python -m tools.module_graph --write`"


def test_every_module_is_in_the_graph_with_what_it_stands_on() -> None:
    text = graph(modules())
    assert "correspondence --> records" in text
    assert "catalogues --> kernel" in text


def test_a_new_module_changes_the_graph(tmp_path: Path) -> None:
    folder = tmp_path / "petitions"
    folder.mkdir()
    (folder / "manifest.py").write_text(
        'LABEL = "Đơn thư"\nDEPENDS: tuple[str, ...] = ("records",)\n', encoding="utf-8"
    )
    assert "petitions --> records" in graph(modules(tmp_path))
