"""Reading in the background: what is written down, what goes to the clerk, what is purged without trace."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from docx import Document as new_word
from PIL import Image

from vanphong.kernel.actor import Actor
from vanphong.kernel.files import renditions, store
from vanphong.kernel.files.models import Blob, Rendition
from vanphong.kernel.jobs.asking import Running, Stopped
from vanphong.kernel.jobs.models import Job
from vanphong.kernel.jobs.worker import work_off
from vanphong.kernel.notifications.models import Notice
from vanphong.lib.postgres.binaries import candidates
from vanphong.lib.reading.convert import soffice
from vanphong.lib.reading.extract import extract
from vanphong.lib.reading.ocr import available
from vanphong.modules.correspondence.channels import reader
from vanphong.modules.correspondence.channels.examining import examine, receive
from vanphong.modules.correspondence.commands.intake import Batch, restore_document
from vanphong.modules.correspondence.commands.purging import purge_secret
from vanphong.modules.correspondence.commands.reading import mark_reading_failed, read_again
from vanphong.modules.correspondence.jobs import hand_over_unread
from vanphong.modules.correspondence.models import DocumentFile, IncomingDocument, Reading
from vanphong.modules.correspondence.queries.pages import page_sizes
from vanphong.modules.correspondence.screens.pages import highlights
from vanphong.testing import papers
from vanphong.testing.personas import Office

WORD_HEAD = (
    ("TỈNH ỦY HÀ GIANG", "VĂN PHÒNG", "*", "Số 12-CV/VPTU"),
    ("ĐẢNG CỘNG SẢN VIỆT NAM", "Hà Giang, ngày 12 tháng 3 năm 2026"),
)
S, R = IncomingDocument.State, IncomingDocument.ReadingState
needs_ocr = pytest.mark.skipif(not available(), reason="no Vietnamese recogniser on this machine")


def take_in(
    office: Office, var: Path, *contents: bytes, name: str = "tệp.pdf", batch: Batch | None = None
) -> IncomingDocument:
    files = []
    for number, content in enumerate(contents):
        path = var.parent / f"arrives-{number}"
        path.write_bytes(content)
        files.append(examine(path, name))
        path.unlink()
    return receive(
        office.actor("vanthu"), agency=office.units["vptu"], channel="upload", files=files, batch=batch
    )


def read(document: IncomingDocument) -> IncomingDocument:
    work_off(["reading"])
    return IncomingDocument.objects.get(pk=document.pk)


def test_a_letter_is_read_with_the_place_of_every_field(office: Office, var: Path) -> None:
    document = read(take_in(office, var, papers.letter_pdf()))
    assert (document.reading_state, document.reading_message) == (R.DONE, "")
    header = document.reading.header
    assert header["reference_code"]["value"] == "123-BC/BTCTU"
    assert header["issued_on"]["value"] == "2026-11-12"
    assert header["reference_code"]["page"] == 1
    assert len(header["reference_code"]["boxes"][0]) == 4
    assert [d["due_on"] for d in document.reading.deadlines] == ["2026-12-15"]
    assert document.reading.pages == [[595.3, 841.9]]
    assert document.fingerprint is not None
    text = renditions.text_of(document.files.get().blob)
    assert text is not None
    assert "Ban Thường vụ" in text.plain
    assert Job.objects.get().state == Job.State.DONE


@needs_ocr
def test_a_scan_is_recognised_and_gets_a_copy_that_can_be_searched(
    office: Office, var: Path, django_capture_on_commit_callbacks: Any
) -> None:
    document = take_in(office, var, papers.scan_pdf())
    with django_capture_on_commit_callbacks(execute=True):
        document = read(document)
    assert document.reading.source == "ocr"
    assert document.reading.header["reference_code"]["value"] == "123-BC/BTCTU"
    copy = renditions.find(document.files.get().blob, Rendition.Kind.SEARCHABLE)
    assert copy is not None
    assert store.read_blob(copy).startswith(b"%PDF")
    assert not store.partial_folder(document.files.get().blob.sha256).exists()


@needs_ocr
def test_a_stopped_reading_goes_on_after_the_pages_already_read(
    office: Office, var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = take_in(office, var, papers.scan_pdf(pages=3))
    blob = document.files.get().blob
    monkeypatch.setattr(reader, "THREADS", 1)

    def killed_after_two(done: int, total: int) -> None:
        assert total == 3
        if done == 2:
            raise Stopped

    with pytest.raises(Stopped):
        reader.read_files(document, killed_after_two, refuse=True)
    assert sorted(renditions.PagesRead(blob).known()) == [1, 2]
    assert not Reading.objects.exists()
    told: list[int] = []
    known = renditions.PagesRead(blob).known()
    reader.read_files(document, lambda done, _: told.append(done), refuse=True)
    assert told[-1] == 3
    assert {n: p.text for n, p in renditions.PagesRead(blob).known().items() if n < 3} == {
        n: p.text for n, p in known.items()
    }


def test_a_file_that_breaks_only_on_reading_goes_to_the_clerk(office: Office, var: Path) -> None:
    document = take_in(office, var, papers.letter_pdf())
    path = store.path_of(document.files.get().blob.sha256)
    path.chmod(0o600)
    path.write_bytes(b"rotten")
    document = read(document)
    assert document.reading_state == R.FAILED
    assert "không còn nguyên vẹn" in document.reading_message
    assert document.state == S.PENDING_REGISTRATION


def test_a_document_whose_reading_died_for_good_is_handed_to_the_clerk(office: Office, var: Path) -> None:
    document = take_in(office, var, papers.letter_pdf(), name="Kế hoạch.pdf")
    hand_over_unread()
    document.refresh_from_db()
    assert document.reading_state == R.WAITING
    Job.objects.update(state=Job.State.FAILED)
    hand_over_unread()
    document.refresh_from_db()
    assert document.reading_state == R.FAILED
    assert "hoàn tất bằng tay" in document.reading_message
    assert document.files.get().name == "Kế hoạch.pdf"
    document = read_again(office.actor("vanthu"), document=document)
    assert read(document).reading_state == R.DONE


def test_a_reading_that_comes_too_late_leaves_nothing_of_a_discarded_purge(office: Office, var: Path) -> None:
    document = take_in(office, var, papers.letter_pdf())
    purge_secret(office.actor("vanthu"), document=document, found_level="mat", where="bì thư")
    document = read(document)
    assert document.state == S.PURGED
    assert not Reading.objects.exists()


def test_a_failure_told_twice_or_after_success_changes_nothing(office: Office, var: Path) -> None:
    document = read(take_in(office, var, papers.letter_pdf()))
    mark_reading_failed(Actor.system(), document=document, message="muộn")
    document.refresh_from_db()
    assert document.reading_state == R.DONE


@needs_ocr
@pytest.mark.parametrize("by", ["blank", "code"])
def test_a_batch_becomes_a_document_for_each_paper(office: Office, var: Path, by: str) -> None:
    between = papers.blank_sheet() if by == "blank" else papers.separator_sheet()
    first = papers.pictures_of(papers.letter_pdf(number="11-BC/BTCTU", pages=2))
    second = papers.pictures_of(papers.letter_pdf(number="12-BC/BTCTU"))
    batch = Batch(by_blank=by == "blank", by_code=by == "code")
    whole = take_in(office, var, papers.scan_of([*first, between, *second]), batch=batch)
    whole = read(whole)
    assert whole.state == S.DISCARDED
    made = list(IncomingDocument.objects.exclude(pk=whole.pk).order_by("pk"))
    assert [document.page_count for document in made] == [2, 1]
    codes = [document.reading.header["reference_code"]["value"] for document in made]
    assert codes == ["11-BC/BTCTU", "12-BC/BTCTU"]
    whole = restore_document(office.actor("vanthu"), document=whole)
    assert read(whole).reading_state == R.DONE


def test_a_batch_of_one_paper_is_read_as_it_is(office: Office, var: Path) -> None:
    document = read(take_in(office, var, papers.letter_pdf(), batch=Batch()))
    assert (document.state, document.reading_state) == (S.PENDING_REGISTRATION, R.DONE)
    assert IncomingDocument.objects.count() == 1


def _traces(root: Path, *needles: str) -> list[str]:
    """Files whose bytes or name hold one of the words, in any encoding a program may have used."""
    forms = [word.encode(code) for word in needles for code in ("utf-8", "utf-16-le", "utf-16-be")]
    return [
        str(path)
        for path in root.rglob("*")
        if path.is_file() and any(form in path.read_bytes() or form in bytes(path) for form in forms)
    ]


def _dump() -> bytes:
    """All of the database as pg_dump writes it."""
    where = connection.settings_dict
    program = next(folder / "pg_dump" for folder in candidates() if (folder / "pg_dump").is_file())
    address = ["-h", where["HOST"], "-p", str(where["PORT"] or 5432), "-U", where["USER"], where["NAME"]]
    return subprocess.run([program, *address], capture_output=True, check=True, timeout=60).stdout


@needs_ocr
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["born digital", "scan", "stamp on page 2 of an appendix"])
def test_a_purged_secret_leaves_no_byte_in_files_database_log_or_dump(
    var: Path, settings: object, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    from vanphong.testing.personas import build_office

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]
    office = build_office()
    canary, name = "Chimhoangyen", "Hoangyenchim bao cao.pdf"
    body = f"Nội dung {canary} phải được giữ kín, đề nghị báo cáo trước ngày 15/12/2026."
    secret: dict[str, Any] = {"body": body, "subject": f"về {canary}", "stamp": "MẬT"}
    if kind == "born digital":
        contents = [papers.letter_pdf(**secret)]
    elif kind == "scan":
        contents = [papers.scan_pdf(**secret)]
    else:
        stamped = papers.pictures_of(papers.letter_pdf(**secret))
        contents = [
            papers.letter_pdf(subject=f"về {canary}"),
            papers.scan_of([*papers.pictures_of(papers.letter_pdf(body=body)), *stamped]),
        ]
    document = take_in(office, var, *contents, name=name)
    file = document.files.order_by("position").last()
    assert file is not None
    renditions.page_image(file.blob, file.media_type, 1)
    hashes = [row.blob.sha256 for row in document.files.all()]
    document = read(document)
    work_off()
    assert document.state == S.PURGED
    assert "Mật; thấy ở" in document.note
    assert not document.files.exists()
    assert not Blob.objects.filter(pk__in=hashes).exists()
    assert Notice.objects.filter(user=office.users["vanthu"], kind="correspondence.secret_found").exists()
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute("SHOW data_directory")
        cluster = Path(cursor.fetchone()[0]).parent
    words = (canary, name.split()[0])
    assert _traces(cluster, "Phạm Thị Dung")
    assert not _traces(cluster, *words)
    assert not _traces(var.parent, *words)
    dump = _dump()
    assert "Phạm Thị Dung".encode() in dump
    assert not [word for word in words if word.encode() in dump]
    assert canary not in caplog.text


def test_a_file_named_as_secret_leaves_only_a_record(office: Office, var: Path) -> None:
    content = papers.letter_pdf()
    document = take_in(office, var, content, name="45-BC.Tối mật.pdf")
    assert document.state == S.PURGED
    assert document.note == "Loại bỏ vì có dấu mật: Tối mật; thấy ở tên tệp."
    assert not DocumentFile.objects.exists()
    assert not Blob.objects.exists()
    assert not Job.objects.filter(kind="correspondence.read_document").exists()


def test_a_copy_of_the_same_bytes_goes_with_the_purge(office: Office, var: Path) -> None:
    content = papers.letter_pdf()
    first = read(take_in(office, var, content))
    second = read(take_in(office, var, content))
    purge_secret(office.actor("vanthu"), document=second, found_level="toi_mat", where="trang 1")
    first.refresh_from_db()
    assert first.state == S.PURGED


def test_an_isolated_network_keeps_what_bears_a_stamp(office: Office, var: Path, settings: object) -> None:
    settings.VANPHONG_PROFILE = "isolated-lan"  # type: ignore[attr-defined]
    document = read(take_in(office, var, papers.letter_pdf(stamp="MẬT")))
    assert (document.state, document.reading_state) == (S.PENDING_REGISTRATION, R.DONE)


def test_the_job_does_its_work_once_when_two_workers_have_it(office: Office, var: Path) -> None:
    document = take_in(office, var, papers.letter_pdf())
    job = Job.objects.get()
    job.state, job.attempts = Job.State.RUNNING, 2
    job.save()
    late = Running(Actor.system(), Job(pk=job.pk, attempts=1))
    from vanphong.kernel.jobs.asking import Superseded
    from vanphong.modules.correspondence.jobs import read_document

    with pytest.raises(Superseded):
        read_document.function(late, document_id=document.pk)
    assert not Reading.objects.exists()


@pytest.mark.skipif(soffice() is None, reason="needs LibreOffice")
def test_fields_of_a_word_file_are_marked_where_its_picture_has_them(office: Office, var: Path) -> None:
    word = new_word()
    table = word.add_table(rows=1, cols=2)
    for cell, lines in zip(table.rows[0].cells, WORD_HEAD, strict=True):
        cell.paragraphs[0].add_run(lines[0])
        for line in lines[1:]:
            cell.add_paragraph(line)
    word.add_paragraph("Thực hiện chương trình công tác, đề nghị đồng chí báo cáo trước ngày 15/12/2026.")
    content = io.BytesIO()
    word.save(content)
    document = read(take_in(office, var, content.getvalue(), name="công văn.docx"))
    file = document.files.get()
    before = {mark.field: mark for mark in highlights(document, {})}
    assert before["reference_code"].page == 1
    renditions.page_image(file.blob, file.media_type, 1)
    copy = renditions.find(file.blob, Rendition.Kind.PDF)
    assert copy is not None
    with renditions.as_file(copy, "application/pdf") as path:
        shown = extract(path, ocr=False)
    [place] = [w.box for line in shown.pages[0].lines for w in line.words if w.text == "12-CV/VPTU"]
    after = {mark.field: mark for mark in highlights(document, {})}["reference_code"]
    assert (after.x, after.y, after.x + after.width, after.y + after.height) == pytest.approx(
        place, abs=0.002
    )
    assert page_sizes(file) == [(page.width, page.height) for page in shown.pages]


def test_a_photo_of_a_page_is_shown_as_a_small_picture(office: Office, var: Path) -> None:
    picture = io.BytesIO()
    papers.pictures_of(papers.letter_pdf())[0].save(picture, "JPEG", quality=80)
    file = take_in(office, var, picture.getvalue(), name="anh.jpg").files.get()
    made = renditions.page_image(file.blob, file.media_type, 1)
    assert Image.open(io.BytesIO(store.read_blob(made))).width == 1000
    assert renditions.page_image(file.blob, file.media_type, 1).pk == made.pk
    with pytest.raises(IndexError):
        renditions.page_image(file.blob, file.media_type, 2)
