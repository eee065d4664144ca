"""Registers: books, their periods, reserved and void numbers, the proof that no number is missing."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel import access
from vanphong.kernel.actor import Actor
from vanphong.kernel.listing import first_page
from vanphong.kernel.numbering.checking import check_numbers
from vanphong.kernel.numbering.models import IssuedNumber, Register, Series
from vanphong.kernel.numbering.policy import KEEP_REGISTER
from vanphong.kernel.registry import record_types
from vanphong.kernel.wording import vi
from vanphong.modules.administration.lists import REGISTERS
from vanphong.modules.administration.record_types import ADDRESSES, address_of
from vanphong.ui.components import (
    Action,
    Badge,
    Breadcrumb,
    Column,
    Crumb,
    Empty,
    Fact,
    Facts,
    Notice,
    Pager,
    Panel,
    Part,
    Tab,
    Table,
    TableRow,
    Tabs,
    Tone,
    day_text,
    moment_text,
    number_text,
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

ADDRESS = ADDRESSES[Register]
STATES = (("", vi("Tất cả")), ("void", vi("Hủy")), ("reserved", vi("Để dành")))


def _head(_actor: Actor, register: Any) -> Head:
    badges = (Badge(_("mặc định"), Tone.INFO),) if register.is_default else ()
    return Head(register.name, register.code, register.agency.label, badges)


def _facts(_request: Request, _actor: Actor, register: Any) -> Part:
    items = [
        Fact(_("Loại"), register.get_kind_display()),
        Fact(_("Số chạy"), register.get_period_display()),
        Fact(_("Của cơ quan ban hành"), register.body.label if register.body else None),
        Fact(_("Từ ngày"), day_text(register.valid_from) if register.valid_from else None),
        Fact(_("Đến ngày"), day_text(register.valid_to) if register.valid_to else None),
    ]
    return Panel(_("Sổ"), Facts(items))


def _periods(_request: Request, _actor: Actor, register: Any) -> Part:
    rows = []
    for one in register.series.order_by("-key"):
        apart = {s: one.numbers.filter(state=s).count() for s in ("reserved", "void")}
        rows.append(
            TableRow(
                [
                    one.key,
                    number_text(one.last_number),
                    number_text(apart["reserved"]),
                    number_text(apart["void"]),
                    _("khóa {format_datetime}").format(
                        format_datetime=moment_text(timezone.localtime(one.closed_at))
                    )
                    if one.closed_at
                    else _("mở"),
                ],
                f"{ADDRESS}{register.pk}/so/{one.pk}/",
            )
        )
    columns = [
        Column(_("Kỳ"), "strong"),
        Column(_("Số cuối"), "number"),
        Column(_("Để dành"), "number"),
        Column(_("Hủy"), "number"),
        Column(_("Tình trạng")),
    ]
    empty = Empty(_("Chưa cấp số nào"), _("Kỳ hiện ra khi cấp số đầu tiên."))
    return Panel(_("Các kỳ"), Table(_("Các kỳ"), columns, rows, empty), count=len(rows), flush=True)


@page("quan-tri/so/<int:pk>/so/<int:series_id>/", name="administration.numbers", record=Register)
def numbers(request: Request, actor: Actor, register: Any, series_id: int) -> HttpResponse:
    """Every number of a period, or only the void and the reserved ones (`?xem=`)."""
    series = Series.objects.filter(register=register, pk=series_id).first()
    if series is None:
        raise Http404
    state = request.GET.get("xem", "")
    rows = IssuedNumber.objects.filter(series=series)
    if state in ("void", "reserved"):
        rows = rows.filter(state=state)
    found = first_page(rows, "-number", request.GET.get("key", ""), 100)
    here = f"{ADDRESS}{register.pk}/so/{series.pk}/"
    titles = _titles(actor, found.rows)

    def at(key: str) -> str:
        return f"{here}?xem={state}&key={key}" if key else ""

    table = Table(
        _("Số"),
        [
            Column(_("Số"), "number"),
            Column(_("Tình trạng")),
            Column(_("Của"), "strong"),
            Column(_("Cấp lúc"), "date"),
            Column(_("Người cấp"), on_phone=False),
            Column(_("Ghi chú")),
        ],
        [_number_row(one, titles) for one in found.rows],
        Empty(_("Không có số nào")),
    )
    return show(
        request,
        actor,
        "ui/pages/listed.html",
        {
            "title": _("{name}, kỳ {key}").format(name=register.name, key=series.key),
            "crumbs": Breadcrumb(
                [
                    Crumb(_("Sổ và số"), ADDRESS),
                    Crumb(register.name, address_of(register)),
                    Crumb(series.key),
                ]
            ),
            "tabs": Tabs(
                _("Số"),
                [Tab(label, f"{here}?xem={value}", active=state == value) for value, label in STATES],
            ),
            "body": table,
            "pager": Pager(at(found.previous_key), at(found.next_key)),
        },
    )


def _titles(actor: Actor, found: list[Any]) -> dict[str, tuple[str, str]]:
    """Title and address of what bears the numbers, of those the person may see."""
    titles: dict[str, tuple[str, str]] = {}
    for kind in record_types:
        prefix = f"{kind.name}:"
        ids = [
            int(n.object_reference.removeprefix(prefix))
            for n in found
            if n.object_reference.startswith(prefix)
        ]
        if ids:
            visible = kind.model._default_manager.filter(access.visible(actor, kind.model), pk__in=ids)
            titles |= {kind.reference(row): (kind.title(row), kind.url(row)) for row in visible}
    return titles


def _number_row(one: Any, titles: dict[str, tuple[str, str]]) -> TableRow:
    title, url = titles.get(one.object_reference, ("", ""))
    note = one.reserved_for
    if one.state == IssuedNumber.State.VOID:
        note = f"{one.void_reason} ({one.void_by}, {moment_text(timezone.localtime(one.void_at))})"
    cells = [
        number_text(one.number),
        one.get_state_display(),
        title or (_("không thuộc quyền xem") if one.object_reference else None),
        moment_text(timezone.localtime(one.given_at)),
        one.given_by,
        note or None,
    ]
    return TableRow(cells, url)


@page("quan-tri/so/kiem-tra/", name="administration.check_numbers", opens=(Register, KEEP_REGISTER))
def check(request: Request, actor: Actor) -> HttpResponse:
    """Every series is 1 to n without gap or double, or it stands here in red."""
    found = check_numbers()
    bad = [one for one in found if not one.sound]
    words = (
        _("{bad} kỳ thiếu hoặc trùng số.").format(bad=len(bad))
        if bad
        else _("{found} kỳ đều liền số, không thiếu, không trùng.").format(found=len(found))
    )
    if not found:
        words = _("Chưa cấp số nào nên chưa có gì để kiểm tra.")
    table = Table(
        _("Các kỳ"),
        [
            Column(_("Sổ"), "strong"),
            Column(_("Kỳ")),
            Column(_("Số cuối"), "number"),
            Column(_("Số dòng"), "number"),
            Column(_("Kết quả")),
        ],
        [
            TableRow(
                [
                    one.register,
                    one.key,
                    number_text(one.last_number),
                    number_text(one.rows),
                    Badge(_("liền số"), Tone.GOOD) if one.sound else Badge(_("thiếu hoặc trùng"), Tone.ALARM),
                ]
            )
            for one in sorted(found, key=lambda one: one.sound)
        ],
        Empty(_("Chưa cấp số nào")),
    )
    return show(
        request,
        actor,
        "ui/pages/listed.html",
        {
            "title": _("Kiểm tra số"),
            "crumbs": Breadcrumb([Crumb(_("Sổ và số"), ADDRESS), Crumb(_("Kiểm tra số"))]),
            "above": [Notice(words, Tone.ALARM if bad else Tone.GOOD)],
            "body": table,
        },
    )


def _buttons(_request: Request, actor: Actor) -> list[Action]:
    return (
        [Action(_("Kiểm tra số"), f"{ADDRESS}kiem-tra/")]
        if access.may(actor, Register, KEEP_REGISTER)
        else []
    )


RECORD = RecordScreen(Register, ADDRESS, vi("Sổ và số"), _head)
ListScreen(REGISTERS, ADDRESS, address_of, buttons=_buttons).declare()
RECORD.declare()
ActionScreens(Register, ADDRESS, RECORD).declare()
declare_panel(PanelSpec("facts", Register, _facts, 10))
declare_panel(PanelSpec("periods", Register, _periods, 20))
