"""`vanphong migrate`, `manage` and `db`: the database and Django's own administration."""

import os
from typing import Any

import typer

from vanphong.lib.postgres import Server
from vanphong.lib.terminal import AsJson, emit, emit_json

from .environment import embedded, open_office, use_database, var
from .exits import ExitCode, Refusal
from .preparing import migrate_if_needed

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Cơ sở dữ liệu kèm theo.")


def migrate() -> None:
    """Đưa cấu trúc cơ sở dữ liệu lên bản mới."""
    open_office()
    typer.echo("Đã nâng cấp." if migrate_if_needed() else "Cấu trúc đã là bản mới nhất.")


def manage(context: typer.Context) -> None:
    """Gọi lệnh quản trị của Django."""
    open_office()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["vanphong manage", *context.args])


# Everything after the command's name belongs to Django, --help included.
manage.command_settings = {  # type: ignore[attr-defined]
    "context_settings": {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []},
}


@app.command()
def start() -> None:
    """Bật và để chạy cho tới khi có lệnh stop."""
    _own().ensure_started(keep=True)
    typer.echo("Cơ sở dữ liệu đang chạy.")


@app.command()
def stop() -> None:
    """Tắt; giao dịch dở dang được hủy, dữ liệu đã ghi vẫn giữ."""
    server = _own()
    was_running = server.is_running()
    server.stop(anyway=True)
    typer.echo("Đã tắt cơ sở dữ liệu." if was_running else "Cơ sở dữ liệu không chạy.")


@app.command()
def status(as_json: AsJson = False) -> None:
    """Xem cơ sở dữ liệu có đang chạy không, ở đâu."""
    server = _own()
    row = {"running": server.is_running(), "url": server.url, "var": str(var()), "log": str(server.log)}
    if as_json:
        emit_json(row)
    else:
        headings = {"running": "Đang chạy", "url": "Địa chỉ", "var": "Thư mục", "log": "Nhật ký"}
        emit(
            [{"what": text, "how": row[key]} for key, text in headings.items()], as_json=False, columns=_PLAIN
        )
    if not row["running"]:
        raise typer.Exit(ExitCode.REFUSED)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def psql(context: typer.Context) -> None:
    """Mở psql trên cơ sở dữ liệu của văn phòng."""
    server = use_database()
    program = str(server.program("psql")) if server else "psql"
    _replace_by(program, os.environ["DATABASE_URL"], *context.args)


_PLAIN = {"what": "", "how": ""}


def _own() -> Server:
    server = embedded()
    if server is None:
        raise Refusal("DATABASE_URL trỏ tới một máy chủ riêng; lệnh này chỉ dành cho cơ sở dữ liệu kèm theo.")
    return server


def _replace_by(program: str, *arguments: str) -> Any:
    import subprocess

    # A child, not exec: the embedded database is left properly when psql ends.
    raise typer.Exit(subprocess.run([program, *arguments], check=False).returncode)
