"""Damaged files of every kind through the door and a worker of its own: always an answer, never a crash."""

from __future__ import annotations

import io
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from docx import Document
from openpyxl import Workbook

from vanphong.kernel.commands import Invalid
from vanphong.kernel.jobs.models import Job
from vanphong.modules.correspondence.channels.examining import examine, receive
from vanphong.modules.correspondence.models import IncomingDocument
from vanphong.testing import papers, signing
from vanphong.testing.personas import Office, build_office
from vanphong.testing.spoiling import spoilt

S, R = IncomingDocument.State, IncomingDocument.ReadingState
SEED = 20261123
EACH = 8


def a_docx() -> bytes:
    document, out = Document(), io.BytesIO()
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "TỈNH ỦY SƠN HÀ", "ĐẢNG CỘNG SẢN VIỆT NAM"
    document.add_paragraph(papers.BODY)
    document.save(out)
    return out.getvalue()


def an_xlsx() -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in range(30):
        book.active.append([row, "Trích yếu", row * 1.5])
    book.save(out)
    return out.getvalue()


def a_picture(kind: str) -> bytes:
    # Small, so that recognising those that still open takes no time.
    out = io.BytesIO()
    page = papers.pictures_of(papers.letter_pdf(), 100)[0].crop((0, 0, 820, 320)).convert("L")
    page.save(out, kind, dpi=(100, 100))
    return out.getvalue()


def sound() -> dict[str, bytes]:
    letter = papers.letter_pdf()
    return {
        "thư.pdf": letter,
        "đã ký.pdf": signing.signed(letter),
        "quét.pdf": papers.scan_of(papers.pictures_of(letter, 60), 60),
        "thư.docx": a_docx(),
        "bảng.xlsx": an_xlsx(),
        "ảnh.png": a_picture("PNG"),
        "ảnh.jpg": a_picture("JPEG"),
        "ảnh.tif": a_picture("TIFF"),
        "thư.txt": papers.BODY.encode(),
    }


def taken_in(office: Office, place: Path, name: str, content: bytes) -> IncomingDocument | None:
    """The document, or None where the door itself refuses it with words."""
    path = place / "arrives"
    path.write_bytes(content)
    try:
        file = examine(path, name)
    except Invalid as refusal:
        assert refusal.message
        return None
    return receive(office.actor("vanthu"), agency=office.units["vptu"], channel="upload", files=[file])


def work_off_apart(var: Path) -> int:
    """Have one worker of its own read all that waits; its exit code."""
    # A session left by an earlier test may still hold the lock of a job of the same number.
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
    settings = connection.settings_dict
    place = f"host={settings['HOST']}&port={settings['PORT']}"
    # What failed for a moment is tried again, as a worker does after a while; what fails each time stays failed.
    code = """
import django
django.setup()
from django.db.models.functions import Now
from vanphong.kernel.jobs.models import Job
from vanphong.kernel.jobs.worker import work_off
for _ in range(4):
    work_off(["reading"])
    Job.objects.filter(queue="reading", state="waiting").update(run_after=Now())
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={
            **os.environ,
            "DATABASE_URL": f"postgresql://{settings['USER']}:{settings['PASSWORD']}@/{settings['NAME']}?{place}",
            "DJANGO_SETTINGS_MODULE": "vanphong.config.settings",
            "VANPHONG_VAR": str(var),
        },
        timeout=280,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.returncode


@pytest.mark.timeout(300)
@pytest.mark.django_db(transaction=True)
def test_no_damaged_file_ends_a_worker_and_each_gets_a_state_with_words(var: Path, tmp_path: Path) -> None:
    office, dice = build_office(), random.Random(SEED)
    waiting = []
    for name, content in sound().items():
        for _ in range(EACH):
            document = taken_in(office, tmp_path, name, spoilt(content, dice))
            if document is not None:
                waiting.append(document.pk)
    last = taken_in(office, tmp_path, "cuối.pdf", papers.letter_pdf(number="77-BC/BTCTU"))
    assert last is not None
    work_off_apart(var)
    assert len(waiting) > 4 * EACH
    # No job of theirs failed by an exception of a parser: what is wrong was told, not met with.
    assert not Job.objects.filter(queue="reading").exclude(state=Job.State.DONE).exists(), [
        job.message for job in Job.objects.filter(queue="reading").exclude(state=Job.State.DONE)
    ]
    for document in IncomingDocument.objects.filter(pk__in=waiting):
        if document.state == S.PURGED:
            # Damage can look like a stamp of secrecy; the record of the refusal is the answer then.
            assert document.note
            continue
        assert document.reading_state in (R.DONE, R.FAILED), document.pk
        assert bool(document.reading_message) == (document.reading_state == R.FAILED)
        assert document.state == S.PENDING_REGISTRATION
    last.refresh_from_db()
    assert last.reading.header["reference_code"]["value"] == "77-BC/BTCTU"
