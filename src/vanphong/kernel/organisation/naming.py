"""Names of bodies as keys: what makes two written names the same body's name."""

from __future__ import annotations

from collections.abc import Iterable

from vanphong.lib.text import clean, fold_loose, words


def key_of(name: str) -> str:
    """The name without accents, case, punctuation: «Văn phòng Tỉnh uỷ» and «VĂN PHÒNG TỈNH ỦY» are one."""
    return " ".join(words(fold_loose(clean(name))))


def keys_of(names: Iterable[str]) -> list[str]:
    """Keys of several names, each once, empty ones left out, in order."""
    return list(dict.fromkeys(key for key in map(key_of, names) if key))
