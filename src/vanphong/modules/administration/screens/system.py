"""The system at a glance: versions, profile, space, backup, numbers, jobs, journal."""

from __future__ import annotations

import datetime as dt
import os
import platform
import shutil
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import django
from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel.actor import ADMIN, Actor
from vanphong.kernel.jobs.models import Job, Schedule
from vanphong.kernel.jobs.policy import WATCH_JOBS
from vanphong.kernel.journal.models import AuditEntry
from vanphong.kernel.journal.models import Head as JournalHead
from vanphong.kernel.numbering.checking import check_numbers
from vanphong.kernel.organisation.models import Dated, Post
from vanphong.kernel.organisation.queries import today
from vanphong.kernel.wording import vi
from vanphong.modules.administration.lists import body_of
from vanphong.ui.components import Badge, Content, Fact, Facts, Panel, Part, Tone, moment_text, number_text
from vanphong.ui.screens import Head, Request, page, show

PROFILES = {
    "networked": vi("Có nối mạng: mọi văn bản mật bị từ chối"),
    "isolated-lan": vi("Mạng LAN độc lập"),
}
ADDRESS = "/quan-tri/he-thong/"
MOST = 1000
STALLED = dt.timedelta(minutes=15)
LOW = 0.1
"""Below this share of free space the disk is called short."""


def _size(amount: float) -> str:
    for unit in ("B", "KB", "MB", "GB"):
        if amount < 1024:
            return f"{amount:.0f} {unit}" if unit in ("B", "KB") else f"{amount:.1f} {unit}".replace(".", ",")
        amount /= 1024
    return f"{amount:.1f} TB".replace(".", ",")


def _versions() -> Part:
    try:
        own = version("vanphong")
    except PackageNotFoundError:
        own = _("chạy từ mã nguồn")
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        postgres = str(cursor.fetchone()[0])
    items = [
        Fact("Vanphong", own),
        Fact("Django", django.get_version()),
        Fact("Python", platform.python_version()),
        Fact("PostgreSQL", postgres),
        Fact(_("Hồ sơ triển khai"), PROFILES.get(settings.VANPHONG_PROFILE, settings.VANPHONG_PROFILE)),
    ]
    return Panel(_("Phiên bản"), Facts(items))


def _place() -> Path:
    place = Path(settings.VANPHONG_VAR)
    while not place.exists():
        place = place.parent
    return place


def disk_fact() -> Fact:
    """Free space where the files lie."""
    disk = shutil.disk_usage(_place())
    free = _("{free} trên {total}").format(free=_size(disk.free), total=_size(disk.total))
    if disk.free < LOW * disk.total:
        return Fact(_("Đĩa còn trống"), Badge(_("sắp hết: {free}").format(free=free), Tone.ALARM))
    return Fact(_("Đĩa còn trống"), free)


def files_fact() -> Fact:
    """Whether files can be taken in at all."""
    if os.access(_place(), os.W_OK):
        return Fact(_("Kho tệp"), _("ghi được"))
    return Fact(_("Kho tệp"), Badge(_("không ghi được"), Tone.ALARM))


def clock_fact() -> Fact:
    """The next periodic work; long overdue it means that nobody does the work in the background."""
    soon = Schedule.objects.order_by("next_run").first()
    if soon is None:
        return Fact(_("Việc định kỳ kế tiếp"), None)
    words = moment_text(timezone.localtime(soon.next_run))
    if soon.next_run < timezone.now() - STALLED:
        return Fact(_("Việc định kỳ kế tiếp"), Badge(_("đứng từ {time}").format(time=words), Tone.ALARM))
    return Fact(_("Việc định kỳ kế tiếp"), words)


def numbers_of_jobs() -> list[Fact]:
    """How many jobs failed and how many wait, counted up to `MOST`."""
    failed = _counted(Job.objects.filter(state=Job.State.FAILED))
    waiting = _counted(Job.objects.filter(state__in=[Job.State.WAITING, Job.State.RUNNING]))
    return [
        Fact(_("Việc nền không làm được"), "0" if failed == "0" else Badge(failed, Tone.ALARM)),
        Fact(_("Việc nền đang chờ"), waiting),
    ]


def _counted(rows: QuerySet[Job]) -> str:
    count = len(rows.order_by().values_list("pk", flat=True)[:MOST])
    return number_text(count) if count < MOST else _("từ {count} trở lên").format(count=number_text(count))


def checked_fact() -> Fact:
    """When the chain of the journal was last recomputed, and with what outcome."""
    last = AuditEntry.objects.filter(action="administration.record_verdict").order_by("-seq").first()
    title = _("Kiểm tra chuỗi nhật ký")
    if last is None:
        return Fact(title, Badge(_("chưa lần nào"), Tone.WARN))
    verdict = f"{moment_text(timezone.localtime(last.at))}: {body_of(last)['note']}"
    return Fact(title, verdict, wide=True)


def _space() -> Part:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        database = int(cursor.fetchone()[0])
    items = [
        disk_fact(),
        files_fact(),
        Fact(_("Cơ sở dữ liệu"), _size(database)),
        Fact(_("Sao lưu gần nhất"), Badge(_("chưa có"), Tone.WARN)),
    ]
    return Panel(_("Dung lượng và sao lưu"), Facts(items))


def _soundness() -> Part:
    checks = check_numbers()
    bad = sum(not one.sound for one in checks)
    head = JournalHead.objects.first()
    numbers: Content = (
        Badge(_("{bad} kỳ thiếu hoặc trùng số").format(bad=bad), Tone.ALARM)
        if bad
        else _("{checks} kỳ đều liền số").format(checks=len(checks))
    )
    free = Post.objects.filter(Dated.on(today()), role=ADMIN, second_factor=False, holdings__isnull=False)
    items = [
        Fact(
            _("Xác thực hai lớp của quản trị"),
            Badge(_("không bắt buộc"), Tone.WARN) if free.exists() else _("bắt buộc"),
        ),
        Fact(_("Số trong các sổ"), numbers),
        *numbers_of_jobs(),
        clock_fact(),
        Fact(_("Mục nhật ký"), number_text(head.seq if head else 0)),
        checked_fact(),
    ]
    return Panel(_("Tình trạng"), Facts(items))


@page("quan-tri/he-thong/", name="administration.system", opens=(Job, WATCH_JOBS))
def system(request: Request, actor: Actor) -> HttpResponse:
    """What a keeper looks at first."""
    parts = [_soundness(), _space(), _versions()]
    return show(request, actor, "ui/screens/plain.html", {"head": Head(_("Hệ thống")), "parts": parts})
