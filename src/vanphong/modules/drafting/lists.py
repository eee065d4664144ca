"""The list of drafts, with tabs by whose turn it is, and one's own signing key."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from vanphong.kernel.actor import CHIEF, DEPUTY_CHIEF, HEAD, LEADER, Actor
from vanphong.kernel.listing import Column, ListSpec, Tab, declare_list
from vanphong.kernel.organisation.queries import today
from vanphong.kernel.wording import vi
from vanphong.lib.dates import format_date
from vanphong.modules.drafting.models import Draft, OfficeTemplate, SigningKey
from vanphong.modules.drafting.queries.narrowing import TYPE, for_me, late, mine, to_sign
from vanphong.modules.drafting.queries.rows import holders_words

S = Draft.State


def _leads(actor: Actor) -> bool:
    return actor.has_role(LEADER, CHIEF, DEPUTY_CHIEF)


def _in_charge(actor: Actor) -> bool:
    return actor.has_role(LEADER, CHIEF, DEPUTY_CHIEF, HEAD)


TABS = (
    Tab(
        "cho-toi",
        vi("Chờ tôi"),
        for_me,
        order="pk",
        empty=vi("Không có dự thảo nào chờ đồng chí ký nháy, thẩm định, ký, góp ý hoặc sửa."),
    ),
    Tab(
        "cho-ky",
        vi("Chờ tôi ký"),
        to_sign,
        order="pk",
        offered=_leads,
        empty=vi("Không có dự thảo nào chờ đồng chí ký."),
    ),
    Tab(
        "toi-soan",
        vi("Tôi soạn"),
        mine,
        counted=False,
        empty=vi("Đồng chí chưa soạn dự thảo nào. Chọn «Soạn dự thảo», hoặc mở một văn bản đến để trả lời."),
    ),
    Tab(
        "dang-trinh",
        vi("Đang trình"),
        lambda _a: Q(state__in=Draft.IN_CIRCUIT),
        counted=False,
        empty=vi("Không có dự thảo nào đang trình."),
    ),
    Tab(
        "cham",
        vi("Chậm"),
        late,
        order="pk",
        offered=_in_charge,
        empty=vi("Không có dự thảo nào chậm."),
    ),
    Tab(
        "da-ky",
        vi("Đã ký"),
        lambda _a: Q(state=S.SIGNED),
        counted=False,
        empty=vi("Chưa có dự thảo nào được ký."),
    ),
    Tab(
        "tat-ca",
        vi("Tất cả"),
        lambda _a: Q(),
        counted=False,
        empty=vi("Chưa có dự thảo nào."),
    ),
)

COLUMNS = (
    Column("document_type", vi("Loại"), lambda d: d.document_type.name, "text", 16),
    Column("subject", vi("Trích yếu"), lambda d: d.title, "strong", 60),
    Column("issuing_body", vi("Cơ quan ban hành"), lambda d: d.issuing_body.label, "text", 26),
    Column("drafter", vi("Người soạn"), lambda d: str(d.drafter), "text", 22),
    Column("holders", vi("Đang ở"), holders_words, "text", 30),
    Column("due_on", vi("Hạn ban hành"), lambda d: d.due_on, "date", 12),
    Column("state", vi("Tình trạng"), lambda d: d.get_state_display(), "text", 16),
)


def _prepare(rows: QuerySet[Any]) -> QuerySet[Any]:
    joined: QuerySet[Any] = rows.select_related(
        "document_type", "issuing_body", "drafter", "unit", "checked_out_by"
    )
    return joined.prefetch_related("steps__user", "opinions__user")


DRAFT_LIST = declare_list(
    ListSpec(
        "drafts",
        Draft,
        vi("Dự thảo, trình ký"),
        COLUMNS,
        TABS,
        (TYPE,),
        order="-pk",
        prepare=_prepare,
        empty=vi("Không có dự thảo nào ở đây."),
    )
)

KEY_LIST = declare_list(
    ListSpec(
        "signing_keys",
        SigningKey,
        vi("Khóa ký số của tôi"),
        (
            Column("holder", vi("Chứng thư của"), lambda k: k.holder, "strong", 40),
            Column("organisation", vi("Cơ quan"), lambda k: k.organisation, "text", 30),
            Column("valid_to", vi("Hết hạn"), lambda k: format_date(k.valid_to.date()), "text", 14),
        ),
        (Tab("tat-ca", vi("Tất cả"), lambda _a: Q(), order="pk", counted=False),),
        order="pk",
        empty=vi("Đồng chí chưa đặt khóa ký số. Đặt khóa (.p12) để ký số ngay trên hệ thống."),
    )
)

TEMPLATE_LIST = declare_list(
    ListSpec(
        "office_templates",
        OfficeTemplate,
        vi("Mẫu của cơ quan"),
        (
            Column("document_type", vi("Loại văn bản"), lambda t: t.document_type.name, "strong", 24),
            Column(
                "issuing_body",
                vi("Cơ quan ban hành"),
                lambda t: t.issuing_body.label if t.issuing_body else "",
                "text",
                26,
            ),
            Column("name", vi("Tệp"), lambda t: t.name, "text", 40),
            Column("valid_from", vi("Từ ngày"), lambda t: t.valid_from, "date", 12),
            Column("valid_to", vi("Đến ngày"), lambda t: t.valid_to, "date", 12),
        ),
        (
            Tab(
                "dang-dung",
                vi("Đang dùng"),
                lambda _a: OfficeTemplate.on(today()),
                order="pk",
                counted=False,
                empty=vi("Cơ quan dùng mẫu có sẵn của hệ thống cho mọi loại văn bản."),
            ),
            Tab("tat-ca", vi("Tất cả"), lambda _a: Q(), order="pk", counted=False),
        ),
        order="pk",
        prepare=lambda rows: rows.select_related("document_type", "issuing_body"),
        empty=vi("Chưa có mẫu nào của cơ quan."),
    )
)
