"""One letter through the whole office, from its submission to the case file and to being found again."""

from __future__ import annotations

import re
from collections.abc import Callable

import pypdfium2
import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, Town
from tests.journeys.person import Person
from vanphong.modules.correspondence.commands.registration import register_document
from vanphong.modules.correspondence.forms.registration import RegisterForm
from vanphong.modules.correspondence.models import IncomingDocument

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
S = IncomingDocument.State


def registered(town: Town) -> IncomingDocument:
    """A letter read and entered by the clerk as it was read."""
    document, clerk = town.letter(), town.office.actor("vanthu")
    blank = RegisterForm(actor=clerk, record=document)
    given = {name: field.prepare_value(blank.initial.get(name)) for name, field in blank.fields.items()}
    data = {name: getattr(value, "pk", value) or "" for name, value in given.items()}
    form = RegisterForm(data, actor=clerk, record=document)
    return register_document(clerk, document=document, **form.keywords())


def _state(document: IncomingDocument, state: str) -> None:
    document.refresh_from_db()
    assert document.state == state


def _submit(clerk: Person, document: IncomingDocument, to: str, proposal: str) -> None:
    clerk.open(f"/van-ban-den/{document.pk}/")
    clerk.act("Trình")
    clerk.choose("to_user", to)
    clerk.field("proposal").fill(proposal)
    clerk.press("Trình")
    clerk.says(f"Đã trình đồng chí {to}.")


def _printed_book(clerk: Person) -> str:
    """Words of the book as the main button of its page prints it."""
    clerk.open("/van-ban-den/so/")
    expect(clerk.page.get_by_role("button", name=re.compile("^In sổ đăng ký"))).to_be_visible()
    chosen = clerk.page.evaluate("`${new URLSearchParams(new FormData(document.getElementById('book')))}`")
    answer = clerk.context.request.get(f"/van-ban-den/so/?{chosen}&ban=pdf")
    assert answer.headers["content-type"] == "application/pdf"
    with pypdfium2.PdfDocument(answer.body()) as book:
        # Long codes break in their narrow column.
        return "".join(page.get_textpage().get_text_range() for page in book).replace("\r\n", "")


