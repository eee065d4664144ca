"""Dấu «Đến» on a copy of a document: PDF, scan, rotated page or picture; the original stays as it is."""

import tempfile
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path

import pikepdf
from PIL import Image, ImageOps, UnidentifiedImageError

from vanphong.lib.printing.free_place import Place, find_place
from vanphong.lib.printing.typeset import Narrow, typeset
from vanphong.lib.printing.wording import date_text, ordinal_text
from vanphong.lib.reading.searchable import pdf_of_image

# Nghị định 30/2020/NĐ-CP, annex IV: a frame of 35 mm x 50 mm.
WIDTH_MM = 50
HEIGHT_MM = 35
_POINTS_PER_MM = 72 / 25.4
_A4_POINTS = (595.28, 841.89)


class StampRefused(ValueError):
    """The file cannot bear a stamp; the message tells the user in Vietnamese what to do."""


@dataclass(frozen=True, slots=True)
class ArrivalStamp:
    """What the stamp says; empty fields get a dotted line."""

    office: str
    number: int
    arrived_on: date
    forwarded_to: str = ""
    case_file: str = ""


@dataclass(frozen=True, slots=True)
class StampedCopy:
    """The stamped PDF and where the stamp stands on its first page, in millimetres as shown."""

    pdf: bytes
    place: Place


def stamp_copy(original: bytes, stamp: ArrivalStamp) -> StampedCopy:
    """Return a copy of a PDF, PNG, JPEG or TIFF with the stamp upright on a blank part of page 1.

    `original` is not changed. Electronic signatures hold for the original only: the copy is
    rewritten. Raises StampRefused for encrypted, broken, empty or other files.
    """
    with tempfile.TemporaryDirectory(prefix="vanphong-stamp-") as folder:
        source, out = Path(folder) / "source", Path(folder) / "stamped.pdf"
        source.write_bytes(original)
        place = stamp_file(source, stamp, out)
        return StampedCopy(out.read_bytes(), place)


def stamp_file(original: Path, stamp: ArrivalStamp, out: Path) -> Place:
    """`stamp_copy` from file to file: a scan of many pages is never held in memory."""
    try:
        with _opened(original) as document:
            if not document.pages:
                raise StampRefused("Tệp PDF không có trang nào. Đồng chí kiểm tra lại tệp.")
            # A sound copy is looked at, so that a file repaired on opening is seen as it is written.
            document.save(out, deterministic_id=True)
            place = find_place(out, 0, WIDTH_MM, HEIGHT_MM)
            with pikepdf.open(BytesIO(render_stamp(stamp))) as drawing:
                _lay(document, drawing, place)
            document.save(out, deterministic_id=True)
            return place
    except pikepdf.PasswordError as error:
        raise StampRefused("Tệp PDF có mật khẩu mở. Đồng chí bỏ mật khẩu rồi nạp lại.") from error
    except (pikepdf.PdfError, RuntimeError) as error:
        raise StampRefused("Tệp PDF hỏng, không mở được. Đồng chí quét hoặc xin lại tệp.") from error


def _opened(original: Path) -> pikepdf.Pdf:
    """A PDF as it is, a picture as one; a fax of very many sheets is coded sheet by sheet."""
    with original.open("rb") as head:
        if head.read(1024).find(b"%PDF-") >= 0:
            return pikepdf.open(original)
    try:
        with Image.open(original, formats=("TIFF",)) as picture:
            many = getattr(picture, "n_frames", 1) > 1
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        many = False
    if many:
        try:
            return pdf_of_image(original)
        except (OSError, ValueError, SyntaxError, EOFError) as error:
            raise StampRefused("Tệp TIFF hỏng, không mở được. Đồng chí quét hoặc xin lại tệp.") from error
    return pikepdf.open(BytesIO(picture_to_pdf(original.read_bytes())))


def render_stamp(stamp: ArrivalStamp) -> bytes:
    """Return the stamp alone: a PDF page of 50 x 35 mm with a transparent ground."""
    return typeset(
        "stamp",
        {
            "title": "Dấu đến",
            "office": Narrow(stamp.office, 16),
            "number": ordinal_text(stamp.number),
            "arrived_on": date_text(stamp.arrived_on),
            "forwarded_to": Narrow(stamp.forwarded_to, 18),
            "case_file": Narrow(stamp.case_file, 18),
        },
        datetime.combine(stamp.arrived_on, time()),
    )


