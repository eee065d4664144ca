"""Word files typed in TCVN3 and VNI fonts made Unicode, with what became of each paragraph."""

from __future__ import annotations

import io
import itertools
import zipfile
from copy import deepcopy
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.lib.comparing.test_version_commands import vanphong
from tests.lib.comparing.versions import body_of, made
from vanphong.lib.legacy_fonts import heal_pieces, to_tcvn3, to_vni
from vanphong.lib.reading.docx import docx_pages
from vanphong.lib.word.building import FONT, form, look, paragraph
from vanphong.lib.word.healing import heal_docx
from vanphong.lib.word.package import WordError, open_word
from vanphong.lib.word.xml import Element, W, el, run, whole, words_of

TEXT = "Thực hiện Nghị quyết của Đảng bộ tỉnh, các cấp ủy nghiêm túc quán triệt và ươm mầm đổi mới."
FONTS = [(".VnTime", to_tcvn3), ("VNI-Times", to_vni)]


def typed(text: str, font: str, *, size: float = 14) -> Element:
    properties = look(size)
    for fonts in properties.iter(W + "rFonts"):
        for slot in ("ascii", "hAnsi", "cs"):
            fonts.set(W + slot, font)
    return run(text, properties)


def texts(content: bytes) -> list[str]:
    return ["".join(words_of(one)) for one in body_of(content).iter(W + "p")]


def fonts_in(content: bytes) -> set[str]:
    return {str(v) for fonts in body_of(content).iter(W + "rFonts") for v in fonts.values()}


@pytest.mark.parametrize(("font", "encode"), FONTS)
def test_text_in_an_old_font_becomes_unicode_in_times_new_roman(font: str, encode: object) -> None:
    assert callable(encode)
    old = made([paragraph(form(), typed(encode(TEXT), font)), "Đoạn này đã là Unicode."])
    content, healed = heal_docx(old)
    assert texts(content) == [TEXT, "Đoạn này đã là Unicode."]
    assert fonts_in(content) == {FONT}
    (one,) = healed
    assert (one.number, one.before, one.after, one.fonts) == (1, encode(TEXT), TEXT, (font,))


@pytest.mark.parametrize(("font", "encode"), FONTS)
@settings(max_examples=60, deadline=None)
@given(cuts=st.sets(st.integers(1, 90), max_size=12))
def test_words_parted_over_runs_are_healed_as_the_words_they_are(
    font: str, encode: object, cuts: set[int]
) -> None:
    assert callable(encode)
    coded = encode(TEXT)
    edges = [0, *sorted(cut for cut in cuts if cut < len(coded)), len(coded)]
    pieces = [coded[a:b] for a, b in itertools.pairwise(edges)]
    assert "".join(heal_pieces(pieces, font)) == TEXT
    content, _ = heal_docx(made([paragraph(form(), *(typed(piece, font) for piece in pieces))]))
    assert texts(content) == [TEXT]


def test_the_h_fonts_are_capitals() -> None:
    content, _ = heal_docx(made([paragraph(form(), typed(to_tcvn3("đảng cộng sản việt nam"), ".VnTimeH"))]))
    assert texts(content) == ["ĐẢNG CỘNG SẢN VIỆT NAM"]


def test_the_letter_that_word_takes_for_a_soft_hyphen_comes_back() -> None:
    properties = typed("", ".VnTime").find(W + "rPr")
    parted = el("r", properties, _t("Ch"), el("softHyphen"), _t("¬ng tr×nh"))
    content, _ = heal_docx(made([paragraph(form(), parted)]))
    assert texts(content) == ["Chương trình"]


def _t(text: str) -> Element:
    made_one = el("t")
    made_one.text = text
    return made_one


def test_unicode_typed_under_an_old_font_keeps_its_letters_and_loses_the_font() -> None:
    content, healed = heal_docx(made([paragraph(form(), typed(TEXT, ".VnTime"))]))
    assert texts(content) == [TEXT]
    assert fonts_in(content) == {FONT}
    assert healed == []


