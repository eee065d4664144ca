"""A line of an older book or list: what its cells mean, and in words what is wrong with them."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

from vanphong.kernel.wording import vi
from vanphong.lib.dates import BadDate, parse_vn_date
from vanphong.lib.spreadsheet import cell_text
from vanphong.lib.text import clean, fold
from vanphong.modules.correspondence.models import IncomingDocument, LegacyOrigin, Urgency
from vanphong.modules.correspondence.queries.legacy import LegacyRow

FIELDS: Final[dict[str, str]] = {
    "number": vi("Số đến"),
    "arrived_on": vi("Ngày đến"),
    "issuer": vi("Cơ quan ban hành"),
    "reference_code": vi("Số, ký hiệu"),
    "code_number": vi("Số của văn bản"),
    "code_symbol": vi("Ký hiệu của văn bản"),
    "issued_on": vi("Ngày văn bản"),
    "type": vi("Loại văn bản"),
    "subject": vi("Trích yếu"),
    "recipients": vi("Đơn vị, người nhận"),
    "receipt": vi("Ký nhận"),
    "note": vi("Ghi chú"),
    "signer": vi("Người ký"),
    "signer_title": vi("Chức vụ ký"),
    "urgency": vi("Độ khẩn"),
    "secrecy": vi("Độ mật"),
    "page_count": vi("Số trang"),
    "copy_count": vi("Số bản"),
    "due_on": vi("Hạn xử lý"),
    "result": vi("Kết quả xử lý"),
    "register": vi("Sổ"),
    "year": vi("Năm"),
    "key": vi("Mã riêng ở nguồn"),
    "text": vi("Nội dung"),
    "file": vi("Tên tệp"),
}
"""What a column may be; the names are those of --map and of .jsonl."""
KEPT_AS_CELL: Final = frozenset({"recipients", "receipt"})
"""Fields that stay among the cells of the older book: nobody here acts on them any more."""
DITTO: Final = frozenset({'"', "″", "”", "“", "〃", "''", "//", "nt", "-nt-", "n/t", "nhu tren"})
REPEATED: Final = frozenset({"issuer", "arrived_on", "issued_on", "type", "recipients"})
"""Fields in which a clerk writes «nt» for the line above."""
_WHOLE: Final = re.compile(r"0*([1-9]\d{0,8})")
_DAY_MONTH: Final = re.compile(r"\d{1,2} ?[/.\-] ?\d{1,2}")
_YEAR: Final = re.compile(r"(?:19|20)\d{2}")
_SECRET: Final = ("mat", "toi mat", "tuyet mat")
_URGENCIES: Final = {
    "khan": Urgency.URGENT,
    "thuong khan": Urgency.VERY_URGENT,
    "hoa toc": Urgency.FLASH,
    "hoa toc hen gio": Urgency.FLASH_AT,
}
_EPOCH: Final = dt.date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A line as its file has it: what is mapped by field, the rest by title. `number` is the file's own."""

    number: int
    values: Mapping[str, Any]
    cells: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """How lines are read: which year a day without one belongs to, and whether secrets are refused."""

    today: dt.date
    year: int | None = None
    refuse_secrets: bool = True


def understand(source: SourceRow, how: Reading) -> LegacyRow:
    """The line as values; what cannot be read is told in `errors`, each with what to do."""
    row = LegacyRow(source.number, cells={k: v for k, v in source.cells.items() if v})
    if source.problem:
        row.errors.append(source.problem)
        return row
    values = source.values
    _refuse_secret(row, values, how)
    for name in ("issuer", "type", "signer", "signer_title", "note", "result"):
        _put_text(row, name, values.get(name))
    _put_text(row, "subject", values.get("subject"))
    _put_text(row, "reference_code", values.get("reference_code") or _joined_code(values))
    row.key, row.register, row.file = (_text(values.get(name)) for name in ("key", "register", "file"))
    if len(row.key) > _longest(LegacyOrigin, "key"):
        row.errors.append(_("Mã riêng dài quá 200 ký tự. Đồng chí rút gọn."))
    row.text = clean(str(values.get("text") or ""), keep_lines=True)
    row.page_count = _count(values.get("page_count"), 0)
    row.copy_count = min(_count(values.get("copy_count"), 1), 32_000)
    row.urgency = _URGENCIES.get(fold(_text(values.get("urgency"))), Urgency.NORMAL)
    for name in KEPT_AS_CELL:
        if words := _text(values.get(name)):
            row.cells[str(FIELDS[name])] = words
    year = _year_cell(row, values.get("year")) or how.year
    for name in ("arrived_on", "issued_on", "due_on"):
        setattr(row, name, _day(row, name, values.get(name), year, how.today))
    _number(row, values, year, how.today)
    if not row.subject and not row.reference_code and row.text:
        row.subject = row.text.partition("\n")[0][:200]
    if not row.subject and not row.reference_code:
        row.errors.append(_("Chưa có trích yếu và số, ký hiệu. Đồng chí ghi ít nhất một trong hai."))
    for name in ("arrived_on", "issued_on"):
        if (day := getattr(row, name)) is not None and day > how.today:
            words = _("Cột «{title}»: {day:%d/%m/%Y} sau ngày hôm nay. Đồng chí xem lại.")
            row.errors.append(words.format(title=FIELDS[name], day=day))
    return row


