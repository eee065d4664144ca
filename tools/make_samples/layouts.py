"""Measures of the three layouts: HD 05-HD/VPTW (2026), HD 36-HD/VPTW (2018) and Nghị định 30/2020/NĐ-CP."""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations, pairwise
from pathlib import Path

from PIL import ImageFont

from tools.make_samples.model import Document
from vanphong.lib.templates.rules import Layout, layouts

FONT_NAME = "Times New Roman"
PT_PER_MM = 72 / 25.4
# Metric-compatible with Times New Roman, so widths measured here hold in print.
FONT_FILE = "/usr/share/fonts/truetype/liberation2/LiberationSerif-{}.ttf"


PARTY_2026 = layouts()["party-2026"].measures
PARTY_2018 = layouts()["party-2018"].measures
STATE_30 = Layout(
    top=20, bottom=20, left=30, right=15, left_column=66,
    superior=13, issuer=13, number=13, heading=13, motto=14, date=13, type_name=14, subject=14,
    letter_subject=12, body=14, line=None, after=6, indent=12.7, signature=14, recipients_title=12,
    recipients=11, page_number=13,
)  # fmt: skip
LAYOUTS: dict[str, Layout] = {"party-2026": PARTY_2026, "party-2018": PARTY_2018, "state-30": STATE_30}

PARTY_HEADING = "ĐẢNG CỘNG SẢN VIỆT NAM"
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"


@lru_cache(maxsize=64)
def printing_font(style: str, size: float) -> ImageFont.FreeTypeFont | None:
    """The face at ten times the size for fine measures; None where it is not installed."""
    path = FONT_FILE.format(style)
    return ImageFont.truetype(path, round(size * 10)) if Path(path).exists() else None


def text_width(text: str, size: float, style: str = "Regular") -> float:
    """Printed width in points of one line of Times New Roman."""
    font = printing_font(style, size)
    if font is None:
        # Mean advance of the face; good enough where the font is not installed.
        return len(text) * size * (0.7 if text.isupper() else 0.46)
    return float(font.getlength(text)) / 10


# Words that clerks keep on one line when the name of a body breaks.
KEPT_TOGETHER = (
    "ỦY BAN NHÂN DÂN", "HỘI ĐỒNG NHÂN DÂN", "MẶT TRẬN", "TỔ QUỐC", "VIỆT NAM", "LIÊN HIỆP", "LIÊN ĐOÀN",
    "PHỤ NỮ", "NÔNG DÂN", "TUYÊN GIÁO", "DÂN VẬN", "CHẤP HÀNH", "TRUNG ƯƠNG", "KHOA HỌC", "CÔNG NGHỆ",
    "KIỂM TRA", "TỈNH SƠN HÀ", "ĐẢNG ỦY", "THƯỜNG VỤ",
)  # fmt: skip


def balanced_lines(text: str, size: float, width_mm: float, style: str = "Regular") -> list[str]:
    """The text on as few lines as fit, of even length, as clerks break the name of a body."""
    for kept in KEPT_TOGETHER:
        text = text.replace(kept, kept.replace(" ", "\u00a0"))
    words, width = text.split(" "), width_mm * PT_PER_MM
    lines = words
    for count in range(1, len(words) + 1):
        lines = _even_split(words, count, size, style)
        if all(text_width(line, size, style) <= width for line in lines):
            break
    return [line.replace("\u00a0", " ") for line in lines]


def _even_split(words: list[str], count: int, size: float, style: str) -> list[str]:
    best, best_width = [" ".join(words)], float("inf")
    for breaks in combinations(range(1, len(words)), count - 1):
        edges = [0, *breaks, len(words)]
        lines = [" ".join(words[a:b]) for a, b in pairwise(edges)]
        widest = max(text_width(line, size, style) for line in lines)
        if widest < best_width:
            best, best_width = lines, widest
    return best


def left_header(document: Document, layout: Layout) -> list[tuple[str, bool]]:
    """Lines of the left column above the number, each with whether it is bold."""
    width = layout.left_column - 2
    lines: list[tuple[str, bool]] = []
    if document.superior:
        lines += [(s, False) for s in balanced_lines(document.superior.upper(), layout.superior, width)]
    issuer = document.issuer.upper()
    lines += [(s, True) for s in balanced_lines(issuer, layout.issuer, width, "Bold")]
    return lines


def number_line(document: Document) -> str:
    """«Số 06-CT/TU» of Party bodies has no colon; «Số: 15/QĐ-UBND» of State bodies has one."""
    number = " " * 10 if document.blank_number else document.number
    if document.layout == "state-30" and not document.emblem:
        return f"Số: {number}/{document.notation}"
    join = document.reference_code[len(document.number)]
    return f"Số {number}{join}{document.notation}"


def letter_subject(document: Document) -> str:
    """Subject of a công văn; HD 05 writes «về việc», NĐ 30 and HD 36 practice «V/v»."""
    lead = "Về việc" if document.layout == "party-2026" else "V/v"
    return f"{lead} {document.subject}"


def recipients_end(document: Document, index: int) -> str:
    """`;` between recipients (HD 05 and NĐ 30), `,` under HD 36; the last ends with a full stop."""
    if index == len(document.recipients) - 1:
        return "."
    return "," if document.layout == "party-2018" else ";"
