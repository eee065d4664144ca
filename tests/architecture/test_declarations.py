"""What modules declare is whole: menus open, records have policy and page, commands are tested, names are good."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import resolve

from vanphong.kernel import access
from vanphong.kernel.access import VIEW
from vanphong.kernel.actions import actions
from vanphong.kernel.commands import commands
from vanphong.kernel.listing import lists
from vanphong.kernel.registry import record_types
from vanphong.kernel.registry.manifest import manifests
from vanphong.kernel.workflow import workflows
from vanphong.ui.screens.routing import pages

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "vanphong"
BANNED = {
    "utils",
    "helpers",
    "common",
    "core",
    "base",
    "misc",
    "manager",
    "service",
    "handler",
    "data",
    "info",
}
UNTESTED: dict[str, str] = {
    "identity.end_other_sessions": "one click of the sessions page, tested there",
    "identity.mark_stepped_up": "what confirming one's password ends with, tested by that page",
    "identity.end_after_lock": "what the fifth wrong password does, tested by signing in",
    "identity.renew_hash": "what signing in does to an old hash, tested by signing in",
    "identity.set_own_password": "the inside of changing one's own password, tested by that",
    "correspondence.receive_document": "what every channel ends with, tested by each channel",
    "correspondence.refuse_secret": "what an upload marked as secret ends with, tested by uploading",
    "correspondence.take_apart": "what the reading job does with a batch, tested by that job",
    "correspondence.record_reading": "what the reading job ends with, tested by that job",
}
"""Commands no test names, each with the reason."""


def test_every_menu_entry_opens_a_declared_list_and_address() -> None:
    for manifest in manifests():
        for entry in manifest.menu:
            assert entry.list in lists, f"{manifest.name}: no list {entry.list}"
            tabs = {tab.name for tab in lists[entry.list].tabs}
            assert not entry.tab or entry.tab in tabs, f"{manifest.name}: no tab {entry.tab}"
            assert resolve(entry.address).func is not None


def test_every_dependency_of_a_manifest_is_a_module() -> None:
    names = {manifest.name for manifest in manifests()}
    for manifest in manifests():
        assert set(manifest.depends) <= names - {manifest.name}


@pytest.mark.parametrize("name", record_types.names())
def test_every_record_type_has_a_policy_that_lets_someone_see_it(name: str) -> None:
    policy = access.policy_of(record_types[name].model)
    assert any(VIEW in rule.abilities for rule in policy.rules)


@pytest.mark.parametrize("name", record_types.names())
def test_every_record_type_has_a_page_under_its_address(name: str) -> None:
    kind = record_types[name]
    address = kind.url(kind.model(pk=7)).lstrip("/")
    shapes = {spec.path.replace("<int:pk>", "7"): spec for spec in pages if spec.record is kind.model}
    assert address in shapes, f"{name}: no page at /{address}"
    assert shapes[address].ability == VIEW


def test_every_list_has_a_policy_and_a_grant_that_opens_it() -> None:
    for spec in lists:
        grants = {grant.ability for grant in access.policy_of(spec.model).grants}
        assert spec.needs in grants, f"{spec.name}: nobody may open it"


def test_every_action_has_an_address_and_an_ability_some_rule_gives() -> None:
    for action in actions:
        policy = access.policy_of(action.model)
        given = (
            {a for rule in policy.rules for a in rule.abilities}
            if action.argument
            else {grant.ability for grant in policy.grants}
        )
        assert action.ability in given, f"{action.key}: nobody may do it"
        assert action.key in pages or any(spec.path.endswith(f"/{action.name}/") for spec in pages), (
            action.key
        )


def test_every_state_named_in_a_rule_is_a_state_of_its_model() -> None:
    for policy in access.declared_policies():
        if policy.state_field is None:
            assert all(rule.states is None for rule in policy.rules), policy.model._meta.label
            continue
        choices = {str(value) for value, _ in policy.model._meta.get_field(policy.state_field).choices or ()}
        for rule in policy.rules:
            assert rule.states is None or rule.states <= choices, (policy.model._meta.label, rule.states)


def test_every_workflow_table_names_every_state_and_reaches_each_from_the_first() -> None:
    for table in workflows:
        field = table.model._meta.get_field(table.field)
        states = {str(value) for value, _ in field.choices or ()}
        assert {s for pair in table.passages for s in pair} <= states
        reached, waiting = set(), {str(field.get_default())}
        while waiting:
            reached |= waiting
            waiting = {to for state in waiting for to in table.targets(state)} - reached
        assert reached == states, f"{table.model._meta.label}: never reached {states - reached}"


@pytest.fixture(scope="module")
def words_of_tests() -> set[str]:
    files = [
        *(ROOT / "tests").rglob("*.py"),
        *SOURCE.rglob("tests/**/*.py"),
        *(SOURCE / "testing").glob("*.py"),
    ]
    here = Path(__file__)
    return {word for f in files if f != here for word in re.findall(r"\w+", f.read_text(encoding="utf-8"))}


def test_every_command_has_a_test_that_names_it(words_of_tests: set[str]) -> None:
    """By its own name, or by the action that runs it."""
    by_action = {action.run: action.name for action in actions}
    missing = []
    for spec in commands:
        name = spec.action.rsplit(".", 1)[1]
        action = by_action.get(spec.run, "")
        if name in words_of_tests or (action and _address_named(action)) or spec.action in UNTESTED:
            continue
        missing.append(spec.action)
    assert not missing, "\n".join(missing)


def _address_named(action: str) -> bool:
    wanted = re.compile(rf"[/\"']{re.escape(action)}[/\"']")
    files = [*(ROOT / "tests").rglob("test_*.py"), *SOURCE.rglob("tests/**/test_*.py")]
    return any(wanted.search(f.read_text(encoding="utf-8")) for f in files if f != Path(__file__))


def test_exemptions_name_commands_that_exist() -> None:
    assert set(UNTESTED) <= set(commands.names())


def test_every_command_speaks_vietnamese_in_its_label_and_refusals_name_an_ability() -> None:
    for spec in commands:
        assert spec.label and spec.label == spec.label.strip(), spec.action
        assert not spec.label.endswith(("!", ".")), spec.label
    for ability in access.declared_policies():
        assert ability.model._meta.verbose_name


@pytest.mark.parametrize("folder", ["src/vanphong", "tests", "tools"])
def test_no_file_has_a_name_that_says_nothing(folder: str) -> None:
    wrong = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / folder).rglob("*")
        if path.stem.removeprefix("test_") in BANNED and path.suffix == ".py"
    ]
    assert not wrong


def test_every_file_says_in_one_line_what_it_is() -> None:
    import ast

    wrong = []
    for path in SOURCE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if text.strip() and "migrations" not in path.parts and ast.get_docstring(ast.parse(text)) is None:
            wrong.append(path.relative_to(ROOT).as_posix())
    assert not wrong
