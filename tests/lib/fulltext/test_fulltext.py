"""The index of Vietnamese text: marks, codes in part, phrases, slips of the hand, sentences."""

from __future__ import annotations

import datetime as dt
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanphong.lib.fulltext import (
    Ask,
    Entry,
    Index,
    NoIndex,
    Writer,
    build,
    code_pieces,
    create,
    exact,
    folded,
    mend,
    open_index,
    syllables,
)
from vanphong.lib.legacy_fonts import from_tcvn3, from_vni, to_tcvn3, to_vni
from vanphong.lib.text import normalise_tone_placement

SYLLABLES = st.text(
    "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậếềểễệốồổỗộớờởỡợứừửữựíìỉĩịúùủũụýỳỷỹỵ", min_size=1, max_size=6
)


@given(SYLLABLES)
def test_any_unicode_form_and_case_gives_the_same_terms(run: str) -> None:
    for other in (unicodedata.normalize("NFD", run), run.upper(), unicodedata.normalize("NFD", run.upper())):
        # Some rare letters have no single capital; those that come back are compared.
        if unicodedata.normalize("NFC", other).lower() != run:
            continue
        assert [exact(each) for each in syllables(other)] == [exact(each) for each in syllables(run)]
        assert [folded(each) for each in syllables(other)] == [folded(each) for each in syllables(run)]


@given(SYLLABLES)
def test_the_place_of_the_tone_makes_no_difference(run: str) -> None:
    old, new = (normalise_tone_placement(run, style) for style in ("old", "new"))
    assert exact(old) == exact(new)
    assert folded(old) == folded(new)


@given(SYLLABLES)
def test_the_folded_term_has_no_marks_and_folding_it_again_changes_nothing(run: str) -> None:
    for each in syllables(run):
        assert folded(each).isascii()
        assert folded(folded(each)) == folded(each)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoà", "hòa"),
        ("uỷ", "ủy"),
        ("khoẻ", "khỏe"),
        ("kỹ", "kĩ"),
        ("lý", "lí"),
        ("ð", "đ"),
        ("Đảng", "đảng"),
    ],
)
def test_two_ways_of_writing_one_syllable_are_one_term(one: str, other: str) -> None:
    assert exact(syllables(one)[0]) == exact(syllables(other)[0])


def test_marks_and_d_tell_written_terms_apart_and_not_folded_ones() -> None:
    for one, other in (("ban", "bàn"), ("dang", "đang"), ("quyet", "quyết")):
        assert exact(one) != exact(other)
        assert folded(one) == folded(other)


OFFICIAL = ("cộng", "hòa", "xã", "hội", "chủ", "nghĩa", "việt", "nam", "đảng", "ủy", "quyết", "định")


@given(st.lists(st.sampled_from(OFFICIAL), min_size=1))
def test_text_brought_from_an_old_font_is_found_like_any_other(written: list[str]) -> None:
    text = " ".join(written)
    assert syllables(from_tcvn3(to_tcvn3(text))) == syllables(text)
    assert syllables(from_vni(to_vni(text))) == syllables(text)


PAPERS = {
    1: ("1400-CV/VPTU", "Về việc rà soát biên chế văn phòng cấp ủy", "Văn phòng Tỉnh ủy", "Nội dung một."),
    2: ("12-NQ/TU", "Nghị quyết về phát triển kinh tế biển", "Tỉnh ủy", "Bán hàng nông sản và quyết toán."),
    3: ("77-BC/UBND", "Báo cáo bạn hàng nông sản", "Ủy ban nhân dân tỉnh", "Nghị luận chung, quyết tâm."),
    4: ("140-KH/TU", "Kế hoạch phát triển văn hóa", "Tỉnh ủy", "Hợp đồng kinh tế, đất đai ven biển."),
    5: ("05/2024/NĐ-CP", "Nghị định về văn thư", "Chính phủ", "Quy định chi tiết một số điều."),
}


@pytest.fixture
def index(tmp_path: Path) -> Index:
    create(tmp_path)
    writer = Writer(tmp_path)
    writer.put(
        Entry(pk, "papers", dt.date(2024, pk, 1), code, f"{code} {title}", issuer, "", body)
        for pk, (code, title, issuer, body) in PAPERS.items()
    )
    writer.commit()
    writer.close()
    return open_index(tmp_path)


def found(index: Index, ask: Ask, *, newest_first: bool = False) -> list[int]:
    """Hits of all kinds of match, the surest first."""
    hits: dict[int, None] = {}
    for query in build(index, ask):
        hits.update(dict.fromkeys(index.hits(query, 50, newest_first=newest_first)))
    return list(hits)


def words(text: str) -> tuple[str, ...]:
    return tuple(syllables(text))


