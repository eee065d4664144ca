"""Numbers an older book gave: taken over as they were, into a series that then is closed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models.functions import Now

from vanphong.kernel.actor import Actor
from vanphong.kernel.journal.bulk import insert_rows
from vanphong.kernel.numbering.models import IssuedNumber, Register, Series


def lock_series(register: Register, key: str) -> Series:
    """The series, open or closed, locked until the caller's transaction ends; made if it is new."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO numbering_series (register_id, key, last_number) VALUES (%s, %s, 0) "
            "ON CONFLICT (register_id, key) DO NOTHING",
            [register.pk, key],
        )
    return Series.objects.select_for_update(of=("self",)).get(register=register, key=key)


def taken_numbers(series: Series, numbers: Iterable[int]) -> set[int]:
    """Which of the numbers the series has already."""
    held = IssuedNumber.objects.filter(series=series, number__in=set(numbers))
    return set(held.values_list("number", flat=True))


def take_over_numbers(
    actor: Actor, *, series: Series, numbers: Sequence[tuple[int, str]], leave_open: bool
) -> list[IssuedNumber]:
    """Enter numbers of an older book, each with the reference of what bears it; gaps stay gaps.

    The series (locked by `lock_series`) is closed, unless new numbers are to go on after the highest one.
    """
    rows = [
        IssuedNumber(
            series=series,
            number=number,
            state=IssuedNumber.State.USED,
            object_reference=reference,
            given_by=actor.name[:120],
        )
        for number, reference in numbers
    ]
    insert_rows(rows)
    highest = max((number for number, _ in numbers), default=0)
    series.taken_over_to = max(series.taken_over_to, highest)
    series.last_number = max(series.last_number, highest)
    if leave_open:
        series.closed_at = None
    elif series.closed_at is None:
        series.closed_at = Now()
    series.save(update_fields=["taken_over_to", "last_number", "closed_at"])
    return rows
