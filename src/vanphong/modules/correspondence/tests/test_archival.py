"""The PDF/A of a concluded document: made in the background, seen by who sees the document, gone with it."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest

from vanphong.kernel.files.models import Blob, Rendition
from vanphong.kernel.jobs.models import Job
from vanphong.kernel.jobs.worker import work_off
from vanphong.modules.correspondence.channels.examining import examine, receive
from vanphong.modules.correspondence.commands.closing import keep_for_reference
from vanphong.modules.correspondence.commands.purging import purge_secret
from vanphong.modules.correspondence.commands.registration import register_document
from vanphong.modules.correspondence.models import IncomingDocument
from vanphong.testing import correspondence as build
from vanphong.testing import papers
from vanphong.testing.browsing import signed_in
from vanphong.testing.personas import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def concluded(office: Office, var: Path, tmp_path: Path) -> IncomingDocument:
    """A registered letter kept for reference, its jobs not yet done."""
    clerk = office.actor("vanthu")
    path = tmp_path / "công văn.pdf"
    path.write_bytes(papers.letter_pdf())
    document = receive(clerk, agency=office.units["vptu"], channel="upload", files=[examine(path, path.name)])
    work_off()
    register_document(
        clerk, document=build.fresh(document), register=office.registers["den"], fields=build.header()
    )
    work_off()
    assert not Job.objects.filter(kind="correspondence.archival_copy").exists()
    return keep_for_reference(clerk, document=build.fresh(document), reason="Để biết.")


def test_a_concluded_document_gets_a_pdfa_that_its_readers_can_save(
    office: Office, concluded: IncomingDocument
) -> None:
    file = concluded.files.get()
    address = f"/van-ban-den/{concluded.pk}/tep/{file.pk}/luu-tru.pdf"
    clerk = signed_in(office.users["vanthu"])
    assert clerk.get(address).status_code == 404
    assert "PDF/A" not in clerk.get(f"/van-ban-den/{concluded.pk}/").content.decode()
    work_off()
    assert address in clerk.get(f"/van-ban-den/{concluded.pk}/").content.decode()
    answer = clerk.get(address)
    assert answer["Content-Type"] == "application/pdf"
    assert "attachment" in answer["Content-Disposition"]
    kept = Rendition.objects.get(source=file.blob, kind=Rendition.Kind.ARCHIVAL).result
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert len(content) == kept.size
    with pikepdf.open(io.BytesIO(content)) as pdf, pdf.open_metadata() as metadata:
        assert metadata["pdfaid:part"] == "2"
    assert file.blob.pk != kept.pk
    for stranger in ("nguoila", "vanthuxa"):
        assert signed_in(office.users[stranger]).get(address).status_code == 404


def test_the_copy_is_made_once(concluded: IncomingDocument) -> None:
    work_off()
    job = Job.objects.get(kind="correspondence.archival_copy")
    blobs = Blob.objects.count()
    Job.objects.filter(pk=job.pk).update(state="waiting")
    work_off()
    job.refresh_from_db()
    assert (job.state, Blob.objects.count()) == ("done", blobs)


def test_a_purge_before_the_job_leaves_nothing_to_copy_and_one_after_it_takes_the_copy(
    office: Office, concluded: IncomingDocument
) -> None:
    work_off()
    kept = Rendition.objects.get(kind=Rendition.Kind.ARCHIVAL).result
    waiting = Job.objects.get(kind="correspondence.archival_copy")
    purge_secret(office.actor("vanthu"), document=concluded, found_level="mat", where="trang 1")
    assert not Blob.objects.filter(pk=kept.pk).exists()
    Job.objects.filter(pk=waiting.pk).update(state="waiting")
    work_off()
    assert not Rendition.objects.filter(kind=Rendition.Kind.ARCHIVAL).exists()
