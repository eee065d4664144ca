"""Scanned pages made ready for recognition: grey, upright, straight, red ink apart."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageChops, ImageFilter, ImageOps, ImageStat

from vanphong.lib.reading.model import Box

# A4 at this many dots is what the recogniser reads best for its time.
_BEST_DPI: Final = 200
_LOW_DPI, _HIGH_DPI = 140, 320
_STEEPEST: Final = 6.0
_PROBE: Final = 640


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page ready for recognition, and the way back from its places to those of the page as shown.

    `turn` is the quarter turns clockwise (0, 90, 180, 270) that set the page upright, `skew` the degrees
    counter-clockwise that set its lines level; `dpi` that of `grey`. `shown` is the size when upright.
    """

    grey: Image.Image
    turn: int
    skew: float
    dpi: float
    shown: tuple[int, int]

    def levelled(self, picture: Image.Image, zone: float) -> Image.Image:
        """The upper `zone` of the page's own picture, set upright and level as `grey` is."""
        upright = turned(_rgb(picture), self.turn)
        size = (upright.width, round(upright.height * zone))
        if not self.skew:
            return upright.crop((0, 0, *size))
        # As Image.rotate does, about the middle of the whole page.
        angle = -math.radians(self.skew)
        along, aside = math.cos(angle), math.sin(angle)
        x, y = upright.width / 2, upright.height / 2
        way = (along, aside, x - along * x - aside * y, -aside, along, y + aside * x - along * y)
        return upright.transform(
            size, Image.Transform.AFFINE, way, Image.Resampling.BICUBIC, fillcolor="white"
        )

    def place(self, box: Box) -> Box:
        """The place on the upright page, its skew kept, of a place on the level one; both as fractions."""
        if not self.skew:
            return box
        width, height = self.shown
        angle = math.radians(self.skew)
        x, y = ((box[0] + box[2]) / 2 - 0.5) * width, ((box[1] + box[3]) / 2 - 0.5) * height
        middle_x = (x * math.cos(angle) - y * math.sin(angle)) / width + 0.5
        middle_y = (x * math.sin(angle) + y * math.cos(angle)) / height + 0.5
        half_x, half_y = (box[2] - box[0]) / 2, (box[3] - box[1]) / 2
        places = (middle_x - half_x, middle_y - half_y, middle_x + half_x, middle_y + half_y)
        x0, y0, x1, y1 = (min(1.0, max(0.0, value)) for value in places)
        return (x0, y0, x1, y1)


def is_colour(image: Image.Image) -> bool:
    """Tell a page with coloured ink on it from a grey one saved in colour."""
    if image.mode in ("1", "L", "LA", "I;16"):
        return False
    # Small enough to be quick, large enough that the thin letters of one stamp do not pale into paper.
    small = _rgb(image).resize((500, 700), Image.Resampling.BOX, reducing_gap=1.0)
    red, green, blue = small.split()
    spread = ImageChops.subtract(ImageChops.lighter(red, blue), ImageChops.darker(green, blue))
    return sum(spread.histogram()[45:]) > 25


def _rgb(image: Image.Image) -> Image.Image:
    # Converting a picture to what it is copies it, which takes 25 ms for a page.
    return image if image.mode == "RGB" else image.convert("RGB")


