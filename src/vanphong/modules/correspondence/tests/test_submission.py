"""Submitting with a proposal, and what a leader does with it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.utils import timezone

from vanphong.kernel.commands import Conflict, Forbidden, Invalid, NotFound
from vanphong.kernel.notifications.telling import notices
from vanphong.modules.correspondence.commands.closing import undo_submission
from vanphong.modules.correspondence.commands.handling import complete_assignment
from vanphong.modules.correspondence.commands.submission import (
    endorse_document,
    possible_endorsers,
    return_submission,
    submit_document,
    withdraw_submission,
)
from vanphong.modules.correspondence.models import IncomingDocument, Submission
from vanphong.testing import correspondence as build
from vanphong.testing.personas import Office

S = IncomingDocument.State
pytestmark = pytest.mark.django_db
YESTERDAY = timezone.localdate() - dt.timedelta(days=1)
LATER = timezone.localdate() + dt.timedelta(days=10)


def test_a_document_is_submitted_to_a_leader_who_is_told(office: Office) -> None:
    document = build.registered(office)
    slip = submit_document(
        office.actor("vanthu"),
        document=document,
        to_user=office.users["bithu"],
        lead=office.units["tonghop"],
        collaborators=[office.units["tonghop"], office.units["quantri"]],
        information=[office.units["quantri"], office.units["hanhchinh"]],
        due_on=LATER,
    )
    assert build.fresh(document).state == S.PENDING_ENDORSEMENT
    assert slip.proposed_collaborators == [office.units["quantri"].pk]
    assert slip.proposed_information == [office.units["hanhchinh"].pk]
    told = notices(office.actor("bithu"))
    assert told[0].title == build.SUBJECT
    assert "1204" not in told[0].text


def test_only_leaders_and_chiefs_are_submitted_to(office: Office) -> None:
    names = {user.username for user in possible_endorsers(office.units["vptu"].pk)}
    assert names == {"bithu", "phobithu", "chanh", "phochanh"}
    for who in ("chuyenvien", "chanhxa"):
        with pytest.raises(Invalid):
            submit_document(
                office.actor("vanthu"), document=build.registered(office), to_user=office.users[who]
            )


def test_nobody_submits_to_themselves_or_with_a_day_gone_by(office: Office) -> None:
    document = build.registered(office)
    with pytest.raises(Invalid):
        submit_document(office.actor("chanh"), document=document, to_user=office.users["chanh"])
    with pytest.raises(Invalid) as refused:
        submit_document(
            office.actor("chanh"), document=document, to_user=office.users["bithu"], due_on=YESTERDAY
        )
    assert "due_on" in refused.value.fields


def test_two_leaders_may_be_asked_but_neither_twice(office: Office) -> None:
    document = build.submitted(office)
    with pytest.raises(Conflict, match="đang chờ ý kiến"):
        submit_document(office.actor("vanthu"), document=document, to_user=office.users["bithu"])
    submit_document(office.actor("vanthu"), document=document, to_user=office.users["phobithu"])
    endorse_document(office.actor("bithu"), document=document, text="Đồng ý.")
    assert build.fresh(document).state == S.PENDING_ENDORSEMENT
    endorse_document(office.actor("phobithu"), document=document, text="Đồng ý.")
    assert build.fresh(document).state == S.PENDING_DISTRIBUTION


def test_officers_do_not_submit(office: Office) -> None:
    with pytest.raises(NotFound):
        submit_document(
            office.actor("chuyenvien"), document=build.registered(office), to_user=office.users["bithu"]
        )
    with pytest.raises(Forbidden):
        submit_document(
            office.actor("bithu"), document=build.registered(office), to_user=office.users["chanh"]
        )


def test_agreeing_with_the_proposal_distributes_it_whole(office: Office) -> None:
    document = build.submitted(
        office, collaborators=[office.units["quantri"]], information=[office.units["hanhchinh"]], due_on=LATER
    )
    said = endorse_document(office.actor("bithu"), document=document, as_proposed=True)
    document = build.fresh(document)
    assert (said.text, said.as_proposed) == ("Đồng ý theo đề xuất.", True)
    assert document.state == S.IN_PROGRESS and document.due_on == LATER
    parts = {
        (part.role, part.unit.code if part.unit else "", part.due_on) for part in document.assignments.all()
    }
    assert parts == {
        ("lead", "VPTU-tonghop", LATER),
        ("collaborator", "VPTU-quantri", LATER),
        ("information", "VPTU-hanhchinh", None),
    }
    assert document.submissions.get().state == Submission.State.ENDORSED


def test_what_the_leader_names_goes_before_the_proposal(office: Office) -> None:
    document = build.submitted(office, due_on=LATER)
    endorse_document(office.actor("bithu"), document=document, as_proposed=True, lead=office.units["quantri"])
    part = build.part_of(document)
    assert part.unit == office.units["quantri"] and part.due_on == LATER


def test_words_without_a_lead_leave_distribution_to_the_office(office: Office) -> None:
    document = build.endorsed(office)
    assert document.state == S.PENDING_DISTRIBUTION
    assert document.endorsements.get().text == "Văn phòng tham mưu."
    assert notices(office.actor("vanthu"))


def test_a_lead_without_words_gets_words(office: Office) -> None:
    document = build.submitted(office)
    said = endorse_document(office.actor("bithu"), document=document, lead=office.units["quantri"])
    assert said.text == "Giao Phòng Quản trị chủ trì."


def test_an_empty_endorsement_and_a_day_gone_by_are_refused(office: Office) -> None:
    document = build.submitted(office)
    with pytest.raises(Invalid):
        endorse_document(office.actor("bithu"), document=document)
    with pytest.raises(Invalid):
        endorse_document(office.actor("bithu"), document=document, text="x", due_on=YESTERDAY)


def test_only_who_was_asked_endorses(office: Office) -> None:
    document = build.submitted(office)
    for who in ("phobithu", "chanh", "vanthu"):
        with pytest.raises(Forbidden, match="được trình"):
            endorse_document(office.actor(who), document=document, text="Đồng ý.")


def test_an_assistant_endorses_in_the_leaders_name_and_both_are_kept(office: Office) -> None:
    document = build.submitted(office)
    leader = office.actor("bithu")
    helper = replace(
        leader,
        user_id=office.users["chuyenvien"].pk,
        name="Bùi Thị Ngọc",
        principal_id=leader.user_id,
        principal_name=leader.name,
    )
    said = endorse_document(helper, document=document, text="Đồng ý.")
    assert (said.user, said.entered_by) == (office.users["bithu"], "Bùi Thị Ngọc")


def test_a_leader_sends_the_slip_back_with_a_reason(office: Office) -> None:
    document = build.submitted(office)
    with pytest.raises(Invalid):
        return_submission(office.actor("bithu"), document=document, reason=" ")
    slip = return_submission(office.actor("bithu"), document=document, reason="Thiếu ý kiến Ban Tổ chức.")
    assert slip.state == Submission.State.RETURNED
    assert build.fresh(document).state == S.PENDING_SUBMISSION
    assert notices(office.actor("chanh"))[0].title == build.SUBJECT
    with pytest.raises(Forbidden):
        return_submission(office.actor("bithu"), document=document, reason="lần nữa")


def test_the_office_withdraws_all_slips(office: Office) -> None:
    document = build.submitted(office)
    withdraw_submission(office.actor("vanthu"), document=document, reason="Nhầm người.")
    assert build.fresh(document).state == S.PENDING_SUBMISSION
    assert document.submissions.get().state == Submission.State.WITHDRAWN
    with pytest.raises(Forbidden):
        withdraw_submission(office.actor("vanthu"), document=document)


def test_work_given_out_goes_on_while_a_further_opinion_is_awaited(office: Office) -> None:
    document = build.distributed(office, collaborators=[])
    submit_document(office.actor("chanh"), document=document, to_user=office.users["bithu"])
    complete_assignment(
        office.actor("truongtonghop"), document=document, assignment=build.part_of(document), result="Xong."
    )
    assert build.fresh(document).state == S.PENDING_ENDORSEMENT
    endorse_document(office.actor("bithu"), document=document, text="Tốt.")
    assert build.fresh(document).state == S.HANDLED


def test_a_second_opinion_does_not_give_the_lead_to_two(office: Office) -> None:
    document = build.distributed(office)
    submit_document(office.actor("chanh"), document=document, to_user=office.users["bithu"])
    endorse_document(office.actor("bithu"), document=document, lead=office.units["quantri"], text="Chuyển.")
    document = build.fresh(document)
    assert document.state == S.IN_PROGRESS
    assert build.part_of(document).unit == office.units["tonghop"]


def test_submitting_is_taken_back_by_who_did_it_to_where_it_stood(office: Office) -> None:
    document = build.endorsed(office)
    submit_document(office.actor("vanthu"), document=document, to_user=office.users["phobithu"])
    with pytest.raises(Conflict):
        undo_submission(office.actor("chanh"), document=document)
    assert undo_submission(office.actor("vanthu"), document=document).state == S.PENDING_DISTRIBUTION
    with pytest.raises(Conflict):
        undo_submission(office.actor("vanthu"), document=document)


def test_a_slip_a_leader_has_answered_is_not_taken_back(office: Office) -> None:
    document = build.registered(office)
    submit_document(office.actor("vanthu"), document=document, to_user=office.users["bithu"])
    endorse_document(office.actor("bithu"), document=document, text="Đồng ý.")
    with pytest.raises(Conflict, match="việc khác"):
        undo_submission(office.actor("vanthu"), document=document)
