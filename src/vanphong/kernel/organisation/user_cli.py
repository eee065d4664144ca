"""The commands of `vanphong user` that also know units and posts: adding one person, or a whole table."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vanphong.kernel.identity.cli import app, keeper
from vanphong.kernel.organisation.importing import Slip, import_people
from vanphong.kernel.organisation.slips import slips_pdf
from vanphong.kernel.organisation.tables import read_table
from vanphong.lib.terminal import AsJson, emit, progress

__all__ = ["app"]

COLUMNS = {
    "full_name": "Họ và tên",
    "username": "Tên đăng nhập",
    "password": "Mật khẩu tạm",
    "unit": "Đơn vị",
    "post": "Chức vụ",
}


def print_slips(slips: list[Slip], out: Path) -> None:
    """Write the slips as a PDF to print, readable by its owner alone."""
    out.touch(mode=0o600)
    out.write_bytes(slips_pdf(slips))


def _tell(slips: list[Slip], out: Path | None, as_json: bool) -> None:
    rows = [{name: getattr(slip, name) for name in COLUMNS} for slip in slips]
    emit(rows, as_json=as_json, columns=COLUMNS)
    if out is not None and slips:
        print_slips(slips, out)
        typer.echo(f"Đã ghi phiếu cấp tài khoản vào {out}. In xong thì xóa tệp này.", err=True)


Slips = Annotated[Path | None, typer.Option("--slips", help="Ghi phiếu cấp tài khoản để in vào tệp PDF này.")]


@app.command()
def add(
    full_name: Annotated[str, typer.Argument(metavar="HỌ_TÊN", help="Họ và tên.")],
    username: Annotated[str, typer.Option("--username", help="Tên đăng nhập; để trống thì tự đặt.")] = "",
    unit: Annotated[str, typer.Option("--unit", help="Mã đơn vị.")] = "",
    post: Annotated[str, typer.Option("--post", help="Chức vụ.")] = "",
    role: Annotated[str, typer.Option("--role", help="Vai trò nếu chức vụ chưa có.")] = "",
    slips: Slips = None,
    as_json: AsJson = False,
) -> None:
    """Thêm một người; mật khẩu tạm in ra một lần."""
    row = {"full_name": full_name, "username": username, "unit": unit, "post": post, "role": role}
    made = import_people(keeper(), rows=[row])
    if not made and not as_json:
        typer.echo("Tài khoản đã có; chức vụ đã được ghi thêm nếu còn thiếu.")
    _tell(made, slips, as_json)


@app.command("import")
def load(
    table: Annotated[
        Path, typer.Argument(metavar="BẢNG", exists=True, dir_okay=False, help="Tệp .xlsx, .csv.")
    ],
    slips: Slips = None,
    as_json: AsJson = False,
) -> None:
    """Thêm nhiều người từ bảng: Họ và tên, Tên đăng nhập, Đơn vị, Chức vụ, Vai trò."""
    rows = read_table(table)
    with progress("Cấp tài khoản", len(rows)) as advance:
        made = import_people(keeper(), rows=rows, told=advance)
    _tell(made, slips, as_json)
