"""Notices hold no content: the title is the reader's to see at the moment of reading, or it is not there."""

from __future__ import annotations

import pytest
from django.utils import timezone

from vanphong.kernel.notifications.models import Notice
from vanphong.kernel.notifications.telling import mark_read, notices, tell, unread_count
from vanphong.kernel.organisation.models import Holding
from vanphong.modules.correspondence import notices as kinds
from vanphong.testing import correspondence as made
from vanphong.testing import recording
from vanphong.testing.personas import Office, build_office


@pytest.fixture
def office(db: None) -> Office:
    return build_office()


def test_the_title_is_there_with_the_right_and_gone_without_it(office: Office) -> None:
    made.distributed(office)
    head = office.actor("truongtonghop")
    assert [n.title for n in notices(head)] == [made.SUBJECT]
    with recording("thôi giữ chức"):
        held = Holding.objects.get(user=office.users["truongtonghop"])
        held.valid_to = timezone.localdate().replace(year=2025)
        held.save()
    after = notices(office.actor("truongtonghop"))
    assert [(n.title, n.url) for n in after] == [("", "")]
    assert all(made.SUBJECT not in n.text for n in after)


def test_no_column_of_a_notice_holds_content(office: Office) -> None:
    made.distributed(office)
    for row in Notice.objects.values():
        assert made.SUBJECT not in str(row)


def test_nobody_is_told_of_their_own_act_and_each_once(office: Office) -> None:
    document = made.registered(office)
    chief = office.actor("chanh")
    people = [office.users["chanh"], office.users["bithu"], office.users["bithu"].pk]
    Notice.objects.all().delete()
    tell(chief, kinds.ASSIGNED, about=document, users=people)
    assert list(Notice.objects.values_list("user_id", flat=True)) == [office.users["bithu"].pk]


def test_reading_is_for_oneself_alone(office: Office) -> None:
    document = made.registered(office)
    Notice.objects.all().delete()
    tell(
        office.actor("vanthu"),
        kinds.ASSIGNED,
        about=document,
        users=[office.users["chanh"], office.users["bithu"]],
    )
    mark_read(office.actor("chanh"))
    assert unread_count(office.actor("chanh")) == 0 and unread_count(office.actor("bithu")) == 1
    theirs = Notice.objects.get(user=office.users["bithu"])
    mark_read(office.actor("chanh"), [theirs.pk])
    assert unread_count(office.actor("bithu")) == 1


def test_a_refused_command_tells_nobody(office: Office) -> None:
    document = made.registered(office)
    before = Notice.objects.count()
    with pytest.raises(ZeroDivisionError), recording("hỏng"):
        tell(office.actor("vanthu"), kinds.ASSIGNED, about=document, users=[office.users["bithu"]])
        raise ZeroDivisionError
    assert Notice.objects.count() == before
