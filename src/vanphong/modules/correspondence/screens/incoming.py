"""List, record page and actions of incoming documents, and their places on the home page."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel import access
from vanphong.kernel.actor import Actor
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.wording import vi
from vanphong.lib.dates import format_date
from vanphong.lib.numbers import format_number
from vanphong.modules.correspondence.commands.handling import record_viewing
from vanphong.modules.correspondence.commands.intake import shown_name
from vanphong.modules.correspondence.lists import INCOMING_LIST
from vanphong.modules.correspondence.models import HandlingNote, IncomingDocument
from vanphong.modules.correspondence.policy import INTAKE
from vanphong.modules.correspondence.queries.rows import number_words
from vanphong.modules.correspondence.queries.whole import fetch_whole
from vanphong.modules.correspondence.screens.intake import drop_zone
from vanphong.modules.correspondence.screens.pages import page_view
from vanphong.modules.correspondence.screens.parts import assignment_panel
from vanphong.modules.correspondence.screens.rows import deadline_of, row, title_of
from vanphong.modules.correspondence.screens.signing import signature_panel
from vanphong.ui.components import Action as Button
from vanphong.ui.components import (
    ActionBar,
    Badge,
    Column,
    Fact,
    Facts,
    Notice,
    Panel,
    Part,
    Parts,
    Person,
    Table,
    TableRow,
    Timeline,
    Tone,
    TrailEntry,
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

ADDRESS = "/van-ban-den/"


def _drop_zone(request: Request, actor: Actor) -> list[Part]:
    """Above what waits to be registered stands the place to drop more."""
    waiting = request.GET.get("tab", "cho-vao-so") == "cho-vao-so"
    return [drop_zone(request, actor)] if waiting and access.may(actor, IncomingDocument, INTAKE) else []


def _buttons(_request: Request, actor: Actor) -> list[Button]:
    if not access.may(actor, IncomingDocument, INTAKE):
        return []
    return [
        Button(_("Tiếp nhận"), f"{ADDRESS}tiep-nhan/"),
        Button(_("Vào sổ hàng loạt"), f"{ADDRESS}vao-so-loat/"),
        Button(_("Chữ máy đọc bị sửa"), f"{ADDRESS}chu-may-doc/"),
    ]


LIST = ListScreen(
    INCOMING_LIST, ADDRESS, lambda d: f"{ADDRESS}{d.pk}/", row, above=_drop_zone, buttons=_buttons
)


def _head(_actor: Actor, document: IncomingDocument) -> Head:
    written = number_words(document)
    number = _("Số đến {arrival_number}").format(arrival_number=written) if written else ""
    badge = urgency_badge(document.urgency)
    return Head(
        title_of(document),
        " · ".join(part for part in (number, document.reference_code) if part),
        document.issuer_name,
        (Badge(document.get_state_display(), Tone.INFO), *((badge,) if badge else ())),
    )


def _opened(actor: Actor, document: IncomingDocument) -> None:
    fetch_whole(document)
    if record_viewing(actor, document):
        fetch_whole(document)


RECORD = RecordScreen(
    IncomingDocument, ADDRESS, vi("Văn bản đến"), _head, page_view=page_view, opened=_opened
)


def _facts(_request: Request, _actor: Actor, document: IncomingDocument) -> Part:
    due: str | Part | None = deadline_of(document) or (
        format_date(document.due_on) if document.due_on else None
    )
    registered = (
        f"{moment_text(timezone.localtime(document.registered_at))}, {document.registered_by or ''}"
        if document.registered_at
        else None
    )
    facts = [
        Fact(_("Sổ"), f"{document.register} · {document.year}" if document.register else None),
        Fact(_("Ngày đến"), format_date(document.arrived_on) if document.arrived_on else None),
        Fact(_("Ngày văn bản"), format_date(document.issued_on) if document.issued_on else None),
        Fact(_("Loại"), str(document.document_type) if document.document_type else None),
        Fact(_("Người ký"), " · ".join(p for p in (document.signer, document.signer_title) if p) or None),
        Fact(_("Lĩnh vực"), str(document.subject_area) if document.subject_area else None),
        Fact(_("Hạn xử lý"), due),
        Fact(
            _("Số trang, số bản"),
            _("{page_count} trang, {copy_count} bản").format(
                page_count=document.page_count, copy_count=document.copy_count
            ),
        ),
        Fact(_("Bản giấy"), _("đã nhận") if document.paper_received else _("chưa nhận")),
        Fact(_("Kênh đến"), document.get_channel_display()),
        Fact(_("Vào sổ"), registered, wide=True),
    ]
    if document.due_reason:
        facts.insert(7, Fact(_("Vì sao hạn này"), document.due_reason))
    if document.note:
        facts.append(Fact(_("Ghi chú"), document.note, wide=True))
    if document.result:
        facts.append(Fact(_("Kết quả"), document.result, wide=True))
    if document.reply_code:
        facts.append(Fact(_("Văn bản trả lời"), document.reply_code))
    return Panel(_("Thông tin"), Facts(facts), id="thong-tin")


def _reading_notice(_request: Request, _actor: Actor, document: IncomingDocument) -> Part | None:
    if document.state == IncomingDocument.State.PURGED:
        return Notice(
            _("Tệp có dấu mật đã bị xóa khỏi hệ thống. Đồng chí nhận bản giấy và chuyển phòng Cơ yếu."),
            Tone.ALARM,
        )
    void = document.issued_number
    if document.state == IncomingDocument.State.RECALLED and void is not None:
        words = _(
            "Số đến {number} đã hủy: {reason} ({by}). Số này vẫn nằm trong sổ, gạch ngang, không cấp lại."
        )
        number = format_number(document.arrival_number or 0)
        return Notice(
            words.format(number=number, reason=void.void_reason.rstrip(". "), by=void.void_by), Tone.WARN
        )
    if document.reading_state == IncomingDocument.ReadingState.FAILED:
        return Notice(
            _("{value} Bản gốc còn nguyên; đồng chí điền các ô bằng tay.").format(
                value=document.reading_message or _("Máy chưa đọc được tệp này.")
            ),
            Tone.WARN,
            _("Chưa đọc được"),
        )
    return None


def _names(ids: list[int]) -> str:
    return ", ".join(unit.label for unit in Unit.objects.filter(pk__in=ids))


def _opinions(_request: Request, _actor: Actor, document: IncomingDocument) -> Part | None:
    """Slips and endorsements, newest first."""
    parts: list[Part] = []
    for slip in document.submissions.all():
        facts = [
            Fact(_("Trình"), Person(str(slip.to_user))),
            Fact(_("Lúc"), moment_text(timezone.localtime(slip.submitted_at))),
            Fact(_("Tình trạng"), slip.get_state_display()),
        ]
        if slip.summary:
            facts.append(Fact(_("Tóm tắt"), slip.summary, wide=True))
        if slip.proposal:
            facts.append(Fact(_("Đề xuất"), slip.proposal, wide=True))
        if slip.proposed_lead:
            facts.append(Fact(_("Đề xuất chủ trì"), slip.proposed_lead.label))
        if slip.proposed_collaborators:
            facts.append(Fact(_("Phối hợp"), _names(slip.proposed_collaborators)))
        if slip.proposed_due_on:
            facts.append(Fact(_("Hạn đề xuất"), format_date(slip.proposed_due_on)))
        if slip.return_reason:
            facts.append(Fact(_("Lý do trả lại"), slip.return_reason, wide=True))
        parts.append(Facts(facts))
    entries = [
        TrailEntry(
            timezone.localtime(item.endorsed_at),
            item.entered_by or str(item.user),
            _("cho ý kiến"),
            str(item.user) if item.entered_by else "",
            item.text,
        )
        for item in document.endorsements.all()
    ]
    if entries:
        parts.insert(0, Timeline(entries, _("Ý kiến chỉ đạo")))
    return Panel(_("Trình và ý kiến"), Parts.of(*parts), id="y-kien") if parts else None


def _notes(_request: Request, _actor: Actor, document: IncomingDocument) -> Part | None:
    notes = list(document.notes.all())
    if not notes:
        return None
    kinds = dict(HandlingNote.Kind.choices)
    entries = [
        TrailEntry(
            timezone.localtime(n.written_at),
            str(n.author or _("Hệ thống")),
            kinds[n.kind].lower(),
            note=n.text,
        )
        for n in notes
    ]
    body: list[Part] = [Timeline(entries, _("Ý kiến xử lý"))]
    products = [n.file for n in notes if n.file is not None]
    if products:
        links = tuple(
            Button(_("Tải {name}").format(name=shown_name(f)), f"{ADDRESS}{document.pk}/tep/{f.pk}/")
            for f in products
        )
        body.append(ActionBar(secondary=links))
    return Panel(_("Ý kiến xử lý"), Parts.of(*body), "y-kien-xu-ly", len(notes))


def _viewings(_request: Request, _actor: Actor, document: IncomingDocument) -> Part | None:
    seen = list(document.viewings.all())
    rows = [
        TableRow(
            [
                str(v.user),
                moment_text(timezone.localtime(v.first_at)),
                moment_text(timezone.localtime(v.last_at)),
            ]
        )
        for v in seen
    ]
    table = Table(
        _("Ai đã mở"),
        [Column(_("Người"), "strong"), Column(_("Lần đầu")), Column(_("Gần nhất"))],
        rows,
    )
    return Panel(_("Ai đã mở"), table, "da-mo", len(rows), flush=True) if rows else None


for _rank, (_name, _build) in enumerate(
    (
        ("reading", _reading_notice),
        ("opinions", _opinions),
        ("assignments", assignment_panel),
        ("notes", _notes),
        ("facts", _facts),
        ("signatures", signature_panel),
        ("viewings", _viewings),
    )
):
    declare_panel(PanelSpec(_name, IncomingDocument, _build, rank=10 * _rank))

for _name, _tab, _label, _tone in (
    ("exceptions", "ngoai-le", vi("Ngoại lệ"), Tone.PLAIN),
    ("endorse", "cho-y-kien", vi("Chờ ý kiến"), Tone.PLAIN),
    ("overdue", "qua-han", vi("Quá hạn"), Tone.ALARM),
    ("due_soon", "sap-den-han", vi("Sắp đến hạn"), Tone.WARN),
    ("stalled", "chua-xem", vi("Giao mà chưa xem"), Tone.WARN),
    ("register", "cho-vao-so", vi("Chờ vào sổ"), Tone.PLAIN),
    ("mine", "viec-cua-toi", vi("Việc của tôi"), Tone.PLAIN),
    ("submit", "cho-trinh", vi("Chờ trình"), Tone.PLAIN),
    ("distribute", "cho-phan-phoi", vi("Chờ phân phối"), Tone.PLAIN),
    ("handled", "da-xu-ly", vi("Chờ kết thúc"), Tone.PLAIN),
    ("unfiled", "chua-vao-ho-so", vi("Chưa vào hồ sơ"), Tone.PLAIN),
):
    # What is late or nearly late is counted each by itself; together they only make the first tab.
    _pill = _name != "exceptions"
    declare_box(
        PressingBox(f"incoming/{_name}", "incoming", _tab, _label, ADDRESS, row, _tone, rank=10, pill=_pill)
    )

LIST.declare()
RECORD.declare()
ActionScreens(IncomingDocument, ADDRESS, RECORD, special=("vao-so", "cho-y-kien")).declare()
