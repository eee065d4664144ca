"""Two versions of a Word file compared: what is told of words, paragraphs, tables, moves and looks."""

from __future__ import annotations

import unicodedata
from copy import deepcopy

import pytest
from hypothesis import given, settings

from tests.lib.comparing.versions import Block, body_of, element, made, versions, with_body
from vanphong.lib.comparing import as_html, compare, summary
from vanphong.lib.comparing.model import Comparison
from vanphong.lib.comparing.reading import read_document
from vanphong.lib.legacy_fonts import to_tcvn3
from vanphong.lib.word.building import form, look, paragraph
from vanphong.lib.word.package import WordError
from vanphong.lib.word.xml import W, el, run, whole

FIRST = "Thực hiện Chương trình công tác năm 2026, yêu cầu các cấp ủy tập trung một số nội dung sau."
SECOND = "Quán triệt, tuyên truyền sâu rộng đến cán bộ, đảng viên và nhân dân trong toàn tỉnh."
THIRD = "Giao Văn phòng Tỉnh ủy theo dõi, đôn đốc và báo cáo Ban Thường vụ trước ngày 30/11/2026."
FOURTH = "Chỉ thị này phổ biến đến chi bộ để thực hiện, có hiệu lực kể từ ngày ký ban hành."


def compared(old: list[Block], new: list[Block]) -> Comparison:
    return compare(made(old), made(new))


def told(found: Comparison) -> list[tuple[str, list[tuple[str, str]]]]:
    """Paragraphs that differ, with their spans that do."""
    return [
        (p.kind, [(span.kind, span.text) for span in p.spans if span.kind != "same"])
        for _, _, p in found.paragraphs()
        if p.kind != "same"
    ]


def side(found: Comparison, name: str) -> list[str]:
    """Texts of the paragraphs of one version, put together again from what is told."""
    wanted = {"old": ("same", "removed"), "new": ("same", "added")}[name]
    gone = {"old": ("added", "moved_to"), "new": ("removed", "moved_from")}[name]
    return [
        "".join(span.text for span in p.spans if span.kind in (*wanted, "moved"))
        for _, _, p in found.paragraphs()
        if p.kind not in gone
    ]


def printed(content: bytes) -> list[str]:
    return ["".join(p.itertext()) for p in body_of(content).iter(W + "p")]


def test_a_changed_word_is_told_as_a_whole_syllable() -> None:
    found = compared([FIRST, SECOND], [FIRST, SECOND.replace("sâu rộng", "kịp thời")])
    assert told(found) == [("changed", [("removed", "sâu rộng"), ("added", "kịp thời")])]


def test_a_date_is_told_as_one_word() -> None:
    found = compared([THIRD], [THIRD.replace("30/11/2026", "15/12/2026")])
    assert told(found) == [("changed", [("removed", "30/11/2026"), ("added", "15/12/2026")])]


def test_added_and_removed_paragraphs_are_told_where_they_stand() -> None:
    found = compared([FIRST, SECOND, THIRD], [FIRST, THIRD, FOURTH])
    assert told(found) == [("removed", [("removed", SECOND)]), ("added", [("added", FOURTH)])]
    numbers = [(p.old, p.new) for _, _, p in found.paragraphs()]
    assert numbers == [(1, 1), (2, None), (3, 2), (None, 3)]


def test_a_paragraph_that_moved_is_told_at_both_places() -> None:
    found = compared([FIRST, SECOND, THIRD, FOURTH], [FIRST, THIRD, FOURTH, SECOND])
    assert told(found) == [("moved_from", [("moved", SECOND)]), ("moved_to", [("moved", SECOND)])]
    assert [p.move for _, _, p in found.paragraphs() if p.move] == [1, 1]


def test_a_text_that_stands_twice_or_is_short_is_not_told_as_moved() -> None:
    twice = compared([SECOND, SECOND, FIRST, THIRD, FOURTH], [FIRST, THIRD, FOURTH, SECOND, SECOND])
    short = compared(["Nơi nhận:", FIRST, THIRD], [FIRST, THIRD, "Nơi nhận:"])
    assert {kind for kind, _ in told(twice) + told(short)} == {"removed", "added"}


def test_letters_stored_otherwise_are_the_same_text() -> None:
    decomposed = [unicodedata.normalize("NFD", text) for text in (FIRST, SECOND)]
    assert compared([FIRST, SECOND], decomposed).same
    found = compared([FIRST, SECOND], [decomposed[0], decomposed[1].replace("trong", "ngoài")])
    assert told(found) == [("changed", [("removed", "trong"), ("added", "ngoài")])]


def test_words_parted_over_runs_are_the_same_text() -> None:
    parted = paragraph(form(), *(run(letter, look(14)) for letter in FIRST))
    assert compare(made([FIRST]), made([parted])).same


def test_a_table_is_compared_cell_by_cell() -> None:
    old = [["TT", "Nội dung", "Thời hạn"], ["1", "Xây dựng kế hoạch", "30/11/2026"], ["2", "Sơ kết", "Quý I"]]
    new = [["TT", "Nội dung", "Thời hạn"], ["1", "Xây dựng kế hoạch", "15/12/2026"], ["2", "Sơ kết", "Quý I"]]
    new.append(["3", "Tổng kết", "Quý IV"])
    found = compared([FIRST, old], [FIRST, new])
    places = [(place, p.kind) for _, place, p in found.paragraphs() if p.kind != "same"]
    assert places[0] == ("bảng 1, hàng 2, ô 3", "changed")
    assert [place for place, _ in places[1:]] == [f"bảng 1, hàng 4, ô {at}" for at in (1, 2, 3)]
    assert told(found)[0][1] == [("removed", "30/11/2026"), ("added", "15/12/2026")]


