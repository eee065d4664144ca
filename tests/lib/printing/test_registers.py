"""The printed books: registers of incoming documents and of their handling."""

import time
from dataclasses import replace
from datetime import date
from io import BytesIO

import pikepdf
import pytest
from printed import HEADING, MARKUP, PRINTED_AT, pages_of, text_of, tight

from vanphong.lib.printing.handling_register import HandlingEntry, HandlingRegister, render_handling_register
from vanphong.lib.printing.incoming_register import (
    IncomingRegister,
    RegisterEntry,
    RegisterVoid,
    render_incoming_register,
)

ENTRY = RegisterEntry(
    arrived_on=date(2026, 3, 5),
    arrival_number=1,
    issuer="Ban Tổ chức Tỉnh ủy",
    reference_code="1400-CV/BTCTU",
    issued_on=date(2026, 3, 2),
    document_type="Công văn",
    subject="về việc góp ý dự thảo Đề án sắp xếp tổ chức bộ máy giai đoạn 2026–2030",
    page_count=14,
    copy_count=3,
    recipients="Phòng Tổng hợp",
    forwarded_on=date(2026, 3, 6),
    acknowledged_by="Nông Thị Hà",
    case_file="2026-TH-03",
    note="Có bản giấy",
)


def book(count: int, **changes: object) -> IncomingRegister:
    entries = [replace(ENTRY, arrival_number=number) for number in range(1, count + 1)]
    register = IncomingRegister(
        HEADING,
        "Sổ văn bản đến của Trung ương",
        2026,
        date(2026, 1, 1),
        date(2026, 11, 23),
        entries,
        "Nông Thị Hà, Văn thư",
        PRINTED_AT,
        volume=2,
    )
    return replace(register, **changes)  # type: ignore[arg-type]


def test_the_cover_tells_office_book_year_period_and_range() -> None:
    cover = pages_of(render_incoming_register(book(12)))[0]
    for words in (
        "TỈNH ỦY CAO BẰNG",
        "VĂN PHÒNG TỈNH ỦY",
        "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN",
        "Sổ văn bản đến của Trung ương",
        "Năm 2026",
        "Từ ngày 01/01/2026 đến ngày 23/11/2026",
        "Từ số 01 đến số 12",
        "Quyển số 2",
    ):
        assert words in cover


def test_every_field_of_an_entry_is_printed() -> None:
    page = tight(pages_of(render_incoming_register(book(1)))[1])
    for words in (
        "05/03/2026",
        "Ban Tổ chức Tỉnh ủy",
        "1400-CV/BTCTU",
        "02/03/2026",
        "Công văn về việc góp ý dự thảo Đề án sắp xếp tổ chức bộ máy giai đoạn 2026–2030",
        "Phòng Tổng hợp",
        "06/03/2026",
        "Nông Thị Hà",
        "Hồ sơ 2026-TH-03",
        "Có bản giấy",
    ):
        assert tight(words) in page


def test_the_header_and_the_page_number_stand_on_every_page_after_the_cover() -> None:
    pages = pages_of(render_incoming_register(book(60)))[1:]
    for number, page in enumerate(pages, start=1):
        assert "Tác giả" in page
        assert f"Trang {number}/{len(pages)}" in page


def test_a_voided_number_is_kept_with_the_reason() -> None:
    void = RegisterVoid("vào sổ trùng với số 02", "Nguyễn Văn An", date(2026, 3, 9))
    entries = [ENTRY, replace(ENTRY, arrival_number=2, void=void), replace(ENTRY, arrival_number=3)]
    text = text_of(render_incoming_register(book(0, entries=entries)))
    assert tight("Số đã hủy: vào sổ trùng với số 02 (Nguyễn Văn An, 09/03/2026)") in tight(text)
    assert "Gồm 3 số, từ số 01 đến số 03, trong đó 1 số đã hủy. Số cuối cùng: 03." in text


def test_the_closing_line_tells_who_printed_and_when() -> None:
    last = pages_of(render_incoming_register(book(25)))[-1]
    assert "Gồm 25 số, từ số 01 đến số 25. Số cuối cùng: 25." in last
    assert "In bởi Nông Thị Hà, Văn thư, lúc 14 giờ 05, 23/11/2026." in last


