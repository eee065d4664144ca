"""Uploads that go on where they broke off, with a key: one document, whatever the connection does."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from vanphong.kernel.files import store
from vanphong.kernel.files.models import Upload
from vanphong.modules.correspondence.channels.uploading import PIECE
from vanphong.modules.correspondence.models import IncomingDocument
from vanphong.testing import papers
from vanphong.testing.personas import Office
from vanphong.testing.rest import Api

UPLOADS = "/api/intake/uploads"


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, settings: Any) -> Path:
    settings.VANPHONG_VAR = tmp_path
    return tmp_path


class Broken:
    """A connection that is gone after the bytes it brought."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def read(self, size: int = -1) -> bytes:
        if not self.content:
            raise OSError("connection reset")
        piece, self.content = self.content[:size], self.content[size:]
        return piece

    readline = read


def begin(caller: Api, content: bytes, name: str = "bao-cao.pdf", **more: Any) -> Any:
    headers = more.pop("headers", {})
    body = {"name": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest(), **more}
    return caller.post(UPLOADS, body, **headers)


def send(caller: Api, upload: str, offset: object, piece: bytes, **environ: Any) -> Any:
    return caller.client.patch(
        f"{UPLOADS}/{upload}",
        piece,
        content_type="application/offset+octet-stream",
        headers={"Authorization": f"Bearer {caller.key}", "Upload-Offset": str(offset)},
        **environ,
    )


def test_a_broken_connection_goes_on_where_it_stood_and_makes_one_document(
    office: Office, api: Callable[..., Api]
) -> None:
    caller, content = api("vanthu"), papers.letter_pdf()
    started = begin(caller, content)
    assert started.status_code == 201, started.content.decode()
    upload = started.json()["upload"]
    assert (started.json()["offset"], started.json()["document"]) == (0, None)
    cut = send(caller, upload, 0, content, **{"wsgi.input": Broken(content[:1000])})
    assert (cut.status_code, cut.json()["offset"]) == (200, 1000)
    gone = send(caller, upload, 1000, content[1000:], **{"wsgi.input": Broken(b"")})
    assert gone.status_code == 422
    where = caller.get(f"{UPLOADS}/{upload}").json()
    assert where == {"upload": upload, "offset": 1000, "document": None}
    assert begin(caller, content).json()["upload"] == upload
    assert not IncomingDocument.objects.exists()
    ended = send(caller, upload, 1000, content[1000:]).json()
    document = IncomingDocument.objects.get()
    assert (ended["document"], document.channel) == (document.pk, "api")
    assert store.read_blob(document.files.get().blob) == content
    assert send(caller, upload, 1000, content[1000:]).json()["document"] == document.pk
    assert begin(caller, content).json()["record"]["id"] == document.pk
    assert caller.get(f"{UPLOADS}/{upload}").json()["document"] == document.pk
    assert IncomingDocument.objects.count() == 1


def test_a_piece_at_a_wrong_place_is_told_the_true_one(office: Office, api: Callable[..., Api]) -> None:
    caller, content = api("vanthu"), papers.letter_pdf()
    upload = begin(caller, content).json()["upload"]
    send(caller, upload, 0, content[:500])
    for offset in (0, 400, 501):
        answer = send(caller, upload, offset, content[offset:])
        assert answer.status_code == 409
        assert answer["Content-Type"] == "application/problem+json"
        assert (answer.json()["offset"], answer.json()["status"]) == (500, 409)
    for words in ("", "-1", "²", "abc", "9" * 30):
        assert send(caller, upload, words, b"x").status_code == 422
    assert caller.get(f"{UPLOADS}/{upload}").json()["offset"] == 500


def test_the_upload_of_another_is_not_there(office: Office, api: Callable[..., Api]) -> None:
    content = papers.letter_pdf()
    upload = begin(api("vanthu"), content).json()["upload"]
    for name in ("vanthuxa", "chuyenvien"):
        assert send(api(name), upload, 0, content).status_code == 404
        assert api(name).get(f"{UPLOADS}/{upload}").status_code == 404
    assert begin(api("vanthuxa"), content).json()["upload"] != upload
    assert begin(api("vanthu"), content, agency=office.units["vpduxa"].pk).status_code == 404
    assert send(api("vanthu"), str(uuid4()), 0, b"x").status_code == 404
    assert api("vanthu").get(f"{UPLOADS}/{upload}").json()["offset"] == 0


def test_a_key_to_read_uploads_nothing(office: Office, api: Callable[..., Api]) -> None:
    content = papers.letter_pdf()
    upload = begin(api("vanthu"), content).json()["upload"]
    reader = api("vanthu", "read")
    assert begin(reader, content).status_code == 403
    refused = send(reader, upload, 0, content)
    assert refused.status_code == 403
    assert "Mã truy cập này không được" in refused.json()["detail"]
    assert not IncomingDocument.objects.exists()


def test_wrong_words_are_named_and_nothing_is_begun(office: Office, api: Callable[..., Api]) -> None:
    answer = api("vanthu").post(
        UPLOADS, {"name": " ", "size": "5", "sha256": "ab", "agency": "x", "batch": ["trang"], "mau": 1}
    )
    assert answer.status_code == 422
    assert set(answer.json()["fields"]) == {"name", "size", "sha256", "agency", "batch", "mau"}
    huge = begin(api("vanthu"), b"x", size=9_000_000_000)
    assert huge.status_code == 422
    assert not Upload.objects.exists()


def test_a_piece_that_is_too_large_or_of_another_kind_is_refused(
    office: Office, api: Callable[..., Api]
) -> None:
    caller = api("vanthu")
    upload = begin(caller, papers.letter_pdf()).json()["upload"]
    assert send(caller, upload, 0, bytes(PIECE + 1)).status_code == 413
    answer = caller.client.patch(
        f"{UPLOADS}/{upload}",
        "{}",
        content_type="application/json",
        headers={"Authorization": f"Bearer {caller.key}", "Upload-Offset": "0"},
    )
    assert answer.status_code == 415


def test_bytes_other_than_announced_are_refused_and_nothing_kept(
    office: Office, api: Callable[..., Api]
) -> None:
    caller, content = api("vanthu"), papers.letter_pdf()
    upload = begin(caller, content).json()["upload"]
    answer = send(caller, upload, 0, content[:-1] + b"x")
    assert (answer.status_code, "không khớp" in answer.json()["detail"]) == (422, True)
    assert not Upload.objects.exists() and not IncomingDocument.objects.exists()


@pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": "mat-1"}])
def test_a_name_that_tells_a_secret_leaves_only_the_record_of_its_refusal(
    office: Office, api: Callable[..., Api], headers: dict[str, str]
) -> None:
    answer = begin(api("vanthu"), b"x" * 10, "TUYET MAT.pdf", headers=headers)
    assert answer.status_code == 422
    assert "chuyển phòng Cơ yếu" in answer.json()["done"]
    assert not Upload.objects.exists()
    assert IncomingDocument.objects.get().state == IncomingDocument.State.PURGED


def test_a_scanned_batch_is_parted_as_asked(office: Office, api: Callable[..., Api]) -> None:
    caller, content = api("vanthu"), papers.letter_pdf()
    upload = begin(caller, content, batch="trang").json()["upload"]
    pk = send(caller, upload, 0, content).json()["document"]
    jobs = caller.get(f"/api/incoming/{pk}/jobs").json()["items"]
    assert [job["kind"] for job in jobs] == ["correspondence.split_batch"]
