"""Submitting and distributing by hand, one and twenty; and what the back button, file inputs and the grid do."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, Town
from vanphong.modules.correspondence.models import IncomingDocument
from vanphong.testing import correspondence as build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
S = IncomingDocument.State


def test_one_document_is_submitted_or_distributed_in_two_clicks_as_the_last_one_alike(
    town: Town, measured: Callable[..., None]
) -> None:
    build.submitted(town.office, collaborators=[town.office.units["quantri"]])
    build.distributed(town.office)
    first, second = build.registered(town.office), build.registered(town.office)
    clerk = town.person("vanthu")
    clerk.open(f"/van-ban-den/{first.pk}/")
    with clerk.counting() as submitting:
        clerk.act("Trình")
        expect(clerk.page.get_by_text("như lần trước").first).to_be_visible()
        clerk.press("Trình")
        clerk.says("Đã trình đồng chí")
    measured("Trình một văn bản, đề xuất như lần trước", submitting, looked_at=3)
    assert submitting.clicks <= 3
    slip = first.submissions.get()
    assert slip.proposed_lead == town.office.units["tonghop"] and slip.proposal

    chief = town.person("chanh")
    chief.open(f"/van-ban-den/{second.pk}/")
    with chief.counting() as distributing:
        chief.act("Phân phối")
        chief.press("Phân phối")
        chief.says("Đã phân phối.")
    measured("Phân phối thẳng một văn bản, như lần trước", distributing, looked_at=3)
    assert distributing.clicks <= 3
    roles = {part.unit: part.role for part in second.assignments.all()}
    assert roles == {town.office.units["tonghop"]: "lead", town.office.units["quantri"]: "collaborator"}


def test_twenty_documents_are_submitted_and_twenty_distributed_in_one_go(
    town: Town, measured: Callable[..., None]
) -> None:
    for _ in range(20):
        build.registered(town.office)
    clerk, chief = town.person("vanthu"), town.person("chanh")
    clerk.open("/van-ban-den/?tab=cho-trinh")
    with clerk.counting() as submitting:
        clerk.page.get_by_label("Chọn cả trang").check()
        clerk.press("Làm")
        clerk.press("Trình")
        clerk.says("Trình: 20 dòng")
    measured("Trình 20 văn bản một lượt", submitting, looked_at=20)
    assert submitting.clicks <= 6
    assert IncomingDocument.objects.filter(state=S.PENDING_ENDORSEMENT).count() == 20

    for _ in range(20):
        build.endorsed(town.office)
    chief.open("/van-ban-den/?tab=cho-phan-phoi")
    with chief.counting() as distributing:
        chief.page.get_by_label("Chọn cả trang").check()
        chief.press("Làm")
        chief.choose("lead", "Phòng Tổng hợp")
        chief.press("Phân phối")
        chief.says("Phân phối: 20 dòng")
    measured("Phân phối 20 văn bản một lượt", distributing, looked_at=20)
    assert distributing.clicks <= 6
    assert IncomingDocument.objects.filter(state=S.IN_PROGRESS).count() == 20


def test_going_back_to_a_refused_form_finds_it_with_what_was_typed(town: Town) -> None:
    document = build.registered(town.office)
    clerk = town.person("vanthu")
    clerk.open(f"/van-ban-den/{document.pk}/trinh/")
    clerk.field("proposal").fill("Giao Phòng Tổng hợp.")
    clerk.field("due_on").fill("31/02/2027")
    clerk.press("Trình")
    clerk.says("tháng 2 năm 2027 có 28 ngày")
    clerk.page.get_by_role("link", name="Thông báo").first.click()
    expect(clerk.page).to_have_url(re.compile("/thong-bao/"))
    clerk.page.go_back()
    clerk.says("Đã lấy lại chữ gõ dở")
    expect(clerk.field("proposal")).to_have_value("Giao Phòng Tổng hợp.")
    clerk.field("due_on").fill("")
    clerk.press("Trình")
    clerk.says("Đã trình đồng chí")


def test_a_file_is_chosen_with_our_own_words_by_keyboard_as_well(town: Town) -> None:
    document = build.distributed(town.office)
    head = town.person("truongtonghop")
    head.open(f"/van-ban-den/{document.pk}/xong-viec/")
    head.says("chưa chọn tệp")
    with head.page.expect_file_chooser() as chosen:
        head.field("product").focus()
        head.page.keyboard.press("Enter")
    chosen.value.set_files(
        {"name": "công văn trả lời.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"}
    )
    head.says("công văn trả lời.pdf")


def test_long_codes_are_read_whole_in_the_batch_grid(town: Town) -> None:
    town.letter("21-KH-BTGDVTW.pdf")
    clerk = town.person("vanthu")
    clerk.open("/van-ban-den/vao-so-loat/")
    code = clerk.page.locator("input[name$=reference_code]")
    code.fill("12345-CV/BTGDVTW")
    assert code.evaluate("box => box.scrollWidth <= box.clientWidth")


def test_tabs_show_where_one_stands_and_open_the_rest_on_a_phone(town: Town) -> None:
    build.registered(town.office)
    chief = town.person("chanh", **PHONE)
    chief.open("/van-ban-den/?tab=tat-ca")
    current = chief.page.locator(".tabs a[aria-current]")
    expect(current).to_be_in_viewport()
    chief.page.locator(".tabs-more summary").tap()
    chief.page.locator(".tabs-more").get_by_role("link", name="Quan tâm").tap()
    expect(chief.page).to_have_url(re.compile("tab=quan-tam"))