def _text(value: Any) -> str:
    return cell_text(value) if value is not None else ""


@functools.cache
def _longest(model: type[IncomingDocument | LegacyOrigin], name: str) -> int:
    return getattr(model._meta.get_field(name), "max_length", None) or 1_000_000


def _put_text(row: LegacyRow, name: str, value: Any) -> None:
    """The words; what is longer than its column is cut, and stays whole among the cells."""
    words = _text(value)
    longest = (
        _longest(IncomingDocument, "issuer_name" if name == "issuer" else name) if name != "type" else 80
    )
    if len(words) > longest:
        row.cells[str(FIELDS[name])] = words
        words = words[: longest - 1].rstrip() + "…"
        row.remarks.append(_("«{title}» dài, phần đủ nằm ở «Sổ cũ».").format(title=FIELDS[name]))
    setattr(row, name, words)


def _joined_code(values: Mapping[str, Any]) -> str:
    """«12» and «-CV/TU» of two columns are one code; «QĐ-UBND» gets the stroke the State writes."""
    number, symbol = _text(values.get("code_number")), _text(values.get("code_symbol"))
    if number and symbol:
        return number + symbol if symbol[0] in "-/" or number[-1] in "-/" else f"{number}/{symbol}"
    return number or symbol


def _count(value: Any, usual: int) -> int:
    match = re.search(r"\d{1,6}", _text(value))
    return int(match.group()) if match else usual


def _year_cell(row: LegacyRow, value: Any) -> int | None:
    words = _text(value)
    if not words:
        return None
    match = _YEAR.search(words)
    if match is None:
        row.errors.append(
            _("Cột «Năm»: «{words}» không phải năm. Đồng chí ghi bốn chữ số.").format(words=words)
        )
        return None
    return int(match.group())


def _day(row: LegacyRow, name: str, value: Any, year: int | None, today: dt.date) -> dt.date | None:
    """A day of a cell: typed, as text, or as the number Excel keeps days by."""
    if value is None or value == "":
        return None
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    found = _day_of(_text(value), year, today)
    if isinstance(found, str):
        row.errors.append(_("Cột «{title}»: {message}").format(title=FIELDS[name], message=found))
        return None
    return found


@functools.lru_cache(maxsize=50_000)
def _day_of(words: str, year: int | None, today: dt.date) -> dt.date | str | None:
    """The day, or why it is none; old books repeat few days in many lines."""
    if not words.strip(" -./"):
        return None
    if words.isdigit() and 20_000 <= int(words) <= 60_000:
        return _EPOCH + dt.timedelta(days=int(words))
    if _DAY_MONTH.fullmatch(words):
        if year is None:
            return _("«{words}» thiếu năm. Đồng chí cho biết năm của sổ.").format(words=words)
        words = f"{words.replace(' ', '')}/{year}".replace(".", "/").replace("-", "/")
    if not any(char.isdigit() for char in words):
        return _("Không đọc được ngày «{words}».").format(words=words)
    try:
        return parse_vn_date(words, today)
    except BadDate as error:
        return error.message_vi


def _number(row: LegacyRow, values: Mapping[str, Any], year: int | None, today: dt.date) -> None:
    """The number as the book writes it, as an integer where it is one, and the year whose number it is."""
    row.numbered = "number" in values
    row.written_number = _text(values.get("number"))[: _longest(LegacyOrigin, "written_number")]
    whole = _WHOLE.fullmatch(row.written_number)
    row.number = int(whole.group(1)) if whole else None
    day = row.arrived_on or row.issued_on
    row.year = year or (day.year if day else None)
    if not row.numbered:
        # A list has no numbers of its own: its lines are numbered by the year in which they come in.
        row.year = today.year
        return
    if row.year is None:
        if not row.errors:
            words = _("Không biết số này của năm nào. Đồng chí thêm cột «Năm», hoặc cho biết năm của sổ.")
            row.errors.append(words)
        return
    if not row.written_number:
        row.remarks.append(_("Sổ cũ không ghi số đến."))
    elif row.number is None:
        row.remarks.append(_("Số đến «{number}» giữ như trong sổ.").format(number=row.written_number))
    if row.arrived_on is None:
        row.remarks.append(_("Sổ cũ không ghi ngày đến."))
    elif row.arrived_on.year != row.year:
        words = _("Ngày đến {day:%d/%m/%Y} không thuộc năm {year} của sổ.")
        row.remarks.append(words.format(day=row.arrived_on, year=row.year))


def _refuse_secret(row: LegacyRow, values: Mapping[str, Any], how: Reading) -> None:
    if how.refuse_secrets and fold(_text(values.get("secrecy"))).strip(" .") in _SECRET:
        # Its words must not come in, not even with the report.
        row.cells.clear()
        row.errors.append(_("Dòng ghi độ mật: không đưa vào hệ thống này. Đồng chí giữ ở sổ mật, trên giấy."))
