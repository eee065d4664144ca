"""An office with as many registered documents as wanted, the same ones from the same seed."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import random
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from tools.bench.bulk import Filler, next_id, quickly
from tools.bench.words import ISSUERS, body, issuer, subject, type_symbol
from vanphong.kernel.actor import Actor
from vanphong.kernel.files import store
from vanphong.kernel.files.models import Blob, Rendition
from vanphong.kernel.journal.models import AuditEntry, Head
from vanphong.kernel.numbering.models import IssuedNumber, Register, Series
from vanphong.kernel.organisation.models import Unit
from vanphong.lib.reading import stored
from vanphong.lib.reading.model import Line, Page, Text, Word
from vanphong.lib.text import code_key
from vanphong.modules.catalogues.commands import import_document_types, shipped
from vanphong.modules.catalogues.public import DocumentType
from vanphong.modules.correspondence.models import (
    Assignment,
    DocumentFile,
    Endorsement,
    IncomingDocument,
    Reading,
    Submission,
    Viewing,
)
from vanphong.testing import recording
from vanphong.testing.personas import Office, build_office

SEED = 20261123
FIRST, LAST = dt.date(2017, 1, 2), dt.date(2026, 11, 20)
CHUNK = 20_000
PAPERS = 20_000
"""Different texts; at more documents some papers have the same pages under another number and subject."""
IN_HAND = 100
"""One document of so many, the latest, is not finished yet."""
OFFICER = 1000
"""The officer has a part in one document of so many."""
ELSEWHERE = 50
"""One document of so many went to another department than the head's."""
TZ = dt.timezone(dt.timedelta(hours=7))


@dataclass(slots=True)
class Tables:
    """Where the rows of a chunk are gathered, in the order in which they refer to each other."""

    numbers: Filler = field(default_factory=lambda: Filler(IssuedNumber))
    documents: Filler = field(default_factory=lambda: Filler(IncomingDocument))
    files: Filler = field(default_factory=lambda: Filler(DocumentFile))
    readings: Filler = field(default_factory=lambda: Filler(Reading))
    submissions: Filler = field(default_factory=lambda: Filler(Submission))
    endorsements: Filler = field(default_factory=lambda: Filler(Endorsement))
    assignments: Filler = field(default_factory=lambda: Filler(Assignment))
    viewings: Filler = field(default_factory=lambda: Filler(Viewing))
    journal: Filler = field(default_factory=lambda: Filler(AuditEntry))

    def all(self) -> list[Filler]:
        return [getattr(self, name) for name in self.__dataclass_fields__]


