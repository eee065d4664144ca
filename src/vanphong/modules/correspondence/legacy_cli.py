"""`vanphong import`: older books and lists, from a file and a folder of scans, into the office."""

from __future__ import annotations

import csv
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Invalid, NotFound
from vanphong.kernel.identity.cli import keeper
from vanphong.kernel.numbering.models import Register
from vanphong.kernel.organisation.models import Unit
from vanphong.lib.terminal import AsJson, emit, emit_json, progress
from vanphong.modules.correspondence.channels.legacy import Source, open_lines, take_in
from vanphong.modules.correspondence.commands.importing import ImportWish, begin_import
from vanphong.modules.correspondence.commands.legacy_books import nameless_agency
from vanphong.modules.correspondence.models import LegacyImport

ISSUE_COLUMNS = {"row": "Dòng", "left_out": "Không nhập", "message": "Lời báo"}
SHOWN = 30
"""Issues shown on a terminal; --errors writes all of them."""


def load(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="TỆP", exists=True, help="Sổ cũ: .xlsx, .csv, .jsonl; hoặc thư mục do export ghi."
        ),
    ],
    register: Annotated[str, typer.Option("--register", help="Mã sổ; bỏ trống là sổ mặc định.")] = "",
    year: Annotated[int | None, typer.Option("--year", min=1900, max=2100, help="Năm của sổ.")] = None,
    existing: Annotated[
        str, typer.Option("--existing", help="Dòng đã có: skip (bỏ qua), update (cập nhật), add (thêm).")
    ] = "skip",
    go_on: Annotated[
        bool, typer.Option("--go-on", help="Sổ của năm nay: số mới chạy tiếp sau số lớn nhất của sổ cũ.")
    ] = False,
    resume: Annotated[
        bool,
        typer.Option("--resume/--no-resume", help="Làm tiếp lần nhập dở của cùng tệp, hay làm lại từ đầu."),
    ] = True,
    errors: Annotated[
        Path | None, typer.Option("--errors", help="Ghi lời báo của mọi dòng ra tệp CSV.")
    ] = None,
    agency: Annotated[str, typer.Option("--agency", help="Mã cơ quan; bỏ trống khi chỉ có một.")] = "",
    as_json: AsJson = False,
) -> None:
    """Nhập sổ cũ, danh mục văn bản cũ."""
    if existing not in LegacyImport.Existing.values:
        raise typer.BadParameter("--existing là một trong: skip, update, add.")
    actor = keeper()
    source = open_lines(file)
    unit = _agency(actor, agency)
    wish = ImportWish(
        source=source.name[:200],
        sha256=source.sha256,
        register=_book(unit, register),
        year=year,
        existing=existing,
        go_on=go_on,
        total=source.total,
    )
    run = begin_import(actor, agency=unit, wish=wish, resume=resume)
    run = _taken_in(actor, run, source)
    _told(run, as_json, errors)
    if run.state == LegacyImport.State.STOPPED:
        typer.echo(f"Đã dừng sau {run.position} dòng. Đồng chí gọi lại đúng lệnh này để làm tiếp.", err=True)
        raise typer.Exit(1)
    if run.failed:
        raise typer.Exit(1)


load.command_settings = {"no_args_is_help": True}  # type: ignore[attr-defined]


def _agency(actor: Actor, code: str) -> Unit:
    """The agency by its code, or the only one; an installation that has none gets one to be named later."""
    units = Unit.objects.filter(is_agency=True, uses_vanphong=True)
    found: list[Unit] = list(units.filter(code=code) if code else units[:2])
    if len(found) == 1:
        return found[0]
    if code:
        raise NotFound(f"Không có cơ quan nào mã «{code}». Xem các mã bằng: vanphong office units.")
    if found:
        # One office often keeps the books of several bodies; the one that has books already is meant.
        with_books: list[Unit] = [unit for unit in units if Register.objects.filter(agency=unit).exists()]
        if len(with_books) == 1:
            return with_books[0]
        raise Invalid("Đồng chí chọn cơ quan có sổ bằng --agency MÃ.")
    made: Unit = nameless_agency(actor)
    return made


def _book(agency: Unit, code: str) -> Register | None:
    if not code:
        return None
    books = Register.objects.filter(agency=agency, kind=Register.Kind.INCOMING)
    book: Register | None = books.filter(code=code).first()
    if book is None:
        codes = ", ".join(books.values_list("code", flat=True)) or "chưa có sổ nào"
        raise NotFound(
            f"Không có sổ văn bản đến mã «{code}» (đang có: {codes}). "
            "Đồng chí lập sổ trước bằng: vanphong book add MÃ TÊN."
        )
    return book


@contextmanager
def _stop_asked() -> Iterator[list[bool]]:
    """Ctrl-C once ends the work after the batch in hand; twice ends it at once, and the batch is undone."""
    asked: list[bool] = []

    def ask(*_: object) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(True)

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)


def _taken_in(actor: Actor, run: LegacyImport, source: Source) -> LegacyImport:
    with _stop_asked() as asked, progress("Nhập sổ cũ", source.total) as advance:
        advance(run.position)
        done = run.position

        def tell(position: int, _total: int) -> None:
            nonlocal done
            advance(position - done)
            done = position

        return take_in(actor, run, source, progress=tell, stopped=lambda: bool(asked))


def _issues(run: LegacyImport) -> Iterator[dict[str, Any]]:
    for issue in run.issues.iterator():
        yield {"row": issue.row_number, "left_out": issue.left_out, "message": issue.message}


def _told(run: LegacyImport, as_json: bool, errors: Path | None) -> None:
    """The outcome: in words with the first issues, or as one object with all of them; and as CSV if asked."""
    if errors is not None:
        with errors.open("w", encoding="utf-8-sig", newline="") as out:
            table = csv.writer(out)
            table.writerow(ISSUE_COLUMNS.values())
            table.writerows(
                (row["row"], "x" if row["left_out"] else "", row["message"]) for row in _issues(run)
            )
    counts = {
        "rows": run.position,
        "total": run.total,
        "added": run.added,
        "updated": run.updated,
        "skipped": run.skipped,
        "failed": run.failed,
        "with_file": run.with_file,
    }
    if as_json:
        emit_json({"source": run.source, "state": run.state, **counts, "issues": list(_issues(run))})
        return
    shown = list(_issues(run))
    if shown:
        emit(shown[:SHOWN], as_json=False, columns=ISSUE_COLUMNS)
    if len(shown) > SHOWN:
        typer.echo(f"Còn {len(shown) - SHOWN} lời báo nữa; thêm --errors TỆP.csv để ghi ra tất cả.")
    typer.echo(
        f"{run.source}: {run.position}/{run.total} dòng; thêm {run.added}, cập nhật {run.updated}, "
        f"bỏ qua {run.skipped}, có lỗi {run.failed}."
    )
