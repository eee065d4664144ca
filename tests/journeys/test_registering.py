"""The clerk: files are dropped, read, checked and entered into the book."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import LETTERS, SAMPLES, Town
from vanphong.modules.correspondence.models import IncomingDocument
from vanphong.testing.papers import letter_pdf

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FIELDS = 8
"""Things on the registration screen that a clerk looks at."""


def _drop(town: Town, paths: list[Path]) -> None:
    clerk = town.people[-1]
    clerk.open("/van-ban-den/tiep-nhan/")
    clerk.page.locator("input[type=file]").set_input_files(paths)
    expect(clerk.page.get_by_role("link", name="đã nhận, mở xem")).to_have_count(len(paths), timeout=60_000)
    town.read()


def test_three_files_are_dropped_read_and_entered_into_the_book(
    town: Town, measured: Callable[..., None]
) -> None:
    clerk = town.person("vanthu")
    _drop(town, [SAMPLES / name for name in LETTERS])
    codes = []
    clerk.open("/")
    with clerk.counting() as first:
        clerk.press(re.compile("^Chờ vào sổ"), "link")
        clerk.press(re.compile("^Vào sổ"), "link")
        codes.append(clerk.field("reference_code").input_value())
        clerk.press("Vào sổ và mở tiếp")
        clerk.says("Đã vào sổ số 1.")
    measured("Vào sổ một văn bản đã đọc, từ trang đầu", first, looked_at=FIELDS)
    assert first.clicks <= 6 and first.seconds(FIELDS) <= 20

    with clerk.counting() as second:
        # The next one is open already.
        codes.append(clerk.field("reference_code").input_value())
        clerk.press("Vào sổ và mở tiếp")
        clerk.says("Đã vào sổ số 2.")
    measured("Vào sổ văn bản kế tiếp", second, looked_at=FIELDS)
    assert second.clicks == 1

    codes.append(clerk.field("reference_code").input_value())
    clerk.page.keyboard.press("Control+Enter")
    clerk.says("Đã vào sổ số 3.")
    assert codes == ["148-BC/BTCTU", "21-KH/BTGDVTW", "411-CV/BNCTW"]
    numbers = IncomingDocument.objects.order_by("arrival_number").values_list(
        "arrival_number", "reference_code"
    )
    assert list(numbers) == list(enumerate(codes, start=1))


def test_keyboard_alone_is_enough(town: Town, measured: Callable[..., None]) -> None:
    town.letter()
    clerk = town.person("vanthu")
    clerk.open("/van-ban-den/?tab=cho-vao-so")
    with clerk.counting() as count:
        clerk.page.keyboard.press("ArrowDown")
        clerk.page.keyboard.press("Enter")
        expect(clerk.field("reference_code")).to_have_value("148-BC/BTCTU")
        clerk.page.keyboard.press("Control+Enter")
        clerk.says("Đã vào sổ số 1.")
    measured("Vào sổ chỉ bằng bàn phím", count, looked_at=FIELDS)
    assert count.clicks == 0 and count.seconds(FIELDS) <= 20


def test_a_date_of_31_02_is_refused_and_nothing_typed_is_lost(town: Town) -> None:
    document = town.letter()
    clerk = town.person("vanthu")
    clerk.open(f"/van-ban-den/{document.pk}/vao-so/")
    clerk.field("issued_on").fill("31/02/2026")
    clerk.field("signer").fill("Nguyễn Văn Khang")
    clerk.field("subject").fill("Báo cáo sửa lại bằng tay")
    clerk.press("Vào sổ và mở tiếp")
    expect(clerk.field("issued_on")).to_have_attribute("aria-invalid", "true")
    clerk.says(re.compile("[Tt]háng 2"))
    expect(clerk.field("issued_on")).to_have_value("31/02/2026")
    expect(clerk.field("signer")).to_have_value("Nguyễn Văn Khang")
    expect(clerk.field("subject")).to_have_value("Báo cáo sửa lại bằng tay")
    document.refresh_from_db()
    assert document.arrival_number is None
    clerk.field("issued_on").fill("23/10/2026")
    clerk.page.keyboard.press("Control+Enter")
    clerk.says("Đã vào sổ số 1.")
    document.refresh_from_db()
    assert document.subject == "Báo cáo sửa lại bằng tay" and document.signer == "Nguyễn Văn Khang"


def test_the_same_letter_coming_again_is_warned_of(town: Town, tmp_path: Path) -> None:
    first = town.letter()
    again = tmp_path / "gửi lại.pdf"
    again.write_bytes((SAMPLES / LETTERS[0]).read_bytes())
    second = town.take_in([again])[0]
    clerk = town.person("vanthu")
    clerk.open(f"/van-ban-den/{second.pk}/vao-so/")
    clerk.says(re.compile("Có văn bản"))
    clerk.press("So sánh", "link")
    expect(clerk.page).to_have_url(re.compile(f"/van-ban-den/{second.pk}/so-sanh/{first.pk}/"))
    expect(clerk.page.get_by_role("link", name=re.compile("xây dựng Đảng"))).to_have_count(2)


def test_a_batch_of_twenty_goes_in_by_the_grid(
    town: Town, tmp_path: Path, measured: Callable[..., None]
) -> None:
    paths = []
    for number in range(1, 21):
        paths.append(tmp_path / f"{number:02}.pdf")
        paths[-1].write_bytes(letter_pdf(number=f"{number:02}-BC/BTCTU", subject=f"kết quả đợt {number:02}"))
    town.take_in(paths)
    clerk = town.person("vanthu")
    clerk.open("/van-ban-den/vao-so-loat/")
    expect(clerk.page.get_by_role("checkbox", checked=True)).to_have_count(20)
    with clerk.counting() as count:
        # Two subjects are corrected by hand on the way down.
        for place in (3, 11):
            box = clerk.page.get_by_label("Trích yếu").nth(place)
            box.click()
            clerk.page.keyboard.press("End")
            clerk.page.keyboard.type(" (bản sửa)")
        clerk.press("Vào sổ các dòng đã chọn")
        clerk.says("Đã vào sổ 20 văn bản.")
    measured("Vào sổ một loạt 20 văn bản", count, looked_at=20 * 5)
    assert count.clicks <= 6 and count.seconds(20 * 5) <= 240
    rows = IncomingDocument.objects.order_by("arrival_number").values_list("arrival_number", flat=True)
    assert list(rows) == list(range(1, 21))
    assert IncomingDocument.objects.filter(subject__endswith="(bản sửa)").count() == 2
