"""The API under a browser session: refusals a program understands, and a key that speaks for itself."""

from __future__ import annotations

from collections.abc import Callable

from vanphong.kernel.actor import Actor
from vanphong.kernel.identity.browser import DELEGATION_KEY
from vanphong.kernel.identity.commands import reset_password
from vanphong.testing.browsing import signed_in
from vanphong.testing.personas import Office
from vanphong.testing.rest import Api


def test_a_temporary_password_is_told_as_a_problem_not_as_a_page(office: Office) -> None:
    user = office.users["vanthu"]
    reset_password(Actor.system(), user=user)
    user.refresh_from_db()
    client = signed_in(user)
    for answer in (
        client.get("/api/me"),
        client.post("/api/notices/read", "{}", content_type="application/json"),
        client.get("/api/me", headers={"HX-Request": "true"}),
    ):
        assert answer.status_code == 403
        assert answer["Content-Type"] == "application/problem+json"
        assert "đổi mật khẩu" in answer.json()["detail"]
    assert client.get("/")["Location"] == "/tai-khoan/doi-mat-khau/"


def test_a_key_beside_such_a_session_is_judged_by_itself(office: Office, api: Callable[..., Api]) -> None:
    key = api("chanh").key
    user = office.users["vanthu"]
    reset_password(Actor.system(), user=user)
    user.refresh_from_db()
    client = signed_in(user)
    answer = client.get("/api/me", headers={"Authorization": f"Bearer {key}"})
    assert (answer.status_code, answer.json()["id"]) == (200, office.users["chanh"].pk)
    assert client.get("/api/me", headers={"Authorization": "Bearer vp_sai"}).status_code == 401


def test_an_act_under_a_delegation_that_is_over_is_a_problem_too(office: Office) -> None:
    client = signed_in(office.users["vanthu"])
    store = client.session
    store[DELEGATION_KEY] = 10**9
    store.save()
    answer = client.post("/api/notices/read", "{}", content_type="application/json")
    assert answer.status_code == 403
    assert answer["Content-Type"] == "application/problem+json"
    assert "Ủy quyền" in answer.json()["detail"]
