"""Turns pages into what a scanner, a fax machine or a phone makes of them; every effect is seeded."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

import pikepdf
import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from tools.make_samples.office import settle_pdf

Effect = Callable[[Image.Image, random.Random], Image.Image]
BICUBIC = Image.Resampling.BICUBIC


def render(pdf: bytes, dpi: int) -> list[Image.Image]:
    """The pages of a PDF in colour."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]
    finally:
        document.close()


def find_on_page(pdf: bytes, text: str) -> tuple[int, tuple[float, float, float, float]]:
    """Page index and box (points from the top left) of the last place where `text` stands.

    Raises ValueError where it is not found.
    """
    document = pypdfium2.PdfDocument(pdf)
    try:
        for index in reversed(range(len(document))):
            page = document[index]
            words = page.get_textpage()
            hits = words.search(text)
            last = None
            while (hit := hits.get_next()) is not None:
                last = hit
            if last is not None:
                rects = [words.get_rect(i) for i in range(*_rect_range(words, last))]
                left, bottom = min(r[0] for r in rects), min(r[1] for r in rects)
                right, top = max(r[2] for r in rects), max(r[3] for r in rects)
                return index, (left, page.get_height() - top, right, page.get_height() - bottom)
    finally:
        document.close()
    raise ValueError(f"«{text}» is not on any page")


def _rect_range(words: pypdfium2.PdfTextPage, hit: tuple[int, int]) -> tuple[int, int]:
    return 0, words.count_rects(*hit)


def clean(page: Image.Image, rng: random.Random) -> Image.Image:
    """A good flatbed: a hair of skew, sharp, one bit."""
    turned = page.convert("L").rotate(rng.uniform(-0.2, 0.2), fillcolor=255, resample=BICUBIC)
    return turned.point(lambda v: 255 if v > 165 else 0).convert("1")


def office(page: Image.Image, rng: random.Random) -> Image.Image:
    """A worn office scanner: skew, blur, uneven grey, noise."""
    turned = page.convert("L").rotate(rng.uniform(-1.1, 1.1), fillcolor=255, resample=BICUBIC)
    soft = turned.filter(ImageFilter.GaussianBlur(0.7))
    return _grain(soft, rng, 10, 0.10).point(lambda v: min(255, int(v * 1.06)))


def colour(page: Image.Image, rng: random.Random) -> Image.Image:
    """A colour scanner: slight skew, paper a little warm."""
    turned = page.rotate(rng.uniform(-0.6, 0.6), fillcolor=(255, 255, 255), resample=BICUBIC)
    return ImageChops.multiply(turned, Image.new("RGB", page.size, (252, 250, 244)))


def fax(page: Image.Image, rng: random.Random) -> Image.Image:
    """A fax: one bit, specks, a broken line."""
    grey = page.convert("L").filter(ImageFilter.GaussianBlur(0.5))
    pixels = grey.load()
    if pixels is None:
        raise RuntimeError("no pixels")
    for _ in range(1500):
        x, y = rng.randrange(grey.width), rng.randrange(grey.height)
        pixels[x, y] = rng.choice((0, 255))
    x = rng.randrange(grey.width // 8, grey.width // 5)
    for y in range(0, grey.height, 3):
        pixels[x, y] = 255
    return grey.point(lambda v: 255 if v > 150 else 0).convert("1")


def phone(page: Image.Image, rng: random.Random) -> Image.Image:
    """A phone: perspective, the table around the sheet, a shadow, warm light."""
    width, height = page.size
    edge = int(width * 0.05)
    room = Image.new("RGB", (width + 2 * edge, height + 2 * edge), (92, 74, 58))
    room.paste(page, (edge, edge))
    shift = [rng.uniform(0.2, 0.9) * edge for _ in range(8)]
    w, h = room.size
    source = (shift[0], shift[1], shift[2], h - shift[3], w - shift[4], h - shift[5], w - shift[6], shift[7])
    view = room.transform((w, h), Image.Transform.QUAD, source, resample=BICUBIC)
    shade = _shadow(view.size).point(lambda v: 150 + int(v * 105 / 255))
    lit = ImageChops.multiply(view, Image.merge("RGB", (shade, shade, shade)))
    return ImageChops.multiply(lit, Image.new("RGB", lit.size, (255, 248, 232))).filter(
        ImageFilter.GaussianBlur(0.6)
    )


def _shadow(size: tuple[int, int]) -> Image.Image:
    """Light falling off from one corner: the middle of a turned gradient."""
    turned = Image.linear_gradient("L").resize((512, 512)).rotate(-55, resample=BICUBIC)
    return turned.crop((128, 128, 384, 384)).resize(size, BICUBIC)


def upside_down(page: Image.Image, rng: random.Random) -> Image.Image:
    """A sheet laid the wrong way round in a worn scanner."""
    return office(page, rng).rotate(180)


def sideways(page: Image.Image, rng: random.Random) -> Image.Image:
    """A sheet fed by its long edge."""
    return clean(page, rng).rotate(90, expand=True)


EFFECTS: dict[str, Effect] = {
    "clean": clean,
    "office": office,
    "colour": colour,
    "fax": fax,
    "phone": phone,
    "upside-down": upside_down,
    "sideways": sideways,
}


def _grain(page: Image.Image, rng: random.Random, sigma: int, share: float) -> Image.Image:
    # A small seeded tile repeated: cheap, and the same on every machine.
    side = 128
    tile = Image.frombytes("L", (side, side), bytes(_level(rng, sigma) for _ in range(side * side)))
    noise = Image.new("L", page.size)
    for x in range(0, page.width, side):
        for y in range(0, page.height, side):
            noise.paste(tile, (x, y))
    return Image.blend(page, noise, share)


def _level(rng: random.Random, sigma: int) -> int:
    return max(0, min(255, int(rng.gauss(225, sigma * 4))))


def blank_page(size: tuple[int, int], rng: random.Random) -> Image.Image:
    """An empty separator sheet with a few specks of dust."""
    page = Image.new("L", size, 255)
    draw = ImageDraw.Draw(page)
    for _ in range(25):
        draw.point((rng.randrange(size[0]), rng.randrange(size[1])), fill=90)
    return page.point(lambda v: 255 if v > 150 else 0).convert("1")


def to_pdf(pages: list[Image.Image], dpi: int, quality: int) -> bytes:
    """Pages as a PDF of images: CCITT G4 for one bit, JPEG for grey and colour."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        for page in pages:
            with pikepdf.open(io.BytesIO(_one_page(page, dpi, quality))) as single:
                pdf.pages.extend(single.pages)
        pdf.save(out)
    return settle_pdf(out.getvalue())


def _one_page(page: Image.Image, dpi: int, quality: int) -> bytes:
    out = io.BytesIO()
    # One-bit pages are packed as CCITT G4, which knows no quality.
    options = {} if page.mode == "1" else {"quality": quality}
    page.save(out, "PDF", resolution=dpi, producer="scan", title="", **options)
    return out.getvalue()


def to_image(pages: list[Image.Image], kind: str, dpi: int, quality: int) -> bytes:
    """Pages as JPEG or PNG (first page only) or as a TIFF of many pages."""
    out = io.BytesIO()
    if kind == "jpg":
        pages[0].save(out, "JPEG", quality=quality, dpi=(dpi, dpi))
    elif kind == "png":
        pages[0].save(out, "PNG", optimize=True, dpi=(dpi, dpi))
    else:
        form = "group4" if pages[0].mode == "1" else "jpeg"
        pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], compression=form, dpi=(dpi, dpi))
    return out.getvalue()
