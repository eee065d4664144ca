"""A scanned batch is parted at blank sheets and separator codes; previews stay small."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
import segno
from PIL import Image, ImageDraw, ImageFilter

from vanphong.lib.reading.extract import extract
from vanphong.lib.reading.preview import render_page
from vanphong.lib.reading.problems import ExtractError
from vanphong.lib.reading.split import SEPARATOR, Part, find_parts, write_parts


def written(number: int) -> Image.Image:
    sheet = Image.new("L", (827, 1169), 250)
    draw = ImageDraw.Draw(sheet)
    for row in range(20):
        draw.text(
            (90, 100 + row * 40), f"Trang {number}, dong {row}: noi dung cua van ban", fill=20, font_size=24
        )
    return sheet


def blank() -> Image.Image:
    """An empty sheet as scanners give it: grey grain, specks, a dark edge, two punched holes."""
    sheet = Image.effect_noise((827, 1169), 10).point(lambda v: min(255, v + 105))
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((0, 0, 826, 6), fill=30)
    for at in range(12):
        draw.point((100 + at * 50, 200 + at * 61), fill=0)
    for y in (420, 740):
        draw.ellipse((8, y, 34, y + 26), fill=40)
    return sheet.filter(ImageFilter.GaussianBlur(0.5))


def separator(tail: str = "") -> Image.Image:
    sheet = Image.new("L", (827, 1169), 255)
    out = io.BytesIO()
    segno.make(SEPARATOR + tail, error="h").save(out, kind="png", scale=8)
    with Image.open(out) as code:
        sheet.paste(code.convert("L").rotate(2, fillcolor=255, expand=True), (250, 350))
    return sheet


def batch(path: Path, pages: list[Image.Image]) -> Path:
    pages[0].save(path, save_all=True, append_images=pages[1:], resolution=100)
    return path


@pytest.mark.parametrize("name", ["lo.pdf", "lo.tif"])
def test_a_batch_is_parted_at_blank_sheets_and_codes(tmp_path: Path, name: str) -> None:
    pages = [
        blank(),
        written(1),
        written(2),
        blank(),
        written(3),
        separator(":cong-van"),
        written(4),
        blank(),
    ]
    parts = find_parts(batch(tmp_path / name, pages))
    assert parts == (Part(2, 3), Part(5, 5), Part(7, 7, "cong-van"))


def test_the_blank_back_of_a_sheet_stays_when_two_blanks_part(tmp_path: Path) -> None:
    pages = [written(1), blank(), written(2), blank(), blank(), written(3)]
    assert find_parts(batch(tmp_path / "lo.pdf", pages), blanks=2) == (Part(1, 3), Part(6, 6))


def test_a_code_of_the_document_itself_does_not_part(tmp_path: Path) -> None:
    page = written(1)
    out = io.BytesIO()
    segno.make("https://example.vn/tra-cuu").save(out, kind="png", scale=6)
    with Image.open(out) as code:
        page.paste(code.convert("L"), (500, 900))
    assert find_parts(batch(tmp_path / "lo.pdf", [page, written(2)])) == (Part(1, 2),)


@pytest.mark.parametrize("name", ["lo.pdf", "lo.tif"])
def test_parts_are_written_with_their_pictures_unchanged(tmp_path: Path, name: str) -> None:
    source = batch(tmp_path / name, [written(1), blank(), written(2), written(3)])
    made = write_parts(source, find_parts(source), tmp_path, "phan")
    assert [path.name for path in made] == ["phan-001.pdf", "phan-002.pdf"]
    with pikepdf.open(made[1]) as part:
        assert len(part.pages) == 2
        picture = next(iter(part.pages[0].get_images().values()))
        if name == "lo.pdf":
            with pikepdf.open(source) as whole:
                original = next(iter(whole.pages[2].get_images().values()))
                assert picture.read_raw_bytes() == original.read_raw_bytes()
        else:
            assert pikepdf.PdfImage(picture).as_pil_image().tobytes() == written(2).tobytes()


def test_a_text_file_cannot_be_parted(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(ExtractError):
        find_parts(tmp_path / "a.txt")


def test_a_preview_is_as_wide_as_asked_and_small(tmp_path: Path) -> None:
    noisy = Image.blend(written(1).resize((1654, 2339)), Image.effect_noise((1654, 2339), 60), 0.3)
    noisy.save(tmp_path / "a.png")
    noisy.save(tmp_path / "a.pdf", resolution=200)
    for name in ("a.png", "a.pdf"):
        made = render_page(tmp_path / name, 1, 1000)
        assert len(made) <= 120_000
        with Image.open(io.BytesIO(made)) as picture:
            assert picture.format == "WEBP"
            assert abs(picture.width - 1000) <= 1


def test_a_preview_of_text_shows_ink(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Kính gửi: Các huyện ủy, thành ủy", encoding="utf-8")
    with Image.open(io.BytesIO(render_page(tmp_path / "a.txt", 1, 600))) as picture:
        assert picture.convert("L").getextrema()[0] < 100
    assert extract(tmp_path / "a.txt").pages[0].number == 1


@pytest.mark.parametrize("page", [0, 2])
def test_a_page_that_is_not_there_is_an_index_error(tmp_path: Path, page: int) -> None:
    written(1).save(tmp_path / "a.png")
    with pytest.raises(IndexError):
        render_page(tmp_path / "a.png", page, 300)
