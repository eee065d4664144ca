"""My second factors: one-time codes with their QR, recovery codes, passkeys."""

from __future__ import annotations

import ipaddress

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Invalid
from vanphong.kernel.identity import browser, factors, passkeys
from vanphong.kernel.identity.models import Passkey
from vanphong.kernel.identity.own_account import begin_totp, confirm_totp, renew_recovery_codes, stop_totp
from vanphong.kernel.organisation.queries import owes_second_factor
from vanphong.kernel.wording import vi
from vanphong.ui.account.frame import HOME, ISSUER, Me, inside, me, stepped, token
from vanphong.ui.account.parts import PostForm, Qr, Shown
from vanphong.ui.components import (
    Action,
    Column,
    Content,
    Empty,
    Field,
    Notice,
    Panel,
    Parts,
    Table,
    TableRow,
    Tone,
    day_text,
    moment_text,
)
from vanphong.ui.screens.routing import Request, page

WRITE_DOWN = vi(
    "Các mã này chỉ hiện một lần. Đồng chí in hoặc chép ra giấy, cất nơi riêng; mỗi mã dùng một lần."
)
MUST = vi(
    "Chức vụ của đồng chí bắt buộc xác thực hai lớp. Đồng chí lập mã một lần ở đây rồi vào làm việc tiếp."
)


def _codes_page(request: Request, actor: Actor, codes: list[str]) -> HttpResponse:
    parts = [Panel(_("Mã khôi phục mới"), Shown(codes, _("Mã khôi phục")))]
    return inside(request, actor, _("Mã khôi phục"), parts, note=WRITE_DOWN)


@page("tai-khoan/ma-mot-lan/", name="account.totp", signed_in=True)
@stepped
def one_time_codes(request: Request, actor: Actor) -> HttpResponse:
    """Turn one-time codes on, with a QR for the telephone, or off."""
    who, error, act = me(request), "", request.POST.get("act", "")
    if request.method == "POST":
        if act == "confirm":
            try:
                code = request.POST.get("code", "")
                return _codes_page(
                    request, actor, confirm_totp(who.actor, user=who.user, session=who.session, code=code)
                )
            except Invalid as refused:
                error = refused.message
        elif act == "stop":
            stop_totp(who.actor, user=who.user, session=who.session)
            messages.success(request, _("Đã tắt mã một lần."))
            return HttpResponseRedirect(HOME)
        else:
            begin_totp(who.actor, user=who.user, session=who.session)
            return HttpResponseRedirect(request.path)
    return inside(request, actor, _("Mã một lần"), _totp_parts(request, who), error=error)


def _totp_parts(request: Request, who: Me) -> list[Content]:
    if who.user.totp_confirmed:
        form = PostForm(token(request), _("Tắt mã một lần"), act="stop", main=False, alarm=True)
        return [
            Notice(_("Mã một lần đang bật. Mỗi lần đăng nhập cần sáu số trên điện thoại.")),
            Panel("", form),
        ]
    address, secret = factors.provisioning(who.user, ISSUER)
    if not address:
        text = _(
            "Mã một lần là sáu số trên điện thoại, đổi sau mỗi 30 giây. Kẻ biết mật khẩu cũng không vào được."
        )
        begin = PostForm(token(request), _("Lập mã một lần"), act="begin")
        if owes_second_factor(who.actor, who.user):
            must = Notice(
                MUST, Tone.WARN, link_label=_("Dùng khóa truy cập"), link_url="/tai-khoan/khoa-truy-cap/"
            )
            return [must, Notice(text), Panel("", begin)]
        return [Notice(text), Panel("", begin)]
    field = Field(
        name="code",
        label=_("Sáu số đang hiện trên điện thoại"),
        inputmode="numeric",
        autocomplete="one-time-code",
        required=True,
    )
    return [
        Panel(
            _("1. Quét bằng ứng dụng tạo mã trên điện thoại"),
            Parts.of(
                Qr(address, _("Mã QR để thêm tài khoản vào ứng dụng tạo mã")),
                Shown([secret], _("Khóa để gõ tay nếu không quét được")),
            ),
        ),
        Panel(
            _("2. Nhập mã để bật"),
            PostForm(token(request), _("Bật mã một lần"), [field], act="confirm"),
        ),
    ]


