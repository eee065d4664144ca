"""The list of incoming documents: tabs by what waits for whom, filters, columns."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects

from vanphong.kernel.access.rows import with_many, with_one
from vanphong.kernel.actor import ARCHIVIST, CHIEF, DEPUTY_CHIEF, HEAD, LEADER, REGISTRAR, Actor
from vanphong.kernel.calendar.queries import working_calendar
from vanphong.kernel.listing import Column, Filter, ListSpec, Tab, declare_list
from vanphong.kernel.listing.narrowing import by_id, from_day, until_day
from vanphong.kernel.organisation.queries import today
from vanphong.kernel.wording import vi
from vanphong.lib.text import code_key
from vanphong.modules.catalogues.public import document_types
from vanphong.modules.correspondence.commands.distribution import HEADS
from vanphong.modules.correspondence.models import (
    Assignment,
    Bookmark,
    IncomingDocument,
    LegacyOrigin,
    Submission,
    Urgency,
)
from vanphong.modules.correspondence.queries.alerts import stalled, stalled_since
from vanphong.modules.correspondence.queries.narrowing import by_issuer, incoming_books
from vanphong.modules.correspondence.queries.rows import handler_words

S = IncomingDocument.State
CLERK = (REGISTRAR,)
OFFICE = (REGISTRAR, CHIEF, DEPUTY_CHIEF)
OPEN = [S.PENDING_SUBMISSION, S.PENDING_ENDORSEMENT, S.PENDING_DISTRIBUTION, S.IN_PROGRESS]


def _state(*states: str) -> Any:
    return lambda _actor: Q(state__in=states)


def _mine(
    actor: Actor, *, states: tuple[str, ...] = Assignment.OPEN_STATES, roles: tuple[str, ...] = ()
) -> Q:
    """Documents of which the actor, or a unit in the actor's charge, holds a part."""
    held = Assignment.objects.filter(document=OuterRef("pk"), state__in=states).filter(
        Q(user_id=actor.person_id) | Q(unit_id__in=actor.units_as(*HEADS))
    )
    if roles:
        held = held.filter(role__in=roles)
    return Q(Exists(held))


def _working(actor: Actor) -> Q:
    return Q(state=S.IN_PROGRESS) & _mine(actor, roles=("lead", "collaborator"))


def _asked(actor: Actor) -> Q:
    pending = Submission.objects.filter(
        document=OuterRef("pk"), to_user_id=actor.person_id, state=Submission.State.PENDING
    )
    return Q(state=S.PENDING_ENDORSEMENT) & Q(Exists(pending))


def _unit_open(actor: Actor) -> Q:
    """Everything open in the agency for its chiefs; for others what they hold."""
    if actor.has_role(*OFFICE, LEADER):
        return Q(state__in=OPEN)
    return _working(actor)


def _overdue(actor: Actor) -> Q:
    return Q(due_on__lt=today(), state__in=OPEN) & _unit_open(actor)


def _due_soon(actor: Actor) -> Q:
    day = today()
    return Q(due_on__range=(day, day + dt.timedelta(days=3)), state__in=OPEN) & _unit_open(actor)


def _given_before() -> dt.datetime:
    """What was given out earlier than this should have been opened by now."""
    return stalled_since(today(), working_calendar())


def _stalled(actor: Actor) -> Q:
    """Given out, and not opened after a whole working day."""
    unseen = Assignment.objects.filter(
        stalled(_given_before()), document=OuterRef("pk"), document__state=S.IN_PROGRESS
    )
    if not actor.has_role(*OFFICE, LEADER):
        unseen = unseen.filter(assigned_by_user_id=actor.user_id)
    return Q(state=S.IN_PROGRESS) & Q(Exists(unseen))


def _bookmarked(actor: Actor) -> Q:
    return Q(Exists(Bookmark.objects.filter(document=OuterRef("pk"), user_id=actor.user_id or 0)))


def _is(*roles: str) -> Any:
    return lambda actor: actor.has_role(*roles)


