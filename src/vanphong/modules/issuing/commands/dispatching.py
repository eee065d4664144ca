"""Sending out, and following each copy until its recipient has it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel.actor import REGISTRAR, Actor
from vanphong.kernel.commands import Conflict, Forbidden, Invalid, command, note
from vanphong.kernel.notifications.telling import tell
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.organisation.queries import holders_in_agency
from vanphong.kernel.search.indexing import index_record
from vanphong.kernel.wording import vi
from vanphong.lib.dates import format_date
from vanphong.lib.text import clean
from vanphong.modules.correspondence.public import (
    HeaderFields,
    IncomingDocument,
    IncomingFile,
    record_reply,
    take_delivery,
)
from vanphong.modules.issuing.commands.issued import make_issued_copy, sent_files
from vanphong.modules.issuing.commands.reading import shown_name
from vanphong.modules.issuing.models import Delivery, OutgoingDocument
from vanphong.modules.issuing.notices import REFUSED
from vanphong.modules.issuing.policy import DISPATCH, FOLLOW_UP, RECALL
from vanphong.modules.issuing.queries.recipients import office_of
from vanphong.modules.issuing.workflow import DELIVERY, OUTGOING

S = OutgoingDocument.State
D = Delivery.State


@command(DISPATCH, on="document", label=vi("phát hành văn bản"))
def dispatch_document(
    actor: Actor,
    /,
    *,
    document: OutgoingDocument,
    units: Sequence[Unit] = (),
    others: Sequence[str] = (),
    without_number: bool = False,
) -> OutgoingDocument:
    """Send a numbered document: offices of this installation get it at once, the others on paper.

    What is sent bears number and date: the issued copy, else the signed file where they were read on it; with
    `without_number` the clerk sends what was signed as it is. `others` are recipients that are no unit here, a
    name each. A copy for an office arrives in its «Chờ vào sổ»; a copy on paper stands in the delivery book
    until someone signed for it.
    """
    planned = _planned(document, units, others)
    if not planned:
        raise Invalid(
            _("Văn bản chưa có nơi nhận nào."), {"units": _("Đồng chí chọn nơi nhận hoặc ghi tên nơi nhận.")}
        )
    if document.reading_state == OutgoingDocument.ReadingState.WAITING:
        raise Conflict(_("Máy đang đọc bản phát hành để soát dấu mật. Đồng chí chờ giây lát rồi phát hành."))
    OUTGOING.move(document, S.DISPATCHED)
    if make_issued_copy(document) is None and not document.bears_number and not without_number:
        words = _(
            "Tệp đã ký chưa ghi số, ngày. Đồng chí ghi số lên bản giấy, đóng dấu, quét lại rồi chọn «Đưa bản phát "
            "hành»; hoặc đánh dấu gửi tệp như đã ký."
        )
        raise Invalid(words, {"without_number": words})
    document.dispatched_at, document.dispatched_by_id = timezone.now(), actor.user_id
    document.save()
    for delivery in planned:
        _send(document, delivery)
    if document.answers is not None:
        record_reply(Actor.system(), document=document.answers, reply_code=document.reference_code)
    index_record(document)
    return document


def _planned(document: OutgoingDocument, units: Sequence[Unit], others: Sequence[str]) -> list[Delivery]:
    """One copy a recipient; an office named twice, or as one of its own units, gets one."""
    rows: list[Delivery] = []
    taken = set(
        Delivery.objects.filter(document=document).exclude(state=D.REFUSED).values_list("unit_id", flat=True)
    )
    for unit in units:
        if unit.pk not in taken:
            taken.add(unit.pk)
            channel = Delivery.Channel.OFFICE if office_of(unit, document) else Delivery.Channel.PAPER
            rows.append(Delivery(document=document, unit=unit, name=unit.name, channel=channel))
    for name in dict.fromkeys(filter(None, map(clean, others))):
        if len(name) > 300:
            raise Invalid(_("Tên nơi nhận dài quá 300 ký tự."), {"others": _("Mỗi dòng ghi một nơi nhận.")})
        rows.append(Delivery(document=document, name=name, channel=Delivery.Channel.PAPER))
    return rows


def _send(document: OutgoingDocument, delivery: Delivery) -> None:
    office = office_of(delivery.unit, document) if delivery.unit is not None else None
    now = timezone.now()
    delivery.sent_at = now
    if delivery.channel == Delivery.Channel.OFFICE and office is not None:
        delivery.save()
        delivery.arrival = _arrive(document, office, delivery)
        delivery.arrived_at = now
        DELIVERY.move(delivery, D.ARRIVED)
    else:
        DELIVERY.move(delivery, D.SENT)
    delivery.save()


def _arrive(document: OutgoingDocument, office: Unit, delivery: Delivery) -> IncomingDocument:
    body = document.issuing_body
    fields = HeaderFields(
        subject=document.subject,
        reference_code=document.reference_code,
        issuer=body,
        issuer_name=body.name if body else "",
        issued_on=document.issued_on,
        document_type=document.document_type,
        urgency=document.urgency,
        signer=document.signer,
        signer_title=document.signer_title,
        page_count=document.page_count,
        copy_count=delivery.copies,
    )
    files = [
        IncomingFile(shown_name(row), row.blob, row.media_type, row.page_count)
        for row in sent_files(document)
    ]
    reference = f"{delivery._meta.label_lower}:{delivery.pk}"
    return take_delivery(Actor.system(), agency=office, files=files, fields=fields, sent_as=reference)


@command(FOLLOW_UP, on="document", label=vi("gửi thêm văn bản đã phát hành"))
def send_further(
    actor: Actor,
    /,
    *,
    document: OutgoingDocument,
    units: Sequence[Unit] = (),
    others: Sequence[str] = (),
    reason: str,
) -> OutgoingDocument:
    """Send to more recipients, or again to one that refused it, with a reason."""
    if not clean(reason):
        raise Invalid(_("Gửi thêm phải có lý do."), {"reason": _("Đồng chí ghi lý do.")})
    planned = _planned(document, units, others)
    if not planned:
        raise Conflict(_("Những nơi này đã có văn bản. Đồng chí chọn nơi nhận khác."))
    for delivery in planned:
        delivery.reason = clean(reason)[:500]
        _send(document, delivery)
    note(clean(reason))
    return document


@command(FOLLOW_UP, on="document", label=vi("ghi nơi nhận đã ký nhận"))
def confirm_receipt(
    actor: Actor,
    /,
    *,
    document: OutgoingDocument,
    deliveries: Sequence[Delivery],
    received_by: str,
    received_on: dt.date | None = None,
) -> OutgoingDocument:
    """Write down who signed in the delivery book for copies on paper."""
    day = received_on or timezone.localdate()
    rows = list(document.deliveries.filter(pk__in=[row.pk for row in deliveries], state=D.SENT))
    if not rows:
        raise Invalid(_("Đồng chí chọn nơi nhận đã ký."), {"deliveries": _("Còn trống.")})
    if not clean(received_by):
        raise Invalid(_("Đồng chí ghi người ký nhận."), {"received_by": _("Còn trống.")})
    if day > timezone.localdate() or (document.issued_on is not None and day < document.issued_on):
        words = _("Ngày ký nhận từ {first} đến hôm nay.").format(
            first=format_date(document.issued_on) if document.issued_on else ""
        )
        raise Invalid(words, {"received_on": words})
    moment = timezone.now() if day == timezone.localdate() else _noon(day)
    for row in rows:
        row.received_by, row.received_at = clean(received_by)[:120], moment
        DELIVERY.move(row, D.RECEIVED)
        row.save()
    return document


def _noon(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


@command(None, on="document", label=vi("ghi nơi nhận đã vào sổ"))
def record_arrival(
    actor: Actor, /, *, document: OutgoingDocument, delivery: Delivery, arrival_number: int, by: str
) -> Delivery:
    """The office that got it gave it an arrival number: received."""
    row = _arrived(actor, document, delivery)
    if row.state == D.ARRIVED:
        row.received_at = timezone.now()
        row.received_by = f"{by}, số đến {arrival_number}"[:120]
        DELIVERY.move(row, D.RECEIVED)
        row.save()
    return row


@command(None, on="document", label=vi("ghi nơi nhận trả lại"))
def record_refusal(
    actor: Actor, /, *, document: OutgoingDocument, delivery: Delivery, reason: str
) -> Delivery:
    """The office that got it sent it back: the clerk is told, with the reason."""
    row = _arrived(actor, document, delivery)
    if row.state == D.ARRIVED:
        row.reason = reason[:500]
        DELIVERY.move(row, D.REFUSED)
        row.save()
        tell(actor, REFUSED, about=document, users=holders_in_agency(document.agency_id, REGISTRAR))
    return row


def _arrived(actor: Actor, document: OutgoingDocument, delivery: Delivery) -> Delivery:
    """The copy as it stands now; only the system tells what became of it elsewhere."""
    if not actor.is_system:
        raise Forbidden(_("Việc này do hệ thống làm."))
    found: Delivery = document.deliveries.get(pk=delivery.pk)
    return found


@command(RECALL, on="document", label=vi("thu hồi văn bản đã phát hành"))
def recall_document(
    actor: Actor, /, *, document: OutgoingDocument, by_document: OutgoingDocument, reason: str
) -> OutgoingDocument:
    """Withdraw an issued document by another one, numbered after it; recipients learn it by that document.

    The number stays in the book. Legal ground: NĐ 30/2020/NĐ-CP, Điều 18 khoản 4 và 5, by analogy: a wrong
    document is corrected or withdrawn by a document of equal form, or an official letter.
    """
    if by_document.pk == document.pk or by_document.number is None:
        raise Invalid(
            _("Thu hồi phải bằng một văn bản khác đã cấp số."),
            {"by_document": _("Đồng chí chọn văn bản thu hồi.")},
        )
    if by_document.state == S.REVOKED or (by_document.numbered_at or timezone.now()) < (
        document.numbered_at or timezone.now()
    ):
        raise Invalid(
            _("Văn bản thu hồi phải còn hiệu lực và cấp số sau văn bản bị thu hồi."),
            {"by_document": _("Đồng chí chọn văn bản khác.")},
        )
    if not clean(reason):
        raise Invalid(_("Thu hồi phải có lý do."), {"reason": _("Đồng chí ghi lý do.")})
    missing = _not_told(document, by_document)
    if missing:
        raise Invalid(
            _("Văn bản thu hồi chưa gửi đến: {names}. Đồng chí gửi đủ các nơi đã nhận rồi thu hồi.").format(
                names="; ".join(missing[:5])
            ),
            {"by_document": _("Chưa gửi đủ nơi nhận.")},
        )
    document.revoked_by_document = by_document
    OUTGOING.move(document, S.REVOKED)
    document.save()
    note(f"{by_document.reference_code}: {clean(reason)}")
    index_record(document)
    return document


def _not_told(document: OutgoingDocument, by_document: OutgoingDocument) -> list[str]:
    """Who holds a copy and was not sent the document that withdraws it."""
    told = by_document.deliveries.exclude(state__in=(D.PLANNED, D.REFUSED))
    units, names = set(told.values_list("unit_id", flat=True)), set(told.values_list("name", flat=True))
    holders = document.deliveries.exclude(Q(state=D.REFUSED) | Q(state=D.PLANNED))
    return [
        row.name
        for row in holders
        if row.name not in names and (row.unit_id is None or row.unit_id not in units)
    ]
