"""Who may do what, decided a second time: from the tables rules.csv and grants.csv and plain rows.

Nothing here comes from a policy: relations are worked out row by row in Python, so that a slip in a policy's
SQL and the same slip here are unlikely. Abilities go by their last word (`correspondence.submit` → `submit`).
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import timezone

from vanphong.kernel.organisation.models import Holding
from vanphong.modules.correspondence.models import Assignment, Submission
from vanphong.modules.drafting.models import DraftStep, Opinion
from vanphong.modules.records.models import CaseFileReader

HERE = Path(__file__).parent
GROUPS = {
    "@registered": "pending_submission pending_endorsement pending_distribution in_progress handled closed"
    " recalled returned",
    "@at_work": "pending_endorsement pending_distribution in_progress",
    "@working": "pending_submission pending_endorsement pending_distribution in_progress handled",
}
IN_CHARGE = {"head", "chief", "deputy_chief", "leader"}
OPEN = {"unseen", "seen", "received", "in_progress"}
ROLE_OF = {"deputy": "deputy_chief"}
RENAMED = {
    "manage_accounts": "manage",
    "keep_calendar": "keep",
    "stop_job": "stop",
    "retry_job": "retry",
}


@dataclass(frozen=True)
class Person:
    """Who asks: whose rights count, the seats as (role, unit, agency), and the limits of a loan."""

    name: str
    user_id: int
    rights_of: int
    seats: tuple[tuple[str, int, int], ...]
    scope: frozenset[str] | None = None
    channel: str = "web"

    @property
    def in_person(self) -> bool:
        return self.rights_of == self.user_id


def seats(user_id: int) -> tuple[tuple[str, int, int], ...]:
    """Posts held today, read one by one."""
    today = timezone.localdate()
    found = []
    for held in Holding.objects.filter(user_id=user_id).select_related("post__unit"):
        if any(_over(row, today) for row in (held, held.post)):
            continue
        unit = held.post.unit
        found.append((str(held.post.role), unit.pk, unit.pk if unit.is_agency else unit.agency_id or unit.pk))
    return tuple(found)


def _over(row: Any, day: dt.date) -> bool:
    return (row.valid_from is not None and row.valid_from > day) or (
        row.valid_to is not None and row.valid_to < day
    )


@cache
def table(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def general(person: Person) -> set[str]:
    """Relations that need no record."""
    roles = {role for role, _, _ in person.seats}
    found = {f"any_{role}" for role in roles}
    found |= {f"any_{short}" for short, role in ROLE_OF.items() if role in roles}
    if person.seats:
        found |= {"anyone"} | ({"anyone_in_person"} if person.in_person else set())
    if "admin" in roles and person.in_person:
        found.add("admin_in_person")
    if roles & {"auditor", "admin", "chief"} and person.in_person and person.channel != "api":
        found.add("journal_reader")
    return found


def relations(person: Person, row: Any) -> set[str]:
    """All relations in which the person stands to the row."""
    found = general(person)
    agency = getattr(row, "agency_id", None)
    if agency is not None:
        here = {role for role, _, at in person.seats if at == agency}
        found |= here | {short for short, role in ROLE_OF.items() if role in here}
        if here:
            found.add("member_here")
    special = globals().get(f"_{type(row).__name__.lower()}")
    return found | set(special(person, row)) if special else found


def _incomingdocument(person: Person, row: Any) -> Iterator[str]:
    units = {unit for role, unit, _ in person.seats if role in IN_CHARGE}
    for part in Assignment.objects.filter(document_id=row.pk):
        if part.assigned_by_user_id == person.rights_of:
            yield "assigner"
        for relation, mine in (
            ("assignee", part.user_id == person.rights_of),
            ("unit_head", part.unit_id in units),
        ):
            if mine and part.state != "recalled":
                yield relation
                if part.state in OPEN:
                    yield f"{relation}_open"
    for slip in Submission.objects.filter(document_id=row.pk, to_user_id=person.rights_of):
        yield "was_asked"
        if slip.state == "pending":
            yield "asked"


def _outgoingdocument(person: Person, row: Any) -> Iterator[str]:
    if row.unit_id in {unit for _, unit, _ in person.seats}:
        yield "unit_member"


def _draft(person: Person, row: Any) -> Iterator[str]:
    if row.drafter_id == person.rights_of:
        yield "drafter"
    if row.unit_id in {unit for role, unit, _ in person.seats if role in IN_CHARGE}:
        yield "unit_head"
    for step in DraftStep.objects.filter(draft_id=row.pk, user_id=person.rights_of):
        if step.state not in ("waiting", "ended"):
            yield "was_asked"
        if step.state == "held":
            yield "holder"
    for opinion in Opinion.objects.filter(draft_id=row.pk, user_id=person.rights_of):
        yield "consulted"
        if opinion.given_at is None:
            yield "owes_opinion"


def _signingkey(person: Person, row: Any) -> Iterator[str]:
    if row.user_id == person.user_id and person.in_person:
        yield "oneself"


def _casefile(person: Person, row: Any) -> Iterator[str]:
    day = row.completed_on
    recent = day is not None and (timezone.localdate() - day).days <= 30
    for relation, mine in (
        ("keeper", row.keeper_id == person.rights_of),
        ("unit_head", ("head", row.unit_id) in {(role, unit) for role, unit, _ in person.seats}),
    ):
        if mine:
            yield relation
            if recent:
                yield f"{relation}_recent"
    units = {unit for _, unit, _ in person.seats}
    for invited in CaseFileReader.objects.filter(case_file_id=row.pk):
        if invited.user_id == person.rights_of or invited.unit_id in units:
            yield "reader"


def _own(person: Person, owner_id: int | None, name: str) -> Iterator[str]:
    if owner_id is not None and owner_id == person.user_id:
        yield name
        if person.in_person and person.channel != "api":
            yield f"{name}_in_person"


def _user(person: Person, row: Any) -> Iterator[str]:
    return _own(person, row.pk, "oneself")


def _session(person: Person, row: Any) -> Iterator[str]:
    return _own(person, row.user_id, "owner")


_apitoken = _passkey = _session


def _job(person: Person, row: Any) -> Iterator[str]:
    return _own(person, row.user_id, "asker")


_auditentry = _job


def _delegation(person: Person, row: Any) -> Iterator[str]:
    if row.principal_id == person.user_id and person.in_person:
        yield "principal_in_person"
    if row.delegate_id == person.user_id:
        yield "delegate"


def _in_states(states: str, state: str) -> bool:
    names = set(" ".join(GROUPS.get(word, word) for word in states.split()).split())
    if states.startswith("!"):
        return state != states[1:]
    return "*" in names or state in names


def short(ability: str) -> str:
    """An ability as the tables call it."""
    word = ability.rsplit(".", 1)[-1]
    return RENAMED.get(word, word)


def _lent(person: Person, ability: str) -> bool:
    return person.scope is None or ability == "view" or ability in person.scope


def abilities(person: Person, row: Any) -> set[str]:
    """What the person may do to the row, by the tables; nothing at all to what the person may not see."""
    model, state = type(row).__name__, str(getattr(row, "state", ""))
    mine = relations(person, row)
    found = {
        ability
        for line in table("rules.csv")
        if model in line["model"].split() and mine & set(line["relation"].split())
        for ability in line["abilities"].split()
        if _in_states(line["states"], state) and _lent(person, ability)
    }
    return found if "view" in found else set()


def may(person: Person, model: str, ability: str) -> bool:
    """Whether the person has an ability that needs no record, by the tables."""
    mine = general(person)
    return _lent(person, ability) and any(
        model in line["model"].split() and line["ability"] == ability and mine & set(line["who"].split())
        for line in table("grants.csv")
    )
