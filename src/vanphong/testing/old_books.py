"""Old register books as offices have them: titles above, two header rows, months between, fonts of the nineties."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from vanphong.lib.legacy_fonts import to_tcvn3

HEADER = (
    (
        "Số đến",
        "Ngày đến",
        "Tác giả",
        "Văn bản",
        None,
        "Tên loại và trích yếu nội dung",
        "Đơn vị nhận",
        "Ghi chú",
    ),
    (None, None, None, "Số, ký hiệu", "Ngày tháng", None, None, None),
)
MERGED = ("A1:H1", "A2:H2", "D4:E4", "A4:A5", "B4:B5", "C4:C5", "F4:F5", "G4:G5", "H4:H5")
LINES: tuple[tuple[Any, ...], ...] = (
    (1, dt.date(2019, 1, 2), "Ban Tổ chức Trung ương", "12-CV/BTCTW", "28/12/2018", "Về việc rà soát biên chế",
     "Phòng Tổng hợp", None),
    ("02", "3/1/2019", "nt", "15-CV/BTCTW", "02.01.2019", "Về việc đào tạo cán bộ", "Phòng Tổng hợp", None),
    ("Tháng 02 năm 2019", None, None, None, None, None, None, None),
    (4, 43501, to_tcvn3("Uỷ ban nhân dân tỉnh Sơn Hà"), "45/UBND-VX", "1/2",
     to_tcvn3("Về việc tổ chức lễ hội đầu năm"), None, "Hoả tốc"),
    ("4", "6/2/2019", "Sở Y tế", "77/SYT-NV", "5/2/2019", "Báo cáo y tế dự phòng", None, None),
    ("15a", "7/2/2019", "Huyện ủy An Lạc", "9-CV/HU", "6/2/2019", "Xin ý kiến về nhân sự", None, None),
    (16, "31/2/2019", "Sở Nội vụ", "80/SNV", "6/2/2019", "Ngày sai", None, None),
    ("Tổng cộng: 6 văn bản", None, None, None, None, None, None, None),
)  # fmt: skip


def workbook(
    path: Path, lines: Sequence[Sequence[Any]] = LINES, *, title: str = "Năm 2019", more: Sequence[str] = ()
) -> Path:
    """A book with its heading, its columns over two rows and the lines below; `more` are further sheets."""
    book = Workbook()
    sheet: Any = book.active
    for name in (title, *more):
        sheet.title = name
        sheet.append(["TỈNH ỦY SƠN HÀ"])
        sheet.append(["SỔ ĐĂNG KÝ VĂN BẢN ĐẾN"])
        sheet.append([])
        for row in (*HEADER, *lines):
            sheet.append(list(row))
        for cells in MERGED:
            sheet.merge_cells(cells)
        if name != (title, *more)[-1]:
            sheet = book.create_sheet()
    content = BytesIO()
    book.save(content)
    path.write_bytes(content.getvalue())
    return path
