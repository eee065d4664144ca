"""The sample documents: complete, true to the rules of form, harmless, and the same on every run."""

from __future__ import annotations

import io
import itertools
import json
import sys
import unicodedata
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pikepdf
import pytest
from docx.shared import Pt

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tools.make_samples.bad import REASONS, many_pages  # noqa: E402
from tools.make_samples.check import check  # noqa: E402
from tools.make_samples.docx_writer import to_docx  # noqa: E402
from tools.make_samples.expected import file_name  # noqa: E402
from tools.make_samples.headers import LAYOUT_NAMES, generate  # noqa: E402
from tools.make_samples.model import load_documents, spell_date  # noqa: E402
from tools.make_samples.plan import load_plans  # noqa: E402
from vanphong.lib.reading.model import FIELD_NAMES  # noqa: E402

SAMPLES = ROOT / "samples"


def sample_files() -> list[Path]:
    kept = {"README.md", "expected.jsonl"}
    return [path for path in SAMPLES.iterdir() if path.is_file() and path.name not in kept]


def expected_rows() -> list[dict[str, Any]]:
    lines = (SAMPLES / "expected.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_there_are_at_least_48_documents_and_every_planned_file_is_there() -> None:
    files = {path.name for path in sample_files()}
    assert len(expected_rows()) >= 48
    assert files == {file_name(plan) for plan in load_plans()}
    assert files == {row["file"] for row in expected_rows()}


def test_the_folder_stays_small() -> None:
    sizes = [path.stat().st_size for path in SAMPLES.rglob("*") if path.is_file()]
    assert sum(sizes) <= 6_000_000
    assert max(sizes) <= 700_000


def test_there_are_enough_files_of_each_format() -> None:
    plans = load_plans()
    assert sum(plan.form in ("pdf", "typst") for plan in plans) >= 18
    assert sum(plan.form == "docx" for plan in plans) >= 12
    assert sum(plan.form == "doc" for plan in plans) >= 4
    assert sum(plan.is_scan for plan in plans) >= 14


def test_every_row_has_every_header_field_and_dates_that_exist() -> None:
    for row in expected_rows():
        assert set(FIELD_NAMES) <= set(row), row["file"]
        days = [*row["deadlines"], *([row["issued_on"]] if row["issued_on"] else [])]
        for day in days:
            date.fromisoformat(day)


def test_no_sample_outside_the_refused_set_bears_a_secrecy_mark() -> None:
    assert all(row["secrecy"] is None for row in expected_rows())


def test_citations_and_deadlines_that_are_expected_stand_in_the_texts() -> None:
    assert check(load_documents(), load_plans()) == []


def test_no_two_documents_share_a_text_except_the_corrected_letter() -> None:
    bodies = [document.body for name, document in load_documents().items()]
    assert len(set(bodies)) == len(bodies)


def test_one_letter_was_sent_twice_and_one_was_corrected() -> None:
    rows = expected_rows()
    assert len([row for row in rows if row["document"] == "cv-1204-btctw"]) == 2
    corrected = [row for row in rows if row["reference_code"] == "5127/UBND-KTTH"]
    assert len({tuple(row["deadlines"]) for row in corrected}) == 2


def test_one_file_name_is_in_decomposed_unicode() -> None:
    names = [path.name for path in sample_files()]
    assert [name for name in names if unicodedata.normalize("NFC", name) != name]


def test_a_batch_holds_several_documents_one_after_another() -> None:
    batch = [row["pages"] for row in expected_rows() if row["file"] == "scan_0016_lo.pdf"]
    assert len(batch) == 3
    for (_, last), (first, _) in itertools.pairwise(batch):
        assert first == last + 2, "a blank sheet stands between two documents"


def test_a_number_written_by_hand_is_not_expected_to_be_read() -> None:
    rows = [row for row in expected_rows() if "by_hand" in row]
    assert rows
    assert all(row["reference_code"] is None and row["issued_on"] is None for row in rows)


def test_a_party_page_has_the_margins_and_sizes_of_hd_05() -> None:
    word = docx.Document(io.BytesIO(to_docx(load_documents()["hd-07-btctw"])))
    section = word.sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm, 1) for margin in margins if margin] == [20, 20, 30, 15]
    left, right = word.tables[0].rows[0].cells
    assert right.paragraphs[0].text == "ĐẢNG CỘNG SẢN VIỆT NAM"
    assert (right.paragraphs[0].runs[0].font.size, right.paragraphs[0].runs[0].bold) == (Pt(15), True)
    assert [p.text for p in left.paragraphs][1:4] == ["BAN TỔ CHỨC", "*", "Số 07-HD/BTCTW"]


def test_a_state_page_has_the_colon_after_the_number_and_no_star() -> None:
    word = docx.Document(io.BytesIO(to_docx(load_documents()["qd-2418-ubnd"])))
    lines = [paragraph.text for paragraph in word.tables[0].cell(0, 0).paragraphs]
    assert "Số: 2418/QĐ-UBND" in lines
    assert "*" not in lines


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (date(2026, 11, 20), "ngày 20 tháng 11 năm 2026"),
    ],
)
def test_days_below_ten_and_months_one_and_two_take_a_zero(day: date, words: str) -> None:
    assert spell_date(day) == words


def test_random_headers_are_the_same_for_the_same_seed() -> None:
    assert generate(6, 11) == generate(6, 11)
    assert generate(6, 11) != generate(6, 12)


def test_random_headers_take_turns_through_the_layouts_and_print_what_they_promise() -> None:
    for index, (content, fields) in enumerate(generate(9, 3)):
        assert fields["layout"] == LAYOUT_NAMES[index % 3]
        word = docx.Document(io.BytesIO(content))
        cells = [c for t in word.tables for row in t.rows for c in row.cells]
        text = " ".join(p.text for c in cells for p in c.paragraphs)
        text += " ".join(p.text for p in word.paragraphs)
        assert fields["number"] in text
        assert fields["signer"] in text
        assert fields["notation"] in text


def test_every_refused_file_is_there_for_its_reason() -> None:
    assert {path.name for path in (SAMPLES / "bad").iterdir()} == set(REASONS)


def test_the_encrypted_pdf_asks_for_a_password() -> None:
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(SAMPLES / "bad" / "co_mat_khau.pdf")


def test_the_bomb_is_small_and_unpacks_to_100_megabytes() -> None:
    path = SAMPLES / "bad" / "nen_qua_muc.docx"
    assert path.stat().st_size < 300_000
    with zipfile.ZipFile(path) as archive:
        assert archive.getinfo("word/document.xml").file_size == 100_000_000


def test_a_pdf_of_2000_pages_is_made_on_demand() -> None:
    with pikepdf.open(io.BytesIO(many_pages(2000))) as pdf:
        assert len(pdf.pages) == 2000
