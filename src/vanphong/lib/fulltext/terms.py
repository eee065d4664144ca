"""What text becomes in the index: each syllable as written («=quyết») and folded («quyet»), each pair of
neighbours likewise, each reference code by the beginnings of its pieces.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import Final

from vanphong.lib.text import D_LETTERS, fold, identity_key

_SYLLABLES: Final = re.compile(r"[^\W_]+")
_KEPT: Final = 200_000
_LONGEST: Final = 40
"""A longer run of letters is no word: a key, a picture in letters. It is cut there."""
_PIECES: Final = re.compile(r"[^\W_]+")
_D: Final = str.maketrans(D_LETTERS.lower(), "đ" * len(D_LETTERS))
STRIDE: Final = 2
"""Places a syllable takes in the index: as written, then folded."""


class _Forms(dict[str, tuple[str, str]]):
    """Both forms of each syllable met; Vietnamese has some thousands, numbers and scans bring the rest."""

    def __missing__(self, run: str) -> tuple[str, str]:
        settled = identity_key(run.translate(_D))[:_LONGEST]
        forms = ("=" + settled, fold(settled))
        if len(self) < _KEPT:
            self[run] = forms
        return forms


_forms: Final = _Forms()


def syllables(text: str) -> list[str]:
    """The syllables of a text in order: runs of letters and digits, lower case, NFC."""
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return _SYLLABLES.findall(text.lower())


def exact(run: str) -> str:
    """The index term of a syllable as written: marks count, place of the tone and y for i do not."""
    return _forms[run][0]


def folded(run: str) -> str:
    """The index term of a syllable without marks."""
    return _forms[run][1]


def marked(run: str) -> bool:
    """Whether somebody wrote marks (or đ) into this syllable."""
    written, plain = _forms[run]
    return written[1:] != plain


def pair(left: str, right: str) -> str:
    """The index term of two neighbours, both written or both folded."""
    return f"{left}_{right}"


def word_stream(text: str) -> tuple[str, str]:
    """The words and the pairs of a text, as the index takes them: terms parted by blanks."""
    forms = [_forms[run] for run in syllables(text)]
    words = " ".join([f"{written} {plain}" for written, plain in forms])
    pairs = " ".join([f"{a}_{c} {b}_{d}" for (a, b), (c, d) in pairwise(forms)])
    return words, pairs


def words_only(text: str) -> str:
    """The words of a text without its pairs."""
    return " ".join([f"{written} {plain}" for written, plain in (_forms[run] for run in syllables(text))])


def code_pieces(code_key: str) -> str:
    """Letters and digits of a code, pieces parted by blanks: «1400-CV/VPTU» gives «1400 cv vptu»."""
    return " ".join(_PIECES.findall(fold(code_key)))


def code_stream(code_key: str) -> str:
    """All by which a code may be asked: every beginning of it from any piece on; «^» marks its own beginning,
    «^…$» the whole.
    """
    pieces = code_pieces(code_key).split()
    whole = "".join(pieces)[:_LONGEST]
    if not whole:
        return ""
    terms = {f"^{whole}$"}
    at = 0
    for piece in pieces:
        rest = whole[at:]
        terms.update(rest[:end] for end in range(1, len(rest) + 1))
        at += len(piece)
    terms.update("^" + whole[:end] for end in range(1, len(whole) + 1))
    return " ".join(sorted(terms))
