"""Secrecy stamps are seen on scans of every kind, and not on pages that only speak of secrets."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from stamped_pages import pages

from tools.make_samples.layouts import FONT_FILE, printing_font
from vanphong.lib.reading.extract import extract
from vanphong.lib.reading.images import Sheet
from vanphong.lib.reading.model import Line, Page, Text, Word
from vanphong.lib.reading.ocr import available, recognise
from vanphong.lib.reading.secrecy import Mark, secrecy_marks
from vanphong.lib.reading.stamp_words import WORDS
from vanphong.lib.reading.stamps import framed_stamps
from vanphong.testing import papers

pytestmark = [
    pytest.mark.skipif(not available(), reason="no Vietnamese recognition on this machine"),
    pytest.mark.skipif(
        not Path(FONT_FILE.format("Bold")).exists(), reason="no printing font on this machine"
    ),
]


def marks_on(picture: Image.Image, dpi: int) -> tuple[Mark, ...]:
    return secrecy_marks(Text((recognise(picture, 1, dpi, (595.3, 841.9)),), "image/png"))


@pytest.mark.parametrize(("tilt", "seed"), [(0.5, 90210), (8, 90211), (20, 90212)])
def test_a_stamp_is_seen_level_or_askew_on_every_kind_of_scan(tilt: float, seed: int) -> None:
    for picture, dpi, level, scanner in pages(5, seed, stamped=True, tilt=tilt):
        marks = marks_on(picture, dpi)
        assert level in [mark.level for mark in marks if mark.sure], (scanner, level, marks)


def test_clean_scans_and_other_stamps_raise_no_alarm() -> None:
    for picture, dpi, _, scanner in pages(6, 90210, stamped=False, tilt=12):
        assert not marks_on(picture, dpi), scanner


@pytest.mark.parametrize("tilt", [-19, -7, 0, 12])
@pytest.mark.parametrize("word", WORDS)
def test_a_stamp_struck_across_the_text_is_told_by_its_shape_alone(word: str, tilt: float) -> None:
    page = Image.new("RGB", (1654, 2339), "white")
    for row in range(8):
        line = "tập trung lãnh đạo công tác văn phòng cấp ủy theo quy định của Ban Thường vụ"
        ImageDraw.Draw(page).text(
            (240, 300 + 50 * row), line, font=printing_font("Regular", 3.6), fill="black"
        )
    font = printing_font("Bold", 4.6)
    assert font is not None
    frame = Image.new("L", (round(font.getlength(word)) + 44, 78))
    drawing = ImageDraw.Draw(frame)
    drawing.rectangle((2, 2, frame.width - 3, 75), outline=255, width=4)
    drawing.text((frame.width / 2, 39), word, font=font, fill=255, anchor="mm")
    turned = frame.rotate(tilt, Image.Resampling.BICUBIC, expand=True)
    page.paste((90, 90, 90), (420, 380, 420 + turned.width, 380 + turned.height), turned)
    sheet = Sheet(page.convert("L"), 0, 0.0, 200, page.size)
    [stamp] = framed_stamps(None, sheet, 0.45, lambda _: [])
    assert stamp.text == f"[{word}]"
    assert 0.25 < stamp.box[0] < 0.28 and stamp.box[1] < 0.2


def test_a_code_of_squares_is_no_stamp() -> None:
    sheet = papers.separator_sheet()
    assert not marks_on(sheet, 200)


def test_a_doubtful_stamp_is_marked_as_such() -> None:
    [mark] = secrecy_marks(Text((Page(1, 595, 842, (line("[TỐI MẬT?]"),), "ocr"),), "image/png"))
    assert (mark.level, mark.sure) == ("toi_mat", False)


def line(text: str) -> Line:
    return Line((Word(text, (0.2, 0.15, 0.4, 0.18), 1.0),))


def test_the_stamped_sample_is_found_and_its_whole_stamp_read() -> None:
    marks = secrecy_marks(extract(Path("samples/bad/dau_mat_mau_thu_scan.pdf")))
    assert [(mark.level, mark.page) for mark in marks] == [("mat", 1)]
