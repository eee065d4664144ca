"""Vietnamese text keeps one form, folds the same from any form, and finds its near-duplicates."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanphong.lib import text

VIETNAMESE = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđbcghklmnpqrstvx"
sentences = st.text(alphabet=VIETNAMESE + VIETNAMESE.upper() + " -/0129.,\n", max_size=60)
anything = st.text(max_size=40)


def nfd(s: str) -> str:
    return unicodedata.normalize("NFD", s)


@given(anything)
def test_folding_does_not_see_the_normal_form(s: str) -> None:
    assert text.fold(text.nfc(s)) == text.fold(nfd(s)) == text.fold(s)


@given(anything)
def test_folding_twice_changes_nothing_more(s: str) -> None:
    assert text.fold(text.fold(s)) == text.fold(s)
    assert text.fold_loose(text.fold_loose(s)) == text.fold_loose(s)


@given(sentences)
def test_folded_vietnamese_is_plain_lower_ascii(s: str) -> None:
    folded = text.fold(s)
    assert folded.isascii() and folded == folded.lower() and len(folded) == len(text.nfc(s))


@given(anything)
def test_cleaning_twice_changes_nothing_more_and_gives_nfc(s: str) -> None:
    once = text.clean(s)
    assert text.clean(once) == once == text.nfc(once)
    assert "\n" not in once and "\x00" not in once and not once.startswith(" ")


@given(sentences, st.sampled_from(["new", "old"]))
def test_tone_placement_keeps_the_folded_text_and_settles_at_once(s: str, style: text.ToneStyle) -> None:
    settled = text.normalise_tone_placement(s, style)
    assert text.fold(settled) == text.fold(s)
    assert text.normalise_tone_placement(settled, style) == settled
    assert text.same(settled, s)


def test_d_with_stroke_folds_to_d_in_both_cases() -> None:
    assert text.fold("Đảng ĐẢNG đảng") == "dang dang dang"


def test_eleven_letters_of_tieng_viet_are_one_text_in_either_form() -> None:
    assert len(nfd("Tiếng Việt")) == 14
    assert text.clean(nfd("Tiếng  Việt\n")) == "Tiếng Việt"
    assert text.same(nfd("Tiếng Việt"), "TIẾNG VIỆT")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("hòa", "hoà"),
        ("Tỉnh ủy", "Tỉnh uỷ"),
        ("THÚY", "THUÝ"),
        ("khỏe", "khoẻ"),
        ("Ủy ban", "Uỷ ban"),
        ("hòe, lũy, tòa-án", "hoè, luỹ, toà-án"),
    ],
)
def test_open_rhymes_move_their_tone_between_the_two_styles(old: str, new: str) -> None:
    assert text.normalise_tone_placement(old, "new") == new
    assert text.normalise_tone_placement(new, "old") == old
    assert text.same(old, new) and text.fold(old) == text.fold(new)


@pytest.mark.parametrize(
    "word",
    ["quý", "quà", "quỳ", "Quỹ", "giá", "già", "gì", "hoàn", "huỳnh", "ngoài", "khuỷu", "loè loẹt", "múa"],
)
def test_words_with_one_right_placement_stay_as_they_are_in_the_new_style(word: str) -> None:
    assert text.normalise_tone_placement(word, "new") == word


@pytest.mark.parametrize(
    "word", ["quý", "quà", "giá", "hoàn", "huỳnh", "ngoài", "khuỷu", "múa", "lửa", "thuế"]
)
def test_words_with_one_right_placement_stay_as_they_are_in_the_old_style(word: str) -> None:
    assert text.normalise_tone_placement(word, "old") == word


def test_a_misplaced_tone_in_a_closed_syllable_is_put_right() -> None:
    assert text.normalise_tone_placement("hòan tòan ngòai", "old") == "hoàn toàn ngoài"


def test_y_and_i_meet_after_a_consonant_only() -> None:
    assert text.fold_loose("kỹ sỹ lý quý") == text.fold_loose("kĩ sĩ lí quí")
    assert text.same("kỹ thuật", "kĩ thuật")
    assert text.fold_loose("thuý") != text.fold_loose("thui")
    assert text.fold_loose("y tế") == "y te"
    assert not text.same("Hoà Bình", "Hoa Binh")


def test_soft_hyphens_zero_width_marks_and_controls_go() -> None:
    assert text.clean("Đại\u00ad\n hội\u200b \x07đại\u00a0biểu\ufeff\ud800") == "Đạihội đại biểu"
    assert text.clean("một  hai \r\n\tba", keep_lines=True) == "một hai\nba"


def test_initials_keep_the_d_with_stroke() -> None:
    assert text.initials("Ban Tổ chức Tỉnh ủy") == "BTCTU"
    assert text.initials("đảng ủy") == "ĐU"


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("1204 - CV / BTCTW", "1204-CV/BTCTW"),
        ("1204-cv/btctw", "1204-CV/BTCTW"),
        ("Số: 06–CT/TU.", "6-CT/TU"),
        ("Số 6-CT/TU", "6-CT/TU"),
        ("15/QD-UBND", "15/QD-UBND"),
        ("15/QĐ-UBND", "15/QD-UBND"),
        ("12O4-CV/VPTW", "1204-CV/VPTW"),
        ("05-NQ/ĐU", "5-NQ/DU"),
        ("05-NQ/\u00d0U", "5-NQ/DU"),  # the Icelandic letter that some converters leave for Đ
        ("SỞ-12", "SO-12"),
        ("", ""),
    ],
)
def test_reference_codes_written_in_many_ways_have_one_key(typed: str, key: str) -> None:
    assert text.code_key(typed) == key


def test_party_and_state_forms_of_a_code_stay_apart() -> None:
    assert text.code_key("15-QĐ/UBND") != text.code_key("15/QĐ-UBND")


@given(sentences)
def test_code_keys_are_stable(s: str) -> None:
    assert text.code_key(text.code_key(s)) == text.code_key(s)


BODY = (
    "Thực hiện Kế hoạch số 45-KH/TU của Ban Thường vụ Tỉnh ủy về tổng kết công tác năm, Văn phòng Tỉnh ủy"
    " đề nghị các ban, cơ quan, các đảng ủy trực thuộc báo cáo kết quả thực hiện nhiệm vụ, nêu rõ hạn "
    "chế, nguyên nhân và phương hướng thời gian tới, gửi về Phòng Tổng hợp trước ngày quy định để kịp "
    "tổng hợp trình Thường trực."
)


def test_a_text_with_one_changed_word_is_near_and_another_text_is_far() -> None:
    other = (
        "Kính mời đồng chí dự hội nghị giao ban tháng với các phường, xã tại hội trường lớn của trụ sở mới."
    )
    changed = BODY.replace("trước ngày quy định", "trước ngày 15 tháng 12")
    assert text.near_same(BODY, changed) > 0.75
    assert text.near_same(BODY, other) < 0.05
    assert text.distance(text.fingerprint(BODY), text.fingerprint(changed)) <= 16
    assert text.distance(text.fingerprint(BODY), text.fingerprint(other)) > 20


@given(anything, anything)
def test_fingerprints_fit_a_bigint_and_distance_is_even_handed(a: str, b: str) -> None:
    left, right = text.fingerprint(a), text.fingerprint(b)
    assert -(1 << 63) <= left < 1 << 63
    assert text.distance(left, right) == text.distance(right, left) <= 64
    assert text.distance(left, left) == 0
    assert 0.0 <= text.near_same(a, b) <= 1.0
