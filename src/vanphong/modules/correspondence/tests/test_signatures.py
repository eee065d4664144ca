"""Digital signatures of what comes in: kept with the file, told to the clerk and to programs, gone with a secret."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from vanphong.kernel.jobs.worker import work_off
from vanphong.kernel.journal.models import AuditEntry
from vanphong.modules.correspondence.channels.examining import examine, receive
from vanphong.modules.correspondence.models import DocumentFile, IncomingDocument
from vanphong.rest.representing import address_of
from vanphong.testing import papers, signing
from vanphong.testing.browsing import signed_in
from vanphong.testing.personas import Office
from vanphong.testing.rest import Api, key_for

S = IncomingDocument.State
LETTER = papers.letter_pdf()


@pytest.fixture
def trusted(var: Path, settings: Any) -> Path:
    settings.INTAKE_AUTHORITIES = signing.authorities(var / "authorities")
    return var / "authorities"


def read(office: Office, var: Path, *contents: bytes) -> IncomingDocument:
    files = []
    for number, content in enumerate(contents):
        path = var.parent / f"arrives-{number}"
        path.write_bytes(content)
        files.append(examine(path, f"tệp {number}.pdf"))
    document = receive(office.actor("vanthu"), agency=office.units["vptu"], channel="upload", files=files)
    work_off(["reading"])
    return IncomingDocument.objects.get(pk=document.pk)


def shown(office: Office, document: IncomingDocument, place: str = "") -> str:
    client = signed_in(office.users["vanthu"])
    return str(client.get(f"/van-ban-den/{document.pk}/{place}").content.decode())


def test_a_signature_is_kept_and_told_in_plain_words(office: Office, var: Path, trusted: Path) -> None:
    document = read(office, var, signing.signed(LETTER))
    assert [one["verdict"] for one in document.files.get().signatures] == ["valid"]
    for place in ("", "vao-so/"):
        page = shown(office, document, place)
        assert "Nguyễn Văn Khang · Ban Tổ chức Tỉnh ủy Sơn Hà ký số lúc" in page
        assert "Tệp còn nguyên như khi ký. Chứng thư tin cậy được." in page
        assert "(theo máy của người ký)" in page


def test_without_authorities_of_the_office_nothing_is_called_valid(office: Office, var: Path) -> None:
    document = read(office, var, signing.signed(LETTER))
    page = shown(office, document, "vao-so/")
    assert "Chưa kiểm được chuỗi tin cậy." in page
    assert "tin cậy được." not in page


def test_a_file_changed_after_signing_is_announced_loudly(office: Office, var: Path, trusted: Path) -> None:
    whole = signing.signed(LETTER)
    document = read(office, var, whole.replace(b"/MediaBox[0 0 595", b"/MediaBox[0 0 594"))
    page = shown(office, document, "vao-so/")
    assert "nội dung đã bị thay đổi" in page
    assert "notice-alarm" in page


def test_signatures_of_appendices_are_told_too(office: Office, var: Path, trusted: Path) -> None:
    other = signing.person("Văn phòng Tỉnh ủy", "Tỉnh ủy Sơn Hà")
    document = read(office, var, LETTER, signing.signed(papers.letter_pdf(number="9-BC/BTCTU"), other))
    assert [len(file.signatures) for file in document.files.order_by("position")] == [0, 1]
    assert "Văn phòng Tỉnh ủy · Tỉnh ủy Sơn Hà ký số" in shown(office, document)


def test_an_unsigned_document_says_nothing_of_signatures(office: Office, var: Path) -> None:
    assert "Chữ ký số" not in shown(office, read(office, var, LETTER), "vao-so/")


def test_programs_get_signatures_with_the_files(office: Office, var: Path, trusted: Path) -> None:
    document = read(office, var, signing.signed(LETTER))
    api = Api(key_for(office.users["vanthu"]))
    (file,) = api.get(address_of(document)).json()["files"]
    (one,) = file["signatures"]
    assert (one["signer"], one["integrity"], one["trust"]) == ("Nguyễn Văn Khang", "intact", "trusted")


def test_of_a_secret_document_no_signature_is_kept(office: Office, var: Path, trusted: Path) -> None:
    who = signing.person("Người Ký Mật", "Cơ quan Ký Mật")
    document = read(office, var, signing.signed(papers.letter_pdf(stamp="TỐI MẬT"), who))
    assert document.state == S.PURGED
    assert not DocumentFile.objects.exists()
    assert not any("Ký Mật" in str(entry.body) for entry in AuditEntry.objects.all())


def test_a_damaged_signature_does_not_keep_the_document_from_being_read(office: Office, var: Path) -> None:
    whole = signing.signed(LETTER)
    start = whole.index(b"/Contents <") + len(b"/Contents <")
    document = read(office, var, whole[: start + 40] + b"0" * 200 + whole[start + 240 :])
    assert document.reading_state == IncomingDocument.ReadingState.DONE
    assert document.reading.header["reference_code"]["value"] == "123-BC/BTCTU"
    assert "Chữ ký số bị hỏng" in shown(office, document, "vao-so/")
