"""Reads of the catalogues: rows of a table judged against what is there, rows in force on a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from vanphong.kernel.wording import kept, vi
from vanphong.lib.dates import format_date
from vanphong.lib.spreadsheet import Table, TableRefused, TableRow, cell_date, cell_integer, cell_text
from vanphong.lib.text import fold
from vanphong.modules.catalogues.models import CatalogueRow, DocumentType, RetentionTerm, SubjectArea

CODE, NAME = ("Mã",), ("Tên", "Tên loại", "Tên lĩnh vực", "Thời hạn")
TITLES: Final[dict[str, tuple[str, ...]]] = {
    "code": CODE,
    "name": NAME,
    "family": ("Hệ",),
    "symbol": ("Ký hiệu",),
    "kind": ("Nhóm",),
    "prints_name": ("In tên loại",),
    "years": ("Số năm",),
    "source": ("Căn cứ",),
    "certain": ("Đã xác nhận",),
    "rank": ("Thứ tự",),
    "valid_from": ("Từ ngày",),
    "valid_to": ("Đến ngày",),
}
OWN: Final[dict[type[CatalogueRow], tuple[str, ...]]] = {
    DocumentType: ("family", "symbol", "kind", "prints_name"),
    SubjectArea: (),
    RetentionTerm: ("years",),
}
KINDS: Final = (("document", vi("Văn bản")), ("paper", vi("Giấy tờ hành chính")), ("copy", vi("Bản sao")))
PERMANENT: Final = "vinh vien"


def fields_of(model: type[CatalogueRow]) -> list[str]:
    """Fields of a catalogue in the order of its sheet."""
    own = OWN[model]
    return ["code", "name", *own, "source", "certain", "rank", "valid_from", "valid_to"]


def in_force(model: type[CatalogueRow], day: dt.date) -> QuerySet[Any]:
    """Rows of a catalogue in force on the day."""
    return model._default_manager.filter(model.on(day))


@dataclass(frozen=True, slots=True)
class Judged:
    """A row of a table: what would come of it, with its values as the command takes them."""

    number: int
    verdict: str
    title: str
    values: dict[str, Any] = field(default_factory=dict)
    remark: str = ""


def judge(model: type[CatalogueRow], table: Table, today: dt.date) -> list[Judged]:
    """Every row of the table against the catalogue, matched by code; columns left out stay as they are."""
    places = {name: table.column(*TITLES[name]) for name in fields_of(model)}
    missing = [TITLES[name][0] for name in ("code", "name") if places[name] is None]
    if missing:
        raise TableRefused(
            _("Bảng thiếu cột {missing}. Đồng chí đặt tên cột như vậy rồi nạp lại.").format(
                missing=", ".join(missing)
            )
        )
    there = {row.code: row for row in model._default_manager.all()}
    seen: dict[str, int] = {}
    found = []
    for line in table.rows:
        try:
            values = _values(model, line, {name: at for name, at in places.items() if at is not None}, today)
            code = values["code"]
            if code in seen:
                raise TableRefused(
                    _("Mã «{code}» đã có ở dòng {seen}. Đồng chí để mỗi mã một dòng.").format(
                        code=code, seen=seen[code]
                    )
                )
            seen[code] = line.number
            found.append(_verdict(model, line.number, values, there.get(code)))
        except TableRefused as refused:
            at = places["name"]
            title = cell_text(line.cells[at]) if at is not None else ""
            found.append(Judged(line.number, "wrong", title or "–", remark=refused.message_vi))
    return found


def _values(
    model: type[CatalogueRow], line: TableRow, places: dict[str, int], today: dt.date
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, at in places.items():
        cell, title = line.cells[at], TITLES[name][0]
        if name in ("valid_from", "valid_to"):
            day = cell_date(cell, line.number, title, today)
            values[name] = day.isoformat() if day else None
        elif name == "years" and fold(cell_text(cell)) == PERMANENT:
            values[name] = None
        elif name in ("years", "rank"):
            values[name] = cell_integer(cell, line.number, title)
        elif name in ("certain", "prints_name"):
            values[name] = fold(cell_text(cell)) not in ("khong", "0", "false", "sai")
        else:
            values[name] = cell_text(cell)
    return _checked(model, values)


def _checked(model: type[CatalogueRow], values: dict[str, Any]) -> dict[str, Any]:
    if not values["code"] or not values["name"]:
        raise TableRefused(_("Dòng còn thiếu mã hoặc tên."))
    if model is DocumentType and "family" in values:
        values["family"] = _one_of(DocumentType.Family.choices, values["family"], _("Hệ"))
    if "kind" in values:
        values["kind"] = _one_of(KINDS, values["kind"], _("Nhóm")) if values["kind"] else ""
    number = values.get("years")
    if number is not None and not 0 < number <= 200:
        raise TableRefused(
            _("Số năm {number} không đúng. Đồng chí ghi từ 1 đến 200, hoặc «Vĩnh viễn».").format(
                number=number
            )
        )
    start, end = values.get("valid_from"), values.get("valid_to")
    if start and end and end < start:
        days = [format_date(dt.date.fromisoformat(day)) for day in (end, start)]
        raise TableRefused(_("Đến ngày {days} trước từ ngày {days2}.").format(days=days[0], days2=days[1]))
    return values


def _one_of(choices: Any, text: str, title: str) -> str:
    """A value by its code or its Vietnamese words."""
    by_words = {fold(kept(label)): str(value) for value, label in choices}
    found = by_words.get(fold(text), text)
    if found not in by_words.values():
        raise TableRefused(
            _("{title} «{text}» không có. Chọn: {join}.").format(
                title=title, text=text, join=", ".join(kept(label) for _, label in choices)
            )
        )
    return found


def _verdict(
    model: type[CatalogueRow], number: int, values: dict[str, Any], there: CatalogueRow | None
) -> Judged:
    title = f"{values['code']} · {values['name']}"
    if there is None:
        if model is DocumentType and not values.get("family"):
            raise TableRefused(_("Loại văn bản mới cần cột «Hệ»."))
        return Judged(number, "add", title, values)
    whole = {name: _plain(getattr(there, name)) for name in fields_of(model)}
    given = {name: value for name, value in values.items() if not (name == "rank" and value is None)}
    changed = [TITLES[name][0].lower() for name, value in given.items() if whole[name] != value]
    if not changed:
        return Judged(number, "same", title, remark=_("Không có gì khác."))
    return Judged(
        number,
        "change",
        title,
        {**whole, **given},
        _("Đổi: {changed}.").format(changed=", ".join(changed)),
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value
