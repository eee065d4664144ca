"""Seal, signature and handwriting drawn over a page, as pens and stamps leave them."""

from __future__ import annotations

import math
import random

from PIL import Image, ImageDraw

from tools.make_samples.layouts import FONT_FILE, printing_font

RED, BLUE = (200, 24, 32), (28, 48, 150)
Box = tuple[float, float, float, float]

# Strokes of digits in a unit square, as a hand writes them.
DIGITS: dict[str, list[tuple[float, float]]] = {
    "0": [(0.5, 0.05), (0.1, 0.4), (0.25, 0.95), (0.75, 0.9), (0.9, 0.4), (0.55, 0.05)],
    "1": [(0.25, 0.3), (0.55, 0.05), (0.5, 0.98)],
    "2": [(0.15, 0.25), (0.5, 0.02), (0.85, 0.3), (0.15, 0.95), (0.9, 0.92)],
    "3": [(0.15, 0.1), (0.8, 0.15), (0.4, 0.45), (0.85, 0.7), (0.45, 0.98), (0.1, 0.85)],
    "4": [(0.55, 0.02), (0.1, 0.6), (0.9, 0.6), (0.65, 0.35), (0.62, 1.0)],
    "5": [(0.85, 0.05), (0.25, 0.05), (0.2, 0.45), (0.8, 0.55), (0.7, 0.95), (0.1, 0.9)],
    "6": [(0.75, 0.05), (0.2, 0.55), (0.3, 0.95), (0.8, 0.8), (0.6, 0.5), (0.22, 0.65)],
    "7": [(0.1, 0.08), (0.9, 0.05), (0.4, 1.0)],
    "8": [(0.7, 0.1), (0.2, 0.25), (0.8, 0.7), (0.4, 0.98), (0.2, 0.7), (0.8, 0.25), (0.55, 0.05)],
    "9": [(0.8, 0.3), (0.3, 0.4), (0.3, 0.08), (0.8, 0.1), (0.7, 0.98)],
}  # fmt: skip


def signature(page: Image.Image, centre: tuple[float, float], width: float, rng: random.Random) -> None:
    """A blue signature around a point, `width` pixels wide."""
    draw = ImageDraw.Draw(page)
    x, y = centre
    points: list[tuple[float, float]] = []
    loops = rng.randrange(4, 7)
    for step in range(160):
        t = step / 160
        sway = math.sin(t * loops * 2 * math.pi + rng.uniform(-0.05, 0.05))
        points.append((x - width / 2 + width * t + sway * width * 0.07, y - sway * width * (0.22 - 0.15 * t)))
    draw.line(points, fill=BLUE, width=max(2, int(width / 90)), joint="curve")
    tail = [(x - width * 0.55, y + width * 0.1), (x + width * 0.6, y - width * 0.02)]
    draw.line(tail, fill=BLUE, width=max(2, int(width / 110)))


def seal(page: Image.Image, centre: tuple[float, float], radius: float, words: tuple[str, str]) -> None:
    """A red round seal with a star and two lines of words, half transparent over what is under it."""
    size = int(radius * 2 + 8)
    layer = Image.new("RGBA", (size, size), (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    middle, ink = size / 2, (*RED, 205)
    for ring, width in ((radius, 0.035), (radius * 0.66, 0.02)):
        box = (middle - ring, middle - ring, middle + ring, middle + ring)
        draw.ellipse(box, outline=ink, width=max(2, int(radius * width)))
    star = [
        (middle + r * math.sin(i * math.pi / 5), middle - r * math.cos(i * math.pi / 5))
        for i, r in enumerate([radius * 0.34, radius * 0.14] * 5)
    ]
    draw.polygon(star, fill=ink)
    _arc_text(layer, words[0].upper(), radius * 0.83, radius * 0.2, top=True)
    _arc_text(layer, words[1].upper(), radius * 0.83, radius * 0.2, top=False)
    page.paste(layer, (int(centre[0] - middle), int(centre[1] - middle)), layer)


def _arc_text(layer: Image.Image, text: str, radius: float, size: float, *, top: bool) -> None:
    size = min(size, 3.4 * radius / max(len(text), 1) * 1.3)
    font = printing_font("Bold", size / 10)
    if font is None:
        raise RuntimeError(f"font {FONT_FILE.format('Bold')} is not installed")
    step = min(3.4 / max(len(text), 1), size * 0.8 / radius)
    middle = layer.width / 2
    for index, letter in enumerate(text):
        angle = (index - (len(text) - 1) / 2) * step
        cell = Image.new("RGBA", (int(size * 2), int(size * 2)), (0, 0, 0, 0))
        ImageDraw.Draw(cell).text((size, size), letter, font=font, fill=(*RED, 205), anchor="mm")
        turned = cell.rotate(
            -math.degrees(angle) if top else math.degrees(angle), resample=Image.Resampling.BICUBIC
        )
        x = middle + radius * math.sin(angle)
        y = middle - radius * math.cos(angle) if top else middle + radius * math.cos(angle)
        layer.alpha_composite(turned, (int(x - size), int(y - size)))


def handwriting(
    page: Image.Image, corner: tuple[float, float], height: float, digits: str, rng: random.Random
) -> None:
    """Digits by hand in blue, from a top left corner, `height` pixels tall."""
    draw = ImageDraw.Draw(page)
    x, y = corner
    for digit in digits:
        strokes = [
            (x + px * height * 0.6 + rng.uniform(-1, 1), y + py * height + rng.uniform(-1, 1))
            for px, py in DIGITS[digit]
        ]
        draw.line(strokes, fill=BLUE, width=max(2, int(height / 11)), joint="curve")
        x += height * 0.8
