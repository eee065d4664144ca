"""Old register books come in as they are: numbers to the letter, gaps and doubles told, years closed, scans matched."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Conflict, Invalid, NotFound
from vanphong.kernel.jobs.models import Job
from vanphong.kernel.jobs.worker import work_off
from vanphong.kernel.numbering.checking import check_numbers
from vanphong.kernel.numbering.issuing import give_number
from vanphong.kernel.numbering.models import Series
from vanphong.kernel.search.finding import find
from vanphong.lib.printing.incoming_register import render_incoming_register
from vanphong.lib.spreadsheet import TableRefused, read_table
from vanphong.lib.spreadsheet.old_books import read_book
from vanphong.modules.correspondence.channels.legacy_files import tokens_of
from vanphong.modules.correspondence.channels.legacy_source import open_sources
from vanphong.modules.correspondence.commands.importing import remember_layout
from vanphong.modules.correspondence.commands.purging import purge_secret
from vanphong.modules.correspondence.legacy_cli import load
from vanphong.modules.correspondence.models import DocumentFile, IncomingDocument, LegacyOrigin
from vanphong.modules.correspondence.queries.printed import BookRange, incoming_register, register_sheet
from vanphong.testing import correspondence as build
from vanphong.testing import papers, recording
from vanphong.testing.old_books import LINES, workbook
from vanphong.testing.personas import Office

pytestmark = pytest.mark.django_db


def answer(*words: str | Path, code: int | None = 0) -> dict[str, Any]:
    app = typer.Typer()
    app.command()(load)
    result = CliRunner().invoke(app, [*map(str, words), "--agency", "VPTU", "--json"], catch_exceptions=False)
    assert code is None or result.exit_code == code, result.output
    return json.loads(result.stdout.splitlines()[0]) if result.stdout else {}


def messages(told: dict[str, Any], row: int) -> list[str]:
    return [issue["message"] for issue in told["issues"] if issue["row"] == row]


def test_a_book_of_an_office_comes_in_with_its_old_numbers_and_its_year_is_closed(
    office: Office, tmp_path: Path
) -> None:
    told = answer(workbook(tmp_path / "so.xlsx"), code=1)
    assert (told["added"], told["failed"], told["total"]) == (5, 1, 6)
    assert told["mapping"]["Văn bản – Ngày tháng"] == "issued_on"
    kept = {d.subject: d for d in IncomingDocument.objects.select_related("register", "origin")}
    first = kept["Về việc rà soát biên chế"]
    assert (first.arrival_number, first.year, first.arrived_on) == (1, 2019, dt.date(2019, 1, 2))
    assert first.register == office.registers["den"] and first.issuer == office.units["btctw"]
    assert first.origin.cells == {"Đơn vị, người nhận": "Phòng Tổng hợp"}
    second = kept["Về việc đào tạo cán bộ"]
    assert (second.arrival_number, second.origin.written_number) == (2, "02")
    assert second.issuer_name == "Ban Tổ chức Trung ương", "«nt» is the line above"
    healed = kept["Về việc tổ chức lễ hội đầu năm"]
    assert healed.issuer_name == "Uỷ ban nhân dân tỉnh Sơn Hà" and healed.issuer == office.units["ubnd"]
    assert healed.arrived_on == dt.date(2019, 2, 5) and healed.issued_on == dt.date(2019, 2, 1)
    series = Series.objects.get(register=office.registers["den"], key="2019")
    assert series.closed_at is not None and (series.last_number, series.taken_over_to) == (4, 4)
    with recording(), pytest.raises(Conflict):
        give_number(Actor.system(), register=office.registers["den"], key="2019", object_reference="x")
    assert build.registered(office).arrival_number == 1, "this year's numbers are their own"


def test_gaps_doubles_and_odd_numbers_are_told_and_stay_as_written(office: Office, tmp_path: Path) -> None:
    told = answer(workbook(tmp_path / "so.xlsx"), code=1)
    double = IncomingDocument.objects.get(subject="Báo cáo y tế dự phòng")
    odd = IncomingDocument.objects.get(subject="Xin ý kiến về nhân sự")
    assert (double.arrival_number, double.origin.written_number) == (None, "4")
    assert (odd.arrival_number, odd.origin.written_number) == (None, "15a")
    assert odd.year == 2019 and odd.is_registered
    assert any("Số 4 của sổ đã có" in words for words in messages(told, 10))
    assert any("15a" in words for words in messages(told, 11))
    assert any("Không có ngày 31/02/2019" in words for words in messages(told, 12))
    (check,) = check_numbers()
    assert check.sound and check.old_gaps == 1
    assert find(Actor.system(), "15a")[0].record_id == odd.pk


def test_the_same_book_again_finds_every_line_and_a_corrected_line_is_brought_up_to_date(
    office: Office, tmp_path: Path
) -> None:
    path = workbook(tmp_path / "so.xlsx")
    answer(path, code=1)
    assert answer(path, code=1)["skipped"] == 5
    lines = [list(line) for line in LINES]
    lines[0][5] = "Về việc rà soát biên chế năm 2019"
    lines[6][1] = "28/2/2019"
    told = answer(workbook(path, lines), "--existing", "update")
    assert (told["added"], told["updated"]) == (1, 5)
    assert IncomingDocument.objects.get(arrival_number=1).subject == "Về việc rà soát biên chế năm 2019"
    assert IncomingDocument.objects.get(arrival_number=16).subject == "Ngày sai"


def test_a_dry_run_says_all_and_writes_nothing(office: Office, tmp_path: Path) -> None:
    told = answer(workbook(tmp_path / "so.xlsx"), "--dry-run", code=1)
    assert (told["state"], told["added"], told["failed"]) == ("dry-run", 5, 1)
    assert messages(told, 12)
    assert not IncomingDocument.objects.exists() and not Series.objects.exists()


def test_every_sheet_of_a_book_is_its_year(office: Office, tmp_path: Path) -> None:
    lines = [(1, "2/1", "Sở Y tế", "1/SYT", "1/1", "Việc một", None, None)]
    answer(workbook(tmp_path / "so.xlsx", lines, title="2017", more=["2018"]))
    assert set(IncomingDocument.objects.values_list("year", "arrival_number")) == {(2017, 1), (2018, 1)}
    assert set(LegacyOrigin.objects.values_list("source", flat=True)) == {"so.xlsx [2017]", "so.xlsx [2018]"}


def test_this_years_book_goes_on_only_when_the_person_says_so(office: Office, tmp_path: Path) -> None:
    lines = [
        (n, f"{n}/1/2026", "Sở Y tế", f"{n}/SYT", "1/1/2026", f"Việc {n}", None, None) for n in (1, 2, 7)
    ]
    path = workbook(tmp_path / "so.xlsx", lines, title="Sổ")
    told = answer(path, code=1)
    assert told["added"] == 0 and "đang dùng" in messages(told, 6)[0]
    assert answer(path, "--go-on")["added"] == 3
    assert build.registered(office).arrival_number == 8
    assert all(check.sound for check in check_numbers())


def test_columns_are_told_by_hand_and_remembered_for_the_layout(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "so.csv"
    path.write_text("Cột A;Cột B;Cột C\n1;Việc gì đó;5/3/2018\n", encoding="utf-8")
    with pytest.raises(Invalid, match="Cột A; Cột B; Cột C"):
        answer(path)
    with pytest.raises(Invalid, match="Không có trường «chude»"):
        answer(path, "--map", "Cột B=chude")
    answer(path, "--map", "Cột A=number", "--map", "Cột B=subject", "--map", "Cột C=arrived_on")
    kept = IncomingDocument.objects.get()
    assert (kept.subject, kept.arrival_number, kept.year) == ("Việc gì đó", 1, 2018)
    path.write_text("Cột A;Cột B;Cột C\n2;Việc khác;6/3/2018\n", encoding="utf-8")
    assert answer(path)["added"] == 1
    (source,) = open_sources(path)
    remember_layout(Actor.system(), fingerprint=source.fingerprint, mapping={"Cột B": "note"})
    assert open_sources(path)[0].mapping == {"Cột B": "note"}


def test_a_register_that_is_not_there_is_named_with_those_that_are(office: Office, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="DEN"):
        answer(workbook(tmp_path / "so.xlsx"), "--register", "KHONG")


def test_a_line_marked_secret_never_comes_in(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "so.csv"
    path.write_text(
        "Số đến,Ngày đến,Trích yếu,Độ mật\n1,5/3/2018,Việc kín,Tối mật\n2,6/3/2018,Việc thường,\n",
        encoding="utf-8",
    )
    told = answer(path, code=1)
    assert IncomingDocument.objects.get().subject == "Việc thường"
    assert "độ mật" in messages(told, 2)[0] and "Việc kín" not in json.dumps(told, ensure_ascii=False)


def test_a_secret_found_later_leaves_nothing_of_its_line(office: Office, tmp_path: Path, var: Path) -> None:
    answer(workbook(tmp_path / "so.xlsx"), code=1)
    found = IncomingDocument.objects.get(arrival_number=1)
    purge_secret(office.actor("vanthu"), document=found, found_level="mat", where="trang 1")
    origin = LegacyOrigin.objects.get(document=found)
    assert (origin.cells, origin.text, IncomingDocument.objects.get(pk=found.pk).subject) == ({}, "", "")


@pytest.mark.parametrize(
    ("name", "code"),
    [("123-CV_TU", "123-CV/TU"), ("0123 cv tu", "123-CV/TU"), ("45_QĐ-UBND", "45/QĐ-UBND")],
)
def test_a_files_name_and_a_code_are_one_in_their_parts(name: str, code: str) -> None:
    assert tokens_of(name) == tokens_of(code)


def test_scans_go_to_their_lines_are_read_later_and_leave_the_header_alone(
    office: Office, tmp_path: Path, var: Path
) -> None:
    folder = tmp_path / "quet"
    (folder / "2019").mkdir(parents=True)
    (folder / "2019" / "12-CV_BTCTW.pdf").write_bytes(papers.letter_pdf())
    for name in ("77 SYT NV a.pdf", "77-SYT-NV b.pdf"):
        (folder / name).write_bytes(papers.letter_pdf())
    told = answer(workbook(tmp_path / "so.xlsx"), "--files", folder, code=1)
    assert (told["with_file"], told["failed"]) == (1, 2)
    assert "Có nhiều tệp" in messages(told, 10)[0]
    file = DocumentFile.objects.get()
    before = file.document
    assert before.subject == "Về việc rà soát biên chế"
    assert Job.objects.get(queue="reading").priority < 0
    work_off(["reading"])
    after = IncomingDocument.objects.get(pk=before.pk)
    assert after.reading_state == "done" and after.state == "closed"
    for name in ("subject", "reference_code", "issued_on", "issuer_name", "arrival_number"):
        assert getattr(after, name) == getattr(before, name)
    assert answer(workbook(tmp_path / "so.xlsx"), "--files", folder, code=1)["added"] == 0
    assert DocumentFile.objects.count() == 1


def test_the_printed_book_has_every_line_of_the_old_one_in_its_place(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "so.csv"
    path.write_text(
        "Số đến,Ngày đến,Trích yếu\n1,5/3/2018,Một\n2,,Hai\n2a,6/3/2018,Hai bis\n2,7/3/2018,Hai khác\n9,8/3/2018,Chín\n",
        encoding="utf-8",
    )
    answer(path, "--year", "2018")
    span = BookRange(register=office.registers["den"], year=2018)
    book = incoming_register(span, "Vũ Thị Lan", span.lines())
    assert [entry.arrival_number for entry in book.entries] == [1, 2, "2a", "2", 9]
    assert book.entries[1].arrived_on is None
    assert render_incoming_register(book).startswith(b"%PDF")
    sheet = read_table(register_sheet(book), "so.xlsx")
    assert "Số ghi trong sổ: 2a" in [cell for row in sheet.rows for cell in row.cells]
    part = BookRange(register=office.registers["den"], year=2018, from_number=2, to_number=2)
    assert len(part.lines()) == 3
    days = BookRange(register=office.registers["den"], year=2018, from_day=dt.date(2018, 3, 6))
    assert [line.written or line.number.number for line in days.lines() if line.number or line.written] == [
        "2a",
        "2",
        9,
    ]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("so.xlsx", b"khong phai bang tinh", "không có dòng nào"),
        ("so.csv", "Số đến;Ngày đến;Trích yếu\n".encode(), "không có dòng nào"),
    ],
)
def test_what_is_no_book_is_refused_with_what_to_do(name: str, content: bytes, said: str) -> None:
    with pytest.raises(TableRefused, match=said) as refused:
        read_book(content, name)
    assert "Đồng chí" in str(refused.value)
