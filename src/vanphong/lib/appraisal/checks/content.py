"""Dates that cannot be, deadlines gone by, words left over from drafting, abbreviations nobody explained."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from vanphong.lib.appraisal.checks.view import Hit, View, check, cut
from vanphong.lib.appraisal.model import Para
from vanphong.lib.appraisal.rulebook import Rule
from vanphong.lib.text import nfc

_NUMERIC: Final = re.compile(r"(?<![\d/.,-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?![\d/])")
_SPOKEN: Final = re.compile(r"[Nn]gày\s+(\d{1,2})\s+tháng\s+(\d{1,2})(?:\s+năm\s+(\d{4}))?")
_WEEKDAYS: Final = {"hai": 0, "ba": 1, "tư": 2, "năm": 3, "sáu": 4, "bảy": 5, "nhật": 6}
_WEEKDAY: Final = re.compile(
    r"(?:[Tt]hứ (hai|ba|tư|năm|sáu|bảy|Hai|Ba|Tư|Năm|Sáu|Bảy)|[Cc]hủ (nhật|Nhật))[\s,(]*(?:ngày\s*)?"
    r"(\d{1,2})(?:[/.-]|\s+tháng\s+)(\d{1,2})(?:[/.-]|\s+năm\s+)(\d{4})"
)
_DEADLINE: Final = re.compile(
    r"(?:chậm nhất|muộn nhất|(?:hoàn thành|xong|báo cáo|gửi|nộp|trình|đăng ký|tổng hợp)[^.;\n]{0,60}?trước|thời hạn"
    r"|hạn cuối|hạn chót)[\w\s,:]{0,30}?ngày\s+(\d{1,2})(?:[/.-]|\s+tháng\s+)(\d{1,2})(?:[/.-]|\s+năm\s+)(\d{4})",
    re.I,
)
_LONG_AGO: Final = 400
"""Days: a day further back is told of, not set as a limit."""
_LEFT: Final = re.compile(
    r"(?<![\w.])(?:[xX]{2,}|[xX]+/[xX]+(?:/\w+)?|\?{2,}|[_]{4,})(?![\w])|\[\s*(?:\.{2,}|…)?\s*\]"
)
_DOTS: Final = re.compile(
    r"(?<!\w)(?:…{1,}|\.{3,})(?=\s*(?:/|-|ngày|tháng|năm|%|đồng|của|số|\w))|(?:số|ngày|tháng|năm|là|có)\s+(?:…+|\.{3,})"
)
_NOTES: Final = re.compile(
    r"\b(?:TODO|FIXME|NOTE:|Lorem ipsum)\b|\((?:bổ sung|cập nhật|kiểm tra lại|xem lại|chưa có số liệu)[^)]{0,40}\)",
    re.I,
)
_FORM: Final = re.compile(r"\s*(?:Mẫu|MẪU|Biểu mẫu|BIỂU MẪU|Phụ lục|PHỤ LỤC)\b")
_ACRONYM: Final = re.compile(r"(?<![\w/.&-])[A-ZĐ]{2,}(?:&[A-ZĐ]+)?(?![\w/&-])")
_KNOWN: Final = frozenset({
    "UBND", "HĐND", "MTTQ", "UBMTTQ", "TW", "TU", "VPTU", "BCH", "BTV", "UBKT", "HTX", "THPT", "THCS", "ĐBQH",
    "QPAN", "QP", "AN", "CCHC", "CNTT", "XHCN", "CNXH", "ANTT", "KT", "XH", "GRDP", "GDP", "FDI", "ODA", "PCI",
    "PAR", "SIPAS", "OCOP", "USB", "PDF", "ID", "CCCD", "BHXH", "BHYT", "KH", "CV", "QĐ", "NQ", "TB", "BC",
    "CT", "KL", "HD", "TTHC", "PCTN", "TCVN", "QCVN", "ASEAN", "UNESCO", "WTO", "COVID", "AI", "IT", "IOC",
    "KPI", "VNPT", "VNEID", "CHXHCN", "TP", "TX", "NTM", "BTGDV", "TTATXH", "LLCT", "NSNN",
})  # fmt: skip


def _real(day: int, month: int, year: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


@check("real_date")
def real_date(view: View, rule: Rule) -> Iterator[Hit]:
    """Every date that is written exists."""
    for para in view.texts():
        for match in _NUMERIC.finditer(para.text):
            if 1900 <= int(match[4]) <= 2100 and not _real(int(match[1]), int(match[3]), int(match[4])):
                yield Hit("ngày có thật", match[0], para, match.span())
        for match in _SPOKEN.finditer(nfc(para.text)):
            # A day without a year is judged by a leap year: it may be one.
            if not _real(int(match[1]), int(match[2]), int(match[3] or 2024)):
                yield Hit("ngày có thật", match[0], para, match.span())


@check("weekday")
def weekday(view: View, rule: Rule) -> Iterator[Hit]:
    """A weekday goes with its date."""
    names = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
    for para in view.texts():
        for match in _WEEKDAY.finditer(nfc(para.text)):
            try:
                day = date(int(match[5]), int(match[4]), int(match[3]))
            except ValueError:
                continue
            said = _WEEKDAYS[(match[1] or match[2]).lower()]
            if day.weekday() != said:
                yield Hit(f"{names[day.weekday()]}, ngày {day:%d/%m/%Y}", match[0], para, match.span())


@check("deadline_past")
def deadline_past(view: View, rule: Rule) -> Iterator[Hit]:
    """No deadline lies before the document's own day."""
    for para in view.parts.body:
        text = nfc(para.text)
        for match in _DEADLINE.finditer(text):
            try:
                day = date(int(match[3]), int(match[2]), int(match[1]))
            except ValueError:
                continue
            if 0 < (view.day - day).days < _LONG_AGO and not re.search(
                r"\b(?:đã|từ|theo|tại)\b", text[max(0, match.start() - 60) : match.end()]
            ):
                yield Hit(f"sau ngày {view.day:%d/%m/%Y}", match[0], para, match.span())


