"""List, record page and actions of drafts, and their places on the home page and on incoming documents."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel import access
from vanphong.kernel.actor import Actor
from vanphong.kernel.wording import vi
from vanphong.lib.dates import format_date
from vanphong.modules.correspondence.public import IncomingDocument
from vanphong.modules.drafting.lists import DRAFT_LIST
from vanphong.modules.drafting.models import Draft, DraftVersion
from vanphong.modules.drafting.policy import START
from vanphong.modules.drafting.queries.rows import holders_words, since_words
from vanphong.modules.drafting.screens.files import ADDRESS, page_view
from vanphong.modules.drafting.screens.panels import PANELS
from vanphong.ui.components import Action as Button
from vanphong.ui.components import (
    Badge,
    Column,
    ListRow,
    Notice,
    Panel,
    Part,
    Table,
    TableRow,
    Tone,
    urgency_badge,
)
from vanphong.ui.screens import (
    ActionScreens,
    Head,
    ListScreen,
    PanelSpec,
    PressingBox,
    RecordScreen,
    Request,
    declare_box,
    declare_panel,
)

S = Draft.State
READING = DraftVersion.ReadingState
TONES = {
    S.SIGNED: Tone.GOOD,
    S.CHANGES_REQUESTED: Tone.WARN,
    S.CANCELLED: Tone.PLAIN,
    S.DRAFTING: Tone.PLAIN,
    S.PURGED: Tone.ALARM,
}
_DEEDS = {
    S.PENDING_APPRAISAL: vi("Thẩm định"),
    S.PENDING_INITIAL: vi("Ký nháy"),
    S.PENDING_SIGNATURE: vi("Ký"),
    S.IN_CONSULTATION: vi("Góp ý"),
}


def _row(actor: Actor, draft: Draft) -> ListRow:
    url = f"{ADDRESS}{draft.pk}/"
    badge = urgency_badge(draft.urgency)
    held = any(step.state == "held" and step.user_id == actor.person_id for step in draft.steps.all())
    owed = any(one.given_at is None and one.user_id == actor.person_id for one in draft.opinions.all())
    deed = _DEEDS.get(S(draft.state)) if held or owed else None
    due = (
        _("hạn {day}").format(day=format_date(draft.due_on))
        if draft.due_on and draft.state != S.SIGNED
        else ""
    )
    return ListRow(
        url=url,
        title=draft.title,
        code=draft.document_type.name,
        code_note=due,
        note=" · ".join((draft.issuing_body.label, _("{drafter} soạn").format(drafter=draft.drafter))),
        owner=holders_words(draft) or str(draft.get_state_display()),
        owner_note=" ".join(part for part in (str(draft.get_state_display()), since_words(draft)) if part)
        if holders_words(draft)
        else "",
        badges=(badge,) if badge else (),
        action=Button(str(deed) if deed else _("Mở"), url),
    )


LIST = ListScreen(
    DRAFT_LIST,
    ADDRESS,
    lambda d: f"{ADDRESS}{d.pk}/",
    _row,
    buttons=lambda _request, _actor: [
        Button(_("Lỗi hay gặp"), f"{ADDRESS}loi-hay-gap/"),
        Button(_("Khóa ký số của tôi"), "/khoa-ky-so/"),
    ],
)


def _head(_actor: Actor, draft: Draft) -> Head:
    badge = urgency_badge(draft.urgency)
    return Head(
        draft.title,
        draft.document_type.name,
        draft.issuing_body.name,
        (
            Badge(draft.get_state_display(), TONES.get(S(draft.state), Tone.INFO)),
            *((badge,) if badge else ()),
        ),
    )


RECORD = RecordScreen(Draft, ADDRESS, vi("Dự thảo, trình ký"), _head, page_view=page_view)


def _standing(_request: Request, actor: Actor, draft: Draft) -> Part | None:
    """Who has it since when, what stands in the way, or what was done away with."""
    if draft.state == S.PURGED:
        return Notice(
            _("Dự thảo có dấu mật đã bị xóa khỏi hệ thống. Đồng chí soạn trên máy của phòng Cơ yếu."),
            Tone.ALARM,
        )
    latest = draft.latest
    if latest is not None and latest.reading_state == READING.WAITING:
        return Notice(_("Máy đang đọc và thẩm định bản mới nhất. Đồng chí chờ giây lát."))
    if latest is not None and latest.reading_state == READING.FAILED:
        return Notice(
            _("{message} Tệp gốc còn nguyên.").format(message=latest.reading_message),
            Tone.WARN,
            _("Chưa đọc được"),
        )
    if draft.state == S.CHANGES_REQUESTED:
        back = draft.steps.filter(state="returned").select_related("user").order_by("-done_at").first()
        if back is not None:
            words = _("Đồng chí {person} trả lại: {reason}").format(person=back.user, reason=back.words)
            return Notice(words, Tone.WARN, _("Yêu cầu sửa"))
    if draft.checked_out_by is not None and draft.checked_out_at is not None:
        since = timezone.localtime(draft.checked_out_at)
        words = _("Đồng chí {person} đang lấy ra sửa từ {moment}.")
        return Notice(words.format(person=draft.checked_out_by, moment=f"{since:%d/%m %H:%M}"), Tone.INFO)
    who = holders_words(draft)
    if draft.state in Draft.IN_CIRCUIT:
        words = _("Đang ở: {who}, {since}.").format(who=who, since=since_words(draft))
        return Notice(words, Tone.INFO)
    if draft.state == S.SIGNED:
        return Notice(_("Đã ký, chuyển văn thư cấp số. Không ai sửa được nữa."), Tone.GOOD)
    return None


declare_panel(PanelSpec("standing", Draft, _standing, rank=0))
for _rank, (_name, _build) in enumerate(PANELS, start=1):
    declare_panel(PanelSpec(_name, Draft, _build, rank=10 * _rank))


def _answering(_request: Request, actor: Actor, document: Any) -> Part | None:
    """On an incoming document: the drafts that answer it, and where to begin one."""
    found = Draft.objects.filter(access.visible(actor, Draft), answers=document).exclude(state=S.CANCELLED)
    rows = [
        TableRow(
            [draft.title, draft.get_state_display(), holders_words(draft)],
            f"{ADDRESS}{draft.pk}/",
        )
        for draft in found.prefetch_related("steps__user", "opinions__user").order_by("pk")[:20]
    ]
    working = document.state in IncomingDocument.WORKING_STATES
    begin = (
        Button(_("Soạn văn bản trả lời"), f"{ADDRESS}soan/?answers={document.pk}")
        if working and access.may(actor, Draft, START)
        else None
    )
    if not rows and begin is None:
        return None
    columns = [Column(_("Trích yếu"), "strong"), Column(_("Tình trạng")), Column(_("Đang ở"))]
    body: Part = Table(_("Dự thảo trả lời"), columns, rows) if rows else Notice(_("Chưa có dự thảo trả lời."))
    return Panel(_("Dự thảo trả lời"), body, "du-thao-tra-loi", len(rows) or None, begin, flush=bool(rows))


declare_panel(PanelSpec("answering_drafts", IncomingDocument, _answering, rank=24))

for _name, _tab, _label, _tone, _rank in (
    ("for_me", "cho-toi", vi("Dự thảo chờ đồng chí"), Tone.PLAIN, 12),
    ("late", "cham", vi("Dự thảo chậm"), Tone.WARN, 13),
):
    declare_box(PressingBox(f"drafts/{_name}", "drafts", _tab, _label, ADDRESS, _row, _tone, rank=_rank))

LIST.declare()
RECORD.declare()
ActionScreens(Draft, ADDRESS, RECORD).declare()
