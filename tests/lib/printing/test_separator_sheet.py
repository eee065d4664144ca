"""The separator sheet as printed parts a batch that is scanned with it."""

from pathlib import Path

import pikepdf
import pytest
from printed import text_of

from vanphong.lib.printing.separator_sheet import CODE, render_separator_sheet
from vanphong.lib.reading.split import SEPARATOR, Part, find_parts


def test_the_sheet_says_what_it_is_for() -> None:
    text = " ".join(text_of(render_separator_sheet()).split())
    assert "TỜ PHÂN CÁCH" in text
    assert "Đặt tờ này giữa hai văn bản" in text


def test_the_code_is_the_one_that_batches_are_parted_by() -> None:
    assert CODE == SEPARATOR


def test_a_batch_is_parted_where_printed_sheets_lie(tmp_path: Path) -> None:
    sheet, paper, batch = tmp_path / "sheet.pdf", Path("samples/112-TB-VPTW.pdf"), tmp_path / "batch.pdf"
    sheet.write_bytes(render_separator_sheet(copies=2))
    with pikepdf.new() as made, pikepdf.open(sheet) as sheets, pikepdf.open(paper) as page:
        for pages in (page.pages[:1], sheets.pages[:1], page.pages[:1], sheets.pages[1:], page.pages[:1]):
            made.pages.extend(pages)
        made.save(batch)
    assert find_parts(batch, by_blank=False) == (Part(1, 1), Part(3, 3), Part(5, 5))


def test_the_same_sheet_comes_out_each_time() -> None:
    assert render_separator_sheet() == render_separator_sheet()


@pytest.mark.parametrize("copies", [0, 201])
def test_a_number_of_sheets_out_of_reason_is_refused(copies: int) -> None:
    with pytest.raises(ValueError, match="copies"):
        render_separator_sheet(copies)
