"""Tables in: titles above, headers of two rows, dates as text, clear refusals."""

import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from vanphong.lib.spreadsheet import TableRefused, cell_date, cell_integer, cell_text, read_table

TODAY = date(2026, 11, 23)


def workbook(rows: Sequence[Sequence[object]], merges: Sequence[str] = ()) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    for merge in merges:
        sheet.merge_cells(merge)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


OFFICE_TABLE = [
    ["TỈNH ỦY CAO BẰNG", None, None, "ĐẢNG CỘNG SẢN VIỆT NAM", None],
    ["VĂN PHÒNG"],
    [],
    ["DANH SÁCH CƠ QUAN BAN HÀNH"],
    [],
    ["STT", "Tên cơ quan", "Ký hiệu", "Từ ngày", "Ghi chú"],
    [1, "Ban Tổ chức Tỉnh ủy", "BTCTU", datetime(2026, 7, 1), None],  # noqa: DTZ001
    [2, "Đảng ủy xã Thông Nông", "ĐU", "01/7/2025", "mới"],
    [None, None, None, None, None],
    [3.0, "Văn phòng", "VPTU", None, None],
]


def test_the_header_is_found_below_merged_titles_and_rows_keep_their_numbers() -> None:
    table = read_table(workbook(OFFICE_TABLE, ["A4:E4", "A1:C1"]), "co quan.xlsx")
    assert table.header == ("STT", "Tên cơ quan", "Ký hiệu", "Từ ngày", "Ghi chú")
    assert [row.number for row in table.rows] == [7, 8, 10]
    assert table.rows[0].cells == (1, "Ban Tổ chức Tỉnh ủy", "BTCTU", date(2026, 7, 1), None)
    assert table.rows[2].cells[0] == 3


def test_columns_are_found_by_title_without_accents_or_case() -> None:
    table = read_table(workbook(OFFICE_TABLE), "a.xlsx")
    assert table.column("ten co quan") == 1
    assert table.column("Mã", "KÝ HIỆU") == 2
    assert table.column("không có") is None


def test_a_header_of_two_rows_with_groups_and_column_numbers_is_joined() -> None:
    rows = [
        ["Danh mục hồ sơ"],
        ["STT", "Văn bản", None, None, "Ghi chú"],
        [None, "Số, ký hiệu", "Ngày", "Trích yếu", None],
        ["(1)", "(2)", "(3)", "(4)", "(5)"],
        [1, "12-CV/TU", "05/03/2026", "về việc góp ý", None],
    ]
    table = read_table(workbook(rows, ["B2:D2", "A2:A3", "E2:E3"]), "b.xlsx")
    assert table.header == (
        "STT",
        "Văn bản – Số, ký hiệu",
        "Văn bản – Ngày",
        "Văn bản – Trích yếu",
        "Ghi chú",
    )
    assert [row.number for row in table.rows] == [5]


def test_expected_titles_decide_which_row_is_the_header() -> None:
    rows = [["ghi", "chú", "này", "dài"], ["mã", "tên"], ["A", "B"]]
    table = read_table(workbook(rows), "c.xlsx", expected=["Mã", "Tên"])
    assert table.header == ("mã", "tên")
    assert table.rows[0].cells == ("A", "B")


def test_decomposed_letters_come_out_composed() -> None:
    table = read_table(workbook([["Te\u0302n", "Ma\u0303"], ["Hu\u031bo\u031bng", "x"]]), "d.xlsx")
    assert table.header == ("Tên", "Mã")
    assert table.rows[0].cells[0] == "Hương"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_is_read_in_the_usual_separators_and_encodings(delimiter: str, encoding: str) -> None:
    lines = [["Tên", "Từ ngày"], ["Đảng ủy xã", "01/7/2025"]]
    content = "\r\n".join(delimiter.join(line) for line in lines).encode(encoding)
    table = read_table(content, "e.csv")
    assert table.header == ("Tên", "Từ ngày")
    assert table.rows[0].cells == ("Đảng ủy xã", "01/7/2025")


@pytest.mark.parametrize("value", [date(2026, 3, 5), "05/03/2026", "5/3/2026", "2026-03-05", "05.03.2026"])
def test_a_date_is_read_typed_or_as_text(value: object) -> None:
    assert cell_date(value, 3, "Ngày", TODAY) == date(2026, 3, 5)  # type: ignore[arg-type]


def test_a_date_of_31_02_is_refused_with_its_row_and_column() -> None:
    with pytest.raises(TableRefused) as refused:
        cell_date("31/02/2026", 12, "Ngày văn bản", TODAY)
    assert refused.value.message_vi.startswith("Dòng 12, cột «Ngày văn bản»:")


def test_whole_numbers_are_read_typed_or_as_text() -> None:
    assert cell_integer(12.0, 2, "Số") == 12
    assert cell_integer("1.234", 2, "Số") == 1234
    assert cell_integer(None, 2, "Số") is None
    for wrong in (1.5, "mười"):
        with pytest.raises(TableRefused, match="Dòng 2, cột «Số»"):
            cell_integer(wrong, 2, "Số")


def test_text_of_typed_cells_reads_as_a_person_would_write_it() -> None:
    assert [cell_text(v) for v in (None, 12.0, 7, date(2026, 3, 5), " a  b ")] == [
        "",
        "12",
        "7",
        "05/03/2026",
        "a b",
    ]


def with_declared_size() -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 310 * 1024 * 1024)
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "rỗng"),
        (b"\xef\xbb\xbf\r\n", "rỗng"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, "đời cũ"),
        (b"PK\x03\x04 rubbish", "hỏng"),
        ("Tên;Mã\nHà;1".encode("cp1258", "ignore") + b"\xff\xd5", "UTF-8"),
        (b"<html><table></table></html>", "không phải bảng tính"),
        (b"\x00\x01\x02abc", "không phải bảng tính"),
        (workbook([[1, 2], [3, 4]]), "tiêu đề cột"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_vietnamese(content: bytes, words: str) -> None:
    with pytest.raises(TableRefused) as refused:
        read_table(content, "tệp của tôi.xlsx")
    assert words in refused.value.message_vi
    assert "Đồng chí" in refused.value.message_vi


def test_a_file_that_unpacks_to_too_much_is_refused() -> None:
    with pytest.raises(TableRefused, match="quá lớn"):
        read_table(with_declared_size(), "bom.xlsx")


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_never_a_crash(content: bytes) -> None:
    for prefix in (b"", b"PK\x03\x04"):
        try:
            read_table(prefix + content, "x")
        except TableRefused as refused:
            assert refused.message_vi


def test_a_workbook_with_any_damaged_part_is_read_or_refused() -> None:
    whole = workbook(OFFICE_TABLE)
    with zipfile.ZipFile(BytesIO(whole)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for damaged in parts:
        for rubbish in (b"", b"<a><b>", parts[damaged][: len(parts[damaged]) // 2]):
            written = BytesIO()
            with zipfile.ZipFile(written, "w") as archive:
                for name, content in parts.items():
                    archive.writestr(name, rubbish if name == damaged else content)
            try:
                assert read_table(written.getvalue(), "x.xlsx").header
            except TableRefused as refused:
                assert "hỏng" in refused.message_vi or "tiêu đề" in refused.message_vi
