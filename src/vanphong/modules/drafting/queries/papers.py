"""What goes with a draft on paper: the report of its appraisal, and what became of the opinions on it."""

from __future__ import annotations

from django.utils import timezone

from vanphong.kernel.organisation.letterhead import letterhead
from vanphong.lib.templates.sheets import Sheet, SheetTable, sheet
from vanphong.modules.drafting.models import Draft, DraftStep, FindingVerdict, Opinion
from vanphong.modules.drafting.queries.findings import JudgedFinding, findings_of

SEVERITIES = {"error": "Lỗi", "warning": "Cần xem", "note": "Lưu ý"}
PROFILES = {
    "party-2026": "Hướng dẫn 05-HD/VPTW năm 2026",
    "party-2018": "Hướng dẫn 36-HD/VPTW năm 2018",
    "state-30": "Nghị định 30/2020/NĐ-CP",
}


def appraisal_report(draft: Draft) -> bytes:
    """«Báo cáo thẩm định» as .docx: findings with what was decided, opinions on the content, the conclusion."""
    latest = draft.latest
    found = findings_of(draft)
    left = [one for one in found if one.verdict != FindingVerdict.Verdict.DISMISSED]
    dismissed = [one for one in found if one.verdict == FindingVerdict.Verdict.DISMISSED]
    opinions = list(draft.opinions.filter(kind=Opinion.Kind.CONTENT).select_related("user"))
    step = (
        draft.steps.filter(kind=DraftStep.Kind.APPRAISE).exclude(state=DraftStep.State.ENDED)
        .select_related("user").order_by("-round").first()
    )  # fmt: skip
    profile = PROFILES.get(latest.profile, "") if latest else ""
    lines = [
        f"Dự thảo do đồng chí {draft.drafter}"
        f"{f', {draft.unit.label}' if draft.unit else ''} soạn; thẩm định trên bản {latest.number if latest else ''}"
        f"{f', theo {profile}' if profile else ''}.",
        _conclusion(left, opinions, step),
    ]
    columns = (("TT", 1.0), ("Chỗ", 2.2), ("Nhận xét", 7.5), ("Căn cứ", 3.3), ("Mức", 1.8))
    tables = [
        SheetTable(
            "I. Thể thức, thẩm quyền, viện dẫn, chính tả",
            columns,
            [_row(number, one, SEVERITIES[one.severity]) for number, one in enumerate(left, start=1)],
            "Không còn nhận xét nào.",
        ),
        SheetTable(
            "II. Nội dung",
            (("TT", 1.0), ("Ý kiến", 9.0), ("Tiếp thu, giải trình", 5.8)),
            [
                (str(number), one.text, _answer(one))
                for number, one in enumerate(opinions, start=1)
            ],
            "Không có ý kiến.",
        ),
    ]  # fmt: skip
    if dismissed:
        tables.append(
            SheetTable(
                "III. Nhận xét của máy đã bỏ qua",
                (*columns[:4], ("Lý do", 3.0)),
                [_row(number, one, one.reason) for number, one in enumerate(dismissed, start=1)],
            )
        )
    who = str(step.user) if step else ""
    return _sheet(draft, "BÁO CÁO THẨM ĐỊNH", lines, tables, ("NGƯỜI THẨM ĐỊNH", who))


def _conclusion(left: list[JudgedFinding], opinions: list[Opinion], step: DraftStep | None) -> str:
    errors = sum(one.severity == "error" for one in left)
    if step is not None and step.state == DraftStep.State.DONE:
        return "Kết luận: đủ điều kiện trình ký."
    if errors or any(not one.settled for one in opinions):
        return f"Kết luận: đề nghị sửa trước khi trình ký ({errors} lỗi, {len(opinions)} ý kiến về nội dung)."
    return "Kết luận: không thấy lỗi phải sửa."


def _row(number: int, one: JudgedFinding, last: str) -> tuple[str, ...]:
    place = f"Trang {one.page or 1}" + (f", đoạn {one.paragraph}" if one.paragraph else "")
    return (str(number), place, one.message, one.source, last)


def _answer(opinion: Opinion) -> str:
    words = str(opinion.get_answer_display())
    return f"{words}: {opinion.answer_text}" if opinion.answer_text else words


def opinion_sheet(draft: Draft) -> bytes:
    """«Bảng tiếp thu, giải trình ý kiến góp ý» as .docx."""
    given = list(
        draft.opinions.filter(kind=Opinion.Kind.CONSULTED, given_at__isnull=False)
        .select_related("user", "version")
        .order_by("given_at", "pk")
    )
    agreed = sum(one.agrees for one in given)
    lines = [f"Đã lấy ý kiến {len(given)} đồng chí; {agreed} nhất trí, {len(given) - agreed} có ý kiến khác."]
    rows = [
        (
            str(number),
            str(one.user),
            one.text or "Nhất trí.",
            "" if one.agrees and not one.text else _answer(one),
        )
        for number, one in enumerate(given, start=1)
    ]
    table = SheetTable(
        "Ý kiến góp ý",
        (("TT", 1.0), ("Người góp ý", 3.2), ("Ý kiến", 6.5), ("Tiếp thu, giải trình", 5.0)),
        rows,
        "Chưa có ý kiến nào.",
    )
    signer = ("NGƯỜI SOẠN THẢO", str(draft.drafter))
    return _sheet(draft, "BẢNG TIẾP THU, GIẢI TRÌNH", lines, [table], signer)


def _sheet(
    draft: Draft, title: str, lines: list[str], tables: list[SheetTable], signer: tuple[str, str]
) -> bytes:
    head = letterhead(draft.agency)
    return sheet(
        Sheet(
            head.superior.upper(),
            head.office.upper(),
            head.place,
            timezone.localdate(),
            title,
            f"Dự thảo {draft.document_type.name} {draft.subject[:1].lower()}{draft.subject[1:]}",
            lines,
            tables,
            signer,
        )
    )
