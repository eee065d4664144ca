"""«Tìm»: one box over all records, with the words marked, kinds as tabs, filters and facets, searches kept as tabs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from vanphong.kernel import access
from vanphong.kernel.access import VIEW
from vanphong.kernel.actor import Actor
from vanphong.kernel.listing import Filter
from vanphong.kernel.registry import RecordType
from vanphong.kernel.search.counting import facets_of
from vanphong.kernel.search.finding import Found, Hit, kinds_of
from vanphong.kernel.search.finding import search as search_records
from vanphong.kernel.search.indexing import search_specs
from vanphong.kernel.search.models import SavedSearch
from vanphong.kernel.search.parsing import Query, parse
from vanphong.kernel.search.saving import drop_search, save_search, saved_searches, watch_search
from vanphong.kernel.wording import vi
from vanphong.lib.dates import format_date
from vanphong.ui.components import (
    Action,
    ActiveFilter,
    Empty,
    Filters,
    ListRow,
    Notice,
    Pager,
    Part,
    RowList,
    Tab,
    Tabs,
)
from vanphong.ui.pages.marking import marked
from vanphong.ui.screens.lists import filter_control, filter_words
from vanphong.ui.screens.routing import Request, page
from vanphong.ui.screens.shell import show

ADDRESS = "/tim/"
SHOWN = 20
FURTHEST = 180
"""How far one pages: who has not found it among so many adds a word."""
HELP = (
    vi("Gõ một phần số, ký hiệu là đủ: 1400-CV."),
    vi("Gõ không dấu cũng tìm thấy; gõ có dấu thì chữ khớp dấu đứng trước."),
    vi('Đặt trong ngoặc kép để tìm nguyên cụm: "biên chế văn phòng".'),
    vi("Đặt dấu trừ trước từ cần loại: báo cáo -quý."),
    vi("Chỉ rõ ô cần tìm: số:1400-CV từ:tỉnh ủy ngày:11/2026 người:Hùng."),
    vi("Gõ cả câu để tìm những gì gần nhất với câu đó."),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks: words, kind, order, filters of the kind, how many hits were passed over."""

    text: str
    kind: str
    order: str
    given: Mapping[str, str]
    offset: int

    def address(self, **changes: str) -> str:
        """The address of the search with changes; paging begins anew."""
        values = {"q": self.text, "loai": self.kind, "xep": self.order, **self.given, **changes}
        return f"{ADDRESS}?{urlencode({name: value for name, value in values.items() if value})}"


def _asked(request: Request, actor: Actor, kinds: list[RecordType]) -> tuple[Asked, dict[str, str]]:
    """What is asked, and why filters given are not in force."""
    text, kind, order = (request.GET.get(name, "").strip() for name in ("q", "loai", "xep"))
    if kind not in {each.name for each in kinds}:
        kind = ""
    filters = _filters_of(kind, kinds)
    typed = {f.name: v for f in filters if (v := request.GET.get(f.name, "").strip())}
    wrong = {f.name: why for f in filters if f.name in typed and (why := f.objection(actor, typed[f.name]))}
    given = {name: value for name, value in typed.items() if name not in wrong}
    start = request.GET.get("tu-ket-qua", "")
    offset = min(int(start), FURTHEST) if start.isdecimal() and len(start) < 6 else 0
    return Asked(text, kind, order, given, offset), wrong


def _focus(kind: str, kinds: list[RecordType]) -> str:
    """The kind whose filters and facets are offered: the chosen one, else the first that has any."""
    return kind or next((each.name for each in kinds if search_specs[each.name].filters), "")


def _filters_of(kind: str, kinds: list[RecordType]) -> tuple[Filter, ...]:
    focus = _focus(kind, kinds)
    return search_specs[focus].filters if focus else ()


