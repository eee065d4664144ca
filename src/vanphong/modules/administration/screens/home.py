"""What waits for a keeper on the home page: accounts, failed jobs, delegations, the state of the system, next year."""

from __future__ import annotations

from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from vanphong.kernel import access
from vanphong.kernel.actor import Actor
from vanphong.kernel.calendar.models import SpecialDay
from vanphong.kernel.calendar.policy import KEEP_CALENDAR
from vanphong.kernel.calendar.queries import uncertain_days
from vanphong.kernel.identity.models import User
from vanphong.kernel.jobs.models import Job
from vanphong.kernel.jobs.policy import WATCH_JOBS
from vanphong.kernel.organisation.models import Delegation
from vanphong.kernel.organisation.queries import today
from vanphong.kernel.wording import vi
from vanphong.modules.administration.lists import user_state
from vanphong.modules.administration.record_types import ADDRESSES, address_of
from vanphong.modules.administration.screens.running import ADDRESS as JOBS
from vanphong.modules.administration.screens.system import ADDRESS as SYSTEM
from vanphong.modules.administration.screens.system import (
    checked_fact,
    clock_fact,
    disk_fact,
    files_fact,
    numbers_of_jobs,
)
from vanphong.ui.components import Action, Badge, Facts, ListRow, Notice, Panel, Part, Tone, moment_text
from vanphong.ui.screens import HomePanel, PressingBox, declare_box, declare_home_panel

LAST_QUARTER: Final = 10
"""From this month on the next year is asked after: the yearly notice of days off comes out in autumn."""


def _account(_actor: Actor, user: Any) -> ListRow:
    return ListRow(
        address_of(user),
        user.full_name,
        code=user.username,
        note="; ".join(str(one.post) for one in user.held),
        badges=(Badge(user_state(user), Tone.WARN),) if user.is_locked() else (),
    )


def _delegation(_actor: Actor, one: Any) -> ListRow:
    ends = moment_text(timezone.localtime(one.ends_at))
    return ListRow(
        address_of(one),
        _("{delegate} làm thay {principal}").format(delegate=one.delegate, principal=one.principal),
        note=one.reason,
        owner=_("đến {time}").format(time=ends),
    )


def _failed(_actor: Actor, job: Any) -> ListRow:
    return ListRow(
        f"/viec-nen/{job.key}/",
        _(job.label),
        code=moment_text(timezone.localtime(job.asked_at)),
        note=job.message,
    )


def _system(actor: Actor) -> Part | None:
    """What can stand still unseen: disk, files, periodic work, the chain of the journal."""
    if not access.may(actor, Job, WATCH_JOBS):
        return None
    facts = Facts([files_fact(), disk_fact(), clock_fact(), *numbers_of_jobs(), checked_fact()])
    return Panel(_("Tình trạng hệ thống"), facts, action=Action(_("Mở trang hệ thống"), SYSTEM))


def _next_year(actor: Actor) -> Part | None:
    """Days off of next year that are still a guess."""
    day = today()
    if day.month < LAST_QUARTER or not access.may(actor, SpecialDay, KEEP_CALENDAR):
        return None
    year = day.year + 1
    guessed = uncertain_days(year)
    if guessed == 0:
        return None
    if guessed is None:
        words = _("Lịch năm {year} chưa có ngày nghỉ lễ nào; hạn xử lý sang năm sẽ tính sai.")
    else:
        words = _("{count} ngày nghỉ năm {year} trong lịch mới là dự kiến; hạn xử lý sang năm tính theo đó.")
    place = f"{ADDRESSES[SpecialDay]}nam/?nam={year}"
    text = words.format(year=year, count=guessed)
    return Notice(
        text, Tone.WARN, _("Lịch nghỉ năm tới"), _("Xem và sửa lịch năm {year}").format(year=year), place
    )


for _name, _list, _tab, _label, _where, _row, _tone in (
    ("failed_jobs", "background_jobs", "hong", vi("Việc nền không làm được"), JOBS, _failed, Tone.ALARM),
    ("locked", "accounts", "bi-khoa", vi("Tài khoản đang khóa"), ADDRESSES[User], _account, Tone.WARN),
    (
        "delegations",
        "delegations",
        "sap-het",
        vi("Ủy quyền sắp hết hạn"),
        ADDRESSES[Delegation],
        _delegation,
        Tone.WARN,
    ),
    ("temporary", "accounts", "cho-doi", vi("Chưa đổi mật khẩu tạm"), ADDRESSES[User], _account, Tone.PLAIN),
    ("never_in", "accounts", "chua-vao", vi("Chưa đăng nhập lần nào"), ADDRESSES[User], _account, Tone.PLAIN),
):
    declare_box(PressingBox(f"administration/{_name}", _list, _tab, _label, _where, _row, _tone, rank=50))

declare_home_panel(HomePanel("administration/next_year", _next_year, rank=10))
declare_home_panel(HomePanel("administration/system", _system, rank=50))
