"""Memory of a worker that takes in one scan of very many pages: `python -m tools.bench memory [PAGES]`."""

from __future__ import annotations

import io
import multiprocessing
import queue
import random
import threading
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

PAGES = 300
DPI = 200
SEED = 20261123
LIMIT = 400
"""MiB of resident memory that no stage may pass."""
_WORDS = """
    Tỉnh ủy yêu cầu các cấp ủy đảng tiếp tục quán triệt thực hiện nghị quyết của Ban Chấp hành Trung ương về công
    tác cán bộ kiểm tra giám sát dân vận tuyên giáo văn phòng và báo cáo kết quả trước kỳ họp của Ban Thường vụ
""".strip().split()


def scan(pages: int, path: Path) -> None:
    """A scanner's PDF of full A4 pages, grey, every tenth in colour with a red seal; the same each time."""
    from PIL import ImageDraw

    from vanphong.testing import papers

    dice = random.Random(SEED)
    sheets = []
    for _ in range(10):
        body = "\n\n".join(" ".join(dice.choices(_WORDS, k=80)) + "." for _ in range(5))
        sheets.append(papers.pictures_of(papers.letter_pdf(body=body), DPI)[0])
    pictures = []
    for number in range(pages):
        picture = sheets[number % len(sheets)].copy()
        draw = ImageDraw.Draw(picture)
        for _ in range(400):
            x, y = dice.randrange(picture.width), dice.randrange(picture.height)
            draw.point((x, y), (dice.randrange(90, 200),) * 3)
        if number % 10 == 0:
            draw.ellipse((900, 1500, 1180, 1780), outline=(200, 30, 40), width=8)
        else:
            picture = picture.convert("L")
        kept = io.BytesIO()
        picture.save(kept, "JPEG", quality=50)
        pictures.append(kept.getvalue())
    _pdf_of(pictures, path)


def _pdf_of(pictures: list[bytes], path: Path) -> None:
    import pikepdf
    from PIL import Image

    with pikepdf.new() as pdf:
        for coded in pictures:
            with Image.open(io.BytesIO(coded)) as shown:
                stream = pikepdf.Stream(pdf, coded)
                stream.stream_dict = pikepdf.Dictionary(
                    Type=pikepdf.Name.XObject,
                    Subtype=pikepdf.Name.Image,
                    Width=shown.width,
                    Height=shown.height,
                    ColorSpace=pikepdf.Name.DeviceGray if shown.mode == "L" else pikepdf.Name.DeviceRGB,
                    BitsPerComponent=8,
                    Filter=pikepdf.Name.DCTDecode,
                )
            page = pdf.add_blank_page(page_size=(595.28, 841.89))
            page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=stream))
            page.Contents = pdf.make_stream(b"q 595.28 0 0 841.89 0 0 cm /Im0 Do Q")
        pdf.save(path, deterministic_id=True)


class Watch:
    """Peaks of this process since the last look: resident, and shared pages counted by their share."""

    def __init__(self) -> None:
        self._pss = 0
        self._over = threading.Event()
        threading.Thread(target=self._sample, daemon=True).start()
        self.reset()

    def reset(self) -> None:
        Path("/proc/self/clear_refs").write_text("5")
        self._pss = 0

    def peaks(self) -> tuple[float, float]:
        """MiB resident at most, and MiB by share as sampled."""
        return _kilobytes("/proc/self/status", "VmHWM:") / 1024, self._pss / 1024

    def _sample(self) -> None:
        while not self._over.wait(0.5):
            self._pss = max(self._pss, _kilobytes("/proc/self/smaps_rollup", "Pss:"))


def _kilobytes(file: str, name: str) -> int:
    lines = Path(file).read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


def _work(document_id: int, told: Any) -> None:
    """The worker of its own process: each stage with its peaks, seconds of clock and processor."""
    import django

    django.setup()
    from tools.bench.office import books, clerk
    from vanphong.kernel.files import renditions
    from vanphong.kernel.jobs.worker import work_off
    from vanphong.modules.correspondence.commands.registration import register_document
    from vanphong.modules.correspondence.forms.registration import HeaderFields, RegisterForm
    from vanphong.modules.correspondence.models import DocumentFile, IncomingDocument

    watch = Watch()

    def stage(name: str, work: Callable[[], object]) -> None:
        watch.reset()
        clock, cpu = time.perf_counter(), time.process_time()
        work()
        told.put((name, *watch.peaks(), time.perf_counter() - clock, time.process_time() - cpu))

    stage("started", lambda: None)
    stage("read, with searchable copy", lambda: work_off(["reading"]))
    document = IncomingDocument.objects.get(pk=document_id)
    file = DocumentFile.objects.select_related("blob").get(document=document)

    def previews() -> None:
        for page in (1, document.page_count // 2 or 1, document.page_count):
            renditions.page_image(file.blob, file.media_type, page)

    def archival() -> None:
        with renditions.archival_copy(file.blob, file.media_type) as made:
            if made is None:
                raise RuntimeError("no PDF/A was made")

    stage("three pages as pictures", previews)

    def stamped() -> None:
        initial = RegisterForm(actor=clerk(), record=document).initial
        fields = HeaderFields(**{k: v for k, v in initial.items() if k in HeaderFields.__dataclass_fields__})
        register_document(clerk(), document=document, register=books()[0], fields=fields)
        work_off()

    stage("registered, stamped copy", stamped)
    if renditions.find(file.blob, "stamped", str(document.pk)) is None:
        raise RuntimeError("no stamped copy was made")
    stage("PDF/A", archival)
    told.put(("state", document.reading_state, document.page_count))


def _next(told: Any, worker: Any) -> Any:
    """What the worker tells next; raises RuntimeError when it is gone."""
    while True:
        try:
            return told.get(timeout=5)
        except queue.Empty:
            if not worker.is_alive():
                raise RuntimeError("the worker is gone") from None


def run(pages: int = PAGES) -> None:
    """Print a row a stage; stops the measurement when the document was not read whole."""
    from django.db import connections

    from tools.bench.office import clerk
    from vanphong.kernel.organisation.models import Unit
    from vanphong.modules.correspondence.channels.examining import examine, receive

    actor = clerk()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "scan.pdf"
        scan(pages, path)
        size = path.stat().st_size
        document = receive(
            actor, agency=Unit.objects.get(code="VPTU"), channel="scan", files=[examine(path, "scan.pdf")]
        )
    connections.close_all()
    context = multiprocessing.get_context("spawn")
    told = context.Queue()
    worker = context.Process(target=_work, args=(document.pk, told))
    worker.start()
    print(f"one worker, a scan of {pages} pages, {DPI} dpi, {size / 1e6:.0f} MB; goal {LIMIT} MiB resident")
    print("| stage | RSS peak, MiB | PSS peak, MiB | seconds | CPU seconds |")
    print("|---|---|---|---|---|")
    worst = 0.0
    while (row := _next(told, worker))[0] != "state":
        worst = max(worst, row[1])
        print(f"| {row[0]} | {row[1]:.0f} | {row[2]:.0f} | {row[3]:.1f} | {row[4]:.1f} |", flush=True)
    worker.join()
    if row[1:] != ("done", pages):
        raise RuntimeError(f"the document was not read whole: {row[1:]}")
    print("within the goal:", worst <= LIMIT)
