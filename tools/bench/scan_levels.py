"""Pages as scanners spoil them, at the three levels that goals are set for: clean, office, fax; all seeded."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

from PIL import Image, ImageFilter

DPI = 200
LEVELS = ("clean", "office", "fax")
_BICUBIC, _BILINEAR = Image.Resampling.BICUBIC, Image.Resampling.BILINEAR
_TILE = 256


def scanned(page: Image.Image, level: str, rng: random.Random) -> Image.Image:
    """A page rendered at DPI, grey, as it comes out of a scanner of `level`."""
    return _EFFECTS[level](page.convert("L"), rng)


def _clean(page: Image.Image, rng: random.Random) -> Image.Image:
    return page


def _office(page: Image.Image, rng: random.Random) -> Image.Image:
    """A degree of skew either way, blur, noise, hard JPEG."""
    turned = page.rotate(rng.uniform(-1, 1), fillcolor=255, resample=_BICUBIC)
    noisy = Image.blend(turned.filter(ImageFilter.GaussianBlur(0.9)), _noise(page.size, rng), 0.14)
    written = io.BytesIO()
    noisy.save(written, "JPEG", quality=40)
    return Image.open(io.BytesIO(written.getvalue()))


def _fax(page: Image.Image, rng: random.Random) -> Image.Image:
    """150 dots an inch, one bit, specks."""
    small = page.resize((page.width * 3 // 4, page.height * 3 // 4), _BILINEAR)
    for _ in range(2500):
        small.putpixel((rng.randrange(small.width), rng.randrange(small.height)), rng.choice((0, 255)))
    return small.point([255 if value > 150 else 0 for value in range(256)]).convert("1")


def _noise(size: tuple[int, int], rng: random.Random) -> Image.Image:
    """Grey noise from one tile laid over and over."""
    dots = bytes(max(0, min(255, round(rng.gauss(128, 38)))) for _ in range(_TILE * _TILE))
    tile, sheet = Image.frombytes("L", (_TILE, _TILE), dots), Image.new("L", size)
    for x in range(0, size[0], _TILE):
        for y in range(0, size[1], _TILE):
            sheet.paste(tile, (x, y))
    return sheet


_EFFECTS: dict[str, Callable[[Image.Image, random.Random], Image.Image]] = {
    "clean": _clean,
    "office": _office,
    "fax": _fax,
}
