"""The working-day calendar: the office's own days, the whole year, and why a deadline falls on its day."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from vanphong.kernel.access import VIEW
from vanphong.kernel.actor import Actor
from vanphong.kernel.calendar.models import SpecialDay
from vanphong.kernel.calendar.queries import due_after
from vanphong.kernel.organisation.queries import today
from vanphong.kernel.wording import vi
from vanphong.lib.dates import BadDate, format_date, parse_vn_date
from vanphong.lib.working_days import shipped_days
from vanphong.modules.administration.lists import SPECIAL_DAYS
from vanphong.modules.administration.record_types import ADDRESSES, address_of
from vanphong.ui.components import (
    Action,
    Badge,
    Breadcrumb,
    Column,
    Crumb,
    DateField,
    Empty,
    Fact,
    Facts,
    Field,
    Filters,
    Notice,
    Panel,
    Part,
    Tab,
    Table,
    TableRow,
    Tabs,
    Tone,
    weekday_text,
)
from vanphong.ui.screens import (
    ActionScreens,
    Head,
    ListScreen,
    PanelSpec,
    RecordScreen,
    Request,
    declare_panel,
    page,
    show,
)

ADDRESS = ADDRESSES[SpecialDay]
KINDS = {"holiday": vi("Nghỉ lễ"), "day_off": vi("Nghỉ"), "made_up": vi("Làm bù")}
MOST = 250
REASONS = (vi("Ngày làm việc"), vi("Nghỉ cuối tuần"))
"""What the calendar says of ordinary days, for the catalogue of translations; other days have names."""


def _facts(_request: Request, _actor: Actor, row: Any) -> Part:
    return Panel(
        _("Ngày"),
        Facts(
            [
                Fact(_("Ngày"), weekday_text(row.day)),
                Fact(_("Loại"), row.get_kind_display()),
                Fact(_("Căn cứ"), row.source),
                Fact(_("Chính thức"), _("có") if row.certain else _("chưa")),
            ]
        ),
    )


@page("quan-tri/lich-lam-viec/nam/", name="administration.year", opens=(SpecialDay, VIEW))
def year(request: Request, actor: Actor) -> HttpResponse:
    """All special days of `?nam=`: shipped ones, and those of the office that add to or replace them."""
    shipped = shipped_days()
    years = sorted({day.date.year for day in shipped} | {today().year})
    text = request.GET.get("nam", "")
    chosen = int(text) if text.isdigit() and int(text) in years else today().year
    own = {row.day: row for row in SpecialDay.objects.filter(day__year=chosen)}
    lines: dict[Any, list[Any]] = {
        day.date: [day.name, KINDS[day.kind], day.source, day.certain, _("có sẵn"), ""]
        for day in shipped
        if day.date.year == chosen
    }
    for day, row in own.items():
        lines[day] = [
            row.name,
            row.get_kind_display(),
            row.source,
            row.certain,
            _("cơ quan"),
            address_of(row),
        ]
    rows = [
        TableRow(
            [
                weekday_text(day),
                name,
                kind,
                origin if certain else Badge(_("chưa chính thức"), Tone.WARN),
                source,
            ],
            url,
        )
        for day, (name, kind, source, certain, origin, url) in sorted(lines.items())
    ]
    columns = [
        Column(_("Ngày"), "date"),
        Column(_("Tên"), "strong"),
        Column(_("Loại"), "code"),
        Column(_("Nguồn"), "code"),
        Column(_("Căn cứ"), on_phone=False),
    ]
    return show(
        request,
        actor,
        "ui/pages/listed.html",
        {
            "title": _("Lịch cả năm {chosen}").format(chosen=chosen),
            "crumbs": Breadcrumb([Crumb(_("Lịch làm việc"), ADDRESS), Crumb(str(chosen))]),
            "hint": _("Thứ Bảy, Chủ nhật nghỉ, trừ ngày làm bù."),
            "tabs": Tabs(_("Năm"), [Tab(str(y), f"?nam={y}", active=y == chosen) for y in years]),
            "body": Table(_("Ngày nghỉ, làm bù"), columns, rows, Empty(_("Năm này chưa có ngày nào"))),
        },
    )


@page("quan-tri/lich-lam-viec/dem-ngay/", name="administration.count", opens=(SpecialDay, VIEW))
def count(request: Request, actor: Actor) -> HttpResponse:
    """«Vì sao hạn là ngày này»: `?tu=` a day, `?so-ngay=` working days; every day on the way is told."""
    start_text, days_text = request.GET.get("tu", ""), request.GET.get("so-ngay", "")
    errors = {"tu": "", "so-ngay": ""}
    start, days = today(), 5
    if start_text:
        try:
            start = parse_vn_date(start_text, today())
        except BadDate as wrong:
            errors["tu"] = wrong.message_vi
    if days_text:
        if days_text.isdigit() and 0 <= int(days_text) <= MOST and len(days_text) < 5:
            days = int(days_text)
        else:
            errors["so-ngay"] = _("Đồng chí nhập số ngày từ 0 đến {most}.").format(most=MOST)
    wrong_input = any(errors.values())
    fields = [
        DateField(
            name="tu",
            label=_("Tính từ ngày"),
            value=start_text or format_date(start),
            error=errors["tu"],
            width="third",
        ),
        Field(
            name="so-ngay",
            label=_("Số ngày làm việc"),
            value=days_text or str(days),
            error=errors["so-ngay"],
            inputmode="numeric",
            width="third",
        ),
    ]
    above: list[Part] = []
    rows: list[TableRow] = []
    if not wrong_input:
        found = due_after(start, days)
        due = weekday_text(found.due)
        above.append(
            Notice(
                _("{days} ngày làm việc tính từ sau ngày {start}: hạn là {due}.").format(
                    days=days, start=format_date(start), due=due
                )
            )
        )
        if found.warning:
            above.append(Notice(found.warning, Tone.WARN))
        number = 0
        for day in found.days:
            number += day.counted
            cells = [
                weekday_text(day.date),
                str(number) if day.counted else _("không tính"),
                _(day.reason),
            ]
            rows.append(TableRow(cells, current=day.date == found.due))
    columns = [
        Column(_("Ngày"), "strong"),
        Column(_("Ngày thứ"), "number"),
        Column(_("Vì là")),
    ]
    return show(
        request,
        actor,
        "ui/pages/listed.html",
        {
            "title": _("Vì sao hạn là ngày này"),
            "crumbs": Breadcrumb([Crumb(_("Lịch làm việc"), ADDRESS), Crumb(_("Đếm ngày làm việc"))]),
            "above": above,
            "filters": Filters(f"{ADDRESS}dem-ngay/", fields, opened=True),
            "body": Table(_("Từng ngày"), columns, rows),
        },
        status=422 if wrong_input else 200,
    )


def _buttons(_request: Request, _actor: Actor) -> list[Action]:
    return [
        Action(_("Lịch cả năm"), f"{ADDRESS}nam/"),
        Action(_("Đếm ngày"), f"{ADDRESS}dem-ngay/"),
    ]


RECORD = RecordScreen(
    SpecialDay,
    ADDRESS,
    vi("Lịch làm việc"),
    lambda _a, d: Head(d.name, format_date(d.day), d.get_kind_display()),
)
ListScreen(SPECIAL_DAYS, ADDRESS, address_of, buttons=_buttons).declare()
RECORD.declare()
ActionScreens(SpecialDay, ADDRESS, RECORD).declare()
declare_panel(PanelSpec("facts", SpecialDay, _facts, 10))
