"""The shell around every page: menu from manifests and rights, person, date, display choice."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel import access
from vanphong.kernel.access.remembered import values_of
from vanphong.kernel.actor import Actor
from vanphong.kernel.listing import COUNTED, count_many, lists
from vanphong.kernel.notifications.telling import unread_count
from vanphong.kernel.organisation.models import Dated, Term, Unit
from vanphong.kernel.organisation.queries import today
from vanphong.kernel.registry.manifest import MenuEntry, manifests
from vanphong.kernel.wording import vi
from vanphong.lib.dates import lunar_day
from vanphong.ui.components import Group, Item, Shell, Undo, weekday_text
from vanphong.ui.display import display_of
from vanphong.ui.screens.routing import Request

HOME = Item(vi("Cần xử lý ngay"), "/")
NOTICES = Item(vi("Thông báo"), "/thong-bao/")
UNDO_SECONDS = 10
GROUPS = (vi("Hôm nay"), vi("Văn bản"), vi("Tham mưu"), vi("Phục vụ"), vi("Quản trị"))


@cache
def _entries() -> list[MenuEntry]:
    return sorted((entry for m in manifests() for entry in m.menu), key=lambda e: (e.rank, e.label))


def _open_to(actor: Actor, entry: MenuEntry) -> bool:
    if entry.list not in lists:
        return False
    spec = lists[entry.list]
    return access.may(actor, spec.model, access.known(entry.needs) if entry.needs else spec.needs)


def _menu(actor: Actor, unread: int, here: str) -> list[Group]:
    groups: dict[str, list[Item]] = {name: [] for name in GROUPS}
    groups[GROUPS[0]] = [
        Item(HOME.label, HOME.url, active=here == "/"),
        Item(NOTICES.label, NOTICES.url, count=unread, active=here.startswith(NOTICES.url)),
    ]
    # The longest address wins: the page of the books lies below that of the documents.
    here_is = max((e.address for e in _entries() if here.startswith(e.address)), key=len, default="")
    allowed = [entry for entry in _entries() if _open_to(actor, entry)]
    told = [entry for entry in allowed if entry.tab]
    tabs = [(lists[entry.list], lists[entry.list].tab(actor, entry.tab)) for entry in told]
    counts = dict(zip((entry.address for entry in told), count_many(actor, tabs), strict=True))
    for entry in allowed:
        groups.setdefault(entry.group, []).append(
            Item(entry.label, entry.address, counts.get(entry.address), entry.address == here_is, COUNTED)
        )
    return [Group(name, items) for name, items in groups.items() if items]


def places(actor: Actor) -> list[Item]:
    """Every place of the menu this person may open, without counts."""
    allowed = [entry for entry in _entries() if _open_to(actor, entry)]
    return [HOME, NOTICES, *(Item(entry.label, entry.address) for entry in allowed)]


def _bottom_bar(menu: list[Group], here: str) -> list[Item]:
    """Four places for the thumb: what is pressing, the first list, the second, search."""
    places = [item for group in menu[1:2] for item in group.items][:2]
    bar = [
        Item(_("Cần xử lý"), "/", active=here == "/"),
        *places,
        Item(_("Tìm"), "/tim/", active=here == "/tim/"),
    ]
    return bar


def _term_words(name: str) -> str:
    return name if "nhiệm kỳ" in name.lower() else _("Nhiệm kỳ {name}").format(name=name)


def _letterhead(agency_id: int) -> tuple[str, str]:
    """What the agency is called, and the term its committee serves today."""
    day = today()

    def rows() -> QuerySet[Any, Any]:
        terms = Term.objects.filter(Dated.on(day)).filter(
            Q(committee=OuterRef("pk")) | Q(committee=OuterRef("parent_id"))
        )
        found = Unit.objects.filter(pk=agency_id)
        return found.values_list("short_name", "name", Subquery(terms.values("name")[:1]))

    for short_name, name, term in values_of(("letterhead", agency_id, day), rows):
        return short_name or name, term or ""
    return "", ""


def shell_for(request: Request, actor: Actor) -> Shell:
    """Everything `ui/shell.html` needs for this person and page."""
    day = timezone.localdate()
    moon = lunar_day(day)
    lunar_words = _("{day}/{month} nhuận âm lịch") if moon.leap else _("{day}/{month} âm lịch")
    seat = actor.seats[0] if actor.seats else None
    agency, term = _letterhead(seat.agency_id) if seat else ("", "")
    unread = unread_count(actor)
    menu = _menu(actor, unread, request.path)
    behalf = (
        _("Đồng chí {name} đang làm thay đồng chí {principal_name}. Nhật ký ghi cả hai tên.").format(
            name=actor.name, principal_name=actor.principal_name
        )
        if actor.on_behalf
        else None
    )
    return Shell(
        agency_name=agency,
        term=_term_words(term) if term else "",
        menu=menu,
        bottom_bar=_bottom_bar(menu, request.path),
        person=actor.name,
        role=seat.title if seat else "",
        date_line=f"{weekday_text(day)} · {lunar_words.format(day=moon.day, month=moon.month)}",
        unread=unread,
        on_behalf=behalf,
        search_query=request.GET.get("q", "") if request.path == "/tim/" else "",
        home_url="/",
        search_url="/tim/",
        bell_url=NOTICES.url,
        display_url="/tai-khoan/hien-thi/",
        account=(
            Item(_("Tài khoản của tôi"), "/tai-khoan/"),
            Item(_("Ủy quyền"), "/tai-khoan/uy-quyen/"),
        ),
        sign_out_url="/dang-xuat/",
        user_key=str(actor.user_id or ""),
        display=display_of(request),
    )


def show(
    request: Request, actor: Actor, template: str, context: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """Render a page inside the shell, with the offer to undo that the last act left."""
    frame = {"shell": shell_for(request, actor), "actor": actor, "undo": undo_offer(request)}
    return render(request, template, {**frame, **(context or {})}, status=status)


def undo_offer(request: Request) -> Undo | None:
    """The undo offer left by the last act, shown once."""
    offer = request.session.pop("undo", None)
    return Undo(offer[0], offer[1], get_token(request), UNDO_SECONDS) if offer else None
