"""Entering into the book, correcting, voiding, sending back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from vanphong.kernel.commands import Conflict, Forbidden, Invalid, NotFound
from vanphong.kernel.journal.queries import trail
from vanphong.kernel.numbering.checking import check_numbers
from vanphong.kernel.numbering.commands import close_period
from vanphong.kernel.numbering.models import IssuedNumber
from vanphong.modules.correspondence.commands.registration import (
    correct_registration,
    register_document,
    return_to_sender,
    void_registration,
)
from vanphong.modules.correspondence.models import IncomingDocument
from vanphong.testing import correspondence as build
from vanphong.testing import recording
from vanphong.testing.personas import Office

S = IncomingDocument.State
pytestmark = pytest.mark.django_db


def enter(
    office: Office, who: str = "vanthu", *, document: IncomingDocument | None = None, **more: Any
) -> Any:
    given: dict[str, Any] = {"register": office.registers["den"], "fields": build.header()} | more
    return register_document(office.actor(who), document=document or build.pending(office), **given)


def test_registering_gives_the_next_number_and_keeps_who_and_when(office: Office) -> None:
    first, second = enter(office), enter(office, fields=build.header(reference_code="7-BC/BTCTW"))
    assert (first.arrival_number, second.arrival_number) == (1, 2)
    assert first.state == S.PENDING_SUBMISSION
    assert first.registered_by == office.users["vanthu"]
    assert first.arrived_on == timezone.localdate()
    assert first.registered_at is not None and len(first.receipt_code) == 8
    assert first.year == timezone.localdate().year
    act = trail(f"correspondence.incomingdocument:{first.pk}")[0]
    assert (act.label, act.user) == ("vào sổ văn bản đến", "Vũ Thị Lan")


def test_the_book_is_locked_late_and_the_database_asked_little(office: Office) -> None:
    """Who registers in the same book waits from the counter to the commit: nothing else may stand between."""
    enter(office)
    clerk, document = office.actor("vanthu"), build.pending(office)
    with CaptureQueriesContext(connection) as asked:
        register_document(clerk, document=document, register=office.registers["den"], fields=build.header())
    acts = [query["sql"].split(" (")[0].strip().lower() for query in asked.captured_queries]
    counter = next(at for at, sql in enumerate(acts) if "numbering_series" in sql)
    written = [sql for sql in acts[counter:] if not sql.startswith("release")]
    assert [sql.split()[0] for sql in written] == ["insert", "insert", "update", "insert", "insert"]
    assert "journal_auditentry" in written[-1]
    assert len(acts) <= 12


def test_each_book_counts_for_itself(office: Office) -> None:
    assert [enter(office, register=office.registers[key]).arrival_number for key in ("den", "tw", "den")] == [
        1,
        1,
        2,
    ]
    assert all(row.sound for row in check_numbers())


def test_registering_may_submit_at_once(office: Office) -> None:
    document = enter(office, submit_to=office.users["chanh"])
    assert document.state == S.PENDING_ENDORSEMENT
    assert document.submissions.get().to_user == office.users["chanh"]


def test_a_number_is_not_used_up_by_a_refused_registration(office: Office) -> None:
    with pytest.raises(Invalid):
        enter(office, submit_to=office.users["chuyenvien"])
    assert IssuedNumber.objects.count() == 0
    assert enter(office).arrival_number == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"subject": "  "}, "subject"),
        ({"issuer_name": ""}, "issuer_name"),
        ({"issued_on": dt.date(2099, 1, 1)}, "issued_on"),
        ({"copy_count": 0}, "copy_count"),
        ({"subject": "x" * 1001}, "subject"),
        ({"reference_code": "9" * 81}, "reference_code"),
    ],
)
def test_a_wrong_field_is_named(office: Office, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        enter(office, fields=build.header(**wrong))
    assert list(refused.value.fields) == [field]


def test_the_day_of_arrival_lies_between_the_documents_day_and_today(office: Office) -> None:
    today = timezone.localdate()
    for day in (today + dt.timedelta(days=1), dt.date(2026, 11, 17)):
        with pytest.raises(Invalid) as refused:
            enter(office, arrived_on=day)
        assert "arrived_on" in refused.value.fields
    assert enter(office, arrived_on=today).arrived_on == today


def test_an_arrival_of_a_year_past_does_not_enter_this_years_book(office: Office) -> None:
    with pytest.raises(Invalid, match="ngày đến lại thuộc năm") as refused:
        enter(office, arrived_on=dt.date(timezone.localdate().year - 1, 11, 1))
    assert "arrived_on" in refused.value.fields


def test_a_book_of_another_agency_is_refused(office: Office) -> None:
    with pytest.raises(Invalid, match="không phải sổ văn bản đến"):
        enter(office, register=office.registers["xa"])


def test_a_book_no_longer_in_use_is_refused(office: Office) -> None:
    register = office.registers["tw"]
    with recording():
        register.valid_to = timezone.localdate() - dt.timedelta(days=1)
        register.save()
    with pytest.raises(Invalid, match="hết hiệu lực"):
        enter(office, register=register)


def test_a_closed_year_gives_no_number(office: Office) -> None:
    enter(office)
    close_period(office.actor("chanh"), register=office.registers["den"], key=str(timezone.localdate().year))
    with pytest.raises(Conflict, match="đã khóa"):
        enter(office)


def test_a_document_still_being_read_for_secrecy_waits(office: Office, var: object) -> None:
    document = build.pending(office)
    from vanphong.kernel.files.store import keep_bytes
    from vanphong.modules.correspondence.models import DocumentFile

    with recording():
        DocumentFile(
            document=document,
            blob=keep_bytes(b"%PDF-", "application/pdf"),
            name="a",
            media_type="application/pdf",
        ).save()
        document.reading_state = IncomingDocument.ReadingState.WAITING
        document.save()
    with pytest.raises(Conflict, match="soát dấu mật"):
        enter(office, document=document)


def test_only_the_clerk_registers_and_strangers_learn_nothing(office: Office) -> None:
    document = build.pending(office)
    for who in ("chanh", "bithu", "chuyenvien", "vanthuxa", "nguoila"):
        with pytest.raises(NotFound):
            enter(office, who, document=document)


def test_a_document_is_registered_once(office: Office) -> None:
    document = build.registered(office)
    with pytest.raises(Forbidden, match="Chờ trình"):
        enter(office, document=document)


def test_correcting_needs_a_reason_and_keeps_number_and_trail(office: Office) -> None:
    document = build.registered(office)
    with pytest.raises(Invalid) as refused:
        correct_registration(office.actor("vanthu"), document=document, fields=build.header(), reason=" ")
    assert "reason" in refused.value.fields
    done = correct_registration(
        office.actor("vanthu"),
        document=document,
        fields=build.header(subject="Trích yếu đúng"),
        reason="Gõ sai.",
    )
    assert (done.subject, done.arrival_number) == ("Trích yếu đúng", document.arrival_number)
    act = trail(f"correspondence.incomingdocument:{document.pk}")[0]
    assert act.note == "Gõ sai."
    assert act.changes[0]["fields"]["subject"] == [build.SUBJECT, "Trích yếu đúng"]
    with pytest.raises(Forbidden):
        correct_registration(office.actor("chanh"), document=document, fields=build.header(), reason="x")


def test_voiding_keeps_the_number_in_the_book_and_never_gives_it_again(office: Office) -> None:
    document = build.registered(office)
    with pytest.raises(Invalid):
        void_registration(office.actor("vanthu"), document=document, reason="")
    done = void_registration(office.actor("vanthu"), document=document, reason="Vào sổ hai lần.")
    assert done.state == S.RECALLED
    number = IssuedNumber.objects.get()
    assert (number.state, number.void_reason, number.void_by) == ("void", "Vào sổ hai lần.", "Vũ Thị Lan")
    assert enter(office).arrival_number == 2
    with pytest.raises(Forbidden):
        void_registration(office.actor("vanthu"), document=done, reason="lần nữa")


def test_a_submitted_document_keeps_its_number(office: Office) -> None:
    with pytest.raises(Forbidden):
        void_registration(office.actor("chanh"), document=build.submitted(office), reason="x")


def test_sending_back_needs_a_reason_and_no_number(office: Office) -> None:
    document = build.pending(office)
    with pytest.raises(Invalid):
        return_to_sender(office.actor("vanthu"), document=document, reason="")
    done = return_to_sender(office.actor("vanthu"), document=document, reason="Gửi nhầm. " * 80)
    assert done.state == S.RETURNED and done.arrival_number is None
    assert len(done.note) <= 500
    with pytest.raises(Forbidden):
        return_to_sender(office.actor("vanthu"), document=build.registered(office), reason="x")
