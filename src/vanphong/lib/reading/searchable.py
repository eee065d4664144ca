"""A copy of a scan with its recognised words laid invisibly over the picture."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image

from vanphong.lib.reading import inspect, problems
from vanphong.lib.reading.extract import upright
from vanphong.lib.reading.model import Page, Text
from vanphong.lib.reading.problems import ExtractError

# A Type 3 font has 256 codes; its letters are empty, half as wide as high.
_CODES: Final = 250
_FONT_NAME: Final = "VpText"


def searchable_pdf(path: Path, text: Text, out: Path) -> None:
    """Write `path` (a PDF or picture) to `out` as a PDF whose recognised pages can be searched and copied.

    Pictures go in without loss, or as the JPEG they are; pages that were turned to be read are shown
    upright. Digital signatures stay with the original only. Raises ExtractError for other types.
    """
    media_type = inspect.inspect(path, path.name).media_type
    if media_type == inspect.PDF:
        pdf = pikepdf.open(path)
    elif media_type in inspect.IMAGES:
        pdf = pdf_of_image(path)
    else:
        raise ExtractError(problems.UNKNOWN_TYPE)
    with pdf:
        lay_words(pdf, [page for page in text.pages if page.source == "ocr"])
        pdf.save(out)


def lay_words(pdf: Pdf, pages: Sequence[Page], *, upright: bool = False) -> None:
    """Lay the words of `pages` invisibly over the pages of `pdf` with their numbers.

    Pages that were turned to be read are turned to be seen, unless they stand `upright` already.
    """
    fonts = _Fonts(pdf, pages)
    for page in pages:
        if page.number <= len(pdf.pages):
            turn = 0 if upright else int(getattr(page, "turn", 0))
            _overlay(pdf, pdf.pages[page.number - 1], page, turn, fonts)


def pdf_of_image(path: Path, frames: Iterable[int] | None = None) -> Pdf:
    """A PDF of a picture's frames (from 0; all of them by default), one a page, without loss."""
    pdf = Pdf.new()
    with Image.open(path) as image:
        wanted = range(int(getattr(image, "n_frames", 1))) if frames is None else frames
        for frame in wanted:
            image.seek(frame)
            shown, dpi = upright(image)
            scale = 72 / dpi if dpi else 841.9 / max(shown.size)
            size = (shown.width * scale, shown.height * scale)
            page = pdf.add_blank_page(page_size=size)
            same = image.format == "JPEG" and image.mode in ("L", "RGB") and shown.size == image.size
            plain = same and image.getexif().get(0x0112, 1) == 1
            stream = _jpeg(pdf, path, image) if plain else _lossless(pdf, shown)
            page.Resources = Dictionary(XObject=Dictionary(Im0=stream))
            page.Contents = pdf.make_stream(f"q {size[0]:.3f} 0 0 {size[1]:.3f} 0 0 cm /Im0 Do Q".encode())
    return pdf


def _jpeg(pdf: Pdf, path: Path, image: Image.Image) -> pikepdf.Stream:
    return _picture(pdf, path.read_bytes(), image, Filter=Name.DCTDecode)


def _lossless(pdf: Pdf, image: Image.Image) -> pikepdf.Stream:
    if image.mode == "1":
        packed = io.BytesIO()
        image.save(packed, "TIFF", compression="group4")
        with Image.open(packed) as coded:
            # Group 4 data as it stands in the file; tag 262 tells which colour its zeros are.
            offsets, counts = coded.tag_v2[273], coded.tag_v2[279]  # type: ignore[attr-defined]
            white_is_zero = coded.tag_v2.get(262, 0) == 0  # type: ignore[attr-defined]
        if len(offsets) == 1:
            coded_bytes = packed.getvalue()[offsets[0] : offsets[0] + counts[0]]
            parameters = Dictionary(K=-1, Columns=image.width, Rows=image.height, BlackIs1=not white_is_zero)
            return _picture(pdf, coded_bytes, image, Filter=Name.CCITTFaxDecode, DecodeParms=parameters)
    plain = image if image.mode in ("1", "L", "RGB") else image.convert("RGB")
    return _picture(pdf, zlib.compress(plain.tobytes(), 6), plain, Filter=Name.FlateDecode)


def _picture(pdf: Pdf, coded: bytes, image: Image.Image, **filters: object) -> pikepdf.Stream:
    stream = pikepdf.Stream(pdf, coded)
    for key, value in {
        "Type": Name.XObject,
        "Subtype": Name.Image,
        "Width": image.width,
        "Height": image.height,
        "ColorSpace": Name.DeviceRGB if image.mode == "RGB" else Name.DeviceGray,
        "BitsPerComponent": 1 if image.mode == "1" else 8,
        **filters,
    }.items():
        stream[f"/{key}"] = value
    return stream


