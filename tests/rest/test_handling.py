"""A document from the book to its conclusion, all through the API."""

from __future__ import annotations

from collections.abc import Callable

from vanphong.testing.personas import Office
from vanphong.testing.rest import Api, header, received


def did(answer: object) -> dict:  # type: ignore[type-arg]
    assert answer.status_code in (200, 201), (answer.status_code, answer.content.decode())  # type: ignore[attr-defined]
    return answer.json()  # type: ignore[attr-defined, no-any-return]


def test_a_document_goes_from_registration_to_conclusion(office: Office, api: Callable[..., Api]) -> None:
    here = f"/api/incoming/{received(office).pk}"
    clerk, chief, leader = api("vanthu"), api("chanh"), api("bithu")
    head, officer = api("truongtonghop"), api("chuyenvien")

    body = did(clerk.post(f"{here}/vao-so", header(register=office.registers["den"].pk, submit_to="")))
    assert body["done"] == "Đã vào sổ số 1."
    assert body["record"]["fields"]["arrival_number"] == 1
    assert body["record"]["fields"]["issued_on"] == "2026-11-20"
    assert body["record"]["state"] == {"value": "pending_submission", "label": "Chờ trình"}

    slip = {
        "to_user": office.users["bithu"].pk,
        "proposal": "Giao Phòng Tổng hợp.",
        "lead": office.units["tonghop"].pk,
    }
    assert did(chief.post(f"{here}/trinh", slip))["record"]["state"]["value"] == "pending_endorsement"
    did(leader.post(f"{here}/cho-y-kien", {"as_proposed": True, "text": "Đồng ý."}))
    state = did(chief.get(here))["state"]["value"]
    if state == "pending_distribution":
        did(chief.post(f"{here}/phan-phoi", {"lead": office.units["tonghop"].pk, "due_in": ""}))
    did(head.post(f"{here}/phan-cong", {"user": office.users["chuyenvien"].pk}))
    did(officer.post(f"{here}/nhan-viec"))
    did(officer.post(f"{here}/xong-viec", {"result": "Đã soạn báo cáo."}))
    after = did(head.get(here))
    if after["state"]["value"] == "in_progress":
        did(head.post(f"{here}/xong-viec", {"result": "Phòng đã xong."}))
    ended = did(chief.post(f"{here}/ket-thuc", {"result": "Đã báo cáo Thường trực."}))
    assert ended["record"]["state"]["value"] == "closed"

    trail = did(chief.get(f"{here}/trail"))["items"]
    assert {act["channel"] for act in trail if act["action"] != "testing.set_up"} == {"api"}
    assert any(change["field"] == "state" for act in trail for change in act["changes"])
    readers = did(chief.get(f"{here}/readers"))["items"]
    assert any(reader["name"] == "Vũ Thị Lan" and reader["reasons"] for reader in readers)
