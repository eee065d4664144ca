"""The register of 2019 as the office kept it in Excel: titles above, two header rows, old fonts, slips of the hand."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook

from vanphong.lib.dates import format_date
from vanphong.lib.legacy_fonts import to_tcvn3

NAME = "So van ban den 2019.xlsx"
_TITLES = (
    ("Số đến", "Ngày đến", "Tác giả", "Văn bản", None, "Tên loại và trích yếu nội dung", "Đơn vị nhận", "Ghi chú"),
    (None, None, None, "Số, ký hiệu", "Ngày tháng", None, None, None),
)  # fmt: skip
_MERGED = ("A1:H1", "A2:H2", "D4:E4", "A4:A5", "B4:B5", "C4:C5", "F4:F5", "G4:G5", "H4:H5")
_ISSUERS = (
    ("Ban Tổ chức Trung ương", "CV/BTCTW"),
    ("Văn phòng Trung ương Đảng", "CV/VPTW"),
    ("Ủy ban nhân dân tỉnh Sơn Hà", "UBND-TH"),
    ("Huyện ủy Đông Giang", "CV/HU"),
    ("Sở Nội vụ tỉnh Sơn Hà", "SNV-TCBC"),
    ("Ban Dân vận Tỉnh ủy Sơn Hà", "CV/BDVTU"),
)
_SUBJECTS = (
    "Về việc rà soát biên chế các cơ quan khối Đảng",
    "Báo cáo kết quả thực hiện nhiệm vụ tháng trước",
    "Về việc cử cán bộ tham gia lớp bồi dưỡng lý luận chính trị",
    "Kế hoạch kiểm tra việc thực hiện quy chế dân chủ ở cơ sở",
    "Về việc góp ý dự thảo quy chế phối hợp công tác",
    "Thông báo lịch tiếp công dân của lãnh đạo huyện",
    "Về việc chuẩn bị nội dung hội nghị Ban Chấp hành",
    "Báo cáo tình hình tư tưởng trong cán bộ, đảng viên",
)
_UNITS = ("Phòng Tổng hợp", "Phòng Hành chính", "Phòng Quản trị", None)
_OLD_FONT = 6
"""Each sixth line was typed in a TCVN3 font."""


def _day(day: dt.date, number: int) -> Any:
    """A day as hands wrote it: a date, dd/MM/yyyy, d.m.yyyy."""
    return (day, format_date(day), f"{day.day}.{day.month}.{day.year}")[number % 3]


def lines() -> list[list[Any]]:
    """The lines of the book; number 31 is missing, 40 stands twice, one is «15a», one has no such day."""
    found: list[list[Any]] = []
    month = 0
    for number in range(1, 61):
        arrived = dt.date(2019, 1, 2) + dt.timedelta(days=number * 5)
        if arrived.month != month:
            month = arrived.month
            found.append([f"Tháng {month:02d} năm 2019"])
        if number == 31:
            continue
        issuer, notation = _ISSUERS[number % len(_ISSUERS)]
        subject = _SUBJECTS[number % len(_SUBJECTS)]
        if number % _OLD_FONT == 0:
            issuer, subject = to_tcvn3(issuer), to_tcvn3(subject)
        issued = arrived - dt.timedelta(days=3)
        mark = "-" if notation.startswith("CV") else "/"
        written: Any = {16: "15a", 41: 40}.get(number, number)
        day: Any = "31/02/2019" if number == 50 else _day(arrived, number)
        line = [written, day, issuer, f"{number * 3}{mark}{notation}", _day(issued, number + 1), subject]
        found.append([*line, _UNITS[number % len(_UNITS)], "Hỏa tốc" if number == 22 else None])
    return [*found, ["Tổng cộng: 59 văn bản"]]


def build_older_book() -> bytes:
    """The book as a workbook; the same bytes on every run."""
    book = Workbook()
    book.properties.created = book.properties.modified = dt.datetime(2020, 1, 6)  # noqa: DTZ001
    sheet: Any = book.active
    sheet.title = "Năm 2019"
    for row in (["TỈNH ỦY SƠN HÀ - VĂN PHÒNG"], ["SỔ ĐĂNG KÝ VĂN BẢN ĐẾN"], [], *_TITLES, *lines()):
        sheet.append(list(row))
    for cells in _MERGED:
        sheet.merge_cells(cells)
    written, made = BytesIO(), BytesIO()
    book.save(written)
    with ZipFile(written) as source, ZipFile(made, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _same_day(content)
            target.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    return made.getvalue()


def _same_day(core: bytes) -> bytes:
    """The workbook's own note of when it was saved, put back to the day it was made."""
    before, tag, rest = core.partition(b"<dcterms:modified")
    kind, _, rest = rest.partition(b">")
    _, end, rest = rest.partition(b"</dcterms:modified>")
    return before + tag + kind + b">2020-01-06T00:00:00Z" + end + rest
