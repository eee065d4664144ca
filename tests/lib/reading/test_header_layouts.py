"""Headers composed by each written layout are read back, also with misread letters and stamps between."""

from __future__ import annotations

import random
import unicodedata

import pytest
from header_builder import ARRANGEMENTS, LAYOUTS, sample
from hypothesis import given, settings
from hypothesis import strategies as st

from vanphong.lib.reading.header import read_header
from vanphong.lib.reading.header.stream import fold

ARRIVALS = (
    ["ĐẾN", "Số: 2317", "Ngày: 12/11/2026", "Chuyển: Đ/c Bí thư"],
    ["CÔNG VĂN ĐẾN Số: 88 Ngày: 2/3/2026"],
    ["ĐẾN Số:....455.. Ngày:...20/3/2026..", "Chuyển:........"],
)
seeds = st.integers(0, 10**9)


def same(left: str, right: str) -> bool:
    """Equal but for case and tone place, as offices differ in both."""

    def plain(text: str) -> str:
        return unicodedata.normalize("NFC", text).casefold().replace("uỷ", "ủy")

    return plain(left) == plain(right)


def misread(text: str, rng: random.Random, share: float) -> str:
    """`text` with marks lost and 0, 1 taken for O, l in about `share` of the letters."""
    return "".join(
        (fold(ch) if ord(ch) > 127 else {"0": "O", "1": "l"}.get(ch, ch)) if rng.random() < share else ch
        for ch in text
    )


@pytest.mark.parametrize("arrangement", ARRANGEMENTS)
@pytest.mark.parametrize("layout", LAYOUTS)
@settings(max_examples=40, deadline=None)
@given(seed=seeds)
def test_a_header_of_random_fields_is_read_back(layout: str, arrangement: str, seed: int) -> None:
    made = sample(layout, random.Random(seed))
    header = read_header(made.text(arrangement))
    for name, expected in made.expected.items():
        assert same(header.value(name) or "", expected), name
    assert header.fields["recipients"].value == tuple(made.recipients)


@pytest.mark.parametrize("layout", LAYOUTS)
@settings(max_examples=60, deadline=None)
@given(seed=seeds)
def test_a_header_whose_lines_run_together_is_read_back(layout: str, seed: int) -> None:
    rng = random.Random(seed)
    made = sample(layout, rng)
    header = read_header(made.run_together(rng))
    for name, expected in made.expected.items():
        assert same(header.value(name) or "", expected), name


@pytest.mark.parametrize("layout", LAYOUTS)
@settings(max_examples=60, deadline=None)
@given(seed=seeds)
def test_misread_letters_do_not_change_number_date_and_type(layout: str, seed: int) -> None:
    rng = random.Random(seed)
    made = sample(layout, rng)
    for column in (made.left, made.right, made.below):
        column[:] = [misread(row, rng, 0.03) for row in column]
    header = read_header(made.text(rng.choice(ARRANGEMENTS)))
    for name in ("reference_code", "issued_on", "type", "family"):
        assert fold(header.value(name) or "") == fold(made.expected[name]), name


@pytest.mark.parametrize("layout", LAYOUTS)
@settings(max_examples=60, deadline=None)
@given(seed=seeds)
def test_an_arrival_stamp_is_never_taken_for_the_number(layout: str, seed: int) -> None:
    rng = random.Random(seed)
    made = sample(layout, rng)
    stamp = rng.choice(ARRIVALS)
    place = rng.randrange(3)
    if place == 0:
        made.left = stamp + made.left
    elif place == 1:
        made.right = made.right + stamp
    else:
        made.below = stamp + made.below
    header = read_header(made.text(rng.choice(ARRANGEMENTS)))
    for name in ("reference_code", "number", "issued_on", "issuer"):
        assert same(header.value(name) or "", made.expected[name]), name


@settings(max_examples=80, deadline=None)
@given(seed=seeds, mark=st.sampled_from(["Khẩn", "Thượng khẩn", "Hỏa tốc", "Mật", "Tối mật", "Tuyệt mật"]))
def test_stamps_of_urgency_and_secrecy_are_read(seed: int, mark: str) -> None:
    rng = random.Random(seed)
    made = sample(rng.choice(LAYOUTS), rng)
    made.left.append(mark.upper())
    header = read_header(made.text("apart"))
    name = "secrecy" if "mật" in mark.lower() else "urgency"
    assert header.value(name) == mark
    assert same(header.value("subject") or "", made.expected["subject"])


@settings(max_examples=60, deadline=None)
@given(seed=seeds, cut=st.floats(0, 1))
def test_a_header_cut_anywhere_yields_no_wrong_number_or_date(seed: int, cut: float) -> None:
    rng = random.Random(seed)
    made = sample(rng.choice(LAYOUTS), rng)
    whole = made.text("apart").plain
    from header_builder import flow

    header = read_header(flow(whole[: round(cut * len(whole))]))
    assert header.value("issued_on") in (None, made.expected["issued_on"])
    number = header.value("number")
    assert number is None or made.expected["number"].startswith(number)


@settings(max_examples=150, deadline=None)
@given(rows=st.lists(st.text(max_size=60), max_size=30))
def test_any_text_is_read_without_an_error(rows: list[str]) -> None:
    from header_builder import flow

    header = read_header(flow("\n".join(rows)))
    assert all(0 <= found.confidence <= 1 for found in header.fields.values())
