"""An outgoing document from its signed file to the other office's book, all through the API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from vanphong.kernel.jobs.worker import work_off
from vanphong.testing import issuing
from vanphong.testing.personas import Office
from vanphong.testing.rest import Api


def did(answer: Any) -> Any:
    assert answer.status_code in (200, 201), (answer.status_code, answer.content.decode())
    return answer.json()


def test_what_was_read_is_taken_over_and_the_receipt_comes_back(
    office: Office, api: Callable[..., Api]
) -> None:
    issuing.type_of()
    clerk, other = api("vanthu"), api("vanthuxa")
    file = SimpleUploadedFile("nq.docx", issuing.resolution())
    answer = clerk.client.post(
        "/api/outgoing/nhan",
        {"main": file, "agency": office.units["vptu"].pk},
        headers={"Authorization": f"Bearer {clerk.key}"},
    )
    here = f"/api/outgoing/{did(answer)['record']['id']}"
    work_off()
    assert did(clerk.post(f"{here}/cap-so"))["record"]["fields"]["reference_code"] == "01-NQ/TU"
    sent = did(clerk.post(f"{here}/phat-hanh"))["record"]
    assert sent["state"]["value"] == "dispatched"
    work_off()
    (waiting,) = did(other.get("/api/incoming/", {"tab": "cho-vao-so"}))["items"]
    register = {"register": office.registers["xa"].pk, "subject": "Chữ khác", "submit_to": ""}
    entered = did(other.post(f"/api/incoming/{waiting['id']}/vao-so", register))["record"]["fields"]
    assert entered["reference_code"] == "01-NQ/TU"
    assert entered["subject"] == "Về công tác xây dựng Đảng năm 2027"
    work_off()
    (row,) = did(clerk.get("/api/outgoing/", {"tab": "da-phat-hanh"}))["items"]
    assert "An Lạc" in str(row)
    assert did(clerk.get("/api/outgoing/", {"tab": "chua-nhan"}))["items"] == []


def test_a_file_is_sent_with_words_and_numbers_beside_it_and_wrong_ones_are_named(
    office: Office, api: Callable[..., Api]
) -> None:
    clerk = api("vanthu")
    file = SimpleUploadedFile("nq.docx", issuing.resolution())
    answer = clerk.client.post(
        "/api/outgoing/nhan",
        {"main": file, "agency": "đâu đó", "la": "1"},
        headers={"Authorization": f"Bearer {clerk.key}"},
    )
    assert answer.status_code == 422
    assert set(answer.json()["fields"]) == {"agency", "la"}
