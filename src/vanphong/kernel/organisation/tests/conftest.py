"""What the tests of the organisation share: a small office."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest
from pytest_django import Settings

from vanphong.kernel.actor import Actor
from vanphong.kernel.identity.models import User
from vanphong.kernel.organisation.importing import import_people, import_units
from vanphong.kernel.organisation.models import Holding, Unit
from vanphong.kernel.organisation.queries import actor_for

SYSTEM = Actor.system("Kiểm thử")
PASSWORD = "Mưa rơi trên phố 47"
UNITS: list[dict[str, Any]] = [
    {"code": "TU", "name": "Tỉnh ủy Hà Giang", "kind": "committee", "is_agency": True, "symbol": "TU"},
    {
        "code": "VPTU",
        "name": "Văn phòng Tỉnh ủy",
        "short_name": "VPTU",
        "kind": "office",
        "parent": "TU",
        "is_agency": True,
        "symbol": "VPTU",
        "uses_vanphong": True,
        "valid_from": "01/01/2015",
        "aliases": "Văn phòng Tỉnh uỷ Hà Giang",
    },
    {"code": "VPTU.TH", "name": "Phòng Tổng hợp", "kind": "department", "parent": "VPTU", "agency": "VPTU"},
    {"code": "VPTU.QT", "name": "Phòng Quản trị", "kind": "department", "parent": "VPTU", "agency": "VPTU"},
]
PEOPLE = [
    {
        "full_name": "Hoàng Văn Chánh",
        "username": "chanh",
        "unit": "VPTU",
        "post": "Chánh Văn phòng",
        "role": "chief",
    },
    {
        "full_name": "Lý Thị Trưởng",
        "username": "truong",
        "unit": "VPTU.TH",
        "post": "Trưởng phòng",
        "role": "Trưởng phòng",
    },
    {
        "full_name": "Vàng Thị Viên",
        "username": "vien",
        "unit": "VPTU.TH",
        "post": "Chuyên viên",
        "role": "officer",
    },
    {
        "full_name": "Trần Quản Trị",
        "username": "quantri",
        "unit": "VPTU.QT",
        "post": "Quản trị mạng",
        "role": "admin",
    },
]


@dataclass
class Office:
    """People and units of the small office by short names."""

    def user(self, username: str) -> User:
        found: User = User.objects.get(username=username)
        return found

    def actor(self, username: str) -> Actor:
        return actor_for(self.user(username))

    def unit(self, code: str) -> Unit:
        found: Unit = Unit.objects.get(code=code)
        return found

    def holding(self, username: str) -> Holding:
        found: Holding = Holding.objects.get(user__username=username, valid_to=None)
        return found


@pytest.fixture(autouse=True)
def quick_hash(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def office(db: None) -> Office:
    import_units(SYSTEM, rows=UNITS)
    import_people(SYSTEM, rows=PEOPLE, password=PASSWORD)
    return Office()


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
