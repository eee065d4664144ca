"""Every way by which a file gets in leads past the same screening for stamps of secrecy."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

import vanphong
from vanphong.kernel.commands import Invalid
from vanphong.kernel.files import store
from vanphong.kernel.files.models import Blob
from vanphong.kernel.jobs.worker import work_off
from vanphong.kernel.journal.models import AuditEntry
from vanphong.kernel.notifications.models import Notice
from vanphong.kernel.search.models import SearchEntry
from vanphong.modules.correspondence.channels import folder
from vanphong.modules.correspondence.channels.examining import examine
from vanphong.modules.correspondence.commands.handling import add_note, complete_assignment
from vanphong.modules.correspondence.commands.intake import IncomingFile, attach_file
from vanphong.modules.correspondence.models import DocumentFile, IncomingDocument
from vanphong.testing import correspondence as build
from vanphong.testing import papers
from vanphong.testing.browsing import signed_in
from vanphong.testing.personas import Office

S, R = IncomingDocument.State, IncomingDocument.ReadingState


@pytest.fixture
def secret() -> bytes:
    """A letter that bears a stamp of secrecy."""
    return papers.letter_pdf(stamp="TỐI MẬT")


@pytest.fixture
def put(tmp_path: Path, var: Path) -> Callable[..., IncomingFile]:
    """Bytes at the door, as every channel hands them on."""

    def at_the_door(content: bytes, name: str = "tep.pdf") -> IncomingFile:
        path = tmp_path / "arrives"
        path.write_bytes(content)
        return examine(path, name)

    return at_the_door


def is_gone(content: bytes) -> bool:
    """Neither row nor bytes are left of it."""
    sha256 = hashlib.sha256(content).hexdigest()
    return not Blob.objects.filter(pk=sha256).exists() and not store.path_of(sha256).exists()


def by_the_form(lan: Client, content: bytes, var: Path) -> None:
    lan.post("/van-ban-den/tiep-nhan/", {"files": [SimpleUploadedFile("tep.pdf", content)]})


def in_pieces(lan: Client, content: bytes, var: Path) -> None:
    way = "/van-ban-den/tiep-nhan/tai-len"
    digest = hashlib.sha256(content).hexdigest()
    upload = lan.post(f"{way}?name=tep.pdf&size={len(content)}&sha256={digest}").json()["upload"]
    lan.patch(
        f"{way}/{upload}",
        content,
        content_type="application/offset+octet-stream",
        headers={"Upload-Offset": "0"},
    )


def by_the_folder(lan: Client, content: bytes, var: Path) -> None:
    place = var / "intake" / "VPTU"
    place.mkdir(parents=True)
    (place / "tep.pdf").write_bytes(content)
    folder.sweep()
    folder.sweep()


@pytest.mark.parametrize("way", [by_the_form, in_pieces, by_the_folder])
def test_what_arrives_is_screened(
    office: Office, var: Path, secret: bytes, way: Callable[[Client, bytes, Path], None]
) -> None:
    way(signed_in(office.users["vanthu"]), secret, var)
    assert IncomingDocument.objects.get().state == S.PENDING_REGISTRATION
    work_off()
    assert IncomingDocument.objects.get().state == S.PURGED
    assert is_gone(secret)


def test_the_later_scan_of_a_paper_is_screened(
    office: Office, put: Callable[..., IncomingFile], secret: bytes
) -> None:
    document = build.registered(office)
    attach_file(office.actor("vanthu"), document=document, file=put(secret), kind=DocumentFile.Kind.MAIN)
    work_off()
    assert build.fresh(document).state == S.PURGED
    assert is_gone(secret)


@pytest.mark.parametrize("way", ["note", "completion"])
def test_a_secret_product_goes_and_the_document_it_answers_stays(
    office: Office, put: Callable[..., IncomingFile], secret: bytes, way: str
) -> None:
    document = build.distributed(office, collaborators=[])
    attach_file(
        office.actor("vanthu"), document=document, file=put(papers.letter_pdf(), "goc.pdf"), kind="main"
    )
    work_off()
    worker, part = office.actor("truongtonghop"), build.part_of(document)
    product = put(secret, "du thao mat ma.pdf")
    if way == "note":
        add_note(worker, document=document, text="Gửi dự thảo.", assignment=part, product=product)
    else:
        complete_assignment(worker, document=document, assignment=part, result="Đã xong.", product=product)
    row = document.files.get(kind="product")
    assert row.name == "Tệp 2.pdf"
    before = build.fresh(document)
    work_off()
    assert is_gone(secret)
    document = build.fresh(document)
    assert (document.state, document.subject) == (before.state, before.subject)
    assert (document.reading_state, document.reading.header["reference_code"]["value"]) == (
        R.DONE,
        "123-BC/BTCTU",
    )
    assert [file.kind for file in document.files.all()] == ["main"]
    assert [note.file for note in document.notes.all()] == [None]
    assert "Tối mật; thấy ở tệp 2, trang 1" in document.note
    assert AuditEntry.objects.filter(action="correspondence.purge_product").count() == 1
    assert SearchEntry.objects.filter(record_id=document.pk).exists()
    assert Notice.objects.filter(user=office.users["vanthu"], kind="correspondence.secret_found").exists()


def test_a_product_named_as_secret_is_refused(office: Office, put: Callable[..., IncomingFile]) -> None:
    document = build.distributed(office, collaborators=[])
    product = put(papers.letter_pdf(), "TUYET MAT.pdf")
    with pytest.raises(Invalid, match="chuyển phòng Cơ yếu"):
        add_note(office.actor("truongtonghop"), document=document, text="x", product=product)
    assert not document.files.exists()


def test_two_products_are_screened_each_for_itself(
    office: Office, put: Callable[..., IncomingFile], secret: bytes
) -> None:
    document = build.distributed(office, collaborators=[])
    worker, good = office.actor("truongtonghop"), papers.letter_pdf()
    add_note(worker, document=document, text="Một.", product=put(secret, "mot.pdf"))
    add_note(worker, document=document, text="Hai.", product=put(good, "hai.pdf"))
    work_off()
    assert [file.name for file in document.files.all()] == ["hai.pdf"]
    assert is_gone(secret)
    assert build.fresh(document).reading_state == R.DONE


def test_what_only_looks_like_a_stamp_waits_for_a_person(
    office: Office, put: Callable[..., IncomingFile]
) -> None:
    document = build.registered(office)
    doubtful = papers.letter_pdf(stamp="#sym.bracket.l;MẬT?#sym.bracket.r;")
    attach_file(office.actor("vanthu"), document=document, file=put(doubtful), kind=DocumentFile.Kind.MAIN)
    work_off()
    document = build.fresh(document)
    assert (document.state, document.reading_state) == (S.PENDING_SUBMISSION, R.FAILED)
    assert document.reading_message.startswith("Ở trang 1 có khung giống dấu mật")
    assert not hasattr(document, "reading")
    assert not document.files.get().blob.renditions.filter(kind="text").exists()


def test_rows_of_files_are_made_in_one_place_only() -> None:
    makers = set()
    for path in Path(vanphong.__file__).parent.rglob("*.py"):
        if "tests" in path.parts or "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = getattr(node, "func", None)
            name = ast.unparse(called) if called is not None else ""
            if name == "DocumentFile" or (name.startswith("DocumentFile.objects.") and "create" in name):
                makers.add(path.name)
    assert makers == {"intake.py"}
