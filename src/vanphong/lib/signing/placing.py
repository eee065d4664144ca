"""Where on the page a signature and a seal belong, told by the signer's printed name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from vanphong.lib.reading.extract import extract
from vanphong.lib.reading.header import read_header
from vanphong.lib.reading.model import Box
from vanphong.lib.signing.errors import NoPlace

_WIDE: Final = 0.24
"""Width of a signature, as a share of the page."""
_LEAST, _MOST = 0.035, 0.08
"""Height of a signature."""
_SEAL: Final = 0.17
"""Width of a seal: 36 mm on A4."""
_OVER: Final = 1 / 3
"""How much of the signature a seal covers, at its left (NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.8: an organisation's
seal lies over about a third of the signature, to the left; taken for Party documents too, to be confirmed)."""
_NOWHERE: Final = (
    "Không tìm thấy họ tên người ký trên văn bản, nên chưa biết đặt chữ ký ở đâu. "
    "Đề nghị đồng chí chỉ trang và chỗ đặt."
)


@dataclass(frozen=True, slots=True)
class Place:
    """A box on a page (from 1), as fractions of the page from its top left corner."""

    page: int
    box: Box


def place_of_signature(path: Path) -> Place:
    """Between the post and the printed name of the signer; raises NoPlace where no name is found."""
    header = read_header(extract(path, ocr=False))
    name, post = header.fields.get("signer"), header.fields.get("signer_title")
    if name is None or not name.boxes or name.page is None:
        raise NoPlace(_NOWHERE)
    x0, top, x1, _ = name.boxes[0]
    middle = (x0 + x1) / 2
    above = top - _MOST
    if post is not None and post.page == name.page and post.boxes and post.boxes[-1][3] < top:
        above = max(post.boxes[-1][3], above)
    if top - above < _LEAST:
        above = top - _LEAST
    left = min(max(middle - _WIDE / 2, 0.0), 1 - _WIDE)
    return Place(name.page, (left, above, left + _WIDE, top))


def place_of_seal(signature: Place, ratio: float) -> Place:
    """Over the left third of a signature; `ratio` is width by height of the page."""
    x0, y0, x1, y1 = signature.box
    right = x0 + (x1 - x0) * _OVER
    middle, half = (y0 + y1) / 2, _SEAL * ratio / 2
    return Place(signature.page, (max(right - _SEAL, 0.0), middle - half, right, middle + half))