class Chain:
    """Journal entries sealed as the database seals them, without its lock an entry."""

    def __init__(self, filler: Filler) -> None:
        self._filler = filler
        head = Head.objects.get()
        self._seq, self._hash = head.seq, bytes(head.hash)

    def add(self, at: dt.datetime, action: str, label: str, user: Any, document: int, changes: Any) -> None:
        self._seq += 1
        touched = [f"correspondence.incomingdocument:{document}"]
        content = json.dumps(
            {
                "action": action,
                "label": label,
                "user": user.full_name,
                "user_id": user.pk,
                "on_behalf": "",
                "channel": "web",
                "note": "",
                "objects": touched,
                "changes": changes,
            },
            ensure_ascii=False,
        )
        moment = at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        previous = self._hash
        self._hash = hashlib.sha256(previous + f"{self._seq}\n{moment}\n{content}".encode()).digest()
        self._filler.add(
            seq=self._seq,
            at=at,
            xact=0,
            body=content,
            previous=previous,
            hash=self._hash,
            action=action,
            user_id=user.pk,
            objects_touched=touched,
        )

    def close(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE journal_head SET seq = %s, hash = %s", [self._seq, self._hash])


def _put(content: bytes, media_type: str, blobs: Filler, known: set[str]) -> str:
    """Bytes into the store without waiting for the disk; the corpus can be built again."""
    sha256 = hashlib.sha256(content).hexdigest()
    if sha256 not in known:
        known.add(sha256)
        path = store.path_of(sha256)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        blobs.add(sha256=sha256, size=len(content), media_type=media_type, stored_at=dt.datetime.now(TZ))
    return sha256


def _papers(dice: random.Random, count: int) -> list[str]:
    """Files with their text as reading would have kept it; answers their hashes."""
    blobs, renditions, known = Filler(Blob), Filler(Rendition), set[str]()
    found: list[str] = []
    first = next_id(Rendition)
    for number in range(count):
        words = body(dice, everywhere=number % 2 == 0)
        lines = tuple(
            Line(tuple(Word(word, (0.1, 0.1, 0.2, 0.11)) for word in part.split()))
            for part in words.split(". ")
        )
        text = Text((Page(1, 595.0, 842.0, lines, "flow"),), "text/plain")
        source = _put(words.encode(), "text/plain", blobs, known)
        result = _put(stored.packed(text), stored.MEDIA_TYPE, blobs, known)
        renditions.add(
            id=first + number,
            source_id=source,
            kind=Rendition.Kind.TEXT,
            detail="",
            result_id=result,
            made_at=dt.datetime.now(TZ),
        )
        found.append(source)
    with quickly([blobs, renditions]):
        blobs.flush()
        renditions.flush()
    return found


def _issuing_bodies() -> list[int]:
    with recording():
        for code, name, symbol in ISSUERS:
            if not Unit.objects.filter(code=code).exists():
                unit = Unit(
                    code=code, name=name, kind=Unit.Kind.STATE, level=Unit.Level.PROVINCE, symbol=symbol
                )
                unit.save()
                unit.path = f"{unit.pk}."
                unit.save()
    ids = dict(Unit.objects.values_list("code", "pk"))
    return [ids[code] for code, _name, _symbol in ISSUERS]


def _types() -> dict[str, int]:
    import_document_types(Actor.system(), rows=shipped("document_types"))
    return dict(DocumentType.objects.values_list("symbol", "pk"))


def build(count: int) -> None:
    """Fill the empty office of this database: people, issuers, `count` registered documents and their trail."""
    dice = random.Random(SEED)
    office = build_office()
    Builder(office, dice, _issuing_bodies(), _types(), _papers(dice, min(count, PAPERS)), count).run()


class Builder:
    """Writes the documents of one corpus, oldest first."""

    def __init__(
        self,
        office: Office,
        dice: random.Random,
        bodies: list[int],
        types: dict[str, int],
        papers: list[str],
        count: int,
    ) -> None:
        self.office, self.dice, self.bodies, self.types = office, dice, bodies, types
        self.papers, self.count = papers, count
        self.tables = Tables()
        self.chain = Chain(self.tables.journal)
        self.series: dict[tuple[str, int], Series] = {}
        self.next = {id(filler): 1 for filler in self.tables.all()}

    def run(self) -> None:
        days = (LAST - FIRST).days
        books = ["den"] * 3 + ["tw"]
        with quickly(self.tables.all()):
            for start in range(0, self.count, CHUNK):
                for number in range(start, min(start + CHUNK, self.count)):
                    day = FIRST + dt.timedelta(days=number * days // self.count)
                    self._document(number, day, books[self.dice.randrange(4)])
                for filler in self.tables.all():
                    filler.flush()
            for series in self.series.values():
                Series.objects.filter(pk=series.pk).update(last_number=series.last_number)
            self.chain.close()

    def _id(self, filler: Filler) -> int:
        found = self.next[id(filler)]
        self.next[id(filler)] = found + 1
        return found

    def _number(self, book: str, year: int, document: int, at: dt.datetime) -> tuple[int, int, Register]:
        register = self.office.registers[book]
        if (book, year) not in self.series:
            self.series[book, year] = Series.objects.create(register=register, key=str(year))
        series = self.series[book, year]
        series.last_number += 1
        pk = self._id(self.tables.numbers)
        self.tables.numbers.add(
            id=pk,
            series_id=series.pk,
            number=series.last_number,
            state="used",
            object_reference=f"correspondence.incomingdocument:{document}",
            given_at=at,
            given_by="Vũ Thị Lan",
        )
        return pk, series.last_number, register

    def _document(self, number: int, day: dt.date, book: str) -> None:
        dice, users = self.dice, self.office.users
        pk = self._id(self.tables.documents)
        at = dt.datetime.combine(day, dt.time(8), TZ) + dt.timedelta(seconds=number % 30_000)
        issued_pk, arrival, register = self._number(book, day.year, pk, at)
        place, name, symbol = issuer(dice)
        kind = type_symbol(dice)
        code = f"{dice.randint(1, 4000)}-{kind}/{symbol}"
        in_hand = number >= self.count - self.count // IN_HAND
        state = self._state(number) if in_hand else "closed"
        about = subject(dice, day.year)
        self.tables.documents.add(
            id=pk,
            agency_id=register.agency_id,
            state=state,
            channel="scan",
            received_at=at,
            received_by="Vũ Thị Lan",
            reading_state="done",
            register_id=register.pk,
            year=day.year,
            arrival_number=arrival,
            issued_number_id=issued_pk,
            arrived_on=day,
            registered_at=at,
            registered_by_id=users["vanthu"].pk,
            reference_code=code,
            code_key=code_key(code),
            issuer_id=None if place is None else self.bodies[place],
            issuer_name=name,
            issued_on=day - dt.timedelta(days=dice.randint(0, 6)),
            document_type_id=self.types.get(kind),
            subject=about,
            urgency=dice.choice(("NORMAL",) * 9 + ("URGENT",)),
            signer="Nguyễn Văn An",
            signer_title="Phó Trưởng ban",
            page_count=2,
            due_on=day + dt.timedelta(days=dice.randint(5, 40)) if dice.random() < 0.4 else None,
            concluded_at=None if in_hand else at + dt.timedelta(days=dice.randint(1, 20)),
            filed=not in_hand and dice.random() < 0.9,
        )
        paper = self.papers[(pk * 7919) % len(self.papers)]
        self._pages(pk, paper, code, about, at)
        self._work(number, pk, state, at)
        self._trail(pk, at, about, state)

    def _state(self, number: int) -> str:
        return ("in_progress", "in_progress", "in_progress", "pending_endorsement", "pending_submission")[
            number % 5
        ]

    def _pages(self, pk: int, paper: str, code: str, about: str, at: dt.datetime) -> None:
        file = self._id(self.tables.files)
        self.tables.files.add(
            id=file,
            document_id=pk,
            blob_id=paper,
            name=f"{code.replace('/', '_')}.txt",
            media_type="text/plain",
            page_count=2,
            added_at=at,
        )
        box = [0.3, 0.2, 0.7, 0.23]
        header = {
            name: {"value": value, "confidence": 0.98, "page": 1, "boxes": [box]}
            for name, value in (("reference_code", code), ("subject", about))
        }
        self.tables.readings.add(
            id=self._id(self.tables.readings),
            document_id=pk,
            file_id=file,
            header=header,
            pages=[[595, 842], [595, 842]],
            confidence=0.98,
            source="text",
            read_at=at,
        )

    def _work(self, number: int, pk: int, state: str, at: dt.datetime) -> None:
        """A slip to the chief for each third, a department in the lead, one of its people below it."""
        users, units, t = self.office.users, self.office.units, self.tables
        asked = number % 3 == 0 or state == "pending_endorsement"
        if state == "pending_submission":
            return
        if asked:
            slip = self._id(t.submissions)
            pending = state == "pending_endorsement"
            t.submissions.add(
                id=slip,
                document_id=pk,
                state="pending" if pending else "endorsed",
                to_user_id=users["bithu" if number % 9 == 0 else "chanh"].pk,
                submitted_by_id=users["vanthu"].pk,
                submitted_at=at,
                proposal="Phòng Tổng hợp chủ trì tham mưu",
                ended_at=None if pending else at,
            )
            if pending:
                return
            t.endorsements.add(
                id=self._id(t.endorsements),
                document_id=pk,
                submission_id=slip,
                user_id=users["bithu" if number % 9 == 0 else "chanh"].pk,
                text="Đồng ý",
                as_proposed=True,
                endorsed_at=at,
            )
        lead = "quantri" if number % ELSEWHERE == 0 else "tonghop"
        done = state == "closed"
        common = {
            "document_id": pk,
            "state": "done" if done else "received",
            "assigned_by": "Nguyễn Đức An",
            "assigned_by_user_id": users["chanh"].pk,
            "assigned_at": at,
            "seen_at": at,
            "received_at": at,
            "done_at": at if done else None,
        }
        top = self._id(t.assignments)
        t.assignments.add(id=top, unit_id=units[lead].pk, role="lead", **common)
        holder = "chuyenvien3" if lead == "quantri" else "chuyenvien2"
        t.assignments.add(
            id=self._id(t.assignments),
            parent_id=top,
            unit_id=units[lead].pk,
            user_id=users[holder].pk,
            role="lead",
            **common,
        )
        if number % OFFICER == OFFICER // 2:
            t.assignments.add(
                id=self._id(t.assignments), user_id=users["chuyenvien"].pk, role="collaborator", **common
            )
        readers = ["vanthu", "chanh", "truongtonghop" if lead == "tonghop" else "truongquantri", holder]
        if number % OFFICER == OFFICER // 2:
            readers.append("chuyenvien")
        for reader in readers:
            t.viewings.add(
                id=self._id(t.viewings), document_id=pk, user_id=users[reader].pk, first_at=at, last_at=at
            )

    def _trail(self, pk: int, at: dt.datetime, about: str, state: str) -> None:
        users = self.office.users
        model = "correspondence.incomingdocument"
        for minutes, action, label, user, fields in (
            (0, "correspondence.register", "vào sổ", "vanthu", {"subject": ["", about]}),
            (30, "correspondence.distribute", "phân phối", "chanh", {"state": ["", "in_progress"]}),
            (90, "correspondence.conclude", "kết thúc xử lý", "chanh", {"state": ["in_progress", "closed"]}),
        ):
            if action.endswith("register") or state == "closed":
                changes = [{"model": model, "id": pk, "fields": fields}]
                self.chain.add(at + dt.timedelta(minutes=minutes), action, label, users[user], pk, changes)
