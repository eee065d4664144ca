"""Writes of the tree: bodies, units, posts, terms. Holders are in `people`, heirs in `succession`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Conflict, Invalid, command
from vanphong.kernel.organisation.models import Dated, Holding, Post, Term, Unit
from vanphong.kernel.organisation.policy import MANAGE
from vanphong.kernel.wording import vi
from vanphong.lib.dates import format_date
from vanphong.lib.text import clean


def _one_of(kinds: Sequence[str], value: str, field: str, words: str) -> None:
    if value not in kinds:
        message = _("{words} «{value}» không có trong danh mục. Đồng chí dùng một trong: {kinds}.").format(
            words=words, value=value, kinds=", ".join(kinds)
        )
        raise Invalid(message, {field: message})


def in_order(valid_from: dt.date | None, valid_to: dt.date | None) -> None:
    """Raise Invalid when the last day is before the first."""
    if valid_from and valid_to and valid_to < valid_from:
        message = _(
            "Ngày kết thúc {valid_to} trước ngày bắt đầu {valid_from}. Đồng chí xem lại hai ngày."
        ).format(valid_to=format_date(valid_to), valid_from=format_date(valid_from))
        raise Invalid(message, {"valid_to": message})


@command(MANAGE, on=Unit, label=vi("thêm đơn vị"))
def add_unit(
    actor: Actor,
    /,
    *,
    code: str,
    name: str,
    kind: str,
    level: str,
    parent: Unit | None = None,
    agency: Unit | None = None,
    short_name: str = "",
    symbol: str = "",
    identifier: str = "",
    email: str = "",
    is_agency: bool = False,
    uses_vanphong: bool = False,
    valid_from: dt.date | None = None,
    valid_to: dt.date | None = None,
    rank: int = 100,
    aliases: list[str] | None = None,
) -> Unit:
    """Add a body or unit to the tree."""
    if not clean(code) or not clean(name):
        raise Invalid(
            _("Đơn vị cần có mã và tên."),
            {"code": _("Cần có mã."), "name": _("Cần có tên.")},
        )
    if Unit.objects.filter(code=clean(code)).exists():
        raise Invalid(
            _("Mã «{code}» đã có. Đồng chí đặt mã khác.").format(code=code),
            {"code": _("Mã đã có.")},
        )
    _one_of(Unit.Kind.values, kind, "kind", _("Loại đơn vị"))
    _one_of(Unit.Level.values, level, "level", _("Cấp"))
    in_order(valid_from, valid_to)
    unit = Unit(
        code=clean(code),
        name=clean(name),
        kind=kind,
        level=level,
        parent=parent,
        agency=agency,
        short_name=clean(short_name),
        symbol=clean(symbol),
        identifier=clean(identifier),
        email=clean(email),
        is_agency=is_agency,
        uses_vanphong=uses_vanphong,
        valid_from=valid_from,
        valid_to=valid_to,
        rank=rank,
        aliases=[clean(alias) for alias in aliases or [] if clean(alias)],
    )
    unit.save()
    unit.path = f"{parent.path if parent else ''}{unit.pk}."
    unit.save()
    return unit


@command(MANAGE, on="unit", label=vi("sửa đơn vị"))
def edit_unit(
    actor: Actor,
    /,
    *,
    unit: Unit,
    short_name: str | None = None,
    symbol: str | None = None,
    identifier: str | None = None,
    email: str | None = None,
    rank: int | None = None,
    aliases: list[str] | None = None,
    uses_vanphong: bool | None = None,
) -> Unit:
    """Correct what may change without a new row. A new name is `succession.rename_unit`."""
    given = {"short_name": short_name, "symbol": symbol, "identifier": identifier, "email": email}
    for field, text in given.items():
        if text is not None:
            setattr(unit, field, clean(text))
    unit.rank = unit.rank if rank is None else rank
    unit.uses_vanphong = unit.uses_vanphong if uses_vanphong is None else uses_vanphong
    if aliases is not None:
        unit.aliases = [clean(alias) for alias in aliases if clean(alias)]
    unit.save()
    return unit


@command(MANAGE, on="unit", label=vi("đặt tên cơ quan"))
def name_agency(
    actor: Actor, /, *, unit: Unit, code: str, name: str, symbol: str = "", level: str = ""
) -> Unit:
    """Give an agency that holds older books, but has nobody yet, its name; later it is renamed as all are."""
    if Post.objects.exists():
        raise Conflict(_("Cơ quan đã có người giữ chức vụ. Đồng chí đổi tên ở trang Tổ chức."))
    _one_of(Unit.Level.values, level or unit.level, "level", _("Cấp"))
    unit.code, unit.name, unit.symbol = clean(code), clean(name), clean(symbol)
    unit.level = level or unit.level
    unit.save()
    return unit


@command(MANAGE, on="unit", label=vi("thêm chức vụ"))
def add_post(
    actor: Actor,
    /,
    *,
    unit: Unit,
    title: str,
    role: str,
    rank: int = 100,
    valid_from: dt.date | None = None,
    valid_to: dt.date | None = None,
    second_factor: bool | None = None,
) -> Post:
    """Add a post to a unit; its role decides what its holder may do.

    Posts of system administrators ask for a second factor unless it is said that they do not.
    """
    if not clean(title):
        raise Invalid(_("Chức vụ cần có tên."), {"title": _("Cần có tên.")})
    _one_of(Post.Role.values, role, "role", _("Vai trò"))
    in_order(valid_from, valid_to)
    post = Post(unit=unit, title=clean(title), role=role, rank=rank, valid_from=valid_from, valid_to=valid_to)
    post.second_factor = role == Post.Role.ADMIN if second_factor is None else second_factor
    post.save()
    return post


@command(MANAGE, on="post", label=vi("đặt yêu cầu xác thực hai lớp"))
def ask_second_factor(actor: Actor, /, *, post: Post, second_factor: bool) -> Post:
    """Say whether the holders of a post must have a second factor; it holds from their next page on."""
    post.second_factor = second_factor
    post.save()
    return post


@command(MANAGE, on="post", label=vi("bãi bỏ chức vụ"))
def end_post(actor: Actor, /, *, post: Post, last_day: dt.date) -> None:
    """Close a post after `last_day`; refused while someone holds it longer."""
    held = Holding.objects.filter(post=post).exclude(valid_to__lte=last_day)
    if held.filter(Dated.on(last_day + dt.timedelta(days=1))).exists():
        raise Conflict(_("Còn người giữ chức vụ này. Đồng chí cho thôi giữ trước."))
    in_order(post.valid_from, last_day)
    post.valid_to = last_day
    post.save()


@command(MANAGE, on="committee", label=vi("thêm nhiệm kỳ"))
def add_term(
    actor: Actor,
    /,
    *,
    committee: Unit,
    name: str,
    valid_from: dt.date,
    valid_to: dt.date | None = None,
) -> Term:
    """Add a term of a committee; terms of one committee do not overlap."""
    in_order(valid_from, valid_to)
    last = valid_to or dt.date.max
    for other in Term.objects.filter(committee=committee):
        if (other.valid_from or dt.date.min) <= last and valid_from <= (other.valid_to or dt.date.max):
            raise Conflict(
                _("Trùng thời gian với nhiệm kỳ {name}. Đồng chí đóng nhiệm kỳ đó trước.").format(
                    name=other.name
                )
            )
    term = Term(committee=committee, name=clean(name), valid_from=valid_from, valid_to=valid_to)
    term.save()
    return term


@command(MANAGE, on="term", label=vi("kết thúc nhiệm kỳ"))
def end_term(actor: Actor, /, *, term: Term, last_day: dt.date) -> Term:
    """Close a term after `last_day`."""
    in_order(term.valid_from, last_day)
    term.valid_to = last_day
    term.save()
    return term
