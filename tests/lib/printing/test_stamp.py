"""The «Đến» stamp: on a copy, upright as shown, on blank paper."""

from datetime import date
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageDraw
from printed import FACTS, HEADING, PRINTED_AT, text_of, tight

from vanphong.lib.printing.routing_slip import RoutingSlip, render_routing_slip
from vanphong.lib.printing.stamp import ArrivalStamp, StampedCopy, StampRefused, render_stamp, stamp_copy

STAMP = ArrivalStamp("Văn phòng Tỉnh ủy Cao Bằng", 7, date(2026, 3, 5), "Phòng Tổng hợp", "03-TH")
LETTER = render_routing_slip(RoutingSlip(HEADING, FACTS, "Hà", PRINTED_AT))


def shown(pdf: bytes) -> Image.Image:
    return pypdfium2.PdfDocument(pdf)[0].render(scale=2).to_pil().convert("RGB")


def red_box(image: Image.Image) -> tuple[int, int, int, int]:
    red, green, blue = image.split()
    mask = Image.eval(red, lambda v: 255 * (v > 150))
    for band in (green, blue):
        mask = Image.composite(mask, Image.new("L", image.size), Image.eval(band, lambda v: 255 * (v < 110)))
    box = mask.getbbox()
    assert box is not None
    return box


def rotated(pdf: bytes, turn: int) -> bytes:
    """Return a page stored turned, so that /Rotate shows it upright."""
    page = pypdfium2.PdfDocument(pdf)[0].render(scale=100 / 72).to_pil()
    stored = BytesIO()
    page.rotate(turn, expand=True).save(stored, "PDF", resolution=100)
    written = BytesIO()
    with pikepdf.open(stored) as document:
        document.pages[0].rotate(turn, relative=False)
        document.save(written)
    return written.getvalue()


def assert_stamp_is_where_it_says(copy: StampedCopy) -> None:
    per_mm = 2 * 72 / 25.4
    place = copy.place
    left, top, right, bottom = red_box(shown(copy.pdf))
    assert left == pytest.approx(place.left * per_mm, abs=4)
    assert top == pytest.approx(place.top * per_mm, abs=4)
    assert right == pytest.approx((place.left + place.width) * per_mm, abs=4)
    assert bottom == pytest.approx((place.top + place.height) * per_mm, abs=4)


PLAIN = render_routing_slip(
    RoutingSlip(HEADING, FACTS.__class__(1, date(2026, 1, 1), "A", "B", None, "C", "D"), "Hà", PRINTED_AT)
)


def test_the_stamp_is_50_by_35_mm_and_says_all() -> None:
    pdf = render_stamp(STAMP)
    page = pypdfium2.PdfDocument(pdf)[0]
    assert [round(side / 72 * 25.4, 1) for side in page.get_size()] == [50.0, 35.0]
    text = tight(text_of(pdf))
    for words in (
        "VĂN PHÒNG TỈNH ỦY CAO BẰNG",
        "ĐẾN",
        "Số: 07",
        "Ngày: 05/03/2026",
        "Phòng Tổng hợp",
        "03-TH",
    ):
        assert tight(words) in text


def test_a_stamp_with_the_longest_names_is_still_one_page() -> None:
    stamp = ArrivalStamp("Ban Tuyên giáo và Dân vận " * 6, 123456, date(2026, 3, 5), "Phòng " * 60, "x" * 200)
    assert len(pypdfium2.PdfDocument(render_stamp(stamp))) == 1


def test_the_original_is_untouched_and_its_text_stays_in_the_copy() -> None:
    before = bytes(LETTER)
    copy = stamp_copy(LETTER, STAMP)
    assert before == LETTER
    text = tight(text_of(copy.pdf))
    assert tight("PHIẾU XỬ LÝ VĂN BẢN ĐẾN") in text
    assert tight("Số: 07") in text


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_stamp_is_upright_in_the_heading_of_a_turned_scan(turn: int) -> None:
    copy = stamp_copy(rotated(PLAIN, turn), STAMP)
    assert copy.place.is_free
    assert copy.place.top < 120
    assert_stamp_is_where_it_says(copy)
    # Upright: the solid line under the office's name is in the upper third of the frame.
    left, top, right, bottom = red_box(shown(copy.pdf))
    assert right - left > bottom - top


