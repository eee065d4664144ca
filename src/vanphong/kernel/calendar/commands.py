"""Writes of the working-day calendar: days off, days worked in exchange."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.calendar.models import SpecialDay
from vanphong.kernel.calendar.policy import KEEP_CALENDAR
from vanphong.kernel.commands import Invalid, command, note
from vanphong.kernel.wording import vi
from vanphong.lib.dates import format_date
from vanphong.lib.text import clean


def _check(kind: str, name: str) -> None:
    if kind not in SpecialDay.Kind.values:
        raise Invalid(_("Loại ngày là nghỉ hoặc làm bù."), {"kind": _("Đồng chí chọn nghỉ hoặc làm bù.")})
    if not clean(name):
        raise Invalid(_("Ngày cần có tên, ví dụ «Nghỉ bù Quốc khánh»."), {"name": _("Còn thiếu tên.")})


@command(KEEP_CALENDAR, on=SpecialDay, label=vi("thêm ngày nghỉ, làm bù"))
def add_day(
    actor: Actor, /, *, day: dt.date, kind: str, name: str, source: str = "", certain: bool = True
) -> SpecialDay:
    """Say that a day is off, or worked in exchange; it replaces the shipped row of that day."""
    _check(kind, name)
    if SpecialDay.objects.filter(day=day).exists():
        message = _("Ngày {day} đã có trong lịch. Đồng chí sửa dòng ấy.").format(day=format_date(day))
        raise Invalid(message, {"day": message})
    row = SpecialDay(day=day, kind=kind, name=clean(name), source=clean(source), certain=certain)
    row.save()
    return row


@command(KEEP_CALENDAR, on="row", label=vi("sửa ngày nghỉ, làm bù"))
def change_day(
    actor: Actor, /, *, row: SpecialDay, kind: str, name: str, source: str = "", certain: bool = True
) -> SpecialDay:
    """Change what a day is; deadlines already given stay as they were given."""
    _check(kind, name)
    row.kind, row.name, row.source, row.certain = kind, clean(name), clean(source), certain
    row.save()
    return row


@command(KEEP_CALENDAR, on="row", label=vi("bỏ ngày nghỉ, làm bù"))
def remove_day(actor: Actor, /, *, row: SpecialDay) -> dt.date:
    """Take a day out: it is again as the shipped calendar or the week says."""
    note(f"{format_date(row.day)} {row.name}")
    day = row.day
    row.delete()
    return day
