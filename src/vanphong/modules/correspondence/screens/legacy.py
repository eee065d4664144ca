"""«Nhập sổ cũ» on screen: a file, its columns, a trial with every line's fault, the import itself and its outcome."""

from __future__ import annotations

import itertools
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel import access
from vanphong.kernel.actor import ADMIN, REGISTRAR, Actor
from vanphong.kernel.commands import Forbidden, Invalid
from vanphong.kernel.files import names, store, uploads
from vanphong.kernel.jobs.models import Job
from vanphong.kernel.organisation.models import Unit
from vanphong.lib.numbers import format_number
from vanphong.lib.spreadsheet import cell_text
from vanphong.modules.correspondence.channels.examining import check_size
from vanphong.modules.correspondence.channels.legacy import Trial, outcome_words, try_out, uploaded_sources
from vanphong.modules.correspondence.channels.legacy_source import Source, is_readable, open_sources
from vanphong.modules.correspondence.commands.importing import (
    WORK,
    ImportWish,
    drop_import,
    go_on_import,
    receive_book,
    remember_layout,
    set_up_import,
)
from vanphong.modules.correspondence.forms.legacy_rows import FIELDS
from vanphong.modules.correspondence.forms.legacy_setup import SetupForm, chosen_columns, column_choices
from vanphong.modules.correspondence.models import IncomingDocument, LegacyImport
from vanphong.modules.correspondence.policy import IMPORT_BOOKS
from vanphong.ui.components import Action as Button
from vanphong.ui.components import (
    ActionBar,
    Breadcrumb,
    Choice,
    Column,
    Control,
    Crumb,
    Empty,
    Fact,
    Facts,
    Figure,
    Notice,
    Panel,
    Part,
    Select,
    Stats,
    Table,
    TableRow,
    Tone,
    moment_text,
)
from vanphong.ui.pages.jobs import progress
from vanphong.ui.screens import (
    Request,
    page,
    show,
)
from vanphong.ui.screens.controls import controls

ADDRESS = "/van-ban-den/nhap-so-cu/"
TEMPLATE = "correspondence/legacy.html"
SHOWN_ROWS, TRIED_ROWS, SHOWN_ISSUES = 10, 5_000, 300
State = LegacyImport.State
_may: dict[str, Any] = {"opens": (IncomingDocument, IMPORT_BOOKS)}


def _agency(actor: Actor) -> Unit:
    found: Unit | None = (
        Unit.objects.filter(pk__in=actor.agencies_as(REGISTRAR, ADMIN), is_agency=True)
        .order_by("rank")
        .first()
    )
    if found is None:
        raise Forbidden(_("Đồng chí không làm văn thư hoặc quản trị của cơ quan nào."))
    return found


def _run(actor: Actor, number: int) -> LegacyImport:
    runs = LegacyImport.objects.select_related("agency", "register", "upload")
    found: LegacyImport | None = runs.filter(
        pk=number, agency_id__in=actor.agencies_as(REGISTRAR, ADMIN)
    ).first()
    if found is None:
        raise Http404
    return found


def _crumbs(last: str) -> Breadcrumb:
    return Breadcrumb(
        [Crumb(_("Văn bản đến"), "/van-ban-den/"), Crumb(_("Nhập sổ cũ"), ADDRESS), Crumb(last)]
    )


