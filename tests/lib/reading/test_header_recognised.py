"""What recognition spoils in a header is put right where the trade knows but one word, and stays where it knows more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from header_builder import flow

from vanphong.lib.reading.header import read_header
from vanphong.lib.reading.header.respelling import respelt, respelt_name
from vanphong.lib.reading.header.vocabulary import unspoilt
from vanphong.lib.reading.model import Header, Line, Text

LETTER = (
    "TỈNH ỦY SƠN HÀ\n{issuer}\n*\nSố {code}\nĐẢNG CỘNG SẢN VIỆT NAM\nSơn Hà, ngày 12 tháng 3 năm 2026\n"
    "BÁO CÁO\n{subject}\n-----\nThực hiện chương trình công tác, đơn vị báo cáo như sau.\n"
    "Nơi nhận:\n- Tỉnh ủy (đế báo cáo),\n- Lưu.\n{block}\n{name}"
)
PLAIN = {
    "issuer": "ỦY BAN KIỂM TRA",
    "code": "12-BC/UBKTTU",
    "subject": "về công tác kiểm tra",
    "block": "T/M ỦY BAN KIỂM TRA\nCHỦ NHIỆM",
    "name": "Nguyễn Văn Hùng",
}


def recognised(text: str, doubts: Iterable[tuple[str, float]] = ()) -> Header:
    """The header of `text` as recognition gives it; each of `doubts` is a word and its confidence."""
    sure = dict(doubts)
    pages = tuple(
        replace(
            page,
            source="ocr",
            lines=tuple(
                Line(tuple(replace(w, confidence=sure.get(w.text, 0.95)) for w in line.words))
                for line in page.lines
            ),
        )
        for page in flow(text).pages
    )
    return read_header(Text(pages, "image/tiff"))


def letter(**parts: str) -> str:
    return LETTER.format(**{**PLAIN, **parts})


@pytest.mark.parametrize(
    ("spoilt", "right"),
    [
        ("QĐĐ/TU", "QĐ/TU"),
        ("NQ/ĐĐU", "NQ/ĐU"),
        ("KH/ITW", "KH/TW"),
        ("1C/TU", "TC/TU"),
        ("CTrUBKTTU", "CTr/UBKTTU"),
        ("CV/XYZ", "CV/XYZ"),
        ("QĐ/BCĐ389", "QĐ/BCĐ389"),
    ],
)
def test_a_notation_is_mended_where_one_misreading_explains_it(spoilt: str, right: str) -> None:
    assert unspoilt(spoilt) == right


def test_phrases_of_the_trade_get_their_marks_back() -> None:
    assert respelt("ỦY BAN KIẾM TRA") == "ỦY BAN KIỂM TRA"
    assert respelt("về sinh hoạt chỉ bộ và an nỉnh") == "về sinh hoạt chi bộ và an ninh"


def test_a_tone_mark_on_the_other_vowel_is_the_offices_custom() -> None:
    assert respelt("UỶ BAN NHÂN DÂN") == "UỶ BAN NHÂN DÂN"


def test_a_name_gets_only_a_mark_that_no_other_name_has() -> None:
    assert respelt_name("Định Quang Đoàn") == "Định Quang Đoàn"
    assert respelt_name("Giảng A Tủa") == "Giảng A Tủa"
    assert respelt_name("Đổ Trọng Chiến") == "Đỗ Trọng Chiến"


@pytest.mark.parametrize("block", ["K7T CHỦ NHIỆM\nPHÓ CHỦ NHIỆM", "'K/T CHỦ NHIỆM\nPHÓ CHỦ NHIỆM"])
def test_a_capacity_whose_slash_was_misread_is_still_one(block: str) -> None:
    header = recognised(letter(block=block))
    assert header.value("signature_block") == "K/T CHỦ NHIỆM PHÓ CHỦ NHIỆM"
    assert header.value("signing_capacity") == "K/T CHỦ NHIỆM"
    assert header.value("signer_title") == "Phó Chủ nhiệm"


def test_what_was_typed_is_never_respelt() -> None:
    text = letter(issuer="ỦY BAN KIẾM TRA", code="12-BC/UBKTTU")
    assert read_header(flow(text)).value("signature_block") == "T/M ỦY BAN KIỂM TRA CHỦ NHIỆM"
    typed = read_header(flow(letter(subject="về sinh hoạt chỉ bộ")))
    assert typed.value("subject") == "Về sinh hoạt chỉ bộ"
    assert recognised(letter(subject="về sinh hoạt chỉ bộ")).value("subject") == "Về sinh hoạt chi bộ"


def test_half_a_name_is_left_to_a_person() -> None:
    assert recognised(letter(name="Quang Hạnh")).value("signer") is None
    assert recognised(letter(name="Thị Lan Hương")).value("signer") is None


def test_a_doubtful_word_of_a_name_is_told_only_if_it_is_one_of_names() -> None:
    assert recognised(letter(), [("Hùng", 0.6)]).value("signer") == "Nguyễn Văn Hùng"
    assert recognised(letter(name="Nguyễn Văn Hừng"), [("Hừng", 0.6)]).value("signer") is None
    assert recognised(letter(), [("Hùng", 0.4)]).value("signer") is None


@pytest.mark.parametrize("mark", ["V⁄% ", "V%v ", "V/% "])
def test_a_subject_is_found_though_its_sign_was_misread(mark: str) -> None:
    text = (
        f"TỈNH ỦY SƠN HÀ\nVĂN PHÒNG\n*\nSố 5-CV/VPTU\n{mark}đẩy mạnh cải cách hành chính\n"
        "ĐẢNG CỘNG SẢN VIỆT NAM\nSơn Hà, ngày 12 tháng 3 năm 2026\nKính gửi: Ban Tổ chức Tỉnh ủy"
    )
    assert recognised(text).value("subject") == "Đẩy mạnh cải cách hành chính"
