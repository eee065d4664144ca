"""One Chromium for the whole run: pages of the kit and journeys share it."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def playwright_driver() -> Iterator[Playwright]:
    # Playwright's loop runs in this thread, where Django would otherwise refuse every query.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright_driver: Playwright) -> Iterator[Browser]:
    program = shutil.which("chromium")
    if not program:
        pytest.skip("no Chromium on this machine")
    found = playwright_driver.chromium.launch(executable_path=program, args=ARGUMENTS)
    yield found
    found.close()


@pytest.fixture(scope="session", autouse=True)
def plain_static_files(django_test_environment: None) -> Iterator[None]:
    """Static files straight from the source tree, without collecting them.

    For the whole run: a page still being answered when its test ends must not meet other settings.
    """
    from django.conf import settings
    from django.test import override_settings

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
        yield


@pytest.fixture(autouse=True)
def vietnamese() -> None:
    """Every test begins in the language of the office, whatever the one before it spoke."""
    from django.utils import translation

    translation.activate("vi")
