"""The leader's screen, in the browser with taps counted, and without script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page

from vanphong.modules.correspondence.commands.submission import submit_document
from vanphong.modules.correspondence.models import IncomingDocument
from vanphong.testing import correspondence as build
from vanphong.testing.personas import Office

S = IncomingDocument.State
PASSWORD = "Mat-khau-thu-2026"


@pytest.fixture
def phone(
    transactional_db: None, office: Office, live_server: Any, var: Path, browser: Browser
) -> Iterator[Page]:
    """The leader's telephone, signed in, at the home page."""
    for _ in range(3):
        build.submitted(office, collaborators=[office.units["quantri"]])
    context = browser.new_context(viewport={"width": 360, "height": 800}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto(f"{live_server.url}/dang-nhap/")
    page.fill("main input[name=username]", "bithu")
    page.fill("main input[type=password]", PASSWORD)
    page.tap("main button[type=submit]")
    page.wait_for_url(f"{live_server.url}/")
    yield page
    context.close()


@pytest.mark.browser
def test_a_leader_agrees_in_two_taps_and_the_next_document_opens(phone: Page) -> None:
    first = IncomingDocument.objects.earliest("pk")
    phone.tap(f"a.btn[href='/van-ban-den/{first.pk}/cho-y-kien/']")
    assert phone.inner_text(".place") == "1 / 3"
    agree = phone.locator("button[name=as_proposed]")
    box = agree.bounding_box()
    assert box is not None and box["y"] + box["height"] < 740 and box["height"] >= 44
    agree.tap()
    phone.wait_for_selector(".place:has-text('1 / 2')")
    first.refresh_from_db()
    assert first.state == S.IN_PROGRESS


@pytest.mark.browser
def test_another_lead_is_three_taps(phone: Page) -> None:
    first = IncomingDocument.objects.earliest("pk")
    phone.goto(f"{phone.url}van-ban-den/{first.pk}/cho-y-kien/")
    phone.tap("[data-chooser=lead] summary")
    phone.tap("[data-chooser=lead] label:has-text('Phòng Quản trị')")
    assert "Phòng Quản trị" in phone.inner_text("[data-chooser=lead] summary")
    phone.tap(".chooser-send button")
    phone.wait_for_selector(".place:has-text('1 / 2')")
    assert build.part_of(first).unit is not None
    assert build.part_of(first).owner_label == "Phòng Quản trị"


@pytest.fixture
def leader(office: Office, var: Path) -> Client:
    client = Client()
    client.post("/dang-nhap/", {"username": "bithu", "password": PASSWORD})
    return client


def _address(document: IncomingDocument) -> str:
    return f"/van-ban-den/{document.pk}/cho-y-kien/"


@pytest.mark.django_db
def test_without_script_one_post_agrees(office: Office, leader: Client) -> None:
    document = build.submitted(office)
    shown = leader.get(_address(document)).content.decode()
    assert "Văn phòng đề xuất" in shown and "Phòng Tổng hợp chủ trì" in shown
    answer = leader.post(_address(document), {"as_proposed": "1"})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert build.fresh(document).state == S.IN_PROGRESS


@pytest.mark.django_db
def test_phrases_and_own_words_become_one_opinion(office: Office, leader: Client) -> None:
    document = build.submitted(office)
    leader.post(_address(document), {"phrases": ["Đồng ý."], "text": "Báo cáo trước thứ Sáu.", "lead": ""})
    assert document.endorsements.get().text == "Đồng ý. Báo cáo trước thứ Sáu."
    assert build.fresh(document).state == S.PENDING_DISTRIBUTION


@pytest.mark.django_db
def test_an_empty_opinion_stays_on_the_screen_with_what_is_missing(office: Office, leader: Client) -> None:
    document = build.submitted(office, lead=None, proposal="")
    shown = leader.get(_address(document)).content.decode()
    assert "Đồng ý theo đề xuất" not in shown
    answer = leader.post(_address(document), {"lead": "", "text": ""})
    assert answer.status_code == 422
    assert "ghi ý kiến hoặc chọn đơn vị chủ trì" in answer.content.decode()


@pytest.mark.django_db
def test_whoever_is_not_asked_is_told_why(office: Office, leader: Client) -> None:
    document = build.registered(office)
    submit_document(office.actor("vanthu"), document=document, to_user=office.users["phobithu"])
    answer = leader.get(_address(document))
    assert answer.status_code == 403
    assert "được trình" in answer.content.decode()
