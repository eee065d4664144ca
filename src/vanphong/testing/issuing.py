"""Outgoing documents for tests, brought to each state by the people whose work it is."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from vanphong.kernel.actor import Actor
from vanphong.kernel.files.store import staging
from vanphong.kernel.jobs.worker import work_off
from vanphong.lib.templates import make
from vanphong.modules.catalogues.commands import import_document_types, shipped
from vanphong.modules.catalogues.models import DocumentType
from vanphong.modules.correspondence.public import IncomingFile, examine
from vanphong.modules.issuing.commands.dispatching import dispatch_document, recall_document
from vanphong.modules.issuing.commands.grouping import add_group
from vanphong.modules.issuing.commands.numbering import Head, number_document, void_outgoing
from vanphong.modules.issuing.commands.reading import purge_outgoing
from vanphong.modules.issuing.commands.taking import take_signed, withdraw_signed
from vanphong.modules.issuing.models import OutgoingDocument, RecipientGroup
from vanphong.testing import papers
from vanphong.testing.personas import Office

S = OutgoingDocument.State


@cache
def _letter() -> bytes:
    return papers.letter_pdf(number="07-BC/VPTU")


def file_of(content: bytes, name: str = "văn bản đã ký.pdf") -> IncomingFile:
    """The bytes as a channel hands them over."""
    with tempfile.TemporaryDirectory(dir=staging()) as place:
        path = Path(place) / "file"
        path.write_bytes(content)
        return examine(path, name)


def resolution() -> bytes:
    """A resolution of Tỉnh ủy to the commune, on our own template, number and date left open."""
    words: dict[str, str | list[str]] = {
        "issuer": "TỈNH ỦY SƠN HÀ",
        "place": "Sơn Hà",
        "subject": "về công tác xây dựng Đảng năm 2027",
        "body": "1. Các cấp ủy thực hiện.\n2. Văn phòng theo dõi.",
        "recipients": ["Đảng ủy xã An Lạc", "Lưu Văn phòng Tỉnh ủy"],
        "name": "Trần Văn Bình",
    }
    return make("Nghị quyết", "cap-uy", None, words)


def type_of(code: str = "RESOLUTION") -> DocumentType:
    """A type of the shipped catalogue, which is brought in once."""
    if not DocumentType.objects.exists():
        import_document_types(Actor.system(), rows=shipped("document_types"))
    found: DocumentType = DocumentType.objects.get(code=code)
    return found


def head(**more: Any) -> Head:
    """What the clerk confirms; any may be given otherwise."""
    given: dict[str, Any] = {
        "subject": "Về công tác xây dựng Đảng năm 2027",
        "signer": "Trần Văn Bình",
        "signer_title": "Bí thư",
    }
    return Head(**(given | more))


def fresh(document: OutgoingDocument) -> OutgoingDocument:
    """The document as the database has it now."""
    return OutgoingDocument.objects.get(pk=document.pk)


def taken(office: Office, content: bytes | None = None, *, read: bool = True) -> OutgoingDocument:
    """A signed document at the clerk's desk, read unless told otherwise."""
    document = take_signed(
        office.actor("vanthu"), agency=office.units["vptu"], files=[file_of(content or _letter())]
    )
    if read:
        work_off(["reading"])
    return fresh(document)


def numbered(office: Office, *, body: str = "tu", kind: str = "RESOLUTION", **more: Any) -> OutgoingDocument:
    """A document with its number."""
    document_type = type_of(kind)
    number_document(
        office.actor("vanthu"),
        document=(document := taken(office)),
        issuing_body=office.units[body],
        document_type=document_type,
        head=head(**more),
    )
    return fresh(document)


def dispatched(office: Office, *units: str, others: tuple[str, ...] = (), **more: Any) -> OutgoingDocument:
    """A document on its way, to the commune's committee unless told otherwise."""
    document = numbered(office, **more)
    dispatch_document(
        office.actor("vanthu"),
        document=document,
        units=[office.units[name] for name in units or ("duxa",)],
        others=others,
    )
    return fresh(document)


def group(office: Office) -> RecipientGroup:
    """A group of recipients: the commune's committee and the Organisation Board."""
    made: RecipientGroup = add_group(
        office.actor("vanthu"),
        agency=office.units["vptu"],
        name="Các đảng ủy xã",
        units=[office.units["duxa"], office.units["btctu"]],
    )
    return made


def in_every_state(office: Office) -> dict[str, OutgoingDocument]:
    """One document in each state, and a group of recipients."""
    group(office)
    clerk = office.actor("vanthu")
    withdrawn, purged, recalled = taken(office), taken(office), dispatched(office)
    withdraw_signed(clerk, document=withdrawn, reason="Nhầm tệp.")
    purge_outgoing(clerk, document=purged, found_level="mat", where="trang 1")
    void = numbered(office)
    void_outgoing(office.actor("chanh"), document=void, reason="Sai loại văn bản.")
    recall_document(clerk, document=recalled, by_document=dispatched(office), reason="Ban hành nhầm.")
    found = {
        S.PENDING_NUMBER: taken(office),
        S.PENDING_DISPATCH: numbered(office, unit=office.units["tonghop"]),
        S.DISPATCHED: dispatched(office, "duxa", "btctu", unit=office.units["tonghop"]),
        S.REVOKED: recalled,
        S.WITHDRAWN: withdrawn,
        S.PURGED: purged,
    }
    return {str(state): fresh(document) for state, document in found.items()} | {"void": fresh(void)}
