"""File names that say the file is secret: «12-BC.TUYET MAT.pdf», «(Mật) Kế hoạch.docx», «MẬT_45.pdf»."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Final

from vanphong.lib.reading.secrecy import Level
from vanphong.lib.text import fold, nfc

_GAP: Final = r"[\s_.\-]*"
_GRADED: Final = re.compile(rf"(?<![a-z])(?P<grade>tuyet|toi){_GAP}mat(?![a-z])")
_LABEL: Final = re.compile(rf"(?<![a-z])(?:muc|do){_GAP}(?:do{_GAP})?mat(?=[\s_.\-:=]*(?:$|[\])(]))")
# Without marks «mat» is also «mặt», «mắt», «mất»: it counts in brackets, alone, or beside a number.
_BRACKETED: Final = re.compile(r"[\[(（]\s*(?:van ban\s+|tai lieu\s+)?mat\s*[\])）]")
_ALONE: Final = re.compile(r"^mat$|^mat[\s_.\-]+\d|\d[\s_.\-]*mat$")
_WRITTEN: Final = re.compile(r"(?<![^\W_])(MẬT|Mật)(?![^\W_])")
# «bí mật», «mật mã», «bảo mật»: words of a title, no grade.
_BEFORE: Final = frozenset(
    fold(w)
    for w in [
        "bảo",
        "bí",
        "cơ",
        "giữ",
        "cẩn",
        "thân",
        "điện",
        "mã",
        "đậm",
        "chi",
        "ong",
        "đường",
        "độ",
        "không",
    ]
)
_AFTER: Final = frozenset(
    fold(w)
    for w in [
        "độ",
        "thiết",
        "ong",
        "mã",
        "khẩu",
        "vụ",
        "thư",
        "danh",
        "ngữ",
        "lệnh",
        "báo",
        "viện",
        "thám",
        "đàm",
        "hoa",
        "và",
        "đạo",
        "phục",
    ]
)
_WORD: Final = re.compile(r"[^\W_]+")


def level_in_name(name: str) -> Level | None:
    """The grade a file's name tells, or None. Bare «mat» without marks counts only where it stands alone."""
    stem = nfc(PurePath(name.replace("\\", "/")).stem)
    folded = fold(stem)
    if graded := _GRADED.search(folded):
        return "tuyet_mat" if graded["grade"] == "tuyet" else "toi_mat"
    if _BRACKETED.search(folded) or _ALONE.search(folded) or _LABEL.search(folded):
        return "mat"
    return "mat" if any(_stands_apart(stem, found) for found in _WRITTEN.finditer(stem)) else None


def _stands_apart(stem: str, found: re.Match[str]) -> bool:
    before = [fold(word) for word in _WORD.findall(stem[: found.start()])]
    after = [fold(word) for word in _WORD.findall(stem[found.end() :])]
    return not (before and before[-1] in _BEFORE) and not (after and after[0] in _AFTER)