TABS = (
    Tab(
        "cho-vao-so",
        vi("Chờ vào sổ"),
        _state(S.PENDING_REGISTRATION),
        order="pk",
        offered=_is(*CLERK),
        empty=vi(
            "Không còn văn bản nào chờ vào sổ. Văn bản quét, tải lên hoặc gửi vào hộp thư sẽ hiện ở đây."
        ),
    ),
    Tab(
        "cho-y-kien",
        vi("Chờ tôi cho ý kiến"),
        _asked,
        order="pk",
        offered=_is(LEADER, CHIEF, DEPUTY_CHIEF),
        empty=vi("Không còn văn bản nào chờ đồng chí cho ý kiến."),
    ),
    Tab(
        "viec-cua-toi",
        vi("Việc của tôi"),
        _working,
        order="due_on",
        offered=_is(HEAD, "officer", CHIEF, DEPUTY_CHIEF),
        empty=vi("Đồng chí không còn việc nào. Văn bản giao cho đồng chí hoặc đơn vị sẽ hiện ở đây."),
    ),
    Tab(
        "cho-trinh",
        vi("Chờ trình"),
        _state(S.PENDING_SUBMISSION),
        order="pk",
        offered=_is(*OFFICE),
        empty=vi("Không còn văn bản nào chờ trình. Văn bản vừa vào sổ sẽ hiện ở đây."),
    ),
    Tab(
        "cho-phan-phoi",
        vi("Chờ phân phối"),
        _state(S.PENDING_DISTRIBUTION),
        order="pk",
        offered=_is(*OFFICE),
        empty=vi(
            "Không còn văn bản nào chờ phân phối. Văn bản đã có ý kiến mà chưa giao nơi xử lý sẽ hiện ở đây."
        ),
    ),
    Tab(
        "cho-lanh-dao",
        vi("Chờ lãnh đạo"),
        _state(S.PENDING_ENDORSEMENT),
        order="pk",
        offered=_is(*OFFICE),
        empty=vi("Không có văn bản nào đang chờ lãnh đạo cho ý kiến."),
    ),
    Tab("qua-han", vi("Quá hạn"), _overdue, order="due_on", empty=vi("Không có văn bản nào quá hạn.")),
    Tab(
        "sap-den-han",
        vi("Sắp đến hạn"),
        _due_soon,
        order="due_on",
        empty=vi("Trong ba ngày tới không có văn bản nào đến hạn."),
    ),
    Tab(
        "dang-xu-ly",
        vi("Đang xử lý"),
        _state(S.IN_PROGRESS),
        order="due_on",
        empty=vi("Không có văn bản nào đang xử lý."),
    ),
    Tab(
        "chua-xem",
        vi("Giao mà chưa xem"),
        _stalled,
        order="pk",
        varies=_given_before,
        offered=_is(*OFFICE, LEADER, HEAD),
        empty=vi("Nơi được giao đều đã mở xem. Việc giao quá một ngày làm việc mà chưa xem sẽ hiện ở đây."),
    ),
    Tab(
        "ngoai-le",
        vi("Ngoại lệ"),
        lambda a: _overdue(a) | _due_soon(a) | _stalled(a),
        order="due_on",
        varies=_given_before,
        offered=_is(CHIEF, DEPUTY_CHIEF),
        empty=vi("Không có văn bản nào quá hạn, sắp đến hạn hoặc giao mà chưa xem."),
    ),
    Tab(
        "de-biet",
        vi("Để biết"),
        lambda a: _mine(a, roles=("information",)),
        order="-pk",
        empty=vi("Chưa có văn bản nào gửi đồng chí để biết."),
    ),
    Tab(
        "da-xu-ly",
        vi("Đã xử lý"),
        _state(S.HANDLED),
        order="-pk",
        empty=vi("Chưa có văn bản nào xử lý xong chờ kết thúc."),
    ),
    Tab(
        "quan-tam",
        vi("Quan tâm"),
        _bookmarked,
        empty=vi("Đồng chí bấm «Quan tâm» ở trang văn bản để giữ văn bản đó ở đây."),
    ),
    Tab(
        "da-ket-thuc",
        vi("Đã kết thúc"),
        _state(S.CLOSED),
        order="-concluded_at",
        counted=False,
        empty=vi("Chưa có văn bản nào kết thúc xử lý."),
    ),
    Tab(
        "chua-vao-ho-so",
        vi("Chưa vào hồ sơ"),
        # Lines of older books lie in the archive already, or are catalogues without papers.
        lambda _a: Q(state=S.CLOSED, filed=False) & ~Q(channel=IncomingDocument.Channel.LEGACY),
        order="-concluded_at",
        offered=_is(ARCHIVIST),
        empty=vi("Văn bản đã kết thúc đều nằm trong hồ sơ."),
    ),
    Tab(
        "tra-lai",
        vi("Trả lại, thu hồi"),
        _state(S.RETURNED, S.RECALLED, S.DISCARDED, S.PURGED),
        counted=False,
        offered=_is(*OFFICE),
        empty=vi("Chưa có văn bản nào trả lại, thu hồi hoặc loại khỏi hàng chờ."),
    ),
    Tab(
        "tat-ca",
        vi("Tất cả đã vào sổ"),
        lambda _a: Q(registered_at__isnull=False),
        order="-registered_at",
        counted=False,
        empty=vi("Chưa có văn bản nào vào sổ."),
    ),
)


