"""Accounts: list, one account with its posts and sessions, adding one or many, first passwords."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel import access
from vanphong.kernel.actor import ADMIN, Actor
from vanphong.kernel.commands import Invalid
from vanphong.kernel.identity.commands import reset_password
from vanphong.kernel.identity.models import Session, User
from vanphong.kernel.identity.policy import MANAGE_ACCOUNTS
from vanphong.kernel.identity.queries import live_sessions, live_tokens
from vanphong.kernel.identity.sessions import end_session
from vanphong.kernel.organisation.models import Holding, Unit
from vanphong.kernel.organisation.policy import MANAGE
from vanphong.kernel.organisation.queries import seats_of
from vanphong.kernel.wording import vi
from vanphong.modules.administration.actions import ADD_USER, RESET
from vanphong.modules.administration.forms.accounts import AddUserForm
from vanphong.modules.administration.lists import ACCOUNTS, user_state
from vanphong.modules.administration.record_types import ADDRESSES, address_of
from vanphong.modules.administration.screens.importing import IMPORTS
from vanphong.ui.account.parts import PostForm, Shown
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
    Parts,
    Table,
    TableRow,
    Tone,
    day_text,
    moment_text,
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
from vanphong.ui.screens.controls import controls

ADDRESS = ADDRESSES[User]
ONCE = vi("Mật khẩu chỉ hiện một lần. Đồng chí chép hoặc in ra rồi trao tận tay; lần đầu đăng nhập phải đổi.")


def _manages(actor: Actor) -> bool:
    return access.may(actor, User, MANAGE_ACCOUNTS)


def _facts(_request: Request, actor: Actor, user: Any) -> Part:
    items = [
        Fact(_("Tên đăng nhập"), user.username),
        Fact(_("Thư điện tử"), user.email),
        Fact(_("Điện thoại"), user.phone),
    ]
    if _manages(actor):
        last = moment_text(timezone.localtime(user.last_login)) if user.last_login else _("chưa lần nào")
        items += [
            Fact(_("Đăng nhập gần nhất"), last),
            Fact(
                _("Lớp xác thực thứ hai"),
                _("đang bật") if user.totp_confirmed else _("không"),
            ),
            Fact(_("Mã truy cập API"), str(live_tokens(user).count())),
        ]
    return Panel(_("Tài khoản"), Facts(items))


def _posts(_request: Request, _actor: Actor, user: Any) -> Part:
    rows = [
        TableRow(
            [
                one.post.title,
                one.post.unit.label,
                day_text(one.valid_from) if one.valid_from else None,
                day_text(one.valid_to) if one.valid_to else None,
            ],
            address_of(one),
        )
        for one in Holding.objects.filter(user=user).select_related("post__unit").order_by("-valid_from")
    ]
    columns = [
        Column(_("Chức vụ"), "strong"),
        Column(_("Đơn vị")),
        Column(_("Từ ngày"), "date"),
        Column(_("Đến ngày"), "date"),
    ]
    empty = Empty(
        _("Chưa giữ chức vụ nào"),
        _("Mở chức vụ rồi giao; không có chức vụ thì không thấy việc gì."),
    )
    return Panel(_("Chức vụ"), Table(_("Chức vụ"), columns, rows, empty), count=len(rows), flush=True)


def _sessions(request: Request, actor: Actor, user: Any) -> Part | None:
    if not _manages(actor):
        return None
    is_admin = any(seat.role == ADMIN for seat in seats_of([user.pk])[user.pk])
    rows = [
        TableRow(
            [
                moment_text(timezone.localtime(one.started_at)),
                one.ip,
                one.agent[:60],
                moment_text(timezone.localtime(one.presence.seen_at)),
                Action(
                    _("Kết thúc"),
                    f"{ADDRESS}{user.pk}/phien/{one.pk}/",
                    "post",
                    csrf_token=get_token(request),
                    described=_("phiên từ {value}").format(value=one.ip or _("máy này")),
                ),
            ]
        )
        for one in live_sessions(user, admin=is_admin)
    ]
    columns = [
        Column(_("Từ lúc"), "date"),
        Column(_("Địa chỉ")),
        Column(_("Trình duyệt")),
        Column(_("Gần nhất")),
        Column(_("Việc")),
    ]
    return Panel(
        _("Phiên đang mở"),
        Table(_("Phiên"), columns, rows, Empty(_("Không có phiên nào"))),
        count=len(rows),
        flush=True,
    )


def _head(_actor: Actor, user: Any) -> Head:
    well = user.is_active and not user.is_locked() and not user.must_change_password
    return Head(user.full_name, user.username, badges=() if well else (Badge(user_state(user), Tone.WARN),))


def _buttons(_request: Request, actor: Actor) -> list[Action]:
    return [IMPORTS.button()] if access.may(actor, Unit, MANAGE) else []


def _first_password(request: Request, actor: Actor, user: User, password: str) -> HttpResponse:
    parts = [
        Notice(ONCE, Tone.WARN),
        Panel(
            user.full_name,
            Parts.of(
                Facts([Fact(_("Tên đăng nhập"), user.username)]),
                Shown([password], _("Mật khẩu tạm")),
            ),
        ),
    ]
    return show(
        request,
        actor,
        "ui/screens/plain.html",
        {"head": Head(_("Mật khẩu tạm")), "parts": parts, "back_url": address_of(user)},
    )


@page("quan-tri/tai-khoan/them/", name=ADD_USER.key, opens=(User, MANAGE_ACCOUNTS))
def add(request: Request, actor: Actor) -> HttpResponse:
    """A new account; its password is shown on the answer and nowhere else."""
    form = AddUserForm(request.POST or None, actor=actor)
    error = ""
    if request.method == "POST":
        try:
            user, password = ADD_USER.run(actor, **form.keywords())
            return _first_password(request, actor, user, password)
        except Invalid as refused:
            error = refused.message
    parts: list[Any] = [PostForm(get_token(request), _("Thêm tài khoản"), controls(form), error=error)]
    head = Head(_("Thêm tài khoản"), note=_("Sau đó mở chức vụ và giao cho người này."))
    return show(
        request,
        actor,
        "ui/screens/plain.html",
        {"head": head, "parts": parts, "back_url": ADDRESS},
        status=422 if error else 200,
    )


@page("quan-tri/tai-khoan/<int:pk>/cap-lai-mat-khau/", name=RESET.key, record=User, ability=MANAGE_ACCOUNTS)
def reset(request: Request, actor: Actor, user: Any) -> HttpResponse:
    """A new temporary password, shown on the answer and nowhere else."""
    if request.method == "POST":
        return _first_password(request, actor, user, reset_password(actor, user=user))
    parts = [Notice(RESET.warning, Tone.WARN), PostForm(get_token(request), RESET.label)]
    return show(
        request,
        actor,
        "ui/screens/plain.html",
        {"head": Head(RESET.label, note=user.full_name), "parts": parts, "back_url": address_of(user)},
    )


@page(
    "quan-tri/tai-khoan/<int:pk>/phien/<int:session_id>/",
    name="administration.end_session",
    record=User,
    ability=MANAGE_ACCOUNTS,
)
def kill(request: Request, actor: Actor, user: Any, session_id: int) -> HttpResponse:
    """End one session of a person."""
    session = Session.objects.filter(user=user, pk=session_id).first()
    if session is None:
        raise Http404
    if request.method == "POST":
        end_session(actor, session=session)
        messages.success(request, _("Đã kết thúc phiên."))
    return HttpResponseRedirect(address_of(user))


RECORD = RecordScreen(User, ADDRESS, vi("Tài khoản"), _head)
ListScreen(ACCOUNTS, ADDRESS, address_of, buttons=_buttons).declare()
RECORD.declare()
ActionScreens(User, ADDRESS, RECORD, special=("them", "cap-lai-mat-khau")).declare()
for _rank, (_name, _build) in enumerate((("facts", _facts), ("posts", _posts), ("sessions", _sessions))):
    declare_panel(PanelSpec(_name, User, _build, _rank))
