"""A document made right has no finding: drafts of every type, and everything our own templates make."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest
from planted import DAYS, appraised, clean, to_docx

from vanphong.lib.appraisal import appraise
from vanphong.lib.templates import make
from vanphong.lib.templates.rules import issuers, types

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "templates"))

from samples import values_for

LAYOUTS = {"party-2026": ("15/10/2026", date(2026, 10, 16)), "party-2018": ("15/10/2023", date(2023, 10, 16))}


@pytest.mark.parametrize("profile", DAYS)
def test_clean_drafts_of_every_type_have_no_finding(profile: str, tmp_path: Path) -> None:
    told = {
        f"{document.type}: {finding.rule} {finding.message}"
        for document in clean(profile)
        for finding in appraised(tmp_path / "a.docx", to_docx(document), profile).findings
    }
    assert told == set()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_files_made_from_our_templates_have_no_finding(layout: str, tmp_path: Path) -> None:
    day, today = LAYOUTS[layout]
    path, told = tmp_path / "a.docx", set()
    for at, (name, kind) in enumerate(types().items()):
        for body in list(issuers())[at % 3 :: 3]:
            path.write_bytes(make(name, body, layout, values_for(kind, issuers()[body], day), today=today))
            report = appraise(path, today=today)
            assert report.profile == layout
            # That a body may not issue a type is said of the choice and not of the form; a letter of thanks
            # is made without a text here.
            told |= {
                f"{name} {body}: {finding.rule} {finding.message}"
                for finding in report.findings
                if not finding.rule.startswith("competence.") and finding.rule != "content.empty"
            }
    assert told == set()


def test_the_profile_is_told_by_the_document_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    chosen = {}
    for profile, today in DAYS.items():
        path.write_bytes(to_docx(clean(profile)[0]))
        chosen[profile] = appraise(path, today=today).profile
    assert chosen == {profile: profile for profile in DAYS}
