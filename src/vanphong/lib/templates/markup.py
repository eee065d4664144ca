"""The small markup of bodies: headings, paragraphs, preambles, tables and new pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["paragraph", "heading", "centre", "preamble", "table", "page"]
BOLD = re.compile(r"\*\*(.+?)\*\*")


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a body; `rows` and `widths` (shares) only for tables."""

    kind: Kind
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    widths: tuple[float, ...] = ()


def parse(body: str) -> Iterator[Block]:
    """Blocks of a body: `# ` heading, `= ` centred bold, `@ ` preamble, `|` table row, `~~~` new page."""
    rows: list[tuple[str, ...]] = []
    for raw in [*body.strip().splitlines(), ""]:
        line = raw.strip()
        if line.startswith("|"):
            rows.append(tuple(cell.strip() for cell in line.strip("|").split("|")))
            continue
        if rows:
            yield _table(rows)
            rows = []
        if line:
            yield _block(line)


def _block(line: str) -> Block:
    if line == "~~~":
        return Block("page")
    kinds: dict[str, Kind] = {"# ": "heading", "= ": "centre", "@ ": "preamble"}
    kind = kinds.get(line[:2])
    return Block(kind, line[2:]) if kind else Block("paragraph", line)


def _table(rows: list[tuple[str, ...]]) -> Block:
    shares = []
    for cells in zip(*rows, strict=True):
        longest = max(len(cell) for cell in cells)
        # A column is never narrower than its longest word (about 2.4 mm a letter at 12 pt of 165 mm).
        word = max((len(word) for cell in cells for word in cell.split()), default=1)
        shares.append(max(min(longest, 60) ** 0.7 / 60, (word * 2.4 + 5) / 165))
    total = sum(shares)
    return Block("table", rows=tuple(rows), widths=tuple(share / total for share in shares))


def spans(text: str) -> Iterator[tuple[str, bool]]:
    """Runs of a line, each with whether it stands between `**` and is bold."""
    for index, part in enumerate(BOLD.split(text)):
        if part:
            yield part, index % 2 == 1


def plain(body: str) -> str:
    """The words of a body without markup."""
    lines: list[str] = []
    for block in parse(body):
        if block.rows:
            lines += [" ".join(row) for row in block.rows]
        else:
            lines.append(BOLD.sub(r"\1", block.text))
    return "\n".join(lines)
