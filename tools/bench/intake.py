"""Small files with text from the door until they are found: `python -m tools.bench intake [DOCUMENTS]`."""

from __future__ import annotations

import multiprocessing
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

DOCUMENTS = 200
WORKERS = 2
LONGEST = 1800
"""Seconds after which a worker is taken for dead."""
AFTERWARDS = "afterwards: stamped copy (of Word files by LibreOffice)"
GOAL = 8.0
"""Documents a second on two cores."""
_SUBJECTS = (
    "công tác cán bộ",
    "kiểm tra, giám sát",
    "công tác dân vận",
    "chuyển đổi số",
    "phòng chống thiên tai",
)


def letters(count: int, folder: Path) -> list[Path]:
    """Letters of one and two pages in turn, every fifth a Word file; the same each time."""
    from docx import Document

    from vanphong.testing import papers

    made = []
    for number in range(1, count + 1):
        subject = f"{_SUBJECTS[number % len(_SUBJECTS)]} kỳ {number}"
        if number % 5:
            path = folder / f"{number:04}.pdf"
            path.write_bytes(
                papers.letter_pdf(number=f"{number}-BC/BTCTU", subject=subject, pages=1 + number % 2)
            )
        else:
            path = folder / f"{number:04}.docx"
            document = Document()
            for line in ("TỈNH ỦY SƠN HÀ", "BAN TỔ CHỨC", f"Số {number}-BC/BTCTU", "BÁO CÁO", subject):
                document.add_paragraph(line)
            document.add_paragraph(papers.BODY)
            document.save(str(path))
        made.append(path)
    return made


class Clock:
    """Seconds of clock and processor by stage."""

    def __init__(self) -> None:
        self.cpu: Counter[str] = Counter()
        self.clock: Counter[str] = Counter()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        clock, cpu = time.perf_counter(), time.process_time()
        yield
        self.clock[name] += time.perf_counter() - clock
        self.cpu[name] += time.process_time() - cpu


def _work(paths: list[Path], gate: Any, told: Any) -> None:
    """One worker: takes its letters in, reads what waits, enters its own into the book; later stamps what waits."""
    import django

    django.setup()
    from tools.bench.office import books, clerk
    from vanphong.kernel.files import renditions
    from vanphong.kernel.jobs.worker import work_off
    from vanphong.kernel.organisation.models import Unit
    from vanphong.modules.correspondence.channels.examining import examine, receive
    from vanphong.modules.correspondence.commands.registration import register_document
    from vanphong.modules.correspondence.forms.registration import HeaderFields, RegisterForm
    from vanphong.modules.correspondence.models import IncomingDocument

    actor, agency, clock = clerk(), Unit.objects.get(code="VPTU"), Clock()
    shelf, names = books()[0], HeaderFields.__dataclass_fields__
    gate.wait()
    mine = []
    for path in paths:
        with clock.stage("receive"):
            file = examine(path, path.name)
            mine.append(receive(actor, agency=agency, channel="api", files=[file]).pk)
    with clock.stage("read"):
        work_off(["reading"])
    waiting = IncomingDocument.objects.filter(pk__in=mine).order_by("pk")
    while waiting.filter(reading_state=IncomingDocument.ReadingState.WAITING).exists():
        work_off(["reading"])
        time.sleep(0.01)
    for document in waiting:
        file_row = document.files.select_related("blob").get()
        if file_row.media_type == "application/pdf":
            with clock.stage("picture of the first page"):
                renditions.page_image(file_row.blob, file_row.media_type, 1)
        with clock.stage("register and index"):
            initial = RegisterForm(actor=actor, record=document).initial
            fields = HeaderFields(**{k: v for k, v in initial.items() if k in names})
            register_document(actor, document=document, register=shelf, fields=fields)
    told.put((dict(clock.clock), dict(clock.cpu)))
    gate.wait()
    later = Clock()
    with later.stage(AFTERWARDS):
        work_off()
    told.put((dict(later.clock), dict(later.cpu)))


def _database_seconds(server: Any) -> float:
    """Processor seconds of the database server and all its processes, ended ones included."""
    import psutil

    main = psutil.Process(int((Path(server) / "postmaster.pid").read_text().split()[0]))
    times = main.cpu_times()
    total = times.user + times.system + times.children_user + times.children_system
    for child in main.children(recursive=True):
        try:
            own = child.cpu_times()
        except psutil.Error:
            continue
        total += own.user + own.system
    return float(total)


def run(count: int = DOCUMENTS) -> None:
    """Print the pace, and seconds a document by stage; every document must be found at the end."""
    from django.db import connection, connections

    from tools.bench.office import clerk
    from vanphong.kernel.search.finding import find
    from vanphong.kernel.search.following import following

    actor, closing = clerk(), Clock()
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        place = cursor.fetchone()[0]
    context = multiprocessing.get_context("spawn")
    gate, told = context.Barrier(WORKERS + 1, timeout=300), context.Queue()
    with TemporaryDirectory() as folder:
        paths = letters(count, Path(folder))
        connections.close_all()
        workers = [
            context.Process(target=_work, args=(paths[n::WORKERS], gate, told)) for n in range(WORKERS)
        ]
        for worker in workers:
            worker.start()
        gate.wait()
        started, database = time.perf_counter(), _database_seconds(place)
        parts = [told.get(timeout=LONGEST) for _ in workers]
        with closing.stage("index of the machine"):
            while following.catch_up():
                pass
        took = time.perf_counter() - started
        database = _database_seconds(place) - database
        gate.wait()
        later = [told.get(timeout=LONGEST) for _ in workers]
        for worker in workers:
            worker.join()
    parts.append((dict(closing.clock), dict(closing.cpu)))
    clock, cpu = (sum((Counter(part[at]) for part in parts), Counter()) for at in (0, 1))
    found = sum(bool(find(actor, f"{number}-BC/BTCTU")) for number in range(1, count + 1))
    if found != count:
        raise RuntimeError(f"{found} of {count} documents are found")
    print(f"{count} letters of one and two pages, every fifth a Word file; {WORKERS} workers; all found")
    print("| stage | ms a document | CPU ms (Python) a document |")
    print("|---|---|---|")
    for name in clock:
        print(f"| {name} | {1000 * clock[name] / count:.1f} | {1000 * cpu[name] / count:.1f} |")
    print(f"| database | | {1000 * database / count:.1f} |")
    for name in later[0][0]:
        each = (1000 * sum(part[at][name] for part in later) / count for at in (0, 1))
        print("| {} | {:.1f} | {:.1f} |".format(name, *each))
    print(f"documents a second by the clock: {count / took:.1f} (goal {GOAL:g})")
    both = WORKERS * count / (cpu.total() + database)
    print(f"by processor time, on two cores with nothing else running: {both:.1f}")
