"""One office for all sweeps of a module, rolled back at its end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from sweeps.world import World, build_world


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    quick = override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        VANPHONG_API_RATE=100_000,
    )
    with django_db_blocker.unblock(), quick, transaction.atomic():
        yield build_world()
        transaction.set_rollback(True)
