"""PDF files are appraised as printed: right ones have no finding, wrong looks and words are told, scans are asked less."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image
from planted import DAYS, DEFECTS, clean, planted, to_docx

from vanphong.lib.appraisal import appraise
from vanphong.lib.reading.pdf import PdfFile

pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
SPOILT = {"heading.size": "size", "content.date": "date", "signer.bold": "signer", "recipients.kept": "kept"}


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every fourth clean draft of each profile, and some with one defect, as PDF files."""
    folder = tmp_path_factory.mktemp("printed")
    for profile in DAYS:
        for at, document in enumerate(clean(profile)[::4]):
            (folder / f"{profile}_{at}.docx").write_bytes(to_docx(document))
    for rule, name in SPOILT.items():
        defect = next(one for one in DEFECTS if one.rule == rule and "party-2026" in one.profiles)
        spoilt = (planted(document, [defect]) for document in clean("party-2026"))
        (folder / f"spoilt_{name}.docx").write_bytes(next(content for content, done in spoilt if done))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [str(path) for path in sorted(folder.glob("*.docx"))]
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return folder


@pytest.mark.parametrize("profile", DAYS)
def test_clean_drafts_as_pdf_have_no_finding(profile: str, printed: Path) -> None:
    files = sorted(printed.glob(f"{profile}_*.pdf"))
    assert len(files) == 11
    told = {
        f"{path.name}: {finding.rule} {finding.message}"
        for path in files
        for finding in appraise(path, profile, today=DAYS[profile]).findings
    }
    assert told == set()


@pytest.mark.parametrize("rule", SPOILT)
def test_a_defect_is_told_on_paper_too(rule: str, printed: Path) -> None:
    report = appraise(printed / f"spoilt_{SPOILT[rule]}.pdf", "party-2026", today=DAYS["party-2026"])
    assert rule in {finding.rule for finding in report.findings}
    assert not any(finding.fixable for finding in report.findings)


def test_a_scan_is_asked_what_a_picture_can_tell_and_nothing_of_it_is_sure(printed: Path) -> None:
    source = printed / "spoilt_kept.pdf"
    with PdfFile(source) as file:
        pictures = [file.render(number, 150) for number in range(1, len(file) + 1)]
    scan = printed / "scan.pdf"
    pictures[0].save(scan, save_all=True, append_images=pictures[1:], resolution=150)
    assert isinstance(pictures[0], Image.Image)
    report = appraise(scan, "party-2026", today=DAYS["party-2026"])
    assert report.findings
    assert not any(finding.certain for finding in report.findings)
    assert not any(finding.severity == "error" for finding in report.findings)
    asked = {finding.rule.rpartition(".")[2] for finding in report.findings}
    assert not asked & {"size", "bold", "italic", "font"}
