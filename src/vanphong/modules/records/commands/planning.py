"""The file plan of a year: entries added, changed, taken in from a table, copied from the year before.

Legal ground: Nghị định 30/2020/NĐ-CP, Điều 28 (issued by the head of the agency at the start of the year).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Conflict, Forbidden, Invalid, command
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.wording import vi
from vanphong.lib.text import clean
from vanphong.modules.catalogues.public import RetentionTerm
from vanphong.modules.records.models import FilePlanEntry
from vanphong.modules.records.policy import PLAN, PLANNING_ROLES
from vanphong.modules.records.queries.file_plan import retention_named, unit_named

FIRST_YEAR, LAST_YEAR = 1930, 2100
NAMED = 5
"""Wrong rows named in one refusal."""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A row of a file plan as a table gives it: `retention` and `unit` in words or codes."""

    code: str
    title: str
    retention: str
    heading: str = ""
    unit: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class PlanImport:
    """What an import did, in counts of entries."""

    added: int
    changed: int
    unchanged: int

    def __str__(self) -> str:
        return f"Thêm {self.added} mục, sửa {self.changed} mục, giữ nguyên {self.unchanged} mục."


def _agency(actor: Actor, agency: Unit | None) -> Unit:
    """The agency whose plan it is: the one in which the actor keeps the plan, unless named."""
    mine = sorted(actor.agencies_as(*PLANNING_ROLES))
    if agency is None:
        if not mine:
            raise Invalid(_("Đồng chí chọn cơ quan của danh mục."), {"agency": _("Còn trống.")})
        return Unit.objects.get(pk=mine[0])
    if not actor.is_system and agency.pk not in mine:
        raise Forbidden(_("Danh mục hồ sơ của cơ quan nào do cơ quan ấy lập."))
    return agency


