"""Dates are read as people type them and printed as documents want them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanphong.lib import dates

TODAY = date(2026, 11, 23)  # a Monday
any_day = st.dates(date(1900, 1, 31), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("3/2", date(2026, 2, 3)),
        ("03/02/2026", date(2026, 2, 3)),
        ("3-2-26", date(2026, 2, 3)),
        ("3.2.26", date(2026, 2, 3)),
        ("030226", date(2026, 2, 3)),
        ("03022026", date(2026, 2, 3)),
        ("0302", date(2026, 2, 3)),
        ("2026-02-03", date(2026, 2, 3)),
        ("03 / 02 / 2026", date(2026, 2, 3)),
        ("03 02 2026", date(2026, 2, 3)),
        ("ngày 03 tháng 4 năm 2018", date(2018, 4, 3)),
        ("Ngày 3 tháng 4 năm 2018.", date(2018, 4, 3)),
        ("NGÀY 03 THÁNG 4, NĂM 2018", date(2018, 4, 3)),
        ("nga\u0300y 5 tháng 12", date(2026, 12, 5)),
        ("ngày 05/9/2026", date(2026, 9, 5)),
        ("01/01/99", date(1999, 1, 1)),
        ("hôm nay", TODAY),
        ("Mai", date(2026, 11, 24)),
        ("hôm qua", date(2026, 11, 22)),
        ("thứ 6", date(2026, 11, 27)),
        ("thứ sáu", date(2026, 11, 27)),
        ("t6", date(2026, 11, 27)),
        ("thứ 2", date(2026, 11, 30)),
        ("thứ Hai tuần này", date(2026, 11, 23)),
        ("thứ 6 tuần sau", date(2026, 12, 4)),
        ("chủ nhật", date(2026, 11, 29)),
        ("CN tuần trước", date(2026, 11, 22)),
        ("cuối tháng", date(2026, 11, 30)),
    ],
)
def test_usual_ways_of_typing_a_date_are_read(typed: str, read: date) -> None:
    assert dates.parse_vn_date(typed, TODAY) == read


def test_a_date_of_31_02_is_refused() -> None:
    with pytest.raises(dates.BadDate) as refused:
        dates.parse_vn_date("31/02/2026", TODAY)
    assert "31/02/2026" in refused.value.message_vi and "28 ngày" in refused.value.message_vi


@pytest.mark.parametrize(
    "typed",
    ["", "29/02/2026", "00/01/2026", "12/13/2026", "310226", "ngày 31 tháng 4 năm 2026", "hôm nọ", "thứ 8",
     "5", "1/2/3/4", "thứ 6 nào đó", "2026-02-30", "01/01/1789", "thuế 6", "abc"],
)  # fmt: skip
def test_what_is_no_date_is_refused_in_vietnamese(typed: str) -> None:
    with pytest.raises(dates.BadDate) as refused:
        dates.parse_vn_date(typed, TODAY)
    assert "Đồng chí" in refused.value.message_vi


def test_a_day_without_a_year_falls_where_it_is_asked_to() -> None:
    assert dates.parse_vn_date("3/2", TODAY, year="future") == date(2027, 2, 3)
    assert dates.parse_vn_date("3/12", TODAY, year="past") == date(2025, 12, 3)
    assert dates.parse_vn_date("23/11", TODAY, year="past") == TODAY == dates.parse_vn_date("2311", TODAY)
    assert dates.parse_vn_date("29/2", TODAY, year="future") == date(2028, 2, 29)
    assert dates.parse_vn_date("29/2", TODAY, year="past") == date(2024, 2, 29)


@given(any_day)
def test_every_printed_date_is_read_back(d: date) -> None:
    assert dates.parse_vn_date(dates.format_date(d), TODAY) == d
    assert dates.parse_vn_date(dates.format_date_long(d), TODAY) == d
    assert dates.parse_vn_date(d.isoformat(), TODAY) == d


@given(st.text(max_size=20))
def test_any_text_is_a_date_or_is_refused(s: str) -> None:
    try:
        assert isinstance(dates.parse_vn_date(s, TODAY), date)
    except dates.BadDate as refused:
        assert refused.message_vi


def test_days_below_ten_and_two_months_take_a_zero_in_the_long_form() -> None:
    assert dates.format_date_long(date(2018, 4, 3)) == "ngày 03 tháng 4 năm 2018"
    assert dates.format_date_long(date(2018, 2, 20), "Hạ Long") == "Hạ Long, ngày 20 tháng 02 năm 2018"
    assert dates.format_date_long(date(2018, 12, 31)) == "ngày 31 tháng 12 năm 2018"


def test_moments_are_shown_on_the_vietnamese_clock() -> None:
    assert dates.format_datetime(datetime(2026, 11, 23, 14, 30)) == "14 giờ 30, 23/11/2026"  # noqa: DTZ001
    assert dates.format_datetime(datetime(2026, 11, 22, 18, 5, tzinfo=UTC)) == "01 giờ 05, 23/11/2026"


def test_weeks_begin_on_monday_and_are_numbered_by_iso() -> None:
    assert dates.week_of(date(2026, 11, 29)) == (TODAY, date(2026, 11, 29))
    assert dates.format_week(TODAY) == "Tuần 48 (23/11/2026 – 29/11/2026)"
    assert dates.weekday_name(TODAY) == "Thứ Hai"
    assert dates.weekday_name(date(2026, 11, 29)) == "Chủ nhật"
    assert dates.weekday_name(date(2026, 11, 29), short=True) == "CN"


def test_days_late_and_days_left_are_said_in_words() -> None:
    assert dates.relative_days(date(2026, 11, 18), TODAY) == "trễ 5 ngày"
    assert dates.relative_days(date(2026, 11, 25), TODAY) == "còn 2 ngày"
    assert dates.relative_days(TODAY, TODAY) == "hôm nay"


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 11, 23), "15/10 âm lịch"),
        (date(2026, 2, 17), "1/1 âm lịch"),  # Tết Bính Ngọ
        (date(2025, 1, 29), "1/1 âm lịch"),  # Tết Ất Tỵ
        (date(2024, 2, 10), "1/1 âm lịch"),  # Tết Giáp Thìn
        (date(2007, 2, 17), "1/1 âm lịch"),  # a day before the Chinese calendar's new year
        (date(1985, 1, 21), "1/1 âm lịch"),  # a month before the Chinese calendar's new year
        (date(2026, 4, 26), "10/3 âm lịch"),  # Giỗ Tổ Hùng Vương
        (date(2025, 7, 25), "1/6 nhuận âm lịch"),
    ],
)
def test_lunar_days_follow_the_vietnamese_calendar(day: date, written: str) -> None:
    assert dates.lunar(day) == written
