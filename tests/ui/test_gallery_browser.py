"""The kit in a real Chromium: accessible, keyboard-driven, alive without script, uploads that resume."""

import hashlib
import json
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from django.test import RequestFactory
from playwright.sync_api import Page, Route, expect

from vanphong.ui.errors import failed, forbidden, not_found, unavailable

pytestmark = pytest.mark.browser
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()


def violations(page: Page) -> list[Any]:
    page.evaluate("document.fonts.ready")
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [(v["id"], [n["html"][:160] for n in v["nodes"][:4]]) for v in found["violations"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1366, 360])
@pytest.mark.parametrize("name", ["parts", "home", "register", "phone"])
def test_axe_finds_nothing(kit: Any, name: str, width: int, scheme: str) -> None:
    page = kit.open(f"page={name}", width=width, color_scheme=scheme, has_touch=width == 360)
    assert violations(page) == []
    assert kit.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_what_opens(kit: Any, scheme: str) -> None:
    page = kit.open("page=home", width=360, color_scheme=scheme)
    page.locator(".menu-switch summary").click()
    assert violations(page) == []
    page = kit.open("page=parts", color_scheme=scheme)
    page.locator(".closed summary").click()
    page.get_by_role("link", name="Hủy số đến").click()
    assert violations(page) == []


@pytest.mark.parametrize("answer", [forbidden, not_found, failed, unavailable])
def test_axe_finds_nothing_on_the_pages_of_refusal(kit: Any, answer: Any) -> None:
    reply = answer(RequestFactory().get("/"))
    kit.extra["/loi"] = lambda route: route.fulfill(
        status=reply.status_code, body=reply.content.decode(), content_type="text/html; charset=utf-8"
    )
    page = kit.open("page=home", width=360)
    page.goto("http://vanphong.test/loi")
    assert page.locator("h1").is_visible() and page.get_by_role("main").get_by_role("link").is_visible()
    assert violations(page) == []


