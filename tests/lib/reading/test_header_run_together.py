"""State headers whose lines run together, as law sites and imports leave them, and titles that are no header."""

from __future__ import annotations

import pytest
from header_builder import flow

from vanphong.lib.reading.header import read_header
from vanphong.lib.reading.model import Header

STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc"


def read(text: str) -> Header:
    return read_header(flow(text))


def council(subject: str, enactor: str) -> Header:
    return read(
        f"HỘI ĐỒNG NHÂN DÂN TỈNH NAM ĐỊNH ------- {STATE}\nSố:\n53/2006/NQ-HĐND\n"
        f"Nam Định, ngày 15 tháng 01 năm 2006 NGHỊ QUYẾT {subject} {enactor}\nCăn cứ Luật Tổ chức;"
    )


@pytest.mark.parametrize(
    "enactor",
    [
        "HỘI ĐỒNG NHÂN DÂN TỈNH NAM ĐỊNH KHÓA XV, KỲ HỌP THỨ 5",
        "HỘI ĐỒNG NHÂN DÂN TỈNH NAM ĐỊNH\nKHÓA XVI - KỲ HỌP THỨ 7",
        "HỘI ĐỒNG NHÂN DÂN TỈNH NAM ĐỊNH KHOÁ IX KỲ HỌP LẦN THỨ MƯỜI HAI",
        "HỘI ĐỒNG NHÂN DÂN TỈNH",
    ],
)
def test_a_council_and_its_session_are_no_part_of_the_subject(enactor: str) -> None:
    header = council("VỀ MỨC THU LỆ PHÍ ĐĂNG KÝ HỘ TỊCH", enactor)
    assert header.value("subject") == "Về mức thu lệ phí đăng ký hộ tịch"


def test_a_session_that_the_subject_is_about_stays_in_it() -> None:
    subject = "BAN HÀNH NỘI QUY KỲ HỌP CỦA HỘI ĐỒNG NHÂN DÂN TỈNH KHÓA X, NHIỆM KỲ 2021 - 2026"
    found = council(subject, "").value("subject") or ""
    assert found.upper() == subject


def test_a_minister_printed_under_the_subject_is_left_out_however_the_ministry_is_spelt() -> None:
    header = read(
        f"BỘ LAO ĐỘNG, THƯƠNG BINH VÀ XÃ HỘI ***** {STATE}\nSố: 28/2005/TT-BLĐTBXH\n"
        "Hà Nội, ngày 17 tháng 10 năm 2005 THÔNG TƯ HƯỚNG DẪN CHẾ ĐỘ TIỀN LƯƠNG "
        "BỘ TRƯỞNG BỘ LAO ĐỘNG, THƯƠNG BINH VÀ XÃ HỘI\nCăn cứ Nghị định;"
    )
    assert header.value("subject") == "Hướng dẫn chế độ tiền lương"
    assert header.value("issuer") == "Bộ Lao động - Thương binh và Xã hội"


def test_a_number_after_a_ministry_whose_name_ends_like_a_citation_is_its_own() -> None:
    header = read(
        f"BỘ GIAO THÔNG VẬN TẢI -------- \nSố: 55/2019/TT-BGTVT {STATE}\n"
        "Hà Nội, ngày 27 tháng 02 năm 2019\nTHÔNG TƯ QUY ĐỊNH VỀ CẢNG BIỂN\nCăn cứ Luật;"
    )
    assert header.value("reference_code") == "55/2019/TT-BGTVT"


def test_a_number_cited_in_a_title_is_not_the_documents() -> None:
    header = read(f"{STATE}\nDỰ THẢO KẾ HOẠCH THỰC HIỆN NGHỊ ĐỊNH SỐ 63/2026/NĐ-CP\nCăn cứ Luật;")
    assert header.value("reference_code") is None


def test_a_court_is_the_issuer_printed_not_its_council_in_the_notation() -> None:
    header = read(
        f"TÒA ÁN NHÂN DÂN TỐI CAO -------- Số:\n01/2006/NQ-HĐTP {STATE}\n"
        "Hà Nội, ngày 13 tháng 5 năm 2006\nNGHỊ QUYẾT\nHƯỚNG DẪN ÁP DỤNG BỘ LUẬT HÌNH SỰ\nCăn cứ Luật;"
    )
    assert header.value("issuer") == "Tòa án nhân dân tối cao"


