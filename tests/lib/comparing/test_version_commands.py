"""`vanphong compare` from the command line: tables for people, JSON, HTML, refusals in words."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.lib.comparing.versions import made

OLD = ["Giao Văn phòng báo cáo trước ngày 30/11/2026.", "Nơi nhận:"]
NEW = ["Giao Văn phòng báo cáo trước ngày 15/12/2026.", "Nơi nhận:"]


def vanphong(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "vanphong.config.cli", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def files(folder: Path) -> tuple[Path, Path]:
    old, new = folder / "cu.docx", folder / "moi.docx"
    old.write_bytes(made(OLD))
    new.write_bytes(made(NEW))
    return old, new


def test_two_versions_are_compared_for_people_programs_and_browsers(tmp_path: Path) -> None:
    old, new = files(tmp_path)
    shown = vanphong("compare", old, new)
    assert shown.returncode == 0, shown.stderr
    assert "1 đoạn sửa." in shown.stdout
    rows = [json.loads(line) for line in vanphong("compare", old, new, "--json").stdout.splitlines()]
    assert [row["kind"] for row in rows] == ["changed", "same"]
    assert {"kind": "added", "text": "15/12/2026", "formats": []} in rows[0]["spans"]
    fragment = vanphong("compare", old, new, "--html").stdout
    assert fragment.startswith('<div class="diff">')
    same = vanphong("compare", old, old)
    assert "Hai bản giống nhau." in same.stdout


def test_what_is_wrong_with_the_files_is_told_in_words(tmp_path: Path) -> None:
    old, new = files(tmp_path)
    new.write_bytes(b"hello")
    refused = vanphong("compare", old, new)
    assert (refused.returncode, "không phải văn bản Word" in refused.stderr) == (1, True)
    both = vanphong("compare", old, old, "--json", "--html")
    assert (both.returncode, "chọn một trong hai" in both.stderr) == (2, True)
    missing = vanphong("compare", old, tmp_path / "x.docx")
    assert (missing.returncode, "không có tệp" in missing.stderr) == (2, True)


def test_tracked_changes_are_written_to_a_file_of_their_own(tmp_path: Path) -> None:
    old, new = files(tmp_path)
    out = tmp_path / "theo-doi.docx"
    written = vanphong("compare", old, new, "--out", out, "--author", "Lê Văn Chiến", "--json")
    assert written.returncode == 0, written.stderr
    assert json.loads(written.stdout) == {"file": str(out), "bytes": out.stat().st_size, "notes": []}
    assert b"L\xc3\xaa V\xc4\x83n Chi\xe1\xba\xbfn" in zipfile.ZipFile(out).read("word/document.xml")
    over = vanphong("compare", old, new, "--out", old)
    assert (over.returncode, "chọn tên tệp khác" in over.stderr) == (2, True)
    assert old.read_bytes() == made(OLD)
