"""Acting for another: choosing a delegation, leaving it, giving and revoking one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel import access
from vanphong.kernel.access import Ability, declared
from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import DomainError, Invalid
from vanphong.kernel.identity.browser import DELEGATION_KEY
from vanphong.kernel.identity.models import User
from vanphong.kernel.identity.queries import people_named
from vanphong.kernel.organisation.delegable import delegable, lendable_by
from vanphong.kernel.organisation.delegating import give_delegation, revoke_delegation
from vanphong.kernel.organisation.models import Delegation
from vanphong.kernel.organisation.policy import GIVE
from vanphong.kernel.organisation.queries import delegations_held, today
from vanphong.kernel.registry.manifest import manifests
from vanphong.lib.dates import BadDate, parse_vn_date
from vanphong.ui.account.frame import Me, inside, me, token
from vanphong.ui.account.parts import PostForm
from vanphong.ui.components import (
    Action,
    Chips,
    Choice,
    Column,
    Content,
    DateField,
    Empty,
    Field,
    Panel,
    Select,
    Table,
    TableRow,
    moment_text,
)
from vanphong.ui.screens.routing import Request, page

EVERYTHING = "*"


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _scope_words(delegation: Delegation) -> str:
    lent = [ability for ability in declared() if ability in set(delegable()) & set(delegation.scope)]
    return "; ".join(
        f"{label}: {', '.join(str(ability.label) for ability in abilities)}"
        for label, abilities in _grouped(lent)
    )


def _grouped(abilities: Sequence[Ability]) -> list[tuple[str, list[Ability]]]:
    """Under the module whose work it is, in the order of the modules; what belongs to none comes last."""
    found: dict[str, list[Ability]] = {}
    modules = {one.name: one.label for one in manifests()}
    for ability in abilities:
        found.setdefault(ability.partition(".")[0], []).append(ability)
    rest = [a for area, members in found.items() if area not in modules for a in members]
    groups = [(label, found[name]) for name, label in modules.items() if name in found]
    return [*groups, (_("Việc chung"), rest)] if rest else groups


@page("tai-khoan/uy-quyen/", name="account.delegations", signed_in=True)
def delegations(request: Request, actor: Actor) -> HttpResponse:
    """Whom I may act for, and who may act for me."""
    who, error = me(request), ""
    if request.method == "POST":
        try:
            return HttpResponseRedirect(_done(request, who))
        except DomainError as refused:
            error = refused.message
    parts: list[Content] = [_held(request, who), _given(request, who)]
    if access.may(who.actor, Delegation, GIVE):
        parts.append(Panel(_("Ủy quyền cho người khác"), _form(request, who)))
    note = _("Người được ủy quyền làm việc dưới hai tên; ký, việc mật và tài khoản không ủy quyền được.")
    return inside(request, actor, _("Ủy quyền"), parts, note=note, error=error)


def _done(request: Request, who: Me) -> str:
    """Do what was asked; returns where to go on."""
    act, chosen = request.POST.get("act", ""), _number(request.POST.get("choose", ""))
    if act == "give":
        _give(request, who)
        messages.success(request, _("Đã ủy quyền."))
    elif act == "stop":
        request.session.pop(DELEGATION_KEY, None)
        return "/"
    elif chosen:
        if not delegations_held(who.user).filter(pk=chosen).exists():
            raise Invalid(_("Ủy quyền này không còn hiệu lực."))
        request.session[DELEGATION_KEY] = chosen
        return "/"
    elif pk := _number(request.POST.get("revoke", "")):
        found = Delegation.objects.filter(access.visible(who.actor, Delegation), pk=pk).first()
        if found is not None:
            revoke_delegation(who.actor, delegation=found)
            messages.success(request, _("Đã thu hồi ủy quyền."))
    return request.path


def _scope(who: Me, chosen: list[str]) -> list[str]:
    if EVERYTHING in chosen:
        return list(lendable_by(who.actor))
    return chosen


def _give(request: Request, who: Me) -> None:
    delegate = User.objects.filter(pk=_number(request.POST.get("delegate", "")), is_active=True).first()
    if delegate is None:
        raise Invalid(_("Đồng chí chọn người được ủy quyền."), {"delegate": _("Chọn người.")})
    try:
        last = parse_vn_date(request.POST.get("last_day", ""), today(), year="future")
    except BadDate as error:
        raise Invalid(error.message_vi, {"last_day": error.message_vi}) from error
    ends_at = timezone.make_aware(dt.datetime.combine(last + dt.timedelta(days=1), dt.time()))
    give_delegation(
        who.actor,
        principal=who.user,
        delegate=delegate,
        scope=_scope(who, request.POST.getlist("scope")),
        ends_at=ends_at,
        reason=request.POST.get("reason", ""),
    )


def _held(request: Request, who: Me) -> Panel:
    here = request.session.get(DELEGATION_KEY)
    rows = [
        TableRow(
            [
                one.principal.full_name,
                _scope_words(one),
                moment_text(timezone.localtime(one.ends_at)),
                Action(
                    _("Thôi làm thay") if one.pk == here else _("Làm thay"),
                    request.path,
                    method="post",
                    name="act" if one.pk == here else "choose",
                    value="stop" if one.pk == here else str(one.pk),
                    csrf_token=token(request),
                    described=one.principal.full_name,
                ),
            ],
            current=one.pk == here,
        )
        for one in delegations_held(who.user)
    ]
    heads = [
        Column(_("Làm thay"), "strong"),
        Column(_("Việc")),
        Column(_("Đến")),
        Column(_("Việc làm được")),
    ]
    table = Table(_("Được ủy quyền"), heads, rows, empty=Empty(_("Chưa ai ủy quyền cho đồng chí")))
    return Panel(_("Tôi được ủy quyền"), table, count=len(rows), flush=True)


def _given(request: Request, who: Me) -> Panel:
    given = Delegation.objects.filter(principal=who.user, revoked_at=None, ends_at__gt=timezone.now())
    rows = [
        TableRow(
            [
                one.delegate.full_name,
                _scope_words(one),
                moment_text(timezone.localtime(one.ends_at)),
                Action(
                    _("Thu hồi"),
                    request.path,
                    method="post",
                    name="revoke",
                    value=str(one.pk),
                    csrf_token=token(request),
                    described=one.delegate.full_name,
                ),
            ]
        )
        for one in given.select_related("delegate")
    ]
    heads = [
        Column(_("Người được ủy quyền"), "strong"),
        Column(_("Việc")),
        Column(_("Đến")),
        Column(_("Việc làm được")),
    ]
    table = Table(_("Đã ủy quyền"), heads, rows, empty=Empty(_("Đồng chí chưa ủy quyền cho ai")))
    return Panel(_("Tôi đã ủy quyền"), table, count=len(rows), flush=True)


def _works(who: Me, chosen: list[str]) -> list[Chips]:
    """The usual choice, then the works one by one under what they belong to."""
    everything = Choice(EVERYTHING, _("tất cả các việc dưới đây"), EVERYTHING in chosen)
    return [
        Chips(name="scope", label=_("Các việc"), multiple=True, choices=[everything]),
        *(
            Chips(
                name="scope",
                label=label,
                multiple=True,
                choices=[Choice(a, a.label, a in chosen) for a in abilities],
            )
            for label, abilities in _grouped(lendable_by(who.actor))
        ),
    ]


def _form(request: Request, who: Me) -> PostForm:
    people = people_named("").exclude(pk=who.user.pk)
    asked = request.POST
    return PostForm(
        token(request),
        _("Ủy quyền"),
        [
            Select(
                name="delegate",
                label=_("Người được ủy quyền"),
                choices=[Choice(str(p.pk), p.full_name, asked.get("delegate") == str(p.pk)) for p in people],
                empty_label=_("Chọn người"),
                required=True,
                width="wide",
            ),
            DateField(
                name="last_day",
                label=_("Hết ngày"),
                value=asked.get("last_day", ""),
                required=True,
                width="narrow",
            ),
            *_works(who, asked.getlist("scope")),
            Field(name="reason", label=_("Lý do"), value=asked.get("reason", ""), max_length=200),
        ],
        act="give",
    )
