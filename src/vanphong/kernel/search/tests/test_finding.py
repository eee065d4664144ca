"""Finding: accents forgiven but honoured, half numbers, phrases, and never a record one may not see."""

from __future__ import annotations

import pytest

from vanphong.kernel.search.finding import find, search
from vanphong.testing import correspondence as made
from vanphong.testing.personas import Office, build_office

SUBJECTS = {
    "1204-CV/BTCTW": "Về việc rà soát biên chế văn phòng cấp ủy",
    "58-QĐ/TW": "Quy định về luân chuyển cán bộ",
    "41-KL/TU": "Kết luận về bón phân cho lúa vụ đông",
    "77-BC/UBND": "Báo cáo bạn hàng nông sản",
    "78-BC/UBND": "Báo cáo bán hàng nông sản",
}


@pytest.fixture
def office(db: None) -> Office:
    office = build_office()
    for code, subject in SUBJECTS.items():
        made.registered(office, reference_code=code, subject=subject)
    return office


def _found(office: Office, text: str, name: str = "vanthu") -> list[str]:
    return [hit.title for hit in find(office.actor(name), text)]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("bien che van phong", "1204-CV/BTCTW"),
        ("BIÊN CHẾ", "1204-CV/BTCTW"),
        ("luân chuyển", "58-QĐ/TW"),
        ("luan chuy", "58-QĐ/TW"),
        ("1204", "1204-CV/BTCTW"),
        ("1204-CV", "1204-CV/BTCTW"),
        ("58 qd", "58-QĐ/TW"),
        ("58-QĐ/TW", "58-QĐ/TW"),
        ('"vụ đông"', "41-KL/TU"),
        ("bie\u0302n che\u0302\u0301", "1204-CV/BTCTW"),
    ],
)
def test_it_is_found_as_people_type_it(office: Office, typed: str, code: str) -> None:
    assert SUBJECTS[code] in _found(office, typed)


def test_typed_accents_put_the_exact_words_first(office: Office) -> None:
    assert _found(office, "bán hàng")[0] == SUBJECTS["78-BC/UBND"]
    assert _found(office, "bạn hàng")[0] == SUBJECTS["77-BC/UBND"]
    assert set(_found(office, "ban hang")) == {SUBJECTS["77-BC/UBND"], SUBJECTS["78-BC/UBND"]}


def test_a_word_left_out_leaves_its_records_out(office: Office) -> None:
    assert _found(office, "báo cáo -ban") == []
    # With its marks only the word as written is left out.
    assert _found(office, "báo cáo -bạn") == [SUBJECTS["78-BC/UBND"]]
    assert _found(office, "nông sản -báo") == []


@pytest.mark.parametrize("text", ["", "   ", "'", "!!!", "& | !", "-", '"', "a'b:*", "%", "\\", "(", "<->"])
def test_odd_queries_find_nothing_or_something_but_never_fail(office: Office, text: str) -> None:
    find(office.actor("vanthu"), text)
    search(office.actor("vanthu"), text)


@pytest.mark.parametrize("name", ["vanthuxa", "chuyenvien", "nguoila", "luutru"])
def test_nothing_is_found_or_counted_that_one_may_not_see(office: Office, name: str) -> None:
    for typed in ("biên chế", "1204", "58-QĐ/TW", "nông sản"):
        assert _found(office, typed, name) == []
        assert search(office.actor(name), typed).total == 0


def test_who_gets_the_work_finds_the_document(office: Office) -> None:
    made.distributed(office)
    assert made.SUBJECT in _found(office, "rà soát biên chế", "truongtonghop")
    assert made.SUBJECT not in _found(office, "rà soát biên chế", "chuyenvien3")
