"""The drop zone over HTTP: plain and resumable uploads, originals, page pictures, and who gets them."""

from __future__ import annotations

import hashlib
import unicodedata
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from vanphong.kernel.files import store, uploads
from vanphong.kernel.files.models import Upload
from vanphong.kernel.jobs.worker import work_off
from vanphong.modules.correspondence.models import IncomingDocument
from vanphong.testing import papers
from vanphong.testing.browsing import signed_in
from vanphong.testing.personas import Office

ZONE, UPLOAD = "/van-ban-den/tiep-nhan/", "/van-ban-den/tiep-nhan/tai-len"
S = IncomingDocument.State


@pytest.fixture
def lan(office: Office, var: Path) -> Client:
    """The registrar's browser."""
    return signed_in(office.users["vanthu"])


def begin(client: Client, content: bytes, name: str = "bao-cao.pdf", **more: object) -> Any:
    digest = hashlib.sha256(content).hexdigest()
    query = {"name": name, "size": len(content), "sha256": digest, **more}
    return client.post(f"{UPLOAD}?{urlencode(query)}")


def send(client: Client, upload: str, offset: int, piece: bytes) -> Any:
    return client.patch(
        f"{UPLOAD}/{upload}",
        piece,
        content_type="application/offset+octet-stream",
        headers={"Upload-Offset": str(offset)},
    )


def test_an_upload_broken_off_goes_on_where_it_stood_and_makes_one_document(lan: Client, var: Path) -> None:
    content = papers.letter_pdf()
    started = begin(lan, content, unicodedata.normalize("NFD", "Báo cáo.pdf")).json()
    assert started["offset"] == 0
    assert send(lan, started["upload"], 0, content[:1000]).json()["offset"] == 1000
    again = send(lan, started["upload"], 0, content[:1000])
    assert (again.status_code, again.json()["offset"]) == (409, 1000)
    resumed = begin(lan, content, "Báo cáo.pdf").json()
    assert resumed == {"upload": started["upload"], "offset": 1000}
    assert not IncomingDocument.objects.exists()
    ended = send(lan, started["upload"], 1000, content[1000:]).json()
    document = IncomingDocument.objects.get()
    assert ended["location"] == f"/van-ban-den/{document.pk}/"
    assert store.read_blob(document.files.get().blob) == content
    for repeated in (begin(lan, content, "Báo cáo.pdf"), send(lan, started["upload"], 1000, content[1000:])):
        assert repeated.json()["location"] == ended["location"]
    assert IncomingDocument.objects.count() == 1


def test_bytes_other_than_announced_are_refused_and_nothing_kept(lan: Client, var: Path) -> None:
    content = papers.letter_pdf()
    upload = begin(lan, content).json()["upload"]
    answer = send(lan, upload, 0, content[:-1] + b"x")
    assert answer.status_code == 422
    assert "không khớp" in answer.json()["detail"]
    assert not Upload.objects.exists()
    assert not IncomingDocument.objects.exists()
    assert not [path for path in (var / "files").rglob("*") if path.is_file()]


def test_an_upload_of_a_wrong_type_is_refused_at_its_end_and_nothing_kept(lan: Client, var: Path) -> None:
    content = b"MZ" + bytes(500)
    answer = send(lan, begin(lan, content, "chuong-trinh.pdf").json()["upload"], 0, content)
    assert answer.status_code == 422
    assert "Loại tệp này chưa nhận được" in answer.json()["detail"]
    assert not Upload.objects.exists()
    assert not IncomingDocument.objects.exists()


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("name=a.pdf&size=0", "0 byte"),
        ("name=a.pdf", "thiếu dung lượng"),
        ("name=a.pdf&size=9000000000", "quá mức"),
        ("name=TUYET%20MAT.pdf&size=10", "chuyển phòng Cơ yếu"),
    ],
)
def test_an_upload_that_cannot_be_is_refused_before_a_byte_travels(
    lan: Client, query: str, words: str
) -> None:
    answer = lan.post(f"{UPLOAD}?{query}")
    assert answer.status_code == 422
    assert words in answer.json()["detail"]
    assert answer["Content-Type"] == "application/problem+json"
    assert not Upload.objects.exists()


