"""What a template the office edited itself has for fields, which it does not know, which it lacks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from vanphong.lib.templates.occurrences import marks, text_of
from vanphong.lib.templates.rules import DocumentType, field_called, fields, form_fields
from vanphong.lib.word.package import open_word
from vanphong.lib.word.xml import W

_HALF: Final = re.compile(r"\{\{|\}\}")


@dataclass(frozen=True, slots=True)
class TemplateReport:
    """Fields of a template by name, unknown ones as written, needed ones that are missing, and what to do."""

    fields: tuple[str, ...]
    unknown: tuple[str, ...]
    missing: tuple[str, ...]
    half_marks: tuple[str, ...]
    messages: tuple[str, ...]

    @property
    def usable(self) -> bool:
        """Whether documents can be made from it; unknown fields would be printed as they stand."""
        return not (self.missing or self.unknown or self.half_marks)


def read_template(content: bytes, kind: DocumentType | None = None) -> TemplateReport:
    """What an uploaded template holds; `WordError` for a file that is refused, nothing else.

    With `kind` the fields that type needs are asked for.
    """
    word = open_word(content)
    known: dict[str, None] = {}
    unknown: dict[str, None] = {}
    half: list[str] = []
    for part in word.texts():
        for paragraph in word.tree(part).iter(W + "p"):
            text = text_of(paragraph)
            at = 0
            rest = ""
            for match in marks(paragraph):
                field = field_called(match[1])
                (known if field else unknown)[field.name if field else match[1]] = None
                rest, at = rest + text[at : match.start()], match.end()
            rest += text[at:]
            if _HALF.search(rest):
                half.append(text.strip()[:80])
    missing = tuple(name for name in needed(kind) if name not in known)
    return TemplateReport(
        tuple(known), tuple(unknown), missing, tuple(half), tuple(_messages(list(unknown), missing, half))
    )


def needed(kind: DocumentType | None) -> list[str]:
    """Fields a template of the type must have."""
    names = [field.name for field in fields().values() if field.needed]
    if kind is None:
        return names
    if not kind.symbol:
        names = [name for name in names if name not in ("number", "notation")]
    if not kind.form:
        names += ["subject", "body"]
    if kind.addressees:
        names.append("addressees")
    if kind.minutes:
        names.append("name_2")
    return [*names, *form_fields(kind)]


def _messages(unknown: list[str], missing: tuple[str, ...], half: list[str]) -> list[str]:
    said = []
    for name in unknown:
        near = _nearest(name)
        hint = f" Có phải đồng chí muốn viết «{near}»?" if near else ""
        said.append(f"Trường lạ «{{{{{name}}}}}»: phần mềm không có trường này, sẽ để nguyên khi in.{hint}")
    said += [
        f"Thiếu trường «{fields()[name].label}»: đồng chí viết {fields()[name].mark} vào chỗ cần in."
        for name in missing
    ]
    said += [
        f"Dấu ngoặc của trường chưa đủ đôi ở chỗ «{text}»: một trường viết {{{{tên trường}}}}."
        for text in half
    ]
    return said


def _nearest(name: str) -> str | None:
    """The mark of the field whose label is some letters off."""
    from difflib import get_close_matches

    from vanphong.lib.templates.rules import spelling

    by_key = {spelling(field.label): field.mark for field in fields().values() if not field.derived}
    close = get_close_matches(spelling(name), by_key, n=1, cutoff=0.75)
    return by_key[close[0]] if close else None
