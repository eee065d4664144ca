"""A .docx as its parts: refused when it could do harm, written again with every untouched part byte for byte."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from vanphong.lib.reading import problems
from vanphong.lib.reading.inspect import DOCM, DOCX, inspect
from vanphong.lib.word.xml import Element, parse_part

RefusalCode = Literal["not_word", "macro", "active", "encrypted", "broken", "bomb", "too_large", "empty"]

_MACRO: Final = (
    "Tệp có macro nên không được nhận. Đồng chí mở tệp trong Word, chọn «Lưu thành», loại «Tài liệu Word (.docx)» "
    "rồi tải lên lại."
)
_ACTIVE: Final = (
    "Tệp có thành phần tự chạy hoặc tự tải từ ngoài (đối tượng nhúng, liên kết DDE, mẫu đính kèm) nên không được "
    "nhận. Đồng chí bỏ thành phần đó trong Word rồi tải lên lại."
)
_NOT_WORD: Final = (
    "Tệp không phải văn bản Word .docx. Đồng chí mở tệp, chọn «Lưu thành», loại «Tài liệu Word (.docx)» "
    "rồi làm lại."
)
_CODES: Final[dict[str, RefusalCode]] = {
    "empty": "empty",
    "encrypted": "encrypted",
    "bomb": "bomb",
    "too_large": "too_large",
}


# Equal input gives equal bytes, whatever the day.
_ADDED: Final = (2026, 1, 1, 0, 0, 0)


class WordError(Exception):
    """A Word file that cannot be worked with; `message` is Vietnamese and says what to do."""

    def __init__(self, code: RefusalCode, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def broken() -> WordError:
    """The refusal of a file whose inside is damaged."""
    return WordError("broken", problems.BROKEN.message)


@dataclass(frozen=True)
class WordFile:
    """The parts of a .docx by name, in the order of the archive; `main` is the name of the document itself."""

    entries: tuple[tuple[zipfile.ZipInfo, bytes], ...]
    main: str

    @cached_property
    def parts(self) -> dict[str, bytes]:
        """Content of every part by its name."""
        return {info.filename: content for info, content in self.entries}

    def tree(self, name: str) -> Element:
        """The root of a part; `WordError` when it is not sound XML."""
        found = parse_part(self.parts[name])
        if found is None:
            raise broken()
        return found

    def beside(self, name: str) -> str | None:
        """The name of a part in the folder of the main one, if it is there."""
        path = f"{self.main.rpartition('/')[0]}/{name}"
        return path if path in self.parts else None

    def texts(self) -> list[str]:
        """Names of the parts that hold printed text: the document, then its headers and footers."""
        folder = self.main.rpartition("/")[0]
        lead = (f"{folder}/header", f"{folder}/footer")
        return [self.main, *sorted(n for n in self.parts if n.startswith(lead) and n.endswith(".xml"))]

    def replaced(self, changed: Mapping[str, bytes]) -> bytes:
        """The file with some parts changed or, under a name of their own, added.

        The others, their order and their dates stay as they were.
        """
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            for info, content in self.entries:
                target.writestr(_fresh(info), changed.get(info.filename, content))
            for name in sorted(changed.keys() - self.parts.keys()):
                entry = zipfile.ZipInfo(name, _ADDED)
                entry.compress_type = zipfile.ZIP_DEFLATED
                target.writestr(entry, changed[name])
        return out.getvalue()


def _fresh(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """The entry's name, date and attributes, without the sizes and offsets of the archive it came from."""
    entry = zipfile.ZipInfo(info.filename, info.date_time)
    known = info.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    entry.compress_type = info.compress_type if known else zipfile.ZIP_DEFLATED
    entry.external_attr, entry.create_system = info.external_attr, info.create_system
    return entry


def open_word(content: bytes, *, active: Iterable[str] = ()) -> WordFile:
    """The .docx of `content`; `WordError` when it is none, damaged, locked or could do harm.

    `active` names kinds of active content (`Inspection.active_content`) that are let through.
    """
    found = inspect(content, "a.docx")
    if found.refused:
        problem = found.problem or problems.BROKEN
        if problem.code == "unknown_type":
            raise WordError("not_word", _NOT_WORD)
        raise WordError(_CODES.get(problem.code, "broken"), problem.message)
    if found.media_type == DOCM or "macro" in found.active_content:
        raise WordError("macro", _MACRO)
    if found.media_type != DOCX:
        raise WordError("not_word", _NOT_WORD)
    # A picture or address outside is shown only when somebody clicks or allows it; the rest acts by itself.
    if set(found.active_content) - {"remote_link", *active}:
        raise WordError("active", _ACTIVE)
    return parts_of(content)


def parts_of(content: bytes) -> WordFile:
    """The parts of a .docx that was inspected before; `WordError` when it is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = tuple((info, archive.read(info)) for info in archive.infolist())
    except Exception as error:
        # A hostile archive raises whatever its author likes: a bad checksum, a bad length, an unknown method.
        raise broken() from error
    return WordFile(entries, _main_part({info.filename: body for info, body in entries}))


def _main_part(parts: Mapping[str, bytes]) -> str:
    links = parse_part(parts.get("_rels/.rels", b""))
    name = "word/document.xml"
    for link in links if links is not None else ():
        if str(link.get("Type", "")).endswith("/officeDocument"):
            name = str(link.get("Target", "")).lstrip("/")
    if name not in parts:
        raise broken()
    return name
