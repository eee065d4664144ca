"""The rules are data: enough of them, each named once, with source, message and a check that exists."""

from __future__ import annotations

from datetime import date

import pytest

from vanphong.lib.appraisal.checks import CHECKS
from vanphong.lib.appraisal.model import PROFILES
from vanphong.lib.appraisal.rulebook import rules_of


@pytest.mark.parametrize("profile", PROFILES)
def test_every_profile_has_its_sixty_rules_with_source_and_message(profile: str) -> None:
    rules = rules_of(profile)
    assert len(rules) >= 60
    assert len({rule.id for rule in rules}) == len(rules)
    for rule in rules:
        assert rule.source, rule.id
        assert rule.message, rule.id
        assert rule.check in CHECKS, rule.id
        assert rule.severity in ("error", "warning", "note")


def test_every_check_is_used_by_a_rule() -> None:
    assert {rule.check for profile in PROFILES for rule in rules_of(profile)} == set(CHECKS)


def test_what_is_not_sure_is_never_an_error() -> None:
    unsure = [rule for profile in PROFILES for rule in rules_of(profile) if not rule.certain]
    assert unsure
    assert all(rule.severity != "error" for rule in unsure)


def test_a_dated_rule_is_not_asked_of_documents_of_another_time() -> None:
    dated = [rule for profile in PROFILES for rule in rules_of(profile) if rule.since]
    assert dated
    for rule in dated:
        assert rule.since is not None
        assert not rule.holds_on(date(1990, 1, 1))
        assert rule.holds_on(rule.since)
