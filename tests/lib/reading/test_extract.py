"""Files become text with places: columns apart, old fonts healed, scans recognised upright."""

from __future__ import annotations

import io
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
import typst
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import Workbook
from PIL import Image, ImageDraw, ImageFont

from vanphong.lib.legacy_fonts import to_tcvn3, to_vni
from vanphong.lib.printing.fonts import OWN_FONTS
from vanphong.lib.reading.extract import extract
from vanphong.lib.reading.layout import arrange
from vanphong.lib.reading.model import Text, Word
from vanphong.lib.reading.pdf import PdfFile
from vanphong.lib.reading.problems import ExtractError, Stopped
from vanphong.lib.reading.searchable import searchable_pdf

LEFT = ["TỈNH ỦY HÀ GIANG", "VĂN PHÒNG", "Số 123-CV/VPTU"]
RIGHT = ["ĐẢNG CỘNG SẢN VIỆT NAM", "Hà Giang, ngày 12 tháng 3 năm 2026"]
BODY = (
    "Thực hiện Kế hoạch số 45-KH/TU của Ban Thường vụ Tỉnh ủy, đề nghị đồng chí báo cáo trước ngày 30/4/2026."
)


def a_docx(path: Path, font: str = "Times New Roman", encode: Callable[[str], str] = str) -> Path:
    document = Document()
    document.styles["Normal"].font.name = font
    table = document.add_table(rows=1, cols=2)
    for cell, lines in zip(table.rows[0].cells, (LEFT, RIGHT), strict=True):
        cell.paragraphs[0].add_run(encode(lines[0]))
        for line in lines[1:]:
            cell.add_paragraph(encode(line))
    document.add_paragraph(encode(BODY))
    document.save(path)
    return path


def a_pdf(path: Path) -> Path:
    def cell(lines: list[str]) -> str:
        return "align(center)[" + " \\ ".join(lines) + "]"

    source = (
        '#set page("a4", margin: (left: 30mm, rest: 20mm))\n'
        '#set text(font: "Tinos", size: 13pt, lang: "vi")\n'
        f"#grid(columns: (2fr, 3fr), {cell(LEFT)}, {cell(RIGHT)})\n#v(1em)\n" + BODY * 2
    )
    made = typst.compile(source.encode(), font_paths=[str(OWN_FONTS)], ignore_system_fonts=True)
    path.write_bytes(made)
    return path


def a_scan(turn: float = 0.0) -> Image.Image:
    sheet = Image.new("L", (1654, 2339), 255)
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.truetype(OWN_FONTS / "Tinos-Regular.ttf", 38)
    for column, lines in ((240, LEFT), (760, RIGHT)):
        for at, line in enumerate(lines):
            draw.text((column, 160 + at * 60), line, font=font, fill=0)
    words, x, y = (BODY + " ") * 4, 240, 480
    for word in words.split():
        if x + draw.textlength(word, font=font) > 1540:
            x, y = 240, y + 52
        draw.text((x, y), word, font=font, fill=0)
        x += round(draw.textlength(word + " ", font=font))
    return sheet.rotate(turn, expand=turn % 90 == 0, fillcolor=255, resample=Image.Resampling.BICUBIC)


def lines_of(text: Text) -> list[str]:
    return [line.text for page in text.pages for line in page.lines]


def assert_columns_apart(text: Text) -> None:
    lines = lines_of(text)
    for line in (*LEFT, *RIGHT):
        assert line in lines, lines[:8]
    assert [line for line in lines if line in LEFT] == LEFT
    for line in text.pages[0].lines:
        if line.text in LEFT:
            assert line.box[2] < 0.5
        if line.text in RIGHT:
            assert line.box[0] > 0.4


def test_a_word_file_keeps_its_two_columns_apart(tmp_path: Path) -> None:
    text = extract(a_docx(tmp_path / "a.docx"))
    assert_columns_apart(text)
    assert BODY in lines_of(text)
    assert text.pages[0].source == "flow"


@pytest.mark.parametrize(("font", "encode"), [(".VnTime", to_tcvn3), ("VNI-Times", to_vni)])
def test_a_word_file_in_an_old_font_is_healed(
    tmp_path: Path, font: str, encode: Callable[[str], str]
) -> None:
    lines = lines_of(extract(a_docx(tmp_path / "a.docx", font, encode)))
    assert BODY in lines
    assert "TỈNH ỦY HÀ GIANG" in lines


