"""The three words of a secrecy stamp told by their shape, where the recogniser cannot read them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import Final

from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageOps, ImageStat

WORDS: Final = ("MẬT", "TỐI MẬT", "TUYỆT MẬT")
_FONT: Final = Path(__file__).parent.parent / "printing" / "fonts" / "Tinos-Bold.ttf"
_HEIGHT: Final = 24
# Shares of the frame's height that letters take, how much wider or narrower they are than ours, how far off.
_HEIGHTS: Final = (0.55, 0.68, 0.81, 0.94)
_WIDTHS: Final = (0.8, 0.9, 1.0, 1.1, 1.2, 1.35)
_ASIDE: Final = (-0.04, 0.0, 0.04)
_LOWER: Final = (-0.08, 0.0, 0.08)
_UNLIKE: Final = 0.25
# More ink than this, at the very edges too, is a square code or a drawing: letters keep off their frame.
_BLACKEST: Final = 0.42
# Letters close together, as in print, and apart, as many stamps have them; in shares of their size.
_GAPS: Final = (0.0, 0.15)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like a stamp's words something is: 0 is chance, 1 is the same; `ahead` of the next best of them."""

    word: str
    score: float
    ahead: float


@dataclass(frozen=True, slots=True)
class _Shape:
    picture: Image.Image
    ink: float
    paper: float


def likeness(letters: Image.Image, least: int) -> Likeness:
    """The best of the three words for what stands in a frame; ink is brighter than `least`."""
    ink = letters.point([255 if value > least else 0 for value in range(256)])
    if _is_filled(ink):
        return Likeness(WORDS[0], 0.0, 0.0)
    scores = sorted(
        ((max(_best(ink, _shape(word, gap)) for gap in _GAPS), word) for word in WORDS), reverse=True
    )
    return Likeness(scores[0][1], scores[0][0], scores[0][0] - max(0.0, scores[1][0]))


def _is_filled(ink: Image.Image) -> bool:
    edge = max(2, ink.height // 12)
    inner = ink.crop((edge, edge, ink.width - edge, ink.height - edge))
    whole, within = _sum(ink), _sum(inner)
    around = ink.width * ink.height - inner.width * inner.height
    return whole > _BLACKEST * ink.width * ink.height and whole - within > _BLACKEST * around


@cache
def _shape(word: str, gap: float) -> _Shape:
    font = ImageFont.truetype(_FONT, 80)
    sheet = Image.new("L", (round(2 * font.getlength(word)), 160))
    x = 20.0
    for letter in word:
        ImageDraw.Draw(sheet).text((x, 20), letter, font=font, fill=255)
        x += font.getlength(letter) + gap * 80
    drawn = sheet.crop(sheet.getbbox())
    size = (round(drawn.width * _HEIGHT / drawn.height), _HEIGHT)
    picture = ImageOps.expand(drawn.resize(size, Image.Resampling.BOX), 1, 0)
    ink = _sum(picture)
    return _Shape(picture, ink, picture.width * picture.height - ink)


def _best(ink: Image.Image, shape: _Shape) -> float:
    """The score at the place and size that fit best: the whole grid first, then finer around its best."""
    grid = product(_HEIGHTS, _WIDTHS, _ASIDE, _LOWER)
    score, best = max((_score(ink, shape, *place), place) for place in grid)
    for step in (1.0, 0.5):
        if score < _UNLIKE:
            break
        moves = product((-step, 0, step), repeat=4)
        near = [
            (best[0] + a * 0.05, best[1] + b * 0.05, best[2] + c * 0.02, best[3] + d * 0.04)
            for a, b, c, d in moves
        ]
        score, best = max((_score(ink, shape, *place), place) for place in near)
    return score


def _score(ink: Image.Image, shape: _Shape, height: float, wider: float, aside: float, lower: float) -> float:
    """How much of the word's strokes is inked, beyond what would be by chance: other words may lie across."""
    high = ink.height * height
    wide = high * shape.picture.width / shape.picture.height * wider
    x = (ink.width - wide) / 2 + aside * ink.width
    y = (ink.height - high) / 2 + lower * ink.height
    fits = -0.08 * ink.height < y and y + high < 1.08 * ink.height
    if not fits or not 0.58 * ink.width < wide < 1.04 * ink.width:
        return 0.0
    box = (max(0.0, x), max(0.0, y), min(ink.width, x + wide), min(ink.height, y + high))
    part = ink.resize(shape.picture.size, Image.Resampling.BILINEAR, box=box)
    met = _sum(ImageChops.multiply(part, shape.picture))
    on, off = met / shape.ink, (_sum(part) - met) / shape.paper
    return (on - off) / (1 - off) if off < 0.95 else 0.0


def _sum(picture: Image.Image) -> float:
    return ImageStat.Stat(picture).sum[0] / 255
