"""Where the office's files are, and how a command gets its database and Django."""

import atexit
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from vanphong.lib.postgres import Server

Authorities = Annotated[
    Path | None,
    typer.Option(
        envvar="VANPHONG_AUTHORITIES",
        help="Thư mục chứng thư (.pem, .cer) và danh sách thu hồi (.crl) của các nơi cấp chữ ký số được tin cậy; "
        "không có thì lấy authorities trong var.",
        exists=True,
        file_okay=False,
    ),
]


def var() -> Path:
    """The folder of the office's files: VANPHONG_VAR, else `var` of the checkout or current folder."""
    if chosen := os.environ.get("VANPHONG_VAR"):
        return Path(chosen).absolute()
    checkout = Path(__file__).parents[4]
    return (checkout if (checkout / "pyproject.toml").exists() else Path.cwd()) / "var"


def embedded() -> "Server | None":
    """The embedded database of this office; None when DATABASE_URL names another one."""
    if os.environ.get("DATABASE_URL"):
        return None
    from vanphong.lib.postgres import Server

    return Server(var())


def use_database() -> "Server | None":
    """Bring the embedded database up for this command (or accept DATABASE_URL) and leave it at the end."""
    server = embedded()
    if server is not None:
        os.environ["DATABASE_URL"] = server.ensure_started()
        atexit.register(server.stop)
    return server


def use_django() -> None:
    """Load Django with the office's settings; the database must have been chosen before."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vanphong.config.settings")
    os.environ.setdefault("VANPHONG_VAR", str(var()))
    import django

    django.setup()


def open_office() -> None:
    """Database up, Django loaded; done for the commands of kernel and modules before they load."""
    use_database()
    use_django()


def own_command(*arguments: str) -> list[str]:
    """The command line that runs `vanphong` with `arguments` in a child process of the same Python."""
    return [sys.executable, "-m", "vanphong.config.cli", *arguments]
