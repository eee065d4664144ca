"""What is printed and taken away: file plan, inventory of files, list of documents in a file."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from vanphong.kernel.access import VIEW
from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Invalid
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.wording import in_vietnamese
from vanphong.lib.printing.file_lists import render_file_inventory, render_file_plan, render_item_list
from vanphong.lib.spreadsheet import Column, write_xlsx
from vanphong.modules.records.lists import CASE_FILE_LIST
from vanphong.modules.records.models import CaseFile, FilePlanEntry
from vanphong.modules.records.queries.case_files import agencies_of, inventory, sheets_text
from vanphong.modules.records.queries.file_plan import plan_of
from vanphong.modules.records.queries.papers import file_plan_paper, inventory_paper, item_list_paper
from vanphong.modules.records.screens.file_plan import year_asked
from vanphong.ui.screens import Request, page
from vanphong.ui.screens.files import XLSX, send_paper

MOST_FILES = 5_000
"""Files of one printed inventory; more are printed year by year."""


def _agency(actor: Actor, ids: set[int]) -> Unit:
    """The agency whose paper it is; a person of several prints one at a time, the first with rows."""
    mine = [pk for pk in agencies_of(actor) if pk in ids] or sorted(ids)
    agency: Unit = Unit.objects.select_related("parent").get(pk=mine[0])
    return agency


@page("danh-muc-ho-so/in/", name="file_plan/print", opens=(FilePlanEntry, VIEW))
@in_vietnamese()
def print_file_plan(request: Request, actor: Actor) -> HttpResponse:
    """Danh mục hồ sơ of a year as PDF."""
    year = year_asked(request)
    entries = list(plan_of(agencies_of(actor), year))
    if not entries:
        raise Invalid(_("Danh mục năm {year} chưa có mục nào để in.").format(year=year))
    agency = _agency(actor, {e.agency_id for e in entries})
    paper = file_plan_paper(actor, agency, year, [e for e in entries if e.agency_id == agency.pk])
    return send_paper(render_file_plan(paper), f"danh-muc-ho-so-{year}.pdf")


@page("ho-so/muc-luc/", name="case_files/print", opens=(CaseFile, VIEW))
@in_vietnamese()
def print_inventory(request: Request, actor: Actor) -> HttpResponse:
    """Mục lục hồ sơ of the list as it is filtered, by code, as PDF."""
    spec = CASE_FILE_LIST
    tab = spec.tab(actor, request.GET.get("tab", ""))
    given = {f.name: request.GET[f.name] for f in spec.filters if request.GET.get(f.name)}
    found = spec.rows(actor, tab, given).select_related("retention").order_by("code")[: MOST_FILES + 1]
    files = list(found)
    if not files:
        raise Invalid(_("Danh sách này chưa có hồ sơ nào để in."))
    if len(files) > MOST_FILES:
        raise Invalid(_("Danh sách quá dài. Đồng chí lọc theo năm hoặc đơn vị rồi in lại."))
    agency = _agency(actor, {f.agency_id for f in files})
    kind = _("Tất cả hồ sơ") if tab.name == "tat-ca" else _("Hồ sơ {lower}").format(lower=tab.label.lower())
    words = [kind, _("năm {given}").format(given=given["nam"]) if "nam" in given else ""]
    scope = ", ".join(word for word in words if word)
    paper = inventory_paper(actor, agency, scope, [f for f in files if f.agency_id == agency.pk])
    return send_paper(render_file_inventory(paper), "muc-luc-ho-so.pdf")


@page("ho-so/<int:pk>/muc-luc/", name="records.casefile/items", record=CaseFile)
@in_vietnamese()
def print_items(request: Request, actor: Actor, case_file: CaseFile) -> HttpResponse:
    """Mục lục văn bản trong hồ sơ as PDF, or as a sheet with `format=xlsx`."""
    if not case_file.items.exists():
        raise Invalid(_("Hồ sơ chưa có văn bản nào để in mục lục."))
    if request.GET.get("format") == "xlsx":
        return send_paper(_items_sheet(case_file), f"muc-luc-van-ban-{case_file.pk}.xlsx", XLSX)
    paper = item_list_paper(actor, case_file)
    return send_paper(render_item_list(paper), f"muc-luc-van-ban-{case_file.pk}.pdf")


@in_vietnamese()
def _items_sheet(case_file: CaseFile) -> bytes:
    columns = [
        Column("STT", "integer", 6),
        Column(_("Số, ký hiệu"), "text", 20),
        Column(_("Ngày văn bản"), "date", 14),
        Column(_("Tên loại và trích yếu nội dung"), "text", 60),
        Column(_("Tác giả"), "text", 30),
        Column(_("Tờ số"), "text", 10),
        Column(_("Số tờ"), "integer", 8),
        Column(_("Ghi chú"), "text", 24),
    ]
    rows = [
        [
            item.position,
            item.reference_code,
            item.issued_on,
            item.subject,
            item.issuer,
            sheets_text(item),
            item.page_count,
            item.note,
        ]
        for item in inventory(case_file)
    ]
    heading = [
        _("Mục lục văn bản trong hồ sơ"),
        _("Hồ sơ số {code}: {title}").format(code=case_file.code, title=case_file.title),
    ]
    return write_xlsx(_("Mục lục văn bản"), columns, rows, heading=heading)
