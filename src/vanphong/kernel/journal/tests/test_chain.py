"""The chain against someone with all rights on the database: what is found, and what only an outside witness can.

Six attacks: change, delete, reorder, cut the tail, put an old dump back, rebuild the whole chain. The chain and its
head find the first four from within, wherever the attacker did not also rebuild what follows. An old dump put
back whole and a chain rebuilt whole agree with themselves: they are found by comparing with a head kept outside
(`Head.seq`, `Head.hash` on paper or another machine), which these tests do by hand.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, transaction

from vanphong.kernel.journal.models import AuditEntry, Head
from vanphong.kernel.journal.queries import GENESIS, trail, verify
from vanphong.kernel.journal.recording import WriteOutsideCommand
from vanphong.kernel.organisation.models import Unit
from vanphong.testing import recording

pytestmark = pytest.mark.django_db
TIME = "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"


def _unit(code: str) -> Unit:
    with recording(f"lập {code}"):
        unit = Unit(code=code, name=f"Phòng {code}", kind=Unit.Kind.DEPARTMENT, level=Unit.Level.PROVINCE)
        unit.save()
    return unit


@pytest.fixture
def entries(db: None) -> list[int]:
    """Numbers of ten entries at the end of a sound chain."""
    first = Head.objects.get().seq + 1
    for number in range(10):
        _unit(f"CHAIN{number}")
    assert verify().bad_seq is None
    return list(range(first, first + 10))


@pytest.fixture
def superuser(entries: list[int]) -> Iterator[None]:
    """Triggers are off, as for someone who owns the database."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = DEFAULT")


def _sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_a_sound_chain_is_found_sound(entries: list[int]) -> None:
    verdict = verify()
    assert verdict.bad_seq is None and verdict.entries == entries[-1]


def test_a_changed_entry_is_found_at_its_place(entries: list[int], superuser: None) -> None:
    _sql("UPDATE journal_auditentry SET body = replace(body, 'CHAIN4', 'CHAIN9') WHERE seq = %s", entries[4])
    assert verify().bad_seq == entries[4]


def test_a_changed_time_is_found(entries: list[int], superuser: None) -> None:
    _sql("UPDATE journal_auditentry SET at = at - interval '1 day' WHERE seq = %s", entries[3])
    assert verify().bad_seq == entries[3]


def test_a_column_for_looking_up_that_differs_from_the_sealed_text_is_found(
    entries: list[int], superuser: None
) -> None:
    _sql("UPDATE journal_auditentry SET objects_touched = '{}' WHERE seq = %s", entries[5])
    assert verify().bad_seq == entries[5]


def test_a_person_hidden_from_the_lookup_column_is_found(entries: list[int], superuser: None) -> None:
    _sql("UPDATE journal_auditentry SET user_id = 4711 WHERE seq = %s", entries[5])
    assert verify().bad_seq == entries[5]


def test_a_deleted_entry_is_found(entries: list[int], superuser: None) -> None:
    _sql("DELETE FROM journal_auditentry WHERE seq = %s", entries[6])
    assert verify().bad_seq == entries[6]


def test_entries_that_changed_places_are_found(entries: list[int], superuser: None) -> None:
    first, second = entries[2], entries[3]
    _sql("UPDATE journal_auditentry SET seq = -1 WHERE seq = %s", first)
    _sql("UPDATE journal_auditentry SET seq = %s WHERE seq = %s", first, second)
    _sql("UPDATE journal_auditentry SET seq = %s WHERE seq = -1", second)
    assert verify().bad_seq == first


def test_a_cut_tail_is_found_by_the_head(entries: list[int], superuser: None) -> None:
    _sql("DELETE FROM journal_auditentry WHERE seq > %s", entries[7])
    verdict = verify()
    assert verdict.bad_seq == entries[8] and verdict.reason == "thiếu phần cuối"


def test_old_entries_put_back_under_a_newer_head_are_found(entries: list[int], superuser: None) -> None:
    """Only the entries of an old dump: the head knows more."""
    _sql("DELETE FROM journal_auditentry WHERE seq >= %s", entries[5])
    assert verify().bad_seq == entries[5]


def test_a_whole_old_dump_agrees_with_itself_and_is_found_by_a_head_kept_outside(
    entries: list[int], superuser: None
) -> None:
    outside = Head.objects.get()
    last = AuditEntry.objects.get(seq=entries[5])
    _sql("DELETE FROM journal_auditentry WHERE seq > %s", last.seq)
    _sql("UPDATE journal_head SET seq = %s, hash = %s", last.seq, last.hash)
    assert verify().bad_seq is None
    assert not _bears_out(outside)


def test_a_rebuilt_chain_agrees_with_itself_and_is_found_by_a_head_kept_outside(
    entries: list[int], superuser: None
) -> None:
    outside = Head.objects.get()
    _sql("UPDATE journal_auditentry SET body = replace(body, 'CHAIN4', 'CHAIN9') WHERE seq = %s", entries[4])
    previous = GENESIS
    for entry in AuditEntry.objects.extra(select={"time": TIME}).order_by("seq"):
        sealed = f"{entry.seq}\n{entry.time}\n{entry.body}".encode()
        digest = hashlib.sha256(previous + sealed).digest()
        _sql(
            "UPDATE journal_auditentry SET previous = %s, hash = %s WHERE seq = %s",
            previous,
            digest,
            entry.seq,
        )
        previous = digest
    _sql("UPDATE journal_head SET hash = %s", previous)
    assert verify().bad_seq is None
    assert not _bears_out(outside)


