"""Every type by every body in both layouts is made, and the reader finds in it what was filled in."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.shared import Mm

from samples import BODY, RECIPIENTS, SUBJECT, values_for
from vanphong.lib.reading.extract import extract
from vanphong.lib.reading.header import read_header
from vanphong.lib.reading.model import Header
from vanphong.lib.templates import TemplateError, blank, complete, make, read_template
from vanphong.lib.templates.rules import (
    field_called,
    fields,
    issuers,
    layout_on,
    layouts,
    spelling,
    type_called,
    types,
)

TODAY = date(2026, 11, 24)
DAYS = {"party-2026": "15/10/2026", "party-2018": "15/10/2023"}
CELLS = [
    (name, body, layout)
    for layout in DAYS
    for at, name in enumerate(types())
    for body in list(issuers())[at % 3 :: 3]
]


def read_back(tmp_path: Path, content: bytes) -> Header:
    path = tmp_path / "a.docx"
    path.write_bytes(content)
    return read_header(extract(path))


def lines_of(content: bytes) -> str:
    root = Document(io.BytesIO(content)).element
    parts = [
        "".join(t.text or "" for t in p.iter() if t.tag.endswith("}t"))
        for p in root.iter()
        if p.tag.endswith("}p")
    ]
    return "\n".join(parts)


def test_the_tables_hold_the_types_of_the_regulation_and_two_dated_layouts() -> None:
    papers = [kind for kind in types().values() if kind.paper]
    assert (len(types()) - len(papers), len(papers)) == (25, 8)
    assert [rules.name for rules in layouts().values()] == ["party-2018", "party-2026"]
    assert layout_on(date(2026, 5, 26)).name == "party-2018"
    assert layout_on(date(2026, 5, 27)).name == "party-2026"


def test_no_two_fields_are_spelt_alike() -> None:
    said = [spelling(words) for field in fields().values() for words in (field.label, field.name)]
    assert len(said) == len(set(said))


@pytest.mark.parametrize(("name", "body", "layout"), CELLS)
def test_what_is_filled_in_is_read_back(tmp_path: Path, name: str, body: str, layout: str) -> None:
    kind, issuer = types()[name], issuers()[body]
    header = read_back(
        tmp_path, make(name, body, layout, values_for(kind, issuer, DAYS[layout]), today=TODAY)
    )
    day, month, year = DAYS[layout].split("/")
    assert header.value("type") == (kind.title or kind.name)
    assert header.value("issuer") == issuer.example_issuer
    assert header.value("superior") == (issuer.example_superior or None)
    assert header.value("issued_on") == f"{year}-{month}-{day}"
    assert header.value("reference_code") == (f"07-{kind.symbol}/{issuer.symbol}" if kind.symbol else None)
    assert header.value("signer") == "Nguyễn Văn Hùng"
    found = header.fields["recipients"].value
    assert found == (("Ban Tổ chức Tỉnh ủy", *RECIPIENTS) if kind.addressees else RECIPIENTS)
    if not kind.form:
        assert SUBJECT[1:] in str(header.value("subject"))


@pytest.mark.parametrize("layout", DAYS)
def test_the_page_is_a4_with_the_margins_of_the_layout_and_numbers_from_page_two(layout: str) -> None:
    section = Document(io.BytesIO(blank(types()["Nghị quyết"], layouts()[layout]))).sections[0]
    measures = layouts()[layout].measures
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    for side in ("left", "right", "top", "bottom"):
        assert abs(getattr(section, f"{side}_margin") - Mm(getattr(measures, side))) < Mm(0.1)
    assert abs(section.header_distance - Mm(10)) < Mm(0.1)
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml
    assert not section.first_page_header.paragraphs or not section.first_page_header.paragraphs[0].text


def test_number_and_day_left_open_are_written_when_it_is_issued(tmp_path: Path) -> None:
    given = values_for(types()["Công văn"], issuers()["van-phong"])
    del given["number"], given["issued_on"]
    draft = make("CV", "van-phong", "party-2026", given, today=TODAY)
    assert "-CV/VPTU" in lines_of(draft)
    assert read_back(tmp_path, draft).value("number") is None
    issued = complete(draft, {"number": "5", "issued_on": "05/02/2027"}, today=TODAY)
    header = read_back(tmp_path, issued)
    assert header.value("reference_code") == "05-CV/VPTU"
    assert "Sơn Hà, ngày 05 tháng 02 năm 2027" in lines_of(issued)
    with pytest.raises(TemplateError, match="không còn chỗ để trống cho «số»"):
        complete(issued, {"number": "6"})


def test_several_addressees_stand_in_a_list_and_a_submission_says_so_since_2026() -> None:
    given = values_for(types()["Tờ trình"], issuers()["van-phong"]) | {"addressees": ["Ban A", "Ban B"]}
    new = lines_of(make("Tờ trình", "van-phong", "party-2026", given, today=TODAY))
    assert "Kính trình:\n- Ban A;\n- Ban B." in new
    old = lines_of(make("Tờ trình", "van-phong", "party-2018", given, today=TODAY))
    assert "Kính gửi:\n- Ban A,\n- Ban B." in old


def test_minutes_have_two_signers_and_joint_papers_up_to_four() -> None:
    kind, body = types()["Biên bản"], issuers()["cap-uy"]
    minutes = lines_of(make("BB", "cap-uy", None, values_for(kind, body), today=TODAY))
    assert (
        minutes.index("NGƯỜI GHI BIÊN BẢN")
        < minutes.index("Trần Thị Bình")
        < minutes.index("CHỦ TRÌ HỘI NGHỊ")
    )
    joint = values_for(types()["Kế hoạch"], body)
    joint |= {f"name_{at}": f"Người Ký Số {at}" for at in (2, 3, 4)} | {"post_3": "Trưởng ban"}
    made = lines_of(make("Kế hoạch", "cap-uy", None, joint, today=TODAY))
    assert all(f"Người Ký Số {at}" in made for at in (2, 3, 4))
    assert "TRƯỞNG BAN" in made


def test_stamps_appendices_and_notes_are_printed_and_leave_no_trace_when_empty() -> None:
    kind, body = types()["Kế hoạch"], issuers()["cap-uy"]
    given = values_for(kind, body)
    plain = lines_of(make("Kế hoạch", "cap-uy", None, given, today=TODAY))
    assert "{{" not in plain
    assert "PHỤ LỤC" not in plain
    full = given | {
        "urgency": "khẩn",
        "circulation": "Lưu hành nội bộ",
        "draft": "Dự thảo lần 1",
        "appendices": ["I- Danh mục\nmột dòng", "| A | B |\n| 1 | 2 |"],
    }
    made = lines_of(make("Kế hoạch", "cap-uy", None, full, today=TODAY))
    for words in ("KHẨN", "LƯU HÀNH NỘI BỘ", "Dự thảo lần 1", "PHỤ LỤC 1", "PHỤ LỤC 2"):
        assert words in made
    assert "(Kèm theo Kế hoạch số 07-KH/TU của Tỉnh ủy Sơn Hà)" in made


def test_the_text_is_set_by_its_structure() -> None:
    given = values_for(types()["Quyết định"], issuers()["cap-uy"])
    document = Document(io.BytesIO(make("Quyết định", "cap-uy", "party-2026", given, today=TODAY)))
    styles = {p.text: p.style.name for p in document.paragraphs}
    assert styles["I- MỤC ĐÍCH, YÊU CẦU"] == styles["Điều 1. Phạm vi điều chỉnh"] == "VP Đề mục"
    assert styles["- Căn cứ Điều lệ Đảng Cộng sản Việt Nam,"] == "VP Căn cứ"
    item = next(p for p in document.paragraphs if p.text.startswith("1. Quán"))
    assert (item.runs[0].text, item.runs[0].bold) == ("1.", True)
    assert document.tables[1].cell(1, 1).text == "Xây dựng kế hoạch"
    assert BODY.splitlines()[-1] in styles


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"issued_on": "31/02/2026"}, "Không có ngày 31/02/2026"),
        ({"độ mật": "Mật"}, "Không có trường «độ mật»"),
        ({"name_4": "A", "kính mời": "B"}, "Mẫu không có chỗ cho «kính mời»"),
        ({"recipients": date(2026, 1, 1)}, "nhận chữ, không nhận ngày"),
    ],
)
def test_what_cannot_be_printed_is_refused_in_words(given: dict[str, object], told: str) -> None:
    values = values_for(types()["Công văn"], issuers()["van-phong"]) | given
    with pytest.raises(TemplateError, match=told):
        make("CV", "van-phong", "party-2026", values, today=TODAY)


@pytest.mark.parametrize(
    ("name", "body", "layout"), [("không có", "cap-uy", None), ("NQ", "x", None), ("NQ", "cap-uy", "nd-30")]
)
def test_unknown_types_bodies_and_layouts_are_told(name: str, body: str, layout: str | None) -> None:
    with pytest.raises(TemplateError, match="«"):
        make(name, body, layout, {}, today=TODAY)


def test_equal_values_give_equal_bytes() -> None:
    given = values_for(types()["Nghị quyết"], issuers()["cap-uy"])
    assert make("NQ", "cap-uy", None, given, today=TODAY) == make("NQ", "cap-uy", None, given, today=TODAY)


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_a_template_saved_by_libreoffice_keeps_its_fields_and_is_filled(tmp_path: Path) -> None:
    kind, body = types()["Công văn"], issuers()["van-phong"]
    (tmp_path / "mau.docx").write_bytes(blank(kind, layouts()["party-2026"]))
    before = read_template((tmp_path / "mau.docx").read_bytes(), kind)
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "docx",
    ]
    command += ["--outdir", str(tmp_path / "out"), str(tmp_path / "mau.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    saved = (tmp_path / "out" / "mau.docx").read_bytes()
    assert set(read_template(saved, kind).fields) == set(before.fields)
    made = make("CV", "van-phong", "party-2026", values_for(kind, body), template=saved, today=TODAY)
    header = read_back(tmp_path, made)
    assert header.value("reference_code") == "07-CV/VPTU"
    assert header.value("signer") == "Nguyễn Văn Hùng"
    styles = {p.text: p.style.name for p in Document(io.BytesIO(made)).paragraphs}
    assert styles["Điều 1. Phạm vi điều chỉnh"] == "VP Đề mục"


def test_types_are_called_by_name_or_symbol_and_fields_however_spelt() -> None:
    assert type_called("nghi quyet") is types()["Nghị quyết"]
    assert type_called("CV") is types()["Công văn"]
    for said in ("Trích yếu", "trich_yeu", "TRÍCH  YẾU", "subject"):
        assert field_called(said) is fields()["subject"]


def test_a_made_file_is_a_sound_archive() -> None:
    given = values_for(types()["Nghị quyết"], issuers()["cap-uy"])
    with zipfile.ZipFile(io.BytesIO(make("NQ", "cap-uy", None, given, today=TODAY))) as archive:
        assert archive.testzip() is None
