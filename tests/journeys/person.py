"""A person at a browser: signs in as people do, and counts the clicks, keys and seconds of what they do."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Response, expect

PASSWORD = "Mat-khau-thu-2026"
COUNT = """
document.addEventListener('pointerdown', e => { if (e.isTrusted) countInput('clicks'); }, true);
document.addEventListener('keydown', e => {
  if (e.isTrusted && !/^(Control|Shift|Alt)$/.test(e.key)) countInput('keys');
}, true);
"""
POINT, KEY, LOOK = 1.3, 0.28, 1.35
"""Seconds a trained person needs to point and click, to press a key, to check one thing on the screen:
the keystroke-level model (Card, Moran, Newell 1980)."""


@dataclass(slots=True)
class Count:
    """What something took: clicks or taps, keys, seconds of the machine, things looked at."""

    clicks: int
    keys: int
    machine: float

    def seconds(self, looked_at: int) -> float:
        """Seconds of a trained person: hands and eyes by the keystroke-level model, plus the machine."""
        return self.machine + self.clicks * POINT + self.keys * KEY + looked_at * LOOK


class Person:
    """One person, one browser window. `complaints` is what console and server complained of."""

    def __init__(self, browser: Browser, address: str, name: str, **options: Any) -> None:
        self.name = name
        self.counted = {"clicks": 0, "keys": 0}
        options.setdefault("viewport", {"width": 1366, "height": 768})
        self.context: BrowserContext = browser.new_context(
            base_url=address, reduced_motion="reduce", locale="vi-VN", **options
        )
        self.complaints: list[str] = []
        if options.get("java_script_enabled", True):
            self.context.expose_function("countInput", self._count)
            self.context.add_init_script(COUNT)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.page.on("console", lambda m: self._complained(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda error: self._complained(str(error)))
        self.page.on("response", self._answered)

    def _count(self, what: str) -> None:
        self.counted[what] += 1

    def _complained(self, words: str) -> None:
        # Refused pages (403, 404, 422) are answers, which the browser reports as well; see _answered.
        if "Failed to load resource" not in words:
            self.complaints.append(words)

    def _answered(self, answer: Response) -> None:
        page = answer.request.is_navigation_request()
        if answer.status >= 500 or (answer.status >= 400 and not page):
            self.complaints.append(f"{answer.status} {answer.url}")

    def sign_in(self) -> Person:
        self.page.goto("/dang-nhap/")
        self.page.get_by_label("Tên đăng nhập").fill(self.name)
        self.page.get_by_label("Mật khẩu").fill(PASSWORD)
        self.page.get_by_role("button", name="Đăng nhập").click()
        expect(self.page).not_to_have_url(re.compile("dang-nhap"))
        return self

    def open(self, address: str) -> int:
        """Go there; answers the status."""
        answer = self.page.goto(address)
        return answer.status if answer else 0

    def press(self, words: str | re.Pattern[str], role: Any = "button") -> None:
        """Click a button or, with `role`, a link."""
        pattern = words if isinstance(words, re.Pattern) else re.compile(rf"^{re.escape(words)}( |$)")
        self.page.get_by_role("main").get_by_role(role, name=pattern).first.click()

    def act(self, label: str) -> None:
        """Choose an action of the record page."""
        self.press(label, "link")

    def says(self, words: str | re.Pattern[str]) -> None:
        """Wait until the page says so."""
        expect(self.page.get_by_text(words).filter(visible=True).first).to_be_visible()

    def field(self, name: str) -> Locator:
        return self.page.locator(f"#id_{name}")

    def choose(self, name: str, words: str) -> None:
        """Choose in a select, or in its search-as-you-type box."""
        box = self.page.locator(f"#id_{name}_text")
        if box.count() == 0:
            # A list of the browser's own is opened and chosen from: two clicks that no page is told of.
            self.counted["clicks"] += 2
            option = self.field(name).locator("option", has_text=words).first
            self.field(name).select_option(value=option.get_attribute("value"))
            return
        box.click()
        self.page.locator(".combo-list").get_by_role("option", name=words, exact=True).click()

    @contextmanager
    def counting(self) -> Iterator[Count]:
        """Clicks, keys and machine seconds of what is done inside."""
        before, began = dict(self.counted), time.monotonic()
        count = Count(0, 0, 0.0)
        yield count
        count.machine = time.monotonic() - began
        count.clicks = self.counted["clicks"] - before["clicks"]
        count.keys = self.counted["keys"] - before["keys"]
