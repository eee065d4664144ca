"""Phrases of the trade spelt right where recognition changed a mark: «ỦY BAN KIẾM TRA», «chỉ bộ», «an nỉnh».

Only phrases that no other marks make sense of, and only in recognised text: what someone typed stays.
"""

from __future__ import annotations

import re
from functools import cache

from vanphong.lib.reading.header.stream import fold
from vanphong.lib.reading.header.vocabulary import (
    AGENCY_NAMES,
    BODY_NAMES,
    NAME_WORDS,
    OPENING_NAMES,
    PHRASES,
    SURNAME_SPELLINGS,
    TITLES,
    either,
    key,
)


@cache
def _phrases() -> tuple[dict[str, str], re.Pattern[str]]:
    """Folded phrase = its spelling, where it has but one; and a pattern for all, longest first."""
    found: dict[str, set[str]] = {}
    for phrase in (*PHRASES, *TITLES.values(), *OPENING_NAMES, *AGENCY_NAMES.values(), *BODY_NAMES.values()):
        if " " in phrase:
            found.setdefault(key(phrase), set()).add(phrase.lower())
    known = {folded: spelt.pop() for folded, spelt in found.items() if len(spelt) == 1}
    return known, re.compile(rf"(?<![A-Z])(?:{either(known)})(?![A-Z])")


def respelt(text: str) -> str:
    """`text` with known phrases in their own marks; case and blanks stay as they are."""
    known, pattern = _phrases()
    folded = fold(text).upper()
    if len(folded) != len(text):
        return text
    pieces, at = [], 0
    for match in pattern.finditer(folded):
        spelt = known[key(match[0])]
        printed = text[match.start() : match.end()]
        if len(spelt) == len(printed):
            right = "".join(s.upper() if p.isupper() else s for p, s in zip(printed, spelt, strict=True))
            pieces += [text[at : match.start()], _with_own_tones(printed, right)]
            at = match.end()
    return "".join(pieces) + text[at:]


def _with_own_tones(printed: str, right: str) -> str:
    """«UỶ», «HOÀ» as printed: where a tone mark stands is the office's custom, no misreading."""
    words = [
        shown if shown.lower() in _TWO_WAYS else word
        for shown, word in zip(printed.split(" "), right.split(" "), strict=True)
    ]
    return " ".join(words)


_TWO_WAYS = frozenset(("uỷ", "hoà", "toà", "thuỷ", "hoá", "uý", "quí", "lí", "kĩ", "sĩ"))


def respelt_name(name: str) -> str:
    """A person's name whose surname or syllables recognition gave a mark that none has: «Đỉnh Văn …»."""
    words = name.split()
    return " ".join(
        [respelt_surname(words[0]), *(_one(word, NAME_WORDS) for word in words[1:])] if words else []
    )


def respelt_surname(word: str) -> str:
    """The surname meant; a word that is another part of names («Quang») is no misread surname («Quàng»)."""
    return word if is_name_word(word, first=False) else _one(word, SURNAME_SPELLINGS)


def _one(word: str, known: dict[str, frozenset[str]]) -> str:
    spellings = known.get(key(word), frozenset())
    if word in spellings or len(spellings) != 1:
        return word
    return next(iter(spellings))


def is_name_word(word: str, *, first: bool) -> bool:
    """Whether a word with just these marks is a surname, or a word of names."""
    return word in (SURNAME_SPELLINGS if first else NAME_WORDS).get(key(word), frozenset())
