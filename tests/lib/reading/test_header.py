"""Header fields as clerks meet them: blanks, laws, joint documents, recipients, citations, deadlines."""

from __future__ import annotations

import time
from datetime import date

import pytest
from header_builder import flow, two_columns

from vanphong.lib.reading.header import read_header
from vanphong.lib.reading.model import Header, Line, Page, Text, Word

STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc"
LETTER = """TỈNH ỦY QUẢNG NINH
VĂN PHÒNG
*
Số 1204-CV/VPTU
ĐẢNG CỘNG SẢN VIỆT NAM
Hạ Long, ngày 23 tháng 11 năm 2026
V/v góp ý dự thảo quy chế
Kính gửi: - Ban Tổ chức Tỉnh ủy,
- Ủy ban Kiểm tra Tỉnh ủy.
Thực hiện Công văn số 815-CV/BTCTW, ngày 12/10/2026 của Ban Tổ chức Trung ương về việc rà soát, Văn phòng \
Tỉnh ủy đề nghị các đồng chí gửi ý kiến trước 17 giờ ngày 30/11/2026. Chậm nhất ngày 05 tháng 12 năm 2026 \
phải xong.
Các địa phương hoàn thành trong tháng 02 năm 2027 và báo cáo trước ngày 20/01.
Nơi nhận:
- Như trên,
- Lưu Văn phòng Tỉnh ủy.
K/T CHÁNH VĂN PHÒNG
PHÓ CHÁNH VĂN PHÒNG
(Đã ký)
Nguyễn Thị Lan"""


def read(text: str) -> Header:
    return read_header(flow(text), today=date(2026, 11, 23))


def law(code: str, title: str, issuer: str = "QUỐC HỘI") -> str:
    top = f"{issuer} --------\n{STATE} --------------- {code}"
    return f"{top}\nHà Nội, ngày 24 tháng 11 năm 2015 {title}\nCăn cứ Hiến pháp;"


def test_a_party_letter_is_read_whole() -> None:
    header = read(LETTER)
    values = {name: found.value for name, found in header.fields.items()}
    assert values == {
        "family": "party",
        "superior": "Tỉnh ủy Quảng Ninh",
        "issuer": "Văn phòng",
        "reference_code": "1204-CV/VPTU",
        "number": "1204",
        "notation": "CV/VPTU",
        "place": "Hạ Long",
        "issued_on": "2026-11-23",
        "type": "Công văn",
        "subject": "Góp ý dự thảo quy chế",
        "signature_block": "K/T CHÁNH VĂN PHÒNG PHÓ CHÁNH VĂN PHÒNG",
        "signing_capacity": "K/T CHÁNH VĂN PHÒNG",
        "signer_title": "Phó Chánh Văn phòng",
        "signer": "Nguyễn Thị Lan",
        "recipients": ("Ban Tổ chức Tỉnh ủy", "Ủy ban Kiểm tra Tỉnh ủy", "Lưu Văn phòng Tỉnh ủy"),
    }


def test_cited_documents_bear_code_date_and_issuer() -> None:
    (cited,) = read(LETTER).cited
    assert (cited.reference_code, cited.type, cited.issued_on) == (
        "815-CV/BTCTW",
        "Công văn",
        date(2026, 10, 12),
    )
    assert cited.issuer == "Ban Tổ chức Trung ương"


def test_deadlines_are_read_in_each_wording() -> None:
    due = [deadline.due_on for deadline in read(LETTER).deadlines]
    assert due == [date(2026, 11, 30), date(2026, 12, 5), date(2027, 2, 28), date(2027, 1, 20)]


def test_a_date_of_the_past_is_no_deadline() -> None:
    text = LETTER.replace("trước 17 giờ ngày 30/11/2026", "về hồ sơ phát sinh trước ngày 01/7/2025")
    assert date(2025, 7, 1) not in [deadline.due_on for deadline in read(text).deadlines]


@pytest.mark.parametrize(
    ("line", "notation"),
    [
        ("Số:      -CV/TU", "CV/TU"),
        ("Số ...-QĐ/TU", "QĐ/TU"),
        ("Số:   /QĐ-UBND", "QĐ-UBND"),
        ("Số: ……/TB-VP", "TB-VP"),
    ],
)
def test_a_number_left_blank_is_absent_and_its_notation_stays(line: str, notation: str) -> None:
    header = read(f"{STATE}\n{line}\nHà Nội, ngày    tháng 11 năm 2026\nV/v góp ý\nKính gửi: Tỉnh ủy")
    assert header.value("notation") == notation
    assert not {"number", "reference_code", "issued_on"} & header.fields.keys()
    assert header.fields["notation"].confidence < 0.5
    assert header.value("place") == "Hà Nội"


