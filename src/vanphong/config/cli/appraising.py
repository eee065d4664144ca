"""`vanphong appraise`: what is wrong with a draft or a document, by the rules of form, competence, content, language."""

from __future__ import annotations

import sys
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vanphong.lib.terminal import AsJson, emit, emit_json

from .exits import ExitCode, Refusal

if TYPE_CHECKING:
    from vanphong.lib.appraisal import ProfileName, Report

COLUMNS = {
    "severity": "Mức",
    "place": "Chỗ",
    "message": "Nhận xét",
    "source": "Căn cứ",
    "fixable": "Tự sửa được",
}
RULE_COLUMNS = {
    "id": "Quy tắc",
    "severity": "Mức",
    "certain": "Chắc chắn",
    "fix": "Tự sửa được",
    "source": "Căn cứ",
}
SEVERITIES = {"error": "Lỗi", "warning": "Cần xem", "note": "Lưu ý"}
PROFILE_NAMES = {
    "party-2026": "văn bản của Đảng theo Hướng dẫn 05-HD/VPTW năm 2026",
    "party-2018": "văn bản của Đảng theo Hướng dẫn 36-HD/VPTW năm 2018",
    "state-30": "văn bản hành chính theo Nghị định 30/2020/NĐ-CP",
}


class Profile(StrEnum):
    """Which rules; empty for those the document itself shows."""

    PARTY_2026 = "party-2026"
    PARTY_2018 = "party-2018"
    STATE_30 = "state-30"


def appraise(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="TỆP", help="Tệp .docx hoặc .pdf cần thẩm định.", exists=True, dir_okay=False),
    ] = None,
    profile: Annotated[
        Profile | None,
        typer.Option(help="Bộ quy tắc; bỏ trống thì theo thể thức và ngày của chính văn bản."),
    ] = None,
    as_json: AsJson = False,
    fix: Annotated[
        Path | None,
        typer.Option(
            "--fix",
            metavar="TỆP.docx",
            dir_okay=False,
            help="Ghi bản đã sửa những lỗi trình bày sửa được chắc chắn; chữ giữ nguyên, bản gốc giữ nguyên.",
        ),
    ] = None,
    today: Annotated[
        datetime | None,
        typer.Option(
            formats=["%d/%m/%Y", "%Y-%m-%d"], help="Thẩm định như vào ngày này; bỏ trống là hôm nay."
        ),
    ] = None,
    rules: Annotated[bool, typer.Option("--rules", help="Chỉ xem các quy tắc của một bộ.")] = False,
) -> None:
    """Thẩm định thể thức, thẩm quyền, viện dẫn, nội dung, chính tả, dấu mật của một văn bản."""
    chosen: ProfileName | None = profile.value if profile else None
    if rules:
        _show_rules(chosen or "party-2026", as_json)
        return
    if file is None:
        raise typer.BadParameter("Thiếu tham số TỆP. Đồng chí cho biết tệp cần thẩm định.")
    from vanphong.lib import appraisal
    from vanphong.lib.reading.problems import ExtractError

    day = today.date() if today else None
    try:
        report = appraisal.appraise(file, chosen, today=day)
        if fix is not None:
            _fix(file, fix, report.profile, day)
    except ExtractError as error:
        raise Refusal(error.problem.message, ExitCode.REFUSED) from error
    if as_json:
        emit_json(
            {
                "file": str(file),
                "profile": report.profile,
                "findings": [finding.as_json() for finding in report.findings],
            }
        )
        return
    _show(report)
    if fix is not None:
        sys.stdout.write(f"Đã ghi {fix}\n")


def _fix(file: Path, out: Path, profile: ProfileName, day: date | None) -> None:
    from vanphong.lib import appraisal

    if out.suffix.lower() != ".docx" or file.suffix.lower() != ".docx":
        raise typer.BadParameter("--fix chỉ sửa được tệp .docx và ghi ra tệp .docx.")
    if out.exists() and out.samefile(file):
        raise typer.BadParameter("--fix trùng với tệp gốc; đồng chí chọn tên tệp khác để giữ bản gốc.")
    appraisal.fix(file, out, profile, today=day)


def _show(report: Report) -> None:
    rows = [_row(finding.as_json()) for finding in report.findings]
    count = {name: sum(f.severity == name for f in report.findings) for name in SEVERITIES}
    told = ", ".join(f"{number} {SEVERITIES[name].lower()}" for name, number in count.items() if number)
    title = f"Thẩm định theo {PROFILE_NAMES[report.profile]}: {told or 'không thấy lỗi'} ({report.rules} quy tắc)."
    if not rows:
        sys.stdout.write(f"{title}\n")
        return
    emit(rows, as_json=False, columns=COLUMNS, title=title)


def _row(finding: dict[str, Any]) -> dict[str, Any]:
    place = [f"trang {finding['page']}" if finding["page"] else "", f"đoạn {finding['paragraph']}"]
    return finding | {
        "severity": SEVERITIES[finding["severity"]],
        "place": ", ".join(part for part in place if part and not part.endswith("None")),
        "fixable": "có" if finding["fixable"] else "",
    }


def _show_rules(profile: str, as_json: bool) -> None:
    from vanphong.lib.appraisal.rulebook import rules_of

    rows = (
        {
            "id": rule.id,
            "component": rule.component,
            "severity": rule.severity if as_json else SEVERITIES[rule.severity],
            "value": rule.value,
            "since": rule.since,
            "until": rule.until,
            "certain": rule.certain,
            "fix": rule.fix,
            "source": rule.source,
            "message": rule.message,
        }
        for rule in rules_of(profile)
    )
    emit(rows, as_json=as_json, columns=RULE_COLUMNS, title=PROFILE_NAMES[profile])