@page("tai-khoan/ma-khoi-phuc/", name="account.recovery", signed_in=True)
@stepped
def recovery_codes(request: Request, actor: Actor) -> HttpResponse:
    """Make fresh recovery codes."""
    who = me(request)
    if request.method == "POST":
        return _codes_page(
            request, actor, renew_recovery_codes(who.actor, user=who.user, session=who.session)
        )
    left = who.user.recovery_codes.filter(used_at=None).count()
    note = _("Còn {left} mã chưa dùng. Mã khôi phục thay điện thoại hoặc khóa khi bị mất.").format(left=left)
    form = PostForm(token(request), _("Lập mười mã mới"), main=not left)
    warning = Notice(_("Lập mã mới thì các mã cũ hết dùng được."))
    return inside(request, actor, _("Mã khôi phục"), [Panel("", Parts.of(warning, form))], note=note)


@page("tai-khoan/khoa-truy-cap/", name="account.passkeys", signed_in=True)
@stepped
def my_passkeys(request: Request, actor: Actor) -> HttpResponse:
    """List, add and remove passkeys."""
    who, error = me(request), ""
    if request.method == "POST":
        try:
            return _change_passkeys(request, who)
        except Invalid as refused:
            error = refused.message
    rows = [
        TableRow(
            [
                key.name,
                day_text(timezone.localtime(key.created_at)),
                moment_text(timezone.localtime(key.last_used_at)) if key.last_used_at else None,
                Action(
                    _("Xóa"),
                    request.path,
                    method="post",
                    name="remove",
                    value=str(key.pk),
                    csrf_token=token(request),
                    described=key.name,
                ),
            ]
        )
        for key in who.user.passkeys.all()
    ]
    columns = [
        Column(_("Khóa"), "strong"),
        Column(_("Đăng ký")),
        Column(_("Dùng gần nhất")),
        Column(_("Việc làm được")),
    ]
    table = Table(_("Khóa truy cập"), columns, rows, empty=Empty(_("Chưa có khóa truy cập nào")))
    parts: list[Content] = [Panel(_("Đã đăng ký"), table, count=len(rows), flush=True)]
    if _is_address(browser.site_of(request).domain):
        parts.append(
            Notice(_("Khóa truy cập cần mở văn phòng bằng tên miền, không dùng được với địa chỉ số."))
        )
    else:
        name = Field(name="name", label=_("Tên để nhớ"), hint=_("Ví dụ: khóa ở bàn giấy."), max_length=60)
        form = PostForm(
            token(request),
            _("Thêm khóa truy cập"),
            [name],
            passkey="register",
            options_url=f"{request.path}them/",
        )
        parts.append(Panel(_("Thêm khóa"), form))
    note = _("Khóa truy cập là khóa cứng, vân tay hoặc điện thoại dùng để xác nhận khi đăng nhập.")
    return inside(request, actor, _("Khóa truy cập"), parts, note=note, error=error, with_passkeys=True)


def _change_passkeys(request: Request, who: Me) -> HttpResponse:
    if pk := request.POST.get("remove", ""):
        key = Passkey.objects.filter(user=who.user, pk=int(pk) if pk.isdigit() else 0).first()
        if key is not None:
            passkeys.remove_passkey(who.actor, passkey=key, session=who.session)
            messages.success(request, _("Đã xóa khóa «{name}».").format(name=key.name))
        return HttpResponseRedirect(request.path)
    key = passkeys.add_passkey(
        who.actor,
        user=who.user,
        session=who.session,
        name=request.POST.get("name", ""),
        answer=request.POST.get("answer", ""),
        challenge=browser.take_challenge(request),
        site=browser.site_of(request),
    )
    messages.success(request, _("Đã thêm khóa «{name}».").format(name=key.name))
    if who.user.recovery_codes.filter(used_at=None).exists():
        return HttpResponseRedirect(request.path)
    return HttpResponseRedirect(f"{HOME}ma-khoi-phuc/")


def _is_address(domain: str) -> bool:
    try:
        ipaddress.ip_address(domain.strip("[]"))
    except ValueError:
        return False
    return True


@page("tai-khoan/khoa-truy-cap/them/", name="account.passkey_options", signed_in=True)
@stepped
def passkey_options(request: Request, actor: Actor) -> HttpResponse:
    """Options of the registration ceremony, for the script."""
    if request.method != "POST":
        return HttpResponseRedirect(f"{HOME}khoa-truy-cap/")
    options, challenge = passkeys.registration_options(me(request).user, browser.site_of(request), ISSUER)
    browser.keep_challenge(request, challenge)
    return HttpResponse(options, content_type="application/json")