@page("van-ban-den/nhap-so-cu/", name="correspondence/legacy", **_may)
def begin(request: Request, actor: Actor) -> HttpResponse:
    """The place to give a file, and the imports so far."""
    error = ""
    if request.method == "POST":
        try:
            return HttpResponseRedirect(f"{ADDRESS}{_received(request, actor).pk}/")
        except Invalid as refused:
            error = refused.message
    runs = LegacyImport.objects.filter(agency_id__in=actor.agencies_as(REGISTRAR, ADMIN)).order_by("-pk")[:30]
    rows = [
        TableRow(
            [
                run.source,
                moment_text(timezone.localtime(run.started_at)),
                f"{format_number(run.position)}/{format_number(run.total)}",
                run.get_state_display(),
            ],
            f"{ADDRESS}{run.pk}/",
        )
        for run in runs
    ]
    columns = [
        Column(_("Tệp"), "strong"),
        Column(_("Bắt đầu")),
        Column(_("Dòng"), "number"),
        Column(_("Tình trạng")),
    ]
    empty = Empty(_("Chưa nhập sổ nào"), _("Các lần nhập sổ cũ sẽ hiện ở đây."))
    return show(
        request,
        actor,
        TEMPLATE,
        {
            "title": _("Nhập sổ cũ"),
            "hint": _("Số đến của sổ cũ được giữ nguyên; năm đã nhập thì khóa, không cấp số nữa."),
            "asks_file": True,
            "error": error,
            "bar": ActionBar(
                Button(_("Xem các cột"), form="command", main=True, shortcut="Ctrl ↵"),
                (Button(_("Quay lại"), "/van-ban-den/?tab=tat-ca"),),
            ),
            "panels": [Panel(_("Đã nhập"), Table(_("Đã nhập"), columns, rows, empty), "da-nhap", flush=True)],
        },
        status=422 if error else 200,
    )


def _received(request: Request, actor: Actor) -> LegacyImport:
    given = request.FILES.get("so")
    if given is None:
        raise Invalid(_("Đồng chí chọn tệp .xlsx, .csv hoặc .jsonl."))
    check_size(given.size or 0)
    name = names.tidy(str(given.name))
    with uploads.aside(given.chunks()) as path:
        open_sources(path, name)
        blob = store.keep_path(path, given.content_type or "application/octet-stream")
    return receive_book(actor, agency=_agency(actor), file_name=name, upload=blob)


@page("van-ban-den/nhap-so-cu/<int:number>/", name="correspondence/legacy/one", **_may)
def one(request: Request, actor: Actor, number: int) -> HttpResponse:
    """A file whose columns are asked for and tried, or an import under way and its outcome."""
    run = _run(actor, number)
    if run.state != State.JUDGING:
        return _outcome(request, actor, run)
    error, trial = "", []
    source = _chosen(request, run)
    form = SetupForm(request.POST if request.method == "POST" else None, actor=actor, record=run)
    if request.method == "POST":
        try:
            fixed = chosen_columns(source.columns, request.POST)
            source = _sheet(uploaded_sources(run, fixed=fixed if source.columns else None), source.sheet)
            if not is_readable(source):
                raise Invalid(_("Chưa có cột nào là trích yếu hoặc số, ký hiệu. Đồng chí chọn cho một cột."))
            launch = request.POST.get("viec") == "nhap"
            run = set_up_import(actor, run=run, wish=_wish(run, source, form), launch=launch)
            if source.fingerprint:
                remember_layout(actor, fingerprint=source.fingerprint, mapping=dict(source.mapping))
            if launch:
                messages.success(request, _("Đang nhập. Đồng chí có thể rời trang này."))
                return HttpResponseRedirect(f"{ADDRESS}{run.pk}/")
            trial = _tried(run, source)
        except Invalid as refused:
            error = refused.message
    return _ask(request, actor, run, source, form, error, trial)


def _sheet(sources: list[Source], title: str) -> Source:
    return next((source for source in sources if source.sheet == title), sources[0])


def _chosen(request: Request, run: LegacyImport) -> Source:
    """The sheet asked for, else the one set up before, else the first that says what its lines are about."""
    found = uploaded_sources(run)
    wanted = request.POST.get("trang") or request.GET.get("trang") or run.sheet
    named = next((source for source in found if source.sheet == wanted and wanted), None)
    return named or next(filter(is_readable, found), found[0])


def _wish(run: LegacyImport, source: Source, form: SetupForm) -> ImportWish:
    values = form.keywords()
    return ImportWish(
        source=source.name,
        sha256=run.sha256,
        sheet=source.sheet[:60],
        mapping=dict(source.mapping),
        total=source.total,
        **values,
    )


