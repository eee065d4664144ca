"""The older version with tracked changes: accepted it is the newer one, rejected the older."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from PIL import Image

from tests.lib.comparing import office
from tests.lib.comparing.versions import Block, body_of, made, versions, with_body
from vanphong.lib.comparing import compare, track_changes
from vanphong.lib.reading.convert import soffice
from vanphong.lib.reading.docx import docx_pages
from vanphong.lib.word.building import form
from vanphong.lib.word.package import open_word
from vanphong.lib.word.revisions import Decision, settle
from vanphong.lib.word.xml import W, el, run, whole, words_of

AT = datetime(2026, 11, 24, 4, 15, tzinfo=UTC)
AUTHOR = "Nguyễn Văn Hùng"
FIRST = "Thực hiện Chương trình công tác năm 2026, yêu cầu các cấp ủy tập trung một số nội dung sau."
SECOND = "Quán triệt, tuyên truyền sâu rộng đến cán bộ, đảng viên và nhân dân trong toàn tỉnh."
THIRD = "Giao Văn phòng Tỉnh ủy theo dõi, đôn đốc và báo cáo Ban Thường vụ trước ngày 30/11/2026."
PLAN = [["TT", "Nội dung"], ["1", "Xây dựng kế hoạch"], ["2", "Sơ kết quý I"], ["3", "Tổng kết"]]
CHANGED_PLAN = [["TT", "Nội dung"], ["1", "Xây dựng chương trình"], ["3", "Tổng kết"], ["4", "Khen\nphạt"]]


def tracked(old: bytes, new: bytes) -> bytes:
    return track_changes(old, new, author=AUTHOR, at=AT).content


def settled(content: bytes, decision: Decision) -> bytes:
    root = body_of(content)
    settle(root, decision)
    return with_body(content, root)


def printed(content: bytes) -> list[str]:
    return ["".join(words_of(paragraph)) for paragraph in body_of(content).iter(W + "p")]


@settings(max_examples=150, deadline=None)
@given(versions())
def test_accepted_it_is_the_newer_version_and_rejected_the_older(
    pair: tuple[list[Block], list[Block]],
) -> None:
    old, new = made(pair[0]), made(pair[1])
    redline = tracked(old, new)
    assert printed(settled(redline, "accept")) == printed(new)
    assert printed(settled(redline, "reject")) == printed(old)
    # Nor does the look of anything differ.
    assert compare(settled(redline, "accept"), new).same
    assert compare(settled(redline, "reject"), old).same


@pytest.mark.skipif(soffice() is None, reason="needs LibreOffice")
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ([FIRST, PLAN, SECOND], [FIRST.replace("các", "mọi"), CHANGED_PLAN, SECOND]),
        ([FIRST, PLAN, SECOND], [FIRST, THIRD, PLAN, SECOND, "^Hết."]),
        ([FIRST, SECOND, PLAN, THIRD], [FIRST, PLAN]),
        ([FIRST, SECOND, THIRD], [SECOND, PLAN, "Đoạn *mới* thêm vào.", THIRD]),
    ],
)
def test_libreoffice_comes_to_both_versions_as_well(
    tmp_path: Path, old: list[Block], new: list[Block]
) -> None:
    accepted, rejected = office.settled(tmp_path, tracked(made(old), made(new)))
    assert printed(accepted) == printed(made(new))
    assert printed(rejected) == printed(made(old))


def test_every_change_names_its_author_and_its_time_and_has_a_number_of_its_own() -> None:
    root = body_of(tracked(made([FIRST, SECOND, PLAN]), made([FIRST + " Thêm.", "^" + SECOND, CHANGED_PLAN])))
    marks = [element for element in root.iter() if element.get(W + "author")]
    assert {mark.get(W + "author") for mark in marks} == {AUTHOR}
    assert {mark.get(W + "date") for mark in marks} == {"2026-11-24T04:15:00Z"}
    numbers = [mark.get(W + "id") for mark in marks]
    assert len(numbers) == len(set(numbers)) > 5


def test_a_moved_paragraph_is_marked_as_moved_and_read_once(tmp_path: Path) -> None:
    redline = tracked(made([FIRST, SECOND, THIRD, "Hết."]), made([FIRST, THIRD, SECOND, "Hết."]))
    root = body_of(redline)
    names = [next(root.iter(W + f"{side}RangeStart")).get(W + "name") for side in ("moveFrom", "moveTo")]
    assert names == ["move1", "move1"]
    path = tmp_path / "a.docx"
    path.write_bytes(redline)
    read = " ".join(line.text for page in docx_pages(path) for line in page.lines)
    assert read.count("Quán triệt") == 1


def test_parts_that_did_not_change_stay_byte_for_byte() -> None:
    old = made([FIRST, SECOND])
    assert _parts(tracked(old, old)) == _parts(old)
    redline, before = _parts(tracked(old, made([FIRST, THIRD]))), _parts(old)
    assert [name for name in before if before[name] != redline[name]] == ["word/document.xml"]


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def test_a_new_picture_comes_along_with_its_file() -> None:
    picture = io.BytesIO()
    Image.new("RGB", (9, 9), "red").save(picture, "png")
    out = io.BytesIO()
    document = docx.Document()
    document.add_paragraph(FIRST)
    document.save(out)
    old = out.getvalue()
    document.add_picture(picture)
    document.save(out := io.BytesIO())
    answer = track_changes(old, out.getvalue(), author=AUTHOR, at=AT)
    assert answer.notes == ()
    accepted = settled(answer.content, "accept")
    assert compare(accepted, out.getvalue()).same
    shapes = docx.Document(io.BytesIO(accepted)).inline_shapes
    assert len(shapes) == 1
    assert picture.getvalue() in _parts(answer.content).values()


def noted(text: str, *notes: str) -> bytes:
    """A file of two paragraphs, the second with the given footnotes."""
    held = [el("footnote", el("p", run(words)), id=at) for at, words in enumerate(notes, start=1)]
    references = [el("r", el("footnoteReference", id=at)) for at in range(1, len(notes) + 1)]
    word = open_word(made([FIRST, el("p", form(), run(text), *references)]))
    return word.replaced({"word/footnotes.xml": whole(el("footnotes", *held))})


def test_a_new_footnote_comes_along_with_its_words() -> None:
    old, new = noted(SECOND, "Chú thích cũ."), noted(SECOND, "Chú thích cũ.", "Chú thích mới.")
    answer = track_changes(old, new, author=AUTHOR, at=AT)
    assert answer.notes == ()
    assert compare(settled(answer.content, "accept"), new).same
    assert compare(settled(answer.content, "reject"), old).same


def test_what_cannot_be_brought_along_is_named_with_its_paragraph() -> None:
    note = el("p", form(), run(SECOND), el("r", el("footnoteReference", id=2)))
    answer = track_changes(made([FIRST, SECOND]), made([FIRST, note]), author=AUTHOR, at=AT)
    assert "chú thích mới ở đoạn 2 không chép sang được" in answer.notes[0]


def test_changes_that_the_older_version_still_held_are_accepted_first() -> None:
    root = body_of(made([FIRST]))
    paragraph = next(root.iter(W + "p"))
    paragraph.append(el("ins", run(" Câu chưa chấp nhận."), id=1, author="Người khác"))
    answer = track_changes(with_body(made([]), root), made([FIRST]), author=AUTHOR, at=AT)
    marks = [element.get(W + "author") for element in body_of(answer.content).iter(W + "ins", W + "del")]
    assert marks == [AUTHOR]
    assert "Bản cũ còn sửa đổi chưa chấp nhận" in answer.notes[0]
