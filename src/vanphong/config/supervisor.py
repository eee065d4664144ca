"""Starts the web server and the job workers, restarts those that die, and stops all in order."""

import fcntl
import http.client
import os
import select
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from vanphong.lib.tether import dies_with_parent

HOST = "127.0.0.1"
PATIENCE_SECONDS = 3.0
STEADY_SECONDS = 60.0
LONGEST_PAUSE_SECONDS = 30.0
START_SECONDS = 60.0
LOG_LIMIT_BYTES = 10_000_000


class NotStarted(Exception):
    """The office cannot start; `message` says in Vietnamese why and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass
class Child:
    """One process to keep alive: its command, its log, and how often it has failed lately."""

    name: str
    command: Sequence[str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    failures: int = 0
    started: float = 0.0
    due: float = field(default=0.0)

    def start(self) -> None:
        """Start it in its own session, so that Ctrl-C in the terminal reaches only the supervisor."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                # Nobody else would end a child that hangs; the database undoes what it had open.
                preexec_fn=dies_with_parent(signal.SIGKILL),
            )
        self.started = time.monotonic()

    def watch(self, now: float) -> bool:
        """Start it again when it has died and its pause is over; true when a death was found now."""
        if self.process is None:
            if now >= self.due:
                self.start()
            return False
        if self.process.poll() is None:
            return False
        self._sweep()
        # A process that ran well for a while has earned a quick restart.
        self.failures = 0 if now - self.started > STEADY_SECONDS else self.failures + 1
        self.due = now + min(LONGEST_PAUSE_SECONDS, 0.25 * 2**self.failures)
        self.process = None
        return True

    def ask_to_stop(self) -> None:
        """Send SIGTERM; the process ends its work in hand."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def await_end(self, until: float) -> None:
        """Wait for the end until the time `until`, then end it and everything it started by force."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            pass
        self._sweep()
        self.process.wait()

    def _sweep(self) -> None:
        if self.process is not None:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass


class Supervisor:
    """Keeps the processes of `groups` alive until SIGINT or SIGTERM; `say` tells the person what happened.

    The first group is the web: it starts first and alone, so that nothing else keeps it from answering, and
    it is asked to stop first. The others start with `watch`.
    `upkeep` is called at least once a second, for what else must be kept alive (the database).
    """

    def __init__(
        self,
        groups: Sequence[Sequence[Child]],
        *,
        say: Callable[[str], None],
        upkeep: Callable[[], None] = lambda: None,
    ) -> None:
        self._groups = groups
        self._started = groups[:1]
        self._say = say
        self._upkeep = upkeep
        self._stopping = False

    @contextmanager
    def running(self) -> Iterator[None]:
        """Start the web; whatever happens in the block, stop all in order at its end."""
        with _waking() as wake:
            self._wake = wake
            signals = {
                number: signal.signal(number, self._on_stop) for number in (signal.SIGINT, signal.SIGTERM)
            }
            try:
                self._start(self._groups[:1])
                yield
            finally:
                self._stop()
                for number, former in signals.items():
                    signal.signal(number, former)

    def wait_for_web(self, port: int, path: str = "/healthz") -> bool:
        """Wait until the web answers on `path`; false when asked to stop meanwhile.

        Raises NotStarted when a minute passes or the web dies thrice without an answer.
        """
        web = self._groups[0][0]
        until = time.monotonic() + START_SECONDS
        while not self._stopping:
            if _healthy(port, path):
                return True
            if time.monotonic() > until or web.failures >= 3:
                raise NotStarted(
                    f"Trang web không khởi động được. Đồng chí xem nhật ký {web.log}; "
                    f"máy báo: {_last_line(web.log)}"
                )
            self._tick(0.1)
        return False

    def watch(self) -> None:
        """Start the other groups, and keep all children alive until asked to stop."""
        if not self._stopping:
            self._start(self._groups)
        while not self._stopping:
            self._tick(1.0)

    def _tick(self, seconds: float) -> None:
        # Sleeps until a signal comes (a child's death included) or the time is over.
        select.select([self._wake], [], [], seconds)
        try:
            while self._wake.recv(512):
                pass
        except BlockingIOError:
            pass
        if not self._stopping:
            self._upkeep()
        now = time.monotonic()
        for child in self._children():
            if not self._stopping and child.watch(now):
                self._say(f"{child.name} dừng bất thường, đang bật lại (nhật ký: {child.log})")

    def _stop(self) -> None:
        for group in self._groups:
            for child in group:
                child.ask_to_stop()
            until = time.monotonic() + PATIENCE_SECONDS
            for child in group:
                child.await_end(until)

    def _start(self, groups: Sequence[Sequence[Child]]) -> None:
        self._started = groups
        for child in self._children():
            if child.process is None:
                child.start()

    def _children(self) -> Iterator[Child]:
        for group in self._started:
            yield from group

    def _on_stop(self, *_: object) -> None:
        self._stopping = True


@contextmanager
def only_one(var: Path) -> Iterator[bool]:
    """Hold the office of `var` for this process; yields whether the run before it ended badly.

    Raises NotStarted when another process runs it.
    """
    var.mkdir(parents=True, exist_ok=True)
    file: IO[str]
    with (var / "run.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise NotStarted(
                f"Văn phòng ở {var} đang chạy rồi (tiến trình {file.read().strip() or 'không rõ'}). Đồng chí "
                "dừng nó trước, hoặc đặt VANPHONG_VAR trỏ tới thư mục khác."
            ) from error
        file.seek(0)
        crashed = bool(file.read())
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield crashed
        file.truncate(0)


def refuse_taken_port(port: int, *, patience: float = 0.0) -> None:
    """Raise NotStarted when another program still holds `port` after `patience` seconds."""
    until = time.monotonic() + patience
    while not _is_free(port):
        if time.monotonic() >= until:
            raise NotStarted(
                f"Cổng {port} không dùng được (đã có chương trình khác giữ, hoặc không được phép). "
                f"Đồng chí chọn cổng khác, ví dụ PORT={8000 if port != 8000 else 8001}."
            )
        time.sleep(0.1)


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


@contextmanager
def _waking() -> Iterator[socket.socket]:
    ours, wakers = socket.socketpair()
    ours.setblocking(False)
    wakers.setblocking(False)
    former_child = signal.signal(signal.SIGCHLD, lambda *_: None)
    former = signal.set_wakeup_fd(wakers.fileno(), warn_on_full_buffer=False)
    try:
        yield ours
    finally:
        signal.set_wakeup_fd(former)
        signal.signal(signal.SIGCHLD, former_child)
        ours.close()
        wakers.close()


def _healthy(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _last_line(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines() if log.exists() else []
    return lines[-1].strip() if lines else "không rõ"