def _bears_out(outside: Head) -> bool:
    """Whether the chain still holds the entry a head kept outside speaks of."""
    found = AuditEntry.objects.filter(seq=outside.seq).first()
    return found is not None and bytes(found.hash) == bytes(outside.hash)


def test_a_head_kept_outside_is_borne_out_by_a_chain_that_went_on(entries: list[int]) -> None:
    outside = Head.objects.get()
    _unit("LATER")
    assert _bears_out(outside) and verify().bad_seq is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_auditentry SET body = body",
        "DELETE FROM journal_auditentry",
        "TRUNCATE journal_auditentry",
    ],
)
def test_the_database_refuses_to_change_the_journal(entries: list[int], statement: str) -> None:
    _sql("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(DatabaseError, match="nhật ký chỉ được ghi thêm"), transaction.atomic():
        _sql(statement)


def test_numbers_time_and_hash_are_the_databases_own(db: None) -> None:
    """An insert that brings its own number, time and hash gets the true ones."""
    head = Head.objects.get()
    _sql(
        "INSERT INTO journal_auditentry (seq, at, xact, body, previous, hash, action, objects_touched)"
        " VALUES (999999, '2001-01-01', 1, %s, 'x', 'x', 'forged', '{}')",
        '{"action":"true.one","objects":["a.b:1"],"user_id":null}',
    )
    entry = AuditEntry.objects.get(seq=head.seq + 1)
    assert entry.action == "true.one" and entry.at.year > 2001 and verify().bad_seq is None


def test_a_row_cannot_be_saved_outside_a_command(db: None) -> None:
    unit = _unit("OUTSIDE")
    unit.name = "Đổi lén"
    with pytest.raises(WriteOutsideCommand):
        unit.save()
    with pytest.raises(WriteOutsideCommand):
        unit.delete()


@pytest.mark.parametrize("verb", ["update", "delete", "bulk_update"])
def test_a_queryset_refuses_writes_that_pass_the_journal_by(db: None, verb: str) -> None:
    arguments = {"update": [], "delete": [], "bulk_update": [[], ["name"]]}[verb]
    with pytest.raises(TypeError, match="nhật ký"):
        getattr(Unit.objects.all(), verb)(*arguments)


@pytest.mark.django_db(transaction=True)
class TestAtCommit:
    """What the database says at the end of a transaction."""

    def test_raw_sql_without_an_entry_is_refused_at_commit(self) -> None:
        unit = _unit("RAW")
        with (
            pytest.raises(DatabaseError, match="không được ghi khi không có mục nhật ký"),
            transaction.atomic(),
        ):
            _sql("UPDATE organisation_unit SET name = 'Đổi lén' WHERE id = %s", unit.pk)
        with pytest.raises(DatabaseError, match="không được ghi"):
            _sql("DELETE FROM organisation_unit WHERE id = %s", unit.pk)
        unit.refresh_from_db()
        assert unit.name == "Phòng RAW"

    def test_a_link_between_rows_without_an_entry_is_refused_at_commit(self) -> None:
        old, new = _unit("OLD"), _unit("NEW")
        with pytest.raises(DatabaseError, match="không được ghi khi không có mục nhật ký"):
            old.successors.add(new)
        assert not old.successors.exists()

    def test_an_entry_of_an_earlier_transaction_does_not_cover_a_later_write(self) -> None:
        unit = _unit("EARLIER")
        with pytest.raises(DatabaseError, match="không được ghi"):
            _sql("UPDATE organisation_unit SET name = 'x' WHERE id = %s", unit.pk)

    def test_a_refused_command_leaves_neither_row_nor_entry(self) -> None:
        before = Head.objects.get().seq
        with pytest.raises(ZeroDivisionError), recording("hỏng giữa chừng"):
            Unit(code="GONE", name="Mất", kind=Unit.Kind.DEPARTMENT, level=Unit.Level.PROVINCE).save()
            raise ZeroDivisionError
        assert Head.objects.get().seq == before
        assert not Unit.objects.filter(code="GONE").exists()

    def test_when_the_journal_cannot_be_written_nothing_is(self) -> None:
        """Fail closed: without the right to insert an entry no command ends well."""
        _sql("ALTER TABLE journal_auditentry ADD CONSTRAINT disk_full CHECK (seq < 0) NOT VALID")
        try:
            with pytest.raises(DatabaseError):
                _unit("FULL")
        finally:
            _sql("ALTER TABLE journal_auditentry DROP CONSTRAINT disk_full")
        assert not Unit.objects.filter(code="FULL").exists()


def test_the_trail_tells_old_and_new_of_each_changed_field(db: None) -> None:
    unit = _unit("TRAIL")
    with recording("đổi tên"):
        unit.name = "Phòng Mới"
        unit.save()
        unit.name = "Phòng Mới nhất"
        unit.save()
    newest = trail(f"organisation.unit:{unit.pk}")[0]
    assert newest.label == "đổi tên"
    assert newest.changes[0]["fields"] == {"name": ["Phòng TRAIL", "Phòng Mới nhất"]}


def test_a_save_that_changes_nothing_writes_nothing(db: None) -> None:
    unit = _unit("SAME")
    with recording("không đổi gì"):
        Unit.objects.get(pk=unit.pk).save()
    assert trail(f"organisation.unit:{unit.pk}")[0].label == "lập SAME"
