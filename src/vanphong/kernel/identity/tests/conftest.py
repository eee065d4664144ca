"""What the tests of identity share: people, a quick hash, a way back in time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection, models
from pytest_django import Settings

from vanphong.kernel.actor import ADMIN, OFFICER, Actor, Seat
from vanphong.kernel.identity.commands import add_user
from vanphong.kernel.identity.models import User

SYSTEM = Actor.system("Kiểm thử")
GOOD = "Mưa rơi trên phố 47"

MakeUser = Callable[..., User]
Backdate = Callable[[models.Model, str, dt.timedelta], None]


@pytest.fixture(autouse=True)
def quick_hash(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def make_user(db: None) -> MakeUser:
    def make(full_name: str = "Nguyễn Văn An", username: str = "", password: str = GOOD) -> User:
        return add_user(SYSTEM, full_name=full_name, username=username, password=password)[0]

    return make


@pytest.fixture
def user(make_user: MakeUser) -> User:
    return make_user()


@pytest.fixture
def admin(make_user: MakeUser) -> Actor:
    keeper = make_user("Trần Thị Quản Trị", "quan.tri")
    return Actor(keeper.pk, keeper.full_name, (Seat(1, "Quản trị", ADMIN, 1, 1),))


@pytest.fixture
def colleague(make_user: MakeUser) -> Actor:
    other = make_user("Lê Văn Bình", "binh.lv")
    return Actor(other.pk, other.full_name, (Seat(2, "Chuyên viên", OFFICER, 1, 1),))


@pytest.fixture
def backdate(db: None) -> Backdate:
    """Move a time of a row into the past, as if the clock had gone on."""

    def move(row: models.Model, column: str, by: dt.timedelta) -> None:
        meta = type(row)._meta
        pk = meta.pk.column if meta.pk else "id"
        with connection.cursor() as cursor:
            cursor.execute(
                f'UPDATE "{meta.db_table}" '
                f'SET "{column}" = "{column}" - make_interval(secs => %s) WHERE "{pk}" = %s',
                [by.total_seconds(), row.pk],
            )
        row.refresh_from_db()

    return move
