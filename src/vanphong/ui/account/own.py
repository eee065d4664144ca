"""My account: the overview, password, renewed confirmation, reading comfort."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Invalid
from vanphong.kernel.identity import browser, limits
from vanphong.kernel.identity.models import User
from vanphong.kernel.identity.own_account import change_password
from vanphong.kernel.identity.queries import live_sessions, live_tokens
from vanphong.kernel.identity.signing_in import confirm_again
from vanphong.kernel.organisation.queries import delegations_held
from vanphong.kernel.wording import vi
from vanphong.ui.account.frame import HOME, inside, me, outside, safe_next, token
from vanphong.ui.account.parts import PostForm
from vanphong.ui.components import (
    Chips,
    Choice,
    Column,
    Fact,
    Facts,
    Field,
    Panel,
    Table,
    TableRow,
    day_text,
    moment_text,
)
from vanphong.ui.display import set_display
from vanphong.ui.screens.routing import Request, page

YEAR = 365 * 24 * 3600


def _count(number: int, words: str) -> str:
    return f"{number} {words}" if number else _("chưa có")


def _changed(user: User) -> str:
    at = user.password_changed_at
    return _("đổi ngày {day_text}").format(day_text=day_text(timezone.localtime(at))) if at else ""


@page("tai-khoan/", name="account.home", signed_in=True)
def home(request: Request, actor: Actor) -> HttpResponse:
    """Everything about one's account on one page, each with the way on."""
    who = me(request)
    user = who.user
    posts = "; ".join(seat.title for seat in who.actor.seats)
    last = moment_text(timezone.localtime(user.last_login)) if user.last_login else ""
    sessions = len(live_sessions(user, admin=who.actor.has_role("admin")))
    facts = Facts(
        [
            Fact(_("Họ và tên"), user.full_name),
            Fact(_("Tên đăng nhập"), user.username),
            Fact(_("Chức vụ"), posts),
            Fact(_("Đăng nhập gần nhất"), last),
        ]
    )
    ways = [
        (_("Đổi mật khẩu"), f"{HOME}doi-mat-khau/", _changed(user)),
        (
            _("Mã một lần"),
            f"{HOME}ma-mot-lan/",
            _("đang bật") if user.totp_confirmed else _("chưa bật"),
        ),
        (_("Khóa truy cập"), f"{HOME}khoa-truy-cap/", _count(user.passkeys.count(), _("khóa"))),
        (
            _("Mã khôi phục"),
            f"{HOME}ma-khoi-phuc/",
            _count(user.recovery_codes.filter(used_at=None).count(), _("mã chưa dùng")),
        ),
        (_("Phiên đăng nhập"), f"{HOME}phien/", _count(sessions, _("phiên"))),
        (_("Mã truy cập API"), f"{HOME}ma-api/", _count(live_tokens(user).count(), _("mã"))),
        (
            _("Ủy quyền"),
            f"{HOME}uy-quyen/",
            _count(delegations_held(user).count(), _("được ủy quyền")),
        ),
    ]
    table = Table(
        _("An toàn tài khoản"),
        [Column(_("Mục"), "strong"), Column(_("Hiện nay"))],
        [TableRow([label, state or None], address) for label, address, state in ways],
    )
    language = Chips(
        name="language",
        label=_("Ngôn ngữ"),
        choices=[
            Choice(code, name, selected=code == request.LANGUAGE_CODE) for code, name in settings.LANGUAGES
        ],
    )
    form = PostForm(token(request), _("Dùng ngôn ngữ này"), [language], url=f"{HOME}ngon-ngu/", main=False)
    parts = [
        Panel(_("Của tôi"), facts),
        Panel(_("An toàn"), table, flush=True),
        Panel(_("Ngôn ngữ"), form),
    ]
    return inside(request, actor, _("Tài khoản của tôi"), parts, back="", with_display=True)


