"""The embedded PostgreSQL: it starts, is shared, survives kill -9, and refuses what it must not touch."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from vanphong.lib.postgres import PostgresUnavailable, Server, binaries

pytestmark = pytest.mark.skipif(
    next(binaries.candidates(), None) is None, reason="no PostgreSQL programs at hand"
)

FAST = {"fsync": "off"}
NOBODY = 65534
AS_ROOT = os.geteuid() == 0


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A `var` with a cluster made once; each test that changes it works on the running one."""
    with _short_folder() as var:
        yield var
        Server(var, settings=FAST).stop(anyway=True)


@pytest.fixture
def server(cluster: Path) -> Iterator[Server]:
    one = Server(cluster, settings=FAST)
    one.ensure_started()
    yield one
    one.stop(anyway=True)


def test_a_started_server_answers_at_its_url(server: Server) -> None:
    with psycopg.connect(server.url) as connection:
        row = connection.execute(
            "SELECT current_user, datname, datcollate FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    assert row == ("vanphong", "vanphong", "C.UTF-8")


def test_pages_carry_checksums_and_no_network_is_listened_on(server: Server) -> None:
    with psycopg.connect(server.url) as connection:
        row = connection.execute(
            "SELECT current_setting('data_checksums'), current_setting('listen_addresses')"
        ).fetchone()
    assert row == ("on", "")


def test_the_office_runs_with_fsync_on_unless_told_otherwise(tmp_path: Path) -> None:
    assert "fsync" not in Server(tmp_path)._settings


def test_committed_rows_survive_kill_9_of_the_postmaster(server: Server) -> None:
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE survived (n int)")
        connection.execute("INSERT INTO survived SELECT generate_series(1, 200)")
        _kill(server)
    again = Server(server.var, settings=FAST)
    with psycopg.connect(again.ensure_started()) as connection:
        assert connection.execute("SELECT count(*) FROM survived").fetchone() == (200,)


def test_a_pid_file_that_names_a_foreign_process_does_not_stop_the_start(server: Server) -> None:
    server.stop(anyway=True)
    pid_file = server.places.data / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{server.places.data}\n")
    server.account.own(pid_file)
    server.ensure_started()
    assert server.is_running()


def test_a_data_folder_opened_to_others_is_closed_again(server: Server) -> None:
    server.stop(anyway=True)
    server.places.data.chmod(0o755)
    server.ensure_started()
    assert server.places.data.stat().st_mode & 0o077 == 0


def test_a_server_in_use_by_another_is_left_on(server: Server) -> None:
    other = Server(server.var, settings=FAST)
    assert other.ensure_started() == server.url
    assert other.stop() is False
    assert server.is_running()


def test_the_last_user_turns_off_the_light(cluster: Path) -> None:
    first, second = Server(cluster, settings=FAST), Server(cluster, settings=FAST)
    first.ensure_started()
    second.ensure_started()
    assert first.stop() is False
    assert second.stop() is True
    assert not first.is_running()


def test_a_kept_server_stays_on_until_stopped_on_purpose(cluster: Path) -> None:
    Server(cluster, settings=FAST).ensure_started(keep=True)
    visitor = Server(cluster, settings=FAST)
    visitor.ensure_started()
    assert visitor.stop() is False
    assert visitor.stop(anyway=True) is True


def test_two_processes_that_start_at_once_share_one_server(cluster: Path) -> None:
    script = "import sys; from pathlib import Path; from vanphong.lib.postgres import Server; " + (
        "print(Server(Path(sys.argv[1]), settings={'fsync': 'off'}).ensure_started(keep=True))"
    )
    both = [
        subprocess.Popen([sys.executable, "-c", script, cluster], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    answers = {process.communicate(timeout=60)[0] for process in both}
    assert len(answers) == 1
    assert Server(cluster, settings=FAST).stop(anyway=True)


def test_a_tied_server_ends_with_its_killed_starter(cluster: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from vanphong.lib.postgres import Server; "
        "Server(Path(sys.argv[1]), settings={'fsync': 'off'}).ensure_started(tied=True); "
        "print('up', flush=True); sys.stdin.read()"
    )
    starter = subprocess.Popen(
        [sys.executable, "-c", script, cluster], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True
    )
    assert starter.stdout is not None
    assert starter.stdout.readline() == "up\n"
    starter.kill()
    starter.communicate()
    watcher = Server(cluster, settings=FAST)
    _until(lambda: not watcher.is_running())


def test_a_folder_without_a_cluster_is_refused_and_left_as_it_was() -> None:
    with _short_folder() as var:
        broken = var / "postgres" / "cluster" / "data"
        broken.mkdir(parents=True)
        (broken / "precious").write_text("1")
        with pytest.raises(PostgresUnavailable) as refusal:
            Server(var).ensure_started()
        assert "khôi phục từ bản sao lưu" in refusal.value.message
        assert [path.name for path in broken.iterdir()] == ["precious"]


def test_a_broken_cluster_is_refused_at_once_with_the_log_named(cluster: Path) -> None:
    with _short_folder() as var:
        one = Server(var, settings=FAST)
        one.ensure_started()
        one.stop(anyway=True)
        (one.places.data / "global" / "pg_control").unlink()
        began = time.monotonic()
        with pytest.raises(PostgresUnavailable) as refusal:
            one.ensure_started()
        assert str(one.log) in refusal.value.message
        assert time.monotonic() - began < 10


def test_data_of_another_major_version_is_not_opened() -> None:
    with _short_folder() as var:
        data = var / "postgres" / "cluster" / "data"
        data.mkdir(parents=True)
        (data / "PG_VERSION").write_text("9\n")
        with pytest.raises(PostgresUnavailable, match="PostgreSQL 9"):
            Server(var).ensure_started()


def test_an_unwritable_place_is_refused_in_words(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(PostgresUnavailable, match="Không tạo được thư mục"):
        Server(blocked / "var")


def test_a_long_path_gets_a_short_socket_of_its_owner_only() -> None:
    with _short_folder() as var:
        one = Server(var / ("x" * 90), settings=FAST)
        try:
            with psycopg.connect(one.ensure_started()) as connection:
                assert connection.execute("SELECT 1").fetchone() == (1,)
            assert len(str(one.socket_folder)) < 90
            assert one.socket_folder.stat().st_mode & 0o077 == 0
        finally:
            one.stop(anyway=True)
            shutil.rmtree(one.socket_folder)


@pytest.mark.skipif(not AS_ROOT, reason="needs root")
def test_root_keeps_the_data_outside_a_home_the_account_cannot_enter() -> None:
    with _short_folder() as var:
        var.chmod(0o700)
        one = Server(var / "var", settings=FAST)
        try:
            with psycopg.connect(one.ensure_started()) as connection:
                assert connection.execute("SELECT 1").fetchone() == (1,)
            assert not one.places.data.is_relative_to(var)
            assert Server(var / "var").places == one.places
        finally:
            one.stop(anyway=True)
            shutil.rmtree(one.places.home)


@pytest.mark.skipif(not AS_ROOT, reason="needs root")
def test_root_copies_programs_the_account_cannot_reach(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with _short_folder() as hidden:
        folder = hidden / "install" / "bin"
        folder.mkdir(parents=True)
        for program in binaries.PROGRAMS:
            (folder / program).write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 18.6'\n")
            (folder / program).chmod(0o755)
        hidden.chmod(0o700)
        with _short_folder() as cache:
            monkeypatch.setattr(binaries, "CACHE", cache / "vanphong")
            monkeypatch.setenv("PG_BIN", str(folder))
            account = Server(cache / "var").account
            found = binaries.find(account)
            assert found.is_relative_to(cache)
            assert account.reaches(found / "postgres")
            assert binaries.find(account) == found


@pytest.mark.skipif(not AS_ROOT, reason="needs root to become somebody else")
def test_an_ordinary_user_runs_a_server_of_their_own() -> None:
    with _short_folder() as home:
        os.chown(home, NOBODY, NOBODY)
        answer = subprocess.run(
            [_python_for_all(), "-c", _ORDINARY, str(home)],
            user=NOBODY,
            group=NOBODY,
            extra_groups=[],
            cwd="/",
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(home),
                "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            },
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert answer.stdout == f"{NOBODY}\n", answer.stderr


_ORDINARY = """
import os, sys
from pathlib import Path
from vanphong.lib.postgres import Server
server = Server(Path(sys.argv[1]) / "var", settings={"fsync": "off"})
server.ensure_started()
print(server.postmaster().uids().real)
server.stop()
"""


def _python_for_all() -> str:
    """A Python of our version that another account may run: ours, or the system's."""
    for candidate in (sys.executable, f"/usr/bin/python3.{sys.version_info.minor}"):
        command = ["/bin/sh", "-c", '"$0" -S -c "import zlib"', candidate]
        if subprocess.run(command, user=NOBODY, cwd="/", capture_output=True, check=False).returncode == 0:
            return candidate
    pytest.skip("no Python of this version that an ordinary user could run")


class _short_folder:
    """A temporary folder near the root, readable by the server's account, unlike pytest's own."""

    def __enter__(self) -> Path:
        self.path = Path(tempfile.mkdtemp(prefix="vp-"))
        self.path.chmod(0o755)
        return self.path

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.path, ignore_errors=True)


def _kill(server: Server) -> None:
    postmaster = server.postmaster()
    assert postmaster is not None
    os.kill(postmaster.pid, signal.SIGKILL)
    try:
        postmaster.wait(10)
    except psutil.NoSuchProcess:
        pass


def _until(true: Callable[[], bool], seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)
