"""Vietnamese text typed for TCVN3 (ABC) and VNI fonts or stored in code page 1258, made Unicode again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Final, Literal

from vanphong.lib.syllables import is_syllable

Encoding = Literal["unicode", "tcvn3", "vni"]

_TONED: Final = {
    base: [unicodedata.normalize("NFC", base + mark) for mark in "\u0300\u0309\u0303\u0301\u0323"]
    for base in "aăâeêioôơuưy"
}
"""Each vowel with huyền, hỏi, ngã, sắc, nặng: the order of the code tables below."""

# TCVN 5712:1993, VN3: one letter of code page 1252 stands for one Vietnamese letter.
_TCVN3_CODES: Final = {
    "a": "µ¶·¸¹", "ă": "»¼½¾Æ", "â": "ÇÈÉÊË", "e": "ÌÎÏÐÑ", "ê": "ÒÓÔÕÖ", "i": "×ØÜÝÞ",
    "o": "ßáâãä", "ô": "åæçèé", "ơ": "êëìíî", "u": "ïñòóô", "ư": "õö÷øù", "y": "úûüýþ",
}  # fmt: skip
_TCVN3_PLAIN: Final = dict(zip("ăâđêôơưĂÂĐÊÔƠƯ", "¨©®ª«¬\u00ad¡¢§£¤¥¦", strict=True))

# VNI for Windows: a letter followed by a mark, or one letter for i, ơ, ư, đ and ỵ.
_VNI_MARKS: Final = {
    "a": "øûõùï", "ă": "èúüéë", "â": "àåãáä", "e": "øûõùï", "ê": "àåãáä",
    "o": "øûõùï", "ô": "àåãáä", "ơ": "øûõùï", "u": "øûõùï", "ư": "øûõùï", "y": "øûõù",
}  # fmt: skip
_VNI_BASES: Final = {"a": "a", "ă": "a", "â": "a", "e": "e", "ê": "e", "o": "o", "ô": "o", "ơ": "ô"}
_VNI_BASES_REST: Final = {"u": "u", "ư": "ö", "y": "y"}
_VNI_SINGLE: Final = {
    "ì": "ì",
    "ỉ": "æ",
    "ĩ": "ó",
    "í": "í",
    "ị": "ò",
    "ỵ": "î",
    "đ": "ñ",
    "ơ": "ô",
    "ư": "ö",
}


def _tcvn3_table() -> dict[str, str]:
    table = {code: letter for letter, code in _TCVN3_PLAIN.items()}
    for base, codes in _TCVN3_CODES.items():
        table |= dict(zip(codes, _TONED[base], strict=True))
    return table


def _vni_table() -> dict[str, str]:
    table = {code: letter for letter, code in _VNI_SINGLE.items()}
    bases = _VNI_BASES | _VNI_BASES_REST
    for vowel, marks in _VNI_MARKS.items():
        table |= {bases[vowel] + mark: letter for mark, letter in zip(marks, _TONED[vowel], strict=False)}
    table |= {"aâ": "â", "aê": "ă", "eâ": "ê", "oâ": "ô"}
    for code, letter in list(table.items()):
        table[code.upper()] = letter.upper()
        if len(code) == 2:
            # A capital with the mark of a small letter, and the reverse, both stand in old files.
            table[code[0].upper() + code[1]] = letter.upper()
            table.setdefault(code[0] + code[1].upper(), letter)
    return table


_TCVN3: Final = _tcvn3_table()
_TCVN3_BACK: Final = {letter: code for code, letter in _TCVN3.items()}
_VNI: Final = _vni_table()
_TCVN3_MAP: Final = str.maketrans(_TCVN3)
_VNI_BACK: Final = {
    letter: code for code, letter in sorted(_VNI.items()) if code in (code.lower(), code.upper())
}
_VNI_MARK_CODES: Final = "".join(sorted({code[1] for code in _VNI if len(code) == 2}))
_VNI_UNIT: Final = re.compile(f"[aeouyôöAEOUYÔÖ][{_VNI_MARK_CODES}]|.", re.S)
_CASED: Final = frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" + "".join(_TCVN3_PLAIN.values())
)
_RUN: Final = re.compile(r"[^\W\d_]+")
_TOKEN: Final = re.compile(r"\S+")
# Symbol fonts put their codes into the private area; Word does so with some .Vn fonts.
_PRIVATE: Final = {0xF000 + code: code for code in range(0x20, 0x100)}
_EDGES: Final = "".join(chr(code) for code in range(0x21, 0x7F) if not chr(code).isalnum()) + "“”‘’–…"


def from_tcvn3(text: str, *, capitals: bool = False) -> str:
    """Unicode of TCVN3 codes read as code page 1252; `capitals` for the fonts whose name ends in H.

    A toned capital has no code of its own outside those fonts: it is known by the capitals beside it.
    """
    plain = text.translate(_PRIVATE)
    read = plain.translate(_TCVN3_MAP)
    if capitals:
        return read.upper()
    lines = zip(plain.split("\n"), read.split("\n"), strict=True)
    return "\n".join(_with_capitals(typed, line) for typed, line in lines)


def _with_capitals(typed: str, line: str) -> str:
    """Raise toned letters in words that are capitals otherwise, and in short words between such."""
    runs = list(_RUN.finditer(line))
    kinds: list[str] = [_case(run, typed) for run in runs]
    pieces, at = [], 0
    for index, run in enumerate(runs):
        kind = kinds[index]
        if kind == "open":
            beside = {_neighbour(line, runs, kinds, index, -1), _neighbour(line, runs, kinds, index, 1)}
            kind = "caps" if "caps" in beside and "small" not in beside else "small"
        pieces += [line[at : run.start()], run.group().upper() if kind == "caps" else run.group()]
        at = run.end()
    return "".join(pieces) + line[at:]


def _neighbour(line: str, runs: list[re.Match[str]], kinds: list[str], at: int, step: int) -> str:
    """The kind of the next word with a known one, reached over blanks only."""
    while 0 <= at + step < len(runs):
        first, second = sorted((at, at + step))
        if line[runs[first].end() : runs[second].start()].strip():
            return ""
        at += step
        if kinds[at] != "open":
            return kinds[at]
    return ""


def _case(run: re.Match[str], typed: str) -> Literal["caps", "small", "open"]:
    sure = [at for at in range(run.start(), run.end()) if typed[at] in _CASED]
    if any(run.string[at].islower() for at in sure):
        return "small"
    if len(sure) >= 2 or (len(sure) == 1 and sure[0] != run.start()):
        return "caps"
    return "open"


def to_tcvn3(text: str) -> str:
    """TCVN3 codes, as code page 1252, of `text`; a toned capital falls to its small letter."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(_TCVN3_BACK.get(char) or _TCVN3_BACK.get(char.lower(), char) for char in composed)