def test_nobody_adds_to_anothers_upload(lan: Client, office: Office) -> None:
    upload = begin(lan, papers.letter_pdf()).json()["upload"]
    assert send(signed_in(office.users["vanthuxa"]), upload, 0, b"x").status_code == 404
    assert send(signed_in(office.users["chuyenvien"]), upload, 0, b"x").status_code == 404
    assert begin(lan, papers.letter_pdf(), agency=office.units["vpduxa"].pk).status_code == 404


def test_many_files_in_one_form_are_each_taken_or_refused(lan: Client) -> None:
    files = [
        SimpleUploadedFile("mot.pdf", papers.letter_pdf()),
        SimpleUploadedFile("hai.pdf", papers.letter_pdf(number="9-BC/BTCTU")),
        SimpleUploadedFile("rong.pdf", b""),
    ]
    page = lan.post(ZONE, {"files": files})
    assert IncomingDocument.objects.count() == 2
    assert page.status_code == 422
    assert "Đã nhận 2 tệp" in page.content.decode()
    assert "rong.pdf" in page.content.decode()
    good = lan.post(ZONE, {"files": [SimpleUploadedFile("ba.pdf", papers.letter_pdf(number="10-BC/BTCTU"))]})
    assert good.status_code == 302
    assert lan.post(ZONE, {}).status_code == 422


def test_the_zone_offers_ways_to_take_in_and_is_hidden_from_others(lan: Client, office: Office) -> None:
    page = lan.get(f"{ZONE}?tach=ma")
    assert page.status_code == 200
    assert 'name="tach" value="ma"' in page.content.decode()
    assert signed_in(office.users["chuyenvien"]).get(ZONE).status_code == 404


def test_the_original_is_saved_never_shown_and_only_for_those_who_see_the_document(
    lan: Client, office: Office, var: Path
) -> None:
    content = papers.letter_pdf()
    upload = begin(lan, content, "Báo cáo.pdf").json()["upload"]
    send(lan, upload, 0, content)
    document = IncomingDocument.objects.get()
    address = f"/van-ban-den/{document.pk}/tep/{document.files.get().pk}/"
    unread = lan.get(address)
    assert unread["Cache-Control"] == "no-store"
    assert b"".join(unread.streaming_content) == content
    work_off(["reading"])
    answer = lan.get(address)
    assert answer["Content-Disposition"].startswith("attachment;")
    assert "B%C3%A1o%20c%C3%A1o.pdf" in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    for name in ("chuyenvien", "vanthuxa", "nguoila", "quantrimang"):
        assert signed_in(office.users[name]).get(address).status_code == 404
        assert signed_in(office.users[name]).get(f"{address}trang/1.webp").status_code == 404


def test_a_page_picture_is_made_once_and_asked_for_again_by_its_tag(lan: Client, var: Path) -> None:
    content = papers.letter_pdf()
    send(lan, begin(lan, content).json()["upload"], 0, content)
    work_off(["reading"])
    document = IncomingDocument.objects.get()
    address = f"/van-ban-den/{document.pk}/tep/{document.files.get().pk}/trang/1.webp"
    first = lan.get(address)
    assert (first.status_code, first["Content-Type"]) == (200, "image/webp")
    assert first["Cache-Control"] == "private, no-cache"
    assert first.content[8:12] == b"WEBP"
    again = lan.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert lan.get(address.replace("/1.webp", "/2.webp")).status_code == 404


def test_old_uploads_are_forgotten_with_their_bytes(lan: Client, var: Path) -> None:
    import datetime as dt

    from django.utils import timezone

    upload = begin(lan, papers.letter_pdf()).json()["upload"]
    send(lan, upload, 0, b"%PDF")
    assert uploads.sweep() == 0
    assert uploads.sweep(timezone.now() + dt.timedelta(days=4)) == 1
    assert not list((var / "files" / "uploads").iterdir())
