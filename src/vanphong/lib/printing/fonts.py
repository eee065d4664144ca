"""The typeface of printed papers: where it lies and which characters it can show."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import typst

OWN_FONTS = Path(__file__).parent / "fonts"
# Where distributions put Liberation Serif 2, which has the widths of Times New Roman.
_SYSTEM_FOLDERS = (
    Path("/usr/share/fonts/truetype/liberation2"),
    Path("/usr/share/fonts/truetype/liberation"),
    Path("/usr/share/fonts/liberation-serif-fonts"),
    Path("/usr/share/fonts/liberation-serif"),
    Path("/usr/share/fonts/liberation"),
)
_CHOICES = (("Tinos", "Tinos-Regular.ttf"), ("Liberation Serif", "LiberationSerif-Regular.ttf"))
# ơ, ư, ạ, ộ, ỹ: a face without them (Liberation 1) cannot print Vietnamese.
_VIETNAMESE_PROBE = frozenset(map(ord, "ơưạộỹĐ"))


class FontMissing(RuntimeError):
    """No typeface with Vietnamese letters was found for printing."""


@dataclass(frozen=True)
class Typeface:
    """A family with its loaded faces and the code points its regular face covers."""

    family: str
    folder: Path
    fonts: typst.Fonts
    coverage: frozenset[int]

    def show(self, text: str) -> str:
        """Return text with every character the face lacks replaced by a hollow square.

        PDF/A admits no missing glyph: one emoji in a subject would stop a whole book. The square
        itself comes from the faces that the typesetter carries.
        """
        return "".join(c if c == "\n" or ord(c) in self.coverage else "□" for c in text)


@cache
def office_typeface() -> Typeface:
    """Return the packaged typeface, or else the Liberation Serif of the system.

    Raises FontMissing, in Vietnamese, when neither is there.
    """
    for folder in (OWN_FONTS, *_SYSTEM_FOLDERS):
        for family, regular in _CHOICES:
            path = folder / regular
            if not path.is_file():
                continue
            coverage = frozenset(_code_points(path.read_bytes()))
            if coverage >= _VIETNAMESE_PROBE:
                fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(folder)])
                return Typeface(family, folder, fonts, coverage)
    raise FontMissing(
        "Không tìm thấy phông chữ để in. "
        "Đồng chí cài lại phần mềm, hoặc cài gói phông Liberation 2 trên máy chủ."
    )


def _code_points(font: bytes) -> Iterator[int]:
    """Yield the code points of a TrueType file from its Unicode character maps (formats 4 and 12)."""
    cmap = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, cmap + 2)
    for index in range(count):
        platform, _encoding, offset = struct.unpack_from(">HHI", font, cmap + 4 + 8 * index)
        start = cmap + offset
        (kind,) = struct.unpack_from(">H", font, start)
        if platform in (0, 3) and kind == 4:
            yield from _format_4(font, start)
        elif platform in (0, 3) and kind == 12:
            (groups,) = struct.unpack_from(">I", font, start + 12)
            for group in range(groups):
                first, last, _glyph = struct.unpack_from(">III", font, start + 16 + 12 * group)
                yield from range(first, last + 1)


def _table(font: bytes, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", font, 4)
    for index in range(count):
        name, _checksum, offset, _length = struct.unpack_from(">4sIII", font, 12 + 16 * index)
        if name == tag:
            return int(offset)
    raise FontMissing("Tệp phông chữ hỏng. Đồng chí cài lại phần mềm.")


def _format_4(font: bytes, start: int) -> Iterator[int]:
    (doubled,) = struct.unpack_from(">H", font, start + 6)
    count = doubled // 2
    ends = struct.unpack_from(f">{count}H", font, start + 14)
    starts = struct.unpack_from(f">{count}H", font, start + 16 + doubled)
    deltas = struct.unpack_from(f">{count}H", font, start + 16 + 2 * doubled)
    ranges_at = start + 16 + 3 * doubled
    for index, (first, last, delta) in enumerate(zip(starts, ends, deltas, strict=True)):
        (offset,) = struct.unpack_from(">H", font, ranges_at + 2 * index)
        for code in range(first, min(last, 0xFFFE) + 1):
            at = ranges_at + 2 * index + offset + 2 * (code - first)
            glyph = struct.unpack_from(">H", font, at)[0] if offset else (code + delta) & 0xFFFF
            if glyph:
                yield code
