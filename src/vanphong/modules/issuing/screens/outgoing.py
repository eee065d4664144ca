"""List, record page and actions of outgoing documents, and their places on the home page."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel import access
from vanphong.kernel.access import VIEW
from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Invalid
from vanphong.kernel.wording import vi
from vanphong.lib.dates import format_date
from vanphong.modules.correspondence.public import IncomingDocument
from vanphong.modules.issuing.commands.reading import shown_name
from vanphong.modules.issuing.lists import OUTGOING_LIST
from vanphong.modules.issuing.models import Delivery, OutgoingDocument, OutgoingFile
from vanphong.modules.issuing.policy import NUMBER
from vanphong.modules.issuing.queries.rows import receipt_words, recipients_words
from vanphong.modules.issuing.queries.series import series_for
from vanphong.modules.issuing.screens.files import ADDRESS, page_view
from vanphong.ui.components import Action as Button
from vanphong.ui.components import (
    Badge,
    Column,
    Fact,
    Facts,
    ListRow,
    Notice,
    Panel,
    Part,
    Table,
    TableRow,
    Tone,
    moment_text,
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
from vanphong.ui.screens.signatures import signature_notice

S = OutgoingDocument.State
READING = OutgoingDocument.ReadingState
TONES = {S.DISPATCHED: Tone.GOOD, S.REVOKED: Tone.WARN, S.WITHDRAWN: Tone.PLAIN, S.PURGED: Tone.ALARM}


def _title(document: OutgoingDocument) -> str:
    """The subject, else the name of the file."""
    if document.subject:
        return document.subject
    files = list(document.files.all())
    return shown_name(files[0]) if files else document.title


def _row(_actor: Actor, document: OutgoingDocument) -> ListRow:
    url = f"{ADDRESS}{document.pk}/"
    waits = document.state == S.PENDING_NUMBER
    button = Button(_("Mở"), url)
    if waits:
        button = Button(_("Cấp số"), f"{url}cap-so/")
    elif document.state == S.PENDING_DISPATCH:
        button = Button(_("Phát hành"), f"{url}phat-hanh/")
    reading = _("Đang đọc") if document.reading_state == READING.WAITING else _("Chưa có số")
    badge = urgency_badge(document.urgency)
    return ListRow(
        url=url,
        title=_title(document),
        code=document.reference_code or reading,
        code_note=format_date(document.issued_on) if document.issued_on else "",
        note=" · ".join(
            part
            for part in (
                str(document.document_type or ""),
                document.issuing_body.label if document.issuing_body else "",
                document.signer,
            )
            if part
        ),
        owner=receipt_words(document) if document.state == S.DISPATCHED else "",
        owner_note=recipients_words(document),
        badges=(badge,) if badge else (),
        action=button,
    )


LIST = ListScreen(OUTGOING_LIST, ADDRESS, lambda d: f"{ADDRESS}{d.pk}/", _row)


def _head(_actor: Actor, document: OutgoingDocument) -> Head:
    badge = urgency_badge(document.urgency)
    tone = TONES.get(S(document.state), Tone.INFO)
    return Head(
        _title(document),
        document.reference_code,
        document.issuing_body.name if document.issuing_body else document.agency.label,
        (Badge(document.get_state_display(), tone), *((badge,) if badge else ())),
    )


RECORD = RecordScreen(OutgoingDocument, ADDRESS, vi("Văn bản đi"), _head, page_view=page_view)


def _standing(_request: Request, actor: Actor, document: OutgoingDocument) -> Part | None:
    """What stands in the way, or what was done away with."""
    if document.state == S.PURGED:
        return Notice(
            _("Tệp có dấu mật đã bị xóa khỏi hệ thống. Đồng chí xử lý bản giấy ở phòng Cơ yếu."), Tone.ALARM
        )
    number = document.issued_number
    if document.state == S.REVOKED and document.revoked_by_document is not None:
        other = document.revoked_by_document
        words = _("Đã thu hồi bằng {code}. Số vẫn nằm trong sổ.").format(code=other.reference_code)
        return Notice(words, Tone.WARN, link_label=_("Mở"), link_url=f"{ADDRESS}{other.pk}/")
    if document.state == S.REVOKED and number is not None:
        words = _("Số {code} đã hủy: {reason} ({by}). Số vẫn nằm trong sổ, gạch ngang, không cấp lại.")
        return Notice(
            words.format(
                code=document.reference_code, reason=number.void_reason.rstrip(". "), by=number.void_by
            ),
            Tone.WARN,
        )
    if document.state != S.PENDING_NUMBER:
        return None
    if document.reading_state == READING.WAITING:
        return Notice(_("Máy đang đọc văn bản để soát dấu mật và điền sẵn các ô. Đồng chí chờ giây lát."))
    if document.reading_state == READING.FAILED:
        return Notice(
            _("{message} Bản gốc còn nguyên; đồng chí điền các ô bằng tay.").format(
                message=document.reading_message
            ),
            Tone.WARN,
            _("Chưa đọc được"),
        )
    return _next_number(actor, document)


def _next_number(actor: Actor, document: OutgoingDocument) -> Part | None:
    """The number it would get now, told before the click."""
    body, kind = document.issuing_body, document.document_type
    if NUMBER not in access.abilities(actor, document) or body is None or kind is None:
        return None
    try:
        asked = series_for(document.agency, body, kind, document.backdate_to or timezone.localdate())
    except Invalid as problem:
        return Notice(problem.message, Tone.WARN)
    words = _("Số tiếp theo của {body}, loại {kind}: {code}.")
    return Notice(
        words.format(body=asked.body.label, kind=kind.name, code=asked.code(asked.next_number)), Tone.INFO
    )


def _signatures(_request: Request, _actor: Actor, document: OutgoingDocument) -> Part | None:
    return signature_notice([one for row in document.files.all() for one in row.signatures])


def _facts(_request: Request, actor: Actor, document: OutgoingDocument) -> Part:
    numbered = (
        f"{moment_text(timezone.localtime(document.numbered_at))}, {document.numbered_by or ''}"
        if document.numbered_at
        else None
    )
    dispatched = (
        f"{moment_text(timezone.localtime(document.dispatched_at))}, {document.dispatched_by or ''}"
        if document.dispatched_at
        else None
    )
    facts = [
        Fact(_("Sổ"), f"{document.register} · {document.series_key}" if document.register else None),
        Fact(_("Ngày văn bản"), format_date(document.issued_on) if document.issued_on else None),
        Fact(_("Loại"), str(document.document_type) if document.document_type else None),
        Fact(_("Người ký"), " · ".join(p for p in (document.signer, document.signer_title) if p) or None),
        Fact(_("Đơn vị soạn thảo"), document.unit.label if document.unit else None),
        Fact(
            _("Số trang, số bản"),
            _("{page_count} trang, {copy_count} bản").format(
                page_count=document.page_count, copy_count=document.copy_count
            ),
        ),
        Fact(_("Cấp số"), numbered, wide=True),
        Fact(_("Phát hành"), dispatched, wide=True),
    ]
    if document.backdate_to is not None and document.issued_on == document.backdate_to:
        words = _("{person} cho phép: {reason}").format(
            person=document.backdate_by, reason=document.backdate_reason
        )
        facts.append(Fact(_("Ghi lùi ngày"), words, wide=True))
    if document.answers is not None:
        facts.append(Fact(_("Trả lời"), document.answers.reference_code or document.answers.title, wide=True))
    if document.draft is not None and VIEW in access.abilities(actor, document.draft):
        facts.append(Fact(_("Dự thảo"), Button(_("Mở dự thảo"), f"/du-thao/{document.draft_id}/")))
    if document.note:
        facts.append(Fact(_("Ghi chú"), document.note, wide=True))
    return Panel(_("Thông tin"), Facts(facts), id="thong-tin")


def _deliveries(_request: Request, _actor: Actor, document: OutgoingDocument) -> Part | None:
    rows = [_delivery_row(row) for row in document.deliveries.select_related("unit")]
    if not rows:
        return None
    table = Table(_("Nơi nhận"), [Column(_("Nơi nhận"), "strong"), Column(_("Tình trạng"))], rows)
    waiting = any(row.state == Delivery.State.SENT for row in document.deliveries.all())
    envelopes = Button(_("In bì (PDF)"), f"{ADDRESS}{document.pk}/bi.pdf") if waiting else None
    return Panel(_("Nơi nhận"), table, "noi-nhan", len(rows), envelopes, flush=True)


def _delivery_row(row: Delivery) -> TableRow:
    """Who, by which way, how it stands since when, who signed or why it was refused."""
    moment = row.received_at or row.arrived_at or row.sent_at
    state = str(row.get_state_display())
    if moment is not None:
        state = f"{state} {moment_text(timezone.localtime(moment))}"
    more = row.received_by or row.reason
    way = str(row.get_channel_display()).lower()
    return TableRow([row.name, f"{state} ({way}): {more}" if more else f"{state} ({way})"])


def _files(_request: Request, _actor: Actor, document: OutgoingDocument) -> Part | None:
    here = f"{ADDRESS}{document.pk}/tep/"
    rows = []
    for row in document.files.all():
        name = shown_name(row)
        told = name if row.kind == OutgoingFile.Kind.MAIN else f"{name} ({row.get_kind_display()})"
        rows.append(TableRow([told, Button(_("Tải về"), f"{here}{row.pk}/", described=name)]))
    columns = [Column(_("Tệp"), "strong"), Column(_("Tải về"))]
    return Panel(_("Tệp"), Table(_("Tệp"), columns, rows), "tep", len(rows), flush=True) if rows else None


for _rank, (_name, _build) in enumerate(
    (
        ("standing", _standing),
        ("deliveries", _deliveries),
        ("facts", _facts),
        ("signatures", _signatures),
        ("files", _files),
    )
):
    declare_panel(PanelSpec(_name, OutgoingDocument, _build, rank=10 * _rank))


def _answered_by(_request: Request, actor: Actor, document: Any) -> Part | None:
    """On an incoming document: what the office answered, for those who may see it."""
    found = OutgoingDocument.objects.filter(access.visible(actor, OutgoingDocument), answers=document)
    rows = [
        TableRow(
            [
                row.reference_code or _("chưa có số"),
                row.title,
                format_date(row.issued_on) if row.issued_on else "",
                row.get_state_display(),
            ],
            f"{ADDRESS}{row.pk}/",
        )
        for row in found.order_by("pk")[:20]
    ]
    columns = [
        Column(_("Số, ký hiệu"), "code"),
        Column(_("Trích yếu"), "strong"),
        Column(_("Ngày"), "date"),
        Column(_("Tình trạng")),
    ]
    table = Table(_("Văn bản trả lời"), columns, rows)
    return Panel(_("Văn bản trả lời"), table, "tra-loi", len(rows), flush=True) if rows else None


declare_panel(PanelSpec("answered_by", IncomingDocument, _answered_by, rank=25))

for _name, _tab, _label, _tone in (
    ("refused", "bi-tra-lai", vi("Văn bản đi bị trả lại"), Tone.ALARM),
    ("number", "cho-cap-so", vi("Chờ cấp số"), Tone.PLAIN),
    ("dispatch", "cho-phat-hanh", vi("Chờ phát hành"), Tone.PLAIN),
    ("awaited", "chua-nhan", vi("Đã gửi, có nơi chưa nhận"), Tone.WARN),
):
    declare_box(PressingBox(f"outgoing/{_name}", "outgoing", _tab, _label, ADDRESS, _row, _tone, rank=20))

LIST.declare()
RECORD.declare()
ActionScreens(OutgoingDocument, ADDRESS, RECORD).declare()
