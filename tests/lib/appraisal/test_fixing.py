"""What is corrected by machine: looks only, so that no safe finding is left and no letter changes."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from planted import DAYS, EACH, appraised, clean, planted, spoilt

from vanphong.lib.appraisal import appraise, fix
from vanphong.lib.appraisal.docx import read_docx

LOOKS = [(profile, defect) for profile, defect in EACH if defect.looks and profile == "party-2026"]
LOOKS += [
    (profile, defect)
    for profile, defect in EACH
    if defect.looks and profile == "state-30" and "party-2026" not in defect.profiles
]


def words_of(path: Path) -> list[str]:
    return [para.text for para in read_docx(path)[0].paragraphs]


@pytest.mark.parametrize(
    ("profile", "defect"),
    LOOKS,
    ids=[f"{profile}: {defect.rule}, {defect.name}" for profile, defect in LOOKS],
)
def test_after_correction_no_safe_finding_is_left_and_no_letter_changed(
    profile: str, defect: object, tmp_path: Path
) -> None:
    draft, out = tmp_path / "a.docx", tmp_path / "b.docx"
    before = appraised(draft, spoilt(profile, defect, skip=5), profile)  # type: ignore[arg-type]
    done = fix(draft, out, profile, today=DAYS[profile])
    after = appraise(out, profile, today=DAYS[profile])
    assert not [finding for finding in after.findings if finding.fixable]
    assert {finding.rule for finding in after.findings} <= {finding.rule for finding in before.findings}
    assert words_of(out) == words_of(draft)
    fixable = {finding.rule for finding in before.findings if finding.fixable}
    assert set(done.corrected) >= fixable


def spoilt_looks(path: Path) -> None:
    """A document with many wrong looks at once."""
    wanted = ("page.margin-left", "body.size", "type.size", "signer.bold", "date.italic", "page.font")
    defects = [
        defect
        for profile, defect in EACH
        if profile == "party-2026" and defect.rule in wanted and defect.looks
    ]
    content, done = planted(clean("party-2026")[4], defects)
    assert len(done) >= 4
    path.write_bytes(content)


def test_parts_that_need_no_correction_stay_byte_for_byte(tmp_path: Path) -> None:
    draft, out = tmp_path / "a.docx", tmp_path / "b.docx"
    spoilt_looks(draft)
    fix(draft, out, "party-2026", today=DAYS["party-2026"])
    with zipfile.ZipFile(draft) as old, zipfile.ZipFile(out) as new:
        assert old.namelist() == new.namelist()
        changed = [name for name in old.namelist() if old.read(name) != new.read(name)]
    assert changed == ["word/document.xml"]


def test_a_file_without_fault_comes_out_as_it_is(tmp_path: Path) -> None:
    draft, out = tmp_path / "a.docx", tmp_path / "b.docx"
    draft.write_bytes(planted(clean("party-2026")[0], [])[0])
    assert fix(draft, out, "party-2026", today=DAYS["party-2026"]).corrected == {}
    assert out.read_bytes() == draft.read_bytes()


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_libreoffice_prints_the_corrected_file_with_every_word(tmp_path: Path) -> None:
    draft, out = tmp_path / "a.docx", tmp_path / "b.docx"
    spoilt_looks(draft)
    fix(draft, out, "party-2026", today=DAYS["party-2026"])
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "txt:Text", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(draft), str(out)], check=True, capture_output=True, timeout=240)
    before, after = ((tmp_path / name).read_text(encoding="utf-8-sig") for name in ("a.txt", "b.txt"))
    assert len(after.split()) > 100
    assert after == before
