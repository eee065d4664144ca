"""Drafts for tests, brought to each state by the people whose work it is."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.utils import timezone

from vanphong.kernel.jobs.worker import work_off
from vanphong.lib.templates import blank, make
from vanphong.lib.templates.rules import layout_on, type_called
from vanphong.modules.correspondence.public import IncomingFile
from vanphong.modules.drafting.commands.circuit import approve_draft, return_draft, submit_draft
from vanphong.modules.drafting.commands.consulting import ask_opinions
from vanphong.modules.drafting.commands.keys import keep_key
from vanphong.modules.drafting.commands.reading import purge_draft
from vanphong.modules.drafting.commands.signing import sign_on_paper
from vanphong.modules.drafting.commands.starting import Head, cancel_draft, start_draft
from vanphong.modules.drafting.commands.templates import add_template
from vanphong.modules.drafting.commands.versions import check_in, check_out
from vanphong.modules.drafting.models import Draft, OfficeTemplate, SigningKey
from vanphong.testing import issuing, signing
from vanphong.testing.personas import Office

S = Draft.State
PIN = "246810"
BODY = "1. Văn phòng Tỉnh ủy tổng hợp, báo cáo.\n2. Phòng Tổng hợp theo dõi việc thực hiện."


@cache
def letter(body: str = BODY, to: str = "Ban Tổ chức Tỉnh ủy Sơn Hà") -> bytes:
    """A letter of the office, ready to be signed by its chief; `to` stands in «Nơi nhận» too."""
    words: dict[str, str | list[str]] = {
        "superior": "TỈNH ỦY SƠN HÀ",
        "issuer": "VĂN PHÒNG",
        "place": "Sơn Hà",
        "subject": "cung cấp số liệu báo cáo",
        "addressees": [to],
        "body": body,
        "recipients": ["Như trên", to, "Lưu Văn phòng Tỉnh ủy"],
        "name": "Nguyễn Đức An",
    }
    return make("Công văn", "van-phong", None, words)


def file_of(content: bytes, name: str = "dự thảo.docx") -> IncomingFile:
    """The bytes as a screen hands them over."""
    return issuing.file_of(content, name)


def head(office: Office, **more: Any) -> Head:
    """What the draft is to be; any may be given otherwise."""
    given: dict[str, Any] = {
        "issuing_body": office.units["vptu"],
        "document_type": issuing.type_of("OFFICIAL_LETTER"),
        "subject": "Cung cấp số liệu báo cáo",
        "signer": office.users["chanh"],
    }
    return Head(**(given | more))


def fresh(draft: Draft) -> Draft:
    """The draft as the database has it now."""
    return Draft.objects.get(pk=draft.pk)


def started(office: Office, content: bytes | None = None, *, read: bool = True, **more: Any) -> Draft:
    """A draft by «chuyenvien» with its first version, read unless told otherwise."""
    draft = start_draft(
        office.actor("chuyenvien"),
        unit=office.units["tonghop"],
        head=head(office, **more),
        file=file_of(content or letter()),
    )
    if read:
        work_off(["reading"])
    return fresh(draft)


def submitted(
    office: Office, *initials: str, appraiser: str = "", signer: str = "chanh", draft: Draft | None = None
) -> Draft:
    """A draft on its way to those named; with none of them straight to the signer."""
    draft = draft or started(office)
    users = office.users
    submit_draft(
        office.actor("chuyenvien"),
        draft=draft,
        signer=users[signer],
        initials=[users[name] for name in initials],
        appraiser=users[appraiser] if appraiser else None,
    )
    return fresh(draft)


def signed(office: Office) -> Draft:
    """A draft the chief signed on paper."""
    draft = submitted(office)
    sign_on_paper(office.actor("chanh"), draft=draft)
    return fresh(draft)


def key(office: Office, name: str = "chanh") -> SigningKey:
    """The person's own signing key, from the authority of tests."""
    user = office.users[name]
    content = signing.authority().issue(user.full_name, "Văn phòng Tỉnh ủy Sơn Hà", PIN)
    made: SigningKey = keep_key(office.actor(name), content=content, pin=PIN)
    return made


def template(office: Office) -> OfficeTemplate:
    """The office's own template of a letter, just as the rules have it."""
    kind = type_called("Công văn")
    assert kind is not None
    made: OfficeTemplate = add_template(
        office.actor("chanh"),
        agency=office.units["vptu"],
        document_type=issuing.type_of("OFFICIAL_LETTER"),
        file=file_of(blank(kind, layout_on(timezone.localdate())), "mẫu công văn.docx"),
    )
    return made


def in_every_state(office: Office) -> dict[str, Draft]:
    """One draft in each state, a signing key, and a template of the office."""
    key(office)
    template(office)
    writer = office.actor("chuyenvien")
    asked, cancelled, purged, returned = (started(office) for _ in range(4))
    ask_opinions(writer, draft=asked, users=[office.users["chuyenvien2"], office.users["truongquantri"]])
    cancel_draft(writer, draft=cancelled, reason="Không cần nữa.")
    purge_draft(writer, draft=purged, found_level="mat", where="trang 1")
    submitted(office, "truongtonghop", draft=returned)
    return_draft(office.actor("truongtonghop"), draft=returned, reason="Sửa mục 2.")
    second = submitted(office, "truongtonghop")
    approve_draft(office.actor("truongtonghop"), draft=second)
    twice, wrong = started(office), started(office, letter(body="Ngày 31/02/2026 báo cáo.\nCác đơn vị làm."))
    check_in(writer, draft=twice, file=file_of(letter(body="1. Văn phòng làm ngay.\n2. Hết.")))
    check_out(office.actor("truongtonghop"), draft=started(office))
    work_off(["reading"])
    found = {
        S.DRAFTING: twice,
        S.IN_CONSULTATION: asked,
        S.PENDING_APPRAISAL: submitted(office, appraiser="phochanh", draft=wrong),
        S.PENDING_INITIAL: submitted(office, "truongtonghop"),
        S.PENDING_SIGNATURE: second,
        S.CHANGES_REQUESTED: returned,
        S.SIGNED: signed(office),
        S.CANCELLED: cancelled,
        S.PURGED: purged,
    }
    return {str(state): fresh(draft) for state, draft in found.items()}
