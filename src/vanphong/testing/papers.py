"""Papers for tests of intake and reading: letters in true form as PDF, their scans, and files gone wrong."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import pikepdf
import segno
import typst
from PIL import Image

from vanphong.lib.printing.fonts import OWN_FONTS
from vanphong.lib.reading.split import SEPARATOR

BODY = (
    "Thực hiện Chương trình công tác năm 2026, Ban Tổ chức Tỉnh ủy đề nghị các cơ quan, đơn vị rà soát "
    "đội ngũ cán bộ và báo cáo kết quả về Ban Tổ chức Tỉnh ủy trước ngày 15/12/2026 để tổng hợp, "
    "báo cáo Ban Thường vụ."
)
"""The body a letter has unless told otherwise; it holds a deadline."""

_FORM = """
#set page(paper: "a4", margin: (left: 3cm, right: 2cm, y: 2cm))
#set text(font: "Tinos", size: 13pt, lang: "vi")
#grid(columns: (1fr, 1.2fr), align: center,
  [TỈNH ỦY SƠN HÀ \\ #strong[BAN TỔ CHỨC] \\ \\* \\ Số NUMBER STAMP],
  [#strong[ĐẢNG CỘNG SẢN VIỆT NAM] \\ \\ #emph[Sơn Hà, ngày 12 tháng 11 năm 2026]])
#v(4mm)
#align(center)[#strong[BÁO CÁO] \\ #strong[SUBJECT]]
#v(4mm)
BODY

MORE
#grid(columns: (1fr, 1fr), [#underline[Nơi nhận]: \\ - Văn phòng Tỉnh ủy, \\ - Lưu.],
  align(center)[#strong[TRƯỞNG BAN] \\ \\ \\ #strong[Nguyễn Văn Khang]])
"""


def letter_pdf(
    *,
    number: str = "123-BC/BTCTU",
    subject: str = "kết quả công tác xây dựng Đảng tháng 11 năm 2026",
    body: str = BODY,
    stamp: str = "",
    pages: int = 1,
) -> bytes:
    """A report of the province's Organisation Board as its word processor would print it."""
    boxed = f'\\ \\ #box(stroke: 1pt, inset: 4pt)[#text(fill: red, weight: "bold")[{stamp}]]' if stamp else ""
    more = "".join(f"#pagebreak()\n{body} Phụ lục trang {page}.\n\n" for page in range(2, pages + 1))
    source = _FORM
    for name, value in (
        ("NUMBER", number),
        ("STAMP", boxed),
        ("SUBJECT", subject),
        ("BODY", body),
        ("MORE", more),
    ):
        source = source.replace(name, value)
    fonts: Any = [str(OWN_FONTS)]
    return bytes(typst.compile(source.encode(), font_paths=fonts, format="pdf"))


def pictures_of(pdf: bytes, dpi: int = 150) -> list[Image.Image]:
    """The pages of a PDF as a scanner would see them."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]


def scan_of(pictures: Sequence[Image.Image], dpi: int = 150) -> bytes:
    """Pictures as a scanner's PDF, without any text layer."""
    out = io.BytesIO()
    pictures[0].save(out, "PDF", save_all=True, append_images=list(pictures[1:]), resolution=dpi)
    return out.getvalue()


def scan_pdf(**letter: object) -> bytes:
    """The scan of a letter."""
    return scan_of(pictures_of(letter_pdf(**letter)))  # type: ignore[arg-type]


def blank_sheet() -> Image.Image:
    return Image.new("RGB", (1240, 1754), "white")


def separator_sheet(code: str = "") -> Image.Image:
    """A sheet with the separator's QR code on it."""
    sheet, mark = blank_sheet(), io.BytesIO()
    segno.make(f"{SEPARATOR}:{code}" if code else SEPARATOR).save(mark, kind="png", scale=12)
    sheet.paste(Image.open(mark).convert("RGB"), (300, 400))
    return sheet


def encrypted_pdf() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(letter_pdf())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(user="mo", owner="chu"))
    return out.getvalue()


def broken_pdf() -> bytes:
    """The first third of a PDF: what a broken copy leaves."""
    whole = letter_pdf()
    return whole[: len(whole) // 3]


def long_pdf(pages: int) -> bytes:
    """A PDF of many nearly empty pages."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=(595, 842))
        pdf.save(out)
    return out.getvalue()


def edited(content: bytes, change: Callable[[bytes], bytes], part: str = "word/document.xml") -> bytes:
    """An office file with one of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as made:
        for item in source.infolist():
            body = source.read(item)
            made.writestr(item, change(body) if item.filename == part else body)
    return out.getvalue()


def narrow_margin(content: bytes) -> bytes:
    """A Word file with too narrow a margin, as drafts often have; its words stay."""
    margin = re.compile(rb'(<w:body>.*)(<w:pgMar [^>]*w:left=")\d+', re.DOTALL)
    return edited(content, lambda body: margin.sub(rb"\g<1>\g<2>567", body))
