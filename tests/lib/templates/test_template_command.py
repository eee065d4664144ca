"""`vanphong template`: a document made, completed and checked from the command line, refusals in words."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from vanphong.lib.templates.rules import issuers, layouts, types


def vanphong(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "vanphong.config.cli", "template", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def given(**fields: str) -> list[str]:
    return [word for name, value in fields.items() for word in ("--field", f"{name}={value}")]


def test_types_bodies_and_layouts_are_listed_one_object_a_line() -> None:
    answer = vanphong("list", "--json")
    assert answer.returncode == 0, answer.stderr
    rows = [json.loads(line) for line in answer.stdout.splitlines()]
    assert len(rows) == len(types()) + len(issuers()) + len(layouts())


def test_fields_of_a_type_are_listed_as_they_stand_in_the_template() -> None:
    rows = [json.loads(line) for line in vanphong("list", "CV", "--json").stdout.splitlines()]
    assert {"name": "subject", "label": "{{trích yếu}}", "kind": "chữ", "needed": True} in rows


def test_a_letter_is_made_and_completed_and_its_template_checked(tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text("Đề nghị các đơn vị dự họp.", encoding="utf-8")
    letter, issued, template = tmp_path / "a.docx", tmp_path / "b.docx", tmp_path / "mau.docx"
    values = given(
        issuer="Văn phòng", superior="Tỉnh ủy Sơn Hà", place="Sơn Hà", subject="mời họp", name="Lê Văn Chiến"
    )
    values += [
        "--field",
        f"nội dung=@{tmp_path / 'text.txt'}",
        "--field",
        "nơi nhận=Như trên",
        "--field",
        "nơi nhận=Lưu",
    ]
    made = vanphong(
        "make", "CV", "--issuer", "van-phong", "--layout", "party-2026", "--out", str(letter), *values
    )
    assert made.returncode == 0, made.stderr
    done = vanphong("complete", str(letter), "--out", str(issued), *given(number="7", issued_on="15/10/2026"))
    assert done.returncode == 0, done.stderr
    read = subprocess.run(
        [sys.executable, "-m", "vanphong.config.cli", "read", "--json", str(issued)],
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    row = json.loads(read.stdout)
    assert (row["reference_code"], row["signer"]) == ("07-CV/VPTU", "Lê Văn Chiến")
    assert row["recipients"] == ["Như trên", "Lưu"]
    assert vanphong("blank", "NQ", "--out", str(template), "--json").returncode == 0
    assert vanphong("check", str(template), "--type", "NQ").returncode == 0
    wrong = vanphong("check", str(template), "--type", "Giấy mời")
    assert wrong.returncode == 1
    assert "Thiếu trường" in wrong.stdout


def test_what_is_wrong_is_told_in_words_with_its_code(tmp_path: Path) -> None:
    out = str(tmp_path / "a.docx")
    (tmp_path / "x.docx").write_bytes(b"hello")
    cases = (
        (("make", "Sắc lệnh", "--issuer", "cap-uy", "--out", out), 1, "Không có loại văn bản «Sắc lệnh»"),
        (("make", "NQ", "--issuer", "x", "--out", out), 1, "Không có loại cơ quan ban hành «x»"),
        (("make", "NQ", "--issuer", "cap-uy", "--out", out, "--field", "abc"), 2, "chưa đúng dạng"),
        (("make", "NQ", "--issuer", "cap-uy", "--out", out, "--field", "la=1"), 1, "Không có trường «la»"),
        (("check", str(tmp_path / "x.docx")), 1, "không phải văn bản Word"),
    )
    for words, code, told in cases:
        answer = vanphong(*words)
        assert (answer.returncode, told in answer.stderr) == (code, True), answer.stderr
    assert not Path(out).exists()