@pytest.mark.parametrize("width", [360, 768, 1024, 1366])
@pytest.mark.parametrize("name", ["parts", "home", "register", "phone"])
def test_no_page_scrolls_sideways(kit: Any, name: str, width: int) -> None:
    page = kit.open(f"page={name}", width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("mode", ["leader", ""])
@pytest.mark.parametrize("size", ["100", "150"])
def test_targets_are_big_enough(kit: Any, mode: str, size: str) -> None:
    page = kit.open("page=phone", width=360, has_touch=True)
    page.evaluate(
        "([mode, size]) => Object.assign(document.documentElement.dataset, {mode, size})",
        [mode, size],
    )
    small = page.evaluate(
        """least => [...document.querySelectorAll('.btn, .chip span, .bar a')]
        .map(e => e.getBoundingClientRect())
        .filter(r => r.height && r.height < least).map(r => r.height)""",
        48 if mode else 44,
    )
    assert small == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_menu_opens_on_a_phone_without_script(kit: Any) -> None:
    page = kit.open("page=home", width=360, java_script_enabled=False)
    link = page.get_by_role("link", name="Văn bản đến 41")
    expect(link).to_be_hidden()
    page.locator(".menu-switch summary").click()
    expect(link).to_be_visible()


def test_the_dialog_opens_without_script(kit: Any) -> None:
    page = kit.open("page=parts", java_script_enabled=False)
    page.get_by_role("link", name="Hủy số đến").click()
    expect(page.get_by_text("không cấp lại cho văn bản khác")).to_be_visible()


def test_ctrl_k_goes_to_the_search_box_and_esc_leaves_it(kit: Any) -> None:
    page = kit.open("page=home")
    page.keyboard.press("Control+k")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.tagName") == "BODY"


def test_arrows_walk_the_rows_and_a_lone_letter_does_nothing(kit: Any) -> None:
    page = kit.open("page=home")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#3"
    page.keyboard.press("j")
    page.keyboard.press("1")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#2"


def test_f1_shows_the_keys_and_esc_closes_them(kit: Any) -> None:
    page = kit.open("page=home")
    page.keyboard.press("F1")
    expect(page.get_by_role("dialog", name="Phím tắt")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Phím tắt")).to_be_hidden()


def test_ctrl_enter_sends_the_form_once(kit: Any) -> None:
    page = kit.open("page=register")
    page.evaluate("""window.sent = []; document.addEventListener('submit', e => {
        window.sent.push(e.submitter && e.submitter.textContent.trim()); e.preventDefault(); })""")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Control+Enter")
    assert len(page.evaluate("window.sent")) == 1
    assert page.evaluate("window.sent")[0].startswith("Vào sổ và mở tiếp")


def test_enter_while_composing_does_not_send(kit: Any) -> None:
    page = kit.open("page=register")
    page.evaluate("""window.sent = 0;
        document.addEventListener('submit', e => { window.sent++; e.preventDefault(); });
        document.activeElement.dispatchEvent(new KeyboardEvent('keydown',
          {key: 'Enter', ctrlKey: true, isComposing: true, bubbles: true, cancelable: true}))""")
    assert page.evaluate("window.sent") == 0


def test_a_field_in_focus_lights_its_box_and_a_box_leads_to_its_field(kit: Any) -> None:
    page = kit.open("page=register")
    assert page.locator(".box.lit").get_attribute("data-field") == "reference_code"
    page.locator("#id_due_on").focus()
    assert page.locator(".box.lit").get_attribute("data-field") == "due_on"
    page.locator('.box[data-field="issuer"]').click()
    assert page.evaluate("document.activeElement.id") == "id_issuer"


def test_words_typed_survive_a_reload(kit: Any) -> None:
    page = kit.open("page=register")
    page.locator("#id_signer").fill("Phó Trưởng Ban Thường trực")
    page.reload()
    assert page.locator("#id_signer").input_value() == "Phó Trưởng Ban Thường trực"
    page.get_by_role("button", name="Bỏ chữ gõ dở").click()
    assert page.locator("#id_signer").input_value() == "Phó Trưởng Ban"


def test_reading_size_theme_and_mode_take_effect_at_once(kit: Any) -> None:
    page = kit.open("page=home")
    page.locator(".me summary").click()
    page.get_by_role("radio", name="150 %").check()
    page.get_by_role("radio", name="tối").check()
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "22.5px"
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert violations(page) == []


def test_the_offline_banner_comes_and_goes(kit: Any) -> None:
    page = kit.open("page=home")
    page.context.set_offline(True)
    expect(page.locator("#offline")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("#offline")).to_be_hidden()


def test_a_combobox_searches_as_one_types_and_keeps_the_value_in_the_select(kit: Any) -> None:
    page = kit.open("page=parts")
    box = page.get_by_role("combobox", name="Chủ trì")
    box.fill("nội")
    page.get_by_role("option", name="Ban Nội chính").click()
    assert page.locator("#id_g_unit").input_value() == "Ban Nội chính"
    assert box.input_value() == "Ban Nội chính"
    assert kit.complaints == []


class ChunkServer:
    """Speaks the resumable protocol in memory and drops the line once."""

    def __init__(self) -> None:
        self.held = b""
        self.query: dict[str, str] = {}
        self.breaks = 1
        self.resumed_at: list[int] = []

    def __call__(self, route: Route) -> None:
        request = route.request
        if request.method == "POST":
            self.resumed_at.append(len(self.held))
            self.query["url"] = request.url
            return self._reply(route, {"upload": "u1", "offset": len(self.held)})
        offset = int(request.headers["upload-offset"])
        if len(self.held) >= 1 << 20 and self.breaks:
            self.breaks -= 1
            return route.abort("connectionreset")
        assert offset == len(self.held)
        self.held += request.post_data_buffer or b""
        if f"size={len(self.held)}" in self.query["url"]:
            return self._reply(route, {"location": "/van-ban/1"})
        return self._reply(route, {"offset": len(self.held)})

    def _reply(self, route: Route, body: dict[str, Any]) -> None:
        route.fulfill(body=json.dumps(body), content_type="application/json")


def test_a_broken_upload_goes_on_where_it_stopped(kit: Any) -> None:
    server = ChunkServer()
    kit.extra["/tai-len"] = server
    content = bytes(range(256)) * 4 * 2600
    page = kit.open("page=parts")
    page.locator("#file-drop_input").set_input_files(
        {"name": "công văn.pdf", "mimeType": "application/pdf", "buffer": content}
    )
    expect(page.get_by_role("link", name="đã nhận, mở xem")).to_be_visible(timeout=15000)
    assert server.held == content
    assert server.resumed_at == [0, 1 << 20]
    assert hashlib.sha256(content).hexdigest() in server.query["url"]


def test_an_empty_file_is_refused_with_words(kit: Any) -> None:
    page = kit.open("page=parts")
    page.locator("#file-drop_input").set_input_files(
        {"name": "rong.pdf", "mimeType": "application/pdf", "buffer": b""}
    )
    expect(page.locator(".drop-list").get_by_text("Tệp rỗng, không có gì để nhận.")).to_be_visible()
