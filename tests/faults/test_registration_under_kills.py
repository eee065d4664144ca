"""Fifty writers register incoming, number outgoing and sign drafted documents while processes of the office are killed.

They write over HTTP, on five incoming books and four outgoing series; the kills come without warning.

VANPHONG_FAULT_SECONDS sets how long (40 by default). A writer notes what it was promised only after the answer
came whole, synced to disk; an answer that never came is asked for again with the same idempotency key.
"""

from __future__ import annotations

import http.client
import json
import os
import queue
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest

from faults.checking import Entry, faults

WRITERS, BOOKS = 50, 5
SECONDS = float(os.environ.get("VANPHONG_FAULT_SECONDS", "40"))
LONGEST = max(4 * SECONDS, 160)
"""On a slow machine the writers go on until enough came through."""
ENOUGH, BETWEEN_KILLS, FEWEST_KILLS = 2 * WRITERS, 8, 5
MOST = 4000
HERE = Path(__file__).parent
SOURCE = HERE.parents[1] / "src"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Office:
    """The real office in its own processes: supervisor, two web processes, one worker."""

    url: str
    port: int
    process: subprocess.Popen[bytes]
    made: dict[str, Any]
    kills: list[str] = field(default_factory=list)

    def victims(self) -> list[psutil.Process]:
        """Web processes, their master and the job worker: all but the supervisor itself."""
        try:
            return [p for p in psutil.Process(self.process.pid).children(recursive=True) if _is_ours(p)]
        except psutil.NoSuchProcess:
            return []

    def kill_one(self, chance: random.Random) -> None:
        found = self.victims()
        if found:
            victim = chance.choice(found)
            try:
                words = " ".join(victim.cmdline())
                os.kill(victim.pid, signal.SIGKILL)
                self.kills.append("web" if "granian" in words else "worker")
            except (ProcessLookupError, psutil.NoSuchProcess):
                pass