FILTERS = (
    Filter("so", vi("Sổ"), by_id("register_id"), "choice", incoming_books),
    Filter("loai", vi("Loại"), by_id("document_type_id"), "choice", document_types),
    Filter("khan", vi("Độ khẩn"), lambda _a, v: Q(urgency=v), "choice", lambda _a: list(Urgency.choices)),
    Filter("co-quan", vi("Cơ quan ban hành"), by_issuer),
    Filter("ky-hieu", vi("Số, ký hiệu"), lambda _a, v: Q(code_key__contains=code_key(v))),
    Filter("tu", vi("Đến từ ngày"), from_day("arrived_on"), "day"),
    Filter("den", vi("Đến hết ngày"), until_day("arrived_on"), "day"),
)

COLUMNS = (
    Column("arrival_number", vi("Số đến"), lambda d: d.arrival_number, "integer", 8),
    Column("arrived_on", vi("Ngày đến"), lambda d: d.arrived_on, "date", 12),
    Column("reference_code", vi("Số, ký hiệu"), lambda d: d.reference_code, "code", 20),
    Column("issued_on", vi("Ngày văn bản"), lambda d: d.issued_on, "date", 12),
    Column("issuer", vi("Cơ quan ban hành"), lambda d: d.issuer_name, "text", 30),
    Column("subject", vi("Trích yếu"), lambda d: d.subject, "strong", 60),
    Column("urgency", vi("Độ khẩn"), lambda d: d.get_urgency_display(), "text", 10, False),
    Column("handlers", vi("Nơi xử lý"), handler_words, "text", 30),
    Column("due_on", vi("Hạn xử lý"), lambda d: d.due_on, "date", 12),
    Column("state", vi("Tình trạng"), lambda d: d.get_state_display(), "text", 16),
)


_ORIGINS = LegacyOrigin.objects.defer("text", "cells")


def _prepare(rows: QuerySet[Any]) -> QuerySet[Any]:
    parts = Prefetch("assignments", Assignment.objects.prefetch_related("unit", "user"))
    return rows.prefetch_related(parts, Prefetch("origin", _ORIGINS))


def _complete(rows: list[Any]) -> None:
    """Parts; slips of what waits for an opinion; pages read and files of what is not in the book yet."""
    parts = with_many(rows, "assignments", Assignment.objects.order_by("pk"))
    asked = [row for row in rows if row.state == S.PENDING_ENDORSEMENT]
    slips = with_many(asked, "submissions", Submission.objects.filter(state="pending"), "waiting")
    with_one((parts, "unit"), (parts, "user"), (slips, "to_user"))
    prefetch_related_objects([row for row in rows if row.channel == "legacy"], Prefetch("origin", _ORIGINS))
    prefetch_related_objects([row for row in rows if not row.subject], "reading", "files")


INCOMING_LIST = declare_list(
    ListSpec(
        "incoming",
        IncomingDocument,
        vi("Văn bản đến"),
        COLUMNS,
        TABS,
        FILTERS,
        order="-pk",
        prepare=_prepare,
        complete=_complete,
        remembered=True,
        empty=vi(
            "Chưa có văn bản nào ở đây. Văn bản quét, tải lên hoặc gửi vào hộp thư sẽ hiện ở «Chờ vào sổ»."
        ),
    )
)