@page("tai-khoan/doi-mat-khau/", name="account.password", signed_in=True)
def password(request: Request, actor: Actor) -> HttpResponse:
    """Change the password; forced on the first day, then shown outside the shell."""
    who, error, fields = me(request), "", dict[str, str]()
    if request.method == "POST":
        new = request.POST.get("new_password", "")
        try:
            if new != request.POST.get("again", ""):
                raise Invalid(
                    _("Hai lần gõ mật khẩu mới chưa giống nhau."),
                    {"again": _("Chưa giống ô trên.")},
                )
            user = change_password(
                who.actor,
                user=who.user,
                session=who.session,
                present=request.POST.get("password", ""),
                new=new,
                origin=browser.origin_of(request),
            )
            browser.keep_after_password_change(request, user)
            return HttpResponseRedirect("/" if who.user.must_change_password else HOME)
        except Invalid as refused:
            error, fields = refused.message, refused.fields
    length = limits.password_length()
    form = PostForm(
        token(request),
        _("Đổi mật khẩu"),
        [
            Field(
                name="password",
                label=_("Mật khẩu hiện tại"),
                kind="password",
                autocomplete="current-password",
                error=fields.get("password", ""),
                required=True,
            ),
            Field(
                name="new_password",
                label=_("Mật khẩu mới"),
                kind="password",
                autocomplete="new-password",
                error=fields.get("new_password", ""),
                hint=_("Ít nhất {length} ký tự; nên là một câu dễ nhớ, có dấu cũng được.").format(
                    length=length
                ),
                required=True,
            ),
            Field(
                name="again",
                label=_("Gõ lại mật khẩu mới"),
                kind="password",
                autocomplete="new-password",
                error=fields.get("again", ""),
                required=True,
            ),
        ],
    )
    if who.user.must_change_password:
        note = _("Mật khẩu đang dùng chỉ để vào lần đầu. Đồng chí đặt mật khẩu của riêng mình rồi làm việc.")
        return outside(
            request, _("Đặt mật khẩu"), [form], note=note, error=error, status=422 if error else 200
        )
    return inside(request, actor, _("Đổi mật khẩu"), [Panel("", form)], error=error)


@page("tai-khoan/xac-nhan/", name="account.confirm", signed_in=True)
def confirm(request: Request, actor: Actor) -> HttpResponse:
    """The password once more before a weighty act; then back to it."""
    who, error = me(request), ""
    if request.method == "POST":
        try:
            confirm_again(
                who.actor, who.session, request.POST.get("password", ""), browser.origin_of(request)
            )
            return HttpResponseRedirect(safe_next(request, HOME))
        except Invalid as refused:
            error = refused.message
    field = Field(
        name="password",
        label=_("Mật khẩu"),
        kind="password",
        autocomplete="current-password",
        required=True,
        autofocus=True,
    )
    form = PostForm(token(request), _("Xác nhận"), [field], hidden=[("next", safe_next(request, HOME))])
    note = _("Việc sắp làm cần biết chắc là đồng chí.")
    return inside(request, actor, _("Xác nhận lại mật khẩu"), [Panel("", form)], note=note, error=error)


@page(
    "tai-khoan/hien-thi/",
    name="account.display",
    public=vi("cỡ chữ và nền của máy này; không đọc dữ liệu nào"),
)
def display(request: Request) -> HttpResponse:
    """Keep how this person reads, in a cookie of this machine."""
    return set_display(request)


@page(
    "tai-khoan/ngon-ngu/", name="account.language", public=vi("ngôn ngữ của máy này; không đọc dữ liệu nào")
)
def language(request: Request) -> HttpResponse:
    """Keep the language, in the cookie Django reads."""
    answer = HttpResponseRedirect(safe_next(request, HOME))
    chosen = request.POST.get("language", "")
    if request.method == "POST" and chosen in dict(settings.LANGUAGES):
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, chosen, max_age=YEAR, samesite="Lax", secure=request.is_secure()
        )
    return answer
