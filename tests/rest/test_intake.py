"""Taking documents in through the API: exactly once, and nothing kept of what is refused."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pypdfium2
from django.core.files.uploadedfile import SimpleUploadedFile

from vanphong.kernel.files.models import Blob
from vanphong.kernel.jobs.worker import work_off
from vanphong.modules.correspondence.models import DocumentFile, IncomingDocument
from vanphong.testing import papers
from vanphong.testing.rest import Api


def a_page() -> bytes:
    document = pypdfium2.PdfDocument.new()
    document.new_page(595, 842)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def send(caller: Api, name: str, content: bytes, **more: Any) -> Any:
    headers = {"Authorization": f"Bearer {caller.key}"} | more.pop("headers", {})
    body = {"files": SimpleUploadedFile(name, content), **more}
    return caller.client.post("/api/intake/", body, headers=headers)


def test_a_file_sent_twice_with_one_key_is_one_document(office: Any, api: Callable[..., Api]) -> None:
    caller, page, key = api("vanthu"), a_page(), {"Idempotency-Key": "gui-1"}
    first, again = (send(caller, "cv.pdf", page, headers=dict(key)) for _ in range(2))
    assert first.status_code == again.status_code == 201, first.content.decode()
    assert first.json()["record"]["id"] == again.json()["record"]["id"]
    assert again["Idempotency-Replayed"] == "true"
    document = IncomingDocument.objects.get()
    assert (document.channel, document.state) == ("api", "pending_registration")
    assert caller.get(f"/api/incoming/{document.pk}/jobs").json()["items"]
    file = document.files.get()
    back = caller.get(f"/api/incoming/{document.pk}/files/{file.pk}")
    assert back.content == page
    assert back["Content-Disposition"].startswith("attachment")
    assert api("chanhxa").get(f"/api/incoming/{document.pk}/files/{file.pk}").status_code == 404


def test_what_the_api_brings_is_screened_for_secrecy(office: Any, api: Callable[..., Api]) -> None:
    answer = send(api("vanthu"), "cv.pdf", papers.letter_pdf(stamp="TỐI MẬT"))
    assert answer.status_code == 201, answer.content.decode()
    work_off()
    assert IncomingDocument.objects.get().state == "purged"
    assert not Blob.objects.exists()


def test_an_empty_file_is_refused_and_leaves_nothing(office: Any, api: Callable[..., Api]) -> None:
    answer = send(api("vanthu"), "rong.pdf", b"")
    assert answer.status_code == 422 and answer.json()["detail"]
    assert not IncomingDocument.objects.exists() and not DocumentFile.objects.exists()


def test_wrong_inputs_are_named(office: Any, api: Callable[..., Api]) -> None:
    answer = send(api("vanthu"), "cv.pdf", a_page(), batch="khac", agency="x", mau="do")
    assert set(answer.json()["fields"]) == {"batch", "agency", "mau"}


def test_who_is_no_registrar_cannot_take_in(office: Any, api: Callable[..., Api]) -> None:
    assert send(api("chuyenvien"), "cv.pdf", a_page()).status_code == 404
    assert send(api("vanthu", "read"), "cv.pdf", a_page()).status_code == 403
