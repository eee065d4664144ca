"""Headers whose two columns overlap in height are read whole from scans, whatever page layout makes of them."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw, ImageFont

from vanphong.lib.printing.fonts import OWN_FONTS
from vanphong.lib.reading.header import read_header
from vanphong.lib.reading.model import Text
from vanphong.lib.reading.ocr import available, recognise

pytestmark = pytest.mark.skipif(not available(), reason="no Vietnamese recognition on this machine")

LEFT = (
    ("BAN CHẤP HÀNH", 150),
    ("TRUNG ƯƠNG", 205),
    ("ỦY BAN KIỂM TRA", 258),
    ("*", 315),
    ("Số 27-ĐA/UBKTTW", 348),
)


def a_page(shift: int) -> Image.Image:
    """A first page at 200 dpi whose date stands `shift` dots above the issuer's last line."""
    sheet = Image.new("L", (1654, 2339), 255)
    draw = ImageDraw.Draw(sheet)

    def set_(text: str, middle: float, y: int, face: str = "Regular") -> None:
        font = ImageFont.truetype(str(OWN_FONTS / f"Tinos-{face}.ttf"), 39)
        draw.text((middle - draw.textlength(text, font=font) / 2, y), text, font=font, fill=0)

    for text, y in LEFT:
        set_(text, 530, y, "Bold" if "ỦY" in text else "Regular")
    set_("ĐẢNG CỘNG SẢN VIỆT NAM", 1160, 150, "Bold")
    set_("Hà Nội, ngày 26 tháng 4 năm 2021", 1160, 258 - shift, "Italic")
    set_("ĐỀ ÁN", 827, 440, "Bold")
    set_("về cử đồng chí tham gia đại hội đảng bộ các cấp", 827, 500, "Bold")
    for row in range(12):
        set_("Trong thời gian qua, công tác nói trên đã được quan tâm lãnh đạo, chỉ đạo", 827, 640 + row * 50)
    return sheet


@pytest.mark.parametrize("shift", [0, 12, 18, 30])
def test_no_row_of_two_columns_that_overlap_in_height_is_lost(shift: int) -> None:
    page = recognise(a_page(shift), 1, 200, (595, 842))
    header = read_header(Text((page,), "image/png"))
    values = {name: header.value(name) for name in ("superior", "issuer", "place", "issued_on", "type")}
    assert values == {
        "superior": "Ban Chấp hành Trung ương",
        "issuer": "Ủy ban Kiểm tra Trung ương",
        "place": "Hà Nội",
        "issued_on": "2021-04-26",
        "type": "Đề án",
    }
