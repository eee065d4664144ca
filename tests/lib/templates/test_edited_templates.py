"""Templates that offices edit: what they hold is told, what they must not hold is refused, the rest is kept."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from samples import values_for
from vanphong.lib.templates import TemplateError, blank, fill, read_template
from vanphong.lib.templates.rules import issuers, layouts, types
from vanphong.lib.text import clean
from vanphong.lib.word.package import WordError, open_word

RULES = layouts()["party-2026"]
LETTER = types()["Công văn"]
TODAY = date(2026, 11, 24)


def a_template(*paragraphs: str) -> bytes:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_part(content: bytes, name: str, change: object) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for entry in source.namelist():
            body = source.read(entry)
            target.writestr(entry, change(body) if entry == name else body)  # type: ignore[operator]
        if name not in source.namelist():
            target.writestr(name, change(b""))  # type: ignore[operator]
    return out.getvalue()


def main_part(content: bytes) -> bytes:
    return open_word(content).parts["word/document.xml"]


def shown(content: bytes) -> str:
    return "\n".join(p.text for p in Document(io.BytesIO(content)).paragraphs)


@pytest.mark.parametrize("name", types())
def test_the_template_of_every_type_is_found_in_order(name: str) -> None:
    report = read_template(blank(types()[name], RULES), types()[name])
    assert report.usable, report.messages


def test_strange_fields_missing_ones_and_half_marks_are_told() -> None:
    report = read_template(
        a_template("Số {{số}}-{{ký hiệu}}", "{{trích yéu cầu}} {{trich_yeu}}", "{{nội dung"), LETTER
    )
    assert report.unknown == ("trích yéu cầu",)
    assert {"place", "issued_on", "name", "body", "addressees"} <= set(report.missing)
    assert report.half_marks == ("{{nội dung",)
    told = " ".join(report.messages)
    assert "Trường lạ «{{trích yéu cầu}}»" in told
    assert "{{trích yếu}}" in told
    assert "viết {{địa danh}} vào chỗ cần in" in told
    assert not report.usable


def test_a_mark_parted_over_runs_is_one_field_in_the_look_of_its_first_letter() -> None:
    document = Document()
    paragraph = document.add_paragraph("Về: ")
    paragraph.add_run("{").bold = True
    paragraph.add_run("{trích ")
    paragraph.add_run("yếu}} và sau").italic = True
    out = io.BytesIO()
    document.save(out)
    made = fill(out.getvalue(), {"subject": "mời họp"}, RULES)
    runs = [
        (r.text, bool(r.bold), bool(r.italic))
        for r in Document(io.BytesIO(made)).paragraphs[0].runs
        if r.text
    ]
    assert runs == [("Về: ", False, False), ("mời họp", True, False), (" và sau", False, True)]


def test_everything_but_the_paragraphs_of_fields_stays_byte_for_byte() -> None:
    word = a_template("trước", "Về {{trích yếu}}.", "sau", "{{căn cứ}}", "cuối")
    spaced = with_part(
        word,
        "word/document.xml",
        lambda part: part.replace(b"<w:body>", b"<w:body><!-- ghi ch\xc3\xba -->\n\t"),
    )
    made = fill(spaced, {"subject": "A & B <c>", "grounds": ["một", "hai"]}, RULES)
    before, after = open_word(spaced).parts, open_word(made).parts
    assert list(before) == list(after)
    assert {name for name in before if before[name] != after[name]} == {"word/document.xml"}
    pieces = re.split(rb"(?s)<w:p>(?:(?!</w:p>).)*\{\{(?:(?!</w:p>).)*</w:p>", before["word/document.xml"])
    assert len(pieces) == 3
    at = 0
    for piece in pieces:
        at = after["word/document.xml"].index(piece, at) + len(piece)
    assert shown(made) == "trước\nVề A & B <c>.\nsau\nmột;\nhai,\ncuối"


def test_fields_in_headers_and_tables_and_text_boxes_are_filled() -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "{{cơ quan ban hành}}"
    document.add_table(1, 1).cell(0, 0).text = "{{trích yếu}}"
    out = io.BytesIO()
    document.save(out)
    box = (
        b"<w:p><w:r><w:txbxContent><w:p><w:r><w:t>{{\xc4\x91\xe1\xbb\x8ba danh}}</w:t></w:r></w:p>"
        b"</w:txbxContent></w:r><w:r><w:t>ngo\xc3\xa0i</w:t></w:r></w:p><w:sectPr"
    )
    boxed = with_part(out.getvalue(), "word/document.xml", lambda part: part.replace(b"<w:sectPr", box, 1))
    made = fill(boxed, {"issuer": "Văn phòng", "subject": "", "place": "Sơn Hà"}, RULES)
    found = Document(io.BytesIO(made))
    assert found.sections[0].header.paragraphs[0].text == "VĂN PHÒNG"
    assert found.tables[0].cell(0, 0).text == ""
    assert "Sơn Hà" in main_part(made).decode()
    assert "ngoài" in main_part(made).decode()


def test_unknown_fields_stay_as_they_are() -> None:
    assert shown(fill(a_template("{{lạ}} {{trích yếu}}"), {"subject": "x"}, RULES)) == "{{lạ}} x"


def test_a_value_without_a_place_in_the_template_is_refused() -> None:
    with pytest.raises(TemplateError, match="thêm «{{trích yếu}}» vào mẫu") as told:
        fill(a_template("{{số}}"), {"subject": "x"}, RULES)
    assert told.value.by_field.keys() == {"subject"}


def macro(content: bytes) -> bytes:
    typed = with_part(content, "word/vbaProject.bin", lambda _: b"x")
    return with_part(
        typed,
        "[Content_Types].xml",
        lambda part: part.replace(
            b"wordprocessingml.document.main+xml", b"ms-word.document.macroEnabled.main+xml"
        ),
    )


def attached(content: bytes) -> bytes:
    link = (
        b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="r1" Type="http://x/attachedTemplate" Target="http://x/y.dotm" TargetMode="External"/>'
        b"</Relationships>"
    )
    return with_part(content, "word/_rels/settings.xml.rels", lambda _: link)


def torn(content: bytes) -> bytes:
    return with_part(content, "word/document.xml", lambda part: part[: len(part) // 2])


def with_entities(content: bytes) -> bytes:
    kind = b'<!DOCTYPE d [<!ENTITY a "aaaa">]>'
    return with_part(content, "word/document.xml", lambda part: part.replace(b"?>", b"?>" + kind, 1))


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (macro, "macro"),
        (attached, "active"),
        (torn, "broken"),
        (with_entities, "broken"),
        (lambda content: content[:-200], "broken"),
        (lambda content: b"", "empty"),
        (lambda content: b"%PDF-1.7 tra la la", "broken"),
        (lambda content: "chữ thường".encode(), "not_word"),
    ],
)
def test_files_that_are_no_sound_template_are_refused_each_in_its_words(spoil: object, code: str) -> None:
    with pytest.raises(WordError) as told:
        read_template(spoil(a_template("{{số}}")))  # type: ignore[operator]
    assert told.value.code == code
    assert "Đồng chí" in told.value.message or "đồng chí" in told.value.message


def test_a_file_with_a_password_is_refused(tmp_path: Path) -> None:
    # What Word writes for a file with a password is an OLE file with a stream «EncryptedPackage».
    content = bytearray(a_template("{{số}}"))
    for at in (match.start() for match in re.finditer(rb"PK\x01\x02", bytes(content))):
        content[at + 8] |= 1
    with pytest.raises(WordError) as told:
        read_template(bytes(content))
    assert told.value.code == "encrypted"
    assert "mật khẩu" in told.value.message


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_damage_brings_another_error_than_the_declared_one(data: st.DataObject) -> None:
    content = bytearray(blank(LETTER, RULES))
    for _ in range(data.draw(st.integers(1, 12))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        read_template(bytes(content), LETTER)
        fill(bytes(content), values_for(LETTER, issuers()["van-phong"]), RULES, today=TODAY)
    except (WordError, TemplateError):
        pass


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40), st.lists(st.text(max_size=20), max_size=4))
def test_any_text_can_be_filled_in(subject: str, recipients: list[str]) -> None:
    made = fill(
        a_template("x {{trích yếu}} y", "- {{nơi nhận}}"),
        {"subject": subject, "recipients": recipients},
        RULES,
    )
    # A line whose fields are all empty goes with its words.
    assert shown(made).startswith(f"x {clean(subject).split(' ')[0]}" if clean(subject) else "")
