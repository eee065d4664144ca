"""The copy that is sent bears number and date; what was signed stays as it was."""

from __future__ import annotations

import io

import pytest
from docx import Document

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Conflict, Forbidden, Invalid
from vanphong.kernel.files import store
from vanphong.kernel.jobs.worker import work_off
from vanphong.modules.issuing.commands.dispatching import dispatch_document
from vanphong.modules.issuing.commands.issued import bring_issued_copy, sent_files, write_number
from vanphong.modules.issuing.commands.numbering import number_document
from vanphong.modules.issuing.commands.reading import purge_issued_copy
from vanphong.modules.issuing.models import OutgoingDocument
from vanphong.testing import issuing, papers
from vanphong.testing.personas import Office


def numbered(office: Office, content: bytes) -> OutgoingDocument:
    kind = issuing.type_of()
    document = issuing.taken(office, content)
    number_document(
        office.actor("vanthu"),
        document=document,
        issuing_body=document.issuing_body or office.units["tu"],
        document_type=document.document_type or kind,
        head=issuing.head(),
    )
    return issuing.fresh(document)


def printed(content: bytes) -> str:
    word = Document(io.BytesIO(content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return " ".join("\n".join(cells + [p.text for p in word.paragraphs]).split())


def test_number_and_date_are_written_into_a_file_made_on_our_template(office: Office) -> None:
    issuing.type_of()
    content = issuing.resolution()
    document = numbered(office, content)
    assert (document.issuing_body, document.reference_code) == (office.units["tu"], "01-NQ/TU")
    work_off()
    (issued,) = sent_files(document)
    words = printed(store.read_blob(issued.blob))
    day = document.issued_on
    assert day is not None
    assert "Số 01-NQ/TU" in words
    assert f"ngày {day.day:02d} tháng {day.month:02d} năm {day.year}" in words
    assert store.read_blob(document.files.get(kind="main").blob) == content
    write_number(Actor.system(), document=document)
    assert document.files.filter(kind="issued").count() == 1


def test_a_dispatch_quicker_than_the_worker_still_sends_the_number(office: Office) -> None:
    document = numbered(office, issuing.resolution())
    assert not document.files.filter(kind="issued").exists()
    dispatch_document(office.actor("vanthu"), document=document, units=[office.units["duxa"]])
    arrival = document.deliveries.get().arrival
    assert arrival is not None
    assert [file.blob for file in arrival.files.all()] == [document.files.get(kind="issued").blob]


def test_a_scan_without_number_is_not_sent_until_the_stamped_copy_is_brought(office: Office) -> None:
    clerk, units = office.actor("vanthu"), [office.units["duxa"]]
    document = numbered(office, papers.letter_pdf(number="      -BC/VPTU"))
    with pytest.raises(Invalid, match="chưa ghi số"):
        dispatch_document(clerk, document=document, units=units)
    stamped = issuing.file_of(papers.letter_pdf(number="01-BC/VPTU"), "bản có dấu.pdf")
    with pytest.raises(Forbidden):
        bring_issued_copy(office.actor("chanh"), document=document, file=stamped)
    bring_issued_copy(clerk, document=document, file=stamped)
    with pytest.raises(Conflict, match="đang đọc"):
        dispatch_document(clerk, document=issuing.fresh(document), units=units)
    work_off(["reading"])
    dispatch_document(clerk, document=issuing.fresh(document), units=units)
    assert [row.kind for row in sent_files(document)] == ["issued"]
    assert document.files.get(kind="main").name == "văn bản đã ký.pdf"


def test_a_secret_copy_goes_alone_and_the_numbered_document_stays(office: Office) -> None:
    clerk = office.actor("vanthu")
    document = numbered(office, papers.letter_pdf(number="      -BC/VPTU"))
    secret = issuing.file_of(papers.letter_pdf(stamp="TỐI MẬT"), "quét.pdf")
    bring_issued_copy(clerk, document=document, file=secret)
    work_off(["reading"])
    now = issuing.fresh(document)
    assert (now.state, now.reading_state) == ("pending_dispatch", "done")
    assert [row.kind for row in now.files.all()] == ["main"]
    with pytest.raises(Forbidden):
        purge_issued_copy(clerk, document=now, found_level="mat", where="trang 1")


def test_a_newer_copy_takes_the_place_of_the_one_before(office: Office) -> None:
    clerk, document = office.actor("vanthu"), issuing.numbered(office)
    for number in ("01-NQ/TU", "01-NQ/TU "):
        copy = issuing.file_of(papers.letter_pdf(number=number), f"quét {len(number)}.pdf")
        bring_issued_copy(clerk, document=issuing.fresh(document), file=copy)
        work_off(["reading"])
    assert [row.kind for row in document.files.all()] == ["main", "issued"]
    with pytest.raises(Invalid, match="PDF"):
        sheet = issuing.file_of(b"mot dong chu", "bang.txt")
        bring_issued_copy(clerk, document=issuing.fresh(document), file=sheet)
