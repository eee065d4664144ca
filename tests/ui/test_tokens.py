"""Colours keep their contrast in both themes; the first screen stays light."""

import gzip
import re
from pathlib import Path

import pytest

from vanphong.ui.gallery import PAGES

STATIC = Path(__file__).resolve().parents[2] / "src/vanphong/ui/static/ui"
SURFACES = ("paper", "side", "card")
TEXT_ON = [
    *[
        (ink, surface)
        for ink in ("ink", "ink-2", "accent", "red", "yellow", "green", "critical")
        for surface in SURFACES
    ],
    ("accent", "accent-soft"),
    ("ink", "accent-soft"),
    ("ink-2", "accent-soft"),
    ("ink", "desk"),
    ("red", "red-soft"),
    ("yellow", "yellow-soft"),
    ("green", "green-soft"),
    ("on-fill", "accent-fill"),
    ("on-fill", "accent-hover"),
    ("card", "red"),
]
SHAPE_ON = [("edge", "card"), ("yellow-dot", "card"), ("accent", "paper"), ("gold", "side")]


def themes() -> dict[str, dict[str, str]]:
    """The colours of each block of tokens, by name."""
    text = (STATIC / "tokens.css").read_text()
    blocks = re.findall(r"(:root[^{]*)\{([^{}]*)\}", text)
    colours = [dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", body)) for _, body in blocks]
    found = [block for block in colours if "paper" in block]
    return dict(zip(("light", "dark", "dark by system"), found, strict=True))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_colour_reads_at_4_5_to_1(theme: str) -> None:
    colours = themes()[theme]
    weak = [(a, b, contrast(colours[a], colours[b])) for a, b in TEXT_ON]
    assert [pair for pair in weak if pair[2] < 4.5] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_shape_and_input_edge_stands_out_at_3_to_1(theme: str) -> None:
    colours = themes()[theme]
    weak = [(a, b, contrast(colours[a], colours[b])) for a, b in SHAPE_ON]
    assert [pair for pair in weak if pair[2] < 3] == []


def test_the_two_dark_blocks_say_the_same() -> None:
    found = themes()
    assert found["dark"] == found["dark by system"]


def test_stylesheets_stay_under_45_kb_and_the_script_under_25() -> None:
    assert sum((STATIC / name).stat().st_size for name in ("tokens.css", "vanphong.css")) <= 45 * 1024
    assert (STATIC / "vanphong.js").stat().st_size <= 25 * 1024


@pytest.mark.parametrize("page", [page for page in PAGES if page != "parts"])
def test_the_first_screen_weighs_less_than_200_kb_compressed(page: str, rendered) -> None:  # type: ignore[no-untyped-def]
    html = rendered(f"page={page}")
    addresses = set(re.findall(r'(?:href|src)="/static/ui/([^"]+)"', html))
    # Both weights of the interface face and the extension for other Latin letters, at the worst.
    addresses |= {f"fonts/be-vietnam-pro-{name}.woff2" for name in ("400", "600", "ext-400", "ext-600")}
    total = len(gzip.compress(html.encode()))
    for address in addresses:
        content = (STATIC / address).read_bytes()
        total += len(content) if address.endswith(("woff2", "webp")) else len(gzip.compress(content))
    assert total < 200_000, total


def test_every_vietnamese_letter_is_inside_the_unicode_range_of_the_main_face() -> None:
    text = (STATIC / "tokens.css").read_text()
    ranges = re.search(r"be-vietnam-pro-400[^;]*;\s*unicode-range:\s*([^;]+);", text)
    assert ranges
    spans = [part.strip().removeprefix("U+").split("-") for part in ranges[1].split(",")]
    letters = "ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ₫"
    outside = [
        letter
        for letter in letters + letters.upper()
        if not any(int(span[0], 16) <= ord(letter) <= int(span[-1], 16) for span in spans)
    ]
    assert outside == []
