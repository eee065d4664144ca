"""Writers that start at the same moment, each in a process of its own; one that fails stops the measurement."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds on the clock until the last was done, and processor seconds of all writers together."""

    clock: float
    processor: float


def _work(prepare: Callable[..., Callable[[], None]], arguments: Any, gate: Any, used: Any) -> None:
    import django

    django.setup()
    work = prepare(*arguments)
    gate.wait()
    before = time.process_time()
    work()
    with used:
        used.value += time.process_time() - before


def taken_by(prepare: Callable[..., Callable[[], None]], parts: Sequence[tuple[Any, ...]]) -> Taken:
    """What it takes from the moment all are ready until the last is done.

    `prepare(*part)` runs in its process after Django is loaded and answers the work to be timed. Raises
    RuntimeError when a process fails: half a measurement is none.
    """
    from django.db import connections

    connections.close_all()
    context = multiprocessing.get_context("spawn")
    gate = context.Barrier(len(parts) + 1, timeout=120)
    used = context.Value("d", 0.0)
    workers = [context.Process(target=_work, args=(prepare, part, gate, used)) for part in parts]
    for worker in workers:
        worker.start()
    gate.wait()
    started = time.perf_counter()
    for worker in workers:
        worker.join()
    took = time.perf_counter() - started
    if any(worker.exitcode for worker in workers):
        raise RuntimeError(f"writers failed: {[worker.exitcode for worker in workers]}")
    return Taken(took, used.value)
