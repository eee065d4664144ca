"""Appraisal of drafts and documents (thẩm định): form, competence, references, content, language, secrecy."""

from __future__ import annotations

from vanphong.lib.appraisal.appraise import appraise, choose_profile
from vanphong.lib.appraisal.fixing import fix
from vanphong.lib.appraisal.model import PROFILES, Finding, ProfileName, Report
from vanphong.lib.appraisal.ports import Office, Style

__all__ = [
    "PROFILES",
    "Finding",
    "Office",
    "ProfileName",
    "Report",
    "Style",
    "appraise",
    "choose_profile",
    "fix",
]
