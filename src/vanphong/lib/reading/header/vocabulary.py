"""The words of the trade that headers are read by, from `vocabulary.toml`, made ready for comparison."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from vanphong.lib.reading.header.stream import clean, fold


def _load() -> dict[str, dict[str, list[str]]]:
    source = files("vanphong.lib.reading.header").joinpath("vocabulary.toml")
    content: dict[str, dict[str, list[str]]] = tomllib.loads(source.read_text(encoding="utf-8"))
    return content


_SOURCE = _load()


def key(text: str) -> str:
    """`text` in capitals without marks, single spaces."""
    return " ".join(fold(clean(text)).upper().split())


def either(phrases: Iterable[str]) -> str:
    """A pattern that matches any of `phrases` (folded capitals), longest first, over any white space."""
    keys = sorted({key(p) for p in phrases}, key=len, reverse=True)
    return "|".join(r"\s+".join(re.escape(word) for word in k.split()) for k in keys)


TYPES: dict[str, str] = {key(name): name for name in _SOURCE["types"]}
"""Folded name of a type = its name."""

SYMBOLS: dict[str, list[str]] = {}
"""Symbol of a type = the types that bear it."""
for _name, _symbols in _SOURCE["types"].items():
    for _symbol in _symbols:
        SYMBOLS.setdefault(_symbol, []).append(_name)

AGENCIES: dict[str, str] = {symbol: str(name) for symbol, name in _SOURCE["agencies"].items()}
AGENCY_NAMES: dict[str, str] = {key(name): name for name in AGENCIES.values()}
WHOLE_BODIES = frozenset(AGENCY_NAMES) | frozenset(map(key, _SOURCE["whole"]["names"]))
"""Names that are whole though a body's name may begin so."""
COPY_SYMBOLS = frozenset(_SOURCE["copies"]["symbols"])
PARTY_BODIES = frozenset(_SOURCE["party"]["bodies"])
PARTY_ISSUERS = tuple(key(name) for name in _SOURCE["party"]["issuers"])
OUTSIDE_ISSUERS = tuple(key(name) for name in _SOURCE["outside"]["issuers"])
BODIES: dict[tuple[str, ...], int] = {
    tuple(key(name).split()): int(rank) for rank, names in _SOURCE["bodies"].items() for name in names
}
"""Words a body's name begins with = its rank, 0 the highest."""
BODY_NAMES: dict[str, str] = {key(name): name for names in _SOURCE["bodies"].values() for name in names}

TITLES: dict[str, str] = {key(name): name for name in _SOURCE["titles"]["names"]}
OPENING_NAMES = tuple(_SOURCE["titles"]["openings"])
OPENINGS = tuple(key(name) for name in _SOURCE["titles"]["openings"])
RANKS = tuple(_SOURCE["titles"]["ranks"])
CAPACITIES: dict[str, list[str]] = _SOURCE["capacities"]
SURNAMES: dict[str, str] = {key(name): name for name in _SOURCE["names"]["surnames"]}


def _spellings(names: Iterable[str]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name in names:
        found.setdefault(key(name), set()).add(name)
    return {folded: frozenset(spelt) for folded, spelt in found.items()}


SURNAME_SPELLINGS = _spellings(_SOURCE["names"]["surnames"])
NAME_WORDS = _spellings((*_SOURCE["names"]["surnames"], *" ".join(_SOURCE["names"]["words"]).split()))
"""Folded surname, or word of a person's name = the ways it is spelt."""
PHRASES = tuple(_SOURCE["phrases"]["names"])
PLACES: dict[str, str] = {key(name): name for name in _SOURCE["places"]["names"]}
URGENCY: dict[str, str] = {key(name): name.capitalize() for name in _SOURCE["marks"]["urgency"]}
SECRECY: dict[str, str] = {key(name): name.capitalize() for name in _SOURCE["marks"]["secrecy"]}

_MIXED = {
    "TTG": "TTg",
    "CTR": "CTr",
    "TTR": "TTr",
    "QYD": "QyĐ",
    "THU": "ThU",
    "TRS": "TrS",
    "CTRHD": "CTrHĐ",
}


@cache
def _segments() -> dict[str, str]:
    known = {
        *SYMBOLS,
        *AGENCIES,
        *PARTY_BODIES,
        *COPY_SYMBOLS,
        "UBND",
        "HĐND",
        "HĐQT",
        "UBKT",
        "BCĐ",
        "TTHĐND",
    }
    by_fold: dict[str, set[str]] = {}
    for symbol in known:
        by_fold.setdefault(fold(symbol), set()).add(symbol)
    return {k: next(iter(v)) for k, v in by_fold.items() if len(v) == 1} | {
        k: v for k, v in _MIXED.items() if k not in known
    }


# What recognition makes of a letter: its doubles and look-alikes, as they meet in notations.
_CONFUSED: tuple[tuple[str, str], ...] = (
    ("ĐĐĐ", "Đ"),
    ("ĐĐ", "Đ"),
    ("ĐD", "Đ"),
    ("DĐ", "Đ"),
    ("IT", "T"),
    ("I", "T"),
    ("1", "T"),
    ("1", "I"),
    ("Ư", "U"),
)
_CONFUSED += (
    ("Ú", "U"),
    ("Ù", "U"),
    ("Ũ", "U"),
    ("V", "U"),
    ("Ơ", "O"),
    ("Ô", "O"),
    ("Ò", "O"),
    ("Ó", "O"),
    ("Ð", "Đ"),
)


@cache
def _known_bodies() -> frozenset[str]:
    return frozenset((*AGENCIES, *PARTY_BODIES, "UBND", "HĐND", "BCĐ", "TCT"))


def unspoilt(notation: str) -> str:
    """A recognised notation with one misreading mended where that alone makes its parts known: «QĐĐ/TU», «KH/ITW».

    So is a slash lost between a Party symbol and body: «CTrUBKTTU». What no single change explains stays.
    """
    parts = re.split(r"([-/])", notation)
    if len(parts) == 1:
        joined = {
            f"{symbol}/{notation[len(symbol) :]}"
            for symbol in SYMBOLS
            if notation.startswith(symbol) and notation[len(symbol) :] in PARTY_BODIES
        }
        return joined.pop() if len(joined) == 1 else notation
    known: tuple[frozenset[str], ...] = (frozenset(SYMBOLS) | _known_bodies(), _known_bodies())
    for at, part in enumerate(parts[::2]):
        wanted = known[min(at, 1)]
        if part in wanted:
            continue
        near = {
            part[:i] + right + part[i + len(wrong) :]
            for wrong, right in _CONFUSED
            for i in range(len(part))
            if part.startswith(wrong, i)
        } & wanted
        if len(near) == 1:
            parts[2 * at] = near.pop()
    return "".join(parts)


def restore_segment(segment: str) -> str:
    """A part of a notation with the «Đ» that recognition lost put back, where only one symbol fits."""
    if "Đ" in segment or segment in SYMBOLS or segment in AGENCIES or segment in PARTY_BODIES:
        return segment
    plain = fold(segment)
    return _segments().get(plain) or _segments().get(plain.upper()) or segment