@pytest.mark.parametrize(
    ("code", "title", "expected"),
    [
        ("Luật số: 91/2015/QH13", "BỘ LUẬT DÂN SỰ", ("91/2015/QH13", "Bộ luật", "Dân sự")),
        (
            "Số: 24-L/CTN",
            "LUẬT ĐẤT ĐAI SỐ 24-L/CTN NGÀY 14/07/1993 CỦA QUỐC HỘI",
            ("24-L/CTN", "Luật", "Đất đai"),
        ),
        (
            "Số: 29/2001/QH10",
            "LUẬT CỦA QUỐC HỘI NƯỚC CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM SỐ 29/2001/QH10 VỀ HẢI QUAN",
            ("29/2001/QH10", "Luật", "Về hải quan"),
        ),
        (
            "Số: 52/2014/QH13",
            "LUẬT [Xử phạt được hướng dẫn bởi Nghị định 82/2020/NĐ-CP] HÔN NHÂN VÀ GIA ĐÌNH",
            ("52/2014/QH13", "Luật", "Hôn nhân và gia đình"),
        ),
        ("Số: 12/VBHN-VPQH", "LUẬT HẢI QUAN", ("12/VBHN-VPQH", "Văn bản hợp nhất", "Luật hải quan")),
    ],
)
def test_laws_run_together_on_a_line_are_read(code: str, title: str, expected: tuple[str, str, str]) -> None:
    header = read(law(code, title))
    assert tuple(header.value(name) for name in ("reference_code", "type", "subject")) == expected
    assert (header.value("issuer"), header.value("issued_on")) == ("Quốc hội", "2015-11-24") or "VBHN" in code


def test_the_issuer_printed_again_under_the_subject_is_left_out() -> None:
    text = law("Số: 173/QĐ-BTP", "QUYẾT ĐỊNH BAN HÀNH KẾ HOẠCH NĂM 2015 BỘ TRƯỞNG BỘ TƯ PHÁP", "BỘ TƯ PHÁP")
    assert read(text).value("subject") == "Ban hành kế hoạch năm 2015"


def test_a_joint_circular_has_all_its_issuers() -> None:
    issuer = "BỘ CÔNG AN - BỘ QUỐC PHÒNG - TÒA ÁN NHÂN DÂN TỐI CAO"
    header = read(law("Số: 03/2018/TTLT-BCA-BQP-TANDTC", "THÔNG TƯ LIÊN TỊCH VỀ GHI ÂM", issuer))
    assert header.value("issuer") == "Bộ Công an - Bộ Quốc phòng - Tòa án nhân dân tối cao"
    assert header.value("type") == "Thông tư liên tịch"


def test_the_notation_names_the_issuer_where_none_is_printed() -> None:
    header = read(
        "Số: 44/2025/NĐ-CP\nHà Nội, ngày 28 tháng 02 năm 2025\nNGHỊ ĐỊNH\nQuản lý tiền lương\nCăn cứ Luật"
    )
    assert header.value("issuer") == "Chính phủ"
    assert header.fields["issuer"].confidence < 0.8


def test_a_department_is_told_from_its_superior_on_one_line() -> None:
    header = read(
        law(
            "Số: 778/TCHQ-GSQL V/v xử lý vướng mắc",
            "Kính gửi: Cục Hải quan",
            "BỘ TÀI CHÍNH TỔNG CỤC HẢI QUAN",
        )
    )
    assert (header.value("superior"), header.value("issuer")) == ("Bộ Tài chính", "Tổng cục Hải quan")
    assert (header.value("type"), header.value("subject")) == ("Công văn", "Xử lý vướng mắc")


@pytest.mark.parametrize("issuer", ["CÔNG TY CỔ PHẦN ABC", "TẬP ĐOÀN ĐIỆN LỰC VIỆT NAM"])
def test_a_company_letter_is_of_neither_family(issuer: str) -> None:
    header = read(
        f"{issuer}\n{STATE}\nSố: 12/2026/CV-ABC\nHà Nội, ngày 3 tháng 4 năm 2026\nV/v đề nghị\n"
        "Kính gửi: Tỉnh ủy"
    )
    assert header.value("family") == "other"


def test_a_foreign_letter_has_no_guessed_fields() -> None:
    header = read(
        "ACME Ltd\n12 Long Street, London\nDear Sir, contract No. 12/AB-CD is signed. Best regards John Smith"
    )
    assert set(header.fields) == {"family"}


