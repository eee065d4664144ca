"""What may stand in a cell: clean text that no program takes for a formula."""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal

Value = str | int | Decimal | float | date | datetime | None

# The most a cell of the Office Open XML format holds, in UTF-16 units.
LONGEST_CELL = 32_767
# Full-width signs are included: some programs read them as their plain twins.
_FORMULA_STARTS = frozenset("=+-@＝＋－＠|%\t\r\n")
# Readers of the format turn _x0041_ into «A»; the underscore itself is escaped to keep such text.
_ESCAPE_LOOKALIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def spreadsheet_text(text: str) -> str:
    """Return text in NFC without control, invisible or unassigned characters; line feeds stay."""
    unified = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(character for character in unified if character == "\n" or _allowed(character))


def xlsx_text(text: str) -> str:
    """Return text for a cell of an .xlsx file: clean, escaped, cut to what the format holds."""
    escaped = _ESCAPE_LOOKALIKE.sub("_x005F_", spreadsheet_text(text))
    if len(escaped.encode("utf-16-le")) // 2 <= LONGEST_CELL:
        return escaped
    return escaped.encode("utf-16-le")[: (LONGEST_CELL - 1) * 2].decode("utf-16-le", "ignore") + "…"


def csv_text(text: str) -> str:
    """Return text for a .csv cell; an apostrophe goes before what a program would take for a formula."""
    clean = spreadsheet_text(text)
    # A program may skip blanks before the sign, so both first characters are looked at.
    starts = {clean[:1], clean.lstrip()[:1]}
    return f"'{clean}" if starts & _FORMULA_STARTS else clean


def _allowed(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Cn")
