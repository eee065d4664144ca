"""The account through the browser: signing in, being sent away, acting for another."""

from __future__ import annotations

import datetime as dt
import re

import pyotp
import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from vanphong.kernel.actor import Actor
from vanphong.kernel.identity.commands import disable_user, reset_password
from vanphong.kernel.identity.factors import PURPOSE
from vanphong.kernel.identity.models import ApiToken, Presence, Session, User
from vanphong.kernel.identity.sealing import unseal
from vanphong.kernel.organisation.commands import ask_second_factor
from vanphong.kernel.organisation.importing import import_people, import_units
from vanphong.kernel.organisation.models import Delegation, Post

SYSTEM = Actor.system("Kiểm thử")
PASSWORD = "Mưa rơi trên phố 47"
ACTOR = "vanphong.kernel.organisation.middleware.ActorMiddleware"
HOME = "/tai-khoan/"
OWN_PAGES = ["", "doi-mat-khau/", "xac-nhan/", "ma-mot-lan/", "ma-khoi-phuc/"]
OTHER_PAGES = ["khoa-truy-cap/", "phien/", "ma-api/", "uy-quyen/"]


@pytest.fixture(autouse=True)
def quick(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if ACTOR not in settings.MIDDLEWARE:
        settings.MIDDLEWARE = [*settings.MIDDLEWARE, ACTOR]


@pytest.fixture
def clerk(db: None) -> User:
    import_units(SYSTEM, rows=[{"code": "VP", "name": "Văn phòng", "kind": "office", "is_agency": True}])
    rows = [
        {"full_name": "Vàng Thị Viên", "username": "vien", "unit": "VP", "post": "Chuyên viên"},
        {"full_name": "Hoàng Chánh", "username": "chanh", "unit": "VP", "post": "Chánh", "role": "chief"},
        {"full_name": "Trần Trị", "username": "tri", "unit": "VP", "post": "Quản trị", "role": "admin"},
    ]
    import_people(SYSTEM, rows=rows, password=PASSWORD)
    return person("vien")


def person(username: str) -> User:
    found: User = User.objects.get(username=username)
    return found


def signed_in(client: Client, username: str = "vien", password: str = PASSWORD) -> Client:
    answer = client.post("/dang-nhap/", {"username": username, "password": password})
    assert answer.status_code == 302, answer.content.decode()
    return client


def test_a_stranger_is_led_to_the_sign_in_page_and_back(client: Client, clerk: User) -> None:
    answer = client.get(f"{HOME}phien/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/dang-nhap/?next=")
    fields = {"username": "vien", "password": PASSWORD, "next": f"{HOME}phien/"}
    assert client.post("/dang-nhap/", fields)["Location"] == f"{HOME}phien/"


def test_the_next_address_of_another_site_is_ignored(client: Client, clerk: User) -> None:
    fields = {"username": "vien", "password": PASSWORD, "next": "https://evil.test/"}
    assert client.post("/dang-nhap/", fields)["Location"] == "/"


def test_a_wrong_password_is_answered_on_the_page_without_the_password(client: Client, clerk: User) -> None:
    answer = client.post("/dang-nhap/", {"username": "vien", "password": "gõ sai mất rồi"})
    page = answer.content.decode()
    assert answer.status_code == 401
    assert "Chưa đăng nhập được" in page
    assert "gõ sai mất rồi" not in page


@pytest.mark.parametrize("path", [*OWN_PAGES, *OTHER_PAGES])
def test_every_own_page_opens_in_vietnamese(client: Client, clerk: User, path: str) -> None:
    answer = signed_in(client).get(HOME + path)
    assert answer.status_code == 200, answer
    page = answer.content.decode()
    assert "Vàng Thị Viên" in page
    assert "style=" not in page
    assert "<script>" not in page
    assert answer["Cache-Control"] == "no-store"


def test_the_session_key_changes_at_sign_in(client: Client, clerk: User) -> None:
    client.get("/dang-nhap/")
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key
    signed_in(client)
    assert client.session.session_key != before
    assert "x" not in client.session


def test_signing_out_needs_post_and_ends_the_session(client: Client, clerk: User) -> None:
    signed_in(client)
    client.get("/dang-xuat/")
    assert client.get(HOME).status_code == 200
    cookie = client.cookies["vanphong"].value
    answer = client.post("/dang-xuat/")
    assert answer["Location"] == "/dang-nhap/"
    assert "storage" in answer["Clear-Site-Data"]
    assert Session.objects.get().ended_because == Session.End.SIGNED_OUT
    client.cookies["vanphong"] = cookie
    assert client.get(HOME).status_code == 302


def test_a_stopped_account_is_out_at_the_next_click(client: Client, clerk: User) -> None:
    signed_in(client)
    disable_user(SYSTEM, user=clerk)
    assert client.get(HOME).status_code == 302


def test_a_session_ended_elsewhere_is_out_at_the_next_click(client: Client, clerk: User) -> None:
    other = signed_in(Client())
    signed_in(client)
    first = Session.objects.order_by("pk")[0]
    assert client.post(f"{HOME}phien/", {"end": first.pk}).status_code == 302
    assert other.get(HOME).status_code == 302
    assert "đã kết thúc" in other.get("/dang-nhap/").content.decode()
    assert client.get(HOME).status_code == 200


def test_all_other_sessions_end_with_one_click(client: Client, clerk: User) -> None:
    other = signed_in(Client())
    signed_in(client).post(f"{HOME}phien/", {"act": "others"})
    assert other.get(HOME).status_code == 302
    assert client.get(HOME).status_code == 200


def test_the_session_of_another_is_not_ended(client: Client, clerk: User) -> None:
    other = signed_in(Client(), "chanh")
    theirs = Session.objects.get()
    signed_in(client).post(f"{HOME}phien/", {"end": theirs.pk})
    assert other.get(HOME).status_code == 200


@pytest.mark.parametrize(("username", "minutes", "open_still"), [("vien", 16, True), ("tri", 16, False)])
def test_an_administrator_is_out_after_fifteen_idle_minutes(
    client: Client, clerk: User, username: str, minutes: int, open_still: bool
) -> None:
    signed_in(client, username)
    Presence.objects.update(seen_at=timezone.now() - dt.timedelta(minutes=minutes))
    assert (client.get(HOME).status_code == 200) is open_still


def test_a_page_that_asks_by_itself_does_not_keep_a_session_alive(client: Client, clerk: User) -> None:
    signed_in(client)
    ago = timezone.now() - dt.timedelta(minutes=10)
    Presence.objects.update(seen_at=ago)
    client.get(HOME, headers={"X-Poll": "1"})
    assert Presence.objects.get().seen_at == ago
    client.get(HOME)
    assert Presence.objects.get().seen_at > ago


def test_a_temporary_password_must_be_changed_before_anything_else(client: Client, clerk: User) -> None:
    temporary = reset_password(SYSTEM, user=clerk)
    signed_in(client, password=temporary)
    assert client.get(HOME)["Location"] == f"{HOME}doi-mat-khau/"
    htmx = client.get(HOME, headers={"HX-Request": "true"})
    assert htmx["HX-Redirect"] == f"{HOME}doi-mat-khau/"
    assert client.get(f"{HOME}doi-mat-khau/").status_code == 200
    fields = {"password": temporary, "new_password": "ngắn", "again": "ngắn"}
    refused = client.post(f"{HOME}doi-mat-khau/", fields)
    assert refused.status_code == 422
    new = "Ruộng bậc thang mùa lúa"
    fields = {"password": temporary, "new_password": new, "again": "khác"}
    assert client.post(f"{HOME}doi-mat-khau/", fields).status_code == 422
    assert client.post(f"{HOME}doi-mat-khau/", {**fields, "again": new})["Location"] == "/"
    assert client.get(HOME).status_code == 200


def test_changing_the_password_signs_out_other_browsers_only(client: Client, clerk: User) -> None:
    other = signed_in(Client())
    signed_in(client)
    new = "Ruộng bậc thang mùa lúa"
    client.post(f"{HOME}doi-mat-khau/", {"password": PASSWORD, "new_password": new, "again": new})
    assert client.get(HOME).status_code == 200
    assert other.get(HOME).status_code == 302


def code_of(user: User, steps: int = 0) -> str:
    user.refresh_from_db()
    secret = unseal(user.totp_secret, PURPOSE) or ""
    return pyotp.TOTP(secret).at(timezone.now() + dt.timedelta(seconds=30 * steps))


def test_one_time_codes_from_set_up_to_sign_in(client: Client, clerk: User) -> None:
    signed_in(client)
    address = f"{HOME}ma-mot-lan/"
    client.post(address, {"act": "begin"})
    page = client.get(address).content.decode()
    assert "<svg" in page
    assert client.post(address, {"act": "confirm", "code": "000000"}).status_code == 422
    codes = client.post(address, {"act": "confirm", "code": code_of(clerk, -1)}).content.decode()
    assert len(re.findall(r">[a-z2-9]{5}-[a-z2-9]{5}<", codes)) == 10

    fresh = Client()
    answer = fresh.post("/dang-nhap/", {"username": "vien", "password": PASSWORD, "next": HOME})
    assert answer["Location"] == "/dang-nhap/ma/"
    assert fresh.get(HOME).status_code == 302
    assert fresh.post("/dang-nhap/ma/", {"code": "000000"}).status_code == 401
    code = code_of(clerk)
    assert fresh.post("/dang-nhap/ma/", {"code": code})["Location"] == HOME
    assert fresh.get(HOME).status_code == 200
    again = Client()
    again.post("/dang-nhap/", {"username": "vien", "password": PASSWORD})
    assert again.post("/dang-nhap/ma/", {"code": code}).status_code == 401


def test_an_administrator_without_a_second_factor_enrols_one_before_anything_else(
    client: Client, clerk: User
) -> None:
    enrol = f"{HOME}ma-mot-lan/"
    signed_in(client, "tri")
    for address in ("/", HOME, "/quan-tri/tai-khoan/", f"{HOME}ma-api/"):
        assert client.get(address)["Location"] == enrol, address
    assert client.get(HOME, headers={"HX-Request": "true"})["HX-Redirect"] == enrol
    refused = client.get("/api/users/")
    assert (refused.status_code, refused["Content-Type"]) == (403, "application/problem+json")
    assert "xác thực hai lớp" in refused.json()["detail"]
    assert "bắt buộc xác thực hai lớp" in client.get(enrol).content.decode()
    assert client.get(f"{HOME}khoa-truy-cap/").status_code == 200
    client.post(enrol, {"act": "begin"})
    assert client.get(HOME)["Location"] == enrol
    client.post(enrol, {"act": "confirm", "code": code_of(person("tri"))})
    assert client.get(HOME).status_code == 200


def test_a_post_tells_whether_its_holder_needs_a_second_factor(client: Client, clerk: User) -> None:
    signed_in(client)
    assert client.get(HOME).status_code == 200
    post = Post.objects.get(title="Chuyên viên")
    ask_second_factor(SYSTEM, post=post, second_factor=True)
    assert client.get(HOME)["Location"] == f"{HOME}ma-mot-lan/"
    ask_second_factor(SYSTEM, post=post, second_factor=False)
    assert client.get(HOME).status_code == 200
    assert Post.objects.get(title="Quản trị").second_factor


def test_the_second_step_without_the_first_leads_back(client: Client, clerk: User) -> None:
    assert client.get("/dang-nhap/ma/")["Location"] == "/dang-nhap/"
    assert client.post("/dang-nhap/khoa/").status_code == 403


def test_weighty_pages_ask_for_the_password_again_after_a_while(client: Client, clerk: User) -> None:
    signed_in(client)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE identity_session SET stepped_up_at = now() - interval '11 minutes'")
    answer = client.get(f"{HOME}ma-api/")
    assert answer["Location"] == f"{HOME}xac-nhan/?next=/tai-khoan/ma-api/"
    refused = client.post(f"{HOME}xac-nhan/", {"password": "sai", "next": f"{HOME}ma-api/"})
    assert refused.status_code == 422
    passed = client.post(f"{HOME}xac-nhan/", {"password": PASSWORD, "next": f"{HOME}ma-api/"})
    assert passed["Location"] == f"{HOME}ma-api/"
    assert client.get(f"{HOME}ma-api/").status_code == 200


def test_a_token_is_shown_once_and_revoked(client: Client, clerk: User) -> None:
    signed_in(client)
    made = client.post(f"{HOME}ma-api/", {"name": "máy quét", "scope": "read", "days": "30"})
    (key,) = re.findall(r"vp_[\w-]{43}", made.content.decode())
    assert key not in client.get(f"{HOME}ma-api/").content.decode()
    token = ApiToken.objects.get()
    client.post(f"{HOME}ma-api/", {"revoke": token.pk})
    token.refresh_from_db()
    assert token.revoked_at is not None


def lend(principal: str, delegate: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO organisation_delegation "
            "(principal_id, delegate_id, scope, starts_at, ends_at, reason) "
            "VALUES (%s, %s, '{}', now() - interval '1 hour', now() + interval '1 day', '') RETURNING id",
            [person(principal).pk, person(delegate).pk],
        )
        return int(cursor.fetchone()[0])


def test_acting_for_another_shows_the_banner_until_it_ends(client: Client, clerk: User) -> None:
    pk = lend("chanh", "vien")
    signed_in(client)
    assert client.post(f"{HOME}uy-quyen/", {"choose": pk})["Location"] == "/"
    assert "đang làm thay đồng chí Hoàng Chánh" in client.get(f"{HOME}phien/").content.decode()
    client.post(f"{HOME}uy-quyen/", {"act": "stop"})
    assert "đang làm thay" not in client.get(f"{HOME}phien/").content.decode()


def test_an_act_under_an_expired_delegation_is_refused_and_does_not_happen_under_ones_own_name(
    client: Client, clerk: User
) -> None:
    pk = lend("chanh", "vien")
    signed_in(client)
    client.post(f"{HOME}uy-quyen/", {"choose": pk})
    with connection.cursor() as cursor:
        cursor.execute("UPDATE organisation_delegation SET ends_at = now() WHERE id = %s", [pk])
    other = Session.objects.get()
    assert client.post(f"{HOME}phien/", {"end": other.pk}).status_code == 403
    other.refresh_from_db()
    assert other.ended_at is None
    assert client.get(f"{HOME}phien/").status_code == 200


def test_someone_elses_delegation_cannot_be_chosen(client: Client, clerk: User) -> None:
    pk = lend("chanh", "tri")
    signed_in(client)
    assert client.post(f"{HOME}uy-quyen/", {"choose": pk}).status_code == 422


def test_a_date_nobody_can_read_is_refused_when_lending(client: Client, clerk: User) -> None:
    signed_in(client)
    fields = {"act": "give", "delegate": person("chanh").pk, "last_day": "31/02/2027"}
    answer = client.post(f"{HOME}uy-quyen/", fields)
    assert answer.status_code == 422
    assert "31/02/2027" in answer.content.decode()


def test_works_to_lend_stand_in_groups_and_are_only_ones_own(client: Client, clerk: User) -> None:
    signed_in(client, "chanh")
    page = client.get(f"{HOME}uy-quyen/").content.decode()
    heads = [page.index(f"<legend>{words}") for words in ("Các việc", "Văn bản đến", "Hồ sơ công việc")]
    assert heads == sorted(heads)
    assert "phân phối văn bản" in page
    signed_in(client, "vien")
    page = client.get(f"{HOME}uy-quyen/").content.decode()
    assert "xử lý phần việc được giao" in page
    assert "phân phối văn bản" not in page


def test_one_choice_lends_every_work_one_has(client: Client, clerk: User) -> None:
    signed_in(client, "chanh")
    last = (timezone.localdate() + dt.timedelta(days=5)).strftime("%d/%m/%Y")
    fields = {"act": "give", "delegate": clerk.pk, "last_day": last, "scope": ["*"], "reason": "Đi công tác"}
    assert client.post(f"{HOME}uy-quyen/", fields).status_code == 302
    given = Delegation.objects.get()
    assert "correspondence.distribute" in given.scope
    assert "organisation.manage" not in given.scope
    assert "*" not in given.scope


def test_reading_comfort_is_kept_on_this_machine(client: Client) -> None:
    answer = client.post(f"{HOME}hien-thi/", {"size": "150", "theme": "dark", "mode": "leader", "next": "/x"})
    assert answer["Location"] == "/x"
    assert answer.cookies["vp_display"].value == "dark.150.leader"
    wrong = client.post(f"{HOME}hien-thi/", {"size": "9000", "theme": "x"})
    assert wrong.cookies["vp_display"].value == ".100."
    assert client.post(f"{HOME}ngon-ngu/", {"language": "en"}).cookies["django_language"].value == "en"
    assert "django_language" not in client.post(f"{HOME}ngon-ngu/", {"language": "xx"}).cookies
