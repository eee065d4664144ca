"""Words on paper: clean text that can break anywhere it must, dates and document numbers."""

import unicodedata
from datetime import date

from vanphong.lib.dates import format_date

# Break points of a long run: after these a line may already break without our help.
_NATURAL_BREAKS = "-/ \n"
_JOINTS = "-/._@"
_ZERO_WIDTH_SPACE = "\u200b"


def clean_text(text: str) -> str:
    """Return text as NFC with plain line ends, without control, direction or invisible characters."""
    unified = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(_printable(character) for character in unified).strip()


def _printable(character: str) -> str:
    category = unicodedata.category(character)
    if character == "\n" or category in ("Zl", "Zp"):
        return "\n"
    if character == "\t" or category == "Zs":
        return " "
    return "" if category in ("Cc", "Cf", "Cs", "Cn") else character


def breakable(text: str, limit: int) -> str:
    """Return text in which no run longer than `limit` characters is unbreakable.

    A narrow column can then hold a web address or a name typed without blanks. Where a run has to break it
    does so after the last mark in it, else anywhere.
    """
    pieces: list[str] = []
    run = joint = 0
    for before, character, after in zip(f" {text}", text, f"{text[1:]} ", strict=False):
        # At a mark between letter and digit a line never breaks by itself: «TH.I/2026.01» holds together.
        held = not character.isspace() and before.isalpha() and after.isdigit()
        breaks = character in _NATURAL_BREAKS and not held
        run = 0 if breaks else run + 1
        if run > limit:
            at = joint or len(pieces)
            pieces.insert(at, _ZERO_WIDTH_SPACE)
            run, joint = len(pieces) - at, 0
        pieces.append(character)
        joint = 0 if breaks else len(pieces) if character in _JOINTS else joint
    return "".join(pieces)


def date_text(value: date | None) -> str:
    """Return a date as dd/MM/yyyy, or an empty string where there is none."""
    return format_date(value) if value else ""


def ordinal_text(number: int) -> str:
    """Return a document number with the leading zero that numbers below 10 carry: 05, 12, 1400.

    Source: Hướng dẫn 05-HD/VPTW (2026), as 36-HD/VPTW (2018) before it.
    """
    return f"{number:02d}"
