"""Starts, reuses and stops the embedded PostgreSQL of one `var/` folder."""

import re
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import psutil

from vanphong.lib.tether import dies_with_parent

from . import binaries
from .account import current_name
from .creation import ROLE, clean_environment, create_cluster, create_database, last_trouble
from .errors import PostgresUnavailable
from .places import lay_out
from .sharing import Sharing

PORT = 5432  # only names the socket file: the server listens on no network
# After kill -9 the old backends hold the shared memory for a moment and a new server refuses to start.
RETRY_SECONDS = 15.0
RECOVERY_SECONDS = 600.0
FAST_STOP_SECONDS = 3.0
PAUSE = 0.05
LOG_LIMIT_BYTES = 10_000_000

SMALL_OFFICE: Mapping[str, str] = {
    "shared_buffers": "64MB",
    "max_connections": "100",
    # Without it the backend of a killed process that waits for a lock stays, and keeps its connection.
    "client_connection_check_interval": "2s",
    "max_wal_size": "512MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] ",
    "lc_messages": "C",
    "TimeZone": "Asia/Ho_Chi_Minh",
}
_PASSING_TROUBLE = re.compile(r"shared memory|lock file|in use|another postmaster", re.IGNORECASE)


class Server:
    """The cluster of `var`. Several processes may hold one at once; the last to leave stops it.

    `settings` overrides server parameters (tests pass fsync=off).
    Every method may raise PostgresUnavailable with a Vietnamese message.
    """

    def __init__(self, var: Path, *, settings: Mapping[str, str] | None = None) -> None:
        self.var = var.absolute()
        self._settings = {**SMALL_OFFICE, **(settings or {})}
        self.places, self.account = lay_out(self.var)
        self._process: subprocess.Popen[bytes] | None = None
        self._tied = False
        self._folder: Path | None = None
        self._sharing = Sharing(self.places.home)

    @property
    def url(self) -> str:
        """The DATABASE_URL of the cluster: a socket and no password, open to the account that started it."""
        return self._url_of(ROLE)

    @property
    def log(self) -> Path:
        """The server's log."""
        return self.places.log

    @property
    def socket_folder(self) -> Path:
        """The folder of the server's socket, as psql and pg_dump want it for `--host`."""
        return self.places.sockets

    def program(self, name: str) -> Path:
        """A PostgreSQL program (psql, pg_dump …) of the version that serves the cluster."""
        return self._binaries() / name

    def ensure_started(self, *, tied: bool = False, keep: bool = False) -> str:
        """Bring the database up, or find it running, and return its DATABASE_URL.

        `tied` makes a server started here end with this process; `keep` leaves it on until stop(anyway=True).
        """
        with self._sharing.locked():
            self._sharing.join()
            if keep:
                self._sharing.keep.touch()
            elif not self.is_running():
                self._sharing.keep.unlink(missing_ok=True)
            if not self.places.data.exists():
                create_cluster(
                    self.program("initdb"),
                    self.places.data,
                    self.account,
                    sync=self._settings.get("fsync") != "off",
                )
            elif not (self.places.data / "PG_VERSION").exists():
                raise PostgresUnavailable(
                    f"Thư mục {self.places.data} hỏng hoặc không phải của PostgreSQL, nên không mở ra, tránh "
                    "mất dữ liệu. Đồng chí khôi phục từ bản sao lưu; nếu không cần dữ liệu cũ thì chuyển "
                    "thư mục đó đi rồi chạy lại."
                )
            self._bring_up(tied=tied)
            create_database(self._url_of("postgres"))
        return self.url

    def is_running(self) -> bool:
        """Whether a server process of this cluster is alive, whoever started it."""
        return self.postmaster() is not None

    def stop(self, *, anyway: bool = False) -> bool:
        """Leave the server, and shut it down when nobody else uses it; `anyway` does not ask.

        Returns whether the server is down now. Open transactions are rolled back (fast shutdown).
        """
        with self._sharing.locked():
            if not (anyway or self._tied or self._sharing.is_last()):
                self._sharing.leave()
                return not self.is_running()
            self._sharing.leave()
            self._sharing.keep.unlink(missing_ok=True)
            running = self.postmaster()
            if running is not None:
                self._shut_down(running)
            self._process, self._tied = None, False
            return True

    def _url_of(self, database: str) -> str:
        host = quote(str(self.places.sockets), safe="/")
        return f"postgresql://{ROLE}@/{database}?host={host}&port={PORT}"

    def _bring_up(self, *, tied: bool) -> None:
        began, offset = time.monotonic(), 0
        if self._process is not None and self._process.poll() is not None:
            self._process = None  # one we started died meanwhile: not a failed start
        while time.monotonic() - began < RECOVERY_SECONDS:
            if self.postmaster() is None:
                if self._process is not None:
                    self._judge_failure(offset, patient=time.monotonic() - began < RETRY_SECONDS)
                offset = self._spawn(tied=tied)
            if self._accepts():
                return
            time.sleep(PAUSE)
        raise PostgresUnavailable(
            f"Cơ sở dữ liệu chưa sẵn sàng sau mười phút. Đồng chí xem nhật ký {self.log}."
        )

    def _spawn(self, *, tied: bool) -> int:
        places = self.places
        self._forget_stale_pid()
        # A chmod or copy of the whole checkout opens the folder to others, and PostgreSQL would refuse it.
        places.data.chmod(0o700)
        self._write_rules()
        settings = {
            **self._settings,
            "listen_addresses": "",
            "port": str(PORT),
            "unix_socket_directories": str(places.sockets),
            "unix_socket_permissions": "0700",
            "hba_file": str(places.home / "hba.conf"),
            "ident_file": str(places.home / "ident.conf"),
        }
        command = [str(self._binaries() / "postgres"), "-D", str(places.data)]
        for name, setting in settings.items():
            command += ["-c", f"{name}={setting}"]
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as log:
            offset = log.tell()
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=clean_environment(),
                # Its own session: Ctrl-C in the terminal must reach us, not the database before us.
                start_new_session=True,
                preexec_fn=dies_with_parent(signal.SIGINT) if tied else None,
                **self.account.identity,
            )
        self._tied = tied
        return offset

    def _judge_failure(self, offset: int, *, patient: bool) -> None:
        with self.log.open("rb") as log:
            log.seek(offset)
            text = log.read().decode("utf-8", "replace")
        if patient and _PASSING_TROUBLE.search(text):
            time.sleep(0.5)
            return
        raise PostgresUnavailable(
            f"Cơ sở dữ liệu không khởi động được. Đồng chí xem nhật ký {self.log}; "
            f"máy báo: {last_trouble(text)}"
        )

    def _write_rules(self) -> None:
        home, names = self.places.home, {current_name(), "root"}
        lines = "".join(f'office "{name}" {ROLE}\n' for name in sorted(names))
        for path, text in (
            (home / "ident.conf", lines),
            (home / "hba.conf", "local all all peer map=office\nlocal replication all peer map=office\n"),
        ):
            path.write_text(text, encoding="utf-8")
            path.chmod(0o644)

    def _shut_down(self, running: psutil.Process) -> None:
        # SIGINT is PostgreSQL's fast shutdown, SIGQUIT the immediate one (recovered at the next start).
        for sign, patience in ((signal.SIGINT, FAST_STOP_SECONDS), (signal.SIGQUIT, FAST_STOP_SECONDS)):
            try:
                running.send_signal(sign)
                if self._process is not None and self._process.pid == running.pid:
                    self._process.wait(patience)
                else:
                    running.wait(patience)
                return
            except psutil.NoSuchProcess:
                return
            except (subprocess.TimeoutExpired, psutil.TimeoutExpired):
                continue
            except psutil.AccessDenied as error:
                raise PostgresUnavailable(
                    "Cơ sở dữ liệu đang chạy dưới tài khoản khác. Đồng chí dừng nó bằng tài khoản đó."
                ) from error

    def postmaster(self) -> psutil.Process | None:
        if self._process is not None and self._process.poll() is None:
            return psutil.Process(self._process.pid)
        try:
            pid = int((self.places.data / "postmaster.pid").read_text().splitlines()[0])
            process = psutil.Process(pid)
            ours = str(self.places.data) in process.cmdline() and process.status() != psutil.STATUS_ZOMBIE
            return process if ours else None
        except (OSError, ValueError, IndexError, psutil.Error):
            return None

    def _forget_stale_pid(self) -> None:
        # The number in the file may belong to another program by now; PostgreSQL would refuse to start.
        if self.postmaster() is None:
            (self.places.data / "postmaster.pid").unlink(missing_ok=True)

    def _accepts(self) -> bool:
        ask = (
            str(self.program("pg_isready")),
            "-q",
            "-t",
            "2",
            "-p",
            str(PORT),
            "-h",
            str(self.places.sockets),
        )
        return subprocess.run(ask, check=False, env=clean_environment()).returncode == 0

    def _binaries(self) -> Path:
        if self._folder is None:
            version = self.places.data / "PG_VERSION"
            major = int(version.read_text().strip()) if version.exists() else None
            self._folder = binaries.find(self.account, major=major)
        return self._folder
