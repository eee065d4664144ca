"""«Thông báo»: what happened to one's records, titles by the rights of this moment."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.notifications.telling import ReadableNotice, mark_read, notices, unread_count
from vanphong.kernel.wording import vi
from vanphong.lib.dates import format_date
from vanphong.ui.components import Action, Badge, Empty, ListRow, Pager, RowList, Tab, Tabs, Tone, time_text
from vanphong.ui.screens.routing import Request, page
from vanphong.ui.screens.shell import show

ADDRESS = "/thong-bao/"
SIZE = 30
GONE = vi("Đồng chí không còn quyền xem văn bản này.")


@page("thong-bao/", name="notices", signed_in=True)
def listed(request: Request, actor: Actor) -> HttpResponse:
    """The reader's notices, `?xem=chua-doc` the unread ones; POST marks all as read."""
    if request.method == "POST":
        mark_read(actor)
        return HttpResponseRedirect(ADDRESS)
    unread_only = request.GET.get("xem") == "chua-doc"
    before, after = _number(request, "truoc"), _number(request, "sau")
    found = notices(actor, unread_only=unread_only, before=before, after=after, limit=SIZE + 1)
    more = len(found) > SIZE
    if more:
        found = found[1:] if after is not None else found[:SIZE]
    unread = unread_count(actor)
    everything = Action(_("Đánh dấu đã đọc hết"), ADDRESS, "post", csrf_token=get_token(request))
    return show(
        request,
        actor,
        "ui/pages/listed.html",
        {
            "title": _("Thông báo"),
            "hint": _("Mở một thông báo là đánh dấu đã đọc."),
            "acts": [everything] if unread else [],
            "tabs": Tabs(
                _("Thông báo"),
                [
                    Tab(_("Tất cả"), ADDRESS, active=not unread_only),
                    Tab(_("Chưa đọc"), f"{ADDRESS}?xem=chua-doc", unread, unread_only),
                ],
            ),
            "body": RowList(
                _("Thông báo"), [_row(notice) for notice in found], _empty(unread_only), brief=True
            ),
            "pager": _pager(found, unread_only, before, after, more),
        },
    )


def _number(request: Request, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


def _row(notice: ReadableNotice) -> ListRow:
    at = timezone.localtime(notice.happened_at)
    return ListRow(
        url=f"{ADDRESS}{notice.id}/",
        title=notice.text,
        code=format_date(at.date()),
        code_note=time_text(at),
        note=notice.title or GONE,
        badges=(Badge(_("Khẩn"), Tone.ALARM),) if notice.urgent else (),
        owner=_("chưa đọc") if notice.unread else "",
        unread=notice.unread,
    )


def _empty(unread_only: bool) -> Empty:
    title = _("Không còn thông báo chưa đọc") if unread_only else _("Chưa có thông báo")
    return Empty(title, _("Văn bản chuyển đến, ý kiến chỉ đạo, việc sắp đến hạn sẽ báo ở đây."))


def _pager(
    found: list[ReadableNotice], unread_only: bool, before: int | None, after: int | None, more: bool
) -> Pager:
    def at(**key: int) -> str:
        given = {"xem": "chua-doc"} if unread_only else {}
        return f"{ADDRESS}?{urlencode({**given, **key})}"

    newer = bool(found) and (more if after is not None else before is not None)
    older = bool(found) and (more or after is not None)
    return Pager(at(sau=found[0].id) if newer else "", at(truoc=found[-1].id) if older else "")


@page("thong-bao/<int:notice_id>/", name="notices.open", signed_in=True)
def opened(request: Request, actor: Actor, notice_id: int) -> HttpResponse:
    """Mark one of one's own notices as read and go to its record, if it may still be seen."""
    found = notices(actor, before=notice_id + 1, limit=1)
    if not found or found[0].id != notice_id:
        raise Http404
    mark_read(actor, [notice_id])
    return HttpResponseRedirect(found[0].url or ADDRESS)
