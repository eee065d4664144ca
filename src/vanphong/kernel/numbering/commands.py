"""Writes of registers: books are added, changed, closed by year; numbers are set aside."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Conflict, Invalid, command, note
from vanphong.kernel.numbering.issuing import close_series, reopen_series, reserve_numbers
from vanphong.kernel.numbering.models import IssuedNumber, Register, Series
from vanphong.kernel.numbering.policy import CLOSE_YEAR, KEEP_REGISTER, RESERVE
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.wording import vi
from vanphong.lib.text import clean


@command(KEEP_REGISTER, on=Register, label=vi("lập sổ"))
def add_register(
    actor: Actor,
    /,
    *,
    agency: Unit,
    kind: str,
    code: str,
    name: str,
    period: str = Register.Period.YEAR,
    is_default: bool = False,
    rank: int = 100,
    valid_from: dt.date | None = None,
    body: Unit | None = None,
    by_symbol: bool = True,
) -> Register:
    """Open a new book of an agency; an outgoing one is that of `body`, the agency's own unless told."""
    code, name = clean(code), clean(name)
    if not code or not name:
        raise Invalid(_("Sổ cần mã và tên."), {"code": _("Còn thiếu mã hoặc tên.")})
    if Register.objects.filter(agency=agency, code=code).exists():
        raise Invalid(_("Mã sổ «{code}» đã có.").format(code=code), {"code": _("Đồng chí đặt mã khác.")})
    if kind == Register.Kind.OUTGOING:
        body = body or agency
        if Register.objects.filter(agency=agency, kind=kind, body=body, valid_to=None).exists():
            raise Invalid(
                _("{body} đã có sổ văn bản đi.").format(body=body.label),
                {"body": _("Đồng chí kết thúc sổ cũ trước.")},
            )
    if is_default:
        _clear_default(agency.pk, kind)
    register = Register(
        agency=agency,
        kind=kind,
        code=code,
        name=name,
        period=period,
        is_default=is_default,
        rank=rank,
        valid_from=valid_from,
        body=body if kind == Register.Kind.OUTGOING else None,
        by_symbol=by_symbol,
    )
    register.save()
    return register


def _clear_default(agency_id: int, kind: str) -> None:
    for other in Register.objects.filter(agency_id=agency_id, kind=kind, is_default=True):
        other.is_default = False
        other.save()


@command(KEEP_REGISTER, on="register", label=vi("sửa sổ"))
def change_register(
    actor: Actor,
    /,
    *,
    register: Register,
    name: str | None = None,
    is_default: bool | None = None,
    rank: int | None = None,
    valid_to: dt.date | None = None,
    by_symbol: bool | None = None,
) -> Register:
    """Rename a book, make it the default, or end it; its numbers stay."""
    if name is not None and clean(name):
        register.name = clean(name)
    if is_default and not register.is_default:
        _clear_default(register.agency_id, register.kind)
    if is_default is not None:
        register.is_default = is_default
    if rank is not None:
        register.rank = rank
    if valid_to is not None:
        register.valid_to = valid_to
    if by_symbol is not None and by_symbol != register.by_symbol:
        if by_symbol and Series.objects.filter(register=register, last_number__gt=0).exists():
            raise Conflict(
                _("Sổ này đã cấp số riêng từng loại nên không gộp dãy số được. Đồng chí lập sổ mới.")
            )
        register.by_symbol = by_symbol
    register.save()
    return register


@command(CLOSE_YEAR, on="register", label=vi("khóa kỳ của sổ"))
def close_period(actor: Actor, /, *, register: Register, key: str) -> Series:
    """Close a year of a book: no number is given in it any more."""
    series = close_series(register, key)
    note(f"Kỳ {key}, số cuối {series.last_number}.")
    return series


@command(CLOSE_YEAR, on="register", label=vi("mở lại kỳ của sổ"))
def reopen_period(actor: Actor, /, *, register: Register, key: str, reason: str) -> Series:
    """Open a closed year again, with a reason."""
    if not reason.strip():
        raise Invalid(_("Mở lại kỳ phải có lý do."), {"reason": _("Đồng chí ghi lý do.")})
    if not Series.objects.filter(register=register, key=key, closed_at__isnull=False).exists():
        raise Conflict(_("Kỳ {key} của sổ này không bị khóa.").format(key=key))
    note(f"Kỳ {key}: {reason}")
    return reopen_series(register, key)


@command(RESERVE, on="register", label=vi("để dành số"))
def reserve(
    actor: Actor, /, *, register: Register, key: str, count: int, reserved_for: str
) -> list[IssuedNumber]:
    """Set the next numbers of a book aside, saying for what."""
    if not reserved_for.strip():
        raise Invalid(
            _("Để dành số phải ghi để dành cho việc gì."),
            {"reserved_for": _("Đồng chí ghi vào ô này.")},
        )
    numbers = reserve_numbers(
        actor, register=register, key=key, count=count, reserved_for=clean(reserved_for)
    )
    note(f"Số {numbers[0].number}–{numbers[-1].number}: {reserved_for}")
    return numbers
