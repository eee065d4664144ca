"""Bad calls get clear Vietnamese problems, and nothing is half done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from vanphong.modules.correspondence.models import IncomingDocument
from vanphong.rest import pace
from vanphong.testing.personas import Office
from vanphong.testing.rest import Api, header, received


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{", 400),
        ("[1]", 400),
        ("NaN", 400),
        ('{"subject": NaN}', 400),
        (b"\xff\xfe", 400),
        ('{"subject": "a\\u0000b"}', 400),
        ('{"subject": "\\ud800"}', 400),
        ("[" * 100_000, 400),
        ('{"a":' * 50 + "1" + "}" * 50, 400),
        ('{"khong_co": 1}', 422),
        ('{"subject": 5}', 422),
        ('{"register": "1"}', 422),
        ('{"register": 999999999999999999999999}', 422),
        ('{"paper_received": "co"}', 422),
        ('{"issued_on": "31/02/2026"}', 422),
        (b'{"note": "' + b"a" * (1 << 20) + b'"}', 413),
    ],
)
def test_a_bad_body_is_refused_in_words(
    office: Office, api: Callable[..., Api], body: Any, status: int
) -> None:
    document = received(office)
    answer = api("vanthu").post(f"/api/incoming/{document.pk}/vao-so", body)
    assert answer.status_code == status, answer.content.decode()
    problem = answer.json()
    assert answer["Content-Type"] == "application/problem+json"
    assert problem["status"] == status and problem["title"] and problem["detail"]
    assert problem["instance"].startswith("urn:uuid:")
    document.refresh_from_db()
    assert document.state == "pending_registration"


def test_a_date_of_31_02_names_its_field(office: Office, api: Callable[..., Api]) -> None:
    body = header(issued_on="31/02/2026", register=office.registers["den"].pk)
    answer = api("vanthu").post(f"/api/incoming/{received(office).pk}/vao-so", body)
    assert answer.status_code == 422
    assert "issued_on" in answer.json()["fields"]


def test_another_content_type_is_refused(office: Office, api: Callable[..., Api]) -> None:
    caller = api("vanthu")
    answer = caller.client.post(
        f"/api/incoming/{received(office).pk}/vao-so",
        {"subject": "x"},
        headers={"Authorization": f"Bearer {caller.key}"},
    )
    assert answer.status_code == 415
    assert "application/json" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"limit": "0"}, "limit"),
        ({"limit": "101"}, "limit"),
        ({"limit": "x"}, "limit"),
        ({"tab": "khong-co"}, "tab"),
        ({"mau": "do"}, "mau"),
        ({"tu": "31/02/2026"}, "tu"),
        ({"so": "²"}, "so"),
        ({"so": "abc"}, "so"),
    ],
)
def test_a_bad_filter_is_never_passed_over(
    office: Office, api: Callable[..., Api], query: dict[str, str], field: str
) -> None:
    answer = api("vanthu").get("/api/incoming/", query)
    assert answer.status_code == 422
    assert field in answer.json()["fields"]


@pytest.mark.parametrize("key", ["x", "bnVsbA", "WyJuZXh0IixudWxsLCIxIl0", "WyJuZXh0IiwiYSIsMV0", "\x00"])
def test_a_broken_page_key_is_refused(office: Office, api: Callable[..., Api], key: str) -> None:
    assert api("vanthu").get("/api/incoming/", {"key": key, "tab": "qua-han"}).status_code in (400, 422)


def test_a_fault_of_ours_is_a_problem_without_its_insides(
    office: Office, api: Callable[..., Api], monkeypatch: pytest.MonkeyPatch
) -> None:
    document = received(office)

    def burst(_self: object) -> str:
        raise RuntimeError("/bi/mat.py")

    monkeypatch.setattr(IncomingDocument, "title", property(burst))
    answer = api("vanthu").get(f"/api/incoming/{document.pk}")
    assert answer.status_code == 500
    assert "mat.py" not in answer.content.decode()
    assert answer.json()["instance"].removeprefix("urn:uuid:") in answer.json()["detail"]


def test_a_runaway_client_is_slowed_down(office: Office, api: Callable[..., Api], settings: Any) -> None:
    settings.VANPHONG_API_RATE = 0.5
    caller, other = api("vanthu"), api("chanh")
    answers = [caller.get("/api/me") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[-1]["Retry-After"]) >= 1
    assert other.get("/api/me").status_code == 200


def test_a_bucket_fills_again() -> None:
    start = 1000.0
    for _ in range(int(pace.rate() * 4)):
        pace.take("thử", start)
    with pytest.raises(pace.Problem):
        pace.take("thử", start)
    pace.take("thử", start + 1)
