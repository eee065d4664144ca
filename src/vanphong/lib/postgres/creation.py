"""Makes a new cluster and the office's database in it."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import psycopg

from .account import Account
from .errors import PostgresUnavailable

ROLE = DATABASE = "vanphong"
_TROUBLE_LINE = re.compile(r"(?:FATAL|PANIC|ERROR|postgres|initdb):.*", re.IGNORECASE)


def create_cluster(initdb: Path, data: Path, account: Account, *, sync: bool) -> None:
    """Make a cluster with checksums at `data`; an interrupted attempt leaves nothing that passes for one."""
    draft = data.with_name("data.new")
    if draft.exists():
        shutil.rmtree(draft)
    command = [str(initdb), "-D", str(draft), "-U", ROLE, "-k", "-E", "UTF8", "--locale=C.UTF-8"]
    command += [
        "--auth-local=peer",
        "--auth-host=reject",
        "--no-instructions",
        *([] if sync else ["--no-sync"]),
    ]
    answer = subprocess.run(
        command,
        capture_output=True,
        text=True,
        cwd="/",
        check=False,
        env=clean_environment(),
        **account.identity,
    )
    if answer.returncode != 0:
        raise PostgresUnavailable(
            f"Không tạo được cơ sở dữ liệu trong {data.parent}. Đồng chí kiểm tra dung lượng đĩa và quyền "
            f"ghi; máy báo: {last_trouble(answer.stderr)}"
        )
    draft.rename(data)


def create_database(admin_url: str) -> None:
    """Make the office's database unless it is there."""
    with psycopg.connect(admin_url, autocommit=True, connect_timeout=10) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if known is None:
            connection.execute(f"CREATE DATABASE {DATABASE} TEMPLATE template0 ENCODING 'UTF8'")


def clean_environment() -> dict[str, str]:
    """Our environment without PGHOST, PGDATA and their kin, which must not steer the office's database."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("PG")}
    return {**kept, "LC_ALL": "C.UTF-8"}


def last_trouble(text: str) -> str:
    """The last line of `text` that names a trouble, for the end of a message."""
    lines = _TROUBLE_LINE.findall(text) or text.strip().splitlines() or ["không rõ"]
    return lines[-1].strip()
