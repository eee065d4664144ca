"""Incoming documents for tests, brought to each state by the people whose work it is."""

from __future__ import annotations

import datetime as dt
from typing import Any

from vanphong.kernel.actor import Actor
from vanphong.modules.correspondence.commands.distribution import distribute_document
from vanphong.modules.correspondence.commands.handling import complete_assignment, conclude_handling
from vanphong.modules.correspondence.commands.intake import discard_document, receive_paper
from vanphong.modules.correspondence.commands.purging import purge_secret
from vanphong.modules.correspondence.commands.registration import (
    HeaderFields,
    register_document,
    return_to_sender,
    void_registration,
)
from vanphong.modules.correspondence.commands.submission import endorse_document, submit_document
from vanphong.modules.correspondence.models import Assignment, IncomingDocument
from vanphong.testing.personas import Office

S = IncomingDocument.State
SUBJECT = "Về việc rà soát biên chế văn phòng cấp ủy"


def header(**more: Any) -> HeaderFields:
    """Words of a letter from the Central Organisation Board; any may be given otherwise."""
    values: dict[str, Any] = {
        "subject": SUBJECT,
        "issuer_name": "Ban Tổ chức Trung ương",
        "reference_code": "1204-CV/BTCTW",
        "issued_on": dt.date(2026, 11, 18),
    }
    return HeaderFields(**(values | more))


def fresh(document: IncomingDocument) -> IncomingDocument:
    """The document as the database has it now."""
    return IncomingDocument.objects.get(pk=document.pk)


def pending(office: Office) -> IncomingDocument:
    """A paper at the clerk's desk, not yet in a book."""
    return receive_paper(office.actor("vanthu"), agency=office.units["vptu"], page_count=2)


def registered(office: Office, *, register: str = "den", **more: Any) -> IncomingDocument:
    """A document in the book."""
    return register_document(
        office.actor("vanthu"),
        document=pending(office),
        register=office.registers[register],
        fields=header(**more),
    )


def submitted(
    office: Office, *, to: str = "bithu", lead: str | None = "tonghop", **more: Any
) -> IncomingDocument:
    """A document before a leader, with a proposal."""
    document = registered(office)
    submit_document(
        office.actor("chanh"),
        document=document,
        to_user=office.users[to],
        **(
            {"proposal": "Giao Phòng Tổng hợp tham mưu.", "lead": office.units[lead] if lead else None} | more
        ),
    )
    return fresh(document)


def endorsed(office: Office) -> IncomingDocument:
    """A leader has spoken without naming a lead: the office distributes."""
    document = submitted(office)
    endorse_document(office.actor("bithu"), document=document, text="Văn phòng tham mưu.")
    return fresh(document)


def distributed(office: Office, **more: Any) -> IncomingDocument:
    """A document in the hands of Phòng Tổng hợp (lead), Phòng Quản trị with it."""
    document = registered(office)
    given: dict[str, Any] = {"lead": office.units["tonghop"], "collaborators": [office.units["quantri"]]}
    distribute_document(office.actor("chanh"), document=document, **(given | more))
    return fresh(document)


def part_of(document: IncomingDocument, role: str = "lead") -> Assignment:
    """The first part of that role."""
    found: Assignment = document.assignments.filter(role=role, parent__isnull=True).earliest("pk")
    return found


def handled(office: Office) -> IncomingDocument:
    """All parts are done."""
    document = distributed(office, collaborators=[])
    complete_assignment(
        office.actor("truongtonghop"), document=document, assignment=part_of(document), result="Đã tham mưu."
    )
    return fresh(document)


def closed(office: Office) -> IncomingDocument:
    """The handling is concluded."""
    document = handled(office)
    conclude_handling(office.actor("chanh"), document=document, result="Đã báo cáo Thường trực.")
    return fresh(document)


def in_every_state(office: Office) -> dict[str, IncomingDocument]:
    """One document in each state."""
    clerk = office.actor("vanthu")
    found = {
        S.PENDING_REGISTRATION: pending(office),
        S.PENDING_SUBMISSION: registered(office),
        S.PENDING_ENDORSEMENT: submitted(office),
        S.PENDING_DISTRIBUTION: endorsed(office),
        S.IN_PROGRESS: distributed(office, information=[office.units["hanhchinh"]]),
        S.HANDLED: handled(office),
        S.CLOSED: closed(office),
        S.RETURNED: return_to_sender(clerk, document=pending(office), reason="Gửi nhầm nơi nhận."),
        S.RECALLED: void_registration(clerk, document=registered(office), reason="Vào sổ hai lần."),
        S.DISCARDED: discard_document(clerk, document=pending(office), reason="Tờ quảng cáo."),
    }
    purged = pending(office)
    purge_secret(Actor.system(), document=purged, found_level="mat", where="trang 1")
    found[S.PURGED] = purged
    return {str(state): fresh(document) for state, document in found.items()}


__all__ = [
    "closed",
    "distributed",
    "endorsed",
    "fresh",
    "handled",
    "header",
    "in_every_state",
    "part_of",
    "pending",
    "registered",
    "submitted",
]
