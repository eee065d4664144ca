"""Every operation against nobody, a stranger, a reading key, a key of another scope, the right person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from vanphong.kernel import access
from vanphong.kernel.organisation.queries import actor_for
from vanphong.modules.correspondence.models import IncomingDocument
from vanphong.rest.operations import Call, Operation, by_path
from vanphong.rest.routing import operations
from vanphong.testing.personas import Office
from vanphong.testing.rest import Api, address_of, received

ALL = operations()
CLOSED = [operation for operation in ALL if not operation.public]


def call(api: Api, operation: Operation, pk: int = 1) -> Any:
    here = address_of(operation, pk)
    if operation.method in ("GET", "POST"):
        return (api.post if operation.method == "POST" else api.get)(here)
    headers = {"Authorization": f"Bearer {api.key}"} if api.key else {}
    return api.client.generic(operation.method, here, headers=headers)


def test_nobody_is_asked_for_a_key(db: None) -> None:
    for operation in CLOSED:
        answer = call(Api(""), operation)
        assert answer.status_code == 401, operation.key
        assert answer["WWW-Authenticate"].startswith("Bearer")
        assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("operation", [o for o in ALL if o.public], ids=lambda o: o.name)
def test_what_is_public_says_why_and_opens(db: None, operation: Operation) -> None:
    assert operation.public
    assert call(Api(""), operation).status_code == 200


def test_a_stranger_finds_no_record_and_opens_no_list(office: Office, api: Callable[..., Api]) -> None:
    document = received(office)
    stranger, neighbour = api("nguoila"), api("chanhxa")
    for operation in ALL:
        if operation.record is IncomingDocument:
            for caller in (stranger, neighbour):
                assert call(caller, operation, document.pk).status_code == 404, operation.key
        elif operation.record is not None:
            assert call(stranger, operation, 10**12).status_code == 404, operation.key
        elif operation.opens is not None:
            allowed = access.may(actor_for(office.users["nguoila"]), *operation.opens)
            assert (call(stranger, operation).status_code == 404) is not allowed, operation.key


def test_a_reading_key_reads_and_never_writes(office: Office, api: Callable[..., Api]) -> None:
    document = received(office)
    reader = api("vanthu", "read")
    for operation in ALL:
        if (
            operation.record is IncomingDocument
            and operation.method == "GET"
            and operation.ability == access.VIEW
        ):
            if "files" not in operation.path:
                assert call(reader, operation, document.pk).status_code == 200, operation.key
        elif operation.record is IncomingDocument and not operation.name.endswith(".undo"):
            answer = call(reader, operation, document.pk)
            assert answer.status_code == 403, operation.key
            assert "Mã truy cập này không được" in answer.json()["detail"]
    document.refresh_from_db()
    assert document.state == "pending_registration"


def test_a_key_of_another_scope_does_not_reach_further(office: Office, api: Callable[..., Api]) -> None:
    document = received(office)
    notes_only = api("vanthu", "correspondence.note")
    answer = notes_only.post(f"/api/incoming/{document.pk}/vao-so", {})
    assert answer.status_code == 403
    assert notes_only.get(f"/api/incoming/{document.pk}").json()["actions"] == []


def test_the_right_person_is_told_what_is_missing(office: Office, api: Callable[..., Api]) -> None:
    answer = api("vanthu").post(f"/api/incoming/{received(office).pk}/vao-so", {"register": None})
    assert answer.status_code == 422
    assert set(answer.json()["fields"]) >= {"issuer_name", "subject", "register"}


def test_an_action_closed_in_this_state_says_why(office: Office, api: Callable[..., Api]) -> None:
    answer = api("vanthu").post(f"/api/incoming/{received(office).pk}/ket-thuc", {"result": "Xong."})
    assert answer.status_code == 403
    assert "Chờ vào sổ" in answer.json()["detail"]


def test_a_wrong_key_is_refused_even_beside_a_session(office: Office) -> None:
    client = Client()
    client.force_login(office.users["vanthu"])
    answer = client.get("/api/me", headers={"Authorization": "Bearer vp_wrong"})
    assert answer.status_code == 401
    assert client.get("/api/me", headers={"Authorization": "Basic abc"}).status_code == 401


def test_undeclared_methods_are_refused(office: Office, api: Callable[..., Api]) -> None:
    caller = api("vanthu")
    for path, methods in by_path(list(ALL)).items():
        here = address_of(next(iter(methods.values())))
        for method in ("PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "POST", "GET"):
            if method in methods:
                continue
            answer = caller.client.generic(method, here, headers={"Authorization": f"Bearer {caller.key}"})
            assert answer.status_code == 405, (method, path)
            assert set(methods) <= set(answer["Allow"].replace(" ", "").split(","))


def test_an_unknown_address_is_a_problem_too(api: Callable[..., Api]) -> None:
    answer = api("").get("/api/khong-co/1")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


def test_an_operation_that_says_nothing_of_who_may_call_cannot_be_made() -> None:
    def view(_call: Call) -> None: ...

    for policy in ({}, {"signed_in": True, "public": "vì thế"}, {"record": IncomingDocument}):
        with pytest.raises(TypeError):
            Operation("GET", "thu", "thu", "Thử", view, **policy)  # type: ignore[arg-type]