def test_a_stamp_in_a_text_box_of_a_word_file_is_read_once(tmp_path: Path) -> None:
    document = Document()
    box = (
        f"<w:r {nsdecls('w')} xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>"
        "<mc:AlternateContent><mc:Choice Requires='wps'><w:txbxContent><w:p><w:r><w:t>MẬT</w:t></w:r></w:p>"
        "</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>MẬT</w:t></w:r></w:p>"
        "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>"
    )
    document.add_paragraph("Số 1-BC/TU")._p.append(parse_xml(box))
    document.save(tmp_path / "a.docx")
    assert lines_of(extract(tmp_path / "a.docx")) == ["MẬT", "Số 1-BC/TU"]


def test_deleted_words_of_a_reviewed_file_are_not_text(tmp_path: Path) -> None:
    document = Document()
    deleted = f"<w:del {nsdecls('w')}><w:r><w:delText>không</w:delText></w:r></w:del>"
    document.add_paragraph("đồng ý")._p.append(parse_xml(deleted))
    document.save(tmp_path / "a.docx")
    assert lines_of(extract(tmp_path / "a.docx")) == ["đồng ý"]


def test_a_pdf_with_text_keeps_its_two_columns_apart(tmp_path: Path) -> None:
    text = extract(a_pdf(tmp_path / "a.pdf"))
    assert text.pages[0].source == "text"
    assert_columns_apart(text)
    assert "báo cáo trước ngày 30/4/2026" in " ".join(text.plain.split())


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_places_follow_a_turned_pdf_page(tmp_path: Path, turn: int) -> None:
    upright = extract(a_pdf(tmp_path / "a.pdf")).pages[0]
    with pikepdf.open(tmp_path / "a.pdf") as pdf:
        pdf.pages[0].Rotate = turn
        pdf.save(tmp_path / "turned.pdf")
    turned = extract(tmp_path / "turned.pdf", ocr=False).pages[0]
    first = next(w.box for line in turned.lines for w in line.words if w.text == "123-CV/VPTU")
    x0, y0, x1, y1 = next(w.box for line in upright.lines for w in line.words if w.text == "123-CV/VPTU")
    wanted = {
        90: (1 - y1, x0, 1 - y0, x1),
        180: (1 - x1, 1 - y1, 1 - x0, 1 - y0),
        270: (y0, 1 - x1, y1, 1 - x0),
    }
    assert first == pytest.approx(wanted[turn], abs=0.002)


def test_text_files_keep_columns_made_with_blanks(tmp_path: Path) -> None:
    rows = zip(LEFT, [RIGHT[0], "", RIGHT[1]], strict=True)
    (tmp_path / "a.txt").write_text(
        "\n".join(f"{a:<36}{b}" for a, b in rows) + "\n\n" + BODY, encoding="utf-8"
    )
    text = extract(tmp_path / "a.txt")
    assert [line for line in lines_of(text) if line in LEFT] == LEFT
    assert RIGHT[1] in lines_of(text)
    assert BODY in lines_of(text)


def test_decomposed_text_comes_out_composed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(unicodedata.normalize("NFD", BODY), encoding="utf-8")
    assert extract(tmp_path / "a.txt").plain == BODY


def test_cells_of_a_sheet_are_written_the_vietnamese_way(tmp_path: Path) -> None:
    from datetime import date

    book = Workbook()
    book.active.append(["Số đến", 12, date(2026, 3, 9), 1.5, None, "=1+1"])
    book.save(tmp_path / "a.xlsx")
    assert lines_of(extract(tmp_path / "a.xlsx")) == ["Số đến 12 09/03/2026 1,5"]


@pytest.mark.skipif(
    not (shutil.which("antiword") and shutil.which("soffice")), reason="needs antiword, LibreOffice"
)
def test_an_old_word_file_keeps_its_two_columns_apart(tmp_path: Path) -> None:
    import subprocess

    document = Document(a_docx(tmp_path / "a.docx"))
    for _ in range(8):
        document.add_paragraph(BODY)
    document.save(tmp_path / "a.docx")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "doc", "--outdir", tmp_path, tmp_path / "a.docx"],
        check=True,
        capture_output=True,
        timeout=90,
    )
    assert_columns_apart(extract(tmp_path / "a.doc"))


