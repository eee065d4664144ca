"""Words of the screens: written in Vietnamese in the code, shown in the reader's language.

`vi("…")` marks words that are declared once (labels, choices, reasons) and are turned when shown; inside
functions it is Django's `gettext`. What is kept (journal, notes, papers) is written in Vietnamese whatever
the writer reads: see `in_vietnamese`.
"""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.utils import translation
from django.utils.text import format_lazy


def vi(text: str, **values: object) -> str:
    """Declared words, turned into the reader's language each time they are shown; `values` fill its braces."""
    words = translation.gettext_lazy(text)
    return cast(str, format_lazy(words, **values) if values else words)


def in_vietnamese() -> translation.override:
    """What is composed inside (a block or a function) is in the language of the office: papers, words kept."""
    return translation.override(settings.LANGUAGE_CODE)


def kept(text: str) -> str:
    """Declared words as they are written down: in the language of the office."""
    with in_vietnamese():
        return str(text)
