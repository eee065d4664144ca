"""When something is missing or goes wrong: no script, a broken line, a session ended elsewhere."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.journeys.conftest import SAMPLES, Town
from tests.journeys.person import Person
from vanphong.kernel.identity.models import Session
from vanphong.kernel.identity.sessions import end_session
from vanphong.modules.correspondence.models import IncomingDocument
from vanphong.testing.papers import letter_pdf

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_main_work_is_done_without_script(town: Town) -> None:
    clerk = town.person("vanthu", java_script_enabled=False)
    clerk.open("/van-ban-den/tiep-nhan/")
    clerk.page.locator("input[type=file]").set_input_files(SAMPLES / "148-BC-BTCTU.pdf")
    clerk.press("Nhận tệp")
    town.read()
    clerk.open("/van-ban-den/?tab=cho-vao-so")
    clerk.page.get_by_role("main").get_by_role("link", name=re.compile("xây dựng Đảng")).click()
    clerk.choose("submit_to", "Nguyễn Đức An")
    clerk.press("Vào sổ và mở tiếp")
    clerk.says("Đã vào sổ số 1.")
    document = IncomingDocument.objects.get()

    chief = town.person("chanh", java_script_enabled=False)
    chief.open(f"/van-ban-den/{document.pk}/cho-y-kien/")
    text = chief.field("text")
    if not text.is_visible():
        chief.page.locator("summary", has_text="viết ý kiến").click()
    text.fill("Giao Phòng Tổng hợp tham mưu.")
    chief.press(re.compile("^(Gửi ý kiến đã chọn|Cho ý kiến)"))
    chief.says("Đã ghi ý kiến của đồng chí.")
    document.refresh_from_db()
    assert document.state == IncomingDocument.State.PENDING_DISTRIBUTION


class BrokenLine:
    """Lets the first piece of an upload through, then drops the line once."""

    def __init__(self, clerk: Person) -> None:
        self.pieces = self.breaks = 0
        self.offsets: list[int] = []
        clerk.page.route("**/tiep-nhan/tai-len/*", self)

    def __call__(self, route: Route) -> Any:
        if route.request.method != "PATCH":
            return route.continue_()
        self.pieces += 1
        self.offsets.append(int(route.request.headers["upload-offset"]))
        if self.pieces == 2:
            self.breaks += 1
            return route.abort("connectionreset")
        return route.continue_()


def test_an_upload_broken_off_goes_on_where_it_stopped(town: Town) -> None:
    clerk = town.person("vanthu")
    clerk.open("/van-ban-den/tiep-nhan/")
    line = BrokenLine(clerk)
    # A letter with harmless bytes behind its end, so that it travels in three pieces.
    content = letter_pdf() + b"\n%" + b"0123456789abcdef" * 150_000 + b"\n%%EOF\n"
    clerk.page.locator("input[type=file]").set_input_files(
        {"name": "công văn dài.pdf", "mimeType": "application/pdf", "buffer": content}
    )
    expect(clerk.page.get_by_role("link", name="đã nhận, mở xem")).to_be_visible(timeout=60_000)
    assert line.breaks == 1
    assert line.offsets[:3] == [0, 1 << 20, 1 << 20]
    file = IncomingDocument.objects.get().files.get()
    assert file.blob.size == len(content)


def test_a_session_ended_elsewhere_ends_at_once(town: Town) -> None:
    town.letter()
    clerk = town.person("vanthu")
    assert clerk.open("/van-ban-den/") == 200
    session = Session.objects.get(user=town.office.users["vanthu"], ended_at=None)
    end_session(town.office.actor("vanthu"), session=session)
    clerk.page.get_by_role("main").get_by_role("link").first.click()
    expect(clerk.page).to_have_url(re.compile("/dang-nhap/"))
    clerk.says(re.compile("Phiên làm việc đã"))
