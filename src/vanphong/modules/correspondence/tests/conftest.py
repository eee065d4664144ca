"""An office for tests, and a fresh store of bytes for each."""

from __future__ import annotations

from pathlib import Path

import pytest

from vanphong.testing.personas import Office, build_office


@pytest.fixture
def office(db: None, settings: object) -> Office:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]
    return build_office()


@pytest.fixture
def var(tmp_path: Path, settings: object) -> Path:
    """A `var/` of this test alone: nothing that another test left is found in it."""
    settings.VANPHONG_VAR = tmp_path / "var"  # type: ignore[attr-defined]
    settings.INTAKE_FOLDER = tmp_path / "var" / "intake"  # type: ignore[attr-defined]
    return tmp_path / "var"
