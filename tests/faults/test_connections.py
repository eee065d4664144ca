"""Killed processes give their database connections back, even when they waited for a lock."""

import os
import subprocess
import sys
import time

import psycopg

from vanphong.config.cli.running import MOST_WORKERS, WEB_PROCESSES, WEB_THREADS
from vanphong.lib.postgres.server import SMALL_OFFICE

WAITER = """
import sys, psycopg
with psycopg.connect(sys.argv[1]) as server:
    server.execute(sys.argv[2])
    print(server.info.backend_pid, flush=True)
    server.execute("SELECT pg_advisory_lock(20261123)")
"""


def _waiter(url: str, first: str) -> tuple[subprocess.Popen[str], int]:
    process = subprocess.Popen([sys.executable, "-c", WAITER, url, first], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, int(process.stdout.readline())


def _backends(server: psycopg.Connection[tuple[int]], *pids: int, waiting: bool = False) -> set[int]:
    rows = server.execute(
        "SELECT pid FROM pg_stat_activity WHERE pid = ANY(%s) AND (NOT %s OR wait_event_type = 'Lock')",
        [list(pids), waiting],
    )
    return {pid for (pid,) in rows.fetchall()}


def test_a_killed_process_that_waited_for_a_lock_gives_its_connection_back() -> None:
    url = os.environ["DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(20261123)")
        ours, pid = _waiter(url, "SELECT 1")
        control, control_pid = _waiter(url, "SET client_connection_check_interval = 0")
        until = time.monotonic() + 60
        while len(_backends(server, pid, control_pid, waiting=True)) < 2 and time.monotonic() < until:
            time.sleep(0.05)
        for process in (ours, control):
            process.kill()
            process.wait()
        while pid in _backends(server, pid, control_pid) and time.monotonic() < until:
            time.sleep(0.05)
        assert _backends(server, pid, control_pid) == {control_pid}, "the control must show the fault"


def test_web_and_workers_never_use_up_the_connections_of_the_database() -> None:
    """On any machine: the number of threads does not follow that of the cores. Twice the web: one set was killed."""
    most = 2 * WEB_PROCESSES * WEB_THREADS + MOST_WORKERS
    assert most < int(SMALL_OFFICE["max_connections"])
