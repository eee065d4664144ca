"""Words found, marked in the text they were found in: accents forgiven, everything escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from vanphong.kernel.search.parsing import Query
from vanphong.lib.text import fold, nfc


def marked(text: str, query: Query) -> SafeString:
    """The text with `<mark>` around what the query names; the last word may be a beginning."""
    text = nfc(text)
    pieces: list[SafeString] = []
    at = 0
    for start, end in _places(text, [*query.phrases, *query.words]):
        pieces.append(format_html("{}<mark>{}</mark>", text[at:start], text[start:end]))
        at = end
    pieces.append(format_html("{}", text[at:]))
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def _places(text: str, wanted: Iterable[str]) -> list[tuple[int, int]]:
    """Where the words begin and end in the text, without overlaps."""
    folded = "".join(_letter(character) for character in text)
    patterns = [pattern for words in wanted if (pattern := _pattern(words))]
    if not patterns:
        return []
    found = re.finditer(rf"(?<!\w)(?:{'|'.join(patterns)})", folded)
    return [(match.start(), match.end()) for match in found if match.end() > match.start()]


def _pattern(words: str) -> str:
    tokens = re.findall(r"\w+", fold(words))
    return r"[\W_]+".join(re.escape(token) for token in tokens)


def _letter(character: str) -> str:
    """One folded letter for one written letter, so that places in both texts are the same."""
    folded = fold(character)
    return folded if len(folded) == 1 else character
