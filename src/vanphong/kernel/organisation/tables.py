"""Tables of units, posts and people from Excel or CSV, by the headings an office would write."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from vanphong.kernel.commands import Invalid
from vanphong.kernel.organisation.naming import key_of

HEADINGS: Final = {
    "ho va ten": "full_name",
    "ho ten": "full_name",
    "ten dang nhap": "username",
    "mat khau": "password",
    "thu dien tu": "email",
    "email": "email",
    "dien thoai": "phone",
    "don vi": "unit",
    "ma don vi": "unit",
    "chuc vu": "post",
    "vai tro": "role",
    "ma": "code",
    "ten": "name",
    "ten don vi": "name",
    "ten gon": "short_name",
    "loai": "kind",
    "cap": "level",
    "cap tren": "parent",
    "truc thuoc": "parent",
    "co quan": "agency",
    "ki hieu": "symbol",
    "ma dinh danh": "identifier",
    "co so rieng": "is_agency",
    "dung he thong": "uses_vanphong",
    "ten goi khac": "aliases",
    "ke tuc boi": "successors",
    "thu tu": "rank",
    "xac thuc hai lop": "second_factor",
    "tu ngay": "valid_from",
    "den ngay": "valid_to",
}
MOST: Final = 20_000
_UNREADABLE: Final = (OSError, zipfile.BadZipFile, KeyError, ValueError, csv.Error)


def read_table(path: Path) -> list[dict[str, Any]]:
    """Rows of the first sheet, or of a CSV in UTF-8, with our field names; empty rows are left out."""
    try:
        lines = _sheet(path) if path.suffix.lower() == ".xlsx" else _csv(path)
    except _UNREADABLE as error:
        message = _("Không đọc được «{name}». Đồng chí lưu lại dạng Excel (.xlsx) hoặc CSV (UTF-8).").format(
            name=path.name
        )
        raise Invalid(message) from error
    if not lines:
        raise Invalid(_("«{name}» không có dòng nào.").format(name=path.name))
    names = [HEADINGS.get(key_of(str(cell or "")), str(cell or "").strip()) for cell in lines[0]]
    if not set(names) & set(HEADINGS.values()):
        raise Invalid(
            _("Dòng đầu của «{name}» chưa có tên cột, ví dụ «Họ và tên», «Đơn vị».").format(name=path.name)
        )
    rows = [dict(zip(names, line, strict=False)) for line in lines[1 : MOST + 1]]
    return [row for row in rows if any(value not in (None, "") for value in row.values())]


def _csv(path: Path) -> list[list[Any]]:
    text = path.read_text(encoding="utf-8-sig")
    first = text.partition("\n")[0]
    return [list(line) for line in csv.reader(io.StringIO(text), delimiter=";" if ";" in first else ",")]


def _sheet(path: Path) -> list[list[Any]]:
    # Loaded when a table is read: the library is heavy, and most processes never read one.
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    try:
        return [list(line) for line in book.worksheets[0].iter_rows(values_only=True)]
    finally:
        book.close()
