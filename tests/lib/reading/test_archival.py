"""PDF/A-2b for the archive: kept as it is where that can be, else pictures of the pages with their words."""

from __future__ import annotations

import io
import shutil
from datetime import datetime
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from tests.lib.reading.pdfa_rules import broken
from vanphong.lib.dates import VIETNAM_TIME
from vanphong.lib.reading import pdfa
from vanphong.lib.reading.archival import archival_pdf
from vanphong.lib.reading.extract import extract
from vanphong.lib.reading.model import Line, ScannedPage, Text, Word
from vanphong.lib.reading.pdf import PdfFile
from vanphong.testing import papers

WHEN = datetime(2026, 11, 23, 8, 0, tzinfo=VIETNAM_TIME)


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter.pdf"
    path.write_bytes(papers.letter_pdf())
    return path


def made(path: Path, text: Text | None = None) -> Path:
    """The PDF/A of a file, sound by the rules."""
    out = archival_pdf(path, text, path.parent / "made.pdf", WHEN)
    assert out is not None
    assert broken(out) == set()
    return out


def words(path: Path, page: int = 1) -> str:
    with PdfFile(path) as pdf:
        return " ".join(pdf.page(page).text.split())


def recognised(turn: int = 0) -> Text:
    """One page as the recogniser tells it."""
    line = Line((Word("Kính", (0.1, 0.1, 0.2, 0.13)), Word("gửi", (0.22, 0.1, 0.3, 0.13))))
    return Text((ScannedPage(1, 595, 842, (line,), "ocr", turn),), "application/pdf")


def test_a_letter_of_a_word_processor_keeps_its_text_and_fonts(letter: Path) -> None:
    out = made(letter)
    assert "kết quả công tác xây dựng Đảng" in words(out)
    with pikepdf.open(out) as pdf:
        assert "/Image" not in {str(o.get("/Subtype")) for o in pdf.objects if isinstance(o, pikepdf.Stream)}


def test_the_checker_itself_finds_what_a_plain_pdf_lacks(letter: Path) -> None:
    assert {"what it says of itself", "output intent"} <= broken(letter)


def test_a_scan_keeps_its_picture_to_the_byte_and_can_be_searched(tmp_path: Path) -> None:
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(papers.scan_pdf())
    out = made(scan, recognised())
    assert words(out) == "Kính gửi"
    assert pictures(out) == pictures(scan)


def pictures(path: Path) -> list[bytes]:
    with pikepdf.open(path) as pdf:
        return [p.read_raw_bytes() for page in pdf.pages for p in page.get_images().values()]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
def test_a_picture_becomes_a_page_with_its_words(tmp_path: Path, kind: str) -> None:
    picture = tmp_path / f"page.{kind.lower()}"
    papers.pictures_of(papers.letter_pdf(), 100)[0].save(picture, kind)
    assert words(made(picture, recognised())) == "Kính gửi"


def test_what_is_active_attached_or_locked_is_taken_out_and_the_page_looks_the_same(letter: Path) -> None:
    loaded = letter.parent / "loaded.pdf"
    with pikepdf.open(letter) as pdf:
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
        pdf.Root.AA = Dictionary(WC=Dictionary(S=Name.JavaScript, JS="1"))
        pdf.attachments["kem.txt"] = b"dinh kem"
        pdf.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.Launch, F="x.exe"))
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note) for note in _notes(pdf)])
        pdf.docinfo["/Author"] = "Ai đó"
        pdf.save(loaded, encryption=pikepdf.Encryption(user="", owner="chu"))
    out = made(loaded)
    with pikepdf.open(out) as pdf:
        assert not pdf.attachments
        assert [str(note.A.S) for note in pdf.pages[0].obj.Annots] == ["/URI"]
    seen, kept = looks(out), looks(loaded)
    assert seen == kept


