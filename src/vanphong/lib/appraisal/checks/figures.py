"""Sums and shares that do not add up, in tables and in running text; one figure told in two ways."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from vanphong.lib.appraisal.checks.view import Hit, View, check, cut
from vanphong.lib.appraisal.model import Para
from vanphong.lib.appraisal.rulebook import Rule
from vanphong.lib.numbers import BadNumber, format_number, parse_number
from vanphong.lib.reading.header.vocabulary import key
from vanphong.lib.text import nfc

_NUMBER: Final = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
_TOTAL: Final = re.compile(r"^\W*(?:TONG(?: CONG| SO)?|CONG)\b[:\s]*$")
_SHARE: Final = re.compile(
    rf"(?P<part>{_NUMBER})\s?/\s?(?P<whole>{_NUMBER})(?P<unit>[^\d;.%()]{{0,50}}?)[\s,;(]*(?:đạt|chiếm|bằng|tỷ lệ|tỉ lệ|=)?"
    rf"[\s(]*(?:đạt |chiếm |bằng |tỷ lệ |tỉ lệ )?(?P<share>{_NUMBER})\s?%"
)
_ENUMERATED: Final = re.compile(
    rf"(?P<total>{_NUMBER})\s+(?P<unit>[^\d,.;:()%]{{2,40}}?)\s*(?:[,:(]|,?\s*(?:gồm|trong đó(?: có)?|bao gồm))\s*:?\s*"
    rf"(?P<lead>gồm|trong đó(?: có)?|bao gồm)?\s*:?\s*(?P<parts>{_NUMBER}\s+[^\d,.;:()%]{{2,40}}"
    rf"(?:\s*(?:,|;|và)\s*{_NUMBER}\s+[^\d,.;:()%]{{2,40}}){{1,7}})(?=[.;)\n]|$)"
)
_PART: Final = re.compile(rf"({_NUMBER})\s+([^\d,.;:()%]{{2,40}}?)(?=\s*(?:,|;|và\s+\d|$|\)|\.))")
_NAMED: Final = re.compile(
    rf"(?P<lead>[Tt]ổng số (?P<what>[^\d,.;:()%]{{3,40}}?)(?: là| đạt|:)?)\s+(?P<number>{_NUMBER})(?P<unit>\s?%|\s+[^\W\d]+)?"
)


def _value(text: str) -> Decimal | None:
    try:
        return parse_number(text.strip().rstrip("%").strip())
    except BadNumber:
        return None


Row = dict[int, tuple[Para, Decimal | None]]


def _tables(view: View) -> Iterator[list[list[Para]]]:
    """Ruled tables as rows of paragraphs, one a cell."""
    tables: dict[int, dict[int, list[Para]]] = {}
    for para in view.texts():
        if para.cell is not None and para.cell.ruled and para.cell.rows > 2:
            tables.setdefault(para.cell.table, {}).setdefault(para.cell.row, []).append(para)
    for table in tables.values():
        yield [table[row] for row in sorted(table)]


@check("table_sum")
def table_sum(view: View, rule: Rule) -> Iterator[Hit]:
    """The total of a column is the sum of what stands above it, or below where it leads."""
    for rows in _tables(view):
        totals = [at for at, row in enumerate(rows) if any(_TOTAL.match(key(para.text)) for para in row[:2])]
        if len(totals) != 1:
            continue
        at = totals[0]
        if len({row[0].cell.columns for row in (rows[0], rows[at], *rows[1:]) if row[0].cell}) > 1:
            # Cells are merged in some row: what stands above what cannot be told.
            continue
        others = [_numbers(row) for row in (rows[1:at] if at > 1 else rows[at + 1 :])]
        if len(others) < 2 or any(_subheads(row) for row in (rows[1:at] if at > 1 else rows[at + 1 :])):
            continue
        for column, (para, total) in _numbers(rows[at]).items():
            cells = [row[column][1] for row in others if column in row]
            if total is None or len(cells) != len(others) or None in cells or "%" in para.text:
                continue
            found = sum((cell for cell in cells if cell is not None), Decimal(0))
            if found != total and abs(found - total) >= Decimal("0.05") * len(cells):
                yield Hit(format_number(found), para.text.strip(), para, (0, len(para.text)))


def _numbers(row: list[Para]) -> Row:
    found: Row = {}
    for para in row:
        assert para.cell is not None
        if para.cell.column > 0 and re.search(r"\d", para.text):
            found[para.cell.column] = (para, _value(para.text))
    return found


def _subheads(row: list[Para]) -> bool:
    """«I», «A», «1.1»: a table with groups, whose totals are of several levels."""
    return bool(row and re.fullmatch(r"[IVX]+\.?|[A-Z]\.?|\d+\.\d+\.?|[a-z]\)?|[-+]", row[0].text.strip()))


@check("table_share")
def table_share(view: View, rule: Rule) -> Iterator[Hit]:
    """A column of shares adds up to its total of a hundred."""
    for rows in _tables(view):
        totals = [at for at, row in enumerate(rows) if any(_TOTAL.match(key(para.text)) for para in row[:2])]
        if len(totals) != 1 or totals[0] < 3:
            continue
        at = totals[0]
        for column, (para, total) in _numbers(rows[at]).items():
            head = next((p.text for p in rows[0] if p.cell and p.cell.column == column), "")
            if total != 100 or not ("%" in head or "%" in para.text or "tỷ lệ" in nfc(head).lower()):
                continue
            cells = [_numbers(row).get(column, (para, None))[1] for row in rows[1:at]]
            if None in cells:
                continue
            found = sum((cell for cell in cells if cell is not None), Decimal(0))
            if abs(found - 100) > Decimal("0.1") * len(cells):
                yield Hit("các tỷ lệ cộng lại bằng 100%", f"{format_number(found)}%", para)


@check("share")
def share(view: View, rule: Rule) -> Iterator[Hit]:
    """«45/50 chi bộ (90%)»: the share is that of the two figures."""
    for para in view.parts.body:
        for match in _SHARE.finditer(nfc(para.text)):
            part, whole, told = (_value(match[name]) for name in ("part", "whole", "share"))
            if part is None or told is None or not whole or re.search(r"/\d{4}\b|\bngày\b|tháng", match[0]):
                continue
            if part > whole * 3 or (whole > 1900 and part < 13):
                continue
            places = len(match["share"].partition(",")[2])
            found = part * 100 / whole
            if abs(found - told) > Decimal(1).scaleb(-places) * Decimal("1.01"):
                yield Hit(
                    f"{format_number(round(found, max(places, 1)))}%", cut(match[0], 60), para, match.span()
                )


@check("running_sum")
def running_sum(view: View, rule: Rule) -> Iterator[Hit]:
    """«120 đảng viên, gồm 70 nam và 50 nữ»: the parts make the whole."""
    for para in view.parts.body:
        for match in _ENUMERATED.finditer(nfc(para.text)):
            # «trong đó có» names some, not all; only a full list must add up.
            opening = para.text[match.start() : match.start("parts")]
            if not re.search(r"gồm", opening) or "trong đó" in opening:
                continue
            total = _value(match["total"])
            values = [_value(part[1]) for part in _PART.finditer(match["parts"])]
            if total is None or None in values or len(values) < 2:
                continue
            found = sum((value for value in values if value is not None), Decimal(0))
            if found != total:
                yield Hit(format_number(found), match["total"], para, match.span())


@check("told_twice")
def told_twice(view: View, rule: Rule) -> Iterator[Hit]:
    """«Tổng số đảng viên là 1.250» is not 1.205 elsewhere in the text."""
    known: dict[str, str] = {}
    for para in view.parts.body:
        for match in _NAMED.finditer(nfc(para.text)):
            what = key(match["what"]) + key(match["unit"] or "")
            first = known.setdefault(what, match["number"])
            if first != match["number"]:
                yield Hit(f"{first} như đã nêu ở trên", match["number"], para, match.span())
