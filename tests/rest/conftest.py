"""An office and callers of its API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from vanphong.testing.personas import Office, build_office
from vanphong.testing.rest import Api, key_for


@pytest.fixture(autouse=True)
def plain_settings(settings: Any) -> None:
    """Nobody signs in here, so passwords need no slow hash."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def office(db: None) -> Office:
    return build_office()


@pytest.fixture
def api(office: Office) -> Callable[..., Api]:
    """`api("vanthu")`, `api("vanthu", "read")`, `api("")` for nobody."""

    def make(name: str, *scopes: str) -> Api:
        return Api(key_for(office.users[name], *scopes) if name else "")

    return make
