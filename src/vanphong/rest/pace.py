"""How fast one caller may call: a bucket of calls in each web process, without the database.

Each key or session has a bucket that fills again with `VANPHONG_API_RATE` calls a second and holds four times
as many. With several web processes a caller may reach that many times the rate: the bucket guards against a
runaway client, it is no quota.
"""

from __future__ import annotations

import hashlib
import math
import threading
import time
from collections import OrderedDict
from typing import Final

from django.conf import settings

from vanphong.rest.problems import Problem

KEPT: Final = 10_000
"""Buckets remembered; the one longest unused goes first, full as it then is in most cases."""

_buckets: OrderedDict[bytes, tuple[float, float]] = OrderedDict()
_lock = threading.Lock()


def rate() -> float:
    """Calls a second that a caller may go on with."""
    return float(settings.VANPHONG_API_RATE)


def take(caller: str, now: float | None = None) -> None:
    """Count one call; raises Problem 429 with Retry-After when the bucket is empty."""
    now = time.monotonic() if now is None else now
    key = hashlib.sha256(caller.encode()).digest()
    speed = rate()
    burst = speed * 4
    with _lock:
        left, last = _buckets.pop(key, (burst, now))
        left = min(burst, left + (now - last) * speed)
        enough = left >= 1
        _buckets[key] = (left - 1 if enough else left, now)
        while len(_buckets) > KEPT:
            _buckets.popitem(last=False)
    if not enough:
        wait = max(1, math.ceil((1 - left) / speed))
        raise Problem(429, f"Đồng chí gọi quá nhanh. Đợi {wait} giây rồi gọi tiếp.", Retry_After=str(wait))
