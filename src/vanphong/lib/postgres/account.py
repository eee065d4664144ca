"""The operating-system account that owns the database processes; PostgreSQL refuses to run as root."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from .errors import PostgresUnavailable

UNPRIVILEGED = "nobody"


class Identity(TypedDict, total=False):
    """Arguments of `subprocess` that choose the account of a child."""

    user: int
    group: int
    extra_groups: list[str | int]


@dataclass(frozen=True)
class Account:
    """Who runs the server; `switch` is true when we are root and must become this account first."""

    uid: int
    gid: int
    name: str
    switch: bool

    @property
    def identity(self) -> Identity:
        """Arguments for `subprocess` that make a child run as this account."""
        return Identity(user=self.uid, group=self.gid, extra_groups=[]) if self.switch else Identity()

    def own(self, path: Path) -> None:
        """Hand `path` over to this account."""
        if self.switch:
            os.chown(path, self.uid, self.gid)

    def reaches(self, path: Path) -> bool:
        """Whether this account can enter the directory or run the program at `path`."""
        if not self.switch:
            return os.access(path, os.X_OK)
        # The kernel is asked as that account: mode bits alone would miss ACLs and odd mounts.
        command = ["/bin/sh", "-c", 'test -x "$0"', str(path)]
        return subprocess.run(command, cwd="/", check=False, **self.identity).returncode == 0


def account_for(data: Path) -> Account:
    """The account for the cluster in `data`: its owner if it exists, else ourselves, as root `nobody`.

    Raises PostgresUnavailable when the account has no name or the data belong to somebody else.
    """
    me = os.geteuid()
    owner = data.stat().st_uid if data.exists() else None
    if me != 0:
        if owner not in (None, me):
            raise PostgresUnavailable(
                f"Thư mục dữ liệu {data} thuộc tài khoản khác của máy. Đồng chí chạy lại bằng tài khoản "
                "đã tạo ra nó, hoặc đặt VANPHONG_VAR trỏ tới thư mục khác."
            )
        return _named(me, switch=False)
    if owner:
        return _named(owner, switch=True)
    try:
        found = pwd.getpwnam(UNPRIVILEGED)
    except KeyError as error:
        raise PostgresUnavailable(
            f"Máy không có tài khoản «{UNPRIVILEGED}» để chạy cơ sở dữ liệu. Đồng chí chạy lại bằng "
            "một tài khoản thường, không phải root."
        ) from error
    return Account(found.pw_uid, found.pw_gid, found.pw_name, switch=True)


def current_name() -> str:
    """The name of the account this process runs as."""
    return _named(os.geteuid(), switch=False).name


def _named(uid: int, *, switch: bool) -> Account:
    try:
        found = pwd.getpwuid(uid)
    except KeyError as error:
        raise PostgresUnavailable(
            f"Máy không biết tên của tài khoản số {uid}. Đồng chí chạy bằng một tài khoản có tên, "
            "hoặc đặt DATABASE_URL trỏ tới một PostgreSQL có sẵn."
        ) from error
    return Account(uid, found.pw_gid, found.pw_name, switch)
