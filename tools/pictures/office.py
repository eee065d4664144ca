"""A browser in the demo office: signing in as its people, pictures small enough for the repository."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from vanphong.config.demo.office import PASSWORD

DESK, PHONE = (1366, 768), (360, 800)
LARGEST = 120 * 1024
"""Bytes of a picture in the repository."""
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium."""
    program = shutil.which("chromium")
    if program is None:
        raise SystemExit("Chromium is needed; on Debian: apt install chromium")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


class Visitor:
    """One person at a desk or with a phone."""

    def __init__(self, browser: Browser, address: str, name: str, size: tuple[int, int], dark: bool) -> None:
        phone = size == PHONE
        self.address = address
        self.context = browser.new_context(
            base_url=address,
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            has_touch=phone,
            is_mobile=phone,
            locale="vi-VN",
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(30_000)
        if name:
            self._sign_in(name)

    def _sign_in(self, name: str) -> None:
        self.page.goto("/dang-nhap/")
        self.page.get_by_label("Tên đăng nhập").fill(name)
        self.page.get_by_label("Mật khẩu").fill(PASSWORD)
        self.page.get_by_role("button", name="Đăng nhập").click()
        expect(self.page).not_to_have_url(re.compile("dang-nhap"))

    def first(self, tab: str, place: str = "/van-ban-den/") -> str:
        """The address of the first document of a tab of a list."""
        self.page.goto(f"{place}?tab={tab}")
        found = self.page.locator(f".row a[href*='{place}']").first.get_attribute("href") or ""
        number = re.search(rf"{place}(\d+)/", found)
        if number is None:
            raise SystemExit(f"The demo office has nothing in the tab {tab}")
        return f"{place}{number[1]}/"

    def shot(self) -> bytes:
        """What is on the screen, when fonts and page images are there."""
        self.page.evaluate("document.fonts.ready")
        self.page.evaluate(
            """() => Promise.all([...document.images]
            .filter(image => image.getBoundingClientRect().top < innerHeight)
            .map(image => image.decode().catch(() => null)))"""
        )
        return self.page.screenshot()

    def close(self) -> None:
        self.context.close()


def keep(picture: bytes, path: Path) -> int:
    """Write a picture with as many colours as fit; returns its bytes."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    content = b""
    for colours in (256, 128, 64, 32):
        out = io.BytesIO()
        image.quantize(colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        content = out.getvalue()
        if len(content) <= LARGEST:
            break
    path.write_bytes(content)
    return len(content)