def _tried(run: LegacyImport, source: Source) -> list[Part]:
    """What would become of the lines, and the faults of those that would not come in, first."""
    trial, issues = Trial(), []
    for one_line in itertools.islice(try_out(run, source, trial), TRIED_ROWS):
        row = one_line.row
        issues += [(not row.errors, row.row_number, words) for words in row.errors or row.remarks]
    tried = sum(trial.verdicts.values())
    words = {"add": _("Thêm"), "update": _("Cập nhật"), "skip": _("Bỏ qua"), "wrong": _("Có lỗi")}
    figures = tuple(
        Figure(words[name], trial.verdicts[name], round(100 * trial.verdicts[name] / max(tried, 1)))
        for name in words
        if trial.verdicts[name]
    )
    title = _("Xem thử {tried} dòng").format(tried=format_number(tried))
    parts: list[Part] = [Panel(title, Stats(title, figures, tried), "xem-thu")]
    if issues:
        parts.append(_issue_panel([(n, not is_remark, text) for is_remark, n, text in sorted(issues)]))
    return parts


def _issue_panel(issues: list[tuple[int, bool, str]]) -> Panel:
    rows = [
        TableRow([str(number), words, _("Không nhập") if left_out else _("Lưu ý")])
        for number, left_out, words in issues[:SHOWN_ISSUES]
    ]
    title = _("Lời báo theo dòng")
    if len(issues) > SHOWN_ISSUES:
        title = _("Lời báo theo dòng ({shown} lời đầu)").format(shown=SHOWN_ISSUES)
    columns = [Column(_("Dòng"), "number"), Column(_("Lời báo"), "strong"), Column(_("Dòng này"))]
    return Panel(title, Table(title, columns, rows), "loi-bao", len(issues), flush=True)


def _ask(
    request: Request,
    actor: Actor,
    run: LegacyImport,
    source: Source,
    form: SetupForm,
    error: str,
    trial: list[Part],
) -> HttpResponse:
    shown = list(itertools.islice(source.rows(), SHOWN_ROWS))
    by_field = {name: title for title, name in source.mapping.items()}
    cells = [
        [
            cell_text(row.values[source.mapping[title]])
            if source.mapping.get(title) in row.values
            else row.cells.get(title, "")
            for title in source.columns
        ]
        for row in shown
    ]
    if not source.columns:
        by_field = {name: str(FIELDS[name]) for row in shown for name in row.values}
        cells = [[cell_text(row.values.get(name))[:200] for name in by_field] for row in shown]
    titles = list(source.columns) or list(by_field.values())
    preview = Table(
        _("Mười dòng đầu"),
        [Column(_("Dòng"), "number"), *(Column(title) for title in titles)],
        [TableRow([str(row.number), *line]) for row, line in zip(shown, cells, strict=True)],
    )
    words = _("Các cột của sổ")
    values = {
        "title": run.file_name,
        "crumbs": _crumbs(run.file_name),
        "hint": _("Đồng chí xem máy đoán mỗi cột là gì, xem thử, rồi nhập. Chưa có gì ghi vào sổ."),
        "error": error,
        "controls": [*_sheets(run, source), *controls(form)],
        "columns": _columns(source, cells),
        "columns_title": words,
        "bar": ActionBar(
            Button(
                _("Nhập {total} dòng").format(total=format_number(source.total)),
                form="command",
                name="viec",
                value="nhap",
                main=True,
            ),
            (
                Button(_("Xem thử"), form="command", name="viec", value="thu"),
                Button(_("Bỏ tệp này"), f"{ADDRESS}{run.pk}/bo/", "post", csrf_token=get_token(request)),
            ),
        ),
        "panels": [*trial, Panel(_("Mười dòng đầu"), preview, "muoi-dong", flush=True)],
    }
    return show(request, actor, TEMPLATE, values, status=422 if error else 200)


def _sheets(run: LegacyImport, source: Source) -> list[Control]:
    """A choice of the sheet where a file has several."""
    found = uploaded_sources(run)
    if len(found) < 2:
        return []
    choices = [
        Choice(s.sheet, f"{s.sheet} ({format_number(s.total)})", s.sheet == source.sheet) for s in found
    ]
    return [Select(name="trang", label=_("Trang tính"), choices=choices, required=True, width="half")]