@pytest.mark.parametrize("count", range(1, 24))
def test_the_closing_line_never_stands_without_a_row(count: int) -> None:
    assert "1400-CV/" in pages_of(render_incoming_register(book(count)))[-1]


def test_an_empty_book_says_that_no_number_was_given() -> None:
    assert "chưa có số nào được cấp" in text_of(render_incoming_register(book(0)))


def test_typed_markup_is_printed_as_typed() -> None:
    entries = [replace(ENTRY, issuer=MARKUP, subject=MARKUP, note=MARKUP, reference_code=MARKUP)]
    text = tight(text_of(render_incoming_register(book(0, entries=entries, name=MARKUP))))
    assert text.count(tight(MARKUP)) >= 5


def test_a_subject_of_2000_characters_runs_over_pages_and_loses_nothing() -> None:
    words = " ".join(f"từ{number:04d}" for number in range(300))[:2000]
    text = tight(text_of(render_incoming_register(book(0, entries=[replace(ENTRY, subject=words)]))))
    # The column goes on below the repeated header, so words are looked for one by one.
    assert all(word in text for word in words.split())


def test_decomposed_letters_are_printed_composed() -> None:
    decomposed = "Tỉnh ủy Cao Bằng"
    entries = [replace(ENTRY, issuer=decomposed)]
    assert "Tỉnh ủy Cao Bằng" in text_of(render_incoming_register(book(0, entries=entries)))


def test_letters_no_font_has_do_not_stop_the_printing() -> None:
    entries = [replace(ENTRY, subject="về việc \U0001f600 中文 \uf0b7 \x00\x07 \u202e xong")]
    assert tight("về việc □ □□ □ xong") in tight(text_of(render_incoming_register(book(0, entries=entries))))


def test_500_numbers_are_set_within_seconds() -> None:
    started = time.perf_counter()
    pdf = render_incoming_register(book(500))
    seconds = time.perf_counter() - started
    pages = len(pages_of(pdf))
    assert 35 <= pages <= 70
    assert seconds / pages < 0.15
    assert len(pdf) < 600_000


def test_the_file_claims_pdf_a_2b_and_carries_its_fonts() -> None:
    with pikepdf.open(BytesIO(render_incoming_register(book(3)))) as pdf:
        assert pdf.open_metadata().pdfa_status == "2B"
        fonts = pdf.pages[1].resources["/Font"]
        assert len(fonts) >= 1
        for font in fonts.values():
            assert "/FontFile" in str(font["/DescendantFonts"][0]["/FontDescriptor"].keys())


def test_equal_books_give_equal_bytes() -> None:
    assert render_incoming_register(book(3)) == render_incoming_register(book(3))


def test_the_handling_register_tells_who_until_when_and_what_answered() -> None:
    entry = HandlingEntry(
        arrival_number=8,
        arrived_on=date(2026, 3, 5),
        document_type="Công văn",
        subject=f"về việc báo cáo {MARKUP}",
        reference_code="101-CV/BTCTU",
        issuer="Ban Tổ chức Tỉnh ủy",
        recipients="Chủ trì: Phòng Tổng hợp\nPhối hợp: Phòng Hành chính",
        due_on=date(2026, 3, 20),
        progress="Đang xử lý, còn 5 ngày",
        reply_code="88-CV/VPTU",
        note="Đã đôn đốc",
    )
    register = HandlingRegister(
        HEADING, "Văn bản đến 2026", date(2026, 3, 1), date(2026, 3, 31), [entry], "Nông Thị Hà", PRINTED_AT
    )
    text = tight(text_of(render_handling_register(register)))
    for words in (
        "SỔ THEO DÕI GIẢI QUYẾT VĂN BẢN ĐẾN",
        "Từ ngày 01/03/2026 đến ngày 31/03/2026",
        f"Công văn về việc báo cáo {MARKUP}",
        "(101-CV/BTCTU, Ban Tổ chức Tỉnh ủy)",
        "Phối hợp: Phòng Hành chính",
        "20/03/2026",
        "Đang xử lý, còn 5 ngày",
        "88-CV/VPTU",
        "Đã đôn đốc",
        "Gồm 1 văn bản.",
    ):
        assert tight(words) in text
