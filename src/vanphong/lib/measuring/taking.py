"""What one kind of request takes: processor time of the whole office, and the wait of the person."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass

from .browser import Browser
from .processes import Family

WARM_UP = 40
"""Requests that are not counted, at most: no more than those that are."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Milliseconds a request: processor time of all processes, and the wait (half of them, 19 of 20)."""

    cpu: float
    p50: float
    p95: float


def take(browser: Browser, family: Family, paths: Sequence[str], rounds: int) -> Taken:
    """Ask for the pages in turn, `rounds` requests in all, after some that are not counted.

    Raises RuntimeError when a page does not answer 200: an error page is quick and measures nothing.
    """

    def ask(number: int) -> float:
        path = paths[number % len(paths)]
        began = time.perf_counter()
        status, _text = browser.get(path)
        if status != 200:
            raise RuntimeError(f"{path}: {status}")
        return 1000 * (time.perf_counter() - began)

    for number in range(min(WARM_UP, rounds)):
        ask(number)
    before = family.cpu_seconds()
    waits = sorted(ask(number) for number in range(rounds))
    cpu = 1000 * (family.cpu_seconds() - before) / rounds
    return Taken(cpu, statistics.median(waits), waits[min(rounds - 1, int(0.95 * rounds))])
