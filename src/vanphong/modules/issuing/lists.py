"""The lists of outgoing documents, with tabs by what is still to be done, and of groups of recipients."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, prefetch_related_objects

from vanphong.kernel.actor import CHIEF, DEPUTY_CHIEF, REGISTRAR, Actor
from vanphong.kernel.listing import Column, Filter, ListSpec, Tab, declare_list
from vanphong.kernel.wording import vi
from vanphong.lib.text import code_key
from vanphong.modules.issuing.models import Delivery, OutgoingDocument, RecipientGroup
from vanphong.modules.issuing.queries.narrowing import BODY, FROM, TYPE, UNTIL
from vanphong.modules.issuing.queries.rows import recipients_words

S = OutgoingDocument.State


def _state(*states: str) -> Any:
    return lambda _actor: Q(state__in=states)


def _office(actor: Actor) -> bool:
    return actor.has_role(REGISTRAR, CHIEF, DEPUTY_CHIEF)


def _awaited(_actor: Actor) -> Q:
    """Sent, and somebody has not got it yet."""
    waiting = Delivery.objects.filter(document=OuterRef("pk"), state__in=Delivery.AWAITED)
    return Q(state=S.DISPATCHED) & Q(Exists(waiting))


def _refused(_actor: Actor) -> Q:
    """Sent back by a recipient that has got no other copy since."""
    again = Delivery.objects.filter(
        document=OuterRef("document"), unit=OuterRef("unit"), pk__gt=OuterRef("pk")
    )
    refused = Delivery.objects.filter(document=OuterRef("pk"), state=Delivery.State.REFUSED)
    return Q(state=S.DISPATCHED) & Q(Exists(refused.filter(~Exists(again))))


TABS = (
    Tab(
        "cho-cap-so",
        vi("Chờ cấp số"),
        _state(S.PENDING_NUMBER),
        order="pk",
        empty=vi("Không còn văn bản nào chờ cấp số. Văn bản đã ký mà văn thư nhận vào sẽ hiện ở đây."),
    ),
    Tab(
        "cho-phat-hanh",
        vi("Chờ phát hành"),
        _state(S.PENDING_DISPATCH),
        order="pk",
        empty=vi("Không còn văn bản nào đã có số mà chưa phát hành."),
    ),
    Tab(
        "chua-nhan",
        vi("Có nơi chưa nhận"),
        _awaited,
        order="pk",
        offered=_office,
        empty=vi("Mọi nơi nhận đều đã nhận văn bản."),
    ),
    Tab(
        "bi-tra-lai",
        vi("Bị trả lại"),
        _refused,
        order="pk",
        offered=_office,
        empty=vi("Không có nơi nào trả lại văn bản."),
    ),
    Tab(
        "da-phat-hanh",
        vi("Đã phát hành"),
        _state(S.DISPATCHED),
        counted=False,
        empty=vi("Chưa có văn bản nào phát hành."),
    ),
    Tab(
        "thu-hoi",
        vi("Thu hồi, hủy, rút"),
        _state(S.REVOKED, S.WITHDRAWN, S.PURGED),
        counted=False,
        offered=_office,
        empty=vi("Chưa có văn bản nào bị thu hồi, hủy số hoặc rút."),
    ),
    Tab(
        "tat-ca",
        vi("Tất cả đã cấp số"),
        lambda _a: Q(numbered_at__isnull=False),
        order="-numbered_at",
        counted=False,
        empty=vi("Chưa có văn bản nào được cấp số."),
    ),
)

FILTERS = (
    BODY,
    TYPE,
    Filter("ky-hieu", vi("Số, ký hiệu"), lambda _a, v: Q(code_key__contains=code_key(v))),
    FROM,
    UNTIL,
)

COLUMNS = (
    Column("reference_code", vi("Số, ký hiệu"), lambda d: d.reference_code, "code", 20),
    Column("issued_on", vi("Ngày văn bản"), lambda d: d.issued_on, "date", 12),
    Column("document_type", vi("Loại"), lambda d: str(d.document_type or ""), "text", 16),
    Column("subject", vi("Trích yếu"), lambda d: d.subject, "strong", 60),
    Column(
        "issuing_body",
        vi("Cơ quan ban hành"),
        lambda d: d.issuing_body.label if d.issuing_body else "",
        "text",
        26,
    ),
    Column("signer", vi("Người ký"), lambda d: d.signer, "text", 22),
    Column("recipients", vi("Nơi nhận"), recipients_words, "text", 34),
    Column("state", vi("Tình trạng"), lambda d: d.get_state_display(), "text", 16),
)


def _prepare(rows: QuerySet[Any]) -> QuerySet[Any]:
    joined: QuerySet[Any] = rows.select_related("document_type", "issuing_body")
    return joined.prefetch_related("deliveries__unit")


def _complete(rows: list[Any]) -> None:
    prefetch_related_objects([row for row in rows if not row.subject], "files")


OUTGOING_LIST = declare_list(
    ListSpec(
        "outgoing",
        OutgoingDocument,
        vi("Văn bản đi"),
        COLUMNS,
        TABS,
        FILTERS,
        order="-pk",
        prepare=_prepare,
        complete=_complete,
        empty=vi("Chưa có văn bản đi nào ở đây."),
    )
)

GROUP_LIST = declare_list(
    ListSpec(
        "recipient_groups",
        RecipientGroup,
        vi("Nhóm nơi nhận"),
        (
            Column("name", vi("Tên nhóm"), lambda g: g.name, "strong", 40),
            Column("count", vi("Số nơi nhận"), lambda g: len(g.unit_ids), "integer", 12),
        ),
        (Tab("tat-ca", vi("Tất cả"), lambda _a: Q(), order="pk", counted=False),),
        order="pk",
        empty=vi("Chưa có nhóm nào. Lập nhóm cho những nơi hay nhận cùng một văn bản."),
    )
)
