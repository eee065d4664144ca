"""Tờ phân cách: the sheet laid between papers of one batch, so that a scan is parted by its QR code."""

from datetime import datetime
from io import BytesIO
from typing import Final

from vanphong.lib.dates import VIETNAM_TIME
from vanphong.lib.printing.typeset import Verbatim, typeset

CODE: Final = "VANPHONG-TACH"
"""What the code says; the reader of batches parts papers where it stands."""

# The sheet says no day and is the same whenever it is printed.
_MOMENT: Final = datetime(2026, 1, 1, tzinfo=VIETNAM_TIME)


def render_separator_sheet(copies: int = 1) -> bytes:
    """Return `copies` equal sheets as PDF/A-2b, A4; level H of the code bears folds and dirt."""
    if not 1 <= copies <= 200:
        raise ValueError("copies must be from 1 to 200")
    # Loaded when one is drawn.
    import segno

    drawing = BytesIO()
    segno.make(CODE, error="h", micro=False).save(drawing, kind="svg", border=4, scale=8, xmldecl=False)
    values = {
        "title": "Tờ phân cách",
        "qr": Verbatim(drawing.getvalue().decode()),
        "code": CODE,
        "copies": copies,
    }
    return typeset("separator_sheet", values, _MOMENT)
