"""Old Vietnamese encodings come back as Unicode, and Unicode is left alone."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanphong.lib.legacy_fonts import decode, detect, from_tcvn3, from_vni, heal, to_tcvn3, to_vni

WORDS = (
    "ủy ban nhân dân tỉnh về việc quản lý hồ sơ lưu trữ của đảng cộng sản việt nam kế hoạch nghị quyết "
    "thường vụ huyện thị xã phường ngày tháng năm chỉ đạo tuyên giáo dân vận kiểm tra nội chính thẳng "
    "ngõ rẽ mỹ kỹ thuật ổn định sửa đổi hưởng ứng giữ gìn khoẻ mạnh ẩm ướt bẫy rẫy hẳn"
)
SYLLABLES = WORDS.split()
SENTENCES = st.lists(st.sampled_from(SYLLABLES), min_size=2, max_size=12).map(" ".join)
TEXT = (
    "Cộng hòa xã hội chủ nghĩa Việt Nam\nĐộc lập - Tự do - Hạnh phúc\nSố 12-NQ/TU, Hà Nội, ngày 3/2/1999\n"
    "Ủy ban nhân dân tỉnh, lưu trữ và thường vụ"
)


@given(SENTENCES)
def test_tcvn3_round_trips(sentence: str) -> None:
    assert from_tcvn3(to_tcvn3(sentence)) == sentence


@given(SENTENCES)
def test_capitals_of_the_capital_fonts_round_trip(sentence: str) -> None:
    assert heal(to_tcvn3(sentence), ".VnTimeH") == sentence.upper()


@given(SENTENCES, st.sampled_from([str, str.upper, str.title]))
def test_vni_round_trips_in_every_case(sentence: str, case: object) -> None:
    cased = case(sentence)  # type: ignore[operator]
    assert from_vni(to_vni(cased)) == cased


@given(SENTENCES)
def test_unicode_is_never_changed(sentence: str) -> None:
    assert heal(sentence) == sentence
    assert heal(unicodedata.normalize("NFD", sentence)) == sentence


@pytest.mark.parametrize(("encode", "name"), [(to_tcvn3, "tcvn3"), (to_vni, "vni")])
def test_an_encoding_is_detected_and_healed(encode: object, name: str) -> None:
    old = encode(TEXT)  # type: ignore[operator]
    assert detect(old) == name
    assert heal(old).lower() == TEXT.lower()


def test_a_heading_in_capitals_keeps_them() -> None:
    assert heal("TØNH ñY Hµ GIANG, §¶NG Bé") == "TỈNH ỦY HÀ GIANG, ĐẢNG BỘ"
    assert heal("Sè 12-NQ/TU cña TØNH ñY") == "Số 12-NQ/TU của TỈNH ỦY"


@pytest.mark.parametrize(
    "text", ["Müller größer als Señor", "café déjà vu", "§ 5 © 2020 ®", "", "plain ascii"]
)
def test_other_languages_are_left_alone(text: str) -> None:
    assert heal(text) == text


def cp1258(text: str) -> bytes:
    out = b""
    for char in text:
        try:
            out += char.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", char)
            tone = next(mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323")
            out += (unicodedata.normalize("NFC", parts.replace(tone, "")) + tone).encode("cp1258")
    return out


@pytest.mark.parametrize(
    "raw",
    [
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        unicodedata.normalize("NFD", TEXT).encode(),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        cp1258(TEXT),
        to_vni(TEXT).encode("cp1252"),
        TEXT.replace("\n", "\r\n").encode(),
    ],
)
def test_a_text_file_is_decoded_whatever_its_encoding(raw: bytes) -> None:
    assert decode(raw) == TEXT


@given(st.binary(max_size=200))
def test_any_bytes_decode(raw: bytes) -> None:
    assert unicodedata.is_normalized("NFC", decode(raw))
