"""Spelling by the rules of the Vietnamese syllable and a kept list of common mistakes; one style of tones."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final

from vanphong.lib.appraisal.checks.view import Hit, View, check
from vanphong.lib.appraisal.rulebook import Rule
from vanphong.lib.syllables import is_syllable
from vanphong.lib.text import nfc, normalise_tone_placement

_TONES: Final = frozenset("\u0300\u0309\u0303\u0301\u0323")
_WORD: Final = re.compile(r"(?<![\w@/.&-])[^\W\d_]{2,}(?![\w@/&-])")
_MARKED: Final = re.compile(r"[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]")
# «khoáng», «quý» are never doubtful; these rhymes carry the tone on one vowel or the other.
_OPEN: Final = re.compile(r"(?:o[àáảãạ]|[òóỏõọ]a|o[èéẻẽẹ]|[òóỏõọ]e|(?<!q)u[ỳýỷỹỵ]|[ùúủũụ]y)(?!\w)", re.I)


@cache
def mistakes() -> tuple[re.Pattern[str], dict[str, str]]:
    """Phrases commonly misspelt, as one pattern, and what they should be."""
    source = files("vanphong.lib.appraisal").joinpath("words/mistakes.toml")
    content = tomllib.loads(source.read_text(encoding="utf-8"))
    table: dict[str, str] = content["mistakes"]
    unless: dict[str, dict[str, list[str]]] = content["unless"]
    either = "|".join(
        _guarded(wrong, unless.get(wrong, {})) for wrong in sorted(table, key=len, reverse=True)
    )
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.I), table


def _guarded(wrong: str, unless: dict[str, list[str]]) -> str:
    """The phrase, not between words that make two right words of its halves."""
    behind = "".join(rf"(?<!\b{word}\s)" for word in unless.get("after", ()))
    ahead = "|".join(unless.get("before", ()))
    return f"{behind}{re.escape(wrong)}" + (rf"(?!\s+(?:{ahead})\b)" if ahead else "")


@check("syllables")
def syllables(view: View, rule: Rule) -> Iterator[Hit]:
    """A word with Vietnamese marks is spelt like a Vietnamese syllable."""
    for para in view.texts():
        for match in _WORD.finditer(nfc(para.text)):
            word = match[0]
            low = word.lower()
            # Names of people and places, words of other languages, abbreviations have their own spelling.
            if not word.islower() or not _MARKED.search(low) or low in view.style.words:
                continue
            if not is_syllable(low) or _ill_toned(low):
                yield Hit("tiếng Việt đúng chính tả", word, para, match.span())


def _ill_toned(word: str) -> bool:
    """A tone on the wrong letter («đựơc»), or none before a final c, ch, p, t («thưc»)."""
    letters: list[str] = []
    toned: int | None = None
    for char in word:
        parts = unicodedata.normalize("NFD", char)
        if any(part in _TONES for part in parts):
            toned = len(letters)
        letters.append(unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES)))
    if toned is None:
        return word.endswith(("c", "ch", "p", "t"))
    marked = [at for at, char in enumerate(letters) if char in "ăâêôơ"] or [
        at for at, char in enumerate(letters) if char == "ư"
    ]
    if marked:
        return toned != marked[-1]
    vowels = [at for at, char in enumerate(letters) if char in "aeiouy"]
    # Where no consonant closes the syllable both «hòa» and «hoà» are written.
    return letters[-1] not in "aeiouy" and bool(vowels) and toned != vowels[-1]


@check("mistakes")
def common_mistakes(view: View, rule: Rule) -> Iterator[Hit]:
    """No phrase of the kept list of mistakes."""
    pattern, table = mistakes()
    for para in view.texts():
        for match in pattern.finditer(nfc(para.text)):
            wrong = match[0].lower()
            if wrong in view.style.words:
                continue
            yield Hit(table[wrong], match[0], para, match.span())


@check("tone_style")
def tone_style(view: View, rule: Rule) -> Iterator[Hit]:
    """One way to place tones: the office's, else that of most words of the document."""
    found: dict[str, list[tuple[object, re.Match[str]]]] = {"new": [], "old": []}
    for para in view.texts():
        text = nfc(para.text)
        for match in _OPEN.finditer(text):
            start = match.start()
            while start and text[start - 1].isalpha():
                start -= 1
            word = text[start : match.end()]
            new = normalise_tone_placement(word, "new")
            old = normalise_tone_placement(word, "old")
            if new != old:
                found["new" if word == new else "old"].append((para, match))
    wanted = view.style.tone or ("new" if len(found["new"]) > len(found["old"]) else "old")
    other = found["old" if wanted == "new" else "new"]
    if not other or (view.style.tone is None and not found[wanted]):
        return
    for paragraph, match in other[:1]:
        para = next(one for one in view.texts() if one is paragraph)
        text = nfc(para.text)
        start = match.start()
        while start and text[start - 1].isalpha():
            start -= 1
        word = text[start : match.end()]
        yield Hit(normalise_tone_placement(word, wanted), word, para, (start, match.end()))
