"""Typesetting: a template of this package and plain values in, PDF/A-2b bytes out."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import typst

from vanphong.lib.dates import VIETNAM_TIME
from vanphong.lib.printing.fonts import Typeface, office_typeface
from vanphong.lib.printing.wording import breakable, clean_text

TEMPLATES = Path(__file__).parent / "templates"

# A run this long fits the narrowest full-width paragraph (A5, 14 pt capitals).
_LONGEST_RUN = 36


class PrintingFailed(RuntimeError):
    """The paper could not be set; the message is Vietnamese, the cause is chained."""


def typeset(
    template: str, values: Mapping[str, object], printed_at: datetime, *, tagged: bool = True
) -> bytes:
    """Set a template with values and return the bytes of a PDF/A-2b.

    Values travel as JSON and reach the template as strings: nothing a user typed is ever read as
    markup. `printed_at` is written into the PDF, so that equal input gives equal bytes.
    `tagged` adds the structure that screen readers use; in a long table it weighs 3 kB a row.
    Raises PrintingFailed.
    """
    typeface = office_typeface()
    moment = printed_at if printed_at.tzinfo else printed_at.replace(tzinfo=VIETNAM_TIME)
    payload = json.dumps({"font": typeface.family, "form": _ready(values, typeface)}, ensure_ascii=False)
    try:
        return bytes(
            typst.compile(
                TEMPLATES / f"{template}.typ",
                root=TEMPLATES,
                font_paths=typeface.fonts,
                format="pdf",
                sys_inputs={"values": payload},
                pdf_standards=["a-2b"],
                pdf_tags=tagged,
                timestamp=int(moment.timestamp()),
            )
        )
    except typst.TypstError as error:
        raise PrintingFailed("Chưa in được biểu mẫu này. Đồng chí báo người quản trị kèm giờ in.") from error


class Verbatim(str):
    """Text made by this package (a drawing) that goes to the template untouched."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Narrow:
    """Text for a narrow place: runs longer than `limit` characters may be broken anywhere."""

    text: str
    limit: int


def _ready(value: object, typeface: Typeface) -> object:
    """Return value with every string clean, showable and breakable, containers kept."""
    if isinstance(value, (Verbatim, bool, int, float)) or value is None:
        return value
    if isinstance(value, Narrow):
        return breakable(typeface.show(clean_text(value.text)), value.limit)
    if isinstance(value, str):
        return breakable(typeface.show(clean_text(value)), _LONGEST_RUN)
    if isinstance(value, Mapping):
        return {str(key): _ready(item, typeface) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_ready(item, typeface) for item in value]
    raise TypeError(f"typeset() takes strings and plain values, not {type(value).__name__}")
