"""Older books and lists as files: opened, their columns known, read line by line."""

from __future__ import annotations

import hashlib
import itertools
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel.commands import Invalid
from vanphong.kernel.files.store import digest_of
from vanphong.lib.spreadsheet import BookSheet, TableRefused, cell_text, guess_columns, read_book
from vanphong.lib.spreadsheet.book_columns import title_key
from vanphong.lib.text import fold
from vanphong.modules.correspondence.commands.intake import refuses_secrets
from vanphong.modules.correspondence.forms.legacy_rows import (
    DITTO,
    FIELDS,
    REPEATED,
    Reading,
    SourceRow,
    understand,
)
from vanphong.modules.correspondence.models import LegacyLayout
from vanphong.modules.correspondence.queries.legacy import LegacyRow

LINES: Final = ".jsonl"
NEEDED: Final = frozenset({"subject", "reference_code", "text"})
_YEAR: Final = re.compile(r"(?:19|20)\d{2}")


@dataclass(frozen=True, slots=True)
class Source:
    """A list of lines. `rows` reads it anew each time, in order; `total` is how many there are.

    A sheet tells its columns, what each is taken for, and the year its title names.
    """

    name: str
    sha256: str
    total: int
    rows: Callable[[], Iterator[SourceRow]]
    sheet: str = ""
    columns: tuple[str, ...] = ()
    mapping: Mapping[str, str] = field(default_factory=dict)
    fingerprint: str = ""
    year: int | None = None


def open_sources(
    path: Path,
    name: str = "",
    *,
    mapping: Mapping[str, str] | None = None,
    fixed: Mapping[str, str] | None = None,
) -> list[Source]:
    """The lists in a file: one of a .jsonl or .csv, one a sheet of a workbook.

    `mapping` (title to field, "" for none) goes before what is remembered of the layout, and that before
    what the titles tell; a `fixed` mapping is the whole of it. Raises Invalid for a file that holds no list.
    """
    name = name or path.name
    if Path(name).suffix.lower() == LINES:
        return [_lines_source(path, name)]
    try:
        sheets = read_book(path, name)
    except TableRefused as refused:
        raise Invalid(refused.message_vi) from refused
    sha256 = digest_of(path)
    return [
        _sheet_source(
            sheet,
            name,
            sha256,
            columns_of(sheet, mapping or {}) if fixed is None else _known(sheet, fixed),
            len(sheets) > 1,
        )
        for sheet in sheets
    ]


def _known(sheet: BookSheet, fixed: Mapping[str, str]) -> dict[str, str]:
    return {title: fixed[title] for title in sheet.columns if fixed.get(title)}


def _lines_source(path: Path, name: str) -> Source:
    """A .jsonl: each line an object whose names are ours; other names are kept as cells."""
    with path.open("rb") as file:
        total = sum(1 for line in file if line.strip())
    if not total:
        raise Invalid(_("«{name}» không có dòng nào.").format(name=name))
    return Source(name[:200], digest_of(path), total, lambda: _lines(path))


def _lines(path: Path) -> Iterator[SourceRow]:
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield _line(number, line)


def _line(number: int, line: bytes) -> SourceRow:
    try:
        given = json.loads(line.decode("utf-8-sig"))
    except ValueError:
        given = None
    if not isinstance(given, dict):
        return SourceRow(
            number, {}, {}, _("Dòng này không phải một đối tượng JSON theo UTF-8. Đồng chí sửa lại.")
        )
    values: dict[str, Any] = {}
    cells: dict[str, str] = {}
    for name, value in given.items():
        if name in FIELDS:
            values[name] = value if isinstance(value, str | int | float) else _plain(value)
        elif value not in (None, "", [], {}):
            cells[str(name)] = _plain(value)
    return SourceRow(number, values, cells)


def _plain(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def columns_of(sheet: BookSheet, wished: Mapping[str, str]) -> dict[str, str]:
    """What each column of a sheet is taken for; a wish may name a title by its last part."""
    remembered = LegacyLayout.objects.filter(fingerprint=sheet.fingerprint).first()
    found = dict(remembered.mapping) if remembered else guess_columns(sheet.columns)
    for title, name in wished.items():
        column = _column_named(sheet, title)
        if name and name not in FIELDS:
            raise Invalid(
                _("Không có trường «{name}». Các trường: {names}.").format(name=name, names=", ".join(FIELDS))
            )
        found = {at: held for at, held in found.items() if at != column and held != name}
        if name:
            found[column] = name
    return found


def _column_named(sheet: BookSheet, title: str) -> str:
    key = title_key(title)
    exact = [column for column in sheet.columns if title_key(column) == key]
    last = [column for column in sheet.columns if title_key(column.rpartition(" – ")[2]) == key]
    for named in (exact, last):
        if len(named) == 1:
            return named[0]
    raise Invalid(
        _("Không có (hoặc có nhiều) cột «{title}». Các cột: {columns}.").format(
            title=title, columns="; ".join(sheet.columns)
        )
    )


def _sheet_source(
    sheet: BookSheet, name: str, sha256: str, mapping: Mapping[str, str], several: bool
) -> Source:
    year = _YEAR.search(sheet.title)
    own = hashlib.sha256(f"{sha256}\n{sheet.title}".encode()).hexdigest() if several else sha256
    return Source(
        (f"{name} [{sheet.title}]" if several else name)[:200],
        own,
        len(sheet.rows),
        lambda: _rows_of(sheet, mapping),
        sheet.title if several else "",
        sheet.columns,
        mapping,
        sheet.fingerprint,
        int(year.group()) if year else None,
    )


def _rows_of(sheet: BookSheet, mapping: Mapping[str, str]) -> Iterator[SourceRow]:
    """Lines with their cells by field; «nt» is what the line above says."""
    fields = [mapping.get(title, "") for title in sheet.columns]
    above: dict[str, Any] = {}
    for row in sheet.rows:
        values: dict[str, Any] = {}
        cells: dict[str, str] = {}
        for title, name, cell in zip(sheet.columns, fields, row.cells, strict=True):
            if not name:
                if cell is not None:
                    cells[title] = cell_text(cell)
                continue
            if name in REPEATED and isinstance(cell, str) and fold(cell).strip() in DITTO:
                cell = above.get(name)
            values[name] = cell
        above = {name: values.get(name) for name in REPEATED}
        yield SourceRow(row.number, values, cells)


def is_readable(source: Source) -> bool:
    """Whether the list has a column that says what its lines are about."""
    return not source.columns or bool(NEEDED & set(source.mapping.values()))


def understood(source: Source, year: int | None, *, after: int = 0) -> Iterator[LegacyRow]:
    """The rows behind the first `after`, as values."""
    how = Reading(timezone.localdate(), year or source.year, refuses_secrets())
    return (understand(row, how) for row in itertools.islice(source.rows(), after, None))