def test_a_letter_goes_through_the_whole_office(town: Town, measured: Callable[..., None]) -> None:
    document = registered(town)
    here = f"/van-ban-den/{document.pk}/"
    clerk = town.person("vanthu")
    with clerk.counting() as submitting:
        _submit(clerk, document, "Trần Văn Bình", "Giao Phòng Tổng hợp chủ trì tham mưu.")
    measured("Trình một văn bản, kèm đề xuất", submitting, looked_at=3)

    leader = town.person("bithu", **PHONE)
    leader.open("/")
    with leader.counting() as endorsing:
        leader.page.get_by_role("main").get_by_role("link", name=re.compile("xây dựng Đảng")).first.tap()
        if leader.page.url.endswith(here):
            leader.page.get_by_role("main").get_by_role("link", name="Cho ý kiến", exact=True).tap()
        leader.page.get_by_role("button", name="Đồng ý theo đề xuất").tap()
        leader.says("Đã ghi ý kiến của đồng chí.")
    measured("Lãnh đạo bút phê trên điện thoại 360×800", endorsing, looked_at=3)
    assert endorsing.clicks <= 3 and endorsing.seconds(3) <= 15
    _state(document, S.PENDING_DISTRIBUTION)

    chief = town.person("chanh")
    chief.open(here)
    with chief.counting() as distributing:
        chief.act("Phân phối")
        chief.choose("lead", "Phòng Tổng hợp")
        chief.choose("collaborators", "Phòng Quản trị")
        chief.press("Phân phối")
        chief.says("Đã phân phối.")
    measured("Phân phối cho hai đơn vị", distributing, looked_at=2)
    _state(document, S.IN_PROGRESS)
    assert sorted(part.role for part in document.assignments.all()) == ["collaborator", "lead"]

    head = town.person("truongtonghop")
    head.open(here)
    head.act("Phân công trong đơn vị")
    head.choose("user", "Bùi Thị Ngọc")
    head.press("Phân công trong đơn vị")
    head.says("Bùi Thị Ngọc")

    officer = town.person("chuyenvien")
    officer.open("/")
    officer.page.get_by_role("main").get_by_role("link", name=re.compile("xây dựng Đảng")).first.click()
    with officer.counting() as reporting:
        officer.act("Báo xong")
        officer.field("result").fill("Đã tham mưu công văn trả lời.")
        officer.press("Báo xong")
        officer.says("Đã báo xong phần việc.")
    measured("Chuyên viên báo xong", reporting, looked_at=1)

    # The head answers for the unit, the other unit for its own part.
    for name, result in (
        ("truongtonghop", "Đã trình ký công văn trả lời."),
        ("truongquantri", "Đã gửi số liệu."),
    ):
        other = head if name == head.name else town.person(name)
        other.open(here)
        other.act("Báo xong")
        other.field("result").fill(result)
        other.press("Báo xong")
        other.says("Đã báo xong phần việc.")
    _state(document, S.HANDLED)

    chief.open(here)
    chief.act("Kết thúc xử lý")
    chief.field("result").fill("Đã báo cáo Thường trực.")
    chief.press("Kết thúc xử lý")
    chief.says("Đã kết thúc xử lý.")
    _state(document, S.CLOSED)

    head.open(here)
    head.act("Đưa vào hồ sơ")
    head.choose("plan_entry", "Báo cáo tháng, quý của Tỉnh ủy")
    head.press("Đưa vào hồ sơ")
    head.says("Đã đưa vào hồ sơ")

    for words in ("xay dung dang", "148-BC"):
        with officer.counting() as finding:
            officer.page.keyboard.press("Control+k")
            officer.page.keyboard.type(words)
            officer.page.keyboard.press("Enter")
            found = (
                officer.page.get_by_role("main").get_by_role("link", name=re.compile("xây dựng Đảng")).first
            )
            found.click()
            expect(officer.page).to_have_url(re.compile(here))
            expect(officer.page.locator(".page img").first).to_be_visible()
        measured(f"Tìm «{words}» từ Ctrl+K đến trang đầu của văn bản", finding, looked_at=1)
        assert finding.seconds(1) <= 10

    text = _printed_book(clerk)
    assert "148-BC/BTCTU" in text and "23/10/2026" in text


def test_those_who_may_not_see_get_nothing_and_those_who_may_learn_why(town: Town) -> None:
    document = registered(town)
    here = f"/van-ban-den/{document.pk}/"
    for name in ("nguoila", "vanthuxa"):
        person = town.person(name)
        assert person.open(here) == 404
        assert "xây dựng Đảng" not in person.page.content()
    outsider = town.person("vanthu", signed_in=False)
    outsider.open(here)
    expect(outsider.page).to_have_url(re.compile("/dang-nhap/"))

    chief = town.person("chanh")
    assert chief.open(here) == 200
    others = chief.page.locator("details.others")
    if others.count():
        others.locator("summary").first.click()
    closed = chief.page.locator("details.closed").first
    closed.locator("summary").click()
    expect(closed.locator(".reasons li").first).to_be_visible()
    assert closed.locator(".reasons").inner_text().strip()
    chief.press("Ai thấy, và vì sao", "link")
    row = chief.page.get_by_role("row", name=re.compile("Vũ Thị Lan"))
    expect(row).to_contain_text("văn thư của cơ quan nhận")
    expect(chief.page.get_by_role("row", name=re.compile("Tạ Thị Uyên"))).to_have_count(0)


def test_submitting_is_taken_back_within_ten_seconds(town: Town) -> None:
    document = registered(town)
    clerk = town.person("vanthu")
    _submit(clerk, document, "Trần Văn Bình", "Giao Phòng Tổng hợp.")
    _state(document, S.PENDING_ENDORSEMENT)
    clerk.page.get_by_role("button", name=re.compile("^Hoàn tác")).click()
    clerk.says("Đã hoàn tác.")
    _state(document, S.PENDING_SUBMISSION)