@page("tim/", name="search", signed_in=True)
def search(request: Request, actor: Actor) -> HttpResponse:
    """Results of `?q=`, one kind by `?loai=`, the newest first by `?xep=ngay`, narrowed by filters of the kind."""
    kinds = [each for each in kinds_of() if access.may(actor, each.model, VIEW)]
    asked, wrong = _asked(request, actor, kinds)
    query = parse(asked.text)
    # A filter speaks of one kind of record.
    kind = asked.kind or (_focus("", kinds) if asked.given else "")
    found = search_records(
        actor,
        asked.text,
        kind=kind,
        given=asked.given,
        limit=SHOWN,
        offset=asked.offset,
        newest_first=asked.order == "ngay",
    )
    saved = saved_searches(actor)
    current = next((s for s in saved if _same(s, asked)), None)
    return show(
        request,
        actor,
        "ui/pages/search.html",
        {
            "query": asked.text,
            "asked": asked,
            "help": HELP,
            "empty_query": query.empty,
            "saved": _saved_tabs(saved, current),
            "current": current,
            "told": _told(query, found),
            "tabs": _kind_tabs(actor, kinds, asked, found, kind),
            "orders": _order_tabs(asked),
            "filters": _filters(actor, kinds, asked, wrong, request) if not query.empty else None,
            "facets": _facet_tabs(actor, kinds, asked, found, kind),
            "body": RowList(
                _("Kết quả"),
                [_row(hit, _shown_query(query, found)) for hit in found.hits],
                _nothing(asked),
                brief=True,
            ),
            "pager": _pager(asked, found),
        },
    )


def _same(saved: SavedSearch, asked: Asked) -> bool:
    return (saved.query, saved.kind, saved.given) == (asked.text, asked.kind, dict(asked.given))


def _shown_query(query: Query, found: Found) -> Query:
    return parse(found.mended) if found.mended else query


def _told(query: Query, found: Found) -> Part | None:
    """What the searcher must know of the hits: mended, only near, or a day not understood."""
    if query.problem:
        return Notice(_("Ô «ngày:» gõ như 20/11/2026, 11/2026, 2026 hoặc 1/2026..3/2026."))
    if found.mended:
        words = _("Không có «{text}». Đây là kết quả của «{mended}».")
        return Notice(words.format(text=query.text, mended=found.mended))
    if found.nearest:
        return Notice(_("Không có văn bản nào có đủ các từ. Đây là những kết quả gần nhất."))
    return None


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


def _nothing(asked: Asked) -> Empty:
    words = _("Đồng chí bớt từ, hoặc gõ một phần số ký hiệu. Chỉ tìm trong những gì đồng chí được xem.")
    narrowed = asked.kind or asked.given
    everywhere = Action(_("Tìm trong mọi loại"), Asked(asked.text, "", "", {}, 0).address())
    return Empty(
        _("Không tìm thấy «{text}»").format(text=asked.text), words, everywhere if narrowed else None
    )


def _kind_tabs(actor: Actor, kinds: list[RecordType], asked: Asked, found: Found, kind: str) -> Tabs | None:
    """Kinds with what was counted of each; the counts of other kinds are known only while none is chosen."""
    if len(kinds) < 2:
        return None
    plain = replace(asked, kind="", given={})
    return Tabs(
        _("Loại"),
        [
            Tab(_("Tất cả"), plain.address(), found.total if not kind else None, not kind),
            *(
                Tab(
                    each.label,
                    plain.address(loai=each.name),
                    found.counts.get(each.name, 0) if kind in ("", each.name) else None,
                    each.name == kind,
                )
                for each in kinds
            ),
        ],
    )


def _order_tabs(asked: Asked) -> Tabs:
    return Tabs(
        _("Thứ tự"),
        [
            Tab(_("Sát nhất trước"), asked.address(xep=""), active=asked.order != "ngay"),
            Tab(_("Mới nhất trước"), asked.address(xep="ngay"), active=asked.order == "ngay"),
        ],
    )


