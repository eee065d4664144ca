"""Numbers are written, read and spelt out as Vietnamese offices do."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanphong.lib import numbers


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (1234567, None, "1.234.567"),
        (Decimal("1234567.89"), None, "1.234.567,89"),
        (1234.5, 2, "1.234,50"),
        (Decimal("0.125"), 2, "0,13"),
        (-0.001, 2, "0,00"),
        (-1500, None, "-1.500"),
        (0, None, "0"),
        (Decimal("1E+3"), None, "1.000"),
    ],
)
def test_numbers_have_dots_between_thousands_and_a_comma(
    value: int | Decimal | float, decimals: int | None, written: str
) -> None:
    assert numbers.format_number(value, decimals) == written


def test_money_and_percent_carry_their_unit() -> None:
    assert numbers.format_money(1234567) == "1.234.567 đồng"
    assert numbers.format_percent(Decimal("12.5")) == "12,5%"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**12), max_value=10**12))
def test_what_is_written_is_read_back(value: Decimal) -> None:
    assert numbers.parse_number(numbers.format_number(value)) == value


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1.234.567,89", "1234567.89"),
        ("1234567,89", "1234567.89"),
        ("1 234 567", "1234567"),
        ("1\u00a0234 đồng", "1234"),
        ("1.234đ", "1234"),
        ("5.000 VNĐ", "5000"),
        ("12,5%", "12.5"),
        ("-7", "-7"),
        ("1.234", "1234"),
    ],
)
def test_usual_ways_of_typing_a_number_are_read(typed: str, value: str) -> None:
    assert numbers.parse_number(typed) == Decimal(value)


@pytest.mark.parametrize(
    "typed", ["", "  ", "12.5", "1,234,567", "1.23.456", "mười", "1..000", "1,2,3", "12 34", "٣"]
)
def test_a_doubtful_number_is_refused_in_vietnamese(typed: str) -> None:
    with pytest.raises(numbers.BadNumber) as refused:
        numbers.parse_number(typed)
    assert "Đồng chí" in refused.value.message_vi


def test_money_has_no_fraction() -> None:
    assert numbers.parse_money("1.500.000 đồng") == 1_500_000
    with pytest.raises(numbers.BadNumber, match="phần lẻ"):
        numbers.parse_money("1.500,5")


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (0, "không"),
        (1, "một"),
        (4, "bốn"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (105, "một trăm linh năm"),
        (111, "một trăm mười một"),
        (115, "một trăm mười lăm"),
        (1000, "một nghìn"),
        (1001, "một nghìn không trăm linh một"),
        (1010, "một nghìn không trăm mười"),
        (10_021, "mười nghìn không trăm hai mươi mốt"),
        (1_205_000, "một triệu hai trăm linh năm nghìn"),
        (1_005_000, "một triệu không trăm linh năm nghìn"),
        (1_000_005, "một triệu không trăm linh năm"),
        (1_000_000_000, "một tỷ"),
        (12_000_000_000_000, "mười hai nghìn tỷ"),
        (1_000_005_000_000, "một nghìn tỷ không trăm linh năm triệu"),
        (-21, "âm hai mươi mốt"),
    ],
)
def test_whole_numbers_are_spelt_out(n: int, words: str) -> None:
    assert numbers.in_words(n) == words


def test_an_amount_in_words_begins_with_a_capital_and_ends_with_dong() -> None:
    assert numbers.money_in_words(1_205_000) == "Một triệu hai trăm linh năm nghìn đồng"
    assert numbers.money_in_words(0, capital=False) == "không đồng"


def _read(words: list[str]) -> int:
    """Read words back by the grammar of Vietnamese numerals, written apart from the speller."""
    values = {
        "không": 0,
        "một": 1,
        "mốt": 1,
        "hai": 2,
        "ba": 3,
        "bốn": 4,
        "tư": 4,
        "năm": 5,
        "lăm": 5,
        "sáu": 6,
    }
    values |= {"bảy": 7, "tám": 8, "chín": 9}
    for name, size in (("tỷ", 10**9), ("triệu", 10**6), ("nghìn", 10**3), ("trăm", 100), ("mươi", 10)):
        if name in words:
            at = len(words) - 1 - words[::-1].index(name)
            return _read(words[:at]) * size + _read(words[at + 1 :])
    if "mười" in words:
        return 10 + _read(words[1:])
    return sum(values[word] for word in words if word != "linh")


@given(st.integers(0, 10**18 - 1) | st.integers(0, 100_000))
def test_every_number_in_words_reads_back_to_itself(n: int) -> None:
    assert _read(numbers.in_words(n).split()) == n


def test_ordinals_have_their_own_first_and_fourth() -> None:
    spoken = [numbers.ordinal(n) for n in (1, 2, 4, 5, 15, 21)]
    assert spoken == ["thứ nhất", "thứ hai", "thứ tư", "thứ năm", "thứ mười lăm", "thứ hai mươi mốt"]
    with pytest.raises(ValueError, match="1 or more"):
        numbers.ordinal(0)


def test_numbers_too_large_to_say_are_refused() -> None:
    with pytest.raises(ValueError, match="below"):
        numbers.in_words(10**18)
