"""`vanphong office`: the agency, its units and posts, delegations, from the command line of the server."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer
from django.utils import timezone

from vanphong.kernel.commands import Conflict, Invalid, NotFound
from vanphong.kernel.identity.cli import keeper, say, the_user
from vanphong.kernel.organisation import importing
from vanphong.kernel.organisation.delegable import delegable
from vanphong.kernel.organisation.delegating import give_delegation
from vanphong.kernel.organisation.finding import flat, tree
from vanphong.kernel.organisation.models import Dated, Holding, Post, Unit
from vanphong.kernel.organisation.queries import today
from vanphong.kernel.organisation.tables import read_table
from vanphong.lib.dates import BadDate, format_date, parse_vn_date
from vanphong.lib.terminal import AsJson, emit, emit_json

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Cơ quan, đơn vị, chức vụ.")
OnDay = Annotated[str, typer.Option("--day", help="Xem vào ngày này, ví dụ 01/07/2017.")]


def a_day(text: str) -> dt.date:
    """The day typed, today when empty."""
    try:
        return parse_vn_date(text, today()) if text else today()
    except BadDate as error:
        raise Invalid(error.message_vi) from error


def the_unit(code: str) -> Unit:
    """The unit with that code; NotFound says how to see them."""
    unit: Unit | None = Unit.objects.filter(code=code).first()
    if unit is None:
        raise NotFound(f"Không có đơn vị mã «{code}». Đồng chí xem bằng vanphong office units.")
    return unit


@app.command()
def init(
    name: Annotated[str, typer.Argument(metavar="TÊN", help="Tên cơ quan, ví dụ «Văn phòng Tỉnh ủy».")],
    admin: Annotated[str, typer.Option("--admin", help="Họ và tên người quản trị đầu tiên.")],
    code: Annotated[str, typer.Option("--code", help="Mã cơ quan.")] = "VPTU",
    symbol: Annotated[str, typer.Option("--symbol", help="Ký hiệu trên văn bản.")] = "VPTU",
    level: Annotated[str, typer.Option("--level", help="central, province, district, commune.")] = "province",
    as_json: AsJson = False,
) -> None:
    """Lập cơ quan và tài khoản quản trị đầu tiên."""
    if Unit.objects.filter(uses_vanphong=True, is_agency=True).exists() and Post.objects.exists():
        raise Conflict("Văn phòng đã có cơ quan. Đồng chí thêm đơn vị bằng vanphong office import.")
    unit = {"code": code, "name": name, "kind": Unit.Kind.OFFICE, "level": level, "symbol": symbol}
    row = {"full_name": admin, "unit": code, "post": "Quản trị hệ thống", "role": "admin"}
    (slip,) = importing.found_office(
        keeper(), unit={**unit, "is_agency": True, "uses_vanphong": True}, administrator=row
    )
    text = (
        f"Đã lập «{name}». Quản trị: {slip.username}, mật khẩu tạm (chỉ hiện một lần): {slip.password}\n"
        "Tiếp theo: vanphong office import, vanphong user import, vanphong run."
    )
    say(text, as_json, code=code, name=name, username=slip.username, password=slip.password)


@app.command()
def units(
    code: Annotated[str, typer.Argument(metavar="[MÃ]", help="Chỉ nhánh của đơn vị này.")] = "",
    day: OnDay = "",
    as_json: AsJson = False,
) -> None:
    """Xem cây đơn vị vào một ngày."""
    branches = flat(tree(a_day(day), within=the_unit(code) if code else None))
    rows = (
        {
            "code": branch.unit.code,
            "name": branch.unit.name if as_json else "  " * branch.depth + branch.unit.name,
            "kind": branch.unit.kind if as_json else branch.unit.get_kind_display(),
            "symbol": branch.unit.symbol,
            "valid_from": branch.unit.valid_from,
            "valid_to": branch.unit.valid_to,
        }
        for branch in branches
    )
    names = ("Mã", "Tên", "Loại", "Ký hiệu", "Từ ngày", "Đến ngày")
    keys = ("code", "name", "kind", "symbol", "valid_from", "valid_to")
    emit(rows, as_json=as_json, columns=dict(zip(keys, names, strict=True)))


@app.command()
def posts(
    code: Annotated[str, typer.Argument(metavar="[MÃ]", help="Chỉ đơn vị này.")] = "",
    day: OnDay = "",
    as_json: AsJson = False,
) -> None:
    """Xem ai giữ chức vụ nào vào một ngày."""
    when = a_day(day)
    held = Holding.objects.filter(Dated.on(when), Dated.on(when, "post__")).select_related(
        "post__unit", "user"
    )
    if code:
        held = held.filter(post__unit=the_unit(code))
    rows = (
        {
            "unit": one.post.unit.code,
            "post": one.post.title,
            "role": one.post.role if as_json else one.post.get_role_display(),
            "person": one.user.full_name,
            "username": one.user.username,
            "since": one.valid_from,
        }
        for one in held.order_by("post__unit__path", "post__rank", "pk")
    )
    names = ("Đơn vị", "Chức vụ", "Vai trò", "Người giữ", "Tên đăng nhập", "Từ ngày")
    keys = ("unit", "post", "role", "person", "username", "since")
    emit(rows, as_json=as_json, columns=dict(zip(keys, names, strict=True)))


@app.command("import")
def load(
    table: Annotated[
        Path, typer.Argument(metavar="BẢNG", exists=True, dir_okay=False, help="Tệp .xlsx, .csv.")
    ],
    only_posts: Annotated[bool, typer.Option("--posts", help="Bảng là chức vụ, không phải đơn vị.")] = False,
    as_json: AsJson = False,
) -> None:
    """Nhập đơn vị (hoặc chức vụ) từ bảng; nhập lại không sinh trùng."""
    rows = read_table(table)
    run = importing.import_posts if only_posts else importing.import_units
    done = run(keeper(), rows=rows)
    say(f"Thêm {done.added}, giữ nguyên {done.kept}.", as_json, added=done.added, kept=done.kept)


@app.command()
def delegate(
    principal: Annotated[str, typer.Argument(metavar="NGƯỜI_ỦY_QUYỀN", help="Tên đăng nhập.")] = "",
    delegate_to: Annotated[str, typer.Argument(metavar="NGƯỜI_LÀM_THAY", help="Tên đăng nhập.")] = "",
    scope: Annotated[
        list[str] | None, typer.Option("--scope", help="Mã việc được ủy quyền; dùng nhiều lần được.")
    ] = None,
    until: Annotated[str, typer.Option("--until", help="Hết ngày này.")] = "",
    reason: Annotated[str, typer.Option("--reason", help="Lý do.")] = "",
    as_json: AsJson = False,
) -> None:
    """Ủy quyền; không có tên người thì xem các việc ủy quyền được."""
    if not principal:
        rows = ({"ability": ability, "label": ability.label} for ability in delegable())
        emit(rows, as_json=as_json, columns={"ability": "Mã việc", "label": "Việc"})
        return
    last = a_day(until)
    made = give_delegation(
        keeper(),
        principal=the_user(principal),
        delegate=the_user(delegate_to),
        scope=scope or [],
        ends_at=timezone.make_aware(dt.datetime.combine(last + dt.timedelta(days=1), dt.time())),
        reason=reason,
    )
    if as_json:
        emit_json({"id": made.pk, "scope": made.scope, "ends_at": made.ends_at})
    else:
        typer.echo(f"Đã ủy quyền đến hết ngày {format_date(last)}.")
