"""Commands: strangers learn nothing, refusals say why, what joins shares one request, rows are read afresh."""

from __future__ import annotations

import json
import threading

import pytest
from django.db import connection

from vanphong.kernel.commands import Conflict, Forbidden, NotFound
from vanphong.kernel.journal.models import AuditEntry, Head
from vanphong.kernel.numbering.commands import change_register
from vanphong.kernel.numbering.models import IssuedNumber, Register
from vanphong.modules.correspondence.commands.registration import register_document
from vanphong.modules.correspondence.commands.submission import submit_document
from vanphong.testing import correspondence as made
from vanphong.testing.personas import Office, build_office


@pytest.fixture
def office(db: None) -> Office:
    return build_office()


def _since(seq: int) -> list[dict]:  # type: ignore[type-arg]
    return [json.loads(row.body) for row in AuditEntry.objects.filter(seq__gt=seq).order_by("seq")]


def test_a_stranger_gets_the_answer_for_a_missing_record(office: Office) -> None:
    register = office.registers["den"]
    with pytest.raises(NotFound):
        change_register(office.actor("nguoila"), register=register, name="Đổi")
    with pytest.raises(NotFound):
        change_register(office.actor("chanh"), register=Register(pk=99_999), name="Đổi")


def test_who_sees_but_may_not_is_told_why_and_nothing_is_written(office: Office) -> None:
    before = Head.objects.get().seq
    with pytest.raises(Forbidden, match="Đồng chí chưa thể lập hoặc sửa sổ. Việc này dành cho"):
        change_register(office.actor("chuyenvien"), register=office.registers["den"], name="Đổi")
    assert Head.objects.get().seq == before
    assert Register.objects.get(pk=office.registers["den"].pk).name == "Văn bản đến"


def test_a_command_reads_its_record_afresh(office: Office) -> None:
    """What the screen showed a while ago decides nothing."""
    old = made.registered(office)
    submit_document(office.actor("chanh"), document=old, to_user=office.users["bithu"])
    stale = made.fresh(old)
    stale.state = "pending_registration"
    with pytest.raises(Forbidden, match="đang ở bước «Chờ cho ý kiến»"):
        register_document(
            office.actor("vanthu"), document=stale, register=office.registers["den"], fields=made.header()
        )


def test_an_act_and_what_it_calls_are_entries_of_one_request(office: Office) -> None:
    document = made.pending(office)
    before = Head.objects.get().seq
    register_document(
        office.actor("vanthu"), document=document, register=office.registers["den"], fields=made.header()
    )
    found = _since(before)
    assert found[0]["action"] == "correspondence.register_document"
    assert len({body["request"] for body in found}) == 1
    assert len(found) == 1, [body["action"] for body in found]


@pytest.mark.django_db(transaction=True)
def test_of_two_clerks_at_the_same_paper_one_registers_and_the_other_is_told() -> None:
    office = build_office()
    for _ in range(10):
        document = made.pending(office)
        start, results = threading.Barrier(2), []

        def write(
            document: object = document, start: threading.Barrier = start, results: list = results
        ) -> None:  # type: ignore[type-arg]
            try:
                start.wait()
                register_document(
                    office.actor("vanthu"),
                    document=document,  # type: ignore[arg-type]
                    register=office.registers["den"],
                    fields=made.header(),
                )
                results.append("done")
            except (Conflict, Forbidden) as error:
                results.append(error.message)
            finally:
                connection.close()

        threads = [threading.Thread(target=write) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert sorted(result == "done" for result in results) == [False, True], results
    assert IssuedNumber.objects.count() == 10
