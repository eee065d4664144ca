"""Vietnamese text: one normal form, folding for search, tone placement, keys and near-duplicates."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from typing import Final, Literal

ToneStyle = Literal["new", "old"]

TONE_MARKS: Final = "\u0300\u0309\u0303\u0301\u0323"
"""Combining huyền, hỏi, ngã, sắc, nặng, in the order of Vietnamese dictionaries."""

FOLD_MARKS: Final = TONE_MARKS + "\u0302\u0306\u031b" + "\u0304\u0307\u0308\u030a\u030b\u030c\u0327\u0328"
"""Marks that folding drops: Vietnamese tones, vowel marks and horn, then those of other Latin scripts."""

D_LETTERS: Final = "\u0110\u0111\u00d0\u00f0\u0189\u0256"
"""«Đ» and «đ», then the Icelandic and African letters that converters and some keyboards leave for them."""

_CAPITALS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FOLD_TABLE: Final = str.maketrans(
    _CAPITALS + D_LETTERS, _CAPITALS.lower() + "d" * len(D_LETTERS), FOLD_MARKS
)
_SOFT_HYPHEN_BREAK: Final = re.compile("\u00ad[ \t]*\r?\n[ \t]*")
_SPACES: Final = re.compile(r"\s+")
_BLANKS_IN_LINE: Final = re.compile(r"[^\S\n]+")
_BLANK_LINES: Final = re.compile(r" ?\n ?")
_CONSONANTS: Final = "bcdđghklmnpqrstvx"
_Y_AFTER_CONSONANT: Final = re.compile(rf"(?<=[{_CONSONANTS}])y\b|(?<=\bqu)y\b")
_Y_FORMS: Final = dict(zip("yỳỷỹýỵ", "iìỉĩíị", strict=True))
_MARKED_Y: Final = re.compile(rf"(?:(?<=[{_CONSONANTS}])|(?<=\bqu))[yỳỷỹýỵ]\b")
_WORDS: Final = re.compile(r"[^\W_]+")
_MASK64: Final = (1 << 64) - 1


def nfc(s: str) -> str:
    """Return `s` in Unicode normal form C, the only form the product stores."""
    return unicodedata.normalize("NFC", s)


def clean(s: str, *, keep_lines: bool = False) -> str:
    """Return `s` in NFC on one line, without control, format or soft-hyphen characters.

    A soft hyphen before a line break joins the two halves of the word. With `keep_lines` line breaks
    stay and only blanks within a line collapse. Text in TCVN3, where the soft hyphen's code is the
    letter «ư», must be converted before it comes here.
    """
    if s.isprintable():
        # Nothing to drop and no line to part: most cells and names, at a tenth of the cost.
        return nfc(_SPACES.sub(" ", s).strip())
    joined = _SOFT_HYPHEN_BREAK.sub("", s)
    lines = joined.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(char for char in lines if char.isspace() or unicodedata.category(char) not in _DROPPED)
    if keep_lines:
        return nfc(_BLANK_LINES.sub("\n", _BLANKS_IN_LINE.sub(" ", kept)).strip())
    return nfc(_SPACES.sub(" ", kept).strip())


# Surrogates cannot be stored as UTF-8; Cf holds zero-width joints, direction marks and the soft hyphen.
_DROPPED: Final = frozenset({"Cc", "Cf", "Cs"})


def fold(s: str) -> str:
    """Return `s` for search without accents: lower case, no marks, «đ» as «d».

    The SQL function `vn_fold` of `lib.sorting` gives the same answer. Only A to Z and «Đ» change case
    and the result is in normal form D: this is what PostgreSQL can repeat under any locale.
    """
    if s.isascii():
        return s.lower()
    return unicodedata.normalize("NFD", s).translate(_FOLD_TABLE)


def fold_loose(s: str) -> str:
    """Return `fold(s)` with «y» as «i» after a consonant at the end of a syllable: «kỹ» meets «kĩ»."""
    return _Y_AFTER_CONSONANT.sub("i", fold(s))


def identity_key(s: str) -> str:
    """Return a key equal for texts that differ only in spacing, case, tone placement or y and i.

    Marks count: «Hoà Bình» meets «HÒA BÌNH» but not «Hoa Binh».
    """
    settled = normalise_tone_placement(clean(s).lower(), "new")
    return _MARKED_Y.sub(lambda match: _Y_FORMS[match.group()], settled)


def same(a: str, b: str) -> bool:
    """Tell whether two texts are the same words, marks counted (see `identity_key`)."""
    return identity_key(a) == identity_key(b)


def squeezed(s: str) -> str:
    """Return `s` folded, only its words, numbers without leading noughts: «Phường 01» meets «phuong 1»."""
    return re.sub(r"\b0+(?=\d)", "", " ".join(words(fold(clean(s)))))


def words(s: str) -> list[str]:
    """Return the words of `s` (letters and digits, marks kept), in order."""
    return _WORDS.findall(nfc(s))


def initials(s: str) -> str:
    """Return the first letters of the words in capitals, marks dropped, Đ kept: «Đảng ủy» gives «ĐU»."""
    return "".join(unicodedata.normalize("NFD", word)[0] for word in words(s)).upper()


# --- tone placement -------------------------------------------------------------------------------

_TONED: Final = {nfc(vowel + mark): (vowel, mark) for vowel in "aeyouAEYOU" for mark in TONE_MARKS}
_FIRST: Final = "oOuU" + "".join(key for key, (vowel, _) in _TONED.items() if vowel in "oOuU")
_SECOND: Final = "aeyAEY" + "".join(key for key, (vowel, _) in _TONED.items() if vowel in "aeyAEY")
_PAIR: Final = re.compile(
    # After «q» the «u» belongs to the consonant; after another vowel the pair is no rhyme of its own.
    rf"(?:(?<![^\W\d_])|(?<=[bcdđghklmnprstvxBCDĐGHKLMNPRSTVX]))([{_FIRST}])([{_SECOND}])"
    r"(?:(?=[cmnptiyouCMNPTIYOU])(?P<closed>)|(?![^\W\d_]))"
)
_RHYMES: Final = frozenset({"oa", "oe", "uy"})


def normalise_tone_placement(s: str, style: ToneStyle = "new") -> str:
    """Return `s` with the tone of open «oa, oe, uy» where `style` puts it.

    `new` writes «hoà, khoẻ, uỷ», `old` writes «hòa, khỏe, ủy». A syllable with an ending («hoàn»)
    has the tone on its second vowel in both styles, and is put right when it was typed otherwise.
    """

    def settle(match: re.Match[str]) -> str:
        first, first_tone = _TONED.get(match[1], (match[1], ""))
        second, second_tone = _TONED.get(match[2], (match[2], ""))
        tone = first_tone or second_tone
        if (first + second).lower() not in _RHYMES or not tone or (first_tone and second_tone):
            return match[0]
        if style == "new" or match["closed"] is not None:
            return first + nfc(second + tone)
        return nfc(first + tone) + second

    return _PAIR.sub(settle, nfc(s))


# --- keys of reference codes ----------------------------------------------------------------------

_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—―−_", "-"))
_LEADING_SO: Final = re.compile(r"^so[.:]*(?=\d)")
_NUMBER_PART: Final = re.compile(r"^[0-9][0-9oil]*(?=[-/]|$)")
_MISREAD_DIGITS: Final = str.maketrans("oil", "011")


def code_key(reference_code: str) -> str:
    """Return a comparable key of a number and symbol: «Số: 06 – CT / TU» gives «6-CT/TU».

    Case, blanks, kinds of dash, «Đ» or «D», a leading «Số», leading zeros and the letters a scanner
    reads for digits (O, I, l within the number) do not count. «15/QĐ-UBND» and «15-QĐ/UBND» stay apart:
    the first is the State's form, the second the Party's.
    """
    compact = "".join(fold(clean(reference_code)).split()).translate(_DASHES)
    compact = _LEADING_SO.sub("", compact).strip(".,;:")
    number = _NUMBER_PART.match(compact)
    if number:
        digits = number.group().translate(_MISREAD_DIGITS).lstrip("0") or "0"
        compact = digits + compact[number.end() :]
    return compact.upper()


# --- near-duplicate texts -------------------------------------------------------------------------


def shingles(s: str, size: int = 3) -> frozenset[str]:
    """Return the runs of `size` folded words in `s`; a shorter text is one run."""
    tokens = _WORDS.findall(fold_loose(s))
    if len(tokens) <= size:
        return frozenset({" ".join(tokens)} if tokens else ())
    return frozenset(" ".join(tokens[at : at + size]) for at in range(len(tokens) - size + 1))


def near_same(a: str, b: str) -> float:
    """Return how much two texts share, 0.0 to 1.0 (Jaccard over shingles); two empty texts give 1.0."""
    left, right = shingles(a), shingles(b)
    if not left and not right:
        return 1.0
    return len(left & right) / len(left | right)


def fingerprint(s: str) -> int:
    """Return the 64-bit simhash of `s` as a signed number, which fits a PostgreSQL bigint.

    Two readings of one page that differ in 2 words of 100 lie about 5 bits apart and within 13 (see
    `distance`); other documents rarely below 16. Confirm with `near_same`. 0 for a text without words.
    """
    hashed = b"".join(hashlib.blake2b(run.encode(), digest_size=8).digest() for run in shingles(s, 2))
    half = len(hashed) // 8 / 2
    value = 0
    for place in range(8):
        # Counting whole bytes first keeps the loop over bits short for long texts.
        counts = Counter(hashed[place::8])
        for bit in range(8):
            if sum(count for byte, count in counts.items() if byte >> bit & 1) > half:
                value |= 1 << (8 * place + bit)
    return value - (1 << 64) if value >> 63 else value


def distance(a: int, b: int) -> int:
    """Return the number of bits, 0 to 64, in which two fingerprints differ."""
    return ((a ^ b) & _MASK64).bit_count()
