"""Word files of given paragraphs and tables, and random edits of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from vanphong.lib.word.building import form, grid, look, paragraph, word_file
from vanphong.lib.word.xml import Element, el, parse_part, run, whole

Block = str | list[list[str]]
"""A paragraph, or the rows of a table; «\\n» parts the paragraphs of a cell."""

WORDS = [
    *("đảng", "ủy", "nghị", "quyết", "cán", "bộ", "công", "tác", "tỉnh", "huyện", "lãnh", "đạo"),
    *("chỉ", "năm", "2026", "thực", "hiện", ",", ".", "và", "của"),
    *("*", "*", "^"),
]


def made(blocks: Sequence[Block | Element]) -> bytes:
    """A .docx of the blocks, in order; a table at the end gets the empty paragraph that Word wants."""
    body = [block if not isinstance(block, str | list) else element(block) for block in blocks]
    if not body or body[-1].tag.endswith("}tbl"):
        body.append(paragraph(form()))
    section = el(
        "sectPr", el("pgSz", w=11906, h=16838), el("pgMar", left=1701, right=851, top=1134, bottom=1134)
    )
    return word_file(body, section, el("styles"), {})


def element(block: Block) -> Element:
    """A paragraph or a table."""
    if isinstance(block, str):
        pieces = block.removeprefix("^").split("*")
        runs = [run(text, look(14, bold=at % 2 == 1)) for at, text in enumerate(pieces) if text]
        return paragraph(form(align="center" if block.startswith("^") else ""), *runs)
    rows = [[[element(text) for text in cell.split("\n")] for cell in row] for row in block]
    return grid(rows, [160 / len(block[0])] * len(block[0]), ruled=True)


def body_of(content: bytes) -> Element:
    """The root of the document within a .docx."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        root = parse_part(archive.read("word/document.xml"))
    assert root is not None
    return root


def with_body(content: bytes, root: Element, **parts: bytes) -> bytes:
    """The .docx with another document in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for info in source.infolist():
            replaced = whole(root) if info.filename == "word/document.xml" else source.read(info)
            target.writestr(info.filename, replaced)
    return out.getvalue()


def texts() -> st.SearchStrategy[str]:
    """Paragraphs, some empty, some alike."""
    return st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)


def tables() -> st.SearchStrategy[list[list[str]]]:
    """Small tables."""
    cell = st.one_of(texts(), st.sampled_from(["", "1", "x", "một\nhai"]))
    return st.integers(1, 3).flatmap(
        lambda width: st.lists(st.lists(cell, min_size=width, max_size=width), min_size=1, max_size=4)
    )


def documents() -> st.SearchStrategy[list[Block]]:
    """Blocks of a document."""
    return st.lists(st.one_of(texts(), texts(), texts(), tables()), max_size=9)


@st.composite
def versions(draw: Any) -> tuple[list[Block], list[Block]]:
    """A document and what a few edits made of it."""
    old = draw(documents())
    new: list[Block] = [list(map(list, block)) if isinstance(block, list) else block for block in old]
    for _ in range(draw(st.integers(0, 5))):
        at = draw(st.integers(0, max(0, len(new) - 1)))
        edit = draw(st.sampled_from(["add", "table", "drop", "move", "word", "word", "cell", "row"]))
        if edit == "add" or not new:
            new.insert(at, draw(texts()))
        elif edit == "table":
            new.insert(at, draw(tables()))
        elif edit == "drop":
            del new[at]
        elif edit == "move":
            block = new.pop(at)
            new.insert(draw(st.integers(0, len(new))), block)
        else:
            new[at] = _edited(draw, new[at], edit)
    return old, new


def _edited(draw: Any, block: Block, edit: str) -> Block:
    if isinstance(block, str):
        words = block.split(" ")
        place = draw(st.integers(0, len(words)))
        words[place : place + draw(st.integers(0, 2))] = draw(st.lists(st.sampled_from(WORDS), max_size=3))
        return " ".join(words)
    rows = [list(row) for row in block]
    at = draw(st.integers(0, len(rows) - 1))
    if edit == "row":
        if len(rows) > 1 and draw(st.booleans()):
            del rows[at]
        else:
            rows.insert(at, [draw(texts()) for _ in rows[0]])
        return rows
    rows[at][draw(st.integers(0, len(rows[at]) - 1))] = draw(texts())
    return rows
