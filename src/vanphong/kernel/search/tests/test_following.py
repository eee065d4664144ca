"""The index follows the database: what was written is found, what was forgotten leaves no trace, machines agree."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.db import connection, transaction

from vanphong.kernel.search import holding
from vanphong.kernel.search.finding import search
from vanphong.kernel.search.following import Follower, Following, following, rebuild
from vanphong.kernel.search.indexing import forget_record, index_record
from vanphong.kernel.search.models import SearchEntry
from vanphong.lib.fulltext import NoIndex
from vanphong.testing import correspondence as made
from vanphong.testing.personas import Office, build_office


@pytest.fixture
def folder(tmp_path: Path, settings: object) -> Path:
    """An index of its own for the test; the one of the run goes on afterwards."""
    following.close()
    settings.SEARCH_FOLDER = tmp_path  # type: ignore[attr-defined]
    yield tmp_path
    following.close()


@pytest.fixture
def office(db: None) -> Office:
    return build_office()


def titles(office: Office, text: str) -> list[str]:
    return [hit.title for hit in search(office.actor("vanthu"), text).hits]


def test_what_is_registered_is_found_and_what_is_corrected_is_found_by_its_new_words(
    office: Office, folder: Path
) -> None:
    document = made.registered(office, subject="Về việc phòng chống thiên tai")
    assert titles(office, "thiên tai") == ["Về việc phòng chống thiên tai"]
    SearchEntry.objects.filter(record_id=document.pk).update(
        title="Về việc cải cách hành chính", changed_in="999999999"
    )
    index_record(document)
    assert titles(office, "thiên tai") == ["Về việc phòng chống thiên tai"]
    assert titles(office, "cải cách") == []


def test_a_rebuilt_index_holds_the_same_and_is_used_at_once(office: Office, folder: Path) -> None:
    for number in range(5):
        made.registered(office, reference_code=f"{number + 1}-BC/TU", subject=f"Báo cáo quý {number}")
    before = titles(office, "báo cáo quý")
    old = holding.current()
    told: list[int] = []
    assert rebuild(told.append) == 5
    assert told[-1] == 5
    assert holding.current() != old
    assert old is not None
    assert not old.exists()
    assert titles(office, "báo cáo quý") == before


def _known(word: str) -> int:
    index = holding.reading()
    assert index is not None
    return index.frequency("words", word)


def test_what_was_forgotten_is_in_no_file_of_the_index(office: Office, folder: Path) -> None:
    document = made.registered(office, subject="Lời khôngaibiết")
    made.registered(office, reference_code="2-BC/TU", subject="Báo cáo thường")
    assert titles(office, "khôngaibiết") == ["Lời khôngaibiết"]
    assert _known("khongaibiet") == 1
    before = holding.current()
    forget_record(document)
    assert titles(office, "khôngaibiết") == []
    assert titles(office, "báo cáo thường") == ["Báo cáo thường"]
    # Not only taken out but built anew: an index keeps the words of what was merely taken out for a while.
    assert _known("khongaibiet") == 0
    assert before is not None
    assert not before.exists()
    # Once is enough: the next look builds nothing.
    index = holding.current()
    assert titles(office, "báo cáo") == ["Báo cáo thường"]
    assert holding.current() == index


def test_an_index_of_another_database_is_not_followed(office: Office, folder: Path) -> None:
    made.registered(office)
    following.catch_up()
    following.close()
    index = holding.current()
    assert index is not None
    holding.write_position(index, {"identity": "another", "from": 1})
    with pytest.raises(NoIndex):
        Follower(index).step()


def test_a_second_process_leaves_the_following_to_the_first(office: Office, folder: Path) -> None:
    made.registered(office)
    assert following.catch_up() > 0
    other = Following()
    made.registered(office, reference_code="2-BC/TU")
    assert other.catch_up() == 0
    assert following.catch_up() > 0
    following.close()
    made.registered(office, reference_code="3-BC/TU")
    assert other.catch_up() > 0
    other.close()


HOLD = """
import os, sys
from pathlib import Path
from vanphong.lib.fulltext import Writer
writer = Writer(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_a_killed_follower_gives_its_lock_back(office: Office, folder: Path) -> None:
    made.registered(office)
    following.catch_up()
    following.close()
    index = holding.current()
    assert index is not None
    held = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(index)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert held.stdout is not None
    assert held.stdout.readline() == b"held\n"
    with pytest.raises(BlockingIOError):
        Follower(index)  # the control: while it lives nobody else writes
    os.kill(held.pid, signal.SIGKILL)
    held.wait()
    Follower(index).close()


def test_two_machines_find_the_same(office: Office, tmp_path: Path, settings: object) -> None:
    following.close()
    made.registered(office, subject="Về việc bảo vệ rừng phòng hộ")
    answers = []
    for machine in ("one", "two"):
        settings.SEARCH_FOLDER = tmp_path / machine  # type: ignore[attr-defined]
        answers.append(titles(office, "rừng phòng hộ"))
        following.close()
    assert answers == [["Về việc bảo vệ rừng phòng hộ"]] * 2


@pytest.mark.django_db(transaction=True)
def test_what_a_slow_transaction_wrote_is_found_though_later_ones_were_read_before(folder: Path) -> None:
    slow_wrote, may_commit = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with transaction.atomic():
                SearchEntry.objects.create(record_type="test", record_id=1, title="chậm")
                slow_wrote.set()
                may_commit.wait(20)
        finally:
            connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert slow_wrote.wait(20)
    SearchEntry.objects.create(record_type="test", record_id=2, title="nhanh")
    following.catch_up()
    index = holding.reading()
    assert index is not None
    assert index.size == 1
    may_commit.set()
    thread.join()
    following.catch_up()
    index = holding.reading()
    assert index is not None
    assert index.size == 2
    assert following.catch_up() == 0, "what was read is not read again"
