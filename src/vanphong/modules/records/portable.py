"""Case files as folders: the list of them by year, and the inventory of each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vanphong.kernel.portable.declaring import Bundle, write_papers
from vanphong.lib.dates import format_date
from vanphong.modules.records.models import CaseFile

LIST = [
    "Số, ký hiệu",
    "Tiêu đề",
    "Đơn vị",
    "Người lập",
    "Thời hạn bảo quản",
    "Ngày mở",
    "Ngày kết thúc",
    "Tình trạng",
]
INVENTORY = [
    "STT",
    "Số, ký hiệu",
    "Ngày văn bản",
    "Tên loại và trích yếu",
    "Tác giả",
    "Tờ số",
    "Số tờ",
    "Ghi chú",
]


def _case_files(out: Bundle, year: int | None) -> None:
    files = CaseFile.objects.select_related("unit", "keeper", "retention").order_by("code", "pk")
    years = sorted({opened.year for opened in files.values_list("opened_on", flat=True)})
    for its_year in years:
        if year is None or its_year == year:
            of_year = files.filter(opened_on__year=its_year)
            out.table(f"ho-so/{its_year}/ho-so-{its_year}.csv", LIST, _listed(of_year))
            for file in of_year.iterator(chunk_size=200):
                name = f"{file.code} {file.title}".replace("/", "-")
                out.table(f"ho-so/{its_year}/{name}/muc-luc.csv", INVENTORY, _inventory(file))


def _listed(files: Any) -> Iterator[list[Any]]:
    for file in files.iterator(chunk_size=200):
        yield [
            file.code,
            file.title,
            str(file.unit),
            str(file.keeper),
            str(file.retention),
            format_date(file.opened_on),
            format_date(file.completed_on) if file.completed_on else "",
            str(file.get_state_display()),
        ]


def _inventory(file: CaseFile) -> Iterator[list[Any]]:
    for item in file.items.order_by("position", "pk"):
        yield [
            item.position,
            item.reference_code,
            format_date(item.issued_on) if item.issued_on else "",
            item.subject,
            item.issuer,
            item.sheet_from or "",
            item.page_count or "",
            item.note,
        ]


write_papers("case_files", _case_files)
