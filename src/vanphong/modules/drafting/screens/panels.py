"""Panels on the page of a draft: findings, circuit, opinions, facts, versions."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel import access
from vanphong.kernel.actor import Actor
from vanphong.kernel.wording import vi
from vanphong.lib.dates import format_date
from vanphong.modules.drafting.commands.versions import shown_name
from vanphong.modules.drafting.models import Draft, DraftStep, DraftVersion, FindingVerdict, Opinion
from vanphong.modules.drafting.policy import ANSWER, APPRAISE
from vanphong.modules.drafting.queries.findings import JudgedFinding, findings_of
from vanphong.modules.drafting.screens.files import ADDRESS
from vanphong.ui.components import Action as Button
from vanphong.ui.components import (
    Badge,
    Column,
    Fact,
    Facts,
    Notice,
    Panel,
    Part,
    Table,
    TableRow,
    Tone,
    moment_text,
)
from vanphong.ui.screens import Request
from vanphong.ui.screens.signatures import signature_notice

Verdict = FindingVerdict.Verdict
SEVERITIES = {
    "error": (vi("Lỗi"), Tone.ALARM),
    "warning": (vi("Cần xem"), Tone.WARN),
    "note": (vi("Lưu ý"), Tone.PLAIN),
}
SHOWN = 60


def _findings(_request: Request, actor: Actor, draft: Draft) -> Part | None:
    """What the machine found in the newest version, with what was decided, gravest first."""
    latest = draft.latest
    if latest is None or not latest.profile or draft.state in (Draft.State.SIGNED, Draft.State.CANCELLED):
        return None
    order = list(SEVERITIES)
    found = sorted(findings_of(draft, latest), key=lambda one: order.index(one.severity))
    report = Button(_("Báo cáo thẩm định (.docx)"), f"{ADDRESS}{draft.pk}/bao-cao-tham-dinh.docx")
    if not found:
        words = Notice(_("Máy thẩm định không thấy lỗi nào trong bản này."), Tone.GOOD)
        return Panel(_("Thẩm định"), words, "tham-dinh", action=report)
    judge = ""
    if draft.state == Draft.State.PENDING_APPRAISAL and APPRAISE in access.abilities(
        actor, draft, among={APPRAISE}
    ):
        judge = f"{ADDRESS}{draft.pk}/ket-luan/?keys="
    columns = [Column(_("Mức")), Column(_("Nhận xét"), "strong"), Column(_("Kết luận"))]
    table = Table(_("Nhận xét của máy"), columns, [_finding_row(one, judge) for one in found[:SHOWN]])
    return Panel(_("Thẩm định"), table, "tham-dinh", len(found), report, flush=True)


def _finding_row(one: JudgedFinding, judge: str) -> TableRow:
    """Severity, what is wrong and where, by which rule; what was decided, or where to decide."""
    label, tone = SEVERITIES[one.severity]
    place = _("trang {page}, đoạn {paragraph}").format(page=one.page or 1, paragraph=one.paragraph)
    where = "; ".join(part for part in (place if one.paragraph else "", one.source) if part)
    decided: str | Part = str(Verdict(one.verdict).label) if one.verdict else ""
    if one.reason:
        decided = f"{decided}: {one.reason}"
    elif not decided and judge:
        decided = Button(_("Xử lý"), f"{judge}{one.key}", described=one.message)
    elif not decided and one.fixable:
        decided = _("máy sửa được")
    message = f"{one.message} ({where})" if where else one.message
    return TableRow([Badge(str(label), tone), message, decided])


def _circuit(_request: Request, _actor: Actor, draft: Draft) -> Part | None:
    """Everyone asked in this round, and in earlier ones what was said."""
    steps = list(draft.steps.select_related("user", "version", "instead_of"))
    if not steps:
        return None
    last = max(step.round for step in steps)
    shown = [step for step in steps if step.round == last or step.state in ("done", "returned")]
    places = sorted({(step.round, step.position) for step in shown})
    rows = [
        _step_row(step, 1 + sum(one < (step.round, step.position) for one in places if one[0] == step.round))
        for step in shown
    ]
    columns = [
        Column(_("Bước")),
        Column(_("Người"), "strong"),
        Column(_("Tình trạng")),
        Column(_("Ý kiến")),
    ]
    return Panel(_("Trình ký"), Table(_("Trình ký"), columns, rows), "trinh-ky", flush=True)


def _step_row(step: DraftStep, place: int) -> TableRow:
    moment = step.done_at or step.held_at
    state = str(step.get_state_display())
    if moment is not None and step.state != DraftStep.State.WAITING:
        state = f"{state} {moment_text(timezone.localtime(moment))}"
    if step.due_on is not None and step.state in (DraftStep.State.HELD, DraftStep.State.WAITING):
        state = _("{state}, hạn {day}").format(state=state, day=format_date(step.due_on))
    person = str(step.user)
    if step.instead_of is not None:
        person = _("{person} (thay {other})").format(person=person, other=step.instead_of)
    part = f"{place}. {step.get_kind_display()}"
    if step.version is not None:
        part = _("{part} (bản {number})").format(part=part, number=step.version.number)
    return TableRow([part, person, state, step.words])


def _opinions(_request: Request, actor: Actor, draft: Draft) -> Part | None:
    """What was said of the draft, and what became of it."""
    rows = list(draft.opinions.select_related("user", "version"))
    if not rows:
        return None
    may_answer = ANSWER in access.abilities(actor, draft, among={ANSWER})
    columns = [Column(_("Người"), "strong"), Column(_("Ý kiến")), Column(_("Tiếp thu, giải trình"))]
    table = Table(_("Ý kiến"), columns, [_opinion_row(draft, one, may_answer) for one in rows])
    sheet = None
    if any(one.kind == Opinion.Kind.CONSULTED and one.given_at for one in rows):
        sheet = Button(
            _("Bảng tiếp thu, giải trình (.docx)"), f"{ADDRESS}{draft.pk}/tiep-thu-giai-trinh.docx"
        )
    return Panel(_("Ý kiến"), table, "y-kien", len(rows), sheet, flush=True)


def _opinion_row(draft: Draft, one: Opinion, may_answer: bool) -> TableRow:
    who = (
        _("{person} (thẩm định)").format(person=one.user)
        if one.kind == Opinion.Kind.CONTENT
        else str(one.user)
    )
    if one.given_at is None:
        due = _(", hạn {day}").format(day=format_date(one.due_on)) if one.due_on else ""
        return TableRow([who, _("chưa góp ý") + due, ""])
    text = one.text or _("Nhất trí")
    if one.answer:
        return TableRow([who, text, f"{one.get_answer_display()}: {one.answer_text}".rstrip(": ")])
    if one.settled:
        return TableRow([who, text, ""])
    if may_answer:
        return TableRow([who, text, Button(_("Trả lời"), f"{ADDRESS}{draft.pk}/tiep-thu/?opinion={one.pk}")])
    return TableRow([who, text, _("chưa trả lời")])


def _facts(_request: Request, actor: Actor, draft: Draft) -> Part:
    facts = [
        Fact(_("Người soạn"), str(draft.drafter)),
        Fact(_("Đơn vị"), draft.unit.label if draft.unit else None),
        Fact(_("Người ký"), str(draft.signer) if draft.signer else None),
        Fact(_("Hạn ban hành"), format_date(draft.due_on) if draft.due_on else None),
        Fact(_("Hồ sơ"), draft.case_file.title if draft.case_file else None, wide=True),
    ]
    answered = draft.answers
    if answered is not None:
        seen = access.VIEW in access.abilities(actor, answered)
        label = answered.reference_code or answered.title if seen else _("một văn bản đến")
        facts.append(
            Fact(_("Trả lời"), Button(label, f"/van-ban-den/{answered.pk}/") if seen else label, wide=True)
        )
    return Panel(_("Thông tin"), Facts(facts), "thong-tin")


def _signatures(_request: Request, _actor: Actor, draft: Draft) -> Part | None:
    return signature_notice([one for version in draft.versions.all() for one in version.signatures])


def _versions(_request: Request, _actor: Actor, draft: Draft) -> Part | None:
    """All versions, newest first, each with what it differs from the one before."""
    rows = list(draft.versions.select_related("made_by").order_by("-number"))
    if not rows:
        return None
    columns = [Column(_("Bản"), "strong"), Column(_("Lúc, người")), Column(_("Tệp")), Column(_("So sánh"))]
    table = Table(_("Các bản"), columns, [_version_row(draft, one) for one in rows])
    return Panel(_("Các bản"), table, "cac-ban", len(rows), flush=True)


def _version_row(draft: Draft, one: DraftVersion) -> TableRow:
    here = f"{ADDRESS}{draft.pk}/"
    name = shown_name(one)
    label = (
        _("Bản đã ký")
        if one.kind == DraftVersion.Kind.SIGNED
        else _("Bản {number}").format(number=one.number)
    )
    origin = "" if one.origin == DraftVersion.Origin.BROUGHT else str(one.get_origin_display())
    said = ": ".join(part for part in (label, ", ".join(filter(None, (origin, one.remark)))) if part)
    made = f"{moment_text(timezone.localtime(one.made_at))}, {one.made_by or _('hệ thống')}"
    compare: str | Part = ""
    if one.number > 1 and one.kind == DraftVersion.Kind.MAIN:
        words = _("với bản {number}").format(number=one.number - 1)
        compare = Button(words, f"{here}so-sanh/{one.number - 1}/{one.number}/")
    return TableRow([said, made, Button(_("Tải về"), f"{here}ban/{one.number}/", described=name), compare])


PANELS = (
    ("findings", _findings),
    ("circuit", _circuit),
    ("opinions", _opinions),
    ("facts", _facts),
    ("signatures", _signatures),
    ("versions", _versions),
)
