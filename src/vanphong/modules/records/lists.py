"""The lists of case files and of the file plan: tabs, filters, columns."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from vanphong.kernel.actor import ARCHIVIST, HEAD, Actor
from vanphong.kernel.listing import Column, Filter, ListSpec, Tab, declare_list
from vanphong.kernel.organisation.queries import today
from vanphong.kernel.wording import vi
from vanphong.lib.text import clean
from vanphong.modules.catalogues.public import RetentionTerm
from vanphong.modules.records.models import CaseFile, CaseFileItem, CaseFileReader, FilePlanEntry
from vanphong.modules.records.policy import REOPENING_DAYS
from vanphong.modules.records.queries.case_files import agencies_of, units_of
from vanphong.modules.records.queries.file_plan import term_text

S = CaseFile.State


def _mine(actor: Actor) -> Q:
    return Q(keeper_id=actor.person_id, state=S.OPEN)


def _shared(actor: Actor) -> Q:
    found = CaseFileReader.objects.filter(case_file=OuterRef("pk")).filter(
        Q(user_id=actor.person_id) | Q(unit_id__in=actor.units_as())
    )
    return Q(Exists(found))


def _unit(actor: Actor) -> Q:
    return Q(unit_id__in=actor.units_as(), state=S.OPEN)


def _left_open(_actor: Actor) -> Q:
    """Opened in a year that is over: due to be closed and handed in."""
    return Q(state=S.OPEN, opened_on__lt=today().replace(month=1, day=1))


def _without_papers(_actor: Actor) -> Q:
    items = CaseFileItem.objects.filter(case_file=OuterRef("pk"))
    return Q(state=S.OPEN) & ~Q(Exists(items))


def _just_closed(_actor: Actor) -> Q:
    return Q(state=S.COMPLETED, completed_on__gte=today() - dt.timedelta(days=REOPENING_DAYS))


def _archivist(actor: Actor) -> bool:
    return actor.has_role(ARCHIVIST)


TABS = (
    Tab("cua-toi", vi("Của tôi"), _mine),
    Tab("phong-toi", vi("Phòng tôi"), _unit, offered=lambda a: a.has_role(HEAD)),
    Tab("phoi-hop", vi("Phối hợp"), _shared),
    Tab("dang-lap", vi("Đang lập"), lambda _a: Q(state=S.OPEN)),
    Tab(
        "qua-nam",
        vi("Từ năm trước chưa kết thúc"),
        _left_open,
        offered=lambda a: a.has_role(ARCHIVIST, HEAD),
        empty=vi("Không còn hồ sơ nào của năm trước chưa kết thúc."),
    ),
    Tab(
        "chua-co-van-ban",
        vi("Chưa có văn bản"),
        _without_papers,
        offered=_archivist,
        empty=vi("Hồ sơ đang lập nào cũng đã có văn bản."),
    ),
    Tab(
        "moi-ket-thuc",
        vi("Mới kết thúc"),
        _just_closed,
        offered=_archivist,
        empty=vi("Tháng qua chưa có hồ sơ nào kết thúc."),
    ),
    Tab("da-ket-thuc", vi("Đã kết thúc"), lambda _a: Q(state=S.COMPLETED), counted=False),
    Tab("tat-ca", vi("Tất cả"), lambda _a: Q(), counted=False),
)


def _number(field: str) -> Any:
    return lambda _actor, text: Q(**{field: int(text)}) if text.isdigit() and len(text) < 10 else None


def _units(actor: Actor) -> list[tuple[str, str]]:
    return [(str(unit.pk), unit.label) for unit in units_of(agencies_of(actor))]


def _terms(_actor: Actor) -> list[tuple[str, str]]:
    return [(str(term.pk), f"{term_text(term)} – {term.name}") for term in RetentionTerm.objects.all()]


def _years(_actor: Actor) -> list[tuple[str, str]]:
    year = today().year
    return [(str(y), str(y)) for y in range(year + 1, year - 10, -1)]


FILTERS = (
    Filter("nam", vi("Năm mở"), _number("opened_on__year"), "choice", _years),
    Filter("don-vi", vi("Đơn vị"), _number("unit_id"), "choice", _units),
    Filter("thoi-han", vi("Thời hạn"), _number("retention_id"), "choice", _terms),
    Filter("ky-hieu", vi("Số, ký hiệu"), lambda _a, v: Q(code__icontains=clean(v))),
    Filter("tieu-de", vi("Tiêu đề có chữ"), lambda _a, v: Q(title__icontains=clean(v))),
)

COLUMNS = (
    Column("code", vi("Số, ký hiệu"), lambda f: f.code, "code", 22),
    Column("title", vi("Tiêu đề hồ sơ"), lambda f: f.title, "strong", 60),
    Column("unit", vi("Đơn vị lập"), lambda f: f.unit.label, "text", 24, False),
    Column("keeper", vi("Người lập"), lambda f: str(f.keeper), "text", 24),
    Column("opened_on", vi("Bắt đầu"), lambda f: f.opened_on, "date", 12, False),
    Column("completed_on", vi("Kết thúc"), lambda f: f.completed_on, "date", 12, False),
    Column("retention", vi("Thời hạn bảo quản"), lambda f: term_text(f.retention), "text", 16),
    Column("item_count", vi("Số văn bản"), lambda f: f.item_count, "integer", 10),
    Column("state", vi("Tình trạng"), lambda f: f.get_state_display(), "text", 14),
)


def _prepare(rows: QuerySet[Any]) -> QuerySet[Any]:
    found: QuerySet[Any] = rows.annotate(item_count=Count("items"))
    return found.select_related("unit", "keeper", "retention")


CASE_FILE_LIST = declare_list(
    ListSpec(
        "case_files",
        CaseFile,
        vi("Hồ sơ công việc"),
        COLUMNS,
        TABS,
        FILTERS,
        order="-pk",
        prepare=_prepare,
        empty=vi("Chưa có hồ sơ nào ở đây. Đồng chí mở hồ sơ theo danh mục rồi đưa văn bản vào."),
    )
)


def _in_year(shift: int) -> Any:
    return lambda _actor: Q(year=today().year + shift)


PLAN_LIST = declare_list(
    ListSpec(
        "file_plan",
        FilePlanEntry,
        vi("Danh mục hồ sơ"),
        (
            Column("code", vi("Số, ký hiệu hồ sơ"), lambda e: e.code, "code", 22),
            Column("title", vi("Tiêu đề hồ sơ"), lambda e: e.title, "strong", 60),
            Column("heading", vi("Đề mục"), lambda e: e.heading, "text", 30, False),
            Column("retention", vi("Thời hạn bảo quản"), lambda e: term_text(e.retention), "text", 16),
            Column("unit", vi("Đơn vị lập"), lambda e: e.unit.label if e.unit else None, "text", 24),
            Column("opened", vi("Hồ sơ đã mở"), lambda e: e.opened, "integer", 10),
            Column("year", vi("Năm"), lambda e: e.year, "integer", 8, False),
            Column("note", vi("Ghi chú"), lambda e: e.note, "text", 24, False),
        ),
        (
            Tab("nam-nay", vi("Năm nay"), _in_year(0), order="pk"),
            Tab("nam-toi", vi("Năm tới"), _in_year(1), order="pk"),
            Tab("nam-truoc", vi("Năm trước"), _in_year(-1), order="pk"),
            Tab("moi-nam", vi("Mọi năm"), lambda _a: Q(), order="-year", counted=False),
        ),
        (
            Filter("nam", vi("Năm"), _number("year"), "choice", _years),
            Filter("don-vi", vi("Đơn vị"), _number("unit_id"), "choice", _units),
            Filter("tieu-de", vi("Tiêu đề có chữ"), lambda _a, v: Q(title__icontains=clean(v))),
        ),
        order="pk",
        prepare=lambda rows: rows.select_related("retention", "unit").annotate(opened=Count("case_files")),
        empty=vi("Năm này chưa có danh mục. Lưu trữ, văn thư nhập từ Excel hoặc chép từ năm trước."),
        page_size=100,
    )
)
