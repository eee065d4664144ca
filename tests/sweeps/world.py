"""The office of the sweeps: a document in every state and relation, case files, and everyone who may come by."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.test import Client
from django.utils import timezone

from sweeps.oracle import Person, abilities, seats
from vanphong.kernel.access import declared_policies
from vanphong.kernel.actor import Actor
from vanphong.kernel.identity.browser import DELEGATION_KEY
from vanphong.kernel.identity.models import User
from vanphong.kernel.jobs.asking import ask
from vanphong.kernel.organisation.models import Delegation, Holding, Post
from vanphong.kernel.organisation.queries import actor_for, actor_on_behalf
from vanphong.modules.correspondence.commands.intake import receive_paper
from vanphong.modules.correspondence.commands.registration import register_document
from vanphong.modules.correspondence.models import Assignment, IncomingDocument, Submission
from vanphong.modules.drafting.models import Draft
from vanphong.modules.issuing.models import OutgoingDocument
from vanphong.modules.records.models import CaseFile, CaseFileReader
from vanphong.testing import case_files, correspondence, drafting, issuing
from vanphong.testing.browsing import signed_in
from vanphong.testing.personas import Office, build_office
from vanphong.testing.recording import recording

LENT = frozenset({"correspondence.submit", "correspondence.distribute"})
S = IncomingDocument.State


@dataclass
class Caller:
    """Someone who comes by: the actor, the oracle's view of the same person, and a signed-in browser."""

    actor: Actor
    person: Person
    client: Client
    expired: int = 0

    def request(self, method: str, path: str) -> Any:
        if self.expired:
            # The middleware forgets an expired loan at the first request; each request here brings it anew.
            store = self.client.session
            store[DELEGATION_KEY] = self.expired
            store.save()
        return getattr(self.client, method.lower())(path)


@dataclass
class World:
    """What the sweeps walk over."""

    office: Office
    callers: dict[str, Caller] = field(default_factory=dict)
    anonymous: Client = field(default_factory=lambda: Client(raise_request_exception=False))
    rows: dict[type[models.Model], list[Any]] = field(default_factory=dict)
    _decided: dict[tuple[Person, str, Any], set[str]] = field(default_factory=dict)
    _others: dict[str, list[Any]] = field(default_factory=dict)

    def decided(self, person: Person, row: Any) -> set[str]:
        """The oracle's word on a row, worked out once: what a sweep does to rows is undone."""
        key = (person, row._meta.label, row.pk)
        if key not in self._decided:
            self._decided[key] = abilities(person, row)
        return self._decided[key]

    def rows_of(self, name: str) -> list[Any]:
        """Rows of the model of that name: those built for the sweeps, or some that are there."""
        if name not in self._others:
            model = next(policy.model for policy in declared_policies() if policy.model.__name__ == name)
            self._others[name] = self.rows.get(model) or list(model._default_manager.order_by("-pk")[:30])
        return self._others[name]


def build_world() -> World:
    """Build all of it; the caller rolls it back."""
    office = build_office()
    _people(office)
    documents = _documents(office)
    files = _case_files(office)
    ask(office.actor("vanthu"), "events.deliver", listener="", fact={}, after=dt.timedelta(days=9))
    world = World(office)
    world.callers = _callers(office)
    drafts = list(drafting.in_every_state(office).values())
    outgoing = list(issuing.in_every_state(office).values())
    world.rows = {IncomingDocument: documents, OutgoingDocument: outgoing, CaseFile: files, Draft: drafts}
    return world


def _people(office: Office) -> None:
    with recording():
        retired = User(username="nghihuu", full_name="Người Đã Nghỉ")
        retired.set_unusable_password()
        retired.save()
        post = Post(
            unit=office.units["vptu"], title="Nguyên Phó Chánh Văn phòng", role=Post.Role.DEPUTY_CHIEF
        )
        post.save()
        yesterday = timezone.localdate() - dt.timedelta(days=1)
        Holding(post=post, user=retired, valid_from=dt.date(2020, 1, 1), valid_to=yesterday).save()
        office.users["nghihuu"] = retired


def _delegation(principal: User, delegate: User, days: tuple[int, int]) -> Delegation:
    now = timezone.now()
    row = Delegation(
        principal=principal,
        delegate=delegate,
        scope=sorted(LENT),
        starts_at=now + dt.timedelta(days=days[0]),
        ends_at=now + dt.timedelta(days=days[1]),
    )
    with recording():
        row.save()
    return row


