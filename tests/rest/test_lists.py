"""Lists by key, records with versions, and what they cost in queries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from vanphong.rest.routing import operations
from vanphong.testing.personas import Office
from vanphong.testing.rest import Api, address_of, header, received

MOST_QUERIES = 12


def walk(caller: Api, **query: Any) -> list[int]:
    """All ids of a list, page by page."""
    found: list[int] = []
    page = caller.get("/api/incoming/", query).json()
    while True:
        found += [item["id"] for item in page["items"]]
        if page["next"] is None:
            return found
        page = caller.get("/api/incoming/", {**query, "key": page["next"]}).json()


def test_paging_passes_every_row_exactly_once(office: Office, api: Callable[..., Api]) -> None:
    ids = [received(office).pk for _ in range(23)]
    caller = api("vanthu")
    for size in (1, 4, 22, 23, 100):
        assert walk(caller, tab="cho-vao-so", limit=size) == ids
    second = caller.get("/api/incoming/", {"tab": "cho-vao-so", "limit": 10}).json()["next"]
    back = caller.get("/api/incoming/", {"tab": "cho-vao-so", "limit": 10, "key": second}).json()["previous"]
    first = caller.get("/api/incoming/", {"tab": "cho-vao-so", "limit": 10, "key": back}).json()
    assert [item["id"] for item in first["items"]] == ids[:10]


def test_paging_over_a_time_passes_every_row_once(office: Office, api: Callable[..., Api]) -> None:
    caller = api("vanthu")
    documents = [received(office) for _ in range(7)]
    for number, document in enumerate(documents):
        body = header(reference_code=f"{number}-CV/X", register=office.registers["den"].pk, submit_to="")
        assert caller.post(f"/api/incoming/{document.pk}/vao-so", body).status_code == 200
    assert sorted(walk(caller, tab="tat-ca", limit=3)) == sorted(d.pk for d in documents)


def test_columns_are_typed_and_filters_work(office: Office, api: Callable[..., Api]) -> None:
    caller = api("vanthu")
    body = header(register=office.registers["den"].pk, submit_to="", page_count=3)
    caller.post(f"/api/incoming/{received(office).pk}/vao-so", body)
    page = caller.get("/api/incoming/", {"tab": "tat-ca", "ky-hieu": "btctw"}).json()
    (item,) = page["items"]
    assert item["columns"]["arrival_number"] == 1
    assert item["columns"]["issued_on"] == "2026-11-20"
    assert item["state"]["value"] == "pending_submission"
    assert "correspondence.submit" in item["abilities"]
    assert item["url"] == f"/van-ban-den/{item['id']}/"
    assert caller.get("/api/incoming/", {"tab": "tat-ca", "ky-hieu": "999"}).json()["items"] == []


def test_a_list_page_and_a_record_cost_few_queries(office: Office, api: Callable[..., Api]) -> None:
    clerk, chief = api("vanthu"), api("chanh")
    for number in range(12):
        pk = received(office).pk
        body = header(reference_code=f"{number}-CV/X", register=office.registers["den"].pk, submit_to="")
        assert clerk.post(f"/api/incoming/{pk}/vao-so", body).status_code == 200
        if number % 2:
            lead = {"lead": office.units["tonghop"].pk, "collaborators": [office.units["quantri"].pk]}
            assert chief.post(f"/api/incoming/{pk}/phan-phoi", lead).status_code == 200
    head = api("truongtonghop")
    for caller in (chief, head, clerk):
        # Notes the use of the key, once a minute, and has the statements planned, once a connection.
        caller.get("/api/incoming/", {"tab": "dang-xu-ly"})
        caller.get(f"/api/incoming/{pk}")
        with CaptureQueriesContext(connection) as spent:
            assert caller.get("/api/incoming/", {"tab": "dang-xu-ly"}).json()["items"]
        assert len(spent) <= MOST_QUERIES, chr(10).join(
            q["sql"][:60] + " … " + q["sql"][-200:] for q in spent
        )
        with CaptureQueriesContext(connection) as spent:
            assert caller.get(f"/api/incoming/{pk}").status_code == 200
        assert len(spent) <= MOST_QUERIES, chr(10).join(
            q["sql"][:60] + " … " + q["sql"][-200:] for q in spent
        )


def test_a_record_known_already_is_not_sent_again(office: Office, api: Callable[..., Api]) -> None:
    caller, here = api("vanthu"), f"/api/incoming/{received(office).pk}"
    etag = caller.get(here)["ETag"]
    unchanged = caller.get(here, **{"If-None-Match": etag})
    assert unchanged.status_code == 304 and not unchanged.content
    body = header(register=office.registers["den"].pk, submit_to="")
    assert caller.post(f"{here}/vao-so", body, **{"If-Match": etag}).status_code == 200
    assert caller.get(here, **{"If-None-Match": etag}).status_code == 200


def test_a_record_changed_since_it_was_read_is_not_written(office: Office, api: Callable[..., Api]) -> None:
    caller, here = api("vanthu"), f"/api/incoming/{received(office).pk}"
    caller.post(f"{here}/vao-so", header(register=office.registers["den"].pk, submit_to=""))
    etag = caller.get(here)["ETag"]
    assert caller.post(f"{here}/ghi-y-kien", {"text": "Một."}, **{"If-Match": etag}).status_code == 200
    late = caller.post(f"{here}/ghi-y-kien", {"text": "Hai."}, **{"If-Match": etag})
    assert late.status_code == 412
    notes = [act for act in caller.get(f"{here}/trail").json()["items"] if act["action"].endswith("add_note")]
    assert len(notes) == 1


def test_inputs_left_out_stay_and_null_empties(office: Office, api: Callable[..., Api]) -> None:
    caller, here = api("vanthu"), f"/api/incoming/{received(office).pk}"
    body = header(register=office.registers["den"].pk, submit_to="", signer="Lê Văn Tám", note="Kèm phụ lục")
    caller.post(f"{here}/vao-so", body)
    changed = caller.post(f"{here}/sua-so", {"subject": "Về hội nghị", "note": None, "reason": "Gõ nhầm"})
    fields = changed.json()["record"]["fields"]
    assert (fields["subject"], fields["signer"], fields["note"]) == ("Về hội nghị", "Lê Văn Tám", "")
    assert fields["reference_code"] == "12-CV/BTCTW"


def test_the_form_of_an_action_tells_choices_of_the_moment(office: Office, api: Callable[..., Api]) -> None:
    caller = api("vanthu")
    form = caller.get(f"/api/incoming/{received(office).pk}/vao-so").json()
    inputs = {item["name"]: item for item in form["inputs"]}
    assert inputs["register"]["default"] == office.registers["den"].pk
    assert {option["label"] for option in inputs["register"]["options"]} == {
        "Văn bản đến",
        "Cơ quan Trung ương",
    } or len(inputs["register"]["options"]) == 2
    found = caller.get(
        f"/api/incoming/{received(office).pk}/vao-so", {"field": "register", "q": "trung uong"}
    ).json()
    assert len(found["inputs"][0]["options"]) == 1


def test_bulk_answers_for_each_record(office: Office, api: Callable[..., Api]) -> None:
    clerk, chief = api("vanthu"), api("chanh")
    pks = [received(office).pk for _ in range(3)]
    for number, pk in enumerate(pks[:2]):
        body = header(reference_code=f"{number}-CV/X", register=office.registers["den"].pk, submit_to="")
        clerk.post(f"/api/incoming/{pk}/vao-so", body)
    answer = chief.post(
        "/api/incoming/bulk/phan-phoi", {"ids": [*pks, 10**9], "inputs": {"lead": office.units["tonghop"].pk}}
    ).json()
    assert [item["status"] for item in answer["results"]] == [200, 200, 404, 404]
    assert chief.post("/api/incoming/bulk/phan-phoi", {"ids": "tất cả"}).status_code == 422


def test_an_act_is_taken_back_within_ten_seconds(office: Office, api: Callable[..., Api]) -> None:
    caller, here = api("vanthu"), f"/api/incoming/{received(office).pk}"
    caller.post(f"{here}/vao-so", header(register=office.registers["den"].pk, submit_to=""))
    answer = caller.post(f"{here}/trinh", {"to_user": office.users["bithu"].pk}).json()
    offer = answer["undo"]
    assert api("chanh").post(offer["href"], {"token": offer["token"]}).status_code == 404
    back = caller.post(offer["href"], {"token": offer["token"]})
    assert back.json()["record"]["state"]["value"] == "pending_submission"
    assert caller.post(offer["href"], {"token": "x"}).status_code == 422


def test_search_finds_by_words_without_accents_only_what_one_may_see(
    office: Office, api: Callable[..., Api]
) -> None:
    caller = api("vanthu")
    pk = received(office).pk
    caller.post(f"/api/incoming/{pk}/vao-so", header(register=office.registers["den"].pk, submit_to=""))
    hits = caller.get("/api/search", {"q": "hoi nghi tong ket"}).json()["items"]
    assert [hit["id"] for hit in hits] == [pk]
    assert api("nguoila").get("/api/search", {"q": "hoi nghi tong ket"}).json()["items"] == []
    assert caller.get("/api/search").status_code == 422


def test_notices_are_read_and_marked(office: Office, api: Callable[..., Api]) -> None:
    clerk, leader = api("vanthu"), api("bithu")
    here = f"/api/incoming/{received(office).pk}"
    clerk.post(f"{here}/vao-so", header(register=office.registers["den"].pk, submit_to=""))
    clerk.post(f"{here}/trinh", {"to_user": office.users["bithu"].pk})
    told = leader.get("/api/notices", {"unread": "true"}).json()
    assert told["unread"] == 1 and told["items"][0]["title"]
    assert leader.post("/api/notices/read", {"ids": [told["items"][0]["id"]]}).json()["unread"] == 0
    assert leader.post("/api/notices/read", {"ids": ["x"]}).status_code == 422


def test_every_get_answers_without_a_fault(office: Office, api: Callable[..., Api]) -> None:
    caller, pk = api("vanthu"), received(office).pk
    for operation in operations():
        if operation.method == "GET":
            here = address_of(operation, pk)
            assert caller.get(here).status_code in (200, 403, 404, 422), operation.key
