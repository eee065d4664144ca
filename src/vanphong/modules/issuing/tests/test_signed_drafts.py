"""What was signed in the office's own circuit waits for its number, its head as the draft has it."""

from __future__ import annotations

import pytest

from vanphong.kernel.commands import Forbidden
from vanphong.kernel.files.models import Blob
from vanphong.kernel.jobs.worker import work_off
from vanphong.modules.drafting.commands.signing import record_paper_signature
from vanphong.modules.issuing.commands.numbering import number_document
from vanphong.modules.issuing.commands.reading import purge_outgoing
from vanphong.modules.issuing.commands.taking import take_signed_draft
from vanphong.modules.issuing.models import OutgoingDocument
from vanphong.testing import drafting, issuing, papers
from vanphong.testing.personas import Office


def test_what_is_signed_waits_for_its_number_with_the_head_of_the_draft(office: Office) -> None:
    draft = drafting.signed(office)
    work_off()
    work_off()
    document = OutgoingDocument.objects.get(draft=draft)
    assert (document.subject, document.signer) == ("Cung cấp số liệu báo cáo", "Nguyễn Đức An")
    assert (document.issuing_body, document.document_type) == (draft.issuing_body, draft.document_type)
    assert (document.unit, document.state) == (office.units["tonghop"], "pending_number")
    latest = draft.latest
    assert latest is not None
    assert document.files.get().blob_id == latest.blob_id
    numbered = number_document(
        office.actor("vanthu"),
        document=document,
        issuing_body=office.units["vptu"],
        document_type=draft.document_type,
        head=issuing.head(subject=document.subject),
    )
    assert numbered.reference_code == "01-CV/VPTU"


def test_a_draft_is_taken_once_and_by_the_machine(office: Office) -> None:
    from vanphong.kernel.actor import Actor

    draft = drafting.signed(office)
    work_off()
    with pytest.raises(Forbidden):
        take_signed_draft(office.actor("vanthu"), draft=draft)
    assert take_signed_draft(Actor.system(), draft=draft) is None
    assert OutgoingDocument.objects.count() == 1


def test_the_scan_of_the_signed_paper_is_what_is_numbered(office: Office) -> None:
    draft, clerk = drafting.submitted(office), office.actor("vanthu")
    scan = issuing.file_of(papers.letter_pdf(number="     -CV/VPTU"))
    record_paper_signature(clerk, draft=draft, scan=scan)
    assert not OutgoingDocument.objects.exists()
    work_off()
    work_off()
    assert OutgoingDocument.objects.get(draft=draft).files.get().media_type == "application/pdf"


def test_a_document_found_secret_takes_its_draft_with_it(office: Office) -> None:
    draft = drafting.signed(office)
    work_off()
    work_off()
    document = OutgoingDocument.objects.get(draft=draft)
    purge_outgoing(office.actor("vanthu"), document=document, found_level="mat", where="trang 1")
    assert drafting.fresh(draft).state == "purged"
    assert not Blob.objects.exists()
