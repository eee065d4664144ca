"""An office for tests of drafts, and a fresh store of bytes for each."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from vanphong.testing.personas import Office, build_office


@pytest.fixture(autouse=True)
def var(tmp_path: Path, settings: Settings) -> Path:
    """A `var/` of this test alone."""
    settings.VANPHONG_VAR = tmp_path / "var"
    return tmp_path / "var"


@pytest.fixture
def office(db: None, settings: Settings) -> Office:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return build_office()
