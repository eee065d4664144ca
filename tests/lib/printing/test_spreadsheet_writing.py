"""Tables out: typed cells, ready to print, no text ever taken for a formula."""

import csv
import re
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from vanphong.lib.spreadsheet import Column, read_table, spreadsheet_text, write_csv, write_xlsx

DANGEROUS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\x00=1",
    " =1",
    "\u200b=1",
    "＝1",
    "|calc",
    "%0A",
)
COLUMNS = (
    Column("Số đến", "integer", 8),
    Column("Ngày đến", "date", 12),
    Column("Trích yếu", "text", 60),
    Column("Nhập lúc", "datetime", 18),
    Column("Số tiền", "decimal", 14),
)
ROW = (7, date(2026, 3, 5), "về việc góp ý", datetime(2026, 3, 5, 1, 3, tzinfo=UTC), Decimal("1234567.89"))
any_text = st.text(max_size=60) | st.builds(str.__add__, st.sampled_from(DANGEROUS), st.text(max_size=20))


def opened(content: bytes) -> Worksheet:
    sheet = load_workbook(BytesIO(content)).active
    assert isinstance(sheet, Worksheet)
    return sheet


def test_dates_and_numbers_are_typed_and_shown_the_vietnamese_way() -> None:
    cells = opened(write_xlsx("Sổ", COLUMNS, [ROW]))[2]
    assert [cell.value for cell in cells] == [
        7,
        datetime(2026, 3, 5),  # noqa: DTZ001  the format knows no zones
        "về việc góp ý",
        datetime(2026, 3, 5, 8, 3),  # noqa: DTZ001
        1234567.89,
    ]
    assert [cell.data_type for cell in cells] == ["n", "d", "s", "d", "n"]
    assert [cell.number_format for cell in cells] == ["0", "dd/mm/yyyy", "@", "dd/mm/yyyy hh:mm", "#,##0.00"]
    assert {cell.font.name for cell in cells} == {"Times New Roman"}


def test_the_sheet_is_ready_to_print() -> None:
    sheet = opened(write_xlsx("Sổ", COLUMNS, [ROW] * 3, heading=["Sổ văn bản đến", "Năm 2026"]))
    assert sheet["A1"].value == "Sổ văn bản đến"
    assert sheet["A4"].value == "Số đến"
    assert sheet.freeze_panes == "A5"
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.print_area == "'Sổ'!$A$1:$E$7"
    assert sheet.auto_filter.ref == "A4:E7"
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.column_dimensions["C"].width == 60


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_that_looks_like_a_formula_stays_text(text: str) -> None:
    content = write_xlsx("S", [Column(text)], [[text]], heading=[text])
    with zipfile.ZipFile(BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "<f " not in sheet
    assert opened(content).cell(4, 1).data_type == "s"


@settings(max_examples=150, deadline=None)
@given(any_text)
def test_no_text_becomes_a_formula_or_an_error_in_xlsx(text: str) -> None:
    content = write_xlsx("S", [Column("T")], [[text]])
    with zipfile.ZipFile(BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert not re.search(r"<f[ >]", sheet)
    kept = spreadsheet_text(text)
    cell = opened(content).cell(2, 1)
    if kept:
        assert cell.data_type in ("s", "inlineStr")
        assert (cell.value or "").replace("_x005F_", "_") == kept
        assert cell.number_format == "@"


@settings(max_examples=300, deadline=None)
@given(any_text, st.sampled_from([",", ";", "\t"]))
def test_no_text_is_taken_for_a_formula_in_csv(text: str, delimiter: str) -> None:
    content = write_csv([Column("T"), Column("U")], [[text, "x"]], delimiter=delimiter)  # type: ignore[arg-type]
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter))
    assert len(rows) == 2
    cell = rows[1][0]
    assert cell.lstrip()[:1] not in tuple("=+-@|%＝＋－＠")
    assert cell[:1] not in ("\t", "\r", "\n", "\x00")
    assert cell.removeprefix("'") in (spreadsheet_text(text), spreadsheet_text(text).removeprefix("'"))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_sheet_title_is_made_fit(title: str) -> None:
    name = load_workbook(BytesIO(write_xlsx(title, [Column("T")], []))).sheetnames[0]
    assert 1 <= len(name) <= 31
    assert not set(name) & set("[]:*?/\\")


def test_a_negative_number_is_a_number_in_csv() -> None:
    content = write_csv([Column("A", "integer"), Column("B", "decimal")], [[-5, Decimal("-1.50")]])
    assert content.decode("utf-8-sig").splitlines()[1] == "-5,-1.50"


def test_csv_writes_vietnamese_dates() -> None:
    assert write_csv(COLUMNS, [ROW]).decode("utf-8-sig").splitlines()[1] == (
        "7,05/03/2026,về việc góp ý,05/03/2026 08:03,1234567.89"
    )


def test_text_with_an_escape_of_the_format_is_kept() -> None:
    content = write_xlsx("S", [Column("T")], [["mã _x0041_ cũ"]])
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert "_x005F_x0041_" in archive.read("xl/worksheets/sheet1.xml").decode()


def test_text_longer_than_a_cell_is_cut_with_a_sign() -> None:
    value = opened(write_xlsx("S", [Column("T")], [["ă" * 40_000]])).cell(2, 1).value
    assert isinstance(value, str)
    assert len(value) == 32_767
    assert value.endswith("…")


def test_what_the_format_cannot_hold_is_written_as_text() -> None:
    columns = [Column("A", "integer"), Column("B", "date")]
    cells = opened(write_xlsx("S", columns, [[123456789012345678, date(1890, 5, 19)]]))[2]
    assert [cell.value for cell in cells] == ["123456789012345678", "19/05/1890"]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("integer", "7"),
        ("integer", True),
        ("date", "05/03/2026"),
        ("text", 7),
        ("datetime", date(2026, 1, 1)),
    ],
)
def test_a_value_of_another_kind_is_refused(kind: str, value: object) -> None:
    with pytest.raises(TypeError):
        write_xlsx("S", [Column("T", kind)], [[value]])  # type: ignore[arg-type, list-item]


def test_numbers_that_are_not_finite_and_rows_of_another_length_are_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        write_xlsx("S", [Column("T", "decimal")], [[float("nan")]])
    with pytest.raises(ValueError, match="shorter"):
        write_xlsx("S", [Column("T"), Column("U")], [["x"]])


def test_rows_may_come_from_a_generator_and_be_read_back() -> None:
    content = write_xlsx("S", COLUMNS, ((n, *ROW[1:]) for n in range(1, 2001)), heading=["Sổ"])
    table = read_table(content, "so.xlsx")
    assert table.header == tuple(column.title for column in COLUMNS)
    assert len(table.rows) == 2000
    assert table.rows[0].number == 4
    assert table.rows[0].cells[:3] == (1, date(2026, 3, 5), "về việc góp ý")
