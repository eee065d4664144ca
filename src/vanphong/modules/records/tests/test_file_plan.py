"""The file plan: entries, import, copy, and how it is read from a spreadsheet."""

from __future__ import annotations

import datetime as dt

import pytest

from vanphong.kernel.commands import Conflict, Forbidden, Invalid
from vanphong.kernel.organisation.queries import today
from vanphong.lib.spreadsheet import Column, TableRefused, write_xlsx
from vanphong.modules.catalogues.models import RetentionTerm
from vanphong.modules.records.commands.planning import (
    PlanImport,
    PlanRow,
    add_plan_entry,
    copy_file_plan,
    edit_plan_entry,
    import_file_plan,
    remove_plan_entry,
)
from vanphong.modules.records.forms.file_plan import plan_rows
from vanphong.modules.records.models import CaseFile, FilePlanEntry
from vanphong.modules.records.queries.file_plan import plan_of, sections
from vanphong.testing.case_files import ROWS
from vanphong.testing.personas import Office

Plan = dict[str, FilePlanEntry]


def test_taking_the_same_table_in_again_changes_nothing(office: Office, plan: Plan) -> None:
    clerk, year = office.actor("vanthu"), today().year
    assert import_file_plan(clerk, year=year, rows=ROWS) == PlanImport(0, 0, 3)
    changed = [PlanRow("01.TH.I", "Báo cáo tháng", "10 năm", "I. Công tác tổng hợp", "tonghop"), *ROWS[1:]]
    assert import_file_plan(clerk, year=year, rows=changed) == PlanImport(0, 1, 2)
    assert FilePlanEntry.objects.count() == 3


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (PlanRow("", "Không mã", "10 năm"), "dòng 2 thiếu"),
        (PlanRow("09.X", "Không thời hạn", "11 năm"), "«11 năm»"),
        (PlanRow("09.X", "Nhầm phòng", "10 năm", unit="Phòng Không Có"), "Phòng Không Có"),
        (PlanRow("01.TH.I", "Lặp", "10 năm"), "lặp lại mục 01.TH.I"),
        (PlanRow("9" * 41, "Mã dài", "10 năm"), "quá 40"),
    ],
)
def test_a_wrong_row_refuses_the_whole_table_by_name(
    office: Office, plan: Plan, row: PlanRow, words: str
) -> None:
    with pytest.raises(Invalid, match=words):
        import_file_plan(office.actor("luutru"), year=today().year + 1, rows=[ROWS[0], row])
    assert not FilePlanEntry.objects.filter(year=today().year + 1).exists()


def test_an_empty_table_and_an_absurd_year_are_refused(office: Office, plan: Plan) -> None:
    with pytest.raises(Invalid, match="không có dòng"):
        import_file_plan(office.actor("luutru"), year=today().year, rows=[])
    with pytest.raises(Invalid, match="Năm"):
        import_file_plan(office.actor("luutru"), year=26, rows=ROWS)


def test_only_planners_of_the_agency_keep_its_plan(office: Office, plan: Plan) -> None:
    for name in ("chuyenvien", "truongtonghop", "nguoila"):
        with pytest.raises(Forbidden):
            import_file_plan(office.actor(name), year=today().year, rows=ROWS)
    with pytest.raises(Forbidden, match="cơ quan ấy"):
        import_file_plan(office.actor("vanthuxa"), year=today().year, rows=ROWS, agency=office.units["vptu"])


def test_a_year_is_copied_once_and_leaves_what_is_there(office: Office, plan: Plan) -> None:
    keeper, year = office.actor("luutru"), today().year
    term = RetentionTerm.objects.get(code="TEN")
    add_plan_entry(keeper, year=year + 1, code="01.TH.I", title="Tên mới", retention=term)
    assert copy_file_plan(keeper, from_year=year, to_year=year + 1) == PlanImport(2, 0, 1)
    assert copy_file_plan(keeper, from_year=year, to_year=year + 1) == PlanImport(0, 0, 3)
    assert FilePlanEntry.objects.get(year=year + 1, code="01.TH.I").title == "Tên mới"
    assert FilePlanEntry.objects.get(year=year + 1, code="02.TH.I").valid_from == dt.date(year + 1, 1, 1)
    with pytest.raises(Invalid, match="khác nhau"):
        copy_file_plan(keeper, from_year=year, to_year=year)
    with pytest.raises(Conflict, match="chưa có mục nào"):
        copy_file_plan(keeper, from_year=2001, to_year=year)


def test_a_code_stands_once_in_a_year(office: Office, plan: Plan) -> None:
    term = RetentionTerm.objects.get(code="TEN")
    with pytest.raises(Invalid, match=r"đã có mục 01\.TH\.I"):
        add_plan_entry(office.actor("luutru"), year=today().year, code="01.TH.I", title="X", retention=term)
    with pytest.raises(Invalid) as refused:
        add_plan_entry(office.actor("luutru"), year=today().year, code="", title=" ", retention=term)
    assert set(refused.value.fields) == {"code", "title"}


def test_an_entry_with_files_is_changed_but_not_removed(
    office: Office, plan: Plan, case_file: CaseFile
) -> None:
    keeper, entry = office.actor("luutru"), plan["01.TH.I"]
    forever = RetentionTerm.objects.get(code="FOREVER")
    edit_plan_entry(keeper, entry=entry, title="Tên khác", retention=forever)
    case_file.refresh_from_db()
    assert case_file.retention.code == "TEN"
    with pytest.raises(Conflict, match="Đã có 1 hồ sơ"):
        remove_plan_entry(keeper, entry=entry)
    remove_plan_entry(keeper, entry=plan["02.TH.I"])
    assert not FilePlanEntry.objects.filter(code="02.TH.I").exists()
    with pytest.raises(Forbidden):
        edit_plan_entry(office.actor("chuyenvien"), entry=entry, title="X", retention=forever)


def test_headings_keep_their_order_and_hold_their_entries(office: Office, plan: Plan) -> None:
    found = sections(plan_of([office.units["vptu"].pk], today().year))
    assert [(title, [e.code for e in rows]) for title, rows in found] == [
        ("I. Công tác tổng hợp", ["01.TH.I", "02.TH.I"]),
        ("II. Công tác quản trị", ["01.QT.II"]),
    ]


def test_a_plan_kept_as_offices_keep_it_is_read_with_its_headings() -> None:
    columns = [Column("Số, ký hiệu"), Column("Tiêu đề hồ sơ"), Column("Thời hạn bảo quản"), Column("Đơn vị")]
    rows = [
        ["I", "Công tác tổng hợp", "", ""],
        ["01.TH.I", "Báo cáo tháng", "10 năm", "Phòng Tổng hợp"],
        ["II", "Công tác quản trị", "", ""],
        ["01.QT.II", "Tài sản", "Vĩnh viễn", ""],
    ]
    content = write_xlsx("DM", columns, rows, heading=["DANH MỤC HỒ SƠ NĂM 2026"])
    found = plan_rows(content, "dm.xlsx")
    assert [(r.code, r.heading, r.unit) for r in found] == [
        ("01.TH.I", "Công tác tổng hợp", "Phòng Tổng hợp"),
        ("01.QT.II", "Công tác quản trị", ""),
    ]


def test_a_table_without_the_needed_columns_says_which() -> None:
    content = write_xlsx("DM", [Column("Tiêu đề hồ sơ"), Column("Ghi chú")], [["A", "B"]])
    with pytest.raises(TableRefused) as refused:
        plan_rows(content, "dm.xlsx")
    assert "số, ký hiệu hồ sơ, thời hạn bảo quản" in refused.value.message_vi
