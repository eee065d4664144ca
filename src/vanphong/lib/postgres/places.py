"""The folders of one embedded cluster below `var/`, or outside it when its account cannot get there."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from .account import Account, account_for
from .errors import PostgresUnavailable

OUTSIDE = Path("/var/lib/vanphong")
# sockaddr_un holds 108 bytes with the closing zero; the socket's own name takes the rest.
SOCKET_PATH_BYTES = 107
SOCKET_NAME = ".s.PGSQL.5432"


@dataclass(frozen=True)
class Places:
    """`home` is ours and holds the rules; `cluster` below it belongs to the server's account."""

    home: Path
    sockets: Path
    log: Path

    @property
    def cluster(self) -> Path:
        return self.home / "cluster"

    @property
    def data(self) -> Path:
        return self.cluster / "data"


def lay_out(var: Path) -> tuple[Places, Account]:
    """Make the folders for the cluster of `var` and say whose they are; an existing one is found again."""
    base = var / "postgres"
    _make(var / "log", 0o755)
    _make(base, 0o711)
    home = _recorded(base) or base
    account = account_for(home / "cluster" / "data")
    if home == base and account.switch and not account.reaches(base):
        home = OUTSIDE / hashlib.sha256(str(base).encode()).hexdigest()[:12]
        _make(home, 0o711)
        OUTSIDE.chmod(0o711)
        (base / "location").write_text(f"{home}\n", encoding="utf-8")
    places = Places(home=home, sockets=home / "cluster" / "run", log=var / "log" / "postgres.log")
    _hand_over(places.cluster, account)
    if len(os.fsencode(places.sockets / SOCKET_NAME)) > SOCKET_PATH_BYTES:
        places = Places(home, _short_folder(home, account), places.log)
    else:
        _hand_over(places.sockets, account)
    return places, account


def _recorded(base: Path) -> Path | None:
    record = base / "location"
    return Path(record.read_text(encoding="utf-8").strip()) if record.exists() else None


def _short_folder(home: Path, account: Account) -> Path:
    key = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"vanphong-{account.uid}-{key}"
    if len(os.fsencode(folder / SOCKET_NAME)) > SOCKET_PATH_BYTES:
        folder = Path("/tmp") / folder.name  # noqa: S108 (made below with mode 0700 and its owner checked)
    _hand_over(folder, account)
    # /tmp is open to all: a folder somebody else laid there first must not carry our socket.
    found = folder.lstat()
    if folder.is_symlink() or found.st_uid != account.uid or found.st_mode & 0o077:
        raise PostgresUnavailable(
            f"Thư mục {folder} đã có và không thuộc về cơ sở dữ liệu. Đồng chí xóa thư mục đó rồi chạy lại."
        )
    return folder


def _hand_over(folder: Path, account: Account) -> None:
    if not folder.exists():
        _make(folder, 0o700)
        account.own(folder)


def _make(folder: Path, mode: int) -> None:
    try:
        if not folder.exists():
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(mode)
    except OSError as error:
        raise PostgresUnavailable(
            f"Không tạo được thư mục {folder} ({error.strerror}). Đồng chí kiểm tra quyền ghi và dung lượng "
            "đĩa, hoặc đặt VANPHONG_VAR trỏ tới thư mục khác."
        ) from error
