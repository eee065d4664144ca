"""A file appraised: read, its parts found, every rule of its profile asked."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vanphong.lib.appraisal.checks import CHECKS
from vanphong.lib.appraisal.checks.view import Hit, View
from vanphong.lib.appraisal.components import Parts, find_parts
from vanphong.lib.appraisal.model import Finding, Paper, ProfileName, Report
from vanphong.lib.appraisal.ports import NO_OFFICE, Office, Style
from vanphong.lib.appraisal.rulebook import Rule, rules_of
from vanphong.lib.reading import inspect, problems
from vanphong.lib.reading.header import read_header
from vanphong.lib.reading.model import Header, Text
from vanphong.lib.reading.problems import ExtractError, Problem

if TYPE_CHECKING:
    from vanphong.lib.appraisal.docx import Package

HD_05_SINCE: Final = date(2026, 5, 27)
"""From this day Party documents follow Hướng dẫn 05-HD/VPTW (one note says 12/01/2026: to be confirmed)."""

_WRONG_TYPE: Final = Problem(
    "unknown_type",
    "Chỉ thẩm định được tệp Word (.docx) và PDF. Đề nghị đồng chí mở tệp bằng Word hoặc LibreOffice, "
    "lưu lại thành .docx rồi thẩm định.",
)
_BY_LOOKS: Final = frozenset({
    "size", "bold", "italic", "underline", "align", "capitals", "margin", "loose_paper", "font", "old_font",
    "colour", "rule_below", "post_weight", "signing_room", "body_size", "heading_bold", "heading_capitals",
    "letter_lead", "star", "dashes",
})  # fmt: skip
"""Checks that ask how letters are set, which a picture of a page does not tell."""


def appraise(
    path: Path,
    profile: ProfileName | None = None,
    *,
    today: date | None = None,
    office: Office = NO_OFFICE,
    style: Style | None = None,
) -> Report:
    """Appraise a .docx or .pdf by the rules of `profile`, or of the profile it shows itself to follow.

    A file without the head of a document (a form, a loose table, a book) is asked only what does not need one.
    `office` answers what only its own books and directory know. Raises ExtractError for a file that cannot be read.
    """
    view, _ = read_view(path, profile, today=today, office=office, style=style)
    asked = rules_for(view)
    sure = view.paper.source != "scan"
    findings = [_finding(rule, hit, sure=sure) for rule in asked for hit in CHECKS[rule.check](view, rule)]
    return Report(view.profile, tuple(sorted(findings, key=_place)), len(asked))


def read_view(
    path: Path,
    profile: ProfileName | None = None,
    *,
    today: date | None = None,
    office: Office = NO_OFFICE,
    style: Style | None = None,
) -> tuple[View, Package | None]:
    """The file as rules see it, and its parts where it is a .docx; raises ExtractError."""
    paper, text, package = read_paper(path)
    header = read_header(text, today=today)
    parts = find_parts(paper, header)
    day = today or date.today()  # noqa: DTZ011 (the day of the machine is the office's)
    chosen = profile or choose_profile(parts, header)
    return View(paper, parts, chosen, day, style or Style(), office), package


def rules_for(view: View) -> list[Rule]:
    """The rules of its profile and day that such a document can be asked: pictures tell no looks, forms no head."""
    return [rule for rule in rules_of(view.profile) if rule.holds_on(view.issued_on) and _applies(rule, view)]


def _applies(rule: Rule, view: View) -> bool:
    source = view.paper.source
    if rule.needs == "docx" and source != "docx":
        return False
    if source == "scan" and (rule.check in _BY_LOOKS or rule.id.startswith("language.")):
        return False
    return view.parts.formal or not rule.args.get("formal", True)


def choose_profile(parts: Parts, header: Header) -> ProfileName:
    """By the title printed, else the family read; of the Party's two, by the document's date."""
    family = header.value("family")
    if parts["nation"] or (family == "state" and not parts["heading"]):
        return "state-30"
    issued = header.value("issued_on")
    return "party-2018" if issued and date.fromisoformat(issued) < HD_05_SINCE else "party-2026"


def read_paper(path: Path) -> tuple[Paper, Text, Package | None]:
    """The file as set, as read, and its parts if it has any; ExtractError says in words why it cannot be."""
    found = inspect.inspect(path, path.name)
    if found.problem is not None and found.problem.refuses:
        raise ExtractError(found.problem)
    try:
        if found.media_type in (inspect.DOCX, inspect.DOCM):
            from vanphong.lib.appraisal.docx import read_docx
            from vanphong.lib.reading.docx import docx_pages

            paper, package = read_docx(path)
            return paper, Text(docx_pages(path), found.media_type), package
        if found.media_type == inspect.PDF:
            from vanphong.lib.appraisal.pdf import read_pdf

            return *read_pdf(path), None
    except ExtractError:
        raise
    except Exception as error:
        # A parser's own exception on a damaged file; the cause stays chained for the log.
        raise ExtractError(problems.BROKEN) from error
    raise ExtractError(_WRONG_TYPE)


def _finding(rule: Rule, hit: Hit, *, sure: bool) -> Finding:
    certain = rule.certain and hit.certain and sure
    severity = "warning" if rule.severity == "error" and not certain else rule.severity
    para = hit.para
    message = rule.message.replace("{expected}", hit.expected).replace("{found}", hit.found)
    return Finding(
        rule.id,
        rule.component,
        severity,
        message,
        hit.expected,
        hit.found,
        hit.page or (para.page if para is not None else None),
        para.index or None if para is not None else None,
        hit.span,
        rule.source,
        certain,
        hit.fixes if rule.fix else (),
    )


def _place(finding: Finding) -> tuple[int, int, str]:
    return finding.page or 0, finding.paragraph or 0, finding.rule
