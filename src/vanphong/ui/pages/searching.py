"""«Tìm»: one box over all records, with the words marked, kinds as tabs, searches kept as tabs."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from vanphong.kernel import access
from vanphong.kernel.access import VIEW
from vanphong.kernel.actor import Actor
from vanphong.kernel.registry import RecordType
from vanphong.kernel.search.finding import Hit, Query, count, find, kinds_of, parse
from vanphong.kernel.search.models import SavedSearch
from vanphong.kernel.search.saving import drop_search, save_search, saved_searches
from vanphong.kernel.wording import vi
from vanphong.lib.dates import format_date
from vanphong.ui.components import Action, Empty, ListRow, RowList, Tab, Tabs
from vanphong.ui.pages.marking import marked
from vanphong.ui.screens.routing import Request, page
from vanphong.ui.screens.shell import show

ADDRESS = "/tim/"
SHOWN = 50
HELP = (
    vi("Gõ một phần số, ký hiệu là đủ: 1400-CV."),
    vi("Gõ không dấu cũng tìm thấy; gõ có dấu thì chữ khớp dấu đứng trước."),
    vi('Đặt trong ngoặc kép để tìm nguyên cụm: "biên chế văn phòng".'),
    vi("Đặt dấu trừ trước từ cần loại: báo cáo -quý."),
)


@page("tim/", name="search", signed_in=True)
def search(request: Request, actor: Actor) -> HttpResponse:
    """Results of `?q=`, one kind by `?loai=`, the newest first by `?xep=ngay`."""
    text, kind, order = (request.GET.get(name, "").strip() for name in ("q", "loai", "xep"))
    query = parse(text)
    kinds = _kinds(actor)
    if kind not in {each.name for each in kinds}:
        kind = ""
    hits = find(actor, text, kind=kind, limit=SHOWN, newest_first=order == "ngay")
    saved = saved_searches(actor)
    return show(
        request,
        actor,
        "ui/pages/search.html",
        {
            "query": text,
            "kind": kind,
            "order": order,
            "help": HELP,
            "empty_query": query.empty,
            "saved": _saved_tabs(actor, saved, text, kind),
            "current": next((s for s in saved if (s.query, s.kind) == (text, kind)), None),
            "tabs": _kind_tabs(actor, kinds, text, kind, order),
            "orders": _order_tabs(text, kind, order),
            "body": RowList(
                _("Kết quả"), [_row(hit, query) for hit in hits], _nothing(text, kind), brief=True
            ),
            "full": len(hits) == SHOWN,
            "shown": SHOWN,
        },
    )


def _kinds(actor: Actor) -> list[RecordType]:
    return [each for each in kinds_of() if access.may(actor, each.model, VIEW)]


def _row(hit: Hit, query: Query) -> ListRow:
    """The record with the words marked: then the place in its text, or its code and issuer."""
    text, line = marked(hit.snippet, query), marked(hit.line, query)
    code, _dot, number = hit.code.partition(" · ")
    day = format_date(hit.day) if hit.day else ""
    return ListRow(
        url=hit.url,
        title=marked(hit.title, query),
        code=marked(code, query) or hit.label,
        code_note=" · ".join(part for part in (number, day) if part),
        note=text if "<mark>" in text else line,
        owner=hit.label,
    )


def _nothing(text: str, kind: str) -> Empty:
    words = _("Đồng chí bớt từ, hoặc gõ một phần số ký hiệu. Chỉ tìm trong những gì đồng chí được xem.")
    everywhere = Action(_("Tìm trong mọi loại"), _address(text)) if kind else None
    return Empty(_("Không tìm thấy «{text}»").format(text=text), words, everywhere)


def _address(text: str, kind: str = "", order: str = "") -> str:
    given = {"q": text, "loai": kind, "xep": order}
    return f"{ADDRESS}?{urlencode({name: value for name, value in given.items() if value})}"


def _kind_tabs(actor: Actor, kinds: list[RecordType], text: str, kind: str, order: str) -> Tabs:
    everything = Tab(_("Tất cả"), _address(text, "", order), count(actor, text), not kind)
    return Tabs(
        _("Loại"),
        [
            everything,
            *(
                Tab(
                    each.label,
                    _address(text, each.name, order),
                    count(actor, text, kind=each.name),
                    each.name == kind,
                )
                for each in kinds
            ),
        ],
    )


def _order_tabs(text: str, kind: str, order: str) -> Tabs:
    return Tabs(
        _("Thứ tự"),
        [
            Tab(_("Sát nhất trước"), _address(text, kind), active=order != "ngay"),
            Tab(_("Mới nhất trước"), _address(text, kind, "ngay"), active=order == "ngay"),
        ],
    )


def _saved_tabs(actor: Actor, saved: list[SavedSearch], text: str, kind: str) -> Tabs | None:
    """Kept searches with their counts, counted up to a hundred each."""
    if not saved:
        return None
    return Tabs(
        _("Lượt tìm đã lưu"),
        [
            Tab(
                one.name,
                _address(one.query, one.kind),
                count(actor, one.query, kind=one.kind),
                (one.query, one.kind) == (text, kind),
            )
            for one in saved
        ],
    )


@page("tim/luu/", name="search.save", signed_in=True)
def save(request: Request, actor: Actor) -> HttpResponse:
    """Keep the search as a tab."""
    text, kind = request.POST.get("q", ""), request.POST.get("loai", "")
    if request.method == "POST":
        one = save_search(actor, query=text, name=request.POST.get("ten", ""), kind=kind)
        messages.success(request, _("Đã lưu thẻ «{name}».").format(name=one.name))
        return HttpResponseRedirect(_address(one.query, one.kind))
    return HttpResponseRedirect(ADDRESS)


@page("tim/bo/<int:saved_id>/", name="search.drop", signed_in=True)
def drop(request: Request, actor: Actor, saved_id: int) -> HttpResponse:
    """Drop a kept search."""
    if request.method == "POST":
        drop_search(actor, saved_id=saved_id)
        messages.success(request, _("Đã bỏ thẻ."))
    return HttpResponseRedirect(ADDRESS)
