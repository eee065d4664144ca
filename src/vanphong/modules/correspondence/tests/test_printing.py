"""Books and slips on paper, the public look-up, and the record page of every state for everyone."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from django.test import Client
from openpyxl import load_workbook

from vanphong.kernel.jobs.worker import work_off
from vanphong.modules.correspondence.channels.examining import examine, receive
from vanphong.modules.correspondence.commands.registration import register_document, void_registration
from vanphong.modules.correspondence.models import IncomingDocument
from vanphong.testing import correspondence as build
from vanphong.testing import papers
from vanphong.testing.personas import PEOPLE, Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(office: Office, var: Path) -> Callable[[str], Client]:
    """The browser of a person of the office."""

    def enter(name: str) -> Client:
        client = Client()
        client.post("/dang-nhap/", {"username": name, "password": "Mat-khau-thu-2026"})
        return client

    return enter


def words(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_the_book_holds_every_number_void_ones_with_their_reason(
    office: Office, at: Callable[[str], Client]
) -> None:
    build.distributed(office)
    void_registration(office.actor("vanthu"), document=build.registered(office), reason="Vào sổ hai lần")
    client = at("vanthu")
    query = f"register={office.registers['den'].pk}&year=2026"
    text = words(client.get(f"/van-ban-den/so/?{query}&ban=pdf").content)
    assert "1204-CV/" in text and "Số đã hủy" in text and "từ số 01 đến số 02" in text
    book = load_workbook(BytesIO(client.get(f"/van-ban-den/so/?{query}&ban=xlsx").content))
    rows = [row for row in book.active.iter_rows(values_only=True) if isinstance(row[0], int)]
    assert [row[0] for row in rows] == [1, 2]
    assert "Vào sổ hai lần" in rows[1][-1]
    handling = words(client.get(f"/van-ban-den/so/?{query}&ban=theo-doi").content)
    assert "Phòng Tổng hợp" in handling and "Gồm 1 văn bản" in handling
    part = words(client.get(f"/van-ban-den/so/?{query}&ban=pdf&from_number=2").content)
    assert "từ số 02 đến số 02" in part


def test_a_backward_range_or_another_agencys_book_is_refused(
    office: Office, at: Callable[[str], Client]
) -> None:
    client = at("chanh")
    query = f"register={office.registers['den'].pk}&year=2026&ban=pdf"
    answer = client.get(f"/van-ban-den/so/?{query}&from_number=9&to_number=2")
    assert answer.status_code == 422 and "Khoảng in ngược" in answer.content.decode()
    other = client.get(f"/van-ban-den/so/?register={office.registers['xa'].pk}&year=2026&ban=pdf")
    assert other.status_code == 422
    assert at("chuyenvien").get("/van-ban-den/so/").status_code == 404


def test_slips_bear_the_documents_words(office: Office, at: Callable[[str], Client]) -> None:
    document = build.submitted(office, summary="Bộ yêu cầu rà soát.")
    client = at("chanh")
    here = f"/van-ban-den/{document.pk}/"
    assert "PHIẾU XỬ LÝ" in words(client.get(f"{here}phieu-xu-ly.pdf").content)
    slip = words(client.get(f"{here}phieu-trinh.pdf").content)
    assert "Trần Văn Bình" in slip and "Bộ yêu cầu rà soát" in slip
    assert document.receipt_code in words(client.get(f"{here}bien-nhan.pdf").content)
    assert client.get(f"/van-ban-den/{build.registered(office).pk}/phieu-trinh.pdf").status_code == 409


def test_the_public_page_tells_date_and_number_and_nothing_else(
    office: Office, client: Client, var: Path
) -> None:
    document = build.registered(office)
    shown = client.get(f"/tra-cuu/{document.receipt_code.lower()}/")
    text = shown.content.decode()
    assert shown.status_code == 200 and "Đã nhận" in text
    for hidden in (document.subject, document.reference_code, document.issuer_name, "Chờ trình"):
        assert hidden not in text
    assert client.get("/tra-cuu/ABCDEFGH/").status_code == 404
    assert client.get("/tra-cuu/?ma=abc-defg").status_code == 200
    assert (
        client.get(f"/tra-cuu/?ma={document.receipt_code}")["Location"]
        == f"/tra-cuu/{document.receipt_code}/"
    )


def test_the_stamp_stands_on_a_copy_and_never_on_the_original(
    office: Office, at: Callable[[str], Client], tmp_path: Path
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(papers.letter_pdf())
    clerk = office.actor("vanthu")
    document = receive(clerk, agency=office.units["vptu"], channel="upload", files=[examine(path, "a.pdf")])
    work_off()
    done = register_document(
        clerk, document=build.fresh(document), register=office.registers["den"], fields=build.header()
    )
    work_off()
    client = at("vanthu")
    answer = client.get(f"/van-ban-den/{done.pk}/ban-co-dau-den.pdf")
    copy = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert "ĐẾN" in words(copy)
    original = client.get(f"/van-ban-den/{done.pk}/tep/{done.files.get().pk}/")
    assert b"".join(original.streaming_content) == path.read_bytes()  # type: ignore[attr-defined]
    with pikepdf.open(BytesIO(copy)) as pdf:
        assert len(pdf.pages) == 1


def test_the_record_page_opens_in_every_state_for_whoever_sees_it(
    office: Office, at: Callable[[str], Client]
) -> None:
    documents = build.in_every_state(office)
    opened = 0
    for name, *_ in PEOPLE:
        client = at(name)
        assert client.get("/").status_code == 200, name
        for state, document in documents.items():
            answer = client.get(f"/van-ban-den/{document.pk}/")
            assert answer.status_code in (200, 404), (name, state)
            opened += answer.status_code == 200
    assert opened > 40
    assert IncomingDocument.objects.count() == len(documents)