def _year(year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Invalid(
            _("Năm của danh mục chưa đúng."),
            {
                "year": _("Từ {first_year} đến {last_year}.").format(
                    first_year=FIRST_YEAR, last_year=LAST_YEAR
                )
            },
        )
    return year


def _words(code: str, title: str) -> tuple[str, str]:
    found = clean(code), clean(title)
    wrong = {
        name: "Còn trống." if not text else "Dài quá."
        for name, text, limit in (("code", found[0], 40), ("title", found[1], 400))
        if not text or len(text) > limit
    }
    if wrong:
        raise Invalid(
            _("Mục của danh mục phải có số, ký hiệu (đến 40 ký tự) và tiêu đề (đến 400 ký tự)."), wrong
        )
    return found


def _fresh(agency: Unit, year: int, code: str) -> FilePlanEntry:
    return FilePlanEntry(
        agency=agency,
        year=year,
        code=code,
        valid_from=dt.date(year, 1, 1),
        valid_to=dt.date(year, 12, 31),
    )


@command(PLAN, on=FilePlanEntry, label=vi("thêm mục danh mục hồ sơ"))
def add_plan_entry(
    actor: Actor,
    /,
    *,
    year: int,
    code: str,
    title: str,
    retention: RetentionTerm,
    heading: str = "",
    unit: Unit | None = None,
    note: str = "",
    agency: Unit | None = None,
) -> FilePlanEntry:
    """Add a line to the plan of a year; its code stands once in that year."""
    home = _agency(actor, agency)
    key, words = _words(code, title)
    if FilePlanEntry.objects.filter(agency=home, year=_year(year), code=key).exists():
        raise Invalid(
            _("Danh mục năm {year} đã có mục {key}.").format(year=year, key=key),
            {"code": _("Chọn số, ký hiệu khác.")},
        )
    entry = _fresh(home, year, key)
    entry.title, entry.retention = words, retention
    entry.heading, entry.unit, entry.note = clean(heading)[:200], unit, clean(note)[:200]
    entry.save()
    return entry


@command(PLAN, on="entry", label=vi("sửa mục danh mục hồ sơ"))
def edit_plan_entry(
    actor: Actor,
    /,
    *,
    entry: FilePlanEntry,
    title: str,
    retention: RetentionTerm,
    heading: str = "",
    unit: Unit | None = None,
    note: str = "",
) -> FilePlanEntry:
    """Change a line of the plan; its code stays, and files already opened keep their own term."""
    _, entry.title = _words(entry.code, title)
    entry.retention, entry.unit = retention, unit
    entry.heading, entry.note = clean(heading)[:200], clean(note)[:200]
    entry.save()
    return entry


@command(PLAN, on="entry", label=vi("bỏ mục danh mục hồ sơ"))
def remove_plan_entry(actor: Actor, /, *, entry: FilePlanEntry) -> int:
    """Take a line out of the plan, as long as no case file was opened under it. Returns its year."""
    if count := entry.case_files.count():
        raise Conflict(
            _("Đã có {count} hồ sơ mở theo mục {code}, không bỏ được.").format(count=count, code=entry.code)
        )
    year: int = entry.year
    entry.delete()
    return year


def _checked(agency: Unit, rows: Sequence[PlanRow]) -> list[tuple[PlanRow, RetentionTerm, Unit | None]]:
    """Rows with what their words stand for; all faults are told at once, nothing is written before."""
    faults: list[str] = []
    found: list[tuple[PlanRow, RetentionTerm, Unit | None]] = []
    seen: set[str] = set()
    terms: dict[str, RetentionTerm | None] = {}
    units: dict[str, Unit | None] = {"": None}
    for line, row in enumerate(rows, start=1):
        code, title = clean(row.code), clean(row.title)
        if row.retention not in terms:
            terms[row.retention] = retention_named(row.retention) if row.retention.strip() else None
        if row.unit not in units:
            units[row.unit] = unit_named(agency, row.unit)
        term, unit = terms[row.retention], units[row.unit]
        if not code or not title:
            faults.append(f"dòng {line} thiếu số, ký hiệu hoặc tiêu đề")
        elif len(code) > 40 or len(title) > 400:
            faults.append(f"dòng {line} có số, ký hiệu quá 40 hoặc tiêu đề quá 400 ký tự")
        elif code in seen:
            faults.append(f"dòng {line} lặp lại mục {code}")
        elif term is None:
            faults.append(f"dòng {line} có thời hạn bảo quản «{row.retention}» không nằm trong bảng thời hạn")
        elif row.unit and unit is None:
            faults.append(f"dòng {line} có đơn vị «{row.unit}» không thuộc cơ quan")
        else:
            found.append((row, term, unit))
        seen.add(code)
    if faults:
        more = f" và {len(faults) - NAMED} dòng khác" if len(faults) > NAMED else ""
        raise Invalid(
            _("Bảng chưa đúng: ")
            + "; ".join(faults[:NAMED])
            + more
            + _(". Đồng chí sửa rồi nhập lại; chưa có gì được ghi."),
            {"file": faults[0]},
        )
    return found


@command(PLAN, on=FilePlanEntry, label=vi("nhập danh mục hồ sơ từ bảng"))
def import_file_plan(
    actor: Actor, /, *, year: int, rows: Sequence[PlanRow], agency: Unit | None = None
) -> PlanImport:
    """Take a plan in from rows; run again, it changes what differs and adds nothing twice."""
    home = _agency(actor, agency)
    _year(year)
    if not rows:
        raise Invalid(_("Bảng không có dòng nào."), {"file": _("Đồng chí kiểm tra tệp.")})
    checked = _checked(home, rows)
    there = {e.code: e for e in FilePlanEntry.objects.filter(agency=home, year=year)}
    added = changed = 0
    for row, term, unit in checked:
        code = clean(row.code)
        entry = there.get(code) or _fresh(home, year, code)
        new = {
            "title": clean(row.title),
            "heading": clean(row.heading)[:200],
            "note": clean(row.note)[:200],
            "retention_id": term.pk,
            "unit_id": unit.pk if unit is not None else None,
        }
        if entry.pk is not None and all(getattr(entry, name) == value for name, value in new.items()):
            continue
        added, changed = (added + 1, changed) if entry.pk is None else (added, changed + 1)
        for name, value in new.items():
            setattr(entry, name, value)
        entry.save()
    return PlanImport(added, changed, len(checked) - added - changed)


@command(PLAN, on=FilePlanEntry, label=vi("chép danh mục hồ sơ sang năm mới"))
def copy_file_plan(
    actor: Actor, /, *, from_year: int, to_year: int, agency: Unit | None = None
) -> PlanImport:
    """Copy the plan of one year to another; what the new year already has stays as it is."""
    home = _agency(actor, agency)
    if _year(from_year) == _year(to_year):
        raise Invalid(_("Hai năm phải khác nhau."), {"to_year": _("Chọn năm khác.")})
    old = list(FilePlanEntry.objects.filter(agency=home, year=from_year).order_by("pk"))
    if not old:
        raise Conflict(_("Danh mục năm {from_year} chưa có mục nào để chép.").format(from_year=from_year))
    there = set(FilePlanEntry.objects.filter(agency=home, year=to_year).values_list("code", flat=True))
    for entry in old:
        if entry.code in there:
            continue
        copy = _fresh(home, to_year, entry.code)
        copy.title, copy.heading, copy.note = entry.title, entry.heading, entry.note
        copy.retention_id, copy.unit_id = entry.retention_id, entry.unit_id
        copy.save()
    kept = sum(entry.code in there for entry in old)
    return PlanImport(len(old) - kept, 0, kept)
