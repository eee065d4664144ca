"""Words of a Word file are found on the pages it is shown as."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from test_extract import a_docx, a_pdf

from vanphong.lib.reading.extract import extract
from vanphong.lib.reading.header import read_header
from vanphong.lib.reading.model import Line, Page, Text, Word
from vanphong.lib.reading.placing import moved, placed
from vanphong.lib.reading.preview import to_pdf


def text_of(*pages: str, top: float = 0.1) -> Text:
    made = []
    for number, words in enumerate(pages, start=1):
        row = tuple(
            Word(word, (0.1 * at, top, 0.1 * at + 0.08, top + 0.02)) for at, word in enumerate(words.split())
        )
        made.append(Page(number, 600, 800, (Line(row),), "flow"))
    return Text(tuple(made), "")


def test_words_take_the_places_they_are_shown_at() -> None:
    read, shown = text_of("Số 12-CV/TU ngày"), text_of("Trang Số 12-CV/TU ngày", top=0.5)
    there = placed(read, shown)
    assert [word.box for word in there.pages[0].lines[0].words] == [
        word.box for word in shown.pages[0].lines[0].words[1:]
    ]


def test_a_field_may_stand_on_another_page_than_reading_thought() -> None:
    read, shown = text_of("một hai ba Nguyễn Văn Hùng"), text_of("một hai ba", "Nguyễn Văn Hùng", top=0.3)
    there = placed(read, shown)
    boxes = [word.box for word in read.pages[0].lines[0].words[3:]]
    assert moved(read, there, 1, boxes) == (2, ((0.0, 0.3, 0.28, 0.32),))


def test_words_that_are_not_shown_are_marked_nowhere() -> None:
    read, shown = text_of("một hai ba"), text_of("bốn năm sáu")
    there = placed(read, shown)
    assert moved(read, there, 1, [word.box for word in read.pages[0].lines[0].words]) is None


def test_words_added_or_left_out_between_do_not_lead_astray() -> None:
    read = text_of("a b c d e f g h", "x y z")
    shown = text_of("a b 1 2 c d f g", "h x y z", top=0.4)
    there = placed(read, shown)
    place = moved(read, there, 2, [read.pages[1].lines[0].words[1].box])
    assert place is not None
    assert place[0] == 2
    assert place[1][0] == pytest.approx((0.2, 0.4, 0.28, 0.42))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_fields_of_a_word_file_are_marked_where_its_pdf_has_them(tmp_path: Path) -> None:
    source = a_docx(tmp_path / "a.docx")
    made = to_pdf(source, tmp_path / "a.pdf")
    assert made is not None
    read, printed = extract(source), extract(made, ocr=False)
    there, right = placed(read, printed), read_header(printed)
    header = read_header(read)
    for name in ("reference_code", "issuer", "issued_on", "place"):
        found, wanted = header.fields[name], right.fields[name]
        place = moved(read, there, found.page or 1, found.boxes)
        assert place is not None
        assert place[0] == wanted.page
        assert place[1][0] == pytest.approx(wanted.boxes[0], abs=0.003)


def test_a_file_shown_by_its_own_text_keeps_its_places(tmp_path: Path) -> None:
    read = extract(a_pdf(tmp_path / "a.pdf"), ocr=False)
    there = placed(read, read)
    assert [line.text for page in there.pages for line in page.lines] == [
        line.text for page in read.pages for line in page.lines
    ]
