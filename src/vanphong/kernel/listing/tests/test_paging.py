"""Paging by key meets every row exactly once, forwards and backwards, while rows come in between."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import transaction
from django.db.models import QuerySet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vanphong.kernel.calendar.models import SpecialDay
from vanphong.kernel.commands import Invalid
from vanphong.kernel.jobs.models import Job
from vanphong.kernel.listing.paging import first_page

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC)


def _fill(values: list[int | None]) -> None:
    Job.objects.bulk_create(
        Job(
            kind="test",
            label=f"{value}",
            started_at=None if value is None else NOW + dt.timedelta(hours=value),
        )
        for value in values
    )


def _rows() -> QuerySet[Any]:
    return Job.objects.filter(kind="test")


def _walk(order: str, size: int, between: Any = None) -> list[int]:
    met, key = [], ""
    while True:
        page = first_page(_rows(), order, key, size)
        met += [row.pk for row in page.rows]
        if not page.next_key:
            return met
        key = page.next_key
        if between:
            between()


ORDERS = st.sampled_from(["pk", "-pk", "started_at", "-started_at", "label", "-label"])
VALUES = st.lists(st.one_of(st.none(), st.integers(0, 3)), max_size=25)


@given(values=VALUES, order=ORDERS, size=st.integers(1, 7))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_order_and_page_size_meets_each_row_once_and_back_again(
    values: list[int | None], order: str, size: int
) -> None:
    with transaction.atomic():
        _fill(values)
        whole = [row.pk for row in first_page(_rows(), order, "", 1000).rows]
        assert sorted(whole) == sorted(_rows().values_list("pk", flat=True))
        assert _walk(order, size) == whole
        assert _walk_back(order, size) == whole
        transaction.set_rollback(True)


def _walk_back(order: str, size: int) -> list[int]:
    page = first_page(_rows(), order, "", size)
    while page.next_key:
        page = first_page(_rows(), order, page.next_key, size)
    met = [row.pk for row in page.rows]
    while page.previous_key:
        page = first_page(_rows(), order, page.previous_key, size)
        met = [row.pk for row in page.rows] + met
    return met


@given(values=VALUES, order=ORDERS, size=st.integers(1, 4))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_rows_that_come_while_one_pages_double_and_lose_nothing(
    values: list[int | None], order: str, size: int
) -> None:
    with transaction.atomic():
        _fill(values)
        before = set(_rows().values_list("pk", flat=True))
        inserts = iter([0, 3, None, 1, 2] * 3)

        def between() -> None:
            if (value := next(inserts, "over")) != "over":
                _fill([value])  # type: ignore[list-item]

        met = _walk(order, size, between)
        assert len(met) == len(set(met)) and before <= set(met)
        transaction.set_rollback(True)


@pytest.mark.parametrize("key", ["x", "!!!", "bnVsbA", "WyJuZXh0IiwieCIsInkiXQ", "WyJuZXh0IiwiYWJjIiwxXQ"])
def test_a_made_up_key_is_refused_in_words(key: str) -> None:
    with pytest.raises(Invalid, match="mở lại danh sách"):
        first_page(SpecialDay.objects.all(), "day", key)
