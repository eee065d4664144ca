"""Files are known by their content, and dangerous or useless ones are refused with a reason."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pikepdf
import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from PIL import Image

from vanphong.lib.reading.inspect import DOCM, DOCX, JPEG, PDF, PNG, TIFF, TXT, XLSX, Limits, inspect
from vanphong.lib.reading.preview import render_page


def a_pdf(pages: int = 1, **save: object) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page()
        pdf.save(out, **save)
    return out.getvalue()


def a_picture(kind: str, size: tuple[int, int] = (40, 30), **save: object) -> bytes:
    out = io.BytesIO()
    Image.new("L", size, 255).save(out, kind, **save)
    return out.getvalue()


def a_docx() -> bytes:
    out = io.BytesIO()
    document = Document()
    document.add_paragraph("Kính gửi: Tỉnh ủy")
    document.save(out)
    return out.getvalue()


def changed(archive: bytes, changes: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename not in changes:
                new.writestr(entry.filename, old.read(entry.filename))
        for name, content in changes.items():
            new.writestr(name, content)
    return out.getvalue()


def code(data: bytes, name: str = "a.pdf", limits: Limits | None = None) -> str | None:
    problem = inspect(data, name, limits).problem
    return problem.code if problem else None


@pytest.mark.parametrize(
    ("data", "name", "media_type"),
    [
        (a_pdf(), "a.pdf", PDF),
        (a_docx(), "a.DOCX", DOCX),
        (a_picture("PNG"), "a.png", PNG),
        (a_picture("JPEG"), "a.jpg", JPEG),
        (a_picture("TIFF"), "a.tif", TIFF),
        ("Kính gửi".encode(), "a.txt", TXT),
        ("Kính gửi: Các huyện ủy".encode("utf-16"), "a.txt", TXT),
    ],
)
def test_a_type_is_told_by_content(data: bytes, name: str, media_type: str) -> None:
    found = inspect(data, name)
    assert found.media_type == media_type
    assert found.problem is None
    assert not found.active_content


def test_a_workbook_is_told_from_a_word_file() -> None:
    out = io.BytesIO()
    Workbook().save(out)
    assert inspect(out.getvalue(), "so.xlsx").media_type == XLSX


def test_an_empty_file_is_refused() -> None:
    assert code(b"") == "empty"


def test_a_wrong_extension_only_warns() -> None:
    found = inspect(a_pdf(), "bao-cao.docx")
    assert found.problem is not None
    assert found.problem.code == "extension_mismatch"
    assert not found.refused
    assert ".pdf" in found.problem.message


@pytest.mark.parametrize(
    "data", [b"MZ\x90\x00\x03\x00" * 20, b"{\\rtf1 abc}", b"<!doctype html><p>", b"\x00\x01" * 40]
)
def test_programs_and_web_pages_are_refused(data: bytes) -> None:
    assert code(data, "a.txt") == "unknown_type"


def test_a_pdf_with_a_password_is_refused_and_one_without_is_not() -> None:
    locked = a_pdf(encryption=pikepdf.Encryption(owner="x", user="y"))
    open_to_all = a_pdf(encryption=pikepdf.Encryption(owner="x", user=""))
    assert code(locked) == "encrypted"
    assert inspect(locked, "a.pdf").encrypted
    assert code(open_to_all) is None


def test_a_broken_pdf_is_refused() -> None:
    assert code(b"%PDF-1.7\n" + b"junk" * 50) == "broken"


def test_a_file_of_2000_pages_is_refused_with_its_count() -> None:
    found = inspect(a_pdf(2000), "a.pdf")
    assert found.problem is not None
    assert found.problem.code == "too_many_pages"
    assert "2.000" in found.problem.message


def test_a_page_of_a_file_too_long_to_be_read_is_still_shown(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(a_pdf(1501))
    assert render_page(path, 1501, 200)[:4] == b"RIFF"


def test_too_many_bytes_are_refused() -> None:
    assert code(a_pdf(), limits=Limits(size=100)) == "too_large"


def test_too_many_pixels_are_refused_before_they_are_decoded() -> None:
    picture = bytearray(a_picture("PNG"))
    picture[16:24] = struct.pack(">II", 60_000, 60_000)
    assert code(bytes(picture), "a.png") in ("too_many_pixels", "broken")
    assert code(a_picture("PNG", (400, 400)), "a.png", Limits(pixels=10_000)) == "too_many_pixels"


def test_a_truncated_picture_is_broken() -> None:
    noise = io.BytesIO()
    Image.effect_noise((300, 300), 80).save(noise, "JPEG")
    assert code(noise.getvalue()[:2000], "a.jpg") == "broken"


def test_an_archive_that_swells_is_refused() -> None:
    assert code(changed(a_docx(), {"word/media/x.bin": bytes(60_000_000)}), "a.docx") == "bomb"


def test_an_archive_with_too_many_entries_is_refused() -> None:
    assert code(changed(a_docx(), {f"x/{n}": b"" for n in range(6000)}), "a.docx") == "bomb"


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "C:/x", "a\\..\\..\\x"])
def test_an_archive_that_leaves_its_folder_is_refused(name: str) -> None:
    assert code(changed(a_docx(), {name: b"x"}), "a.docx") == "bomb"


def test_overlapping_entries_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a", b"x" * 1000)
        archive.writestr("b", b"y" * 1000)
        archive.infolist()[1].header_offset = 10
    assert code(out.getvalue(), "a.docx") == "bomb"


def test_a_plain_archive_is_not_taken() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "x")
    assert code(out.getvalue(), "a.zip") == "unknown_type"


def test_a_macro_file_renamed_docx_is_flagged() -> None:
    types = zipfile.ZipFile(io.BytesIO(a_docx())).read("[Content_Types].xml")
    main = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    macro = types.replace(main, b"application/vnd.ms-word.document.macroEnabled.main+xml")
    found = inspect(changed(a_docx(), {"[Content_Types].xml": macro}), "thong-bao.docx")
    assert found.media_type == DOCM
    assert found.active_content == ("macro",)


def test_a_hidden_macro_part_is_flagged() -> None:
    assert "macro" in inspect(changed(a_docx(), {"word/vbaProject.bin": b"x"}), "a.docx").active_content


def test_remote_template_ole_object_and_dde_are_flagged() -> None:
    link = (
        b'<Relationships><Relationship Id="r" Type="http://schemas/attachedTemplate" '
        b'Target="http://x/y.dotm" TargetMode="External"/></Relationships>'
    )
    codes = b"<w:instrText>DDE</w:instrText><w:instrText>AUTO c:\\x</w:instrText>"
    field = b'<w:document xmlns:w="w">' + codes + b"</w:document>"
    data = changed(
        a_docx(),
        {"word/_rels/settings.xml.rels": link, "word/embeddings/o.bin": b"x", "word/extra.xml": field},
    )
    assert set(inspect(data, "a.docx").active_content) == {"remote_template", "ole_object", "dde"}


def test_what_could_run_in_a_pdf_is_flagged() -> None:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        pdf.pages[0].AA = pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="x.exe"))
        pdf.Root.AcroForm = pdf.make_indirect(pikepdf.Dictionary(XFA=pikepdf.String("x"), Fields=[]))
        pdf.attachments["a.txt"] = b"x"
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    found = inspect(out.getvalue(), "a.pdf")
    assert set(found.active_content) >= {"javascript", "launch", "xfa", "embedded_file"}


SEEDS = [a_pdf(), a_docx(), a_picture("PNG"), a_picture("JPEG"), a_picture("TIFF")]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SEEDS), st.data())
def test_mangled_bytes_never_raise(seed: bytes, data: st.DataObject) -> None:
    mangled = bytearray(seed)
    for _ in range(data.draw(st.integers(1, 12))):
        mangled[data.draw(st.integers(0, len(mangled) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(1, len(mangled)))
    inspect(bytes(mangled[:cut]), "a.pdf")


@settings(max_examples=100, deadline=None)
@given(
    st.binary(max_size=300), st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", b"II*\0", b"\xff\xd8\xff"])
)
def test_random_bytes_never_raise(tail: bytes, head: bytes) -> None:
    inspect(head + tail, "x")
