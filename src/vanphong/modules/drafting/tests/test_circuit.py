"""The way of a draft: in order, side by side, back again, given to another; who holds it is always known."""

from __future__ import annotations

import pytest

from vanphong.kernel.commands import Conflict, Forbidden, Invalid, NotFound
from vanphong.kernel.jobs.worker import work_off
from vanphong.modules.drafting.commands.circuit import (
    approve_draft,
    return_draft,
    submit_draft,
    substitute,
    withdraw_draft,
)
from vanphong.modules.drafting.commands.signing import record_paper_signature, sign_on_paper
from vanphong.modules.drafting.commands.versions import check_in, check_out
from vanphong.modules.drafting.models import Draft
from vanphong.modules.drafting.queries.rows import holders_words
from vanphong.testing import drafting, papers
from vanphong.testing.personas import Office

S = Draft.State


def test_parts_follow_in_order_and_people_of_one_part_act_side_by_side(office: Office) -> None:
    draft = drafting.started(office)
    users = office.users
    submit_draft(
        office.actor("chuyenvien"),
        draft=draft,
        signer=users["bithu"],
        initials=[users["truongtonghop"], users["truongquantri"]],
        appraiser=users["phochanh"],
        office_initials=[users["chanh"]],
    )
    draft = drafting.fresh(draft)
    assert draft.state == S.PENDING_INITIAL
    assert holders_words(draft) == "Hoàng Văn Minh, Đặng Văn Quý"
    approve_draft(office.actor("truongtonghop"), draft=draft)
    assert holders_words(drafting.fresh(draft)) == "Đặng Văn Quý"
    with pytest.raises((Conflict, Forbidden)):
        approve_draft(office.actor("truongtonghop"), draft=draft)
    approve_draft(office.actor("truongquantri"), draft=draft, words="Nhất trí.")
    draft = drafting.fresh(draft)
    assert draft.state == S.PENDING_APPRAISAL
    approve_draft(office.actor("phochanh"), draft=draft)
    assert drafting.fresh(draft).state == S.PENDING_INITIAL
    with pytest.raises(NotFound):
        sign_on_paper(office.actor("vanthuxa"), draft=draft)
    approve_draft(office.actor("chanh"), draft=draft)
    draft = drafting.fresh(draft)
    assert draft.state == S.PENDING_SIGNATURE
    sign_on_paper(office.actor("bithu"), draft=draft)
    assert drafting.fresh(draft).state == S.SIGNED
    told = [(step.user.username, step.state) for step in draft.steps.all()]
    assert {state for _name, state in told} == {"done"}
    assert len(told) == 5


def test_what_is_returned_goes_to_the_drafter_or_to_a_part_before(office: Office) -> None:
    draft = drafting.submitted(office, "truongtonghop", appraiser="phochanh")
    approve_draft(office.actor("truongtonghop"), draft=draft)
    with pytest.raises(Invalid, match="lý do"):
        return_draft(office.actor("phochanh"), draft=draft, reason=" ")
    with pytest.raises(Invalid, match="bước"):
        return_draft(office.actor("phochanh"), draft=draft, reason="Xem lại.", to=4)
    return_draft(office.actor("phochanh"), draft=draft, reason="Xem lại mục 1.", to=1)
    draft = drafting.fresh(draft)
    assert draft.state == S.PENDING_INITIAL
    assert holders_words(draft) == "Hoàng Văn Minh"
    return_draft(office.actor("truongtonghop"), draft=draft, reason="Sửa mục 2.")
    draft = drafting.fresh(draft)
    assert (draft.state, holders_words(draft)) == (S.CHANGES_REQUESTED, "Bùi Thị Ngọc")
    told = [(step.user.username, step.state, step.words) for step in draft.steps.all()]
    assert ("truongtonghop", "returned", "Sửa mục 2.") in told
    assert ("phochanh", "ended", "Xem lại mục 1.") in told
    submit_draft(
        office.actor("chuyenvien"),
        draft=draft,
        signer=office.users["chanh"],
        initials=[office.users["truongtonghop"]],
    )
    draft = drafting.fresh(draft)
    assert (draft.state, {step.round for step in draft.steps.all()}) == (S.PENDING_INITIAL, {1, 2})