def test_short_words_go_with_the_rest_of_the_file() -> None:
    plain = [paragraph(form(), typed(text, ".VnTime")) for text in (TEXT, "Có", "và", TEXT)]
    assert texts(heal_docx(made(plain))[0]) == [TEXT, "Có", "và", TEXT]
    coded = [paragraph(form(), typed(to_tcvn3(text), ".VnTime")) for text in (TEXT, "Có", "và", TEXT)]
    assert texts(heal_docx(made(coded))[0]) == [TEXT, "Có", "và", TEXT]


def test_a_font_named_by_the_style_alone_is_known() -> None:
    styles = el(
        "styles", el("style", el("rPr", el("rFonts", ascii=".VnTime")), styleId="X", type="paragraph")
    )
    old = open_word(made([paragraph(form(style="X"), run(to_tcvn3(TEXT)))]))
    content, _ = heal_docx(old.replaced({"word/styles.xml": whole(styles)}))
    assert texts(content) == [TEXT]
    assert b".VnTime" not in open_word(content).parts["word/styles.xml"]


def test_a_text_box_within_a_paragraph_is_healed_once() -> None:
    inner = paragraph(form(), typed(to_tcvn3("Hỏa tốc"), ".VnTime"))
    outer = paragraph(form(), typed(to_tcvn3("Kính gửi"), ".VnTime"))
    outer.append(el("r", el("pict", el("txbxContent", inner))))
    content, healed = heal_docx(made([deepcopy(outer)]))
    assert [one.after for one in healed] == ["Kính gửi", "Hỏa tốc"]
    assert fonts_in(content) == {FONT}


def test_everything_else_of_the_file_stays_byte_for_byte() -> None:
    old = made([f"Đoạn {n}." for n in range(5)] + [paragraph(form(), typed(to_tcvn3(TEXT), ".VnTime"))])
    content, _ = heal_docx(old)
    before, after = (open_word(one).parts for one in (old, content))
    assert [name for name in before if before[name] != after[name]] == ["word/document.xml"]
    kept = before["word/document.xml"].partition(b".VnTime")[0].rpartition(b"<w:p>")[0]
    assert after["word/document.xml"].startswith(kept)
    plain = made([TEXT])
    assert heal_docx(plain) == (plain, [])


def test_the_reader_reads_the_healed_file_as_it_read_the_old(tmp_path: Path) -> None:
    old = made([paragraph(form(), typed(to_vni(TEXT), "VNI-Times"))])
    read = []
    for at, content in enumerate((old, heal_docx(old)[0])):
        path = tmp_path / f"{at}.docx"
        path.write_bytes(content)
        read.append([line.text for page in docx_pages(path) for line in page.lines])
    assert read[0] == read[1]


def test_a_file_with_a_macro_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made([TEXT]))) as source, zipfile.ZipFile(out, "w") as target:
        for info in source.infolist():
            target.writestr(info.filename, source.read(info))
        target.writestr("word/vbaProject.bin", b"x")
    with pytest.raises(WordError, match="macro"):
        heal_docx(out.getvalue())


def test_the_command_shows_before_and_after_and_keeps_the_original(tmp_path: Path) -> None:
    old, new = tmp_path / "cu.docx", tmp_path / "moi.docx"
    old.write_bytes(made([paragraph(form(), typed(to_tcvn3("Đảng bộ tỉnh"), ".VnTime"))]))
    kept = old.read_bytes()
    preview = vanphong("heal", old)
    assert preview.returncode == 0, preview.stderr
    assert "Đảng bộ tỉnh" in preview.stdout
    written = vanphong("heal", old, "--out", new, "--json")
    assert '"after": "Đảng bộ tỉnh"' in written.stdout
    assert texts(new.read_bytes()) == ["Đảng bộ tỉnh"]
    over = vanphong("heal", old, "--out", old)
    assert (over.returncode, "chọn tên tệp khác" in over.stderr) == (2, True)
    assert old.read_bytes() == kept
    assert "không có chữ gõ phông" in vanphong("heal", new).stdout
