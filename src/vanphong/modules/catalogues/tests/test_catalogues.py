"""Catalogues: shipped tables are sound; rows are kept by who may, matched by code, in force by day."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from vanphong.kernel.commands import Conflict, Forbidden, Invalid
from vanphong.lib.spreadsheet import Column, read_table, write_xlsx
from vanphong.modules.catalogues import cli
from vanphong.modules.catalogues.commands import (
    TABLES,
    add_document_type,
    add_retention_term,
    add_subject_area,
    change_row,
    end_row,
    import_document_types,
    import_retention_terms,
    import_subject_areas,
    shipped,
)
from vanphong.modules.catalogues.models import DocumentType, RetentionTerm, SubjectArea
from vanphong.modules.catalogues.queries import in_force, judge
from vanphong.testing.browsing import signed_in
from vanphong.testing.personas import Office

DAY = dt.date(2026, 11, 23)
EVERY_TABLE = sorted(path.stem for path in TABLES.glob("*.json"))
TYPES = "/danh-muc/loai-van-ban/"


@pytest.mark.parametrize("table", EVERY_TABLE)
def test_a_shipped_table_has_unique_codes_names_sources_and_days_in_order(table: str) -> None:
    rows = shipped(table)
    assert rows
    # A code stands again when its rule changed: another row, in force from another day.
    keys = [(row.get("code") or row["user_name"], row.get("effective_from")) for row in rows]
    assert len(keys) == len(set(keys))
    for row in rows:
        assert row["name"]
        assert "code" not in row or row["source"], row
        for start, end in (
            ("effective_from", "effective_to"),
            ("valid_from", "valid_to"),
            ("starts_on", "ends_on"),
        ):
            first, last = (dt.date.fromisoformat(row[x]) if row.get(x) else None for x in (start, end))
            assert not (first and last) or first <= last, row


def test_links_between_shipped_tables_lead_somewhere() -> None:
    bodies = {row["code"] for name in ("bodies_central", "bodies_demo") for row in shipped(name)}
    units = {row["code"] for row in shipped("units_demo")}
    symbols = {row["symbol"] for name in ("bodies_central", "bodies_demo") for row in shipped(name)}
    terms = {row["code"] for row in shipped("retention_terms")}
    posts = {row["code"] for row in shipped("posts_demo")}
    for name in ("bodies_central", "bodies_demo"):
        for row in shipped(name):
            assert row["parent"] is None or row["parent"] in bodies, row
            assert set(row["successors"]) <= bodies, row
    assert all(row["body"] in bodies for row in shipped("units_demo"))
    assert all(row["unit"] in units | bodies and row["post"] in posts for row in shipped("demo_people"))
    assert all(row["body"] in bodies for row in shipped("terms_demo"))
    assert all(
        row["advising_symbol"] in symbols for row in shipped("subject_areas") if row["advising_symbol"]
    )
    assert all(row["retention"] is None or row["retention"] in terms for row in shipped("file_plan"))


def test_shipped_tables_go_in_twice_without_doubles(office: Office) -> None:
    admin = office.actor("quantrimang")
    for run, table, model in (
        (import_document_types, "document_types", DocumentType),
        (import_subject_areas, "subject_areas", SubjectArea),
        (import_retention_terms, "retention_terms", RetentionTerm),
    ):
        assert run(admin, rows=shipped(table)) == len(shipped(table)) == model.objects.count()
        assert run(admin, rows=shipped(table)) == 0


def test_only_keepers_write(office: Office) -> None:
    with pytest.raises(Forbidden):
        add_document_type(office.actor("chuyenvien"), code="X", name="Loại thử", family="party")
    area = add_subject_area(office.actor("vanthu"), code="A", name="Lĩnh vực thử")
    with pytest.raises(Forbidden):
        end_row(office.actor("chuyenvien"), row=area, last_day=DAY)


def test_a_code_is_taken_once_and_days_stand_in_order(office: Office) -> None:
    clerk = office.actor("vanthu")
    add_retention_term(clerk, code="T5", name="Năm năm", years=5)
    with pytest.raises(Invalid, match="Mã đã có"):
        add_retention_term(clerk, code="T5", name="Khác")
    with pytest.raises(Invalid, match="trước ngày bắt đầu"):
        add_subject_area(clerk, code="B", name="Ngược", valid_from=DAY, valid_to=DAY - dt.timedelta(days=1))
    with pytest.raises(Invalid, match="Hệ"):
        add_document_type(clerk, code="L", name="Lạ", family="khong-co")


def test_an_ended_row_is_in_force_on_its_last_day_and_not_after(office: Office) -> None:
    clerk = office.actor("vanthu")
    row = add_subject_area(clerk, code="C", name="Sắp thôi", valid_from=dt.date(2020, 1, 1))
    end_row(clerk, row=row, last_day=DAY)
    assert in_force(SubjectArea, DAY).filter(code="C").exists()
    assert not in_force(SubjectArea, DAY + dt.timedelta(days=1)).filter(code="C").exists()
    with pytest.raises(Conflict, match="đã hết hiệu lực"):
        end_row(clerk, row=row, last_day=DAY)


def test_a_changed_row_keeps_its_code_and_its_trail(office: Office) -> None:
    clerk = office.actor("vanthu")
    row = add_subject_area(clerk, code="D", name="Tên cũ")
    change_row(clerk, row=row, name="Tên mới", source="05-HD/VPTW")
    page = signed_in(office.users["vanthu"]).get(f"/danh-muc/linh-vuc/{row.pk}/").content.decode()
    assert "Tên cũ" in page
    assert "Tên mới" in page


def sheet(*rows: list[Any], titles: tuple[str, ...] = ("Mã", "Tên", "Hệ", "Ký hiệu")) -> bytes:
    return write_xlsx("Bảng", [Column(title) for title in titles], rows)


def test_every_row_of_a_table_is_judged_before_anything_is_written(office: Office) -> None:
    add_document_type(office.actor("vanthu"), code="CV", name="Công văn", family="party", symbol="CV")
    content = sheet(
        ["CV", "Công văn", "Đảng", "CV"],
        ["BC", "Báo cáo", "đảng", "BC"],
        ["TTr", "", "Đảng", "TTr"],
        ["GM", "Giấy mời", "Hệ lạ", "GM"],
        ["BC", "Báo cáo nữa", "Đảng", "BC"],
    )
    found = judge(DocumentType, read_table(content, "bang.xlsx", expected=["Mã", "Tên"]), DAY)
    assert [one.verdict for one in found] == ["same", "add", "wrong", "wrong", "wrong"]
    assert "thiếu mã hoặc tên" in found[2].remark
    assert "Hệ lạ" in found[3].remark
    assert "đã có ở dòng" in found[4].remark
    changed = judge(DocumentType, read_table(sheet(["CV", "Công văn (mới)", "Đảng", "CV"]), "b.xlsx"), DAY)
    assert (changed[0].verdict, changed[0].remark) == ("change", "Đổi: tên.")


def test_a_table_is_previewed_then_written_through_the_screen(office: Office) -> None:
    clerk = signed_in(office.users["vanthu"])
    given = SimpleUploadedFile("bang.xlsx", sheet(["BC", "Báo cáo", "Đảng", "BC"], ["X", "", "Đảng", ""]))
    preview = clerk.post(f"{TYPES}nhap/", {"bang": given}).content.decode()
    assert "Ghi 1 dòng, bỏ 1 dòng có lỗi" in preview
    assert not DocumentType.objects.exists()
    token = re.search(r'name="dong" value="([^"]+)"', preview)
    assert token is not None
    assert clerk.post(f"{TYPES}nhap/", {"dong": token[1]}).status_code == 302
    assert DocumentType.objects.get().name == "Báo cáo"
    assert clerk.post(f"{TYPES}nhap/", {"dong": "giả"}).status_code == 422


def test_a_broken_or_unlabelled_table_is_refused_with_what_to_do(office: Office) -> None:
    clerk = signed_in(office.users["vanthu"])
    for content in (b"khong phai bang", sheet(["a", "b"], titles=("Cột lạ", "Tên"))):
        answer = clerk.post(f"{TYPES}nhap/", {"bang": SimpleUploadedFile("bang.xlsx", content)})
        assert answer.status_code == 422
        assert "Đồng chí" in answer.content.decode()
    assert clerk.get(f"{TYPES}nhap/mau/")["Content-Disposition"].endswith('"mau.xlsx"')


@pytest.mark.parametrize("address", [TYPES, "/danh-muc/linh-vuc/", "/danh-muc/thoi-han-bao-quan/"])
def test_members_read_keepers_keep_strangers_see_nothing(office: Office, address: str) -> None:
    member, clerk = signed_in(office.users["chuyenvien"]), signed_in(office.users["vanthu"])
    stranger = signed_in(office.users["nguoila"])
    assert member.get(address).status_code == 200
    assert stranger.get(address).status_code == 404
    for place in ("them/", "nhap/", "nhap/mau/"):
        assert clerk.get(address + place).status_code == 200, place
        assert member.get(address + place).status_code == 404, place


def test_a_row_is_added_changed_and_ended_through_the_screens(office: Office) -> None:
    clerk = signed_in(office.users["vanthu"])
    fields = {
        "code": "QC",
        "name": "Quy chế",
        "family": "party",
        "kind": "document",
        "rank": 5,
        "certain": "1",
    }
    clerk.post(f"{TYPES}them/", {**fields, "valid_from": "1/7/2026"})
    row = DocumentType.objects.get(code="QC")
    assert row.valid_from == dt.date(2026, 7, 1)
    clerk.post(f"{TYPES}{row.pk}/sua/", {**fields, "name": "Quy chế làm việc"})
    clerk.post(f"{TYPES}{row.pk}/ket-thuc/", {"last_day": "31/12/2026"})
    row.refresh_from_db()
    assert (row.name, row.valid_to) == ("Quy chế làm việc", dt.date(2026, 12, 31))
    answer = clerk.post(f"{TYPES}{row.pk}/ket-thuc/", {"last_day": "31/02/2027"})
    assert answer.status_code == 422


def test_a_list_shows_the_rows_in_force_on_a_day_and_words_without_accents(office: Office) -> None:
    clerk = office.actor("vanthu")
    add_subject_area(clerk, code="OLD", name="Lĩnh vực cũ", valid_to=dt.date(2025, 6, 30))
    add_subject_area(clerk, code="NEW", name="Chuyển đổi số", valid_from=dt.date(2025, 7, 1))
    client = signed_in(office.users["vanthu"])
    then = client.get("/danh-muc/linh-vuc/?tab=tat-ca&ngay=1/1/2025").content.decode()
    assert "Lĩnh vực cũ" in then
    assert "Chuyển đổi số" not in then
    assert "Chuyển đổi số" in client.get("/danh-muc/linh-vuc/?chu=chuyen+doi").content.decode()


def test_the_command_line_exports_what_it_imports_again(office: Office, tmp_path: Path) -> None:
    import_retention_terms(office.actor("vanthu"), rows=shipped("retention_terms"))
    out = tmp_path / "thoi-han.xlsx"
    cli.dump("retention", out)
    lines = judge(RetentionTerm, read_table(out, out.name), DAY)
    assert {line.verdict for line in lines} == {"same"}
    with pytest.raises(Invalid, match="Không có danh mục"):
        cli.listed("khong-co")


def test_the_command_line_writes_nothing_when_a_row_is_wrong(office: Office, tmp_path: Path) -> None:
    table = tmp_path / "bang.xlsx"
    table.write_bytes(sheet(["BC", "Báo cáo", "Đảng", "BC"], ["X", "", "Đảng", ""]))
    with pytest.raises(Invalid, match="1 dòng có lỗi"):
        cli.load("types", table)
    assert not DocumentType.objects.exists()
    table.write_bytes(sheet(["BC", "Báo cáo", "Đảng", "BC"]))
    cli.load("types", table, dry_run=True)
    assert not DocumentType.objects.exists()
    cli.load("types", table)
    assert DocumentType.objects.count() == 1