def test_spoilt_marks_and_figures_are_put_right() -> None:
    header = read(
        "TỈNH ỦY CAO BẰNG DANG CỘNG SẢN VIỆT NAM\nBAN TÔ CHỨC\n* Cao Bằng, ngày 18 tháng l1 năm 2O26\n"
        "Sô l2-CV/BTCTU\nV/v góp ý\nKinh gửi: Đảng ủy các xã"
    )
    assert header.value("reference_code") == "12-CV/BTCTU"
    assert header.value("issued_on") == "2026-11-18"
    assert (header.value("family"), header.value("issuer")) == ("party", "Ban Tổ chức")


def test_a_lost_stroke_of_the_letter_d_is_put_back_in_the_symbol() -> None:
    assert (
        read(law("Số: 15/2020/ND-CP", "NGHỊ ĐỊNH VỀ PHÍ", "CHÍNH PHỦ")).value("reference_code")
        == "15/2020/NĐ-CP"
    )


def test_recipients_beside_the_signature_are_parted_from_it() -> None:
    header = read(
        f"{STATE}\nSố: 5/GM-UBND\nCông Hải, ngày 3 tháng 4 năm 2026\nGIẤY MỜI\nDự họp giao ban\n"
        "Nơi nhận: TM. ỦY BAN NHÂN DÂN\n- Như trên; KT. CHỦ TỊCH\n- Thường trực Đảng ủy; PHÓ CHỦ TỊCH\n"
        "- Lưu: VT.\nTrần Văn Bình"
    )
    assert header.value("signature_block") == "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH"
    assert header.fields["recipients"].value == ("Như trên", "Thường trực Đảng ủy", "Lưu: VT")
    assert header.value("signer") == "Trần Văn Bình"


def test_the_signature_of_an_annex_is_not_the_documents() -> None:
    annex = "\nPHỤ LỤC\nNơi nhận:\n- Như trên.\nKT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\nTrần Văn Nam"
    assert read(LETTER + annex).value("signer") == "Nguyễn Thị Lan"


def test_a_form_of_dotted_lines_to_be_filled_in_does_not_stop_the_reader() -> None:
    # Each run of dots could be parted in many ways: a pattern that tries them all never ends.
    blanks = "\n".join("CHỦ TỊCH " + "." * 300 + " tên " + "_" * 200 for _ in range(20))
    assert read(LETTER + "\nPHỤ LỤC\n" + blanks).value("signer") == "Nguyễn Thị Lan"


def test_every_field_with_a_place_has_boxes_of_its_own_words() -> None:
    page = two_columns(
        ["TỈNH ỦY QUẢNG NINH", "BAN TỔ CHỨC", "*", "Số 12-CV/BTCTU"],
        ["ĐẢNG CỘNG SẢN VIỆT NAM", "", "", "Hạ Long, ngày 05 tháng 02 năm 2026"],
        ["Kính gửi: Văn phòng Tỉnh ủy"],
    )
    header = read_header(page)
    assert header.fields["place"].boxes[0][0] > 0.5 > header.fields["issuer"].boxes[0][2]
    assert header.fields["issuer"].boxes[0][1] > header.fields["superior"].boxes[0][1]
    assert header.fields["reference_code"].page == 1


def test_confidence_falls_with_that_of_the_words() -> None:
    sure = flow("Số 12-CV/TU")
    words = tuple(Word(w.text, w.box, 0.5) for w in sure.pages[0].lines[0].words)
    unsure = Text((Page(1, 595, 842, (Line(words),), "ocr"),), "image/png")
    before, after = (read_header(t).fields["reference_code"].confidence for t in (sure, unsure))
    assert after < before / 1.5


@pytest.mark.parametrize(
    "text", ["", "   ", "\x1f\x1f", "Số", "Số:", "ngày tháng năm", "V/v", "Nơi nhận:", "T/M", "[[[["]
)
def test_scraps_of_text_yield_no_wrong_field(text: str) -> None:
    assert set(read(text).fields) <= {"family"}


@pytest.mark.parametrize("unit", ["KT. TM. T/M ", "Nơi nhận: - a; ", "[ab ", "BAN Nguyen Van An "])
def test_a_text_of_six_hundred_pages_is_read_in_time(unit: str) -> None:
    rows = [(unit * (90 // len(unit) + 1))[:90] for _ in range(20_000)]
    text = flow("\n".join(rows))
    start = time.process_time()
    read_header(text)
    assert time.process_time() - start < 8


def test_fifty_letters_are_read_in_a_second() -> None:
    text = flow(LETTER)
    start = time.process_time()
    for _ in range(50):
        read_header(text)
    assert time.process_time() - start < 1
