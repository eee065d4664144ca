"""Copies followed from the office to each recipient's book."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from vanphong.kernel.actor import Actor
from vanphong.kernel.commands import Conflict, Forbidden, Invalid
from vanphong.kernel.jobs.worker import work_off
from vanphong.kernel.notifications.models import Notice
from vanphong.modules.correspondence.commands.purging import purge_secret
from vanphong.modules.correspondence.commands.registration import register_document, return_to_sender
from vanphong.modules.correspondence.forms.registration import RegisterForm
from vanphong.modules.correspondence.models import IncomingDocument
from vanphong.modules.correspondence.public import record_reply, take_delivery
from vanphong.modules.issuing.commands.dispatching import (
    confirm_receipt,
    dispatch_document,
    recall_document,
    record_arrival,
    record_refusal,
    send_further,
)
from vanphong.modules.issuing.models import Delivery, OutgoingDocument
from vanphong.testing import correspondence, issuing, papers
from vanphong.testing.personas import Office
from vanphong.testing.recording import recording

S = OutgoingDocument.State
D = Delivery.State


def arrival_of(document: OutgoingDocument) -> IncomingDocument:
    """The document as it waits in the other office, read there."""
    work_off(["reading"])
    delivery = document.deliveries.get(channel="office")
    assert delivery.arrival is not None
    return correspondence.fresh(delivery.arrival)


def test_an_office_of_the_installation_has_it_at_once_and_others_get_paper(office: Office) -> None:
    document = issuing.dispatched(office, "duxa", "btctu", others=("Báo Sơn Hà", " "))
    rows = {row.name: (row.channel, row.state) for row in document.deliveries.all()}
    assert rows == {
        "Đảng ủy xã An Lạc": ("office", "arrived"),
        "Ban Tổ chức Tỉnh ủy": ("paper", "sent"),
        "Báo Sơn Hà": ("paper", "sent"),
    }
    assert document.state == S.DISPATCHED
    arrival = arrival_of(document)
    assert (arrival.agency, arrival.channel, arrival.state) == (
        office.units["vpduxa"],
        "office",
        "pending_registration",
    )
    assert (arrival.reference_code, arrival.issuer, arrival.issued_on) == (
        document.reference_code,
        office.units["tu"],
        document.issued_on,
    )
    told = Notice.objects.filter(user=office.users["vanthuxa"], kind="correspondence.arrived")
    assert told.count() == 1


def test_only_the_system_delivers_into_another_office(office: Office) -> None:
    with pytest.raises(Forbidden):
        take_delivery(
            office.actor("vanthu"),
            agency=office.units["vpduxa"],
            files=[issuing.file_of(papers.letter_pdf())],
            fields=correspondence.header(),
            sent_as="issuing.delivery:1",
        )
    assert not IncomingDocument.objects.exists()


def test_the_head_of_what_arrived_cannot_be_typed_otherwise(office: Office) -> None:
    arrival = arrival_of(issuing.dispatched(office))
    form = RegisterForm(actor=office.actor("vanthuxa"), record=arrival)
    assert form.fields["subject"].disabled
    assert form.initial["reference_code"] == "01-NQ/TU"
    fields = correspondence.header(subject="Chữ gõ lại", reference_code="99-NQ/TU", note="Gửi Bí thư")
    register_document(
        office.actor("vanthuxa"), document=arrival, register=office.registers["xa"], fields=fields
    )
    now = correspondence.fresh(arrival)
    assert (now.subject, now.reference_code, now.note) == (arrival.subject, "01-NQ/TU", "Gửi Bí thư")


def test_the_receipt_comes_back_when_the_other_office_registers(office: Office) -> None:
    document = issuing.dispatched(office)
    arrival = arrival_of(document)
    register_document(
        office.actor("vanthuxa"),
        document=arrival,
        register=office.registers["xa"],
        fields=correspondence.header(),
    )
    work_off()
    delivery = document.deliveries.get()
    assert (delivery.state, delivery.received_by) == ("received", "Tạ Thị Uyên, số đến 1")
    again = record_arrival(Actor.system(), document=document, delivery=delivery, arrival_number=7, by="Ai đó")
    assert again.received_by == "Tạ Thị Uyên, số đến 1"


def test_a_refusal_comes_back_with_its_reason_and_it_can_be_sent_again(office: Office) -> None:
    document = issuing.dispatched(office)
    arrival = arrival_of(document)
    return_to_sender(office.actor("vanthuxa"), document=arrival, reason="Gửi nhầm nơi.")
    work_off()
    delivery = document.deliveries.get()
    assert (delivery.state, delivery.reason) == ("refused", "Gửi nhầm nơi.")
    assert Notice.objects.filter(user=office.users["vanthu"], kind="issuing.refused").count() == 1
    again = record_refusal(Actor.system(), document=document, delivery=delivery, reason="Lần nữa")
    assert again.reason == "Gửi nhầm nơi."
    with pytest.raises(Forbidden):
        record_refusal(office.actor("vanthu"), document=document, delivery=delivery, reason="Tự ghi")
    clerk, units = office.actor("vanthu"), [office.units["duxa"]]
    with pytest.raises(Invalid, match="lý do"):
        send_further(clerk, document=document, units=units, reason=" ")
    send_further(clerk, document=document, units=units, reason="Đã thống nhất lại.")
    assert list(document.deliveries.values_list("state", flat=True)) == ["refused", "arrived"]
    with pytest.raises(Conflict, match="đã có văn bản"):
        send_further(clerk, document=document, units=units, reason="Lần ba.")


def test_a_copy_found_secret_is_not_half_removed_while_the_sender_holds_it(office: Office) -> None:
    arrival = arrival_of(issuing.dispatched(office))
    with pytest.raises(Conflict, match="cơ quan gửi"):
        purge_secret(office.actor("vanthuxa"), document=arrival, found_level="mat", where="trang 1")
    now = correspondence.fresh(arrival)
    assert (now.state, now.files.count()) == ("pending_registration", 1)


def test_the_letter_that_is_answered_learns_the_code_of_the_answer(office: Office) -> None:
    letter, document = correspondence.registered(office), issuing.numbered(office)
    with recording():
        document.answers = letter
        document.save()
    dispatch_document(office.actor("vanthu"), document=document, units=[office.units["duxa"]])
    assert correspondence.fresh(letter).reply_code == "01-NQ/TU"
    again = record_reply(Actor.system(), document=letter, reply_code="01-NQ/TU")
    assert again.reply_code == "01-NQ/TU"
    assert record_reply(Actor.system(), document=letter, reply_code="02-CV/VPTU").reply_code.endswith("VPTU")
    with pytest.raises(Forbidden):
        record_reply(office.actor("vanthu"), document=letter, reply_code="x")


def test_a_copy_on_paper_is_received_when_someone_signed(office: Office) -> None:
    document = issuing.dispatched(office, "btctu", others=("Báo Sơn Hà",))
    clerk, rows = office.actor("vanthu"), list(document.deliveries.all())
    with pytest.raises(Invalid, match="người ký nhận"):
        confirm_receipt(clerk, document=document, deliveries=rows, received_by=" ")
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    with pytest.raises(Invalid, match="đến hôm nay"):
        confirm_receipt(clerk, document=document, deliveries=rows, received_by="An", received_on=tomorrow)
    confirm_receipt(clerk, document=document, deliveries=rows[:1], received_by="Lê Văn An")
    assert [row.state for row in document.deliveries.all()] == ["received", "sent"]
    with pytest.raises(Invalid, match="chọn nơi nhận"):
        confirm_receipt(clerk, document=document, deliveries=rows[:1], received_by="Lê Văn An")


def test_nothing_is_sent_without_a_recipient_or_a_number(office: Office) -> None:
    clerk, document = office.actor("vanthu"), issuing.numbered(office)
    with pytest.raises(Invalid, match="nơi nhận"):
        dispatch_document(clerk, document=document, units=[], others=["  "])
    assert issuing.fresh(document).state == S.PENDING_DISPATCH
    unnumbered = issuing.taken(office)
    with pytest.raises(Exception, match="Phát hành|phát hành|bước"):
        dispatch_document(clerk, document=unnumbered, units=[office.units["duxa"]])
    assert not Delivery.objects.exists()
    assert not IncomingDocument.objects.exists()


def test_a_document_is_recalled_only_by_one_that_reached_everybody_who_has_it(office: Office) -> None:
    clerk = office.actor("vanthu")
    document = issuing.dispatched(office, "duxa", "btctu")
    half = issuing.dispatched(office, "duxa", kind="NOTICE", subject="Thu hồi Nghị quyết 01")
    with pytest.raises(Invalid, match="Ban Tổ chức"):
        recall_document(clerk, document=document, by_document=half, reason="Sai căn cứ.")
    with pytest.raises(Invalid, match="văn bản khác"):
        recall_document(clerk, document=document, by_document=document, reason="Sai căn cứ.")
    with pytest.raises(Invalid, match="cấp số sau"):
        recall_document(clerk, document=half, by_document=document, reason="Sai căn cứ.")
    send_further(clerk, document=half, units=[office.units["btctu"]], reason="Bổ sung nơi nhận.")
    recall_document(clerk, document=document, by_document=half, reason="Sai căn cứ.")
    now = issuing.fresh(document)
    assert (now.state, now.revoked_by_document, now.number) == (S.REVOKED, half, 1)
