"""Secrecy stamps on pages: MẬT, TỐI MẬT, TUYỆT MẬT where a stamp stands, not where text speaks of secrets.

The stamp stands below number and symbol (Hướng dẫn 36-HD/VPTW of 2018, box 10a; NĐ 30/2020, Phụ lục I).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

from vanphong.lib.reading.model import Box, Line, Page, Text, Word

Level = Literal["mat", "toi_mat", "tuyet_mat"]

LEVEL_NAMES: Final[dict[Level, str]] = {"mat": "Mật", "toi_mat": "Tối mật", "tuyet_mat": "Tuyệt mật"}

_ZONE: Final = 0.45
_FRAME: Final = re.compile(r"[\W_]+")
# What is left of a stamp after a scan: marks lost or wrong, frames read as letters, blanks between letters.
_ALONE: Final = re.compile(
    r"[ILJTHF1]?(?:(?P<level>TU[YV]?ET|T[O0]I)[MN]A[TILJ1Y]|(?:DO|MUCDO|DOMAT|MUCDOMAT)?[MN]AT)[ILJ1]?"
)
_LEVELS: Final[dict[str, Level]] = {"TO": "toi_mat", "T0": "toi_mat", "TU": "tuyet_mat"}
_STAMP_WORDS: Final = frozenset({"MẬT", "MÂT", "MÁT", "MẠT", "MẶT", "MẤT", "MAT", "MÃT", "MẮT"})
_SURE_WORDS: Final = frozenset({"MẬT"})
# Words that make «mật» part of a phrase: before it and after it.
_BEFORE_LIST: Final = (
    "bảo bí cơ giữ cẩn thân điện mã đậm chi trao ong đường loại văn liệu tin hồ không nước tài sự"
)
_AFTER_LIST: Final = """
    độ thiết ong mã khẩu vụ thư danh nhà của ngữ lệnh báo viện thám đàm hoa và trong gia đạo phục cá kinh
"""
_BEFORE: Final = frozenset(_BEFORE_LIST.split())
_AFTER: Final = frozenset(_AFTER_LIST.split())
# What `stamps` writes of a frame whose words look like a grade and could not be read.
_DOUBTFUL: Final = re.compile(r"\[(?:TỐI |TUYỆT )?MẬT\?\]")
# «Tuyên giáo», «quyết định», «duyệt», «thuyết minh»: words of headings and seals one letter off a grade.
_WORDS_ALIKE: Final = frozenset({"TUYEN", "QUYET", "DUYET", "HUYET", "THUYET"})
_LEVEL_LABEL: Final = re.compile(
    r"^\W*(?:mức\s+)?độ\s+mật\s*[:：]\s*\W*(tuyệt\s+mật|tối\s+mật|mật)\W*$", re.I
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A secrecy stamp: its level, where it stands (page from 1), and the text as read.

    One that is not `sure` only looks like a stamp: a person decides.
    """

    level: Level
    page: int
    box: Box
    text: str
    sure: bool = True


def gravity(level: Level) -> int:
    """How grave a level is among the others."""
    return list(LEVEL_NAMES).index(level)


def secrecy_marks(text: Text) -> tuple[Mark, ...]:
    """Return the stamps in the upper part of every page, in order; empty where there is none."""
    return tuple(mark for page in text.pages for mark in _page_marks(page))


def framed_level(text: str) -> Level | None:
    """The level of what was read within a stamp's frame, a letter or two misread; None for other words."""
    match = _ALONE.fullmatch(folded(text))
    return _level_of(match["level"] or "") if match else _nearly(folded(text))


def _page_marks(page: Page) -> list[Mark]:
    marks = []
    for at, line in enumerate(page.lines):
        if line.box[1] > _ZONE:
            continue
        before = page.lines[at - 1] if at else None
        after = page.lines[at + 1] if at + 1 < len(page.lines) else None
        if _DOUBTFUL.fullmatch(line.text):
            marks.append(Mark(_level_of(folded(line.text)), page.number, line.box, line.text, sure=False))
        elif found := _line_mark(line, before, after):
            level, words = found
            marks.append(Mark(level, page.number, Line(tuple(words)).box, Line(tuple(words)).text))
    return _apart(marks + _tall_marks(page, marks))


def _apart(marks: Sequence[Mark]) -> list[Mark]:
    """The marks without those that tell the same stamp again, or a part of it; sure ones and grave ones first."""
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.sure, gravity(mark.level)), reverse=True):
        x0, y0, x1, y1 = mark.box
        if not any(x0 < b[2] and b[0] < x1 and y0 < b[3] and b[1] < y1 for b in (k.box for k in kept)):
            kept.append(mark)
    return kept


