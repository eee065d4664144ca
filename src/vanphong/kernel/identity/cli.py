"""`vanphong user`: accounts from the command line of the server."""

from __future__ import annotations

import datetime as dt
import getpass
from typing import Annotated

import typer
from django.utils import timezone

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import NotFound
from vanphong.kernel.identity import commands, tokens
from vanphong.kernel.identity.models import User
from vanphong.kernel.identity.queries import find_user, live_tokens, people_named
from vanphong.lib.terminal import AsJson, emit, emit_json

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Tài khoản, mật khẩu, mã truy cập API.")
Username = Annotated[str, typer.Argument(metavar="TÊN", help="Tên đăng nhập.")]


def keeper() -> Actor:
    """Who has the server's command line keeps the office; the journal names the account of the machine."""
    return Actor.system(f"Dòng lệnh ({getpass.getuser()})")


def the_user(username: str) -> User:
    """The account of that name, or a refusal that says what to do."""
    user = find_user(username)
    if user is None:
        raise NotFound(f"Không có tài khoản «{username}». Đồng chí xem danh sách bằng vanphong user list.")
    return user


def say(text: str, as_json: bool, **row: object) -> None:
    """Answer with one sentence, or with the row as JSON."""
    if as_json:
        emit_json(row)
    else:
        typer.echo(text)


@app.command("list")
def listed(
    words: Annotated[str, typer.Argument(metavar="[CHỮ]", help="Chữ trong tên, không cần dấu.")] = "",
    everyone: Annotated[bool, typer.Option("--all", help="Cả tài khoản ngừng dùng.")] = False,
    as_json: AsJson = False,
) -> None:
    """Xem danh sách tài khoản."""
    now = timezone.now()
    rows = (
        {
            "username": user.username,
            "full_name": user.full_name,
            "active": user.is_active,
            "locked": user.is_locked(now),
            "second_factor": user.totp_confirmed or user.passkeys.exists(),
            "last_login": user.last_login and timezone.localtime(user.last_login),
        }
        for user in people_named(words, active_only=not everyone)
    )
    columns = {
        "username": "Tên đăng nhập",
        "full_name": "Họ và tên",
        "active": "Đang dùng",
        "locked": "Bị khóa",
        "second_factor": "Lớp hai",
        "last_login": "Đăng nhập gần nhất",
    }
    emit(rows, as_json=as_json, columns=columns)


@app.command()
def disable(
    username: Username,
    reason: Annotated[str, typer.Option("--reason", help="Lý do, ghi vào nhật ký.")] = "",
    as_json: AsJson = False,
) -> None:
    """Ngừng một tài khoản: mọi phiên và mã truy cập dừng ngay."""
    user = the_user(username)
    commands.disable_user(keeper(), user=user, reason=reason)
    say(f"Đã ngừng tài khoản {user.username}.", as_json, username=user.username, active=False)


@app.command()
def enable(username: Username, as_json: AsJson = False) -> None:
    """Cho một tài khoản dùng lại."""
    user = the_user(username)
    commands.enable_user(keeper(), user=user)
    say(f"Tài khoản {user.username} dùng lại được.", as_json, username=user.username, active=True)


@app.command()
def unlock(username: Username, as_json: AsJson = False) -> None:
    """Mở khóa sau nhiều lần đăng nhập sai."""
    user = the_user(username)
    commands.unlock_user(keeper(), user=user)
    say(f"Đã mở khóa {user.username}.", as_json, username=user.username, locked=False)


@app.command()
def password(username: Username, as_json: AsJson = False) -> None:
    """Cấp lại mật khẩu tạm; phải đổi khi đăng nhập."""
    user = the_user(username)
    first = commands.reset_password(keeper(), user=user)
    text = f"Mật khẩu tạm của {user.username}, chỉ hiện một lần: {first}"
    say(text, as_json, username=user.username, password=first)


@app.command("second-factor")
def second_factor(username: Username, as_json: AsJson = False) -> None:
    """Gỡ mã một lần và khóa truy cập của người mất điện thoại."""
    user = the_user(username)
    commands.clear_second_factors(keeper(), user=user)
    say(f"Đã gỡ lớp xác thực thứ hai của {user.username}.", as_json, username=user.username)


@app.command()
def token(
    username: Username,
    name: Annotated[str, typer.Option("--name", help="Tên phần mềm sẽ dùng mã.")] = "dòng lệnh",
    scope: Annotated[
        list[str] | None, typer.Option("--scope", help="read, write hoặc tên nhóm việc; dùng nhiều lần được.")
    ] = None,
    days: Annotated[int, typer.Option("--days", min=1, max=3650, help="Số ngày dùng được.")] = 365,
    revoke: Annotated[str, typer.Option("--revoke", help="Thu hồi mã có tên hoặc đầu mã này.")] = "",
    as_json: AsJson = False,
) -> None:
    """Cấp mã truy cập API cho một người, in ra một lần."""
    user = the_user(username)
    if revoke:
        found = [t for t in live_tokens(user) if revoke in (t.name, t.start)]
        if not found:
            raise NotFound(f"{user.username} không có mã nào tên «{revoke}».")
        for one in found:
            tokens.revoke_token(keeper(), token=one)
        say(f"Đã thu hồi {len(found)} mã.", as_json, username=user.username, revoked=len(found))
        return
    expires = timezone.now() + dt.timedelta(days=days)
    made, key = tokens.create_token(
        keeper(), user=user, name=name, scopes=scope or [tokens.WRITE], expires_at=expires
    )
    say(
        key,
        as_json,
        username=user.username,
        name=made.name,
        scopes=made.scopes,
        token=key,
        expires_at=expires,
    )