@check("leftover_marks")
def leftover_marks(view: View, rule: Rule) -> Iterator[Hit]:
    """Nothing is left to be filled in: «xx», «…», «[ ]», notes to oneself."""
    skipped = {id(line.para) for name in ("number", "date") for line in view.parts[name]}
    for para in [
        *(line.para for name in ("subject", "letter_subject") for line in view.parts[name]),
        *view.parts.body,
    ]:
        if _FORM.match(para.text):
            # What others fill in begins here.
            return
        if id(para) in skipped or not re.search(r"\w", para.text.replace("_", "")):
            # Number and day are given later; a row of marks alone is a rule that was typed.
            continue
        patterns = (_LEFT, _NOTES) if para.cell and para.cell.ruled else (_LEFT, _DOTS, _NOTES)
        for pattern in patterns:
            match = pattern.search(para.text)
            if match:
                yield Hit("nội dung đầy đủ", cut(match[0]), para, match.span())
                break


@check("highlight")
def highlight(view: View, rule: Rule) -> Iterator[Hit]:
    """No text is highlighted."""
    for para in view.texts():
        marked = [run for run in para.runs if run.highlight and run.text.strip()]
        if marked:
            found = cut("".join(run.text for run in marked), 40)
            yield Hit("không tô nền", found, para, (marked[0].start, marked[-1].end))


@check("leftover")
def leftover(view: View, rule: Rule) -> Iterator[Hit]:
    """No comment and no tracked change is left in the file."""
    by_index = {para.index: para for para in view.paper.paragraphs}
    for item in view.paper.leftovers:
        if item.kind in rule.args["kinds"]:
            yield Hit("không còn trong tệp", cut(item.text, 60), by_index.get(item.paragraph or 0))


@check("abbreviation")
def abbreviation(view: View, rule: Rule) -> Iterator[Hit]:
    """An abbreviation is spelt out where it is first used."""
    seen: set[str] = set()
    whole = nfc("\n".join(para.text for para in view.texts()))
    for para in view.parts.body:
        text = nfc(para.text)
        if text.isupper():
            continue
        for match in _ACRONYM.finditer(text):
            word = match[0]
            if word in seen or word in _KNOWN or re.fullmatch(r"[IVXLC]+", word) or _in_capitals(text, match):
                continue
            seen.add(word)
            explained = re.search(
                rf"\((?:gọi tắt là |viết tắt là |sau đây gọi là |gọi là )?\s*{re.escape(word)}\s*\)", whole
            )
            if not explained and not re.search(rf"{re.escape(word)}\s*[(=:]", whole):
                yield Hit(f"… ({word}) ở lần đầu", word, para, match.span())


def _in_capitals(text: str, match: re.Match[str]) -> bool:
    """Whether the word belongs to a run of words in capitals, a title."""
    before = text[: match.start()].split()[-1:]
    after = text[match.end() :].split()[:1]
    return any(len(word.strip(".,;:")) > 1 and word.isupper() for word in (*before, *after))


@check("blank_document")
def blank_document(view: View, rule: Rule) -> Iterator[Hit]:
    """The document has a text."""
    body: list[Para] = view.parts.body
    if view.parts.formal and not body and not any(p.cell and p.cell.ruled for p in view.texts()):
        yield Hit("nội dung văn bản", "không thấy")


@check("own_number_again")
def own_number_again(view: View, rule: Rule) -> Iterator[Hit]:
    """A document does not take itself for its ground."""
    own = view.parts.header.value("reference_code")
    if own is None:
        return
    for line in view.parts["grounds"]:
        place = line.para.text.find(own)
        if place >= 0:
            yield Hit("văn bản khác", own, line.para, (place, place + len(own)))