def test_a_column_put_in_leaves_the_other_cells_the_same() -> None:
    old = [["TT", "Nội dung"], ["1", "Xây dựng kế hoạch"]]
    new = [["TT", "Nội dung", "Ghi chú"], ["1", "Xây dựng kế hoạch", "đã xong"]]
    assert told(compared([old], [new])) == [
        ("added", [("added", "Ghi chú")]),
        ("added", [("added", "đã xong")]),
    ]


def test_a_look_that_changed_is_no_text_that_changed() -> None:
    before, _, after = FIRST.partition("các cấp ủy")
    bold = paragraph(
        form(align="center"),
        run(before, look(14)),
        run("các cấp ủy", look(14, bold=True)),
        run(after, look(14)),
    )
    found = compare(made([FIRST]), made([bold]))
    (_, _, one), *_ = found.paragraphs()
    assert (one.kind, one.formats) == ("format", ("căn lề",))
    assert [(span.text, span.formats) for span in one.spans if span.formats] == [("các cấp ủy ", ("in đậm",))]
    assert {span.kind for span in one.spans} == {"same"}
    assert summary(found) == "1 đoạn chỉ đổi cách trình bày."


def test_a_style_that_says_the_same_as_the_run_is_no_change() -> None:
    plain = made([paragraph(form(align="both"), run(FIRST, look(14, bold=True)))])
    styled = made([paragraph(form(style="X"), run(FIRST, el("rPr")))])
    styles = el(
        "styles",
        el("style", form(align="both"), look(14, bold=True), styleId="X", type="paragraph"),
    )
    word = read_document(styled).word
    assert compare(plain, word.replaced({"word/styles.xml": whole(styles)})).same


def test_tracked_changes_of_a_version_count_as_accepted_and_are_named() -> None:
    tracked = body_of(made([FIRST, SECOND]))
    first = next(tracked.iter(W + "p"))
    gone = el("del", el("r", el("delText")), id=1, author="A")
    gone[0][0].text = "chữ đã bỏ"
    first.append(gone)
    first.append(el("ins", run(" Thêm.", look(14)), id=2, author="A"))
    found = compare(made([FIRST, SECOND]), with_body(made([]), tracked))
    assert told(found) == [("changed", [("added", " Thêm.")])]
    assert found.notes == ("Bản mới còn sửa đổi chưa chấp nhận; máy so như đã chấp nhận tất cả.",)


def test_words_typed_for_old_fonts_are_named() -> None:
    def under_old_font(text: str) -> bytes:
        root = body_of(made([text]))
        for fonts in root.iter(W + "rFonts"):
            fonts.set(W + "ascii", ".VnTime")
        return with_body(made([]), root)

    found = compare(under_old_font(to_tcvn3(FIRST)), made([FIRST]))
    assert "phông cũ (.VnTime)" in found.notes[0]
    # What was typed as Unicode under such a font needs nobody's hand.
    assert compare(under_old_font(FIRST), made([FIRST])).notes == ()


def test_numbers_of_pages_are_no_text() -> None:
    def numbered(page: str) -> bytes:
        field = el("fldSimple", run(page), instr=" PAGE ")
        return made([FIRST, el("p", run("Trang "), field)])

    assert compare(numbered("3"), numbered("12")).same


def test_a_picture_exchanged_is_told_and_its_paragraph_stays() -> None:
    drawing = deepcopy(element(FIRST))
    drawing.append(el("r", el("drawing")))
    found = compare(made([FIRST]), made([drawing]))
    assert told(found) == [("changed", [("added", "[hình vẽ]")])]


def test_the_fragment_is_escaped_and_speaks_to_those_who_see_no_colours() -> None:
    found = compared(
        [FIRST, *["Đoạn giữa không đổi."] * 9, SECOND], ["<b>x</b>", *["Đoạn giữa không đổi."] * 9]
    )
    fragment = as_html(found)
    assert "&lt;b&gt;x&lt;/b&gt;" in fragment
    assert "<b>" not in fragment
    assert "style=" not in fragment
    assert '<span class="unseen">[thêm:] </span>' in fragment
    assert '<span class="unseen">[bỏ:] </span>' in fragment
    assert "<summary>5 đoạn không đổi</summary>" in fragment


def test_a_file_that_is_no_word_file_is_refused_in_words() -> None:
    with pytest.raises(WordError, match="không phải văn bản Word"):
        compare(b"hello", made([FIRST]))


@settings(max_examples=150, deadline=None)
@given(versions())
def test_both_versions_can_be_read_out_of_what_is_told(pair: tuple[list[Block], list[Block]]) -> None:
    old, new = made(pair[0]), made(pair[1])
    found = compare(old, new)
    # Tables are told row by row, so the order across cells of unlike rows is not the file's.
    assert sorted(side(found, "old")) == sorted(printed(old))
    assert sorted(side(found, "new")) == sorted(printed(new))
    if all(isinstance(block, str) for block in (*pair[0], *pair[1])):
        assert side(found, "old") == printed(old)
        assert side(found, "new") == printed(new)
        assert found.same == (printed(old) == printed(new))
