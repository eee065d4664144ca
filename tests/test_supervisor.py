"""The supervisor on real processes: they are restarted, stopped in order, and never orphaned."""

import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from vanphong.config.supervisor import Child, NotStarted, Supervisor, only_one, refuse_taken_port

# A child that notes its start and every request to stop; a «stubborn» one does not obey.
CHILD = """
import os, signal, sys
name, notes = sys.argv[1:3]
def note(what):
    with open(notes, "a") as file:
        file.write(f"{what} {name} {os.getpid()}\\n")
def leave(*_):
    note("stop")
    if "stubborn" not in name:
        sys.exit(0)
signal.signal(signal.SIGTERM, leave)
note("start")
while True:
    signal.pause()
"""
OFFICE = """
import sys
from pathlib import Path
from vanphong.config.supervisor import Child, Supervisor
folder, *names = sys.argv[1:]
folder = Path(folder)
child = [sys.executable, str(folder / "child.py")]
groups = [[Child(name, [*child, name, str(folder / "notes")], folder / f"{name}.log")] for name in names]
keeper = Supervisor(groups, say=lambda text: print(text, flush=True))
with keeper.running():
    print("up", flush=True)
    keeper.watch()
"""


class Office:
    """A supervisor in a process of its own with the children `names`."""

    def __init__(self, folder: Path, *names: str) -> None:
        (folder / "child.py").write_text(textwrap.dedent(CHILD))
        self.notes = folder / "notes"
        self.notes.touch()
        command = [sys.executable, "-c", OFFICE, str(folder), *names]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
        until(lambda: len(self.of("start")) == len(names))

    def of(self, what: str) -> list[tuple[str, int]]:
        """Names and process numbers noted for `what`, in order."""
        lines = [line.split() for line in self.notes.read_text().splitlines()]
        return [(name, int(pid)) for kind, name, pid in lines if kind == what]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Callable[..., Office]]:
    opened: list[Office] = []

    def start(*names: str) -> Office:
        opened.append(Office(tmp_path, *names))
        return opened[-1]

    yield start
    for one in opened:
        one.process.kill()
        one.process.wait()


def test_a_request_to_stop_ends_the_web_first_then_the_workers(office: Callable[..., Office]) -> None:
    running = office("web", "worker")
    running.process.send_signal(signal.SIGTERM)
    assert running.process.wait(10) == 0
    assert [name for name, _ in running.of("stop")] == ["web", "worker"]


def test_a_killed_child_is_started_again(office: Callable[..., Office]) -> None:
    running = office("web", "worker")
    os.kill(dict(running.of("start"))["worker"], signal.SIGKILL)
    until(lambda: [name for name, _ in running.of("start")].count("worker") == 2)


def test_a_child_that_ignores_the_request_is_ended_by_force_within_ten_seconds(
    office: Callable[..., Office],
) -> None:
    running = office("web", "stubborn")
    began = time.monotonic()
    running.process.send_signal(signal.SIGINT)
    running.process.wait(10)
    assert time.monotonic() - began < 10
    assert not any(psutil.pid_exists(pid) for _, pid in running.of("start"))


def test_kill_9_of_the_supervisor_leaves_no_orphan(office: Callable[..., Office]) -> None:
    running = office("web", "stubborn")
    running.process.kill()
    running.process.wait()
    until(lambda: not any(alive(pid) for _, pid in running.of("start")))


def test_upkeep_is_done_again_and_again_until_the_end(tmp_path: Path) -> None:
    done: list[int] = []

    def upkeep() -> None:
        done.append(1)
        if len(done) == 2:
            os.kill(os.getpid(), signal.SIGTERM)

    keeper = Supervisor([[]], say=lambda text: None, upkeep=upkeep)
    with keeper.running():
        keeper.watch()
    assert len(done) == 2


def test_the_web_starts_alone_and_the_workers_when_it_was_waited_for(tmp_path: Path) -> None:
    web, worker = (Child(name, ["sleep", "30"], tmp_path / f"{name}.log") for name in ("web", "worker"))
    started: list[bool] = []

    def upkeep() -> None:
        started.append(worker.process is not None)
        os.kill(os.getpid(), signal.SIGTERM)

    keeper = Supervisor([[web], [worker]], say=lambda text: None, upkeep=upkeep)
    with keeper.running():
        started += [web.process is not None, worker.process is not None]
        keeper.watch()
    assert started == [True, False, True]


def test_a_taken_port_is_refused_with_advice() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(NotStarted) as refusal:
            refuse_taken_port(other.getsockname()[1])
    assert "PORT=" in refusal.value.message


def test_a_run_that_ended_badly_is_noticed_by_the_next(tmp_path: Path) -> None:
    with only_one(tmp_path) as crashed:
        assert not crashed
    with only_one(tmp_path) as crashed:
        assert not crashed
    (tmp_path / "run.lock").write_text("4711")
    with only_one(tmp_path) as crashed:
        assert crashed


def test_a_second_run_of_the_same_office_is_refused_with_the_first_ones_number(tmp_path: Path) -> None:
    with only_one(tmp_path), pytest.raises(NotStarted) as refusal, only_one(tmp_path):
        raise AssertionError("two offices run on the same data")
    assert str(os.getpid()) in refusal.value.message


def alive(pid: int) -> bool:
    """Whether `pid` still does anything (a zombie nobody reaped does not)."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def until(true: Callable[[], bool], seconds: float = 15) -> None:
    """Wait for `true`, not longer than `seconds`."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)
