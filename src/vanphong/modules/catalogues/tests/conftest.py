"""An office for tests of catalogues."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from vanphong.testing.personas import Office, build_office


@pytest.fixture(autouse=True)
def plain_static_files(settings: Settings) -> None:
    """Pages link to static files by their own names: nothing was collected for a test."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture
def office(db: None, settings: Settings) -> Office:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return build_office()
