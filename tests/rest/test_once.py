"""Idempotency keys: one effect a key, whatever the network does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from vanphong.kernel.numbering.models import IssuedNumber
from vanphong.modules.correspondence.models import HandlingNote, IncomingDocument
from vanphong.rest.models import IdempotencyKey
from vanphong.rest.once import sweep
from vanphong.testing.personas import Office, build_office
from vanphong.testing.rest import Api, header, key_for, received


def test_a_repeated_call_gets_the_same_answer_and_does_nothing(
    office: Office, api: Callable[..., Api]
) -> None:
    caller, pk = api("vanthu"), received(office).pk
    body = header(register=office.registers["den"].pk, submit_to="")
    first = caller.post(f"/api/incoming/{pk}/vao-so", body, **{"Idempotency-Key": "a-1"})
    again = caller.post(f"/api/incoming/{pk}/vao-so", body, **{"Idempotency-Key": "a-1"})
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json() == first.json()
    assert again["Idempotency-Replayed"] == "true" and "Idempotency-Replayed" not in first
    assert IssuedNumber.objects.count() == 1


def test_a_key_used_for_something_else_is_refused(office: Office, api: Callable[..., Api]) -> None:
    caller, pk = api("vanthu"), received(office).pk
    caller.post(f"/api/incoming/{pk}/vao-so", header(register=office.registers["den"].pk, submit_to=""))
    here = f"/api/incoming/{pk}/ghi-y-kien"
    assert caller.post(here, {"text": "Một."}, **{"Idempotency-Key": "k"}).status_code == 200
    other = caller.post(here, {"text": "Hai."}, **{"Idempotency-Key": "k"})
    assert other.status_code == 422 and "yêu cầu khác" in other.json()["detail"]
    assert HandlingNote.objects.count() == 1


def test_keys_of_two_people_do_not_meet(office: Office, api: Callable[..., Api]) -> None:
    pk = received(office).pk
    body = header(register=office.registers["den"].pk, submit_to="")
    api("vanthu").post(f"/api/incoming/{pk}/vao-so", body)
    for name in ("vanthu", "chanh"):
        answer = api(name).post(f"/api/incoming/{pk}/ghi-y-kien", {"text": name}, **{"Idempotency-Key": "k"})
        assert answer.status_code == 200 and "Idempotency-Replayed" not in answer
    assert HandlingNote.objects.count() == 2


def test_a_refused_call_leaves_its_key_free(office: Office, api: Callable[..., Api]) -> None:
    caller, pk = api("vanthu"), received(office).pk
    here, key = f"/api/incoming/{pk}/vao-so", {"Idempotency-Key": "k"}
    assert caller.post(here, {"subject": ""}, **key).status_code == 422
    assert not IdempotencyKey.objects.exists()
    assert (
        caller.post(here, header(register=office.registers["den"].pk, submit_to=""), **key).status_code == 200
    )


def test_a_kept_outcome_holds_nothing_of_the_record(office: Office, api: Callable[..., Api]) -> None:
    caller, pk = api("vanthu"), received(office).pk
    body = header(register=office.registers["den"].pk, submit_to="")
    caller.post(f"/api/incoming/{pk}/vao-so", body, **{"Idempotency-Key": "k"})
    kept = str(IdempotencyKey.objects.values().get())
    assert "hội nghị" not in kept and "BTCTW" not in kept


@pytest.mark.parametrize("key", ["có dấu", "a b", "x" * 201])
def test_a_key_of_wrong_form_is_refused(office: Office, api: Callable[..., Api], key: str) -> None:
    answer = api("vanthu").post("/api/notices/read", {}, **{"Idempotency-Key": key})
    assert answer.status_code == 400


def test_keys_older_than_a_day_are_swept_and_may_be_used_again(
    office: Office, api: Callable[..., Api]
) -> None:
    caller = api("vanthu")
    caller.post("/api/notices/read", {}, **{"Idempotency-Key": "k"})
    assert sweep() == 0
    IdempotencyKey.objects.update(used_at=timezone.now() - dt.timedelta(hours=25))
    fresh = caller.post("/api/notices/read", {"ids": []}, **{"Idempotency-Key": "k"})
    assert fresh.status_code == 200 and "Idempotency-Replayed" not in fresh
    assert sweep(timezone.now() + dt.timedelta(hours=25)) == 1


@pytest.mark.django_db(transaction=True)
def test_ten_calls_at_once_have_one_effect() -> None:
    office = build_office()
    key, pk = key_for(office.users["vanthu"], "write"), received(office).pk
    body = header(register=office.registers["den"].pk, submit_to="")

    def call(_number: int) -> Any:
        try:
            answer = Api(key).post(
                f"/api/incoming/{pk}/vao-so", body, **{"Idempotency-Key": "cùng".encode().hex()}
            )
            return answer.status_code, answer.json()["done"], answer.has_header("Idempotency-Replayed")
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(call, range(10)))
    assert {answer[:2] for answer in answers} == {(200, "Đã vào sổ số 1.")}
    assert [answer[2] for answer in answers].count(False) == 1
    assert IssuedNumber.objects.count() == 1
    assert IncomingDocument.objects.get(pk=pk).arrival_number == 1
