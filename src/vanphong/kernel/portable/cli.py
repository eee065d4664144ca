"""`vanphong export`: the whole office as a folder of plain files, at any time."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vanphong.kernel.portable.writing import export_office
from vanphong.lib.terminal import AsJson, emit_json, progress


def export(
    folder: Annotated[
        Path, typer.Argument(metavar="THƯ-MỤC", help="Thư mục mới hoặc trống.", file_okay=False)
    ],
    year: Annotated[
        int | None,
        typer.Option(
            "--year",
            min=1900,
            max=2100,
            help="Chỉ sổ, tệp và hồ sơ của năm này, để đọc; không nhập lại được.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Ghi toàn bộ văn phòng ra thư mục: sổ, tệp, hồ sơ, dữ liệu, nhật ký."""
    with progress("Ghi ra") as advance:
        manifest = export_office(folder, year=year, told=lambda name: advance())
    size = sum(about["size"] for about in manifest["files"].values())
    answer = {
        "folder": str(folder),
        "files": len(manifest["files"]),
        "bytes": size,
        "rows": sum(manifest["rows"].values()),
        "missing": manifest["missing"],
        "journal": manifest["journal"],
    }
    if as_json:
        emit_json(answer)
    else:
        typer.echo(
            f"Đã ghi {answer['files']} tệp ({size / 1e6:.1f} MB), {answer['rows']} dòng dữ liệu vào {folder}. "
            f"Nhật ký {manifest['journal']['entries']} mục, đầu chuỗi {manifest['journal']['head'][:16]}…"
        )
        if manifest["missing"]:
            typer.echo(
                f"{len(manifest['missing'])} tệp gốc thiếu hoặc hỏng trên máy chủ; xem manifest.json.",
                err=True,
            )
    if manifest["missing"]:
        raise typer.Exit(1)