def on_paper(image: Image.Image) -> Image.Image:
    """The picture without transparency: what shows through is paper, and paper is white."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        paper = Image.new("RGBA", image.size, "white")
        paper.alpha_composite(image.convert("RGBA"))
        return paper.convert("RGB")
    if image.mode in ("I;16", "I", "F"):
        whole = image.convert("F")
        brightest = max(255.0, float(whole.getextrema()[1]))  # type: ignore[arg-type]
        return whole.point(lambda value: value * (255 / brightest) + 0).convert("L")
    return image if image.mode in ("1", "L") else image.convert("RGB")


def grey_of(image: Image.Image) -> Image.Image:
    """The page in grey, red seals and stamps let through as paper: they cover names and dates."""
    image = on_paper(image)
    if image.mode == "L":
        return image
    if image.mode == "1" or not is_colour(image):
        return image.convert("L")
    return image.getchannel("R")


def red_of(image: Image.Image) -> Image.Image | None:
    """Only the red ink of a colour page, black on white; None when there is next to none."""
    if not is_colour(image):
        return None
    red, green, blue = _rgb(image).split()
    ink = ImageChops.subtract(red, ImageChops.lighter(green, blue))
    if sum(ink.histogram()[55:]) < image.width * image.height * 0.00005:
        return None
    # Scanners store colour coarser than light: where there is red, the shape comes from the green.
    size = (max(1, image.width // 4), max(1, image.height // 4))
    place = ink.resize(size, Image.Resampling.BOX).point([255 if value > 18 else 0 for value in range(256)])
    place = place.filter(ImageFilter.MedianFilter(3)).filter(ImageFilter.MaxFilter(3))
    paper = Image.new("L", image.size, 255)
    return Image.composite(green, paper, place.resize(image.size, Image.Resampling.NEAREST))


def fitted(image: Image.Image, dpi: float | None) -> tuple[Image.Image, float]:
    """Bring a picture near the resolution that reads best; the dots are counted for A4 when not told."""
    own = dpi if dpi and 70 <= dpi <= 1200 else max(image.size) / 11.69
    if _LOW_DPI <= own <= _HIGH_DPI:
        return image, own
    scale = _BEST_DPI / own if own < _LOW_DPI else 300 / own
    if max(image.size) * scale > 12_000:
        scale = 12_000 / max(image.size)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    method = Image.Resampling.BICUBIC if scale > 1 else Image.Resampling.LANCZOS
    return image.resize(size, method), own * scale


def is_blank(grey: Image.Image, most: float = 0.0006) -> bool:
    """Tell an empty page: ink within its margins under `most` of it, specks, edges and shade not counted."""
    small = grey.reduce(4) if min(grey.size) >= 240 else grey.resize((60, 60), Image.Resampling.BOX)
    edge_x, edge_y = small.width // 20, small.height // 20
    inner = small.crop((edge_x, edge_y, small.width - edge_x, small.height - edge_y))
    inner = inner.filter(ImageFilter.MedianFilter(3))
    # Ink is what is darker than the paper around it: yellowed and see-through paper stays paper.
    paper = inner.resize((12, 16), Image.Resampling.BOX).resize(inner.size, Image.Resampling.BICUBIC)
    dark = ImageChops.subtract(paper, inner).histogram()
    return sum(dark[45:]) < inner.width * inner.height * most


def is_sideways(grey: Image.Image) -> bool:
    """Tell a page whose lines run up or down."""
    probe = _probe(grey).reduce(2)
    level = max(_contrast(probe, angle) for angle in (-1.0, 0.0, 1.0))
    upright = probe.transpose(Image.Transpose.ROTATE_90)
    return max(_contrast(upright, angle) for angle in (-1.0, 0.0, 1.0)) > 1.6 * level


def skew_of(grey: Image.Image) -> float:
    """Degrees counter-clockwise that set the lines level, 0.0 when under a seventh of a degree."""
    probe = _probe(grey)
    # Half the size tells degrees at a quarter of the time; the rest is told at the whole.
    small = probe.reduce(2)
    rough = {angle: _contrast(small, angle) for angle in (-4.5, -3.0, -1.5, 0.0, 1.5, 3.0, 4.5)}
    near = max(rough, key=lambda angle: rough[angle])
    for angle in (near - 0.75, near + 0.75):
        rough[angle] = _contrast(small, angle)
    near = max(rough, key=lambda angle: rough[angle])
    scores = {angle: _contrast(probe, angle) for angle in {near, 0.0}}
    step = 0.375
    while step > 0.09:
        best = max(scores, key=lambda angle: scores[angle])
        for angle in (best - step, best + step):
            if angle not in scores and abs(angle) <= _STEEPEST:
                scores[angle] = _contrast(probe, angle)
        step /= 2
    best = max(scores, key=lambda angle: scores[angle])
    if abs(best) < 0.14 or scores[best] < 1.05 * scores[0.0]:
        return 0.0
    return best


def _probe(grey: Image.Image) -> Image.Image:
    """A small negative of the page: dark lines become bright rows."""
    scale = _PROBE / max(grey.size)
    size = (max(8, round(grey.width * scale)), max(8, round(grey.height * scale)))
    small = ImageOps.invert(grey.resize(size, Image.Resampling.BOX, reducing_gap=2.0))
    edge_x, edge_y = small.width // 25, small.height // 25
    return small.crop((edge_x, edge_y, small.width - edge_x, small.height - edge_y))


def _contrast(probe: Image.Image, angle: float) -> float:
    """How unlike neighbouring rows are: greatest when lines of text lie level."""
    turned = probe.rotate(angle, Image.Resampling.BILINEAR) if angle else probe
    rows = turned.resize((1, turned.height), Image.Resampling.BOX)
    edges = ImageChops.difference(rows, ImageChops.offset(rows, 0, 1))
    return float(ImageStat.Stat(edges).sum2[0])


def without_lines(grey: Image.Image, dpi: float) -> Image.Image:
    """Black on white, with rules and frames longer than any letter's stroke taken out."""
    ink = grey.point([255 if value < 150 else 0 for value in range(256)])
    length = max(8, round(dpi * 0.19))
    lines = ImageChops.lighter(_long_runs(ink, length, 1, 0), _long_runs(ink, length, 0, 1))
    return ImageOps.invert(ImageChops.subtract(ink, lines.filter(ImageFilter.MaxFilter(3))))


def _long_runs(ink: Image.Image, length: int, across: int, down: int) -> Image.Image:
    """Only the runs of ink at least `length` dots long in one direction."""
    runs, reach = ink, 1
    while reach < length:
        step = min(reach, length - reach)
        runs = ImageChops.darker(runs, ImageChops.offset(runs, -step * across, -step * down))
        reach += step
    reach = 1
    while reach < length:
        step = min(reach, length - reach)
        runs = ImageChops.lighter(runs, ImageChops.offset(runs, step * across, step * down))
        reach += step
    return runs


def straightened(grey: Image.Image, turn: int, dpi: float) -> Sheet:
    """Turn `grey` by quarter turns clockwise, then level its lines."""
    grey = turned(grey, turn)
    skew = skew_of(grey)
    level = grey.rotate(skew, Image.Resampling.BILINEAR, fillcolor=255) if skew else grey
    return Sheet(level, turn, skew, dpi, grey.size)


def turned(image: Image.Image, turn: int) -> Image.Image:
    """The picture turned clockwise by 0, 90, 180 or 270 degrees."""
    quarters = {
        90: Image.Transpose.ROTATE_270,
        180: Image.Transpose.ROTATE_180,
        270: Image.Transpose.ROTATE_90,
    }
    return image.transpose(quarters[turn]) if turn else image


def despeckled(grey: Image.Image) -> Image.Image:
    """A bad fax with its specks taken out, for a second try."""
    return grey.filter(ImageFilter.MedianFilter(3))
