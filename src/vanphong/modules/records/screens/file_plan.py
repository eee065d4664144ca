"""The file plan on screen: entries of a year, each with the case files opened under it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from vanphong.kernel import access
from vanphong.kernel.actor import Actor
from vanphong.kernel.organisation.queries import today
from vanphong.kernel.wording import vi
from vanphong.lib.dates import format_date
from vanphong.modules.records.lists import PLAN_LIST
from vanphong.modules.records.models import CaseFile, FilePlanEntry
from vanphong.modules.records.policy import CREATE, PLAN
from vanphong.modules.records.queries.file_plan import term_text
from vanphong.ui.components import (
    Action,
    Badge,
    Column,
    Empty,
    Fact,
    Facts,
    Notice,
    Panel,
    Part,
    Table,
    TableRow,
    Tone,
)
from vanphong.ui.screens import (
    ActionScreens,
    Head,
    HomePanel,
    ListScreen,
    PanelSpec,
    RecordScreen,
    Request,
    declare_home_panel,
    declare_panel,
)

ADDRESS = "/danh-muc-ho-so/"
LAST_QUARTER = 10
SHIFTS = {"nam-nay": 0, "nam-toi": 1, "nam-truoc": -1}


def year_asked(request: Request) -> int:
    """The year a list or a print is about: of the filter, else of the tab."""
    given = request.GET.get("nam", "")
    if given.isdigit() and len(given) == 4:
        return int(given)
    return today().year + SHIFTS.get(request.GET.get("tab", ""), 0)


def _buttons(request: Request, _actor: Actor) -> list[Action]:
    return [Action(_("In danh mục"), f"{ADDRESS}in/?nam={year_asked(request)}")]


LIST = ListScreen(PLAN_LIST, ADDRESS, lambda e: f"{ADDRESS}{e.pk}/", buttons=_buttons)


def _head(_actor: Actor, entry: FilePlanEntry) -> Head:
    badges = () if entry.retention.certain else (Badge(_("Thời hạn cần xác nhận")),)
    return Head(entry.title, entry.code, _("Danh mục hồ sơ năm {year}").format(year=entry.year), badges)


RECORD = RecordScreen(FilePlanEntry, ADDRESS, vi("Danh mục hồ sơ"), _head)


def _facts(_request: Request, _actor: Actor, entry: FilePlanEntry) -> Part:
    facts = [
        Fact(_("Đề mục"), entry.heading or None),
        Fact(_("Thời hạn bảo quản"), term_text(entry.retention)),
        Fact(_("Đơn vị lập"), entry.unit.label if entry.unit else None),
        Fact(_("Cơ quan"), entry.agency.label),
        Fact(_("Nhóm thời hạn"), entry.retention.name, wide=True),
        Fact(_("Căn cứ"), entry.retention.source or None, wide=True),
    ]
    if entry.note:
        facts.append(Fact(_("Ghi chú"), entry.note, wide=True))
    return Panel(_("Thông tin"), Facts(facts), id="thong-tin")


def _files(_request: Request, actor: Actor, entry: FilePlanEntry) -> Part:
    files = list(
        entry.case_files.filter(access.visible(actor, CaseFile)).select_related("keeper").order_by("pk")[:200]
    )
    rows = [
        TableRow(
            [f.code, f.title, str(f.keeper), format_date(f.opened_on), f.get_state_display()],
            f"/ho-so/{f.pk}/",
        )
        for f in files
    ]
    columns = [
        Column(_("Số, ký hiệu"), "code"),
        Column(_("Tiêu đề"), "strong"),
        Column(_("Người lập")),
        Column(_("Ngày mở"), "date"),
        Column(_("Tình trạng")),
    ]
    may_open = access.may(actor, CaseFile, CREATE) and entry.year == today().year
    button = Action(_("Mở hồ sơ theo mục này"), f"/ho-so/mo/?plan_entry={entry.pk}") if may_open else None
    table = Table(
        _("Hồ sơ theo mục này"),
        columns,
        rows,
        Empty(_("Chưa có hồ sơ nào đồng chí xem được theo mục này.")),
    )
    return Panel(_("Hồ sơ đã mở"), table, "ho-so", len(rows), button, flush=bool(rows))


def _next_plan(actor: Actor) -> Part | None:
    """Word to its planners that next year has no plan yet, from autumn on."""
    day = today()
    if day.month < LAST_QUARTER or not access.may(actor, FilePlanEntry, PLAN):
        return None
    year = day.year + 1
    if FilePlanEntry.objects.filter(access.where_may(actor, FilePlanEntry, PLAN), year=year).exists():
        return None
    words = _("Danh mục hồ sơ năm {year} chưa lập; đầu năm không mở hồ sơ theo danh mục được.").format(
        year=year
    )
    there = _("Mở danh mục năm {year}").format(year=year)
    return Notice(words, Tone.WARN, _("Danh mục hồ sơ năm tới"), there, f"{ADDRESS}?tab=nam-toi")


declare_home_panel(HomePanel("file_plan/next_year", _next_plan, rank=20))
declare_panel(PanelSpec("case_files", FilePlanEntry, _files, rank=0))
declare_panel(PanelSpec("facts", FilePlanEntry, _facts, rank=10))

LIST.declare()
RECORD.declare()
ActionScreens(FilePlanEntry, ADDRESS, RECORD).declare()
