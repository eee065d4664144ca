"""Giving numbers. Called inside a command; the number is final only with that command's commit."""

from __future__ import annotations

from django.db import connection
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands.errors import Conflict, Invalid
from vanphong.kernel.numbering.models import IssuedNumber, Register, Series


def _locked_series(register: Register, key: str) -> Series:
    """The counter row, locked until the caller's transaction ends; made if this is its first number."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO numbering_series (register_id, key, last_number) VALUES (%s, %s, 0) "
            "ON CONFLICT (register_id, key) DO NOTHING",
            [register.pk, key],
        )
    series = Series.objects.select_for_update(of=("self",)).get(register=register, key=key)
    if series.closed_at is not None:
        raise _closed(register, key)
    return series


def _closed(register: Register, key: str) -> Conflict:
    return Conflict(
        _("Sổ «{name}» kỳ {key} đã khóa. Đồng chí chọn sổ khác hoặc mở lại kỳ này.").format(
            name=register.name, key=key
        )
    )


def _advance(register: Register, key: str, count: int = 1) -> tuple[int, int]:
    """Lock the counter and move it on in one statement: the series and its last number now.

    A closed series is not touched: a caller that goes on after the refusal leaves no gap.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO numbering_series AS series (register_id, key, last_number) VALUES (%s, %s, %s) "
            "ON CONFLICT (register_id, key) DO UPDATE SET last_number = series.last_number + EXCLUDED.last_number "
            "WHERE series.closed_at IS NULL RETURNING id, last_number",
            [register.pk, key, count],
        )
        moved = cursor.fetchone()
    if moved is None:
        raise _closed(register, key)
    return moved[0], moved[1]


def give_number(actor: Actor, *, register: Register, key: str, object_reference: str) -> IssuedNumber:
    """The next number of the series: gapless, since the counter rolls back with the caller.

    Everybody who registers in this book waits from here until the caller's commit: call it late.
    """
    series_id, last = _advance(register, key)
    number = IssuedNumber(
        series_id=series_id,
        number=last,
        state=IssuedNumber.State.USED,
        object_reference=object_reference,
        given_by=actor.name,
    )
    number.save()
    return number


def reserve_numbers(
    actor: Actor, *, register: Register, key: str, count: int, reserved_for: str
) -> list[IssuedNumber]:
    """Set the next numbers aside (e.g. for papers registered on another machine)."""
    if not 1 <= count <= 200:
        raise Invalid(_("Mỗi lần để dành từ 1 đến 200 số."), {"count": _("Từ 1 đến 200.")})
    series_id, last = _advance(register, key, count)
    return IssuedNumber.objects.bulk_create(
        IssuedNumber(
            series_id=series_id,
            number=number,
            state=IssuedNumber.State.RESERVED,
            given_by=actor.name,
            reserved_for=reserved_for,
        )
        for number in range(last - count + 1, last + 1)
    )


def use_reserved(actor: Actor, *, number: IssuedNumber, object_reference: str) -> IssuedNumber:
    """Put a reserved number to use."""
    row: IssuedNumber = IssuedNumber.objects.select_for_update().get(pk=number.pk)
    if row.state != IssuedNumber.State.RESERVED:
        raise Conflict(_("Số {number} không còn để dành.").format(number=row.number))
    row.state, row.object_reference, row.given_by = IssuedNumber.State.USED, object_reference, actor.name
    row.save()
    return row


def void_number(actor: Actor, *, number: IssuedNumber, reason: str) -> IssuedNumber:
    """Void a number: it stays in the book with who and why, and is never given again."""
    if not reason.strip():
        raise Invalid(_("Hủy số phải có lý do."), {"reason": _("Đồng chí ghi lý do hủy.")})
    row: IssuedNumber = IssuedNumber.objects.select_for_update().get(pk=number.pk)
    if row.state == IssuedNumber.State.VOID:
        raise Conflict(_("Số {number} đã hủy trước đó.").format(number=row.number))
    row.state, row.void_by, row.void_reason = IssuedNumber.State.VOID, actor.name, reason.strip()
    row.void_at = Now()
    row.save()
    row.refresh_from_db()
    return row


def close_series(register: Register, key: str) -> Series:
    """Close a year of a book: no further number."""
    series = _locked_series(register, key)
    series.closed_at = Now()
    series.save(update_fields=["closed_at"])
    series.refresh_from_db()
    return series


def reopen_series(register: Register, key: str) -> Series:
    """Open a closed year again."""
    series = Series.objects.select_for_update().get(register=register, key=key)
    series.closed_at = None
    series.save(update_fields=["closed_at"])
    return series
