"""Taking documents in: by upload, by folder, by mail, by hand; twice, broken off, and what is refused."""

from __future__ import annotations

import threading
import unicodedata
from pathlib import Path

import pytest
from django.db import connection

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Forbidden, Invalid
from vanphong.kernel.files.models import Blob
from vanphong.kernel.files.store import path_of
from vanphong.kernel.jobs.models import Job
from vanphong.kernel.jobs.worker import work_off
from vanphong.modules.correspondence.channels.examining import examine, receive
from vanphong.modules.correspondence.commands.intake import (
    attach_file,
    discard_document,
    receive_paper,
    restore_document,
    shown_name,
)
from vanphong.modules.correspondence.models import DocumentFile, IncomingDocument
from vanphong.testing import papers
from vanphong.testing.personas import Office

S, R = IncomingDocument.State, IncomingDocument.ReadingState


@pytest.fixture(scope="module")
def letter() -> bytes:
    return papers.letter_pdf()


def take_in(
    office: Office, content: bytes, name: str = "bao-cao.pdf", actor: Actor | None = None, **more: object
) -> IncomingDocument:
    path = Path(str(more.pop("folder"))) / "incoming"
    path.write_bytes(content)
    return receive(
        actor or office.actor("vanthu"),
        agency=office.units["vptu"],
        channel="upload",
        files=[examine(path, name)],
        **more,  # type: ignore[arg-type]
    )


def test_a_letter_waits_for_registration_with_its_bytes_safe_and_a_reading_asked(
    office: Office, var: Path, tmp_path: Path, letter: bytes
) -> None:
    document = take_in(office, letter, folder=tmp_path)
    assert (document.state, document.reading_state) == (S.PENDING_REGISTRATION, R.WAITING)
    file = document.files.get()
    assert path_of(file.blob.sha256).read_bytes() == letter
    assert file.page_count == 1
    assert document.received_by == "Vũ Thị Lan"
    job = Job.objects.get(kind="correspondence.read_document")
    assert (job.queue, job.object_reference) == ("reading", f"correspondence.incomingdocument:{document.pk}")


def test_a_stranger_and_another_agencys_registrar_cannot_take_in(
    office: Office, var: Path, tmp_path: Path, letter: bytes
) -> None:
    for name in ("chuyenvien", "nguoila", "vanthuxa"):
        with pytest.raises(Forbidden):
            take_in(office, letter, actor=office.actor(name), folder=tmp_path)
    assert not IncomingDocument.objects.exists()
    assert not Blob.objects.exists()
    assert not [path for path in (var / "files").rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"", "0 byte", id="empty"),
        pytest.param(b"MZ\x90\x00" + bytes(400), "Loại tệp này chưa nhận được", id="program"),
        pytest.param(b"<html><script>1</script></html>", "Loại tệp này chưa nhận được", id="html"),
    ],
)
def test_what_is_no_document_is_refused_and_nothing_kept(
    office: Office, var: Path, tmp_path: Path, content: bytes, words: str
) -> None:
    with pytest.raises(Invalid, match=words):
        take_in(office, content, folder=tmp_path)
    assert not IncomingDocument.objects.exists()
    assert not [path for path in (var / "files").rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("make", "words"),
    [
        pytest.param(papers.encrypted_pdf, "mật khẩu", id="encrypted"),
        pytest.param(papers.broken_pdf, "hỏng", id="broken"),
        pytest.param(lambda: papers.long_pdf(2000), "2.000 trang, quá mức 1.500", id="2000 pages"),
    ],
)
def test_what_cannot_be_read_is_kept_for_the_clerk_with_the_reason(
    office: Office, var: Path, tmp_path: Path, make: object, words: str
) -> None:
    content = make()  # type: ignore[operator]
    document = take_in(office, content, folder=tmp_path)
    assert (document.state, document.reading_state) == (S.PENDING_REGISTRATION, R.FAILED)
    assert words in document.reading_message
    assert document.files.get().name == "bao-cao.pdf"
    assert path_of(document.files.get().blob.sha256).read_bytes() == content
    assert not Job.objects.exists()


