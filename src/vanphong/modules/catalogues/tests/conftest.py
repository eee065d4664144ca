"""An office for tests of catalogues."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from vanphong.testing.personas import Office, build_office


@pytest.fixture
def office(db: None, settings: Settings) -> Office:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return build_office()