def from_vni(text: str) -> str:
    """Unicode of VNI codes read as code page 1252."""
    plain = text.translate(_PRIVATE)
    return _VNI_UNIT.sub(lambda match: _vni_letters(match.group()), plain)


def _vni_letters(code: str) -> str:
    if code in _VNI:
        return _VNI[code]
    return "".join(_VNI.get(char, char) for char in code)


def to_vni(text: str) -> str:
    """VNI codes, as code page 1252, of `text`."""
    return "".join(_VNI_BACK.get(char, char) for char in unicodedata.normalize("NFC", text))


def detect(text: str) -> Encoding:
    """Tell how `text` is encoded, by which reading makes Vietnamese syllables of its marked words."""
    if text.isascii():
        return "unicode"
    # One encoding serves a whole text: its beginning tells it, however long the law.
    beginning = text[:50_000]
    if len(_UNICODE_ONLY.findall(beginning)) > len(beginning) * 0.02:
        return "unicode"
    tokens = [match.group().strip(_EDGES) for match in _TOKEN.finditer(text.translate(_PRIVATE)[:20_000])]
    marked = [token for token in tokens if not token.isascii()][:1_000]
    if not marked:
        return "unicode"
    as_is = _share(marked, lambda token: token)
    readings: list[tuple[float, Encoding]] = [
        (_share(marked, from_tcvn3), "tcvn3"),
        (_share(marked, from_vni), "vni"),
    ]
    share, best = max(readings)
    # A few words prove less, so they must leave no doubt.
    needed = 0.75 if len(marked) >= 8 else 0.99
    return best if share >= needed and share > as_is + 0.25 else "unicode"


