"""Pages of the kit in a real browser: rendered in this process, answered by routing, without server."""

import mimetypes
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import RequestFactory
from playwright.sync_api import Browser, Page, Route

from vanphong.ui.gallery import gallery

ORIGIN = "http://vanphong.test"
STATIC = Path(__file__).resolve().parents[2] / "src/vanphong/ui/static"
POLICY = "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; object-src 'none'"


@pytest.fixture
def rendered() -> Callable[..., str]:
    """The HTML of a gallery page."""

    def render(query: str = "", **cookies: str) -> str:
        request = RequestFactory().get(f"/gallery?{query}")
        request.COOKIES.update(cookies)
        return gallery(request).content.decode()

    return render


class Kit:
    """Opens gallery pages in the browser and keeps what the console complained about."""

    def __init__(self, browser: Browser, render: Callable[..., str]) -> None:
        self.browser = browser
        self.render = render
        self.complaints: list[str] = []
        self.extra: dict[str, Callable[[Route], None]] = {}

    def open(self, query: str = "", *, width: int = 1366, height: int = 768, **options: Any) -> Page:
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, reduced_motion="reduce", **options
        )
        page = context.new_page()
        page.on("console", lambda m: self.complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: self.complaints.append(str(e)))
        page.route("**/*", self._answer)
        page.goto(f"{ORIGIN}/gallery?{query}")
        # HTML is answered at once, so deferred scripts have run by the load event.
        return page

    def _answer(self, route: Route) -> None:
        parts = urlsplit(route.request.url)
        for prefix, reply in self.extra.items():
            if parts.path.startswith(prefix):
                return reply(route)
        if parts.path.startswith("/static/"):
            path = STATIC / parts.path.removeprefix("/static/")
            return route.fulfill(path=path, content_type=mimetypes.guess_type(path)[0] or "font/woff2")
        if parts.path == "/gallery":
            return route.fulfill(
                body=self.render(parts.query),
                content_type="text/html; charset=utf-8",
                headers={"Content-Security-Policy": POLICY},
            )
        return route.fulfill(status=404, body="")


@pytest.fixture
def kit(browser: Browser, rendered: Callable[..., str]) -> Iterator[Kit]:
    opened = Kit(browser, rendered)
    yield opened
    for context in browser.contexts:
        context.close()