def _notes(pdf: pikepdf.Pdf) -> list[Dictionary]:
    box = Array([300, 300, 360, 340])
    drawing = pdf.make_stream(b"1 0 0 rg 0 0 60 40 re f")
    drawing.update({"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": Array([0, 0, 60, 40])})
    stamp = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=box, F=4, AP=Dictionary(N=drawing))
    link = {"Type": Name.Annot, "Subtype": Name.Link, "Rect": box, "Border": Array([0, 0, 0])}
    good = Dictionary(A=Dictionary(S=Name.URI, URI="https://vidu.vn"), **link)
    bad = Dictionary(A=Dictionary(S=Name.Launch, F="x.exe"), **link)
    return [stamp, good, bad]


def looks(path: Path) -> bytes:
    with PdfFile(path) as pdf:
        return pdf.render(1, 60).tobytes()


def test_a_font_that_is_not_in_the_file_makes_pictures_of_the_pages(tmp_path: Path) -> None:
    source = tmp_path / "plain.pdf"
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(595, 842))
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        page.Resources = Dictionary(Font=Dictionary(F1=font))
        page.Contents = pdf.make_stream(b"BT /F1 24 Tf 72 700 Td (Kinh gui) Tj ET")
        pdf.save(source)
    out = made(source, extract(source))
    assert words(out) == "Kinh gui"
    assert len(pictures(out)) == 1


@pytest.mark.parametrize(
    "drawing", [b"0 1 0 0 k 10 10 50 50 re f", b"/DeviceCMYK cs 0 1 0 0 sc 0 0 9 9 re f"]
)
def test_colours_of_the_press_make_pictures_of_the_pages(tmp_path: Path, drawing: bytes) -> None:
    source = tmp_path / "press.pdf"
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(200, 200))
        page.Contents = pdf.make_stream(drawing)
        pdf.save(source)
        assert pdfa.CMYK in set(pdfa.flaws(pdf))
    assert len(pictures(made(source))) == 1


def test_a_page_read_turned_stands_upright_with_its_words_in_place(tmp_path: Path) -> None:
    source = tmp_path / "turned.pdf"
    upright = Image.new("RGB", (595, 842), "white")
    upright.paste((200, 0, 0), (60, 84, 178, 109))
    buffer = io.BytesIO()
    upright.rotate(90, expand=True).save(buffer, "PDF", resolution=72)
    source.write_bytes(buffer.getvalue())
    out = made(source, recognised(turn=90))
    with PdfFile(out) as pdf:
        assert pdf.size(1) == pytest.approx((595, 842), abs=1)
        seen = pdf.render(1, 72)
        box = next(iter(pdf.page(1).lines)).box
    assert box[:2] == pytest.approx((0.1, 0.1), abs=0.01)
    assert seen.getpixel((100, 95))[0] > 150 > seen.getpixel((100, 95))[1]  # type: ignore[index]


def test_equal_files_give_equal_bytes(letter: Path) -> None:
    first = made(letter).read_bytes()
    assert made(letter).read_bytes() == first


def test_a_broken_or_locked_pdf_has_no_copy_and_stops_nothing(tmp_path: Path) -> None:
    for content in (papers.broken_pdf(), papers.encrypted_pdf()):
        path = tmp_path / "bad.pdf"
        path.write_bytes(content)
        assert archival_pdf(path, None, tmp_path / "made.pdf", WHEN) is None


def test_a_text_file_has_no_pages_to_keep(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("Ghi chú của cuộc họp giao ban ngày thứ hai.", encoding="utf-8")
    assert archival_pdf(path, None, tmp_path / "made.pdf", WHEN) is None


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_a_word_file_is_exported_by_the_word_processor_itself(tmp_path: Path) -> None:
    sample = Path(__file__).parents[3] / "samples" / "118-CV-BXDD.docx"
    path = tmp_path / "letter.docx"
    shutil.copyfile(sample, path)
    assert "118-CV/BXDĐ" in words(made(path))
