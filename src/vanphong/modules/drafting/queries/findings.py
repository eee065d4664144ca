"""What appraisal found in the newest version, with what was decided on it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vanphong.modules.drafting.models import Draft, DraftVersion, FindingVerdict


@dataclass(frozen=True, slots=True)
class JudgedFinding:
    """A finding of the machine and the appraiser's verdict, "" while there is none."""

    key: str
    rule: str
    severity: str
    message: str
    expected: str
    found: str
    page: int | None
    paragraph: int | None
    source: str
    fixable: bool
    verdict: str = ""
    reason: str = ""


def key_of(finding: Mapping[str, Any]) -> str:
    """The same for the same fault in a later version, wherever its paragraph has moved."""
    told = "\x1f".join(str(finding[name]) for name in ("rule", "message", "expected", "found"))
    return hashlib.sha256(told.encode()).hexdigest()[:20]


def findings_of(draft: Draft, version: DraftVersion | None = None) -> list[JudgedFinding]:
    """Findings of a version, the newest unless told, in the order of the text; each fault once."""
    chosen = version or draft.latest
    if chosen is None:
        return []
    verdicts = {row.key: row for row in draft.verdicts.all()}
    made: dict[str, JudgedFinding] = {}
    for one in chosen.findings:
        key = key_of(one)
        row = verdicts.get(key)
        made.setdefault(
            key,
            JudgedFinding(
                key,
                one["rule"],
                one["severity"],
                one["message"],
                one["expected"],
                one["found"],
                one["page"],
                one["paragraph"],
                one["source"],
                one["fixable"],
                row.verdict if row else "",
                row.reason if row else "",
            ),
        )
    return list(made.values())


def open_errors(draft: Draft) -> list[JudgedFinding]:
    """What must not pass: errors nobody dismissed, and whatever was upheld."""
    return [
        one
        for one in findings_of(draft)
        if one.verdict == FindingVerdict.Verdict.UPHELD or (one.severity == "error" and not one.verdict)
    ]