def test_the_stamp_covers_no_ink() -> None:
    copy = stamp_copy(PLAIN, STAMP)
    place, per_mm = copy.place, 2 * 72 / 25.4
    area = [place.left, place.top, place.left + place.width, place.top + place.height]
    under = shown(PLAIN).convert("L").crop(tuple(round(edge * per_mm) for edge in area))  # type: ignore[arg-type]
    assert copy.place.is_free
    assert min(under.tobytes()) > 200


def test_a_noisy_grey_scan_still_has_a_free_place() -> None:
    page = pypdfium2.PdfDocument(PLAIN)[0].render(scale=150 / 72).to_pil().convert("L")
    page = Image.eval(page, lambda shade: shade * 190 // 255)
    draw = ImageDraw.Draw(page)
    for index in range(400):
        draw.point(((index * 7919) % page.width, (index * 104729) % page.height), fill=0)
    scan = BytesIO()
    page.save(scan, "PDF", resolution=150)
    assert stamp_copy(scan.getvalue(), STAMP).place.is_free


def test_a_page_full_of_ink_is_stamped_all_the_same_and_says_so() -> None:
    page = Image.new("L", (827, 1169), 255)
    draw = ImageDraw.Draw(page)
    for row in range(0, 1169, 14):
        draw.line((0, row, 827, row), fill=0, width=4)
    scan = BytesIO()
    page.save(scan, "PDF", resolution=100)
    copy = stamp_copy(scan.getvalue(), STAMP)
    assert not copy.place.is_free
    red_box(shown(copy.pdf))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_a_picture_becomes_a_stamped_a4_page(kind: str) -> None:
    picture = BytesIO()
    pypdfium2.PdfDocument(PLAIN)[0].render(scale=1.5).to_pil().save(picture, kind)
    copy = stamp_copy(picture.getvalue(), STAMP)
    width, height = pypdfium2.PdfDocument(copy.pdf)[0].get_size()
    assert height == pytest.approx(842, abs=3)
    assert width == pytest.approx(595, abs=3)
    assert_stamp_is_where_it_says(copy)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "CMYK"])
def test_pictures_of_any_colour_mode_and_several_pages_are_stamped(mode: str) -> None:
    page = pypdfium2.PdfDocument(PLAIN)[0].render(scale=1.5).to_pil().convert(mode)
    picture = BytesIO()
    page.save(picture, "TIFF", save_all=True, append_images=[page.convert("L")])
    copy = stamp_copy(picture.getvalue(), STAMP)
    assert len(pypdfium2.PdfDocument(copy.pdf)) == 2
    assert_stamp_is_where_it_says(copy)


def test_a_scan_stored_one_pixel_to_the_point_gets_a_stamp_to_its_scale() -> None:
    scan = BytesIO()
    pypdfium2.PdfDocument(PLAIN)[0].render(scale=200 / 72).to_pil().save(scan, "PDF", resolution=72)
    copy = stamp_copy(scan.getvalue(), STAMP)
    assert copy.place.width > 80
    with pikepdf.open(BytesIO(copy.pdf)) as document:
        assert len(document.pages) == 1


def test_a_cropped_page_is_stamped_inside_what_is_shown() -> None:
    written = BytesIO()
    with pikepdf.open(BytesIO(PLAIN)) as document:
        document.pages[0].cropbox = pikepdf.Array([40, 60, 560, 800])
        document.save(written)
    assert_stamp_is_where_it_says(stamp_copy(written.getvalue(), STAMP))


def test_graphics_states_left_open_do_not_shift_the_stamp() -> None:
    written = BytesIO()
    with pikepdf.open(BytesIO(PLAIN)) as document:
        document.pages[0].contents_add(b"q 0.5 0 0 0.5 100 100 cm ", prepend=True)
        document.save(written)
    assert_stamp_is_where_it_says(stamp_copy(written.getvalue(), STAMP))


def test_a_locked_broken_or_foreign_file_is_refused_in_vietnamese() -> None:
    locked = BytesIO()
    with pikepdf.open(BytesIO(PLAIN)) as document:
        document.save(locked, encryption=pikepdf.Encryption(user="mở", owner="chủ"))
    for content, words in (
        (locked.getvalue(), "mật khẩu"),
        (b"%PDF-1.7 rubbish", "hỏng"),
        (b"", "PDF, PNG, JPEG"),
        (b"MZ\x90", "PDF, PNG, JPEG"),
    ):
        with pytest.raises(StampRefused, match=words):
            stamp_copy(content, STAMP)
