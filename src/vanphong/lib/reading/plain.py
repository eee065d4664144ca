"""Plain text as pages; columns made with blanks or tabs are kept apart."""

from __future__ import annotations

import re
from typing import Final

from vanphong.lib.reading.flow import Flow, Paragraph
from vanphong.lib.reading.model import Page

_GAP: Final = re.compile(r"(?<=\S)(?: {3,}|[ ]*\t[ \t]*)(?=\S)")
# A row of a table as converters of old Word files draw it.
_TABLE_ROW: Final = re.compile(r"\|.*\|")
_WORD: Final = re.compile(r"\S+")
# A number or bullet before a tab is the label of its paragraph, not a column.
_LABEL: Final = re.compile(r"(?:[-–+*•o]|\(?[0-9IVXivx]{1,4}[.)]|[a-zđ][.)]|Điều \d+\.?|Phần .{1,5})")
_INDENT: Final = 24


def pages_of(text: str) -> tuple[Page, ...]:
    """Set `text` on pages: a line of the text is a paragraph, a form feed ends a page."""
    flow = Flow()
    for part in text.split("\f"):
        _set_part(flow, part.expandtabs(8).split("\n") if _tabs_align(part) else part.split("\n"))
        flow.page_break()
    return flow.pages()


def columns_of(line: str) -> list[str]:
    """The two columns that blanks or a tab make of a line; one text where they only set off a label."""
    if "   " not in line and "\t" not in line:
        return [line.strip()]
    parts = _GAP.split(line.strip())
    if len(parts) != 2 or _LABEL.fullmatch(parts[0]) or max(map(len, parts)) > 60:
        return [" ".join(parts)]
    return parts


def _tabs_align(part: str) -> bool:
    return "\t" in part and any(line.startswith("\t") for line in part.split("\n"))


def _set_part(flow: Flow, lines: list[str]) -> None:
    at = 0
    while at < len(lines):
        if not lines[at].strip():
            at += 1
        elif _TABLE_ROW.fullmatch(lines[at].rstrip()):
            end = at + 1
            while end < len(lines) and _TABLE_ROW.fullmatch(lines[end].rstrip()):
                end += 1
            _set_table(flow, [line.strip()[1:-1].split("|") for line in lines[at:end]])
            at = end
        elif len(columns_of(lines[at])) == 2:
            end = _run_end(lines, at)
            # A tab parts columns even where it is as narrow as a blank.
            _set_columns(flow, [line.replace("\t", "\t   ").expandtabs(8) for line in lines[at:end]])
            at = end
        else:
            flow.paragraph(" ".join(lines[at].split()), "centre" if _is_centred(lines[at]) else "left")
            at += 1


def _set_table(flow: Flow, rows: list[list[str]]) -> None:
    """Set two columns one after the other, more of them row by row."""
    count = max(map(len, rows))
    if count == 2:
        columns = [[Paragraph(" ".join(row[at].split())) for row in rows if len(row) > at] for at in (0, 1)]
        flow.columns([(columns[0], (0.0, 0.45)), (columns[1], (0.45, 1.0))])
        return
    for row in rows:
        cells = [(at / len(row), " ".join(cell.split())) for at, cell in enumerate(row) if cell.strip()]
        flow.columns([([Paragraph(text)], (start, start + 1 / len(row))) for start, text in cells])


def _is_centred(line: str) -> bool:
    return len(line) - len(line.lstrip(" ")) >= 12 and len(line.strip()) < 60


def _run_end(lines: list[str], at: int) -> int:
    """The end of a run of lines in two columns, lines with one column filled and blank ones among them."""
    end = last = at + 1
    while end < len(lines) and end - last < 4:
        line = lines[end]
        if len(columns_of(line)) == 2:
            last = end + 1
        elif line.strip() and len(line) - len(line.lstrip()) < _INDENT and len(line.strip()) > 40:
            break
        end += 1
    return last


def _set_columns(flow: Flow, lines: list[str]) -> None:
    """Give each word the place of its letters on the line, then read column by column."""
    longest = max(90, *map(len, lines))
    flow.grid(
        (row, match.start() / longest, match.end() / longest, match.group())
        for row, line in enumerate(lines)
        for match in _WORD.finditer(line)
    )
