"""Frames struck by hand: rectangles of a stamp's size on a page, level or askew up to 20 degrees.

A stamp of secrecy is framed, 8 mm high. Its short sides are what no text has: straight strokes of 6 mm and
more. So these are looked for first, then the two long sides between them; what stands within is cut out level.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import permutations
from typing import Final

from PIL import Image, ImageChops, ImageFilter

Point = tuple[float, float]

FIND_DPI: Final = 100
"""Dots at which frames are looked for: few enough to be quick, enough for a line of a third of a millimetre."""
CUT_DPI: Final = 200
"""Dots of what `cut` gives."""
_MM: Final = FIND_DPI / 25.4
_STEEPEST: Final = 20
_SIDE: Final = 5.8
_NARROWEST, _WIDEST = 12, 62
_LOWEST, _HIGHEST = 2.6, 6.8
# Upright strokes longer than this are rules and the borders of tables.
_LONGEST: Final = 14
_MOST_SIDES: Final = 60


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame by the middles of its short sides, and how far its long sides stand above and below; in dots.

    `drawn` is how much of its sides is there, each 0 to 1, added up.
    """

    left: Point
    right: Point
    up: float
    down: float
    drawn: float

    @property
    def width(self) -> float:
        return math.dist(self.left, self.right)


def darkness(grey: Image.Image) -> Image.Image:
    """How much darker every dot is than the paper around it."""
    size = (max(4, grey.width // 32), max(4, grey.height // 32))
    paper = grey.resize(size, Image.Resampling.BOX).filter(ImageFilter.MaxFilter(3))
    return ImageChops.subtract(paper.resize(grey.size, Image.Resampling.BILINEAR), grey)


def redness(picture: Image.Image) -> Image.Image:
    """How much redder every dot is than grey; black words across a red stamp are left out."""
    red, green, blue = picture.convert("RGB").split()
    ink = ImageChops.subtract(red, ImageChops.lighter(green, blue))
    return ink.point([min(255, value * 3) for value in range(256)])


def frames(ink: Image.Image, least: int, most: int = 8) -> list[Frame]:
    """Frames of a stamp's size, the best drawn first; `ink`, at FIND_DPI, is bright from `least` on."""
    fat = ink.point([255 if value > least else 0 for value in range(256)]).filter(ImageFilter.MaxFilter(3))
    found: list[Frame] = []
    for left, right in permutations(_sides(fat), 2):
        across, down = right[0] - left[0], right[1] - left[1]
        if across <= 0 or abs(down) > 0.42 * across or not _NARROWEST < across / _MM < _WIDEST:
            continue
        rough = _measured(fat, left, right)
        if rough.drawn < 2.2 or any(_same(_centred(rough), frame) for frame in found):
            continue
        near = _settled(fat, rough)
        # A letter's upright stroke may pass for a side, and words across a stamp for more of its long sides.
        found += [_centred(frame) for frame in (near, _whole(fat, near)) if _is_stamp_sized(frame)]
    # Of frames drawn alike the wider is the whole, the narrower ends at a letter's stroke.
    found.sort(key=lambda frame: -frame.drawn - 0.004 * frame.width / _MM)
    apart: list[Frame] = []
    for frame in found:
        if len(apart) < most and not any(_same(frame, other) for other in apart):
            apart.append(frame)
    return apart


def _is_stamp_sized(frame: Frame) -> bool:
    high = frame.up + frame.down
    return frame.drawn > 2.6 and 5.5 * _MM < high < frame.width / 1.35 and frame.width < _WIDEST * _MM


def cut(ink: Image.Image, dpi: float, frame: Frame) -> Image.Image:
    """What stands within the frame, level, at CUT_DPI, the frame itself left out."""
    scale = dpi / FIND_DPI
    left, right = ((x * scale, y * scale) for x, y in (frame.left, frame.right))
    line = 1.1 * _MM
    size = ((frame.width - line) * CUT_DPI / FIND_DPI, (frame.up + frame.down - line) * CUT_DPI / FIND_DPI)
    return _level(ink, left, right, (round(size[0]), round(size[1])), dpi / CUT_DPI)


def bounds(frame: Frame, dpi: float) -> tuple[float, float, float, float]:
    """The upright rectangle around the frame, in dots of the picture it was found in."""
    angle = _angle(frame.left, frame.right)
    corners = [
        (x - math.sin(angle) * high, y + math.cos(angle) * high)
        for x, y in (frame.left, frame.right)
        for high in (-frame.up, frame.down)
    ]
    scale = dpi / FIND_DPI
    across, down = [x * scale for x, _ in corners], [y * scale for _, y in corners]
    return min(across), min(down), max(across), max(down)


def holds(frame: Frame, part: Frame) -> bool:
    """Tell a frame that was found between strokes within another."""
    middle = (part.left[0] + part.right[0]) / 2, (part.left[1] + part.right[1]) / 2
    x0, y0, x1, y1 = bounds(frame, FIND_DPI)
    return part.width < 1.1 * frame.width and x0 < middle[0] < x1 and y0 < middle[1] < y1


def _sides(fat: Image.Image) -> list[Point]:
    """Middles of strokes that stand upright, or lean as far as a stamp does, and are as long as its side."""
    length = round(_SIDE * _MM)
    marks = Image.new("L", fat.size)
    for degrees in range(-_STEEPEST, _STEEPEST + 1, 5):
        lean = -math.tan(math.radians(degrees))
        runs, reach = fat, 1
        while reach < length:
            step = min(reach, length - reach)
            runs = ImageChops.darker(runs, ImageChops.offset(runs, -round(step * lean), -step))
            reach += step
        middle = (round((length - 1) / 2 * lean), (length - 1) // 2)
        marks = ImageChops.lighter(marks, ImageChops.offset(runs, *middle))
    found: list[Point] = []
    dots = marks.tobytes()
    for x0, y0, x1, y1 in _groups(marks):
        if y1 - y0 > _LONGEST * _MM or x1 - x0 > 8 * _MM or len(found) > _MOST_SIDES:
            continue
        # Letters above or below may lengthen a side: then its middle is any of these.
        parts = max(1, round((y1 - y0) / (3 * _MM)))
        for part in range(parts):
            at = y0 + (y1 - y0) * (2 * part + 1) / (2 * parts)
            row = dots[int(at) * marks.width :][x0:x1]
            found.append((x0 + (row.find(255) + row.rfind(255) + 1) / 2, at))
    return found


def _groups(marks: Image.Image) -> list[tuple[int, int, int, int]]:
    """Boxes around dots that hang together."""
    width, dots = marks.width, marks.tobytes()
    groups: list[list[int]] = []
    above: list[tuple[int, int, list[int]]] = []
    for y in range(marks.height):
        row = dots[y * width : (y + 1) * width]
        here: list[tuple[int, int, list[int]]] = []
        start = row.find(255)
        while start >= 0:
            end = row.find(0, start)
            end = width if end < 0 else end
            touching = [group for x0, x1, group in above if x0 <= end and x1 >= start]
            group = touching[0] if touching else [start, y, end, y + 1]
            if not touching:
                groups.append(group)
            group[:] = (min(group[0], start), group[1], max(group[2], end), y + 1)
            here.append((start, end, group))
            start = row.find(255, end)
        above = here
    return [(x0, y0, x1, y1) for x0, y0, x1, y1 in groups]


def _angle(left: Point, right: Point) -> float:
    return math.atan2(right[1] - left[1], right[0] - left[0])


def _level(
    image: Image.Image, left: Point, right: Point, size: tuple[int, int], scale: float = 1
) -> Image.Image:
    """The part of `image` around the middle between two points, turned so that they lie level."""
    angle = _angle(left, right)
    along, aside = math.cos(angle) * scale, math.sin(angle) * scale
    x = (left[0] + right[0] - along * size[0] + aside * size[1]) / 2
    y = (left[1] + right[1] - aside * size[0] - along * size[1]) / 2
    way = (along, -aside, x, aside, along, y)
    return image.transform(size, Image.Transform.AFFINE, way, Image.Resampling.BILINEAR)


def _measured(fat: Image.Image, left: Point, right: Point) -> Frame:
    """The frame between two short sides: where its long sides are, and how much of all four is drawn."""
    width, middle = round(math.dist(left, right)), round(7.5 * _MM)
    around = _level(fat, left, right, (width + 8, 2 * middle))
    inside = around.crop((6, 0, width + 2, 2 * middle))
    rows = inside.resize((1, 2 * middle), Image.Resampling.BOX).tobytes()
    reach = range(round(_LOWEST * _MM), round(_HIGHEST * _MM))
    up = max(reach, key=lambda at: (rows[middle - at], -at))
    down = max(reach, key=lambda at: (rows[middle + at], -at))
    least = min(rows[middle - up], rows[middle + down])
    if least < 76:
        return Frame(left, right, up, down, 0.0)
    between = around.crop((0, middle - up + 2, width + 8, middle + down - 1))
    columns = between.resize((width + 8, 1), Image.Resampling.BOX).tobytes()
    drawn = rows[middle - up] + rows[middle + down] + max(columns[:9]) + max(columns[-9:])
    return Frame(left, right, up, down, drawn / 255)


def _settled(fat: Image.Image, frame: Frame) -> Frame:
    """The frame turned by a little so that most of it is drawn."""
    (x0, y0), (x1, y1) = frame.left, frame.right
    best, turn = frame, 0.0
    for step in (2.5, 1.2, 0.6):
        for by in (turn - step, turn + step):
            turned = _measured(fat, (x0, y0 - by), (x1, y1 + by))
            if turned.drawn > best.drawn:
                best, turn = turned, by
    return best


def _centred(frame: Frame) -> Frame:
    """The frame with the true middles of its short sides, its long sides as far above as below."""
    angle, lower = _angle(frame.left, frame.right), (frame.down - frame.up) / 2
    left, right = (
        (x - math.sin(angle) * lower, y + math.cos(angle) * lower) for x, y in (frame.left, frame.right)
    )
    half = (frame.up + frame.down) / 2
    return Frame(left, right, half, half, frame.drawn)


def _whole(fat: Image.Image, frame: Frame) -> Frame:
    """The frame drawn out to where its long sides end."""
    reach, width = round(_WIDEST * _MM), round(frame.width)
    size = (width + 2 * reach, 2 * round(7.5 * _MM))
    strip = _level(fat, frame.left, frame.right, size)
    lines = []
    for row in (size[1] // 2 - round(frame.up), size[1] // 2 + round(frame.down)):
        band = strip.crop((0, row - 2, size[0], row + 3)).filter(ImageFilter.MaxFilter(5))
        lines.append(band.crop((0, 2, size[0], 3)).tobytes())
    both = bytes(min(pair) for pair in zip(*lines, strict=True))
    # A worn line has gaps; past the corner there is nothing, or a word that only one of the two meets.
    gap = bytes(round(1.2 * _MM))
    start, end = both.rfind(gap, 0, reach + 3), both.find(gap, reach + width - 3)
    before = reach - 2 - (start + len(gap)) if start >= 0 else reach
    after = end - 3 - reach - width if end >= 0 else reach
    if max(before, after) <= 4:
        return frame
    angle = _angle(frame.left, frame.right)
    left, right = (
        (x + math.cos(angle) * by, y + math.sin(angle) * by) if abs(by) > 4 else (x, y)
        for (x, y), by in ((frame.left, -max(0, before)), (frame.right, max(0, after)))
    )
    return _settled(fat, _measured(fat, left, right))


def _same(one: Frame, other: Frame) -> bool:
    """Tell two findings of one frame."""
    near = 1.5 * _MM
    ends = zip((one.left, one.right), (other.left, other.right), strict=True)
    return all(abs(a[0] - b[0]) < near and abs(a[1] - b[1]) < 2 * near for a, b in ends)
