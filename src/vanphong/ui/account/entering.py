"""Signing in and out: password, then the second factor where the account has one."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.identity import browser, passkeys, signing_in
from vanphong.kernel.identity.factors import Code, Proof
from vanphong.kernel.identity.models import User
from vanphong.kernel.identity.queries import needs_second_factor
from vanphong.kernel.identity.sessions import sign_out
from vanphong.kernel.organisation.middleware import ENDED_KEY
from vanphong.kernel.wording import vi
from vanphong.ui.account.frame import outside, safe_next, token
from vanphong.ui.account.parts import PostForm
from vanphong.ui.components import Content, Field, Notice
from vanphong.ui.screens.routing import Request, page

SECOND = "/dang-nhap/ma/"


@page("dang-nhap/", name="account.sign_in", public=vi("người chưa đăng nhập cần vào được trang đăng nhập"))
def sign_in(request: Request) -> HttpResponse:
    """User name and password."""
    if request.method != "POST":
        if request.actor is not None:
            return HttpResponseRedirect(safe_next(request))
        return _first_page(request, why=request.session.pop(ENDED_KEY, ""))
    username, password = request.POST.get("username", ""), request.POST.get("password", "")
    origin = browser.origin_of(request)
    try:
        user = signing_in.first_factor(username, password, origin)
        if needs_second_factor(user):
            browser.remember_first_factor(request, user)
            request.session["next"] = safe_next(request)
            return HttpResponseRedirect(SECOND)
        browser.enter(request, signing_in.sign_in(user, origin))
    except signing_in.SignInRefused as error:
        return _first_page(request, error=error.message, username=username, status=error.status)
    return HttpResponseRedirect(safe_next(request))


def _first_page(
    request: Request, *, why: str = "", error: str = "", username: str = "", status: int = 200
) -> HttpResponse:
    form = PostForm(
        token(request),
        _("Đăng nhập"),
        [
            Field(
                name="username",
                label=_("Tên đăng nhập"),
                value=username,
                autocomplete="username",
                required=True,
                autofocus=True,
            ),
            Field(
                name="password",
                label=_("Mật khẩu"),
                kind="password",
                autocomplete="current-password",
                required=True,
            ),
        ],
        hidden=[("next", safe_next(request, ""))],
    )
    parts: list[Content] = [Notice(why), form] if why else [form]
    return outside(request, _("Đăng nhập"), parts, error=error, status=status)


@page(
    "dang-nhap/ma/", name="account.second_factor", public=vi("bước hai của đăng nhập, sau khi đúng mật khẩu")
)
def second_factor(request: Request) -> HttpResponse:
    """The second factor: a typed code, or a passkey."""
    user = browser.after_first_factor(request)
    if user is None:
        return HttpResponseRedirect("/dang-nhap/")
    if request.method != "POST":
        return _second_page(request, user)
    proof: Proof
    if answer := request.POST.get("answer"):
        proof = passkeys.PasskeyAnswer(answer, browser.take_challenge(request), browser.site_of(request))
    else:
        proof = Code(request.POST.get("code", ""))
    onward = str(request.session.get("next") or "/")
    try:
        browser.enter(request, signing_in.sign_in(user, browser.origin_of(request), proof))
    except signing_in.SignInRefused as error:
        return _second_page(request, user, error=error.message, status=error.status)
    return HttpResponseRedirect(onward)


def _second_page(request: Request, user: User, *, error: str = "", status: int = 200) -> HttpResponse:
    parts: list[Content] = []
    if user.passkeys.exists():
        parts.append(
            PostForm(
                token(request),
                _("Dùng khóa truy cập"),
                passkey="sign-in",
                options_url="/dang-nhap/khoa/",
                main=not user.totp_confirmed,
            )
        )
    hint = (
        _("Sáu số trên điện thoại, hoặc một mã khôi phục.") if user.totp_confirmed else _("Một mã khôi phục.")
    )
    code = Field(
        name="code",
        label=_("Mã xác nhận"),
        hint=hint,
        autocomplete="one-time-code",
        inputmode="numeric" if user.totp_confirmed else "text",
        required=True,
        autofocus=user.totp_confirmed,
    )
    parts.append(PostForm(token(request), _("Xác nhận"), [code], main=user.totp_confirmed))
    return outside(request, _("Xác nhận lần hai"), parts, error=error, status=status, with_passkeys=True)


@page(
    "dang-nhap/khoa/",
    name="account.passkey_challenge",
    public=vi("bước hai của đăng nhập bằng khóa truy cập"),
)
def passkey_challenge(request: Request) -> HttpResponse:
    """Options of the passkey ceremony, for the script."""
    user = browser.after_first_factor(request)
    if user is None or request.method != "POST":
        return HttpResponse(status=403)
    options, challenge = passkeys.sign_in_options(user, browser.site_of(request))
    browser.keep_challenge(request, challenge)
    return HttpResponse(options, content_type="application/json", headers={"Cache-Control": "no-store"})


@page("dang-xuat/", name="account.sign_out", signed_in=True)
def leave(request: Request, actor: Actor) -> HttpResponse:
    """Sign out; only by POST, so that no link can do it."""
    if request.method != "POST":
        return HttpResponseRedirect("/")
    sign_out(request.own_actor, session=request.office_session)  # type: ignore[attr-defined]
    browser.leave(request)
    answer = HttpResponseRedirect("/dang-nhap/")
    answer["Clear-Site-Data"] = '"cache", "storage"'
    return answer