def _filters(
    actor: Actor, kinds: list[RecordType], asked: Asked, wrong: dict[str, str], request: Request
) -> Filters | None:
    filters = _filters_of(asked.kind, kinds)
    if not filters:
        return None
    return Filters(
        action=ADDRESS,
        fields=[
            filter_control(actor, f, request.GET.get(f.name, "").strip(), wrong.get(f.name, ""))
            for f in filters
        ],
        hidden=[("q", asked.text), ("loai", asked.kind), ("xep", asked.order)],
        active=[
            ActiveFilter(
                f"{f.label}: {filter_words(actor, f, asked.given[f.name])}", asked.address(**{f.name: ""})
            )
            for f in filters
            if f.name in asked.given
        ],
        clear_url=replace(asked, given={}).address() if asked.given or wrong else "",
        opened=bool(wrong),
    )


def _facet_tabs(actor: Actor, kinds: list[RecordType], asked: Asked, found: Found, kind: str) -> list[Tabs]:
    """Hits counted by their properties, each count a filter; of one kind, and only where there is a choice."""
    focus = kind or _focus("", kinds)
    if not focus:
        return []
    return [
        Tabs(
            str(facet.label),
            [
                Tab(
                    label,
                    asked.address(**{facet.filter: value}),
                    count,
                    asked.given.get(facet.filter) == value,
                )
                for value, label, count in values
            ],
        )
        for facet, values in facets_of(focus, found.rows)
        if len(values) > 1
    ]


def _pager(asked: Asked, found: Found) -> Pager:
    def at(offset: int) -> str:
        return asked.address(**{"tu-ket-qua": str(offset) if offset else ""})

    after = asked.offset + SHOWN
    more = after < found.total or (found.more and after <= FURTHEST)
    return Pager(
        at(max(0, asked.offset - SHOWN)) if asked.offset else "",
        at(after) if more and after <= FURTHEST else "",
    )


def _saved_tabs(saved: list[SavedSearch], current: SavedSearch | None) -> Tabs | None:
    if not saved:
        return None
    return Tabs(
        _("Lượt tìm đã lưu"),
        [
            Tab(one.name, Asked(one.query, one.kind, "", one.given, 0).address(), active=one == current)
            for one in saved
        ],
    )


@page("tim/luu/", name="search.save", signed_in=True)
def save(request: Request, actor: Actor) -> HttpResponse:
    """Keep the search as a tab."""
    if request.method != "POST":
        return HttpResponseRedirect(ADDRESS)
    kinds = [each for each in kinds_of() if access.may(actor, each.model, VIEW)]
    kind = request.POST.get("loai", "")
    names = {f.name for f in _filters_of(kind, kinds)}
    given = {name: value for name in sorted(names) if (value := request.POST.get(name, "").strip())}
    one = save_search(
        actor, query=request.POST.get("q", ""), name=request.POST.get("ten", ""), kind=kind, given=given
    )
    messages.success(request, _("Đã lưu thẻ «{name}».").format(name=one.name))
    return HttpResponseRedirect(Asked(one.query, one.kind, "", one.given, 0).address())


@page("tim/bao/<int:saved_id>/", name="search.watch", signed_in=True)
def watch(request: Request, actor: Actor, saved_id: int) -> HttpResponse:
    """Tell of new hits of a kept search, or no longer."""
    if request.method != "POST":
        return HttpResponseRedirect(ADDRESS)
    one = watch_search(actor, saved_id=saved_id, watched=request.POST.get("bao") == "1")
    told = _("Sẽ báo khi có kết quả mới.") if one.watched else _("Thôi báo kết quả mới.")
    messages.success(request, told)
    return HttpResponseRedirect(Asked(one.query, one.kind, "", one.given, 0).address())


@page("tim/bo/<int:saved_id>/", name="search.drop", signed_in=True)
def drop(request: Request, actor: Actor, saved_id: int) -> HttpResponse:
    """Drop a kept search."""
    if request.method == "POST":
        drop_search(actor, saved_id=saved_id)
        messages.success(request, _("Đã bỏ thẻ."))
    return HttpResponseRedirect(ADDRESS)
