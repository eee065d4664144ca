"""Lists, pages, actions, files and books of outgoing documents through the browser's eyes."""

from __future__ import annotations

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from vanphong.kernel.jobs.worker import work_off
from vanphong.modules.issuing.models import OutgoingDocument
from vanphong.testing import browsing, correspondence, issuing, papers
from vanphong.testing.personas import Office

S = OutgoingDocument.State


def signed_in(office: Office, name: str) -> Client:
    return browsing.signed_in(office.users[name])


def test_a_letter_goes_from_the_signed_file_to_the_other_offices_desk_on_screen(office: Office) -> None:
    client, kind = signed_in(office, "vanthu"), issuing.type_of("REPORT_DOC")
    content = papers.letter_pdf(number="      -BC/VPTU", subject="kết quả quý IV")
    upload = SimpleUploadedFile("da-ky.pdf", content)
    answer = client.post("/van-ban-di/nhan/", {"main": upload, "agency": office.units["vptu"].pk})
    document = OutgoingDocument.objects.get()
    here = f"/van-ban-di/{document.pk}/"
    assert answer["Location"] == here
    assert "Máy đang đọc" in client.get(here).content.decode()
    work_off(["reading"])
    form = client.get(f"{here}cap-so/").content.decode()
    assert "Kết quả quý IV" in form
    given = {
        "issuing_body": office.units["vptu"].pk,
        "document_type": kind.pk,
        "subject": "Kết quả quý IV",
        "signer": "Nguyễn Đức An",
    }
    assert client.post(f"{here}cap-so/", given | {"signer": ""}).status_code == 422
    assert client.post(f"{here}cap-so/", given).status_code == 302
    assert "01-BC/VPTU" in client.get(here).content.decode()
    refused = client.post(f"{here}phat-hanh/", {"units": [office.units["duxa"].pk]})
    assert "chưa ghi số" in refused.content.decode()
    as_it_is = {"without_number": "on"}
    sent = client.post(
        f"{here}phat-hanh/", {"units": [office.units["duxa"].pk], "others": "Báo Sơn Hà\n"} | as_it_is
    )
    assert sent.status_code == 302
    page = client.get(here).content.decode()
    for words in ("Đã phát hành", "Đảng ủy xã An Lạc", "trong hệ thống", "Báo Sơn Hà", "bản giấy"):
        assert words in page
    desk = signed_in(office, "vanthuxa").get("/van-ban-den/?tab=cho-vao-so").content.decode()
    assert "01-BC/VPTU" in desk


def test_a_stranger_gets_the_answer_for_a_missing_document(office: Office) -> None:
    document = issuing.dispatched(office)
    here, file = f"/van-ban-di/{document.pk}/", document.files.get()
    for name in ("nguoila", "chuyenvien3", "chanhxa"):
        client = signed_in(office, name)
        for address in ("", "cap-so/", "thu-hoi/", f"tep/{file.pk}/", f"tep/{file.pk}/trang/1.webp"):
            assert client.get(f"{here}{address}").status_code == 404, (name, address)


