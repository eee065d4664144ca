"""Where my account is open: sessions on other machines, and keys of programs."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel.actor import ADMIN, Actor
from vanphong.kernel.commands import Invalid
from vanphong.kernel.identity import sessions, tokens
from vanphong.kernel.identity.models import ApiToken, Session
from vanphong.kernel.identity.queries import live_sessions, live_tokens
from vanphong.kernel.wording import vi
from vanphong.ui.account.frame import inside, me, stepped, token
from vanphong.ui.account.parts import PostForm, Shown
from vanphong.ui.components import (
    Action,
    Chips,
    Choice,
    Column,
    Content,
    Empty,
    Field,
    Panel,
    Select,
    Table,
    TableRow,
    moment_text,
)
from vanphong.ui.screens.routing import Request, page

SCOPES = {"read": vi("chỉ xem"), "write": vi("xem và làm mọi việc của tôi")}
TERMS = {"30": vi("30 ngày"), "90": vi("90 ngày"), "365": vi("một năm")}


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _moment(moment: dt.datetime | None) -> str | None:
    return moment_text(timezone.localtime(moment)) if moment else None


def browser_words(agent: str) -> str:
    """A browser's line as people know it: «Firefox trên Windows»."""
    names = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("CocCoc", _("Cốc Cốc")))
    kinds = (*names, ("Chrome/", "Chrome"), ("Safari/", "Safari"))
    places = (
        ("Windows", "Windows"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Mac OS", _("máy Mac")),
        ("Linux", "Linux"),
    )
    kind = next((word for sign, word in kinds if sign in agent), _("Trình duyệt khác"))
    place = next((word for sign, word in places if sign in agent), "")
    return _("{kind} trên {place}").format(kind=kind, place=place) if place else kind


@page("tai-khoan/phien/", name="account.sessions", signed_in=True)
def my_sessions(request: Request, actor: Actor) -> HttpResponse:
    """Where I am signed in, each with «kết thúc»."""
    who = me(request)
    if request.method == "POST":
        if request.POST.get("act") == "others":
            count = sessions.end_other_sessions(who.actor, session=who.session)
            messages.success(request, _("Đã kết thúc {count} phiên khác.").format(count=count))
        else:
            pk = _number(request.POST.get("end", ""))
            session = Session.objects.filter(user=who.user, pk=pk, ended_at=None).first()
            if session is not None:
                sessions.end_session(who.actor, session=session)
                messages.success(request, _("Đã kết thúc phiên."))
        return HttpResponseRedirect(request.path)
    rows = []
    for session in live_sessions(who.user, admin=who.actor.has_role(ADMIN)):
        here = session.pk == who.session.pk
        end = Action(
            _("Kết thúc"),
            request.path,
            method="post",
            name="end",
            value=str(session.pk),
            csrf_token=token(request),
            described=_moment(session.started_at) or "",
        )
        cells: list[Content | None] = [
            browser_words(session.agent),
            session.ip,
            _moment(session.started_at),
            _moment(session.presence.seen_at),
            _("phiên này") if here else end,
        ]
        rows.append(TableRow(cells, current=here))
    heads = [
        Column(_("Trình duyệt"), "strong"),
        Column(_("Địa chỉ")),
        Column(_("Bắt đầu")),
        Column(_("Dùng gần nhất")),
    ]
    parts: list[Content] = [
        Panel(
            _("Đang mở"),
            Table(_("Phiên"), [*heads, Column(_("Việc làm được"))], rows),
            count=len(rows),
            flush=True,
        )
    ]
    if len(rows) > 1:
        button = PostForm(token(request), _("Kết thúc mọi phiên khác"), act="others", main=False, alarm=True)
        parts.append(Panel("", button))
    note = _("Thấy máy lạ thì đồng chí kết thúc phiên đó và đổi mật khẩu.")
    return inside(request, actor, _("Phiên đăng nhập"), parts, note=note)


@page("tai-khoan/ma-api/", name="account.tokens", signed_in=True)
@stepped
def my_tokens(request: Request, actor: Actor) -> HttpResponse:
    """Keys by which programs act as me."""
    who, error = me(request), ""
    parts: list[Content] = []
    if request.method == "POST" and (pk := request.POST.get("revoke")):
        held = ApiToken.objects.filter(user=who.user, pk=_number(pk)).first()
        if held is not None:
            tokens.revoke_token(who.actor, token=held)
            messages.success(request, _("Đã thu hồi mã «{name}».").format(name=held.name))
        return HttpResponseRedirect(request.path)
    if request.method == "POST":
        days = _number(request.POST.get("days", "")) or 90
        try:
            made, key = tokens.create_token(
                who.actor,
                user=who.user,
                name=request.POST.get("name", ""),
                scopes=[request.POST.get("scope", tokens.READ)],
                expires_at=timezone.now() + dt.timedelta(days=min(days, 365)),
                session=who.session,
            )
            title = _("Mã «{name}»: chép ngay, mã chỉ hiện một lần").format(name=made.name)
            parts.append(Panel(title, Shown([key], _("Mã truy cập"))))
        except Invalid as refused:
            error = refused.message
    parts += [
        _token_table(request, live_tokens(who.user)),
        Panel(_("Cấp mã mới"), _token_form(request)),
    ]
    note = _("Mỗi phần mềm dùng một mã riêng; thu hồi là phần mềm đó ngừng ngay.")
    return inside(request, actor, _("Mã truy cập API"), parts, note=note, error=error)


def _token_table(request: Request, held: QuerySet[ApiToken]) -> Panel:
    rows = [
        TableRow(
            [
                one.name,
                f"{one.start}…",
                ", ".join(str(SCOPES.get(scope, scope)) for scope in one.scopes),
                _moment(one.expires_at),
                _moment(one.use.used_at) if hasattr(one, "use") else None,
                Action(
                    _("Thu hồi"),
                    request.path,
                    method="post",
                    name="revoke",
                    value=str(one.pk),
                    csrf_token=token(request),
                    described=one.name,
                ),
            ]
        )
        for one in held
    ]
    heads = [
        Column(_("Tên"), "strong"),
        Column(_("Đầu mã"), "code"),
        Column(_("Phạm vi")),
        Column(_("Hết hạn")),
    ]
    table = Table(
        _("Mã truy cập"),
        [*heads, Column(_("Dùng gần nhất")), Column(_("Việc làm được"))],
        rows,
        empty=Empty(_("Chưa có mã nào")),
    )
    return Panel(_("Đang dùng"), table, count=len(rows), flush=True)


def _token_form(request: Request) -> PostForm:
    return PostForm(
        token(request),
        _("Cấp mã"),
        [
            Field(name="name", label=_("Tên phần mềm sẽ dùng"), required=True, max_length=80, width="half"),
            Select(
                name="days",
                label=_("Thời hạn"),
                choices=[Choice(value, words, value == "90") for value, words in TERMS.items()],
                required=True,
                width="half",
            ),
            Chips(
                name="scope",
                label=_("Phạm vi"),
                choices=[Choice(value, words, value == "read") for value, words in SCOPES.items()],
            ),
        ],
    )
