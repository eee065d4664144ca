"""«Việc nền»: what one has asked for, how far it is, how to stop it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel import access
from vanphong.kernel.actor import Actor
from vanphong.kernel.jobs.commands import retry_job, stop_job
from vanphong.kernel.jobs.models import Job
from vanphong.kernel.jobs.policy import RETRY_JOB, STOP_JOB
from vanphong.kernel.listing import first_page
from vanphong.kernel.registry import record_types
from vanphong.lib.dates import format_date
from vanphong.ui.components import (
    Action,
    ActionBar,
    Breadcrumb,
    Content,
    Crumb,
    Empty,
    Fact,
    Facts,
    ListRow,
    Pager,
    Progress,
    RowList,
    moment_text,
    time_text,
)
from vanphong.ui.screens.routing import Request, page
from vanphong.ui.screens.shell import show

ADDRESS = "/viec-nen/"
SIZE = 30
S = Job.State
STATES = {S.WAITING: "running", S.RUNNING: "running", S.DONE: "done", S.FAILED: "failed", S.STOPPED: "failed"}


def progress(job: Job) -> Progress:
    """How far the job is; asks again by itself while it runs. Any page may show it."""
    waiting = job.state == S.WAITING
    note = _("Đang chờ đến lượt.") if waiting and not job.message else job.message
    if job.state == S.STOPPED:
        note = _("Đã dừng theo yêu cầu. Phần đã làm xong vẫn giữ.")
    elif job.stop_asked and job.state == S.RUNNING:
        note = _("Đang dừng lại.")
    return Progress(
        _(job.label),
        job.done,
        job.total or None,
        state=STATES[S(job.state)],
        note=note,
        poll_url=f"{ADDRESS}{job.key}/",
    )


def about(actor: Actor, job: Job) -> tuple[str, str]:
    """Title and address of the record the job is about, if the person may see it; else empty."""
    name, _sep, pk = job.object_reference.partition(":")
    if name not in record_types or not pk.isdigit():
        return "", ""
    kind = record_types[name]
    record = kind.model._default_manager.filter(access.visible(actor, kind.model), pk=int(pk)).first()
    return ("", "") if record is None else (kind.title(record), kind.url(record))


@page("viec-nen/", name="jobs", signed_in=True)
def mine(request: Request, actor: Actor) -> HttpResponse:
    """Jobs this person asked for, the newest first."""
    rows = Job.objects.filter(user_id=actor.user_id) if actor.user_id else Job.objects.none()
    found = first_page(rows, "-pk", request.GET.get("key", ""), SIZE)
    empty = Empty(
        _("Chưa có việc nền nào"),
        _("Việc lâu, như nhập bảng lớn hoặc đọc nhiều trang, sẽ hiện ở đây."),
    )
    return show(
        request,
        actor,
        "ui/pages/listed.html",
        {
            "title": _("Việc nền của tôi"),
            "hint": _("Việc vẫn chạy khi đồng chí rời trang này."),
            "body": RowList(_("Việc nền"), [job_row(job) for job in found.rows], empty),
            "pager": Pager(
                f"?key={found.previous_key}" if found.previous_key else "",
                f"?key={found.next_key}" if found.next_key else "",
            ),
        },
    )


def job_row(job: Job) -> ListRow:
    """A job as a row of work."""
    at = timezone.localtime(job.asked_at)
    figures = f"{job.done}/{job.total}" if job.total and job.state == S.RUNNING else ""
    return ListRow(
        url=f"{ADDRESS}{job.key}/",
        title=_(job.label),
        code=format_date(at.date()),
        code_note=time_text(at),
        note=job.message,
        owner=job.get_state_display(),
        owner_note=figures,
    )


def _job(actor: Actor, key: uuid.UUID) -> Job:
    found = Job.objects.filter(access.visible(actor, Job), key=key).first()
    if found is None:
        raise Http404
    return found


@page("viec-nen/<uuid:key>/", name="jobs.one", signed_in=True)
def one(request: Request, actor: Actor, key: uuid.UUID) -> HttpResponse:
    """The job's page; to the polling bar only the bar."""
    job = _job(actor, key)
    if request.htmx:
        return HttpResponse(str(progress(job)))
    title, url = about(actor, job)
    facts: list[Fact] = [
        Fact(_("Tình trạng"), job.get_state_display()),
        Fact(_("Yêu cầu lúc"), moment_text(timezone.localtime(job.asked_at))),
        Fact(
            _("Xong lúc"),
            moment_text(timezone.localtime(job.finished_at)) if job.finished_at else None,
        ),
        Fact(_("Số lần chạy"), str(job.attempts)),
    ]
    parts: list[Content] = [progress(job), Facts(facts)]
    if url:
        parts.append(Action(_("Mở {title}").format(title=title), url))
    return show(
        request,
        actor,
        "ui/pages/job.html",
        {
            "title": _(job.label),
            "crumbs": Breadcrumb([Crumb(_("Việc nền của tôi"), ADDRESS), Crumb(_(job.label))]),
            "parts": parts,
            "bar": _bar(request, actor, job),
        },
    )


def _bar(request: Request, actor: Actor, job: Job) -> ActionBar:
    can = access.abilities(actor, job)
    buttons = []
    if STOP_JOB in can and not job.stop_asked:
        buttons.append(Action(_("Dừng"), f"{ADDRESS}{job.key}/dung/", "post", csrf_token=get_token(request)))
    if RETRY_JOB in can:
        again = f"{ADDRESS}{job.key}/chay-lai/"
        buttons.append(Action(_("Chạy lại"), again, "post", main=True, csrf_token=get_token(request)))
    return ActionBar(None, tuple(buttons))


@page("viec-nen/<uuid:key>/dung/", name="jobs.stop", signed_in=True)
def stop(request: Request, actor: Actor, key: uuid.UUID) -> HttpResponse:
    """Ask the job to stop."""
    job = _job(actor, key)
    if request.method == "POST":
        stop_job(actor, job=job)
        messages.success(request, _("Đã yêu cầu dừng. Việc dừng ở bước gần nhất."))
    return HttpResponseRedirect(f"{ADDRESS}{job.key}/")


@page("viec-nen/<uuid:key>/chay-lai/", name="jobs.retry", signed_in=True)
def retry(request: Request, actor: Actor, key: uuid.UUID) -> HttpResponse:
    """Put a failed or stopped job back into the queue."""
    job = _job(actor, key)
    if request.method == "POST":
        retry_job(actor, job=job)
        messages.success(request, _("Đã cho chạy lại."))
    return HttpResponseRedirect(f"{ADDRESS}{job.key}/")
