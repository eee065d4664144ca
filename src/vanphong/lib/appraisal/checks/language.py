"""Doubled words and blanks, marks in the wrong place, letters in parts, brackets left open."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from vanphong.lib.appraisal.checks.view import Hit, View, check, cut
from vanphong.lib.appraisal.rulebook import Rule

_DOUBLED: Final = re.compile(r"(?<!\w)([^\W\d_]{2,})[ \u00a0]+\1(?!\w)")
# Words that Vietnamese doubles: «xanh xanh», «luôn luôn», «người người».
_DOUBLING: Final = frozenset({
    "luôn", "người", "nhà", "ngày", "ngành", "nơi", "đời", "năm", "tháng", "mãi", "dần", "xa", "từng", "lớp",
    "hằng", "hàng", "đều", "thường", "chiều", "đêm", "rất", "xanh", "vàng", "đâu", "gì", "ai", "chung", "riêng",
    "khư", "nho", "ríu", "song", "chằm", "xấp", "từ", "ào", "ầm", "trùng", "lâu", "hay", "trông",
})  # fmt: skip
# Two words that meet by their ends: «hành vi vi phạm», «trường hợp hợp đồng». What may stand before, what after.
_MEETING: Final = {
    "vi": ("hành", "phạm"),
    "bộ": ("cán đảng cục toàn nội", "phận máy đội môn ngành trưởng chính"),
    "cấp": ("phụ trung cao các cung", "ủy trên dưới xã tỉnh huyện cơ"),
    "thành": ("hình cấu tạo hợp trở hoàn", "phố phần viên tích lập"),
    "hợp": ("trường phù phối tổng kết thích", "đồng tác lệ pháp nhất"),
    "công": ("thi gia thành phân tiền nhân", "trình an chức khai tác dân nghiệp cộng"),
    "nước": ("nhà trong cấp thoát nguồn đất", "ngoài sạch thải ta mặt"),
    "định": ("quy xác quyết nhất chỉ ổn", "mức kỳ hướng giá danh cư"),
    "xuất": ("sản đề", "khẩu bản trình hàng cảnh nhập"),
    "tiếp": ("trực gián", "nhận tục công xúc thu cận dân"),
    "khai": ("công triển", "báo thác giảng mạc"),
    "khu": ("phân", "vực dân công kinh"),
    "vệ": ("bảo", "sinh"),
    "trình": ("quy công chương", "độ tự duyệt bày"),
    "dịch": ("giao", "vụ bệnh"),
    "phần": ("thành cổ", "mềm vốn trăm việc"),
    "sản": ("tài thủy lâm", "xuất phẩm lượng"),
    "chứng": ("công", "thực nhận từ chỉ"),
    "gia": ("tham quốc chuyên", "đình hạn công"),
    "thông": ("truyền giao", "tin báo qua"),
    "nhận": ("tiếp xác chứng", "thức diện định"),
    "đối": ("tuyệt phản", "với tượng ngoại tác"),
    "đồng": ("hội hợp cộng", "chí ý bộ thời bào"),
    "trợ": ("hỗ viện", "giúp cấp lý"),
    "số": ("một chữ con", "liệu lượng hiệu"),
    "viên": ("đảng đoàn hội nhân", "chức"),
    "tác": ("công hợp", "động phong"),
    "vụ": ("nhiệm chức", "việc án"),
    "sự": ("nhân dân", "việc nghiệp cố kiện"),
}
_SPACES: Final = re.compile(r"(?<=[^\s.…_:-])[ \u00a0]{2,}(?=[^\s.…_])")
_BEFORE: Final = re.compile(r"(?<=[^\W_])[ \u00a0]+([,;:!?](?!\))|\.(?=\s|$))")
_AFTER: Final = re.compile(
    r"(?<=[^\W\d_]{2})[,;](?=[^\W\d_]{2})|(?<=[a-zà-ỹ]{2})\.(?=[A-ZĐÀ-Ỹ][a-zà-ỹ])|(?<=[^\W\d_]{2}):(?=[^\W\d_]{2})"
)
_PAIRS: Final = {"(": ")", "«": "»", "[": "]"}


@check("doubled_word")
def doubled_word(view: View, rule: Rule) -> Iterator[Hit]:
    """No word stands twice in a row."""
    for para in view.texts():
        for match in _DOUBLED.finditer(para.text):
            word = unicodedata.normalize("NFC", match[1])
            if word.islower() and word not in _DOUBLING and not _meet(word, para.text, match):
                yield Hit(match[1], match[0], para, match.span())


def _meet(word: str, text: str, match: re.Match[str]) -> bool:
    """Whether one expression ends with the word and another begins with it."""
    before, after = _MEETING.get(word, ("", ""))
    left = unicodedata.normalize("NFC", text[: match.start()]).lower().split()[-1:]
    right = re.findall(r"\w+", unicodedata.normalize("NFC", text[match.end() :]).lower())[:1]
    return bool(left and right and left[0] in before.split() and right[0] in after.split())


@check("doubled_space")
def doubled_space(view: View, rule: Rule) -> Iterator[Hit]:
    """One blank between words."""
    for para in view.parts.body:
        match = _SPACES.search(para.text)
        # Many blanks set columns apart: that is another habit than a slip of the thumb.
        if match and len(match[0]) < 6 and para.align not in ("centre",):
            near = para.text[max(0, match.start() - 12) : match.end() + 12]
            yield Hit("một dấu cách", near, para, match.span())


@check("space_before_mark")
def space_before_mark(view: View, rule: Rule) -> Iterator[Hit]:
    """No blank before a comma, a full stop, a colon."""
    for para in view.parts.body:
        match = _BEFORE.search(para.text)
        if match:
            near = para.text[max(0, match.start() - 12) : match.end() + 4]
            yield Hit(f"liền dấu «{match[1]}»", near, para, match.span())


@check("space_after_mark")
def space_after_mark(view: View, rule: Rule) -> Iterator[Hit]:
    """A blank after a comma, a semicolon, a colon."""
    for para in view.parts.body:
        match = _AFTER.search(para.text)
        if match and not re.search(
            r"https?:|www\.|@|\.(?:vn|gov|com|docx|pdf)\b",
            para.text[max(0, match.start() - 40) : match.end() + 20],
        ):
            near = para.text[max(0, match.start() - 12) : match.end() + 12]
            yield Hit(f"dấu cách sau «{match[0]}»", near, para, match.span())


@check("composed")
def composed(view: View, rule: Rule) -> Iterator[Hit]:
    """Letters with marks are single characters (NFC), as TCVN 6909:2001 asks; told once a document."""
    for para in view.texts():
        if not unicodedata.is_normalized("NFC", para.text):
            at = next(i for i, char in enumerate(para.text) if unicodedata.combining(char))
            word = cut(unicodedata.normalize("NFC", para.text[max(0, at - 8) : at + 8]), 20)
            yield Hit(
                "Unicode dựng sẵn (NFC)", f"Unicode tổ hợp tại «{word}»", para, (max(0, at - 1), at + 1)
            )
            return


@check("pairs")
def pairs(view: View, rule: Rule) -> Iterator[Hit]:
    """Brackets that open are closed in the same paragraph; «a)» of a list closes nothing."""
    after = {para.index: para.text for para in view.paper.paragraphs}
    for para in view.parts.body:
        place = _left_open(para.text)
        if place is not None and not _closes(after.get(para.index + 1, ""), _PAIRS[para.text[place]]):
            near = cut(para.text[place : place + 30], 30)
            yield Hit(f"dấu «{_PAIRS[para.text[place]]}» đóng lại", near, para, (place, place + 1))


def _closes(text: str, closing: str) -> bool:
    """Whether a bracket of the paragraph above is closed here: a line broken by hand."""
    opening = next(key for key, value in _PAIRS.items() if value == closing)
    return closing in text and opening not in text[: text.index(closing)]


def _left_open(text: str) -> int | None:
    """Place of the first bracket that nothing closes. A quotation may run over paragraphs, a bracket does not."""
    waiting: list[int] = []
    for place, char in enumerate(text):
        if char in _PAIRS:
            waiting.append(place)
        elif waiting and char == _PAIRS[text[waiting[-1]]]:
            waiting.pop()
    return waiting[0] if waiting else None
