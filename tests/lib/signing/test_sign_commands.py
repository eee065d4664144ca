"""`vanphong authority`, `sign`, `verify`: from a trial key to files signed with one PIN and judged."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from vanphong.testing import papers


def vanphong(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "vanphong.config.cli", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def plain(text: str) -> str:
    return " ".join(text.replace("│", " ").split())


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a trial authority, a key, its PIN and two papers."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "pin").write_text("246810\n", encoding="utf-8")
    made = vanphong("authority", "make", folder / "ca")
    assert made.returncode == 0, made.stderr
    assert "không có giá trị pháp lý" in made.stdout
    who = ["--name", "Nguyễn Văn Khang", "--organisation", "Tỉnh ủy Sơn Hà"]
    key = [folder / "ca", *who, "--out", folder / "khang.p12", "--pin-file", folder / "pin"]
    issued = vanphong("authority", "issue", *key)
    assert issued.returncode == 0, issued.stderr
    assert (folder / "khang.p12").stat().st_mode & 0o077 == 0
    assert vanphong("authority", "issue", *key).returncode == 1
    assert vanphong("authority", "make", folder / "ca").returncode == 1
    for name in ("a.pdf", "b.pdf"):
        (folder / name).write_bytes(papers.letter_pdf())
    return folder


def given(desk: Path) -> list[str | Path]:
    return ["--key", desk / "khang.p12", "--pin-file", desk / "pin", "--trial", desk / "ca"]


def test_several_files_are_signed_with_one_pin_and_found_valid(desk: Path, tmp_path: Path) -> None:
    out = tmp_path / "signed"
    before = (desk / "a.pdf").read_bytes()
    answer = vanphong("sign", desk / "a.pdf", desk / "b.pdf", *given(desk), "--out", out, "--json")
    assert answer.returncode == 0, answer.stderr
    rows = [json.loads(line) for line in answer.stdout.splitlines()]
    assert [(row["level"], row["problem"]) for row in rows] == [("B-LT", None)] * 2
    assert (desk / "a.pdf").read_bytes() == before
    told = vanphong("verify", out / "a.pdf", desk / "b.pdf", "--authorities", desk / "ca", "--json")
    signed, unsigned = (json.loads(line) for line in told.stdout.splitlines())
    assert [one["verdict"] for one in signed["signatures"]] == ["valid"]
    assert unsigned["signatures"] == []
    people = vanphong("verify", out / "a.pdf", desk / "b.pdf", "--authorities", desk / "ca")
    lines = people.stdout.splitlines()
    assert lines[1].startswith(
        "  Nguyễn Văn Khang – Tỉnh ủy Sơn Hà; chứng thư của Nơi cấp chứng thư thử nghiệm"
    )
    assert lines[1].endswith("hợp lệ")
    assert lines[3] == "  không có chữ ký số"


def test_a_signed_file_is_not_written_over_and_one_bad_file_does_not_stop_the_others(
    desk: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.7 cut")
    out = tmp_path / "signed"
    words = [*given(desk), "--out", out, "--hidden", "--json"]
    answer = vanphong("sign", bad, desk / "a.pdf", *words)
    assert answer.returncode == 1
    first, second = (json.loads(line) for line in answer.stdout.splitlines())
    assert "Đề nghị đồng chí" in first["problem"]
    assert (second["problem"], second["page"]) == (None, None)
    assert [path.name for path in out.iterdir()] == ["a.pdf"]
    before = (out / "a.pdf").read_bytes()
    again = vanphong("sign", desk / "a.pdf", *words)
    assert "không ghi đè" in json.loads(again.stdout)["problem"]
    assert (out / "a.pdf").read_bytes() == before


def test_a_wrong_pin_no_pin_and_half_a_place_are_told(desk: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "pin"
    wrong.write_text("000000", encoding="utf-8")
    key = ["--key", desk / "khang.p12", "--out", tmp_path / "out"]
    answer = vanphong("sign", desk / "a.pdf", *key, "--pin-file", wrong)
    assert answer.returncode == 1
    assert "sai mã PIN" in plain(answer.stderr)
    assert "--pin-file" in plain(vanphong("sign", desk / "a.pdf", *key).stderr)
    half = vanphong("sign", desk / "a.pdf", *key, "--pin-file", desk / "pin", "--page", "1", "--box", "a,b")
    assert half.returncode == 2
    assert "bốn số từ 0 đến 1" in plain(half.stderr)
    assert not (tmp_path / "out").exists()
