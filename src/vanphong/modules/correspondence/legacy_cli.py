"""`vanphong import`: older books and lists, from a file and a folder of scans, into the office."""

from __future__ import annotations

import csv
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from django.db import transaction

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Invalid, NotFound
from vanphong.kernel.identity.cli import keeper, say
from vanphong.kernel.numbering.models import Register
from vanphong.kernel.organisation.models import Unit
from vanphong.kernel.portable.restoring import checked_manifest, restore_office
from vanphong.lib.spreadsheet.cells import csv_text
from vanphong.lib.terminal import AsJson, emit, emit_json, progress
from vanphong.modules.correspondence.channels.legacy import Trial, take_in, try_out
from vanphong.modules.correspondence.channels.legacy_source import Source, is_readable, open_sources
from vanphong.modules.correspondence.commands.importing import ImportWish, begin_import, remember_layout
from vanphong.modules.correspondence.commands.legacy_books import nameless_agency
from vanphong.modules.correspondence.forms.legacy_rows import FIELDS
from vanphong.modules.correspondence.models import LegacyImport

ISSUE_COLUMNS = {"row": "Dòng", "left_out": "Không nhập", "message": "Lời báo"}
SHOWN = 30
"""Issues shown on a terminal; --errors writes all of them."""


def load(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="TỆP",
            exists=True,
            help="Sổ cũ, danh mục cũ: tệp .xlsx, .csv, .jsonl; hoặc thư mục do vanphong export ghi.",
        ),
    ],
    files: Annotated[
        Path | None,
        typer.Option(
            "--files",
            exists=True,
            file_okay=False,
            help="Thư mục bản quét: khớp theo tên tệp hoặc số, ký hiệu.",
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Chỉ xem từng dòng sẽ ra sao, không ghi gì.")
    ] = False,
    columns: Annotated[
        list[str] | None,
        typer.Option("--map", help="«Tên cột=trường», ví dụ «Nội dung=subject»; dùng nhiều lần được."),
    ] = None,
    sheet: Annotated[str, typer.Option("--sheet", help="Chỉ nhập trang tính này.")] = "",
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
    if file.is_dir():
        _restored(file, as_json)
        return
    sources = _sources(file, _mapping(columns or []), sheet)
    asked = Asked(keeper(), agency, register, year, existing, go_on, resume, files)
    outcomes: list[Outcome] = []
    for source in sources:
        outcome = _tried(asked, source) if dry_run else _taken_in(asked, source)
        outcomes.append(outcome)
        _told(outcome, as_json)
        if outcome.state == LegacyImport.State.STOPPED:
            words = f"Đã dừng sau {outcome.counts['rows']} dòng. Đồng chí gọi lại đúng lệnh này để làm tiếp."
            typer.echo(words, err=True)
            break
    if errors is not None:
        _write_issues(errors, outcomes)
    if any(o.counts["failed"] or o.state == LegacyImport.State.STOPPED for o in outcomes):
        raise typer.Exit(1)


def _restored(folder: Path, as_json: bool) -> None:
    """A whole office that `vanphong export` wrote, into this empty installation."""
    with progress("Kiểm tra") as advance:
        manifest = checked_manifest(folder, lambda name: advance())
    with progress("Nhập văn phòng") as advance:
        counts = restore_office(keeper(), folder=folder, manifest=manifest, told=lambda name: advance())
    words = (
        f"Đã nhập {sum(counts.values())} dòng dữ liệu và {len(manifest['files'])} tệp. Mật khẩu không đi theo: "
        "đồng chí cấp lại bằng vanphong user password TÊN."
    )
    say(words, as_json, rows=counts, files=len(manifest["files"]))


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks for, whatever the file."""

    actor: Actor
    agency: str
    register: str
    year: int | None
    existing: str
    go_on: bool
    resume: bool
    folder: Path | None

    def wish(self, agency: Unit, source: Source) -> ImportWish:
        return ImportWish(
            source=source.name,
            sha256=source.sha256,
            sheet=source.sheet[:60],
            register=_book(agency, self.register),
            year=self.year,
            existing=self.existing,
            go_on=self.go_on,
            mapping=dict(source.mapping),
            total=source.total,
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one list, or would."""

    source: str
    state: str
    counts: dict[str, int]
    issues: list[dict[str, Any]]
    mapping: dict[str, str]


def _mapping(given: list[str]) -> dict[str, str]:
    """«Tên cột=trường» as pairs; «Tên cột=» leaves a column aside."""
    pairs = {}
    for text in given:
        title, sign, name = text.rpartition("=")
        if not sign or not title.strip():
            raise typer.BadParameter(f"--map «{text}» phải có dạng «Tên cột=trường».")
        pairs[title.strip()] = name.strip()
    return pairs


def _sources(file: Path, mapping: dict[str, str], sheet: str) -> list[Source]:
    """The lists of the file that say what their lines are about."""
    found = open_sources(file, mapping=mapping)
    if sheet:
        found = [source for source in found if source.sheet == sheet] or found[:0]
        if not found:
            raise NotFound(f"Không có trang tính «{sheet}» trong «{file.name}».")
    readable = [source for source in found if is_readable(source)]
    if not readable:
        titles = "; ".join(found[0].columns)
        raise Invalid(
            f"Chưa biết cột nào là trích yếu hoặc số, ký hiệu. Các cột: {titles}. "
            "Đồng chí chỉ ra bằng --map, ví dụ: --map «Nội dung=subject»."
        )
    return readable


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


def _taken_in(asked: Asked, source: Source) -> Outcome:
    unit = _agency(asked.actor, asked.agency)
    run = begin_import(asked.actor, agency=unit, wish=asked.wish(unit, source), resume=asked.resume)
    with _stop_asked() as stop, progress(source.name, source.total) as advance:
        advance(run.position)
        done = run.position

        def tell(position: int, _total: int) -> None:
            nonlocal done
            advance(position - done)
            done = position

        run = take_in(
            asked.actor, run, source, folder=asked.folder, progress=tell, stopped=lambda: bool(stop)
        )
    if run.state == LegacyImport.State.DONE and source.fingerprint:
        remember_layout(asked.actor, fingerprint=source.fingerprint, mapping=dict(source.mapping))
    counts = {"rows": run.position, "total": run.total, "added": run.added, "updated": run.updated}
    counts |= {"skipped": run.skipped, "failed": run.failed, "with_file": run.with_file}
    return Outcome(run.source, run.state, counts, list(_issues(run)), dict(source.mapping))


def _tried(asked: Asked, source: Source) -> Outcome:
    """What an import would do. An agency or book that is missing is made and taken back with all else."""
    trial, issues = Trial(), []
    with transaction.atomic():
        unit = _agency(asked.actor, asked.agency)
        wish = asked.wish(unit, source)
        run = LegacyImport(
            agency=unit,
            source=wish.source,
            register=wish.register,
            year=wish.year,
            existing=wish.existing,
            go_on=wish.go_on,
        )
        with progress(source.name, source.total) as advance:
            for one in try_out(run, source, trial, folder=asked.folder):
                advance()
                issues += [
                    {"row": one.row.row_number, "left_out": bool(one.row.errors), "message": words}
                    for words in one.row.errors or one.row.remarks
                ]
        transaction.set_rollback(True)
    counts = {"rows": source.total, "total": source.total, "added": trial.verdicts["add"]}
    counts |= {"updated": trial.verdicts["update"], "skipped": trial.verdicts["skip"]}
    counts |= {"failed": trial.verdicts["wrong"], "with_file": trial.with_file}
    return Outcome(source.name, "dry-run", counts, issues, dict(source.mapping))


def _issues(run: LegacyImport) -> Iterator[dict[str, Any]]:
    for issue in run.issues.iterator():
        yield {"row": issue.row_number, "left_out": issue.left_out, "message": issue.message}


def _write_issues(path: Path, outcomes: list[Outcome]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        table = csv.writer(out)
        table.writerow(("Nguồn", *ISSUE_COLUMNS.values()))
        for outcome in outcomes:
            for row in outcome.issues:
                words = csv_text(row["message"])
                table.writerow((outcome.source, row["row"], "x" if row["left_out"] else "", words))


def _told(outcome: Outcome, as_json: bool) -> None:
    """The outcome: in words with the first issues, or as one object with all of them."""
    if as_json:
        emit_json(asdict(outcome) | outcome.counts)
        return
    if outcome.mapping:
        known = "; ".join(f"{title} → {FIELDS[name]}" for title, name in outcome.mapping.items())
        typer.echo(f"Các cột: {known}.")
    if outcome.issues:
        emit(outcome.issues[:SHOWN], as_json=False, columns=ISSUE_COLUMNS)
    if len(outcome.issues) > SHOWN:
        left = len(outcome.issues) - SHOWN
        typer.echo(f"Còn {left} lời báo nữa; thêm --errors TỆP.csv để ghi ra tất cả.")
    counts = outcome.counts
    begin = "Xem trước" if outcome.state == "dry-run" else "Đã nhập"
    typer.echo(
        f"{begin} {outcome.source}: {counts['rows']}/{counts['total']} dòng; thêm {counts['added']}, "
        f"cập nhật {counts['updated']}, bỏ qua {counts['skipped']}, có lỗi {counts['failed']}, "
        f"kèm tệp {counts['with_file']}."
    )