class _Fonts:
    """Fonts of empty letters for every character of the pages, as many as their codes need."""

    def __init__(self, pdf: Pdf, pages: Sequence[Page]) -> None:
        letters = sorted({char for page in pages for char in page.text if char > " "})
        self.place = {char: divmod(at, _CODES) for at, char in enumerate(letters)}
        parts = [letters[at : at + _CODES] for at in range(0, len(letters), _CODES)]
        self.objects = [pdf.make_indirect(_font(pdf, part)) for part in parts]

    def runs(self, word: str) -> list[tuple[int, bytes]]:
        """The word as runs of codes, each with the number of its font."""
        runs: list[tuple[int, bytes]] = []
        for char in word:
            font, code = self.place[char]
            if runs and runs[-1][0] == font:
                runs[-1] = (font, runs[-1][1] + bytes([code]))
            else:
                runs.append((font, bytes([code])))
        return runs


def _font(pdf: Pdf, letters: list[str]) -> Dictionary:
    names = [f"/g{code}" for code in range(len(letters))]
    empty = pdf.make_stream(b"500 0 0 0 500 1000 d1")
    mapping = "\n".join(
        f"<{code:02X}> <{letter.encode('utf-16-be').hex().upper()}>" for code, letter in enumerate(letters)
    )
    blocks = "\n".join(
        f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar"
        for part in _hundreds(mapping.split("\n"))
    )
    unicode_map = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /VpText def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <FF> endcodespacerange\n{blocks}\nendcmap end end"
    )
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=Array([0, 0, 500, 1000]),
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
        CharProcs=Dictionary(dict.fromkeys(names, empty)),
        Encoding=Dictionary(Type=Name.Encoding, Differences=Array([0, *map(Name, names)])),
        FirstChar=0,
        LastChar=len(letters) - 1,
        Widths=Array([500] * len(letters)),
        Resources=Dictionary(),
        ToUnicode=pdf.make_stream(unicode_map.encode("ascii")),
    )


def _hundreds(lines: list[str]) -> list[list[str]]:
    return [lines[at : at + 100] for at in range(0, len(lines), 100)]


def _overlay(pdf: Pdf, target: pikepdf.Page, page: Page, turn: int, fonts: _Fonts) -> None:
    rotation = (int(target.obj.get("/Rotate", 0)) + turn) % 360
    target.obj.Rotate = rotation
    left, bottom, right, top = (float(value) for value in target.cropbox)
    frame = _frame(rotation, left, bottom, right, top)
    wide, high = (top - bottom, right - left) if rotation in (90, 270) else (right - left, top - bottom)
    parts: list[str] = ["q", f"{frame} cm", "BT", "3 Tr"]
    for line in page.lines:
        for word in line.words:
            x0, y0, x1, y1 = word.box
            size = max(1.0, (y1 - y0) * high)
            stretch = 100 * (x1 - x0) * wide / (0.5 * size * len(word.text))
            parts.append(f"{stretch:.2f} Tz 1 0 0 1 {x0 * wide:.2f} {(1 - y1) * high:.2f} Tm")
            for font, codes in fonts.runs(word.text):
                parts.append(f"/{_FONT_NAME}{font} {size:.2f} Tf <{codes.hex()}> Tj")
    parts += ["ET", "Q"]
    resources = target.resources
    known = resources.get("/Font", Dictionary())
    merged = Dictionary({key: known[key] for key in known.keys()})  # noqa: SIM118 - not a Python dict
    for at, made in enumerate(fonts.objects):
        merged[f"/{_FONT_NAME}{at}"] = made
    resources.Font = merged
    # The page's own drawing may leave its state changed, so it is put between q and Q.
    target.contents_add(pdf.make_stream(b"q"), prepend=True)
    target.contents_add(pdf.make_stream(("Q\n" + "\n".join(parts)).encode("ascii")))


def _frame(rotation: int, left: float, bottom: float, right: float, top: float) -> str:
    """The matrix that maps a page as shown, from its lower left corner, to the page's own space."""
    matrix = {
        0: (1, 0, 0, 1, left, bottom),
        90: (0, 1, -1, 0, right, bottom),
        180: (-1, 0, 0, -1, right, top),
        270: (0, -1, 1, 0, left, top),
    }[rotation]
    return " ".join(f"{value:.3f}" for value in matrix)
