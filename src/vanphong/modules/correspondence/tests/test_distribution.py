"""Handing out, taking back, giving on inside a unit, reminding."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from vanphong.kernel import access
from vanphong.kernel.commands import Conflict, Forbidden, Invalid, NotFound
from vanphong.kernel.notifications.telling import notices
from vanphong.modules.correspondence.commands.distribution import (
    distribute_document,
    reassign,
    recall_assignment,
    remind,
)
from vanphong.modules.correspondence.commands.handling import complete_assignment, record_viewing
from vanphong.modules.correspondence.models import Assignment, IncomingDocument
from vanphong.testing import correspondence as build
from vanphong.testing.browsing import signed_in
from vanphong.testing.personas import Office

S = IncomingDocument.State
pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def hand_out(office: Office, who: str = "chanh", **given: Any) -> IncomingDocument:
    document = given.pop("document", None) or build.registered(office)
    distribute_document(office.actor(who), document=document, **given)
    return build.fresh(document)


def test_units_and_people_get_it_in_parallel_each_once_in_the_strongest_role(office: Office) -> None:
    units, users = office.units, office.users
    due = TODAY + dt.timedelta(days=7)
    document = hand_out(
        office,
        lead=units["tonghop"],
        collaborators=[units["tonghop"], units["quantri"]],
        information=[units["quantri"], units["hanhchinh"]],
        information_users=[users["chuyenvien3"]],
        due_on=due,
        due_reason="5 ngày làm việc",
    )
    assert (document.state, document.due_on, document.due_reason) == (S.IN_PROGRESS, due, "5 ngày làm việc")
    roles = sorted((part.role, part.owner_label) for part in document.assignments.all())
    assert roles == [
        ("collaborator", "Phòng Quản trị"),
        ("information", "Mai Thị Thu"),
        ("information", "Phòng Hành chính – Lưu trữ"),
        ("lead", "Phòng Tổng hợp"),
    ]
    assert notices(office.actor("truongtonghop")) and notices(office.actor("chuyenvien3"))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "lead"),
        ({"collaborators": ["quantri"]}, "lead"),
        ({"lead": "tonghop", "due_on": TODAY - dt.timedelta(days=1)}, "due_on"),
    ],
)
def test_a_distribution_that_makes_no_sense_is_refused(
    office: Office, given: dict[str, Any], field: str
) -> None:
    ready: dict[str, Any] = {
        k: [office.units[u] for u in v] if isinstance(v, list) else v for k, v in given.items()
    }
    if "lead" in ready:
        ready["lead"] = office.units[ready["lead"]]
    with pytest.raises(Invalid) as refused:
        hand_out(office, **ready)
    assert field in refused.value.fields


def test_one_lead_only(office: Office) -> None:
    with pytest.raises(Invalid, match="Chỉ một"):
        hand_out(office, lead=office.units["tonghop"], lead_user=office.users["chuyenvien"])
    document = build.distributed(office)
    with pytest.raises(Conflict, match="thu hồi"):
        hand_out(office, document=document, lead=office.units["hanhchinh"])
    with pytest.raises(Conflict, match="đang được giao"):
        hand_out(office, document=document, collaborators=[office.units["quantri"]])


def test_the_clerk_distributes_only_after_an_opinion(office: Office) -> None:
    with pytest.raises(Forbidden):
        hand_out(office, "vanthu", lead=office.units["tonghop"])
    document = hand_out(office, "vanthu", document=build.endorsed(office), lead=office.units["tonghop"])
    assert document.state == S.IN_PROGRESS
    with pytest.raises(Forbidden):
        hand_out(office, "bithu", lead=office.units["tonghop"])


def test_recalling_the_only_part_waits_for_distribution_again(office: Office) -> None:
    document = build.distributed(office, collaborators=[])
    record_viewing(office.actor("truongtonghop"), document)
    part = build.part_of(document)
    with pytest.raises(Invalid):
        recall_assignment(office.actor("chanh"), document=document, assignment=part, reason="")
    recall_assignment(office.actor("chanh"), document=document, assignment=part, reason="Giao nhầm.")
    assert build.fresh(document).state == S.PENDING_DISTRIBUTION
    assert document.viewings.filter(user=office.users["truongtonghop"]).exists()
    assert hand_out(office, document=document, lead=office.units["quantri"]).state == S.IN_PROGRESS


def test_recalling_takes_the_people_below_with_it(office: Office) -> None:
    document = build.distributed(office)
    part = build.part_of(document)
    reassign(
        office.actor("truongtonghop"), document=document, assignment=part, user=office.users["chuyenvien"]
    )
    recall_assignment(office.actor("phochanh"), document=document, assignment=part, reason="Giao nhầm.")
    assert set(Assignment.objects.filter(role="lead").values_list("state", flat=True)) == {"recalled"}


def test_after_a_recall_the_recipients_no_longer_see_the_document_and_the_record_still_names_them(
    office: Office, var: Path
) -> None:
    document = build.distributed(office, collaborators=[])
    head, officer = office.actor("truongtonghop"), office.actor("chuyenvien")
    part = build.part_of(document)
    reassign(head, document=document, assignment=part, user=office.users["chuyenvien"])
    for recipient in (head, officer):
        record_viewing(recipient, document)
    recall_assignment(office.actor("chanh"), document=document, assignment=part, reason="Giao nhầm.")
    for recipient in (head, officer):
        assert not access.abilities(recipient, build.fresh(document)), recipient.name
    assert access.abilities(office.actor("phochanh"), build.fresh(document))
    assert document.viewings.count() == 2
    page = signed_in(office.users["chanh"]).get(f"/van-ban-den/{document.pk}/").content.decode()
    assert "Đã thu hồi" in page and str(office.users["chuyenvien"]) in page
    assert signed_in(office.users["chuyenvien"]).get(f"/van-ban-den/{document.pk}/").status_code == 404


def test_a_recalled_recipient_keeps_the_document_by_another_relation(office: Office) -> None:
    document = build.distributed(office, collaborators=[office.users["truongtonghop"]])
    part = build.part_of(document)
    recall_assignment(office.actor("chanh"), document=document, assignment=part, reason="Giao nhầm.")
    assert access.VIEW in access.abilities(office.actor("truongtonghop"), build.fresh(document))


def test_what_is_done_or_of_another_document_is_not_recalled(office: Office) -> None:
    document, other = build.distributed(office), build.distributed(office)
    part = build.part_of(document)
    with pytest.raises(Conflict):
        recall_assignment(office.actor("chanh"), document=other, assignment=part, reason="x")
    complete_assignment(office.actor("truongtonghop"), document=document, assignment=part, result="Xong.")
    with pytest.raises(Conflict, match="Xong"):
        recall_assignment(office.actor("chanh"), document=document, assignment=part, reason="x")
    with pytest.raises(Forbidden):
        recall_assignment(office.actor("vanthu"), document=other, assignment=build.part_of(other), reason="x")


def test_the_head_gives_on_to_people_of_the_unit(office: Office) -> None:
    document = build.distributed(office, due_on=TODAY + dt.timedelta(days=5))
    part, head = build.part_of(document), office.actor("truongtonghop")
    child = reassign(
        head, document=document, assignment=part, user=office.users["chuyenvien"], instruction="Tham mưu."
    )
    assert (child.role, child.due_on, child.parent) == ("lead", part.due_on, part)
    part.refresh_from_db()
    assert part.state == "in_progress"
    assert notices(office.actor("chuyenvien"))
    with pytest.raises(Conflict, match="đang giữ"):
        reassign(head, document=document, assignment=part, user=office.users["chuyenvien"])
    with pytest.raises(Invalid, match="không thuộc"):
        reassign(head, document=document, assignment=part, user=office.users["chuyenvien3"])
    for day in (TODAY + dt.timedelta(days=6), TODAY - dt.timedelta(days=1)):
        with pytest.raises(Invalid):
            reassign(head, document=document, assignment=part, user=office.users["chuyenvien2"], due_on=day)


def test_only_the_head_of_that_unit_gives_on(office: Office) -> None:
    document = build.distributed(office)
    with pytest.raises(Forbidden):
        reassign(
            office.actor("truongquantri"),
            document=document,
            assignment=build.part_of(document),
            user=office.users["chuyenvien3"],
        )
    with pytest.raises(NotFound):
        reassign(
            office.actor("chuyenvien"),
            document=document,
            assignment=build.part_of(document),
            user=office.users["chuyenvien"],
        )


def test_reminding_reaches_who_holds_the_work(office: Office) -> None:
    document = build.distributed(office)
    written = remind(office.actor("bithu"), document=document)
    assert written.text == "Đề nghị đồng chí xử lý đúng hạn."
    for who in ("truongtonghop", "truongquantri"):
        assert notices(office.actor(who))[0].text == "Đồng chí được đôn đốc về một văn bản."
    remind(office.actor("chanh"), document=document, assignment=build.part_of(document), text="Gấp.")
    assert len(notices(office.actor("truongquantri"))) == 2
    assert len(notices(office.actor("truongtonghop"))) == 3


def test_reminding_reaches_the_leader_who_is_asked(office: Office) -> None:
    document = build.submitted(office)
    remind(office.actor("vanthu"), document=document)
    assert len(notices(office.actor("bithu"))) == 2


def test_nobody_is_reminded_when_nobody_holds_it(office: Office) -> None:
    document = build.distributed(office, lead=None, collaborators=[], information=[office.units["quantri"]])
    with pytest.raises(Conflict, match="Không còn ai"):
        remind(office.actor("chanh"), document=document)
    with pytest.raises(Forbidden):
        remind(office.actor("chanh"), document=build.handled(office))
