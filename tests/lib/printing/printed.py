"""What the tests of printed forms share: an office, a moment, and reading a PDF back."""

import re
import unicodedata
from datetime import date, datetime

import pypdfium2

from vanphong.lib.dates import VIETNAM_TIME
from vanphong.lib.printing.forms import DocumentFacts, OfficeHeading

HEADING = OfficeHeading("Tỉnh ủy Cao Bằng", "Văn phòng Tỉnh ủy", "Cao Bằng")
PRINTED_AT = datetime(2026, 11, 23, 14, 5, tzinfo=VIETNAM_TIME)
# Everything the typesetter's own language could trip over.
MARKUP = (
    '#import "x": * $a^2$ *đậm* _nghiêng_ \\ \\u{41} <nhãn> @ai `mã` = tiêu đề '
    '// chú /* thích */ #panic("x") [ ] { }'
)
FACTS = DocumentFacts(
    arrival_number=7,
    arrived_on=date(2026, 3, 5),
    issuer="Ban Tổ chức Trung ương",
    reference_code="1543-CV/BTCTW",
    issued_on=date(2026, 3, 2),
    document_type="Công văn",
    subject="về việc sắp xếp tổ chức bộ máy",
    register_name="Văn bản của Trung ương",
    urgency="Khẩn",
    page_count=12,
    copy_count=2,
)


def pages_of(pdf: bytes) -> list[str]:
    """Return the text of each page, NFC, runs of blanks as one, lines joined."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [squeezed(page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


def text_of(pdf: bytes) -> str:
    """Return the text of all pages."""
    return " ".join(pages_of(pdf))


def squeezed(text: str) -> str:
    """Return text as the extraction gives it, without the places where lines happened to break."""
    joined = unicodedata.normalize("NFC", text).replace("\u200b", "").replace("\ufffe", "-")
    return re.sub(r"\s+", " ", joined)


def tight(text: str) -> str:
    """Return text without any blank: cells that break inside a word compare equal."""
    return re.sub(r"\s+", "", squeezed(text))