def test_what_is_not_ready_is_not_submitted(office: Office) -> None:
    writer, users = office.actor("chuyenvien"), office.users
    unread = drafting.started(office, read=False)
    with pytest.raises(Conflict, match="đang đọc"):
        submit_draft(writer, draft=unread, signer=users["chanh"])
    work_off(["reading"])
    draft = drafting.fresh(unread)
    check_out(writer, draft=draft)
    with pytest.raises(Conflict, match="lấy bản này ra sửa"):
        submit_draft(writer, draft=draft, signer=users["chanh"])
    check_in(writer, draft=draft, file=drafting.file_of(drafting.letter(body="1. Khác.\n2. Nữa.")))
    work_off(["reading"])
    with pytest.raises(Invalid, match="không giữ chức vụ được ký"):
        submit_draft(writer, draft=draft, signer=users["chuyenvien2"])
    with pytest.raises(Invalid, match="không công tác"):
        submit_draft(writer, draft=draft, signer=users["chanh"], initials=[users["vanthuxa"]])
    with pytest.raises(Invalid, match="không tự thẩm định"):
        submit_draft(writer, draft=draft, signer=users["chanh"], appraiser=users["chuyenvien"])
    with pytest.raises(Invalid, match="không ký nháy"):
        submit_draft(writer, draft=draft, signer=users["chanh"], initials=[users["chanh"]])
    assert drafting.fresh(draft).state == S.DRAFTING


def test_the_drafter_withdraws_and_a_part_is_given_to_another(office: Office) -> None:
    draft = drafting.submitted(office, "truongtonghop")
    with pytest.raises(Forbidden):
        withdraw_draft(office.actor("truongtonghop"), draft=draft, reason="Tôi muốn.")
    withdraw_draft(office.actor("chuyenvien"), draft=draft, reason="Thiếu phụ lục.")
    assert drafting.fresh(draft).state == S.DRAFTING
    draft = drafting.submitted(office, "truongtonghop", draft=drafting.fresh(draft))
    away, other = office.users["truongtonghop"], office.users["truongquantri"]
    with pytest.raises(Invalid, match="không giữ"):
        substitute(office.actor("chanh"), draft=draft, instead_of=other, user=away, reason="Đi vắng.")
    with pytest.raises(Invalid, match="lý do"):
        substitute(office.actor("chanh"), draft=draft, instead_of=away, user=other, reason="")
    substitute(office.actor("chanh"), draft=draft, instead_of=away, user=other, reason="Đi công tác.")
    assert holders_words(drafting.fresh(draft)) == "Đặng Văn Quý"
    with pytest.raises(Forbidden):
        approve_draft(office.actor("truongtonghop"), draft=draft)
    approve_draft(office.actor("truongquantri"), draft=draft)
    assert drafting.fresh(draft).state == S.PENDING_SIGNATURE


def test_what_is_signed_is_changed_by_nobody(office: Office) -> None:
    draft = drafting.signed(office)
    for name in ("chuyenvien", "truongtonghop"):
        with pytest.raises(Forbidden):
            check_out(office.actor(name), draft=draft)
    with pytest.raises(Forbidden):
        withdraw_draft(office.actor("chuyenvien"), draft=draft, reason="Nhầm.")


def test_only_a_picture_or_print_of_the_signed_paper_is_taken(office: Office) -> None:
    draft, clerk = drafting.submitted(office), office.actor("vanthu")
    with pytest.raises(Invalid, match="PDF hoặc ảnh"):
        record_paper_signature(clerk, draft=draft, scan=drafting.file_of(drafting.letter()))
    assert drafting.fresh(draft).state == S.PENDING_SIGNATURE


def test_a_signed_scan_found_secret_goes_with_its_draft_before_it_is_numbered(office: Office) -> None:
    draft = drafting.submitted(office)
    scan = papers.letter_pdf(stamp="TỐI MẬT", subject="việc không được biết")
    record_paper_signature(office.actor("vanthu"), draft=draft, scan=drafting.file_of(scan, "quét.pdf"))
    work_off()
    work_off()
    assert drafting.fresh(draft).state == S.PURGED
    assert not draft.versions.exists()
