"""An office with a file plan for the tests of case files."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from vanphong.modules.records.models import CaseFile, FilePlanEntry
from vanphong.testing.case_files import build_plan, open_file
from vanphong.testing.personas import Office, build_office


@pytest.fixture
def office(db: None, settings: Settings) -> Office:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return build_office()


@pytest.fixture
def plan(office: Office) -> dict[str, FilePlanEntry]:
    return build_plan(office)


@pytest.fixture
def case_file(office: Office) -> CaseFile:
    """An open file of an officer of Phòng Tổng hợp."""
    return open_file(office)
