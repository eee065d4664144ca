"""Every defect that the bench can plant is told by its rule, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest
from planted import EACH, FOLLOWING, Defect, appraised, spoilt


@pytest.mark.parametrize(
    ("profile", "defect"), EACH, ids=[f"{profile}: {defect.rule}, {defect.name}" for profile, defect in EACH]
)
def test_a_planted_defect_is_told_and_no_other_rule_speaks(
    profile: str, defect: Defect, tmp_path: Path
) -> None:
    report = appraised(tmp_path / "a.docx", spoilt(profile, defect), profile)
    told = {finding.rule for finding in report.findings}
    assert defect.rule in told
    assert told <= {defect.rule} | FOLLOWING.get(defect.rule, set())
    for finding in report.findings:
        assert finding.message
        assert finding.source
        assert "{" not in finding.message
