"""Slips of one incoming document as values to print: routing slip, submission slip, receipt."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from vanphong.kernel.identity.models import User
from vanphong.kernel.organisation.letterhead import letterhead
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.organisation.queries import seats_of
from vanphong.lib.dates import format_date
from vanphong.lib.printing.forms import DocumentFacts, Opinion, Signature
from vanphong.lib.printing.receipt import Receipt, ReceivedItem
from vanphong.lib.printing.routing_slip import Assignment as SlipPart
from vanphong.lib.printing.routing_slip import RoutingSlip
from vanphong.lib.printing.submission_slip import SubmissionSlip
from vanphong.modules.correspondence.models import (
    Assignment,
    Endorsement,
    HandlingNote,
    IncomingDocument,
    Submission,
    Urgency,
)


def _post(user: User | None) -> str:
    if user is None:
        return ""
    seats = seats_of([user.pk])[user.pk]
    return seats[0].title if seats else ""


def _urgency(document: IncomingDocument) -> str:
    return "" if document.urgency == Urgency.NORMAL else str(document.get_urgency_display())


def _names(ids: Iterable[int]) -> str:
    return ", ".join(unit.name for unit in Unit.objects.filter(pk__in=list(ids)))


def _owner(part: Assignment) -> str:
    """Who works on it, the unit by its full name, as papers have it."""
    names = (str(part.user or ""), part.unit.name if part.unit else "")
    return ", ".join(name for name in names if name)


def proposal_words(slip: Submission) -> str:
    """What the office proposes, in one paragraph."""
    parts = [slip.proposal] if slip.proposal else []
    if slip.proposed_lead is not None:
        parts.append(f"Chủ trì: {slip.proposed_lead.name}.")
    if slip.proposed_collaborators:
        parts.append(f"Phối hợp: {_names(slip.proposed_collaborators)}.")
    if slip.proposed_information:
        parts.append(f"Để biết: {_names(slip.proposed_information)}.")
    if slip.proposed_due_on is not None:
        parts.append(f"Hạn: {format_date(slip.proposed_due_on)}.")
    return " ".join(parts)


def _said(item: Endorsement) -> Opinion:
    at = timezone.localtime(item.endorsed_at)
    if item.entered_by:
        return Opinion(item.text, item.entered_by, "", at, str(item.user))
    return Opinion(item.text, str(item.user), _post(item.user), at)


def routing_slip(document: IncomingDocument, printed_by: str) -> RoutingSlip:
    """Phiếu xử lý: the document, the proposal, the endorsements, who does what, the notes so far."""
    slips = document.submissions.exclude(state=Submission.State.WITHDRAWN).select_related(
        "submitted_by", "proposed_lead"
    )
    proposals = [
        Opinion(
            words,
            str(s.submitted_by or "Văn phòng"),
            _post(s.submitted_by),
            timezone.localtime(s.submitted_at),
        )
        for s in slips.order_by("pk")
        if (words := proposal_words(s))
    ]
    notes = document.notes.exclude(kind=HandlingNote.Kind.REMINDER).select_related("author").order_by("pk")
    handler_notes = [
        Opinion(n.text, str(n.author or "Hệ thống"), _post(n.author), timezone.localtime(n.written_at))
        for n in notes
    ]
    parts = document.assignments.exclude(state__in=["returned", "recalled"]).filter(parent__isnull=True)
    return RoutingSlip(
        heading=letterhead(document.agency),
        document=document_facts(document),
        printed_by=printed_by,
        printed_at=timezone.localtime(),
        due_on=document.due_on,
        due_note=document.due_reason,
        proposals=tuple(proposals),
        endorsements=tuple(
            _said(item) for item in document.endorsements.select_related("user").order_by("pk")
        ),
        handler_notes=tuple(handler_notes),
        assignments=tuple(
            SlipPart(str(part.get_role_display()), _owner(part), part.due_on)
            for part in parts.select_related("unit", "user")
        ),
    )


def document_facts(document: IncomingDocument) -> DocumentFacts:
    """What identifies the document on every form."""
    return DocumentFacts(
        arrival_number=document.arrival_number or 0,
        arrived_on=document.arrived_on or timezone.localtime(document.received_at).date(),
        issuer=document.issuer_name,
        reference_code=document.reference_code,
        issued_on=document.issued_on,
        document_type=str(document.document_type or ""),
        subject=document.subject,
        register_name=str(document.register or ""),
        urgency=_urgency(document),
        page_count=document.page_count or None,
        copy_count=document.copy_count,
    )


def submission_slip(document: IncomingDocument, slip: Submission) -> SubmissionSlip:
    """Phiếu trình of one submission, with what the leader answered."""
    title = _post(slip.to_user)
    code = f" số {document.reference_code}" if document.reference_code else ""
    day = f" ngày {format_date(document.issued_on)}" if document.issued_on else ""
    by = slip.submitted_by
    return SubmissionSlip(
        heading=letterhead(document.agency),
        addressee=f"Đồng chí {slip.to_user}" + (f", {title}" if title else ""),
        subject=document.subject,
        issue=f"Văn bản{code}{day} của {document.issuer_name}: {document.subject}",
        proposal=proposal_words(slip) or "Kính trình đồng chí cho ý kiến chỉ đạo.",
        submitted_on=timezone.localtime(slip.submitted_at).date(),
        printed_at=timezone.localtime(),
        urgency=_urgency(document),
        summary=slip.summary,
        attachments=tuple(file.name for file in document.files.exclude(kind="product")),
        signatures=(Signature(_post(by) or "Văn phòng", str(by) if by else ""),),
        decisions=tuple(_said(e) for e in slip.endorsements.select_related("user").order_by("pk")),
    )


def receipt(document: IncomingDocument, address: str) -> Receipt:
    """Giấy biên nhận with its look-up code; `address` is where the code is looked up."""
    facts = document_facts(document)
    item = ReceivedItem(
        facts.reference_code,
        facts.issued_on,
        facts.document_type,
        facts.subject,
        document.copy_count,
        document.arrival_number,
    )
    return Receipt(
        heading=letterhead(document.agency),
        sender=document.issuer_name or document.sender_note,
        items=(item,),
        received_at=timezone.localtime(document.registered_at or document.received_at),
        receiver=str(document.registered_by or document.received_by),
        code=document.receipt_code,
        address=address,
    )
