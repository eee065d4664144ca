"""The first agency with its administrator, and the end of a term."""

from __future__ import annotations

import datetime as dt

import pytest

from vanphong.kernel.actor import ADMIN, Actor
from vanphong.kernel.commands import Forbidden, Invalid
from vanphong.kernel.identity.models import User
from vanphong.kernel.organisation.commands import end_term
from vanphong.kernel.organisation.importing import found_office
from vanphong.kernel.organisation.models import Term, Unit
from vanphong.kernel.organisation.queries import actor_for
from vanphong.testing.personas import build_office

pytestmark = pytest.mark.django_db
UNIT = {
    "code": "VPHU",
    "name": "Văn phòng Huyện ủy",
    "kind": "office",
    "is_agency": True,
    "uses_vanphong": True,
}


def test_an_office_is_founded_with_someone_who_keeps_it() -> None:
    keeper = {"full_name": "Lý Văn Tú", "username": "tu", "unit": "VPHU", "post": "Quản trị", "role": ADMIN}
    slips = found_office(Actor.system(), unit=UNIT, administrator=keeper)
    assert len(slips) == 1
    assert actor_for(User.objects.get(username="tu")).has_role(ADMIN)


def test_an_office_without_a_sound_administrator_is_not_founded_at_all() -> None:
    with pytest.raises(Invalid):
        found_office(
            Actor.system(), unit=UNIT, administrator={"full_name": "", "username": "tu", "unit": "NO"}
        )
    assert not Unit.objects.filter(code="VPHU").exists()


def test_a_term_ends_on_a_day_after_its_first() -> None:
    office = build_office()
    term, keeper = Term.objects.get(), office.actor("quantrimang")
    with pytest.raises(Invalid):
        end_term(keeper, term=term, last_day=dt.date(2020, 1, 1))
    with pytest.raises(Forbidden):
        end_term(office.actor("vanthu"), term=term, last_day=dt.date(2030, 9, 30))
    assert end_term(keeper, term=term, last_day=dt.date(2030, 9, 30)).valid_to == dt.date(2030, 9, 30)