def test_files_and_pages_come_to_those_who_see_the_document(office: Office) -> None:
    document = issuing.numbered(office, unit=office.units["tonghop"])
    file = document.files.get()
    here = f"/van-ban-di/{document.pk}/tep/{file.pk}/"
    client = signed_in(office, "chuyenvien")
    original = client.get(here)
    assert b"".join(original.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    assert original["Content-Disposition"].startswith("attachment")
    assert client.get(f"{here}trang/1.webp")["Content-Type"] == "image/webp"
    assert client.get(f"{here}trang/9.webp").status_code == 404


TABS = ("cho-cap-so", "cho-phat-hanh", "chua-nhan", "bi-tra-lai", "da-phat-hanh", "thu-hoi", "tat-ca")


def test_every_state_stands_in_its_tabs(office: Office) -> None:
    found = issuing.in_every_state(office)
    client = signed_in(office, "vanthu")
    where = {
        tab: {
            state
            for state, document in found.items()
            if f'href="/van-ban-di/{document.pk}/' in client.get(f"/van-ban-di/?tab={tab}").content.decode()
        }
        for tab in TABS
    }
    assert where == {
        "cho-cap-so": {"pending_number"},
        "cho-phat-hanh": {"pending_dispatch"},
        "chua-nhan": {"dispatched"},
        "bi-tra-lai": set(),
        "da-phat-hanh": {"dispatched"},
        "thu-hoi": {"revoked", "withdrawn", "purged", "void"},
        "tat-ca": {"pending_dispatch", "dispatched", "revoked", "void"},
    }
    for document in found.values():
        assert client.get(f"/van-ban-di/{document.pk}/").status_code == 200
    assert "bị trả lại" not in client.get("/").content.decode()
    assert "có nơi chưa nhận" in client.get("/").content.decode()


def test_books_come_as_pdf_and_sheet_with_void_and_reserved_numbers(office: Office) -> None:
    found = issuing.in_every_state(office)
    book = found["void"].register
    assert book is not None
    client, here = signed_in(office, "vanthu"), "/van-ban-di/so/"
    assert "NQ" in client.get(here).content.decode()
    chosen = {"series": f"{book.pk}:NQ/2025–2030"}
    assert client.get(here, chosen | {"ban": "pdf"}).content.startswith(b"%PDF")
    assert client.get(here, chosen | {"ban": "xlsx"}).content.startswith(b"PK")
    assert client.get(here, {"ban": "chuyen-giao"}).content.startswith(b"%PDF")
    assert client.get(here, chosen | {"ban": "pdf", "from_number": 5, "to_number": 2}).status_code == 422
    assert signed_in(office, "chuyenvien").get(here).status_code == 404


def test_envelopes_are_printed_for_copies_on_paper_only(office: Office) -> None:
    by_paper = issuing.dispatched(office, "btctu", others=("Báo Sơn Hà",), urgency="FLASH")
    inside = issuing.dispatched(office, "duxa")
    client = signed_in(office, "vanthu")
    content = client.get(f"/van-ban-di/{by_paper.pk}/bi.pdf").content
    words = pypdfium2.PdfDocument(content)
    printed = [" ".join(page.get_textpage().get_text_range().split()) for page in words]
    assert len(printed) == 2
    for page, name in zip(printed, ("Ban Tổ chức Tỉnh ủy", "Báo Sơn Hà"), strict=True):
        assert f"Kính gửi: {name}" in page
        assert by_paper.reference_code in page
        assert "HỎA TỐC" in page
    assert "In bì" in client.get(f"/van-ban-di/{by_paper.pk}/").content.decode()
    assert "In bì" not in client.get(f"/van-ban-di/{inside.pk}/").content.decode()
    assert "không in bì" in client.get(f"/van-ban-di/{inside.pk}/bi.pdf").content.decode()


def test_an_incoming_document_shows_what_answered_it(office: Office) -> None:
    letter = correspondence.registered(office)
    document = issuing.taken(office)
    from vanphong.testing.recording import recording

    with recording():
        document.answers = letter
        document.save()
    page = signed_in(office, "vanthu").get(f"/van-ban-den/{letter.pk}/").content.decode()
    assert "Văn bản trả lời" in page
    assert f"/van-ban-di/{document.pk}/" in page


@pytest.mark.parametrize("content", [b"", b"khong phai van ban", b"PK\x03\x04 hong"])
def test_a_file_that_is_none_gets_a_clear_message_and_leaves_nothing(office: Office, content: bytes) -> None:
    client = signed_in(office, "vanthu")
    upload = SimpleUploadedFile("tep.pdf", content)
    answer = client.post("/van-ban-di/nhan/", {"main": upload, "agency": office.units["vptu"].pk})
    assert answer.status_code == 422
    assert not OutgoingDocument.objects.exists()
