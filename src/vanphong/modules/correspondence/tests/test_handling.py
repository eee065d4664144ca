"""Seen, received, noted, done, returned, extended, concluded, kept, opened again, taken back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.utils import timezone

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Conflict, Forbidden, Invalid, NotFound
from vanphong.kernel.jobs.worker import work_off
from vanphong.kernel.notifications.telling import notices
from vanphong.kernel.search.finding import find
from vanphong.modules.correspondence.channels.examining import examine
from vanphong.modules.correspondence.commands.closing import keep_for_reference, undo_conclusion
from vanphong.modules.correspondence.commands.distribution import reassign
from vanphong.modules.correspondence.commands.following import (
    follow_document,
    mark_read,
    unfollow_document,
)
from vanphong.modules.correspondence.commands.handling import (
    acknowledge,
    add_note,
    ask_extension,
    complete_assignment,
    conclude_handling,
    decide_extension,
    mark_seen,
    record_viewing,
    reopen_document,
    return_assignment,
    wishes,
)
from vanphong.modules.correspondence.forms.handling import DecideExtensionForm
from vanphong.modules.correspondence.models import (
    Assignment,
    DocumentFile,
    Extension,
    HandlingNote,
    IncomingDocument,
)
from vanphong.testing import correspondence as build
from vanphong.testing import papers
from vanphong.testing.personas import Office

S = IncomingDocument.State
pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def days(count: int) -> dt.date:
    return TODAY + dt.timedelta(days=count)


def officers_part(office: Office, document: IncomingDocument) -> Assignment:
    return reassign(
        office.actor("truongtonghop"),
        document=document,
        assignment=build.part_of(document),
        user=office.users["chuyenvien"],
    )


def test_opening_the_page_makes_ones_own_part_seen_and_no_other(office: Office) -> None:
    document = build.distributed(office)
    record_viewing(office.actor("truongtonghop"), document)
    record_viewing(office.actor("chanh"), document)
    states = dict(document.assignments.values_list("role", "state"))
    assert states == {"lead": "seen", "collaborator": "unseen"}
    assert document.viewings.count() == 2
    assert mark_seen(office.actor("truongtonghop"), document=document).pk == document.pk


def test_a_part_is_received_by_who_holds_it(office: Office) -> None:
    document = build.distributed(office)
    part = acknowledge(office.actor("truongtonghop"), document=document, assignment=build.part_of(document))
    part.refresh_from_db()
    assert part.state == "received" and part.received_at and part.seen_at
    with pytest.raises(Conflict):
        acknowledge(office.actor("truongtonghop"), document=document, assignment=part)
    with pytest.raises(Forbidden, match="giao cho người khác"):
        acknowledge(office.actor("truongquantri"), document=document, assignment=part)
    with pytest.raises(Forbidden):
        acknowledge(office.actor("vanthu"), document=document, assignment=part)


def test_a_note_on_ones_part_sets_it_to_work(office: Office) -> None:
    document = build.distributed(office)
    note = add_note(
        office.actor("truongtonghop"),
        document=document,
        text="Đang tham mưu.",
        assignment=build.part_of(document),
    )
    assert note.kind == HandlingNote.Kind.COMMENT
    assert build.part_of(document).state == "in_progress"
    with pytest.raises(Invalid):
        add_note(office.actor("truongtonghop"), document=document, text="  ")
    with pytest.raises(Conflict):
        other = build.part_of(build.distributed(office))
        add_note(office.actor("truongtonghop"), document=document, text="x", assignment=other)
    with pytest.raises(NotFound):
        add_note(office.actor("chuyenvien"), document=document, text="x")


def test_a_product_lies_with_the_document_but_is_not_the_document(
    office: Office, var: Path, tmp_path: Path
) -> None:
    document = build.distributed(office, collaborators=[])
    path = tmp_path / "du-thao.pdf"
    path.write_bytes(papers.letter_pdf())
    complete_assignment(
        office.actor("truongtonghop"),
        document=document,
        assignment=build.part_of(document),
        result="Đã trả lời.",
        reply_code="88-CV/VPTU",
        product=examine(path, "dự thảo trả lời.pdf"),
    )
    work_off(["reading"])
    file = document.files.get()
    assert (file.kind, file.name) == (DocumentFile.Kind.PRODUCT, "dự thảo trả lời.pdf")
    assert document.notes.get().file == file
    document = build.fresh(document)
    assert (document.state, document.reply_code) == (S.HANDLED, "88-CV/VPTU")


def test_the_whole_is_handled_with_the_last_working_part(office: Office) -> None:
    document = build.distributed(office, information=[office.units["hanhchinh"]])
    lead, other = build.part_of(document), build.part_of(document, "collaborator")
    with pytest.raises(Invalid):
        complete_assignment(office.actor("truongtonghop"), document=document, assignment=lead, result="")
    complete_assignment(office.actor("truongtonghop"), document=document, assignment=lead, result="Xong.")
    assert build.fresh(document).state == S.IN_PROGRESS
    complete_assignment(office.actor("truongquantri"), document=document, assignment=other, result="Xong.")
    assert build.fresh(document).state == S.HANDLED
    assert notices(office.actor("chanh"))[0].text == "Một phần việc được giao đã xong."


def test_the_unit_is_done_only_after_its_people(office: Office) -> None:
    document = build.distributed(office, collaborators=[])
    child = officers_part(office, document)
    with pytest.raises(Conflict, match="Bùi Thị Ngọc"):
        complete_assignment(
            office.actor("truongtonghop"), document=document, assignment=build.part_of(document), result="x"
        )
    complete_assignment(office.actor("chuyenvien"), document=document, assignment=child, result="Đã soạn.")
    assert build.fresh(document).state == S.IN_PROGRESS
    with pytest.raises(Forbidden):
        complete_assignment(
            office.actor("chuyenvien"), document=document, assignment=build.part_of(document), result="x"
        )


def test_a_part_given_back_tells_who_assigned_it(office: Office) -> None:
    document = build.distributed(office, collaborators=[])
    part = build.part_of(document)
    with pytest.raises(Invalid):
        return_assignment(office.actor("truongtonghop"), document=document, assignment=part, reason="")
    return_assignment(
        office.actor("truongtonghop"), document=document, assignment=part, reason="Thuộc Phòng Quản trị."
    )
    assert build.fresh(document).state == S.PENDING_DISTRIBUTION
    assert notices(office.actor("chanh"))[0].urgent


def test_copies_for_information_are_ticked_off(office: Office) -> None:
    document = build.distributed(
        office, lead=None, collaborators=[], information_users=[office.users["chuyenvien3"]]
    )
    mark_read(office.actor("chuyenvien3"), document=document)
    assert build.fresh(document).state == S.HANDLED
    with pytest.raises(Forbidden):
        mark_read(office.actor("chuyenvien3"), document=document)
    working = build.distributed(office)
    with pytest.raises(Forbidden):
        mark_read(office.actor("truongtonghop"), document=build.handled(office))
    with pytest.raises(Conflict, match="chưa đọc"):
        mark_read(office.actor("truongtonghop"), document=working)


def test_more_time_is_asked_and_granted_and_counted(office: Office) -> None:
    document = build.distributed(office, due_on=days(3))
    head, part = office.actor("truongtonghop"), build.part_of(document)
    asked = ask_extension(head, document=document, assignment=part, new_due_on=days(8), reason="Chờ số liệu.")
    with pytest.raises(Conflict, match="đang chờ duyệt"):
        ask_extension(head, document=document, assignment=part, new_due_on=days(9), reason="x")
    with pytest.raises(Forbidden, match="không tự duyệt"):
        decide_extension(head, document=document, extension=asked, granted=True)
    with pytest.raises(Forbidden, match="người giao việc"):
        decide_extension(office.actor("truongquantri"), document=document, extension=asked, granted=True)
    decide_extension(office.actor("chanh"), document=document, extension=asked, granted=True)
    part.refresh_from_db()
    document = build.fresh(document)
    assert (part.due_on, part.extension_count, document.due_on) == (days(8), 1, days(8))
    assert part.due_reason == "gia hạn lần 1: Chờ số liệu."
    with pytest.raises(Conflict):
        decide_extension(office.actor("chanh"), document=document, extension=asked, granted=False)


@pytest.mark.parametrize(("when", "why"), [(2, "Chờ."), (3, "Chờ."), (9, " ")])
def test_a_wish_for_more_time_that_makes_no_sense(office: Office, when: int, why: str) -> None:
    document = build.distributed(office, due_on=days(3))
    with pytest.raises(Invalid):
        ask_extension(
            office.actor("truongtonghop"),
            document=document,
            assignment=build.part_of(document),
            new_due_on=days(when),
            reason=why,
        )


def test_a_refusal_leaves_the_day_and_the_head_decides_for_his_people(office: Office) -> None:
    document = build.distributed(office, due_on=days(3))
    child = officers_part(office, document)
    officer, head = office.actor("chuyenvien"), office.actor("truongtonghop")
    asked = ask_extension(
        officer, document=document, assignment=child, new_due_on=days(6), reason="Nhiều việc."
    )
    with pytest.raises(Invalid, match="hạn của đơn vị"):
        decide_extension(head, document=document, extension=asked, granted=True)
    decide_extension(head, document=document, extension=asked, granted=False, reason="Làm cho kịp.")
    child.refresh_from_db()
    asked.refresh_from_db()
    assert (child.due_on, asked.state) == (days(3), Extension.State.REFUSED)


def test_only_wishes_one_may_answer_are_put_before_one(office: Office) -> None:
    document = build.distributed(office, due_on=days(3))
    child = officers_part(office, document)
    head, chief = office.actor("truongtonghop"), office.actor("chanh")
    own = ask_extension(
        head, document=document, assignment=build.part_of(document), new_due_on=days(8), reason="Chờ."
    )
    below = ask_extension(
        office.actor("chuyenvien"), document=document, assignment=child, new_due_on=days(6), reason="Chờ."
    )
    offered = DecideExtensionForm(actor=head, record=document).fields["extension"].queryset
    assert list(offered) == [below]
    assert wishes(chief, document) == [own, below]


def test_a_wish_for_more_time_ends_with_its_part(office: Office) -> None:
    document = build.distributed(office, due_on=days(3))
    head, part = office.actor("truongtonghop"), build.part_of(document)
    asked = ask_extension(head, document=document, assignment=part, new_due_on=days(8), reason="Chờ.")
    complete_assignment(head, document=document, assignment=part, result="Kịp rồi.")
    asked.refresh_from_db()
    assert asked.state == Extension.State.REFUSED
    with pytest.raises(Forbidden):
        ask_extension(head, document=document, assignment=part, new_due_on=days(9), reason="x")


def test_concluding_waits_for_open_parts_and_for_the_reply(office: Office) -> None:
    chief = office.actor("chanh")
    with pytest.raises(Conflict, match="Phòng Tổng hợp"):
        conclude_handling(chief, document=build.distributed(office), result="x")
    with pytest.raises(Invalid):
        conclude_handling(chief, document=build.handled(office), result=" ")
    wants_reply = build.registered(office, reply_required=True)
    with pytest.raises(Invalid, match="cần trả lời"):
        conclude_handling(chief, document=wants_reply, result="Xong.")
    done = conclude_handling(chief, document=wants_reply, result="Xong.", reply_code="9-CV/VPTU")
    done.refresh_from_db()
    assert (done.state, done.reply_code) == (S.CLOSED, "9-CV/VPTU")
    assert done.concluded_at is not None
    with pytest.raises(Forbidden):
        conclude_handling(office.actor("truongtonghop"), document=build.handled(office), result="x")


def test_what_asks_for_nothing_is_kept_for_reference(office: Office) -> None:
    clerk = office.actor("vanthu")
    document = build.registered(office)
    with pytest.raises(Invalid):
        keep_for_reference(clerk, document=document, reason="")
    done = keep_for_reference(clerk, document=document, reason="Gửi để biết.")
    assert (done.state, done.result) == (S.CLOSED, "Lưu tham khảo: Gửi để biết.")
    with pytest.raises(Conflict, match="cần trả lời"):
        keep_for_reference(clerk, document=build.registered(office, reply_required=True), reason="x")
    with pytest.raises(Conflict, match="đang được xử lý"):
        keep_for_reference(office.actor("chanh"), document=build.distributed(office), reason="x")


@pytest.mark.parametrize("state", ["pending_submission", "pending_distribution", "handled"])
def test_the_clerk_takes_back_a_conclusion_just_made(office: Office, state: str) -> None:
    makers = {
        "pending_submission": build.registered,
        "pending_distribution": build.endorsed,
        "handled": build.handled,
    }
    document = makers[state](office)
    clerk = office.actor("vanthu")
    conclude_handling(clerk, document=document, result="Xong.", reply_code="1-CV/VPTU")
    with pytest.raises(Conflict):
        undo_conclusion(office.actor("chanh"), document=document)
    back = undo_conclusion(clerk, document=document)
    assert (back.state, back.result, back.reply_code, back.concluded_at) == (state, "", "", None)


def test_keeping_for_reference_is_taken_back_but_only_while_it_is_the_last_act(office: Office) -> None:
    clerk = office.actor("vanthu")
    document = build.registered(office)
    keep_for_reference(clerk, document=document, reason="Gửi để biết.")
    assert undo_conclusion(clerk, document=document).state == S.PENDING_SUBMISSION
    keep_for_reference(clerk, document=document, reason="Gửi để biết.")
    add_note(office.actor("chanh"), document=document, text="Đồng ý.")
    with pytest.raises(Conflict, match="việc khác"):
        undo_conclusion(clerk, document=document)


def test_opening_again_needs_a_reason_and_sets_the_lead_to_work(office: Office) -> None:
    document = build.closed(office)
    chief = office.actor("chanh")
    with pytest.raises(Invalid):
        reopen_document(chief, document=document, reason="")
    again = reopen_document(chief, document=document, reason="Có ý kiến mới.")
    assert again.state == S.IN_PROGRESS and again.concluded_at is None
    assert build.part_of(again).state == "in_progress"
    kept = keep_for_reference(office.actor("vanthu"), document=build.registered(office), reason="x")
    assert reopen_document(chief, document=kept, reason="Cần xử lý.").state == S.PENDING_DISTRIBUTION
    with pytest.raises(Forbidden):
        reopen_document(office.actor("vanthu"), document=build.closed(office), reason="x")


def test_a_document_is_kept_an_eye_on(office: Office) -> None:
    document = build.registered(office)
    leader = office.actor("bithu")
    follow_document(leader, document=document)
    follow_document(leader, document=document)
    assert document.bookmarks.count() == 1
    unfollow_document(leader, document=document)
    assert document.bookmarks.count() == 0
    with pytest.raises(NotFound):
        follow_document(office.actor("nguoila"), document=document)


def test_the_result_of_a_concluded_document_is_found_by_its_words(office: Office) -> None:
    document = build.closed(office)
    assert [hit.record_id for hit in find(Actor.system(), '"báo cáo thường trực"')] == [document.pk]