def picture_to_pdf(picture: bytes) -> bytes:
    """Return a picture as PDF pages, upright as its camera or scanner meant, on A4 if it names no size."""
    try:
        with Image.open(BytesIO(picture), formats=("PNG", "JPEG", "TIFF")) as opened:
            frames = []
            for index in range(getattr(opened, "n_frames", 1)):
                opened.seek(index)
                frames.append(_on_white(ImageOps.exif_transpose(opened)))
            dpi = opened.info.get("dpi", (0, 0))[0]
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise StampRefused(
            "Chỉ đóng dấu được trên tệp PDF, PNG, JPEG hoặc TIFF đọc được. Đồng chí kiểm tra lại tệp."
        ) from error
    first = frames[0]
    if not 60 <= dpi <= 1200:
        short, long = _A4_POINTS
        dpi = max(min(first.size) / short, max(first.size) / long) * 72
    written = BytesIO()
    # Black and white stays so and is packed without loss; only shades and colours take a quality.
    quality = {} if all(frame.mode == "1" for frame in frames) else {"quality": 90}
    if quality:
        frames = [frame.convert("L") if frame.mode == "1" else frame for frame in frames]
    frames[0].save(written, "PDF", save_all=True, append_images=frames[1:], resolution=float(dpi), **quality)
    return written.getvalue()


def _on_white(frame: Image.Image) -> Image.Image:
    if frame.mode in ("1", "L"):
        return frame.copy()
    seen = frame.convert("RGBA")
    ground = Image.new("RGB", seen.size, "white")
    ground.paste(seen, mask=seen.getchannel("A"))
    return ground


def _lay(document: pikepdf.Pdf, drawing: pikepdf.Pdf, place: Place) -> None:
    """Draw the stamp over the first page; the library turns it upright on a rotated page."""
    page = document.pages[0]
    open_states = _open_states(page)
    if open_states:
        page.contents_add(b"Q " * open_states)
    page.add_overlay(drawing.pages[0], _on_the_page(page, place))


def _open_states(page: pikepdf.Page) -> int:
    """Return how many graphics states a careless writer left open: they would shift the stamp."""
    depth = 0
    for instruction in pikepdf.parse_content_stream(page, "q Q"):
        operator = str(instruction.operator)
        depth = depth + 1 if operator == "q" else max(0, depth - 1)
    return depth


def _on_the_page(page: pikepdf.Page, place: Place) -> pikepdf.Rectangle:
    """Turn a place on the page as shown into the coordinates of the page as stored."""
    crop = _visible_box(page)
    near_u, near_v = place.left * _POINTS_PER_MM, place.top * _POINTS_PER_MM
    far_u, far_v = near_u + place.width * _POINTS_PER_MM, near_v + place.height * _POINTS_PER_MM
    turn = _turn(page)
    corners = [_stored(u, v, turn, crop) for u, v in ((near_u, near_v), (far_u, far_v))]
    xs, ys = sorted(x for x, _ in corners), sorted(y for _, y in corners)
    return pikepdf.Rectangle(xs[0], ys[0], xs[1], ys[1])


def _stored(u: float, v: float, turn: int, crop: pikepdf.Rectangle) -> tuple[float, float]:
    if turn == 90:
        return crop.llx + v, crop.lly + u
    if turn == 180:
        return crop.urx - u, crop.lly + v
    if turn == 270:
        return crop.urx - v, crop.ury - u
    return crop.llx + u, crop.ury - v


def _visible_box(page: pikepdf.Page) -> pikepdf.Rectangle:
    """Return the crop box cut to the media box, each in proper order."""
    crop, media = _ordered(page.cropbox), _ordered(page.mediabox)
    llx, lly = max(crop[0], media[0]), max(crop[1], media[1])
    urx, ury = min(crop[2], media[2]), min(crop[3], media[3])
    if llx >= urx or lly >= ury:
        return pikepdf.Rectangle(*media)
    return pikepdf.Rectangle(llx, lly, urx, ury)


def _ordered(box: pikepdf.Array) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = (float(edge) for edge in box.as_list())
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _turn(page: pikepdf.Page) -> int:
    """Return the rotation of the page, its own or that of a parent node, as 0, 90, 180 or 270."""
    node: pikepdf.Object | None = page.obj
    for _ in range(50):
        if node is None:
            break
        if "/Rotate" in node:
            return int(node["/Rotate"]) % 360
        node = node.get("/Parent")
    return 0