def test_a_file_too_large_to_be_read_is_kept_and_one_too_large_to_be_taken_is_refused(
    office: Office, var: Path, tmp_path: Path, letter: bytes, settings: object
) -> None:
    from vanphong.lib.reading.inspect import Limits

    settings.INTAKE_LIMITS = Limits(size=1000)  # type: ignore[attr-defined]
    document = take_in(office, letter, folder=tmp_path)
    assert document.reading_state == R.FAILED
    assert "quá mức" in document.reading_message
    settings.INTAKE_UPLOAD_BYTES = 1000  # type: ignore[attr-defined]
    with pytest.raises(Invalid, match="quá mức"):
        take_in(office, letter + b" ", folder=tmp_path)


def test_a_name_in_decomposed_form_is_kept_composed(
    office: Office, var: Path, tmp_path: Path, letter: bytes
) -> None:
    name = unicodedata.normalize("NFD", "Báo cáo quý Ⅲ của Tỉnh ủy.pdf")
    document = take_in(office, letter, name=f"C:\\Users\\lan\\{name}", folder=tmp_path)
    assert shown_name(document.files.get()) == "Báo cáo quý Ⅲ của Tỉnh ủy.pdf"
    work_off(["reading"])
    assert document.files.get().name == "Báo cáo quý Ⅲ của Tỉnh ủy.pdf"


def test_a_name_stays_out_of_the_database_until_the_file_was_read(
    office: Office, var: Path, tmp_path: Path, letter: bytes
) -> None:
    document = take_in(office, letter, name="Kiểm tra cán bộ X.pdf", folder=tmp_path)
    assert document.files.get().name == "Tệp 1.pdf"
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM journal_auditentry WHERE body LIKE %s", ["%cán bộ X%"])
        assert cursor.fetchone() == (0,)


def test_a_file_whose_ending_lies_is_taken_for_what_it_is(
    office: Office, var: Path, tmp_path: Path, letter: bytes
) -> None:
    document = take_in(office, letter, name="bao-cao.docx", folder=tmp_path)
    assert document.files.get().media_type == "application/pdf"
    assert document.reading_state == R.WAITING


def test_a_paper_is_taken_in_without_a_file_and_gets_its_scan_later(
    office: Office, var: Path, tmp_path: Path, letter: bytes
) -> None:
    lan = office.actor("vanthu")
    document = receive_paper(lan, agency=office.units["vptu"], sender_note="Bưu điện", page_count=3)
    assert (document.channel, document.reading_state, document.paper_received) == ("manual", R.NONE, True)
    path = tmp_path / "scan"
    path.write_bytes(letter)
    attach_file(lan, document=document, file=examine(path, "scan.pdf"), kind=DocumentFile.Kind.MAIN)
    work_off(["reading"])
    document.refresh_from_db()
    assert document.reading_state == R.DONE
    assert document.reading.header["reference_code"]["value"] == "123-BC/BTCTU"


def test_the_same_content_taken_in_again_is_marked_as_duplicate(
    office: Office, var: Path, tmp_path: Path, letter: bytes
) -> None:
    first = take_in(office, letter, folder=tmp_path)
    second = take_in(office, letter, name="lan-hai.pdf", folder=tmp_path)
    assert first.duplicate_of is None
    assert second.duplicate_of == first
    assert second.state == S.PENDING_REGISTRATION


@pytest.mark.django_db(transaction=True)
def test_the_same_content_taken_in_twice_at_once_gives_one_original_and_one_duplicate(
    var: Path, tmp_path: Path, letter: bytes
) -> None:
    from vanphong.testing.personas import build_office

    office = build_office()
    ready = threading.Barrier(2)
    failed: list[Exception] = []

    def arrive(number: int) -> None:
        place = tmp_path / str(number)
        place.mkdir()
        try:
            ready.wait(10)
            take_in(office, letter, folder=place)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=arrive, args=(number,)) for number in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not failed
    documents = list(IncomingDocument.objects.order_by("pk"))
    assert len(documents) == 2
    assert sorted(d.duplicate_of_id is None for d in documents) == [False, True]


def test_what_is_no_document_is_discarded_with_a_reason_and_can_be_taken_back(
    office: Office, var: Path, tmp_path: Path, letter: bytes
) -> None:
    lan = office.actor("vanthu")
    document = take_in(office, letter, folder=tmp_path)
    with pytest.raises(Invalid, match="lý do"):
        discard_document(lan, document=document, reason=" ")
    document = discard_document(lan, document=document, reason="Tờ quảng cáo")
    assert document.state == S.DISCARDED
    document = restore_document(lan, document=document)
    assert document.state == S.PENDING_REGISTRATION
    work_off(["reading"])
    document.refresh_from_db()
    assert document.reading_state == R.DONE
