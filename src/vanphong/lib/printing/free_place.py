"""A place on a page where a stamp covers nothing that is printed there."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import pypdfium2
from PIL import Image, ImageFilter

# The page is looked at in cells of 1 mm; three pixels a cell keep thin strokes visible.
_PIXELS_PER_MM = 3
_DARKER_THAN_PAPER = 45
_CLEARANCE_MM = 1
_EDGE_MM = 5
# Down to two thirds the words of the stamp are still read from paper.
_SHARES = (1.0, 0.8, 0.66)


@dataclass(frozen=True, slots=True)
class Place:
    """Left, top, width and height in millimetres of the page as shown, and whether it was blank."""

    left: float
    top: float
    width: float
    height: float
    is_free: bool


class InkMap:
    """Which square millimetres of a shown page carry ink; a sum table makes any area cheap to test."""

    def __init__(self, page: Image.Image) -> None:
        grey = page.convert("L").filter(ImageFilter.MinFilter(_PIXELS_PER_MM))
        self.width = max(1, page.width // _PIXELS_PER_MM)
        self.height = max(1, page.height // _PIXELS_PER_MM)
        cells = grey.resize((self.width, self.height), Image.Resampling.NEAREST)
        paper = _paper_shade(cells)
        dark = [shade < paper - _DARKER_THAN_PAPER for shade in cells.tobytes()]
        self._sums = self._sum_table(dark)

    def _sum_table(self, dark: list[bool]) -> list[list[int]]:
        """Sums over the cells above and left; a dark cell with no dark neighbour is dust, not ink."""
        rows = [dark[at * self.width : (at + 1) * self.width] for at in range(self.height)]
        blank = [False] * self.width
        sums = [[0] * (self.width + 1)]
        for row, above, below in zip(rows, [blank, *rows[:-1]], [*rows[1:], blank], strict=True):
            beside = zip(row, [False, *row[:-1]], [*row[1:], False], above, below, strict=True)
            inked = (here and (left or right or up or down) for here, left, right, up, down in beside)
            line = accumulate(inked, initial=0)
            sums.append([total + over for total, over in zip(line, sums[-1], strict=True)])
        return sums

    def ink(self, left: int, top: int, width: int, height: int) -> int:
        """Return the inked cells of an area, which is cut to the page."""
        right, bottom = min(self.width, left + width), min(self.height, top + height)
        left, top = max(0, left), max(0, top)
        sums = self._sums
        return sums[bottom][right] - sums[top][right] - sums[bottom][left] + sums[top][left]


def find_place(pdf: bytes | Path, page_index: int, width_mm: float, height_mm: float) -> Place:
    """Return where a stamp of this size goes on the page as it is shown.

    Looks below number and subject at the left, then below the date at the right (Nghị định
    30/2020/NĐ-CP, art. 22), at full size and somewhat smaller, and only then over the whole page. Where
    nothing is blank it takes the place with the least ink. Sizes grow or shrink with pages whose
    declared size is not that of paper (scans stored one pixel to the point).
    """
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[page_index]
        unit = _unit(*page.get_size())
        image = page.render(scale=_PIXELS_PER_MM * 25.4 / 72 / unit).to_pil()
    finally:
        document.close()
    place = _search(InkMap(image), width_mm, height_mm)
    return Place(place.left * unit, place.top * unit, place.width * unit, place.height * unit, place.is_free)


def _search(ink: InkMap, width_mm: float, height_mm: float) -> Place:
    least: tuple[int, Place] | None = None
    for zones in (_header_places, _all_places):
        for share in _SHARES:
            width, height = _within(width_mm * share, height_mm * share, ink)
            for left, top in zones(ink, round(width), round(height)):
                covered = ink.ink(
                    left - _CLEARANCE_MM,
                    top - _CLEARANCE_MM,
                    round(width) + 2 * _CLEARANCE_MM,
                    round(height) + 2 * _CLEARANCE_MM,
                )
                if covered == 0:
                    return Place(left, top, width, height, is_free=True)
                if least is None or covered < least[0]:
                    least = (covered, Place(left, top, width, height, is_free=False))
    if least is None:
        return Place(0, 0, *_within(width_mm, height_mm, ink), is_free=False)
    return least[1]


def _paper_shade(cells: Image.Image) -> int:
    """Return the shade of the paper: the middle shade, on white, grey and yellow pages alike."""
    histogram = cells.histogram()
    wanted = sum(histogram) // 2
    for shade in range(255, -1, -1):
        wanted -= histogram[shade]
        if wanted <= 0:
            return shade
    return 255


def _unit(width_pt: float, height_pt: float) -> float:
    """Return how many real millimetres one millimetre of paper takes on this page."""
    longest = max(width_pt, height_pt) / 72 * 25.4
    return longest / 297 if longest > 450 or longest < 140 else 1.0


def _within(width: float, height: float, ink: InkMap) -> tuple[float, float]:
    share = min(1.0, ink.width * 0.9 / width, ink.height * 0.9 / height)
    return width * share, height * share


def _header_places(ink: InkMap, width: int, height: int) -> Iterator[tuple[int, int]]:
    """Yield left and top of places in the heading, in the order an office prefers them."""
    right_most, lowest = ink.width - width - _EDGE_MM, ink.height - height - _EDGE_MM
    header_end = min(lowest, int(ink.height * 0.36))
    left_zone = range(_EDGE_MM, min(right_most, ink.width // 2 - width // 2) + 1)
    # Nearest to the usual left margin first, so that the stamp stands over the text column.
    near_margin = sorted(left_zone, key=lambda left: abs(left - 18))
    for top in range(25, header_end + 1):
        yield from ((left, top) for left in near_margin)
    for top in range(_EDGE_MM, header_end + 1):
        yield from (
            (left, top) for left in range(right_most, max(_EDGE_MM, ink.width // 2 - width // 4) - 1, -1)
        )


def _all_places(ink: InkMap, width: int, height: int) -> Iterator[tuple[int, int]]:
    for top in range(_EDGE_MM, ink.height - height - _EDGE_MM + 1):
        yield from ((left, top) for left in range(_EDGE_MM, ink.width - width - _EDGE_MM + 1))