@pytest.mark.parametrize("part", ["1400cvvptu", "1400cv", "1400", "cvvptu", "vptu", "14", "vp"])
def test_a_code_is_found_whole_or_by_the_beginning_of_any_of_its_pieces(index: Index, part: str) -> None:
    assert 1 in found(index, Ask(code=part))


def test_the_code_itself_stands_before_codes_that_begin_like_it(index: Index) -> None:
    assert found(index, Ask(code=code_pieces("140-KH/TU").replace(" ", "")))[0] == 4
    assert set(found(index, Ask(code="140"))) == {1, 4}


def test_all_words_must_be_there(index: Index) -> None:
    assert found(index, Ask(words=words("kinh tế biển"))) == [2, 4]
    assert found(index, Ask(words=words("kinh tế văn thư"))) == []


def test_written_marks_come_first_and_forgiven_ones_after(index: Index) -> None:
    assert found(index, Ask(words=words("bạn hàng"))) == [3, 2]
    assert found(index, Ask(words=words("bán hàng"))) == [2, 3]


def test_a_phrase_is_met_only_side_by_side(index: Index) -> None:
    assert found(index, Ask(phrases=(words("nghị quyết"),))) == [2]
    assert set(found(index, Ask(words=words("nghị quyết")))) == {2, 3}
    assert found(index, Ask(phrases=(words("nghi quyet ve phat trien"),))) == [2]
    assert found(index, Ask(phrases=(words("quyết về phát kinh"),))) == []


def test_no_phrase_runs_over_from_the_title_into_the_text(index: Index) -> None:
    assert found(index, Ask(phrases=(words("cấp ủy văn phòng tỉnh ủy"),))) == []


def test_what_is_left_out_is_left_out_as_written(index: Index) -> None:
    assert found(index, Ask(words=words("hàng nông sản"), excluded=(words("bạn"),))) == [2]


def test_fields_narrow_to_issuer_and_days(index: Index) -> None:
    assert found(index, Ask(words=words("phát triển"), issuer=words("chinh phu"))) == []
    assert set(found(index, Ask(words=words("phát triển"), issuer=words("tinh uy")))) == {2, 4}
    day = dt.date(2024, 4, 1).toordinal()
    assert found(index, Ask(words=words("phát triển"), days=(day, day))) == [4]
    assert found(index, Ask(words=words("phát triển"), only=[4])) == [4]


def test_the_newest_stand_first_when_asked(index: Index) -> None:
    assert found(index, Ask(words=words("phát triển")), newest_first=True) == [4, 2]


def test_an_unfinished_last_word_finds_what_begins_so(index: Index) -> None:
    assert found(index, Ask(words=words("bien ch"))) == [1]


def test_a_sentence_finds_the_nearest_first(index: Index) -> None:
    asked = words("Nghị quyết nào của tỉnh nói về phát triển kinh tế biển")
    assert found(index, Ask(words=asked))[:2] == [2, 4]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nghi qyet", "nghi quyet"),
        ("van thuw", "van thu"),
        ("kinh tee bien", "kinh te bien"),
        ("hnag nong san", "hang nong san"),
    ],
)
def test_one_slip_of_the_hand_is_mended_by_its_neighbours(index: Index, typed: str, meant: str) -> None:
    assert mend(index, words(typed)) == meant.split()


def test_what_nothing_is_like_is_left_as_it_is(index: Index) -> None:
    assert mend(index, words("xyzxyz")) is None
    assert mend(index, words("nông sản")) is None


def test_a_second_writer_is_refused_and_the_first_goes_on(tmp_path: Path) -> None:
    create(tmp_path)
    first = Writer(tmp_path)
    with pytest.raises(BlockingIOError):
        Writer(tmp_path)
    first.close()
    Writer(tmp_path).close()


def test_what_was_written_again_is_there_once(tmp_path: Path) -> None:
    create(tmp_path)
    writer = Writer(tmp_path)
    for title in ("Cũ", "Mới"):
        writer.put([Entry(7, "papers", None, "", title, "", "", "")])
        writer.commit()
    writer.close()
    index = open_index(tmp_path)
    assert (index.size, found(index, Ask(words=("mới",))), found(index, Ask(words=("cũ",)))) == (1, [7], [])


def test_a_folder_without_an_index_says_so(tmp_path: Path) -> None:
    with pytest.raises(NoIndex):
        open_index(tmp_path)


LETTERS = st.text(min_size=0, max_size=40)


@given(LETTERS, LETTERS)
def test_no_text_is_too_odd_for_the_index(title: str, code: str) -> None:
    fields = Entry(1, "papers", None, code, title, title, title, title).fields()
    assert all("\n" not in str(value) for value in fields.values())
