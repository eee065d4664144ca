"""Every page and every API operation × everyone × reading and writing, against the oracle."""

from __future__ import annotations

import csv
import os
import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from sweeps import oracle
from sweeps.world import Caller, World
from vanphong.kernel.identity.models import User
from vanphong.modules.correspondence.models import IncomingDocument
from vanphong.modules.records.models import CaseFile
from vanphong.rest.routing import operations
from vanphong.testing.rest import key_for
from vanphong.ui.screens.routing import pages

pytestmark = pytest.mark.django_db
TABLE = Path(__file__).with_name("addresses.csv")
FULL = bool(os.environ.get("VANPHONG_SWEEP_FULL"))
"""Every row instead of one of each expected answer: some hours of machine time."""
REFUSED = ("Đồng chí chưa thể", "Việc này dành cho")
INNER = re.compile(r"<(?:(\w+):)?(\w+)>")


def declared() -> list[tuple[str, str, str]]:
    """What is declared now: address, whom it is for, ability. The table is this, reviewed."""
    found = [(f"/{spec.path}", *_policy(spec)) for spec in pages]
    found += [(f"{op.method} /api/{op.path}", *_policy(op)) for op in operations()]
    return sorted(found)


def _policy(spec: Any) -> tuple[str, str]:
    if spec.public:
        return "public", ""
    if spec.signed_in:
        return "signed in", ""
    if spec.opens is not None:
        return f"opens {spec.opens[0].__name__}", oracle.short(spec.opens[1])
    return f"record {spec.record.__name__}", oracle.short(spec.ability)