def _is_ours(process: psutil.Process) -> bool:
    try:
        words = " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return False
    return "granian" in words or "vanphong.config.cli worker" in words


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    url = os.environ["DATABASE_URL"]
    name = f"faults_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    whole = psycopg.conninfo.conninfo_to_dict(url)
    here = (
        f"postgresql://{whole.get('user', '')}:{whole.get('password', '')}@/{name}"
        f"?host={whole.get('host', '')}&port={whole.get('port', 5432)}"
    )
    var = tmp_path_factory.mktemp("var")
    environment = {
        **os.environ,
        "DATABASE_URL": here,
        "VANPHONG_VAR": str(var),
        "VANPHONG_API_RATE": "100000",
        "DJANGO_SETTINGS_MODULE": "vanphong.config.settings",
        "PYTHONPATH": str(SOURCE),
    }
    port = _free_port()
    process = None
    try:
        built = subprocess.run(
            [sys.executable, str(HERE / "office.py"), str(MOST)],
            env=environment,
            capture_output=True,
            text=True,
            timeout=180,
            check=True,
        )
        made = json.loads(built.stdout.splitlines()[-1])
        with (var / "run.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "vanphong.config.cli", "run", "--port", str(port)],
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        _await_web(port, process, var / "run.log")
        yield Office(here, port, process, made)
    finally:
        if process is not None:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _await_web(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until and process.poll() is None:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(log.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Task:
    """One document to be registered in a book, numbered as a type, or signed (`signing`)."""

    address: str
    body: dict[str, Any]
    document: int
    book: int | None = None
    signing: bool = False

    def promise(self, fields: dict[str, Any]) -> tuple[int | str, int, int]:
        """Book, number, document as the answer tells them; outgoing documents are counted from OUTGOING on."""
        if self.signing:
            return SIGNED, 0, self.document
        if self.book is not None:
            return self.book, int(fields["arrival_number"]), self.document
        number, _, rest = str(fields["reference_code"]).partition("-")
        return rest.partition("/")[0], int(number), OUTGOING + self.document


OUTGOING = 1_000_000
SIGNED = "signed"


def _tasks(made: dict[str, Any]) -> Iterator[Task]:
    """Turn by turn one to register, one to number, one to sign while there are any."""
    drafts = iter(made["drafts"])
    for incoming, signed in zip(made["documents"], made["signed"], strict=True):
        book = made["books"][incoming % BOOKS]
        words = {
            "register": book,
            "reference_code": f"{incoming}-CV/BTCTW",
            "issued_on": "20/11/2026",
            "issuer_name": "Ban Tổ chức Trung ương",
            "subject": f"Về việc số {incoming}",
            "submit_to": "",
        }
        yield Task(f"/api/incoming/{incoming}/vao-so", words, incoming, book)
        kind = made["types"][signed % len(made["types"])]
        words = {"issuing_body": made["body"], "document_type": kind, "signer": "Trần Văn Bình"}
        yield Task(f"/api/outgoing/{signed}/cap-so", words, signed)
        if draft := next(drafts, None):
            yield Task(f"/api/drafts/{draft}/ky-so", {"pin": made["pin"]}, draft, signing=True)


class Writer(threading.Thread):
    """A client at work: takes documents from the desk, registers or numbers each, notes what it was promised."""

    def __init__(self, office: Office, desk: queue.SimpleQueue[Task], until: float, log: Path) -> None:
        super().__init__(daemon=True)
        self.office, self.desk, self.until, self.log = office, desk, until, log
        self.refused: list[str] = []
        self.count = 0

    def run(self) -> None:
        with self.log.open("a", encoding="utf-8") as log:
            while time.monotonic() < self.until:
                try:
                    task = self.desk.get_nowait()
                except queue.Empty:
                    return
                promised = self._ask(task)
                if promised is not None:
                    log.write(json.dumps(promised) + "\n")
                    log.flush()
                    os.fsync(log.fileno())
                    self.count += 1

    def _ask(self, task: Task) -> tuple[int | str, int, int] | None:
        """What was promised (book, number, document), or None when time ran out without a definite answer."""
        headers = {
            "Authorization": f"Bearer {self.office.made['signer' if task.signing else 'key']}",
            "Content-Type": "application/json",
            "Idempotency-Key": task.address.replace("/", "-"),
        }
        asked = time.monotonic()
        while time.monotonic() < self.until or time.monotonic() < asked + 20:
            connection = http.client.HTTPConnection("127.0.0.1", self.office.port, timeout=15)
            try:
                connection.request("POST", task.address, json.dumps(task.body).encode(), headers)
                answer = connection.getresponse()
                said: dict[str, Any] = json.loads(answer.read())
            except (OSError, http.client.HTTPException, ValueError):
                time.sleep(0.1)
                continue
            finally:
                connection.close()
            if answer.status in (200, 201):
                return task.promise(said["record"]["fields"])
            if answer.status not in (409, 429, 500, 502, 503):
                self.refused.append(f"{answer.status} {said}")
                return None
            time.sleep(0.1)
        return None


_INCOMING = """
SELECT s.register_id, n.number, d.id FROM numbering_issuednumber n
JOIN numbering_series s ON s.id = n.series_id JOIN numbering_register r ON r.id = s.register_id
LEFT JOIN correspondence_incomingdocument d ON d.issued_number_id = n.id WHERE r.kind = 'incoming'
"""
_OUTGOING = """
SELECT split_part(s.key, '/', 1), n.number, d.id + %s FROM numbering_issuednumber n
JOIN numbering_series s ON s.id = n.series_id JOIN numbering_register r ON r.id = s.register_id
LEFT JOIN issuing_outgoingdocument d ON d.issued_number_id = n.id WHERE r.kind = 'outgoing'
"""


_SIGNED = """
SELECT d.id, count(DISTINCT v.id), count(DISTINCT o.id) FROM drafting_draft d
LEFT JOIN drafting_draftversion v ON v.draft_id = d.id AND v.kind = 'signed'
LEFT JOIN issuing_outgoingdocument o ON o.draft_id = d.id WHERE d.state = 'signed' GROUP BY d.id
"""


def _signed(url: str) -> dict[int, tuple[int, int]]:
    """Signed drafts, each with how many signed files it has, and how often it waits for a number."""
    with psycopg.connect(url) as server:
        return {row[0]: (row[1], row[2]) for row in server.execute(_SIGNED).fetchall()}


def _handed_on(url: str) -> dict[int, tuple[int, int]]:
    """The same once the workers have come through, or after two minutes as it is then."""
    until = time.monotonic() + 120
    while (found := _signed(url)) and time.monotonic() < until:
        if all(handed for _files, handed in found.values()):
            break
        time.sleep(1)
    return found


def _entries(url: str) -> list[Entry]:
    with psycopg.connect(url) as server:
        rows = server.execute(_INCOMING).fetchall() + server.execute(_OUTGOING, [OUTGOING]).fetchall()
    return [Entry(book, number, document or -number) for book, number, document in rows]


def _chain(url: str, var: str) -> str:
    """The verdict of the office's own check of its journal, from a process of its own."""
    program = (
        "import django; django.setup()\n"
        "from vanphong.kernel.journal.queries import verify\n"
        "from vanphong.kernel.numbering.checking import check_numbers\n"
        "print(verify().bad_seq, all(row.sound for row in check_numbers()))"
    )
    environment = {**os.environ, "DATABASE_URL": url, "VANPHONG_VAR": var, "PYTHONPATH": str(SOURCE)}
    environment["DJANGO_SETTINGS_MODULE"] = "vanphong.config.settings"
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return done.stdout.strip()


def test_no_gap_no_double_nothing_acknowledged_is_lost(
    office: Office, tmp_path: Path, record_property: Any
) -> None:
    desk: queue.SimpleQueue[Task] = queue.SimpleQueue()
    for task in _tasks(office.made):
        desk.put(task)
    chance, began = random.Random(2026), time.monotonic()
    until = began + LONGEST
    writers = [Writer(office, desk, until, tmp_path / f"ack-{number}.log") for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    at_last_kill, last_kill = 0, began
    while time.monotonic() < until and any(writer.is_alive() for writer in writers):
        time.sleep(chance.uniform(1, 3))
        done, now = sum(writer.count for writer in writers), time.monotonic()
        if now - began > SECONDS and done >= ENOUGH and len(office.kills) >= FEWEST_KILLS:
            break
        # A slow machine first has to get back to work, else nothing is under way that a kill could break.
        if done - at_last_kill >= BETWEEN_KILLS or now - last_kill > 12:
            office.kill_one(chance)
            at_last_kill, last_kill = done, now
    for writer in writers:
        writer.until = 0.0
    for writer in writers:
        writer.join(60)
    told = [
        Entry(*json.loads(line))
        for log in tmp_path.glob("ack-*.log")
        for line in log.read_text().splitlines()
    ]
    promised = [entry for entry in told if entry.book != SIGNED]
    signatures = {entry.document for entry in told if entry.book == SIGNED}
    entries = _entries(office.url)
    rate = len(told) / (time.monotonic() - began)
    handed = _handed_on(office.url)
    record_property("kills", len(office.kills))
    print(
        f"{len(office.kills)} kills, {len(promised)} acknowledged of {len(entries)} registered and numbered, "
        f"{len(signatures)} of {len(handed)} signed, {rate:.0f}/s"
    )
    assert not [words for writer in writers for words in writer.refused][:5]
    assert len(office.kills) >= FEWEST_KILLS
    assert len(promised) >= WRITERS, "too few got through to prove anything"
    assert {entry.book for entry in entries} == {*office.made["books"], "NQ", "CT", "KL", "QĐ"}
    assert faults(entries, promised) == []
    assert signatures
    assert signatures <= handed.keys(), "a signature was acknowledged and lost"
    assert set(handed.values()) == {(1, 1)}, "a draft was signed or handed on twice, or never handed on"
    assert _chain(office.url, str(tmp_path)) == "None True"


SOUND = [Entry(1, number, 100 + number) for number in range(1, 6)]


@pytest.mark.parametrize(
    ("entries", "acknowledged", "said"),
    [
        (SOUND[:2] + SOUND[3:], [], "number 3 is missing"),
        ([*SOUND, Entry(1, 5, 200)], [], "number 5 given twice"),
        ([*SOUND, Entry(1, 6, 101)], [], "bears two numbers"),
        (SOUND, [Entry(1, 6, 106)], "acknowledged and lost"),
        (SOUND, [Entry(1, 2, 103)], "acknowledged and lost"),
    ],
)
def test_control_the_checker_turns_red(entries: list[Entry], acknowledged: list[Entry], said: str) -> None:
    assert any(said in words for words in faults(entries, acknowledged))
    assert faults(SOUND, SOUND) == []


def test_control_a_database_sequence_leaves_gaps_that_the_checker_sees() -> None:
    """What numbering would be with a sequence: a transaction that fails keeps its number."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as server:
        server.execute("CREATE TEMP SEQUENCE gappy")
        server.execute("CREATE TEMP TABLE book (number bigint, document int)")
        server.commit()
        for document in range(20):
            server.execute("INSERT INTO book VALUES (nextval('gappy'), %s)", [document])
            server.rollback() if document % 6 == 4 else server.commit()
        entries = [Entry(1, *row) for row in server.execute("SELECT number, document FROM book").fetchall()]
    assert any("is missing" in words for words in faults(entries, entries))