def test_a_word_that_only_looks_like_a_body_without_its_marks_parts_no_name() -> None:
    header = read(
        f"BỘ BƯU CHÍNH, VIỄN THÔNG ------- {STATE}\nSố: 07/2006/QĐ-BXX\n"
        "Hà Nội, ngày 05 tháng 12 năm 2006 QUYẾT ĐỊNH VỀ CƯỚC\nCăn cứ Luật;"
    )
    assert header.value("issuer") == "Bộ Bưu chính, Viễn thông"


@pytest.mark.parametrize(
    ("printed", "place"),
    [
        ("Thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh"),
        ("TP. Hồ Chí Minh", "TP. Hồ Chí Minh"),
        ("Bà Rịa-Vũng Tàu", "Bà Rịa-Vũng Tàu"),
    ],
)
def test_a_place_of_several_words_is_read_whole(printed: str, place: str) -> None:
    header = read(
        f"ỦY BAN NHÂN DÂN ------- {STATE}\nSố: 12/QĐ-UBND {printed}, ngày 02 tháng 01 năm 2022\n"
        "QUYẾT ĐỊNH BAN HÀNH QUY CHẾ\nCăn cứ Luật;"
    )
    assert header.value("place") == place


@pytest.mark.parametrize(
    "broken", ["KT.\nBỘ TRƯỞNG THỨ TRƯỞNG", "KT. BỘ TRƯỞNG\nTHỨ TRƯỞNG", "KT.BỘ TRƯỞNG THỨ TRƯỞNG"]
)
def test_a_capacity_run_on_after_the_last_recipient_opens_the_block(broken: str) -> None:
    header = read(
        f"BỘ TƯ PHÁP ------- {STATE}\nSố: 9/2013/TT-BTP\nHà Nội, ngày 25 tháng 3 năm 2013 THÔNG TƯ VỀ PHÍ\n"
        f"Căn cứ Luật;\nNơi nhận:\n- Như Điều 3;\n- Lưu: VT, PL. {broken} Đinh Trung Tụng PHỤ LỤC I MẪU"
    )
    assert header.value("signature_block") == "KT. BỘ TRƯỞNG THỨ TRƯỞNG"
    assert header.value("signer") == "Đinh Trung Tụng"


def test_a_subject_under_its_type_may_begin_like_a_paragraph() -> None:
    header = read(
        f"HỘI ĐỒNG NHÂN DÂN TỈNH HÀ TĨNH\nSố: 262/2020/NQ-HĐND\n{STATE}\nHà Tĩnh, ngày 13 tháng 9 năm 2020\n"
        "NGHỊ QUYẾT\nTiếp tục thực hiện một số chính sách về đào tạo nghề\nCăn cứ Luật Ngân sách;"
    )
    assert header.value("subject") == "Tiếp tục thực hiện một số chính sách về đào tạo nghề"


@pytest.mark.parametrize(
    "text",
    [
        "Phụ lục III\nBẢNG CHỮ VIẾT TẮT TÊN LOẠI,\nMẪU TRÌNH BÀY VĂN BẢN HÀNH CHÍNH\n(Kèm theo Nghị định)\n"
        f"{STATE}\nTÊN CƠ QUAN",
        "Phụ lục VI\nHỆ THỐNG QUẢN LÝ TÀI LIỆU\nPhần I\nQUY ĐỊNH ĐỐI VỚI HỆ THỐNG QUẢN LÝ TÀI LIỆU ĐIỆN TỬ",
        f"{STATE}\nBẢNG KÊ CHI TIẾT KINH PHÍ\nSTT Nội dung Số tiền",
    ],
)
def test_titles_of_annexes_and_forms_are_no_fields(text: str) -> None:
    header = read(text)
    assert not {"issuer", "superior", "type", "subject", "reference_code", "issued_on"} & set(header.fields)