def _columns(source: Source, cells: list[list[str]]) -> list[Select]:
    return [
        Select(
            name=column.name,
            label=column.title,
            choices=[Choice(name, str(words), name == column.field) for name, words in FIELDS.items()],
            empty_label=_("Giữ ở «Sổ cũ»"),
            hint=_("Ví dụ: {cells}").format(cells=" · ".join(cell[:40] for cell in column.cells))
            if column.cells
            else "",
            width="third",
        )
        for column in column_choices(source.columns, source.mapping, cells)
    ]


def _outcome(request: Request, actor: Actor, run: LegacyImport) -> HttpResponse:
    job = Job.objects.filter(kind=WORK, arguments__run_id=run.pk).order_by("-pk").first()
    parts: list[Part] = []
    if job is not None and run.state == State.RUNNING and access.abilities(actor, job):
        parts.append(progress(job))
    facts = [
        Fact(_("Tình trạng"), run.get_state_display()),
        Fact(_("Dòng"), f"{format_number(run.position)}/{format_number(run.total)}"),
        Fact(_("Thêm"), format_number(run.added)),
        Fact(_("Cập nhật"), format_number(run.updated)),
        Fact(_("Bỏ qua"), format_number(run.skipped)),
        Fact(_("Có lỗi"), format_number(run.failed)),
        Fact(_("Người nhập"), run.started_by),
        Fact(_("Bắt đầu"), moment_text(timezone.localtime(run.started_at))),
        Fact(_("Xong lúc"), moment_text(timezone.localtime(run.finished_at)) if run.finished_at else None),
    ]
    panels: list[Part] = [Panel(_("Kết quả"), Facts(facts), "ket-qua")]
    issues = [(i.row_number, i.left_out, i.message) for i in run.issues.order_by("-left_out", "row_number")]
    if issues:
        panels.append(_issue_panel(issues))
    buttons = [Button(_("Xem các văn bản đã vào sổ"), "/van-ban-den/?tab=tat-ca")]
    working = job is not None and job.state in (Job.State.WAITING, Job.State.RUNNING)
    main = None
    if run.upload is not None and run.state in (State.STOPPED, State.RUNNING) and not working:
        main = Button(
            _("Làm tiếp"), f"{ADDRESS}{run.pk}/tiep/", "post", main=True, csrf_token=get_token(request)
        )
    if working and job is not None and run.state == State.RUNNING:
        buttons.insert(0, Button(_("Xem việc nền, dừng"), f"/viec-nen/{job.key}/"))
    if run.state == State.DONE:
        parts.append(Notice(outcome_words(run), Tone.GOOD if not run.failed else Tone.WARN))
    values = {
        "title": run.source,
        "crumbs": _crumbs(run.source),
        "notices": parts,
        "panels": panels,
        "bar": ActionBar(main, tuple(buttons)),
    }
    return show(request, actor, TEMPLATE, values)


@page("van-ban-den/nhap-so-cu/<int:number>/tiep/", name="correspondence/legacy/go-on", **_may)
def go_on(request: Request, actor: Actor, number: int) -> HttpResponse:
    """Go on with an import that was stopped."""
    run = _run(actor, number)
    if request.method == "POST":
        go_on_import(actor, run=run)
        messages.success(request, _("Đang nhập tiếp."))
    return HttpResponseRedirect(f"{ADDRESS}{run.pk}/")


@page("van-ban-den/nhap-so-cu/<int:number>/bo/", name="correspondence/legacy/drop", **_may)
def drop(request: Request, actor: Actor, number: int) -> HttpResponse:
    """Take back a file that was not imported."""
    run = _run(actor, number)
    if request.method == "POST":
        drop_import(actor, run=run)
        messages.success(request, _("Đã bỏ tệp, không có gì ghi vào sổ."))
        return HttpResponseRedirect(ADDRESS)
    return HttpResponseRedirect(f"{ADDRESS}{run.pk}/")