@pytest.mark.parametrize("turn", [0, 2.5, 90, 180, 270])
def test_a_scan_is_read_upright_and_straight(tmp_path: Path, turn: float) -> None:
    a_scan(turn).save(tmp_path / "a.png", dpi=(200, 200))
    text = extract(tmp_path / "a.png")
    page = text.pages[0]
    assert page.source == "ocr"
    assert page.confidence > 0.8
    assert getattr(page, "turn", 0) == {90: 90, 180: 180, 270: 270}.get(int(turn), 0)
    assert page.width < page.height
    assert [line.text for line in page.lines if line.text in LEFT] == LEFT


def test_scanned_pages_of_a_pdf_are_recognised_and_searchable(tmp_path: Path) -> None:
    scan = a_scan()
    scan.save(tmp_path / "scan.pdf", resolution=200)
    text = extract(tmp_path / "scan.pdf")
    assert text.pages[0].source == "ocr"
    searchable_pdf(tmp_path / "scan.pdf", text, tmp_path / "out.pdf")
    again = extract(tmp_path / "out.pdf", ocr=False)
    words = sorted(w.text for line in text.pages[0].lines for w in line.words)
    assert sorted(w.text for line in again.pages[0].lines for w in line.words) == words
    place = next(w.box for line in text.pages[0].lines for w in line.words if w.text == "VĂN")
    found = next(w.box for line in again.pages[0].lines for w in line.words if w.text == "VĂN")
    assert found == pytest.approx(place, abs=0.004)


def test_a_turned_fax_becomes_an_upright_searchable_pdf(tmp_path: Path) -> None:
    a_scan(90).convert("1").save(tmp_path / "fax.tif", compression="group4", dpi=(200, 200))
    text = extract(tmp_path / "fax.tif")
    searchable_pdf(tmp_path / "fax.tif", text, tmp_path / "out.pdf")
    page = extract(tmp_path / "out.pdf", ocr=False).pages[0]
    assert page.width < page.height
    assert [line.text for line in page.lines if line.text in LEFT] == LEFT


def test_a_blank_page_has_no_lines(tmp_path: Path) -> None:
    Image.effect_noise((1654, 2339), 6).point(lambda v: min(255, v + 110)).save(tmp_path / "a.png")
    assert extract(tmp_path / "a.png").pages[0].lines == ()


def test_progress_is_told_and_reading_can_be_stopped(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        for _ in range(5):
            pdf.add_blank_page()
        pdf.save(tmp_path / "a.pdf")
    told: list[tuple[int, int]] = []
    extract(tmp_path / "a.pdf", progress=lambda done, total: told.append((done, total)))
    assert told == [(n, 5) for n in range(1, 6)]
    with pytest.raises(Stopped):
        extract(tmp_path / "a.pdf", stop=lambda: True)


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "empty"), (b"%PDF-1.4 junk", "broken"), (b"MZ\x90\0\1\2", "unknown_type")]
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "a.pdf").write_bytes(content)
    with pytest.raises(ExtractError) as caught:
        extract(tmp_path / "a.pdf")
    assert caught.value.problem.code == code


def test_a_word_file_cut_inside_is_broken_not_a_crash(tmp_path: Path) -> None:
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(a_docx(tmp_path / "a.docx")) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            content = old.read(entry.filename)
            new.writestr(entry.filename, content[:300] if entry.filename == "word/document.xml" else content)
    (tmp_path / "cut.docx").write_bytes(out.getvalue())
    with pytest.raises(ExtractError) as caught:
        extract(tmp_path / "cut.docx")
    assert caught.value.problem.code == "broken"


def test_rows_of_a_wide_table_stay_rows() -> None:
    words = [
        Word(
            f"{row}{column}", (0.1 + 0.2 * column, 0.1 + 0.03 * row, 0.13 + 0.2 * column, 0.115 + 0.03 * row)
        )
        for row in range(4)
        for column in range(4)
    ]
    assert [line.text for line in arrange(words, 595, 842)] == [f"{r}{c}" for r in range(4) for c in range(4)]


def test_a_long_file_opened_afresh_now_and_then_is_read_the_same(tmp_path: Path) -> None:
    pages = "#pagebreak()\n".join(f"Trang thứ {number} của báo cáo.\n" for number in range(1, 41))
    path = tmp_path / "long.pdf"
    path.write_bytes(typst.compile(pages.encode(), font_paths=[str(OWN_FONTS)], ignore_system_fonts=True))
    with PdfFile(path) as pdf:
        assert len(pdf) == 40
        for number in [*range(1, 41), 3, 40, 17, 17]:
            assert f"Trang thứ {number} của" in pdf.page(number).text
            assert not pdf.needs_ocr(pdf.page(number))
            assert pdf.render(number, 20).width > 100
