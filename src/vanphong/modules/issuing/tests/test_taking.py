"""Signed files taken in: kept as they are, read for their head, a secret one gone without a trace of its words."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from vanphong.kernel.commands import Conflict, Forbidden, Invalid
from vanphong.kernel.files import store
from vanphong.kernel.files.models import Blob
from vanphong.kernel.journal.models import AuditEntry
from vanphong.modules.issuing.commands.reading import purge_outgoing, record_signed_reading
from vanphong.modules.issuing.commands.taking import restore_signed, take_signed, withdraw_signed
from vanphong.modules.issuing.models import OutgoingDocument
from vanphong.testing import issuing, papers, signing
from vanphong.testing.personas import Office

S = OutgoingDocument.State


def test_the_file_is_kept_to_the_byte_and_its_head_proposed(office: Office) -> None:
    content = papers.letter_pdf(number="      -BC/VPTU", subject="kết quả quý IV")
    issuing.type_of()
    document = issuing.taken(office, content)
    row = document.files.get()
    assert store.read_blob(row.blob) == content
    assert (document.state, document.reading_state) == (S.PENDING_NUMBER, "done")
    assert document.subject == "Kết quả quý IV"
    assert document.document_type == issuing.type_of("REPORT_DOC")
    assert (row.name, document.page_count) == ("văn bản đã ký.pdf", 1)
    assert document.recipients_read


def test_signatures_of_what_is_taken_in_are_kept_with_it(office: Office) -> None:
    document = issuing.taken(office, signing.signed(papers.letter_pdf()))
    (found,) = document.files.get().signatures
    assert (found["signer"], found["integrity"]) == ("Nguyễn Văn Khang", "intact")


def test_a_secret_paper_is_gone_before_a_word_of_it_is_written_down(office: Office, var: Path) -> None:
    content = papers.letter_pdf(stamp="TỐI MẬT", subject="việc không được biết")
    document = issuing.taken(office, content)
    assert (document.state, document.subject) == (S.PURGED, "")
    assert not document.files.exists()
    assert not Blob.objects.exists()
    assert not any(path.is_file() for path in (var / "blobs").rglob("*"))
    told = " ".join(AuditEntry.objects.values_list("body", flat=True))
    assert "việc không được biết" not in told.lower()


def test_a_file_named_as_secret_or_with_macros_is_refused_at_the_door(office: Office) -> None:
    clerk, agency = office.actor("vanthu"), office.units["vptu"]
    named = issuing.file_of(papers.letter_pdf(), "Báo cáo TỐI MẬT.pdf")
    with pytest.raises(Invalid, match="dấu mật"):
        take_signed(clerk, agency=agency, files=[named])
    with pytest.raises(Invalid, match="Chưa có tệp"):
        take_signed(clerk, agency=agency, files=[])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<hỏng")
        archive.writestr("[Content_Types].xml", "<Types/>")
    for content in (out.getvalue(), b"%PDF-1.7 cut"):
        with pytest.raises(Invalid) as refused:
            take_signed(clerk, agency=agency, files=[issuing.file_of(content, "hỏng.pdf")])
        assert "Đề nghị" in refused.value.message
    assert not OutgoingDocument.objects.exists()


def test_only_the_clerk_of_the_agency_takes_in(office: Office) -> None:
    files = [issuing.file_of(papers.letter_pdf())]
    for name in ("chanh", "vanthuxa"):
        with pytest.raises(Forbidden):
            take_signed(office.actor(name), agency=office.units["vptu"], files=files)


def test_what_came_by_mistake_is_set_aside_and_taken_back(office: Office) -> None:
    document, clerk = issuing.taken(office), office.actor("vanthu")
    with pytest.raises(Invalid, match="lý do"):
        withdraw_signed(clerk, document=document, reason=" ")
    withdraw_signed(clerk, document=document, reason="Nhầm tệp.")
    assert issuing.fresh(document).state == S.WITHDRAWN
    restore_signed(clerk, document=document)
    assert issuing.fresh(document).state == S.PENDING_NUMBER


def test_the_clerk_can_purge_and_only_the_machine_records_reading(office: Office) -> None:
    from vanphong.modules.correspondence.public import DocumentRead

    clerk, document = office.actor("vanthu"), issuing.taken(office)
    with pytest.raises(Forbidden):
        record_signed_reading(clerk, document=document, read=DocumentRead(()))
    with pytest.raises(Invalid, match="mức mật"):
        purge_outgoing(clerk, document=document, found_level="?", where="trang 1")
    purge_outgoing(clerk, document=document, found_level="mat", where="trang 1")
    assert issuing.fresh(document).state == S.PURGED
    numbered = issuing.numbered(office)
    with pytest.raises((Conflict, Forbidden)):
        purge_outgoing(clerk, document=numbered, found_level="mat", where="trang 1")
