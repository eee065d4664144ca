"""`vanphong run`, `demo` and `worker`: the office from the database to the address, step by step."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Protocol

import typer

from vanphong.config import supervisor
from vanphong.config.supervisor import Child, NotStarted, Supervisor
from vanphong.lib.postgres import PostgresUnavailable, Server

from .environment import embedded, own_command, use_django, var
from .exits import ExitCode, Refusal
from .preparing import collect_static, migrate_if_needed, static_is_stale

if TYPE_CHECKING:
    from rich.console import Console

WEB_PROCESSES = 2
MOST_WEB_PROCESSES = 8
# Each thread keeps a database connection; the server's own default of 256 would use up those of the database.
WEB_THREADS = 8
MOST_WORKERS = 32
Port = Annotated[int, typer.Option("--port", envvar="PORT", min=1, max=65535, help="Cổng của trang web.")]
Workers = Annotated[int, typer.Option("--workers", min=1, max=MOST_WORKERS, help="Số tiến trình việc nền.")]
Web = Annotated[int, typer.Option("--web", min=1, max=MOST_WEB_PROCESSES, help="Số tiến trình trang web.")]


class Report(Protocol):
    """What the demo tells at the end: what was taken in, who may log in."""

    def print(self, console: "Console") -> None:
        """Write it for the person."""


def run(port: Port = 8000, workers: Workers = 1, web: Web = WEB_PROCESSES) -> None:
    """Chạy văn phòng."""
    with _office(port) as (console, server):
        _serve(console, server, port, workers, web)


def demo(
    port: Port = 8000,
    workers: Workers = 1,
    files: Annotated[
        Path | None,
        typer.Option(
            "--files", exists=True, file_okay=False, help="Thư mục tệp của đồng chí, nhận vào cùng tệp mẫu."
        ),
    ] = None,
) -> None:
    """Mở văn phòng mẫu."""
    with _office(port) as (console, server):
        with _step(console, "Dựng văn phòng mẫu"):
            from vanphong.config.demo import build

            report: Report = build(console, files=files.absolute() if files else None, samples=_samples())
        _serve(console, server, port, workers, report=report)


def worker() -> None:
    """Một tiến trình việc nền."""
    use_django()
    from vanphong.kernel.jobs.worker import main

    main()


@contextmanager
def _office(port: int) -> "Iterator[tuple[Console, Server | None]]":
    """Database, structure, static files, each as a named step; at the end the database is left again."""
    from rich.console import Console

    console = Console(highlight=False)
    # Until the supervisor takes over, a request to stop ends the step in hand like Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with supervisor.only_one(var()) as crashed:
            # The processes of a killed run need a moment to go.
            supervisor.refuse_taken_port(port, patience=5.0 if crashed else 0.0)
            server = embedded()
            try:
                if server is not None:
                    with _step(console, "Bật cơ sở dữ liệu"):
                        os.environ["DATABASE_URL"] = server.ensure_started(tied=True)
                use_django()
                with _step(console, "Kiểm tra cấu trúc cơ sở dữ liệu"):
                    migrate_if_needed()
                if static_is_stale():
                    with _step(console, "Gom tệp tĩnh của trang web"):
                        collect_static()
                yield console, server
            finally:
                if server is not None:
                    server.stop()
                console.print("Đã dừng.")
    except NotStarted as error:
        raise Refusal(error.message, ExitCode.SYSTEM) from error


def _serve(
    console: "Console",
    server: Server | None,
    port: int,
    workers: int,
    web: int = WEB_PROCESSES,
    report: Report | None = None,
) -> None:
    def say(text: str) -> None:
        console.print(text, markup=False, soft_wrap=True)

    groups = [[_web(port, web)], _workers(workers)]
    keeper = Supervisor(groups, say=say, upkeep=lambda: _revive(server, say))
    with keeper.running():
        with _step(console, "Bật trang web và việc nền"):
            ready = keeper.wait_for_web(port)
        if ready:
            if report is not None:
                report.print(console)
            console.print(f"\nVăn phòng đang mở tại [bold]http://{supervisor.HOST}:{port}/[/bold]")
            console.print(
                f"Nhấn Ctrl-C để dừng. Dữ liệu nằm trong {var()}", style="dim", markup=False, soft_wrap=True
            )
            keeper.watch()
        console.print("\nĐang dừng …")


def _revive(server: Server | None, say: Callable[[str], None]) -> None:
    """Bring a database that died back up; web and workers reconnect by themselves."""
    if server is None or server.is_running():
        return
    say(f"Cơ sở dữ liệu dừng bất thường, đang bật lại (nhật ký: {server.log})")
    try:
        server.ensure_started(tied=True)
    except PostgresUnavailable as error:
        say(error.message)


def _web(port: int, processes: int) -> Child:
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
        *("--host", supervisor.HOST, "--port", str(port)),
        *("--workers", str(processes), "--respawn-failed-workers", "--workers-kill-timeout", "2"),
        *("--blocking-threads", str(WEB_THREADS)),
        "vanphong.config.web:application",
    ]
    return Child("Trang web", command, var() / "log" / "web.log")


def _workers(count: int) -> list[Child]:
    log = var() / "log"
    return [
        Child(f"Việc nền {number}", own_command("worker"), log / f"worker-{number}.log")
        for number in range(1, count + 1)
    ]


def _samples() -> Path:
    """The sample documents of the checkout, or of the current folder when installed as a wheel."""
    checkout = Path(__file__).parents[4] / "samples"
    return checkout if checkout.is_dir() else Path.cwd() / "samples"


@contextmanager
def _step(console: "Console", name: str) -> "Iterator[None]":
    """Say what is being done, and how long it took when it is done."""
    began = time.monotonic()
    console.print(f"· {name} …")
    yield
    console.print(f"  xong, {_seconds(time.monotonic() - began)}", style="dim")


def _seconds(seconds: float) -> str:
    return f"{seconds:.1f} giây".replace(".", ",")
