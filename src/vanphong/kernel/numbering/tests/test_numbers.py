"""Numbers without gap or double: under threads, refusals, voids, reserved ranges and closed years."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vanphong.kernel.commands import Conflict, Forbidden, Invalid
from vanphong.kernel.numbering import issuing
from vanphong.kernel.numbering.checking import check_numbers
from vanphong.kernel.numbering.commands import (
    add_register,
    change_register,
    close_period,
    reopen_period,
    reserve,
)
from vanphong.kernel.numbering.models import IssuedNumber, Register, Series
from vanphong.testing import recording
from vanphong.testing.personas import Office, build_office

THREADS, EACH = 50, 4


@pytest.fixture
def office(db: None) -> Office:
    return build_office()


def give(office: Office, key: str = "2026", register: str = "den") -> IssuedNumber:
    with recording("cấp số"):
        return issuing.give_number(
            office.actor("vanthu"), register=office.registers[register], key=key, object_reference="a.b:1"
        )


def test_numbers_run_from_one_for_each_book_and_year(office: Office) -> None:
    assert [give(office).number for _ in range(3)] == [1, 2, 3]
    assert give(office, "2027").number == 1
    assert give(office, register="tw").number == 1
    assert all(row.sound for row in check_numbers())


def test_a_refused_command_gives_its_number_back(office: Office) -> None:
    with pytest.raises(ZeroDivisionError), recording("hỏng"):
        issuing.give_number(
            office.actor("vanthu"), register=office.registers["den"], key="2026", object_reference="a.b:1"
        )
        raise ZeroDivisionError
    assert give(office).number == 1


@pytest.mark.django_db(transaction=True)
def test_fifty_threads_on_one_book_leave_no_gap_and_no_double() -> None:
    office = build_office()
    actor, book = office.actor("vanthu"), office.registers["den"]
    got: list[int] = []
    failed: list[Exception] = []

    def write(number: int) -> None:
        try:
            for turn in range(EACH):
                with recording("cấp số"):
                    row = issuing.give_number(
                        actor, register=book, key="2026", object_reference=f"a.b:{number}"
                    )
                    if (number + turn) % 5 == 0:
                        raise ZeroDivisionError
                got.append(row.number)
        except ZeroDivisionError:
            pass
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not failed
    assert sorted(got) == list(range(1, len(got) + 1))
    assert all(row.sound for row in check_numbers())


def test_a_void_number_keeps_its_place_with_who_and_why(office: Office) -> None:
    first = give(office)
    with recording("hủy số"):
        void = issuing.void_number(office.actor("vanthu"), number=first, reason="Vào sổ hai lần.")
    assert (void.state, void.void_by, void.void_reason) == ("void", "Vũ Thị Lan", "Vào sổ hai lần.")
    assert void.void_at is not None
    assert give(office).number == 2
    with pytest.raises(Conflict, match="đã hủy trước đó"), recording("hủy lần nữa"):
        issuing.void_number(office.actor("vanthu"), number=first, reason="Lần nữa.")
    with pytest.raises(Invalid, match="phải có lý do"), recording("hủy trơn"):
        issuing.void_number(office.actor("vanthu"), number=first, reason="  ")
    assert all(row.sound for row in check_numbers())


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM numbering_issuednumber WHERE id = %s",
        "UPDATE numbering_issuednumber SET number = 99 WHERE id = %s",
        "UPDATE numbering_issuednumber SET given_at = now() - interval '1 day' WHERE id = %s",
    ],
)
def test_the_database_lets_no_number_go_or_change(office: Office, statement: str) -> None:
    row = give(office)
    with pytest.raises(DatabaseError, match="số đã cấp không được"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(statement, [row.pk])


def test_reserved_numbers_wait_and_are_used_once(office: Office) -> None:
    clerk, book = office.actor("vanthu"), office.registers["den"]
    kept = reserve(clerk, register=book, key="2026", count=3, reserved_for="Máy ở hội trường")
    assert [row.number for row in kept] == [1, 2, 3]
    assert give(office).number == 4
    with recording("dùng số để dành"):
        used = issuing.use_reserved(clerk, number=kept[1], object_reference="a.b:2")
    assert used.state == IssuedNumber.State.USED
    with pytest.raises(Conflict, match="không còn để dành"), recording("dùng lần nữa"):
        issuing.use_reserved(clerk, number=kept[1], object_reference="a.b:3")
    assert all(row.sound for row in check_numbers())


@pytest.mark.parametrize("count", [0, -1, 201])
def test_too_many_or_too_few_reserved_numbers_are_refused(office: Office, count: int) -> None:
    with pytest.raises(Invalid, match="từ 1 đến 200"):
        reserve(
            office.actor("vanthu"),
            register=office.registers["den"],
            key="2026",
            count=count,
            reserved_for="Thử",
        )
    assert not Series.objects.filter(last_number__gt=0).exists()


def test_a_closed_year_gives_no_number_and_says_what_to_do(office: Office) -> None:
    chief, book = office.actor("chanh"), office.registers["den"]
    give(office, "2025")
    assert close_period(chief, register=book, key="2025").closed_at is not None
    with pytest.raises(Conflict, match="kỳ 2025 đã khóa. Đồng chí chọn sổ khác hoặc mở lại"):
        give(office, "2025")
    with pytest.raises(Invalid, match="phải có lý do"):
        reopen_period(chief, register=book, key="2025", reason=" ")
    reopen_period(chief, register=book, key="2025", reason="Còn văn bản ngày 31/12.")
    assert give(office, "2025").number == 2
    with pytest.raises(Conflict, match="không bị khóa"):
        reopen_period(chief, register=book, key="2025", reason="Nữa.")


def test_a_command_that_goes_on_after_a_closed_year_leaves_no_gap(office: Office) -> None:
    give(office, "2025")
    close_period(office.actor("chanh"), register=office.registers["den"], key="2025")
    with recording("vẫn làm tiếp"), pytest.raises(Conflict, match="đã khóa"):
        issuing.give_number(
            office.actor("vanthu"), register=office.registers["den"], key="2025", object_reference="a.b:9"
        )
    assert Series.objects.get(key="2025").last_number == 1
    assert all(row.sound for row in check_numbers())


def test_only_the_chief_closes_a_year(office: Office) -> None:
    with pytest.raises(Forbidden, match="chưa thể khóa hoặc mở kỳ"):
        close_period(office.actor("vanthu"), register=office.registers["den"], key="2026")


def test_a_book_is_added_changed_and_there_is_one_default(office: Office) -> None:
    chief = office.actor("chanh")
    made: Register = add_register(
        chief,
        agency=office.units["vptu"],
        kind="incoming",
        code="KH",
        name="Khiếu nại, tố cáo",
        is_default=True,
    )
    office.registers["den"].refresh_from_db()
    assert made.is_default and not office.registers["den"].is_default
    with pytest.raises(Invalid, match="đã có"):
        add_register(chief, agency=office.units["vptu"], kind="incoming", code="KH", name="Trùng mã")
    change_register(chief, register=made, name="Đơn thư", rank=5)
    made.refresh_from_db()
    assert (made.name, made.rank) == ("Đơn thư", 5)


@given(acts=st.lists(st.sampled_from(["give", "fail", "void", "reserve", "use"]), max_size=25))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_done_the_series_is_one_to_n(office: Office, acts: list[str]) -> None:
    with transaction.atomic():
        actor, book = office.actor("vanthu"), office.registers["tw"]
        for act in acts:
            _do(act, lambda: give(office, "2030", "tw"), actor, book)
        rows = list(IssuedNumber.objects.filter(series__key="2030").order_by("number"))
        assert [row.number for row in rows] == list(range(1, len(rows) + 1))
        assert all(row.sound for row in check_numbers())
        transaction.set_rollback(True)


def _do(act: str, give_one: Callable[[], IssuedNumber], actor: object, book: Register) -> None:
    row = IssuedNumber.objects.filter(series__register=book).order_by("-number").first()
    if act == "give":
        give_one()
    elif act == "reserve":
        reserve(actor, register=book, key="2030", count=2, reserved_for="Thử")  # type: ignore[arg-type]
    elif act == "fail":
        with pytest.raises(ZeroDivisionError), recording("hỏng"):
            issuing.give_number(actor, register=book, key="2030", object_reference="")  # type: ignore[arg-type]
            raise ZeroDivisionError
    elif row is not None:
        try:
            with recording("đổi"):
                if act == "void":
                    issuing.void_number(actor, number=row, reason="Thử")  # type: ignore[arg-type]
                else:
                    issuing.use_reserved(actor, number=row, object_reference="a.b:1")  # type: ignore[arg-type]
        except Conflict:
            pass
