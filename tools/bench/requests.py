"""What a request costs the machine: processor time of everything of ours, and of PostgreSQL, by size of office.

`python -m tools.bench requests [--sizes 10k,100k,1m] [--keep DIR] [--rounds N] [--only list,record]`
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from vanphong.lib.measuring import Browser, Family, Taken, take
from vanphong.lib.postgres import Server

PEOPLE = {
    "vanthu": "registrar, sees all",
    "truongtonghop": "head, sees nearly all",
    "chuyenvien": "officer, sees 1 in 1,000",
}
PORT = 8767
CLIENTS = 4
PASSWORD = "Mat-khau-thu-2026"


def number_of(text: str) -> int:
    """«100k» and «1m» as numbers."""
    factor = {"k": 1000, "m": 1_000_000}.get(text[-1:].lower(), 1)
    return int(float(text[:-1] if factor > 1 else text) * factor)


def size_text(count: int) -> str:
    return f"{count // 1_000_000}M" if count >= 1_000_000 else f"{count // 1000}k"


def environment(var: Path) -> dict[str, str]:
    return {**os.environ, "VANPHONG_VAR": str(var), "VANPHONG_SECRET_KEY": "only-for-measuring-0123456789"}


def ensure_built(var: Path, count: int) -> None:
    """Build the corpus in `var` unless it is there whole."""
    done = var / "built.json"
    if done.exists():
        return
    began = time.monotonic()
    print(f"building {size_text(count)} documents in {var} …", file=sys.stderr, flush=True)
    var.mkdir(parents=True, exist_ok=True)
    var.chmod(0o755)
    subprocess.run(
        [sys.executable, "-m", "tools.bench.building", str(count)], env=environment(var), check=True
    )
    done.write_text(json.dumps({"documents": count, "seconds": round(time.monotonic() - began)}))


@contextmanager
def running(var: Path, web: int) -> Iterator[tuple[str, Family]]:
    """The office of `var` as an office runs it: its address and its processes."""
    command = [sys.executable, "-m", "vanphong.config.cli", "run", "--port", str(PORT), "--web", str(web)]
    with (var / "run.out").open("wb") as out:
        office = subprocess.Popen(command, env=environment(var), stdout=out, stderr=out)
    address = f"http://127.0.0.1:{PORT}"
    try:
        until = time.monotonic() + 120
        while True:
            try:
                if Browser(address).get("/healthz")[0] == 200:
                    break
            except OSError:
                pass
            if office.poll() is not None or time.monotonic() > until:
                raise RuntimeError((var / "run.out").read_text())
            time.sleep(0.2)
        master = Server(var).postmaster()
        yield address, Family.of([office.pid, *([master.pid] if master else [])])
    finally:
        office.terminate()
        office.wait(60)


def cases_of(var: Path, address: str, who: str) -> list[dict[str, Any]]:
    """The requests of a person, chosen by a process that stands on the office's own code."""
    script = [sys.executable, "-m", "tools.bench.choosing", address, who]
    url = {"DATABASE_URL": Server(var).url}
    found = subprocess.run(script, env={**environment(var), **url}, check=True, capture_output=True)
    chosen: list[dict[str, Any]] = json.loads(found.stdout)
    return chosen


def throughput(address: str, paths: list[str], seconds: float = 8.0) -> float:
    """Requests a second that a few clients get answered side by side."""
    until, done, lock = time.monotonic() + seconds, 0, threading.Lock()

    def ask() -> None:
        nonlocal done
        browser, mine = Browser(address), 0
        browser.sign_in("vanthu", PASSWORD)
        while time.monotonic() < until:
            browser.get(paths[mine % len(paths)])
            mine += 1
        with lock:
            done += mine

    clients = [threading.Thread(target=ask) for _ in range(CLIENTS)]
    began = time.monotonic()
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return done / (time.monotonic() - began)


def measure(var: Path, rounds: int, only: set[str]) -> tuple[dict[str, dict[str, Taken]], dict[str, float]]:
    """Costs by case and person, and the memory of the idle office."""
    costs: dict[str, dict[str, Taken]] = {}
    with running(var, web=2) as (address, family):
        time.sleep(5)
        memory = family.memory()
        for who in PEOPLE:
            browser = Browser(address)
            browser.sign_in(who, PASSWORD)
            for case in cases_of(var, address, who):
                if only and case["name"].split()[0] not in only:
                    continue
                costs.setdefault(case["name"], {})[who] = taken = take(browser, family, case["paths"], rounds)
                print(f"  {who} {case['name']}: {taken.cpu:.1f} {taken.p50:.1f}", file=sys.stderr, flush=True)
    return costs, memory


def run(arguments: list[str]) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench requests")
    parser.add_argument("--sizes", default="10k,100k,1m")
    parser.add_argument("--keep", type=Path, default=Path("var/bench"))
    parser.add_argument("--rounds", type=int, default=150)
    parser.add_argument("--only", default="")
    parser.add_argument("--no-throughput", action="store_true")
    given = parser.parse_args(arguments)
    sizes = [number_of(text) for text in given.sizes.split(",")]
    only = set(filter(None, given.only.split(",")))
    costs: dict[int, dict[str, dict[str, Taken]]] = {}
    memory: dict[int, dict[str, float]] = {}
    for size in sizes:
        var = given.keep.absolute() / size_text(size)
        ensure_built(var, size)
        costs[size], memory[size] = measure(var, given.rounds, only)
    _print(sizes, costs, memory)
    if not given.no_throughput:
        _print_throughput(given.keep.absolute() / size_text(sizes[0]))


def _print(
    sizes: list[int], costs: dict[int, dict[str, dict[str, Taken]]], memory: dict[int, dict[str, float]]
) -> None:
    print("CPU ms a request, all processes and PostgreSQL (p50 / p95 ms of the answer)")
    print("| case | who | " + " | ".join(map(size_text, sizes)) + " | growth |")
    print("|---|---|" + "---|" * (len(sizes) + 1))
    for name in dict.fromkeys(name for found in costs.values() for name in found):
        for who in PEOPLE:
            found = [costs[size].get(name, {}).get(who) for size in sizes]
            if not any(found):
                continue
            cells = [f"{t.cpu:.1f} ({t.p50:.0f} / {t.p95:.0f})" if t else "–" for t in found]
            first, last = found[0], found[-1]
            growth = f"× {last.cpu / first.cpu:.1f}" if first and last else "–"
            print(f"| {name} | {who} | " + " | ".join(cells) + f" | {growth} |")
    for size in sizes:
        parts = ", ".join(f"{kind} {mib:.0f}" for kind, mib in sorted(memory[size].items()))
        print(f"idle PSS at {size_text(size)}: {sum(memory[size].values()):.0f} MiB ({parts})")


def _print_throughput(var: Path) -> None:
    for web in (1, 2):
        with running(var, web) as (address, _family):
            paths = next(c["paths"] for c in cases_of(var, address, "vanthu") if c["name"] == "list")
            print(f"{web} web process(es), {CLIENTS} clients, list page: {throughput(address, paths):.0f}/s")