_UNICODE_ONLY: Final = re.compile("[\u1ea0-\u1ef9ăĂđĐĩĨũŨơƠưƯ\u0300\u0301\u0303\u0309\u0323]")


def _share(tokens: list[str], read: Callable[[str], str]) -> float:
    return sum(_is_word(read(token)) for token in tokens) / len(tokens)


def _is_word(token: str) -> bool:
    runs = _RUN.findall(token)
    rest = _RUN.sub("", token)
    return bool(runs) and rest.isascii() and all(is_syllable(run) for run in runs)


def heal(text: str, font: str | None = None) -> str:
    """Return `text` in Unicode, form C; `font` (its name) settles what the letters alone leave open."""
    encoding = encoding_of_font(font) or detect(text)
    if encoding == "tcvn3":
        capitals = font is not None and font.lower().startswith(".vn") and font.endswith("H")
        return from_tcvn3(text, capitals=capitals)
    if encoding == "vni":
        return from_vni(text)
    return unicodedata.normalize("NFC", text)


def heal_pieces(pieces: Sequence[str], font: str) -> list[str]:
    """Pieces of one text in a TCVN3 or VNI font, healed as the whole they are, each given its share back.

    A letter of VNI that begins in one piece and ends in the next belongs to the first.
    """
    whole = "".join(pieces)
    ends, at = [], 0
    for piece in pieces:
        at += len(piece)
        ends.append(at)
    if encoding_of_font(font) != "vni":
        healed = heal(whole, font)
        return [healed[end - len(piece) : end] for piece, end in zip(pieces, ends, strict=True)]
    made = [""] * len(pieces)
    current = 0
    for unit in _VNI_UNIT.finditer(whole.translate(_PRIVATE)):
        while unit.start() >= ends[current]:
            current += 1
        made[current] += _vni_letters(unit.group())
    return made


def typed_as_unicode(text: str, font: str) -> bool | None:
    """Whether a text under an old font was typed as Unicode all the same; None when its letters leave it open."""
    if _UNICODE_ONLY.search(text):
        return True
    tokens = [match.group().strip(_EDGES) for match in _TOKEN.finditer(text)]
    # A line or two tell it.
    marked = [token for token in tokens if not token.isascii()][:30]
    if not marked:
        return None
    as_is, healed = _share(marked, lambda token: token), _share(marked, lambda token: heal(token, font))
    return None if as_is == healed else as_is > healed


def encoding_of_font(font: str | None) -> Encoding | None:
    """The encoding that a font's name tells: .VnTime and its kin are TCVN3, VNI-Times and its kin VNI."""
    name = (font or "").lower()
    if name.startswith(".vn"):
        return "tcvn3"
    return "vni" if name.startswith("vni-") else None


def decode(raw: bytes) -> str:
    """Text of a file of unknown encoding: UTF-8, UTF-16, code page 1258, TCVN3 or VNI; in form C.

    Every byte string decodes; line ends become a plain newline.
    """
    return heal(_decoded(raw)).replace("\r\n", "\n").replace("\r", "\n")


def _decoded(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    if len(raw) >= 16 and raw[1::2].count(0) > 0.4 * len(raw) / 2:
        return raw.decode("utf-16-le", "replace")
    if len(raw) >= 16 and raw[0::2].count(0) > 0.4 * len(raw) / 2:
        return raw.decode("utf-16-be", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    single = "".join(_CP1252[byte] for byte in raw)
    if detect(single) != "unicode":
        return single
    tokens = unicodedata.normalize("NFC", raw.decode("cp1258", "replace")).split()
    marked = [token.strip(_EDGES) for token in tokens if not token.isascii()]
    if marked and _share(marked, lambda token: token) > 0.6:
        return raw.decode("cp1258", "replace")
    # A single bad byte in UTF-8 is commoner than a whole unknown encoding.
    almost = raw.decode("utf-8", "replace")
    return almost if almost.count("\ufffd") * 20 < sum(byte > 127 for byte in raw) else single


_CP1252: Final = [bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256)]
