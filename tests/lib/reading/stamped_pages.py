"""Pages with and without a secrecy stamp, as scanners of several kinds make them; all invented."""

from __future__ import annotations

import random
from dataclasses import replace

from PIL import Image, ImageDraw

from tools.make_samples import scans
from tools.make_samples.headers import generate_documents
from tools.make_samples.ink import RED
from tools.make_samples.layouts import printing_font
from tools.make_samples.typst_writer import to_pdf

STAMPS = {"MẬT": "mat", "TỐI MẬT": "toi_mat", "TUYỆT MẬT": "tuyet_mat"}
OTHER_STAMPS = ("KHẨN", "HỎA TỐC", "BẢN SAO", "SAO Y")
LEVELS = (("clean", 200), ("office", 160), ("colour", 170), ("fax", 200), ("phone", 170))
TALK = "quy chế bảo vệ bí mật nhà nước, tài liệu mật, tối mật trong cơ quan"


def pages(
    count: int, seed: int, *, stamped: bool, tilt: float = 4.0
) -> list[tuple[Image.Image, int, str | None, str]]:
    """`count` first pages: picture, dpi, stamp (None: clean) and scanner.

    Clean ones talk of secrets, or bear a stamp that says something else.
    """
    rng = random.Random(seed)
    made = []
    for index, document in enumerate(generate_documents(count, seed)):
        level, dpi = LEVELS[index % len(LEVELS)]
        if not stamped and index % 2 == 0:
            document = replace(document, subject=f"về {TALK}")
        page = scans.render(to_pdf(document), dpi)[0]
        other = rng.choice(OTHER_STAMPS) if index % 2 else ""
        word = rng.choice(list(STAMPS)) if stamped else other
        if word:
            _stamp(page, word, dpi, rng, tilt)
        made.append((scans.EFFECTS[level](page, rng), dpi, STAMPS.get(word), level))
    return made


def _stamp(page: Image.Image, word: str, dpi: int, rng: random.Random, tilt: float) -> None:
    """A framed red stamp below number and symbol, a little askew, its ink uneven."""
    font = printing_font("Bold", 1.4 * dpi / 72)
    if font is None:
        raise RuntimeError("the printing font is not installed")
    left, top, right, bottom = font.getbbox(word)
    pad = dpi * 0.06
    size = (int(right - left + 2 * pad), int(bottom - top + 2 * pad))
    layer = Image.new("RGBA", size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    ink = (*RED, rng.randrange(190, 255))
    draw.rectangle((1, 1, size[0] - 2, size[1] - 2), outline=ink, width=max(2, dpi // 70))
    draw.text((pad - left, pad - top), word, font=font, fill=ink)
    turned = layer.rotate(rng.uniform(-tilt, tilt), expand=True, resample=Image.Resampling.BICUBIC)
    x, y = page.width * rng.uniform(0.13, 0.24), page.height * rng.uniform(0.13, 0.16)
    page.paste(turned, (int(x), int(y)), turned)
