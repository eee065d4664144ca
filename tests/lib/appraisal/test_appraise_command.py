"""`vanphong appraise`: findings as a table or JSON, corrections beside the original, refusals in words."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from planted import DEFECTS, clean, planted, spoilt, to_docx

KEYS = {
    "rule", "component", "severity", "message", "expected", "found", "page", "paragraph", "source", "fixable",
}  # fmt: skip
TODAY = "24/11/2026"


def vanphong(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "vanphong.config.cli", "appraise", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def wrong_size() -> bytes:
    defect = next(one for one in DEFECTS if one.rule == "type.size" and "party-2026" in one.profiles)
    return spoilt("party-2026", defect)


def test_json_is_one_object_with_every_finding_and_its_place(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(wrong_size())
    answer = vanphong(path, "--json", "--profile", "party-2026", "--today", TODAY)
    assert answer.returncode == 0, answer.stderr
    told = json.loads(answer.stdout)
    assert (told["file"], told["profile"]) == (str(path), "party-2026")
    [finding] = told["findings"]
    assert finding.keys() >= KEYS
    assert (finding["rule"], finding["page"], finding["fixable"]) == ("type.size", 1, True)
    assert finding["paragraph"] > 1


def test_people_read_what_is_wrong_what_to_do_and_where_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(wrong_size())
    answer = vanphong(path, "--today", TODAY)
    assert answer.returncode == 0, answer.stderr
    assert "1 lỗi" in answer.stdout
    assert "trang 1" in answer.stdout


def test_a_right_document_is_said_to_be_right(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(to_docx(clean("party-2026")[0]))
    answer = vanphong(path, "--today", TODAY)
    assert "không thấy lỗi" in answer.stdout


def test_a_corrected_copy_is_written_and_the_original_kept(tmp_path: Path) -> None:
    path, out = tmp_path / "a.docx", tmp_path / "b.docx"
    path.write_bytes(wrong_size())
    before = path.read_bytes()
    assert vanphong(path, "--fix", out, "--today", TODAY).returncode == 0
    assert path.read_bytes() == before
    again = json.loads(vanphong(out, "--json", "--today", TODAY).stdout)
    assert again["findings"] == []
    same = vanphong(path, "--fix", path)
    assert same.returncode != 0
    assert "trùng với tệp gốc" in " ".join(same.stderr.replace("│", " ").split())
    assert path.read_bytes() == before


def test_rules_of_a_profile_are_listed_with_their_sources() -> None:
    rows = [
        json.loads(line)
        for line in vanphong("--rules", "--json", "--profile", "state-30").stdout.splitlines()
    ]
    assert len(rows) >= 60
    assert all(row["id"] and row["source"] for row in rows)


@pytest.mark.parametrize("kind", ["text", "empty", "broken zip", "zip of something else", "cut PDF"])
def test_a_file_that_cannot_be_appraised_is_refused_in_words(kind: str, tmp_path: Path) -> None:
    path = tmp_path / ("a.pdf" if kind == "cut PDF" else "a.docx")
    whole = planted(clean("party-2026")[0], [])[0]
    content = {
        "text": b"# Not a document",
        "empty": b"",
        "broken zip": whole[: len(whole) // 2],
        "cut PDF": b"%PDF-1.7\n1 0 obj\n<<",
        "zip of something else": b"",
    }[kind]
    path.write_bytes(content)
    if kind == "zip of something else":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("readme.txt", "x")
    answer = vanphong(path, "--json")
    assert answer.returncode not in (0, 2)
    assert "Traceback" not in answer.stderr
    assert "Đề nghị đồng chí" in " ".join(answer.stderr.split())
    assert answer.stdout == ""
