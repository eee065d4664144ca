"""The page as the hero: images of a document's pages with what was read marked on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from vanphong.ui.components.part import Part


@dataclass(frozen=True)
class Highlight:
    """A box on a page, in fractions of its width and height (0–1), tied to a field of the form by name."""

    field: str
    label: str
    page: int
    x: float
    y: float
    width: float
    height: float
    doubtful: bool = False


@dataclass(frozen=True)
class PageImage:
    """One page rendered by the server; sizes in pixels of the image; ``text`` is what was read on it."""

    number: int
    url: str
    width: int
    height: int
    text: str = ""


@dataclass(frozen=True)
class PlacedBox:
    """A highlight in the pixel units of its page image, as attribute text."""

    highlight: Highlight
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True)
class PlacedPage:
    """A page with the boxes that stand on it."""

    image: PageImage
    boxes: Sequence[PlacedBox]

    @property
    def width(self) -> str:
        return str(self.image.width)

    @property
    def height(self) -> str:
        return str(self.image.height)


@dataclass(frozen=True)
class PageView(Part):
    """Pages one under another; a field in focus lights its box, a box leads to its field.

    Boxes are drawn as SVG over the image, so that no style attribute is needed and they scale with it.
    """

    title: str
    pages: Sequence[PageImage]
    highlights: Sequence[Highlight] = ()
    original_url: str = ""

    template_name: ClassVar[str] = "ui/parts/page_view.html"

    @property
    def page_count(self) -> str:
        return str(len(self.pages))

    @property
    def placed(self) -> list[PlacedPage]:
        return [PlacedPage(page, self._boxes_on(page)) for page in self.pages]

    def _boxes_on(self, page: PageImage) -> list[PlacedBox]:
        return [
            PlacedBox(
                highlight,
                f"{highlight.x * page.width:.1f}",
                f"{highlight.y * page.height:.1f}",
                f"{highlight.width * page.width:.1f}",
                f"{highlight.height * page.height:.1f}",
            )
            for highlight in self.highlights
            if highlight.page == page.number
        ]
