"""Slips and lists: routing, submission, receipt, accounts, file plan, inventories."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pypdfium2
import pytest
from printed import FACTS, HEADING, MARKUP, PRINTED_AT, pages_of, text_of, tight

from vanphong.lib.dates import VIETNAM_TIME
from vanphong.lib.printing.account_slips import AccountSlip, AccountSlips, render_account_slips
from vanphong.lib.printing.file_lists import (
    FiledItem,
    FileInventory,
    FilePlan,
    InventoriedFile,
    ItemList,
    PlannedFile,
    PlanSection,
    render_file_inventory,
    render_file_plan,
    render_item_list,
)
from vanphong.lib.printing.forms import OfficeHeading, Opinion, Signature, titled_subject
from vanphong.lib.printing.receipt import Receipt, ReceivedItem, render_receipt
from vanphong.lib.printing.routing_slip import Assignment, RoutingSlip, render_routing_slip
from vanphong.lib.printing.submission_slip import SubmissionSlip, render_submission_slip

OPINION = Opinion(
    f"Giao Phòng Tổng hợp tham mưu. {MARKUP}",
    "Hoàng Xuân Ánh",
    "Phó Bí thư",
    datetime(2026, 3, 5, 15, 30, tzinfo=VIETNAM_TIME),
    on_behalf_of="Bí thư",
)


def contains_all(pdf: bytes, *expected: str) -> None:
    text = tight(text_of(pdf))
    for words in expected:
        assert tight(words) in text, words


def test_the_party_heading_is_on_the_routing_slip() -> None:
    contains_all(
        render_routing_slip(RoutingSlip(HEADING, FACTS, "Nông Thị Hà", PRINTED_AT)),
        "TỈNH ỦY CAO BẰNG",
        "VĂN PHÒNG TỈNH ỦY",
        "*",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "Cao Bằng, ngày 23 tháng 11 năm 2026",
        "KHẨN",
    )


@pytest.mark.parametrize("paper", ["a4", "a5"])
def test_the_routing_slip_tells_document_people_and_deadline(paper: str) -> None:
    slip = RoutingSlip(
        HEADING,
        FACTS,
        "Nông Thị Hà",
        PRINTED_AT,
        due_on=date(2026, 3, 20),
        due_note="10 ngày làm việc",
        proposals=(replace(OPINION, text="Kính trình đồng chí"),),
        endorsements=(OPINION,),
        unit_opinions=(replace(OPINION, text="Giao đồng chí Thu"),),
        handler_notes=(replace(OPINION, text="Đã dự thảo công văn trả lời"),),
        assignments=(
            Assignment("Chủ trì", "Phòng Tổng hợp", date(2026, 3, 18)),
            Assignment("Nhận để biết", "Đồng chí Trần Văn Bình"),
        ),
        paper=paper,  # type: ignore[arg-type]
    )
    contains_all(
        render_routing_slip(slip),
        "07",
        "05/03/2026",
        "Văn bản của Trung ương",
        "1543-CV/BTCTW",
        "02/03/2026",
        "2 bản, 12 trang",
        "Công văn về việc sắp xếp tổ chức bộ máy",
        "20/03/2026 (10 ngày làm việc)",
        "Kính trình đồng chí",
        OPINION.text,
        "Hoàng Xuân Ánh, Phó Bí thư; thay mặt Bí thư, lúc 15 giờ 30, 05/03/2026",
        "Giao đồng chí Thu",
        "Đã dự thảo công văn trả lời",
        "18/03/2026",
        "Đồng chí Trần Văn Bình",
    )


@pytest.mark.parametrize("paper", ["a4", "a5"])
def test_a_blank_routing_slip_is_one_page_with_lines_to_write_on(paper: str) -> None:
    slip = RoutingSlip(HEADING, FACTS, "Nông Thị Hà", PRINTED_AT, paper=paper)  # type: ignore[arg-type]
    pages = pages_of(render_routing_slip(slip))
    assert len(pages) == 1
    assert "Ý kiến của lãnh đạo cơ quan" in pages[0]
    assert "....." in pages[0]


def test_the_submission_slip_numbers_the_parts_it_has() -> None:
    slip = SubmissionSlip(
        HEADING,
        addressee="Thường trực Tỉnh ủy",
        subject="về kế hoạch tuyên truyền",
        issue=f"Xin ý kiến về kế hoạch. {MARKUP}",
        proposal="Kính đề nghị đồng ý ban hành.\nGiao Văn phòng theo dõi.",
        submitted_on=date(2026, 2, 3),
        printed_at=PRINTED_AT,
        number="Số 45-PT/VPTU",
        grounds="Công văn số 15-CV/BTCTW",
        attachments=("Dự thảo Kế hoạch", "Bảng dự toán"),
        signatures=(Signature("Trưởng phòng", "Đàm Văn Long"), Signature("Người trình", "Nguyễn Thị Thu")),
        decisions=(OPINION,),
        decision_title="Ý kiến của Thường trực Tỉnh ủy",
    )
    pdf = render_submission_slip(slip)
    contains_all(
        pdf,
        "Số 45-PT/VPTU",
        "Cao Bằng, ngày 03 tháng 02 năm 2026",
        "Kính trình: Thường trực Tỉnh ủy",
        "1. Vấn đề trình",
        MARKUP,
        "2. Căn cứ",
        "3. Kiến nghị, đề xuất",
        "Giao Văn phòng theo dõi.",
        "4. Tài liệu kèm theo",
        "Bảng dự toán",
        "NGƯỜI TRÌNH",
        "Nguyễn Thị Thu",
        "Ý kiến của Thường trực Tỉnh ủy",
    )
    assert "Các phương án" not in text_of(pdf)


def test_the_receipt_carries_the_look_up_address_in_words_and_as_a_code() -> None:
    address = "https://vanphong.example/tra-cuu/VB-2026-1208-K7QX"
    receipt = Receipt(
        HEADING,
        sender=f"Đảng ủy xã Thông Nông {MARKUP}",
        items=(
            ReceivedItem("12-BC/ĐU", date(2026, 3, 2), "Báo cáo", "kết quả tháng 2", 2, 9),
            ReceivedItem("", None, "Đơn", "kiến nghị về chế độ"),
        ),
        received_at=datetime(2026, 3, 5, 1, 3, tzinfo=UTC),
        receiver="Nông Thị Hà",
        code="VB-2026-1208-K7QX",
        address=address,
        contact="Xã Thông Nông",
        note="Nhận bản giấy",
    )
    pdf = render_receipt(receipt)
    contains_all(
        pdf,
        "GIẤY BIÊN NHẬN VĂN BẢN",
        receipt.sender,
        "08 giờ 03, 05/03/2026",
        "12-BC/ĐU",
        "Báo cáo kết quả tháng 2",
        "không số",
        "VB-2026-1208-K7QX",
        address,
        "Nhận bản giấy",
        "Nông Thị Hà",
    )
    page = pypdfium2.PdfDocument(pdf)[0]
    assert [round(side / 72 * 25.4) for side in page.get_size()] == [210, 148]
    code = page.render(scale=3).to_pil().convert("L").crop((150, 800, 380, 1050))
    assert 0.2 < sum(1 for shade in code.tobytes() if shade < 100) / (code.width * code.height) < 0.7


def test_account_slips_stand_eight_to_a_page_and_are_read_letter_by_letter() -> None:
    slips = [
        AccountSlip(f"Nguyễn Thị Huyền {n}", f"huyen.{n}", f"kP7-0O1l-{n}", "Chuyên viên") for n in range(17)
    ]
    batch = AccountSlips(
        "Văn phòng Tỉnh ủy", "https://vanphong.example", slips, PRINTED_AT, date(2026, 11, 30)
    )
    pages = pages_of(render_account_slips(batch))
    assert [page.count("Mật khẩu tạm dùng đến hết ngày 30/11/2026") for page in pages] == [8, 8, 1]
    for slip in slips:
        assert any(slip.name in page and slip.user_name in page and slip.password in page for page in pages)


def test_the_file_plan_counts_files_by_retention() -> None:
    sections = [
        PlanSection(
            "I. Tổng hợp", (PlannedFile("01-TH", f"Hội nghị {MARKUP}", "Vĩnh viễn", "Đàm Văn Long"),)
        ),
        PlanSection(
            "II. Hành chính", (PlannedFile("01-HC", "Văn thư", "10 năm"), PlannedFile("02-HC", "B", "10 năm"))
        ),
    ]
    contains_all(
        render_file_plan(
            FilePlan(HEADING, 2026, sections, "Nông Thị Hà", PRINTED_AT, number="Số 02-DM/VPTU")
        ),
        "DANH MỤC HỒ SƠ",
        "Năm 2026",
        "I. Tổng hợp",
        "01-TH",
        MARKUP,
        "Đàm Văn Long",
        "Danh mục này có 3 hồ sơ, gồm 2 hồ sơ bảo quản 10 năm, 1 hồ sơ bảo quản vĩnh viễn.",
    )


@pytest.mark.parametrize("before", range(12, 22))
def test_a_section_name_never_stands_last_on_a_page(before: int) -> None:
    files = tuple(
        PlannedFile(f"{n:02d}-TH", "Tập văn bản về công tác tổng hợp", "10 năm") for n in range(before)
    )
    sections = [
        PlanSection("I. Tổng hợp", files),
        PlanSection("II. Hành chính", (PlannedFile("A1", "B", "1 năm"),)),
    ]
    pages = pages_of(render_file_plan(FilePlan(HEADING, 2026, sections, "Hà", PRINTED_AT)))
    page = next(page for page in pages if "II. Hành chính" in page)
    assert "A1" in page


def test_the_inventory_lists_box_dates_and_sheets() -> None:
    files = [
        InventoriedFile(
            "03-TH", "Hội nghị lần thứ 7", date(2026, 1, 3), date(2026, 6, 30), "Vĩnh viễn", "12", 1234
        )
    ]
    signatures = (Signature("Bên giao", "Đàm Văn Long"), Signature("Bên nhận", "Nông Thị Hà"))
    contains_all(
        render_file_inventory(
            FileInventory(HEADING, "Nộp lưu năm 2026", files, "Hà", PRINTED_AT, signatures)
        ),
        "MỤC LỤC HỒ SƠ, TÀI LIỆU",
        "Nộp lưu năm 2026",
        "03-TH",
        "03/01/2026",
        "30/06/2026",
        "1.234",
        "BÊN NHẬN",
        "Mục lục này có 1 hồ sơ",
    )


def test_the_item_list_names_the_file_and_its_documents_in_order() -> None:
    items = [
        FiledItem(f"{n:02d}-BC/BTCTU", date(2026, 3, n), "Báo cáo", f"quý {n}", "Ban Tổ chức", f"{n}–{n + 1}")
        for n in range(1, 4)
    ]
    pdf = render_item_list(
        ItemList(HEADING, "03-TH", "Hội nghị lần thứ 7", "Vĩnh viễn", items, "Hà", PRINTED_AT)
    )
    contains_all(
        pdf, "Hồ sơ số 03-TH: Hội nghị lần thứ 7", "02/03/2026", "Báo cáo quý 2", "3–4", "Hồ sơ có 3 văn bản."
    )
    text = tight(text_of(pdf))
    assert text.index("01-BC/") < text.index("02-BC/") < text.index("03-BC/")


def test_a_long_office_name_without_blanks_stays_inside_the_heading() -> None:
    heading = OfficeHeading("Đ" * 60, "V" * 90, "Cao Bằng")
    pdf = render_routing_slip(RoutingSlip(heading, FACTS, "Hà", PRINTED_AT))
    page = pypdfium2.PdfDocument(pdf)[0]
    letters = page.get_textpage()
    lefts = [letters.get_charbox(index)[0] for index in range(letters.count_chars())]
    rights = [letters.get_charbox(index)[2] for index in range(letters.count_chars())]
    assert min(left for left in lefts if left > 0) > 29 / 25.4 * 72
    assert max(rights) < (210 - 14) / 25.4 * 72


def test_type_and_subject_are_never_said_twice() -> None:
    assert titled_subject("Kế hoạch", "Kế hoạch kiểm tra") == "Kế hoạch kiểm tra"
    assert titled_subject("Công văn", "về việc góp ý") == "Công văn về việc góp ý"
    assert titled_subject("Công văn", "Góp ý dự thảo") == "Công văn: Góp ý dự thảo"