def reviewed() -> list[tuple[str, str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as rows:
        return sorted((r["address"], r["for"], r["ability"]) for r in csv.DictReader(rows))


def test_the_reviewed_table_names_every_address_with_its_policy() -> None:
    """A new address stands in addresses.csv before it may ship: run with VANPHONG_WRITE_TABLES=1, read the diff."""
    if os.environ.get("VANPHONG_WRITE_TABLES"):
        with TABLE.open("w", encoding="utf-8", newline="") as out:
            lines = csv.writer(out, lineterminator="\n")
            lines.writerow(("address", "for", "ability"))
            lines.writerows(declared())
    before, now = set(reviewed()), set(declared())
    assert before == now, f"not reviewed: {sorted(now - before)}; gone: {sorted(before - now)}"


def _fill(path: str, row: Any, world: World) -> str:
    """The address with a row's id and something in every other place."""
    other = {
        "int": "1",
        "uuid": str(uuid.UUID(int=7)),
        "slug": "nguoi",
        "str": "nguoi",
        "path": "x",
    }

    def put(match: re.Match[str]) -> str:
        kind, name = match.groups()
        return str(row.pk) if name == "pk" and row is not None else other[kind or "str"]

    return INNER.sub(put, path)


def _rows_for(world: World, model: str, caller: Caller, ability: str) -> Iterator[tuple[Any, int]]:
    """Rows of the model with the expected answer: one of each answer, another one for each person and ability."""
    rows = world.rows_of(model)
    turn = sum(map(ord, caller.person.name + ability)) % max(len(rows), 1)
    met: set[int] = set()
    for row in (*rows[turn:], *rows[:turn]):
        mine = world.decided(caller.person, row)
        code = 404 if "view" not in mine else 200 if ability in mine else 403
        if FULL or code not in met:
            met.add(code)
            yield row, code
        if len(met) == 3 and not FULL:
            return


def _expected(world: World, caller: Caller, who: str, ability: str) -> Iterator[tuple[Any, int]]:
    kind, _, model = who.partition(" ")
    if who in ("public", "signed in"):
        yield None, 0 if who == "public" else 200
    elif kind == "opens":
        yield None, 200 if oracle.may(caller.person, model, ability) else 404
    else:
        yield from _rows_for(world, model, caller, ability)


def _wrong(answer: Any, expected: int, shown: str) -> str:
    """Why the answer is not what the oracle says; empty when it is. Who is let in may still err in the input."""
    code = answer.status_code
    if code >= 500 and code != 503:
        return f"{shown}: {code}"
    if expected == 0:
        return ""
    if expected != 200:
        if code != expected:
            return f"{shown}: {code} instead of {expected}"
        if expected == 403 and not any(words in answer.content.decode() for words in REFUSED):
            return f"{shown}: 403 without a reason"
    elif code in (401, 403) or (code == 302 and answer["Location"].startswith("/dang-nhap/")):
        return f"{shown}: {code}, but should be let in"
    return ""


def _ask(caller: Caller, method: str, path: str) -> Any:
    """One request whose effects are undone."""
    with transaction.atomic():
        answer = caller.request(method, path)
        if answer.streaming:
            # Read to the end, so that what goes wrong on the way is seen.
            assert sum(map(len, answer.streaming_content)) or answer.status_code != 200
        transaction.set_rollback(True)
    return answer


def _in_turn(name: str, address: str, method: str, code: int) -> bool:
    """Each person opens a fifth of what is open to them, and is refused by reading or by writing, in turn."""
    turn = sum(map(ord, address)) + NAMES.index(name)
    if FULL:
        return True
    return (turn + len(method)) % 5 == 0 if code == 200 else (turn + len(method)) % 2 == 0


NAMES = (
    "bithu", "phobithu", "chanh", "phochanh", "vanthu", "luutru", "truongtonghop", "chuyenvien", "chuyenvien2",
    "truongquantri", "chuyenvien3", "quantrimang", "vanthuxa", "chanhxa", "nguoila", "nghihuu", "thaymat", "hethan",
)  # fmt: skip
OVER_THE_TOP = {"/dang-xuat/"}
"""Signing out is tried once, in its own test: it would end the persona's session."""


@pytest.mark.parametrize("name", NAMES)
def test_each_page_answers_each_person_as_the_oracle_says(world: World, name: str) -> None:
    caller, wrong, asked = world.callers[name], [], 0
    for address, who, ability in declared():
        if not address.startswith("/") or address in OVER_THE_TOP:
            continue
        for method in ("GET", "POST"):
            for row, code in _expected(world, caller, who, ability):
                if not _in_turn(name, address, method, code):
                    continue
                if caller.expired and method == "POST":
                    # Under a loan that is over nothing is done, not even what one may do by oneself.
                    answer = _ask(caller, method, _fill(address, row, world))
                    assert answer.status_code == 403, address
                    continue
                path = _fill(address, row, world)
                state = getattr(row, "state", "")
                wrong.append(_wrong(_ask(caller, method, path), code, f"{name} {method} {path} {state}"))
                asked += 1
    wrong = [line for line in wrong if line]
    assert asked > 30 or caller.expired
    assert not wrong, "\n".join(wrong[:40])


CALLERS = ("bithu", "phochanh", "vanthu", "truongtonghop", "chuyenvien", "vanthuxa", "nghihuu")


@pytest.mark.parametrize("name", CALLERS)
def test_each_operation_answers_each_person_as_the_oracle_says(world: World, name: str) -> None:
    from dataclasses import replace

    browser = world.callers[name]
    user = User.objects.get(username=name)
    person = replace(browser.person, channel="api")
    with transaction.atomic():
        key = key_for(user)
        wrong = []
        for address, who, ability in declared():
            if address.startswith("/"):
                continue
            method, path = address.split(" ", 1)
            asking = Caller(browser.actor, person, _Api(key))  # type: ignore[arg-type]
            for row, code in _expected(world, asking, who, ability):
                if not _in_turn(name, path, method, code):
                    continue
                shown = f"{name} {method} {path} {getattr(row, 'state', '')}"
                wrong.append(_wrong(_ask(asking, method, _fill(path, row, world)), code, shown))
        transaction.set_rollback(True)
    wrong = [line for line in wrong if line]
    assert not wrong, "\n".join(wrong[:40])


class _Api:
    """A client that sends a key and JSON."""

    def __init__(self, key: str) -> None:
        from django.test import Client

        self.headers = {"Authorization": f"Bearer {key}"} if key else {}
        self.client = Client(enforce_csrf_checks=True, raise_request_exception=False)

    def __getattr__(self, method: str) -> Any:
        def call(path: str) -> Any:
            content = {} if method == "get" else {"data": b"{}", "content_type": "application/json"}
            return getattr(self.client, method)(path, headers=self.headers, **content)

        return call


def test_nobody_gets_anywhere_without_signing_in(world: World) -> None:
    for address, who, _ in declared():
        if not address.startswith("/") or who == "public":
            continue
        for row in (world.rows[IncomingDocument][3], world.rows[CaseFile][0]):
            for method in ("get", "post"):
                answer = getattr(world.anonymous, method)(_fill(address, row, world))
                assert answer.status_code == 302, (address, method, answer.status_code)
                assert answer["Location"].startswith("/dang-nhap/"), address


def test_nobody_calls_an_operation_without_a_key(world: World) -> None:
    nobody, wrong_key = _Api(""), _Api("vp_" + "x" * 43)
    for address, who, _ in declared():
        if address.startswith("/") or who == "public":
            continue
        method, path = address.split(" ", 1)
        row = world.rows[IncomingDocument][3]
        for client in (nobody, wrong_key):
            answer = getattr(client, method.lower())(_fill(path, row, world))
            assert answer.status_code == 401, (address, answer.status_code)
            assert answer["Content-Type"].startswith("application/problem+json")


def test_the_answer_for_a_hidden_record_is_the_one_for_a_missing_record(world: World) -> None:
    caller = world.callers["nguoila"]
    hidden = world.rows[IncomingDocument][3].pk
    for address in ("/van-ban-den/{}/", "/van-ban-den/{}/trinh/", "/van-ban-den/{}/ai-thay/"):
        there, missing = (_ask(caller, "GET", address.format(pk)) for pk in (hidden, 99_999_999))
        assert there.status_code == missing.status_code == 404
        assert _plain(there, hidden) == _plain(missing, 99_999_999)


def _plain(answer: Any, pk: int) -> str:
    return re.sub(rf"[\w-]{{60,}}|\b{pk}\b", "", answer.content.decode())


def test_signing_out_ends_the_session(world: World) -> None:
    with transaction.atomic():
        caller = world.callers["luutru"]
        assert caller.client.post("/dang-xuat/").status_code in (200, 302)
        assert caller.client.get("/van-ban-den/").status_code == 302
        transaction.set_rollback(True)