def _line_mark(line: Line, before: Line | None, after: Line | None) -> tuple[Level, Sequence[Word]] | None:
    text = line.text
    if label := _LEVEL_LABEL.match(text):
        return _level_of(folded(label[1])), line.words
    if len(text) > 40:
        return _within(line)
    if unicodedata.normalize("NFC", _FRAME.sub("", text)) in ("TỐI", "TUYỆT") and before is not None:
        # Half a stamp: its second word was lost to the scan or is read as the next line.
        return _level_of(folded(text)), line.words
    match = _ALONE.fullmatch(folded(text))
    if match is None:
        if before is not None and _is_stamp_case(text) and (level := _nearly(folded(text))):
            return level, line.words
        return _within(line)
    if not _is_stamp_case(text) or _continues(line, before, after):
        return None
    return _level_of(match["level"] or ""), line.words


def folded(text: str) -> str:
    """Capitals without marks, blanks, frames and dashes."""
    bare = unicodedata.normalize("NFD", _FRAME.sub("", text).replace("Đ", "D").replace("đ", "d"))
    return "".join(char for char in bare if not unicodedata.combining(char)).upper()


def _nearly(folded: str) -> Level | None:
    """The level of a graded stamp with a letter or two misread, alone on its line."""
    if folded in _WORDS_ALIKE:
        return None
    for whole in ("TUYET", "TUYETMAT", "TOIMAT"):
        if abs(len(whole) - len(folded)) <= 1 and SequenceMatcher(None, whole, folded).ratio() >= 0.79:
            return _level_of(whole)
    return None


def _level_of(folded: str) -> Level:
    return _LEVELS.get(folded[:2], "mat")


def _is_stamp_case(text: str) -> bool:
    """Stamps are capitals, or the level as a name; «mật» in small letters is a word of the text."""
    letters = [char for char in text if char.isalpha()]
    capitals = sum(char.isupper() for char in letters)
    named = unicodedata.normalize("NFC", _FRAME.sub(" ", text)).strip()
    return capitals >= len(letters) - 1 >= 2 or named in (
        "Mật",
        "Tối mật",
        "Tuyệt mật",
        "Tối Mật",
        "Tuyệt Mật",
    )


def _continues(line: Line, before: Line | None, after: Line | None) -> bool:
    """Tell the last or first words of a heading that wrapped: «QUY CHẾ BẢO / MẬT», «MẬT / MÃ DÂN SỰ»."""
    x0, y0, x1, y1 = line.box
    height = max(y1 - y0, 0.005)
    if before is not None and before.words[-1].text.strip(".,:;").lower() in _BEFORE:
        near = -height < y0 - before.box[3] < 1.6 * height
        if near and before.box[0] < x1 and x0 < before.box[2]:
            return True
    if after is not None and after.words[0].text.strip(".,:;").lower() in _AFTER:
        near = -height < after.box[1] - y1 < 1.6 * height
        return near and after.box[0] < x1 and x0 < after.box[2]
    return False


def _within(line: Line) -> tuple[Level, Sequence[Word]] | None:
    """A stamp that stands so close to other words that they were read as one line."""
    words = line.words
    for at, word in enumerate(words):
        bare = unicodedata.normalize("NFC", _FRAME.sub("", word.text))
        if bare not in _SURE_WORDS and not (bare in _STAMP_WORDS and _framed(words, at)):
            continue
        start = at - 1 if at and folded(words[at - 1].text) in ("TOI", "T0I", "TUYET") else at
        earlier = _FRAME.sub("", words[start - 1].text) if start else ""
        later = _FRAME.sub("", words[at + 1].text) if at + 1 < len(words) else ""
        if earlier.lower() in _BEFORE or later.lower() in _AFTER:
            continue
        # In a heading all in capitals «MẬT» is a word; beside ordinary words, or far off, it is a stamp.
        neighbours = [text for text in (earlier, later) if text.isalpha()]
        if all(not text.isupper() for text in neighbours) or _far(words, start, at) or _framed(words, at):
            return _level_of(folded(words[start].text) if start < at else ""), words[start : at + 1]
    return None


def _framed(words: Sequence[Word], at: int) -> bool:
    """Tell a word between the upright strokes of a stamp's frame."""
    around = (words[at - 1].text if at else "") + words[at].text
    around += words[at + 1].text if at + 1 < len(words) else ""
    return sum(around.count(char) for char in "|[]¦│║") >= 2


def _far(words: Sequence[Word], start: int, end: int) -> bool:
    height = words[end].box[3] - words[end].box[1]
    # Places are fractions of a page half as high again as wide.
    least = 1.2 * height * 1.41
    left = not start or words[start].box[0] - words[start - 1].box[2] > least
    right = end + 1 >= len(words) or words[end + 1].box[0] - words[end].box[2] > least
    return left and right


def _tall_marks(page: Page, found: Sequence[Mark]) -> list[Mark]:
    """Stamps whose two words, «TUYỆT» and «MẬT», were read as two lines one above the other."""
    marks = []
    for first, second in zip(page.lines, page.lines[1:], strict=False):
        level = folded(first.text)
        if level not in ("TOI", "T0I", "TUYET") or folded(second.text) != "MAT" or first.box[1] > _ZONE:
            continue
        if any(mark.box == second.box and mark.page == page.number for mark in found):
            continue
        both = Line((*first.words, *second.words))
        marks.append(Mark(_level_of(level), page.number, both.box, both.text))
    return marks
