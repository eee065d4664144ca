"""A body renamed, merged or split: the old row closes, a new one follows, both know each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Conflict, Invalid, command
from vanphong.kernel.journal.recording import current
from vanphong.kernel.organisation.commands import add_post, add_unit
from vanphong.kernel.organisation.models import Holding, Post, Unit
from vanphong.kernel.organisation.people import DAY, appoint
from vanphong.kernel.organisation.policy import MANAGE
from vanphong.kernel.wording import vi
from vanphong.lib.dates import format_date


@command(MANAGE, on="unit", label=vi("kết thúc đơn vị, chuyển cho đơn vị kế tục"))
def close_unit(actor: Actor, /, *, unit: Unit, on: dt.date, successors: Sequence[Unit] = ()) -> Unit:
    """The unit ends the day before `on`; its successors (none, one or several) take over."""
    if unit.valid_to is not None and unit.valid_to < on:
        raise Conflict(
            _("«{name}» đã kết thúc ngày {valid_to}.").format(
                name=unit.name, valid_to=format_date(unit.valid_to)
            )
        )
    if unit.valid_from is not None and on <= unit.valid_from:
        raise Invalid(
            _("«{name}» mới có từ {valid_from}. Đồng chí chọn ngày sau đó.").format(
                name=unit.name, valid_from=format_date(unit.valid_from)
            ),
            {"on": _("Ngày quá sớm.")},
        )
    unit.valid_to = on - DAY
    unit.save()
    follow(unit, successors)
    return unit


def follow(unit: Unit, successors: Iterable[Unit]) -> None:
    """Within a command: say who takes over. Links are no rows of their own, so the journal is told here."""
    before = sorted(unit.successors.values_list("pk", flat=True))
    after = sorted({*before, *(successor.pk for successor in successors)})
    if after == before:
        return
    if unit.pk in after:
        raise Invalid(
            _("«{name}» không kế tục chính mình được.").format(name=unit.name),
            {"successors": _("Chọn đơn vị khác.")},
        )
    unit.successors.add(*(set(after) - set(before)))
    current().changed(unit._meta.label_lower, unit.pk, {"successors": [before, after]})


@command(MANAGE, on="unit", label=vi("đổi tên đơn vị"))
def rename_unit(
    actor: Actor,
    /,
    *,
    unit: Unit,
    on: dt.date,
    code: str,
    name: str,
    short_name: str = "",
    symbol: str | None = None,
    aliases: list[str] | None = None,
) -> Unit:
    """A new row under the new name from `on`, with the same place, sub-units, posts and people."""
    old = unit
    heir = add_unit(
        actor,
        code=code,
        name=name,
        kind=old.kind,
        level=old.level,
        parent=old.parent,
        agency=old.agency,
        short_name=short_name,
        symbol=old.symbol if symbol is None else symbol,
        identifier=old.identifier,
        email=old.email,
        is_agency=old.is_agency,
        uses_vanphong=old.uses_vanphong,
        valid_from=on,
        rank=old.rank,
        aliases=aliases,
    )
    close_unit(actor, unit=old, on=on, successors=[heir])
    _carry(actor, old, heir, on)
    return heir


@command(MANAGE, on=Unit, label=vi("sáp nhập đơn vị"))
def merge_units(
    actor: Actor, /, *, units: Sequence[Unit], into: Unit, on: dt.date, carry: bool = True
) -> Unit:
    """Several bodies end and `into` (a new row in force on `on`) follows them all.

    With `carry` their sub-units, posts and people come over; else they end with their body.
    """
    if len(units) < 2 or into.pk in {unit.pk for unit in units}:
        raise Invalid(_("Đồng chí chọn ít nhất hai đơn vị, và một đơn vị mới để nhận."))
    if not into.is_valid_on(on):
        raise Invalid(
            _("«{name}» chưa có vào ngày {on}.").format(name=into.name, on=format_date(on)),
            {"into": _("Chưa có hiệu lực.")},
        )
    for unit in units:
        closed = close_unit(actor, unit=unit, on=on, successors=[into])
        if carry:
            _carry(actor, closed, into, on)
        else:
            _end_posts(closed, on)
    return into


def _carry(actor: Actor, old: Unit, heir: Unit, on: dt.date) -> None:
    """Within a command: sub-units hang under the heir; posts and their holders go on there as new rows."""
    for child in Unit.objects.filter(parent=old, valid_to=None).select_for_update(of=("self",)):
        child.parent = heir
        child.save()
    if old.is_agency:
        heir_agency = heir if heir.is_agency else heir.agency
        for unit in Unit.objects.filter(agency=old, valid_to=None).select_for_update(of=("self",)):
            unit.agency = heir_agency
            unit.save()
    _renew_paths(heir)
    for post in Post.objects.filter(unit=old, valid_to=None).order_by("rank", "pk"):
        fresh = add_post(
            actor,
            unit=heir,
            title=post.title,
            role=post.role,
            rank=post.rank,
            valid_from=on,
            second_factor=post.second_factor,
        )
        for holding in Holding.objects.filter(post=post, valid_to=None).select_related("user"):
            appoint(actor, post=fresh, user=holding.user, valid_from=on)
    _end_posts(old, on)


def _end_posts(old: Unit, on: dt.date) -> None:
    for post in Post.objects.filter(unit=old, valid_to=None):
        for row in [*Holding.objects.filter(post=post, valid_to=None), post]:
            if row.valid_from is not None and row.valid_from >= on:
                raise Conflict(
                    _("«{title}» có thay đổi sau ngày {on}. Đồng chí sửa chức vụ đó trước.").format(
                        title=post.title, on=format_date(on)
                    )
                )
            row.valid_to = on - DAY
            row.save()


def _renew_paths(unit: Unit) -> None:
    for child in Unit.objects.filter(parent=unit):
        child.path = f"{unit.path}{child.pk}."
        child.save()
        _renew_paths(child)