def _callers(office: Office) -> dict[str, Caller]:
    found = {}
    for name, user in office.users.items():
        person = Person(name, user.pk, user.pk, seats(user.pk))
        found[name] = Caller(actor_for(user), person, _browser(user))
    lender, borrower = office.users["chanh"], office.users["chuyenvien2"]
    loan = _delegation(lender, borrower, (-1, 1))
    client = _browser(borrower)
    store = client.session
    store[DELEGATION_KEY] = loan.pk
    store.save()
    actor = actor_on_behalf(borrower, loan.pk)
    assert actor is not None
    scope = frozenset(code.rsplit(".", 1)[-1] for code in LENT)
    person = Person("thaymat", borrower.pk, lender.pk, seats(lender.pk), scope)
    found["thaymat"] = Caller(actor, person, client)
    late = office.users["chuyenvien3"]
    over = _delegation(office.users["bithu"], late, (-9, -1))
    person = Person("hethan", late.pk, late.pk, seats(late.pk))
    found["hethan"] = Caller(actor_for(late), person, _browser(late), expired=over.pk)
    return found


def _browser(user: User) -> Client:
    client = signed_in(user)
    client.raise_request_exception = False
    return client


def _documents(office: Office) -> list[IncomingDocument]:
    """Every state by the people whose work it is; then every state × relation, set straight."""
    found = list(correspondence.in_every_state(office).values())
    for state in S.values:
        for relation in (
            "mine",
            "mine_ended",
            "my_unit",
            "my_unit_ended",
            "mine_recalled",
            "my_unit_recalled",
            "part_of_part",
            "asked",
            "was_asked",
            "assigned",
        ):
            found.append(_related(office, str(state), relation))
    foreign = receive_paper(office.actor("vanthuxa"), agency=office.units["vpduxa"], page_count=1)
    found.append(foreign)
    again = receive_paper(office.actor("vanthuxa"), agency=office.units["vpduxa"], page_count=1)
    header = correspondence.header(subject="Việc riêng của xã An Lạc", reference_code="77-CV/XA")
    clerk, book = office.actor("vanthuxa"), office.registers["xa"]
    found.append(register_document(clerk, document=again, register=book, fields=header))
    return [correspondence.fresh(document) for document in found]


def _related(office: Office, state: str, relation: str) -> IncomingDocument:
    unregistered = state in (S.PENDING_REGISTRATION, S.DISCARDED, S.PURGED)
    document = correspondence.pending(office) if unregistered else correspondence.registered(office)
    with recording():
        document = correspondence.fresh(document)
        document.state = state
        document.save()
        given = {"document": document, "role": Assignment.Role.COLLABORATOR, "assigned_by": "thử"}
        match relation:
            case "mine":
                Assignment(user=office.users["chuyenvien"], **given).save()
            case "mine_ended":
                Assignment(user=office.users["chuyenvien"], state="returned", **given).save()
            case "mine_recalled":
                Assignment(user=office.users["chuyenvien"], state="recalled", **given).save()
            case "my_unit_recalled":
                Assignment(unit=office.units["tonghop"], state="recalled", **given).save()
            case "my_unit":
                Assignment(unit=office.units["tonghop"], **given).save()
            case "my_unit_ended":
                Assignment(unit=office.units["tonghop"], state="done", **given).save()
            case "part_of_part":
                parent = Assignment(unit=office.units["quantri"], state="in_progress", **given)
                parent.save()
                Assignment(user=office.users["chuyenvien3"], parent=parent, **given).save()
            case "assigned":
                # Assigned in an office since left: having given work gives no sight of it any more.
                old = office.users["nghihuu"]
                Assignment(user=office.users["luutru"], assigned_by_user=old, **given).save()
            case "asked":
                Submission(document=document, to_user=office.users["truongquantri"]).save()
            case _:
                Submission(document=document, to_user=office.users["truongquantri"], state="endorsed").save()
    return document


def _case_files(office: Office) -> list[CaseFile]:
    found = []
    for age in (None, 3, 300):
        for reader in ("", "person", "unit"):
            case_file = case_files.open_file(office, "chuyenvien" if reader else "truongquantri", "01.TH.I")
            with recording():
                if age is not None:
                    case_file.state = CaseFile.State.COMPLETED
                    case_file.completed_on = timezone.localdate() - dt.timedelta(days=age)
                    case_file.save()
                if reader == "person":
                    CaseFileReader(case_file=case_file, user=office.users["chuyenvien2"]).save()
                elif reader:
                    CaseFileReader(case_file=case_file, unit=office.units["quantri"]).save()
            found.append(case_file)
    return found
