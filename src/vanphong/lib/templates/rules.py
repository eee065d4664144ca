"""What the rules say of types, bodies, layouts and fields, from the dated tables beside this file."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

from vanphong.lib.text import clean, fold

FieldKind = Literal["text", "capitals", "day", "date", "number", "list", "body", "appendices"]
LATER: Final = frozenset({"number", "issued_on"})
"""Fields a document takes only when it is issued; empty, their place stays open on the page."""
MOST_SIGNERS: Final = 4


@dataclass(frozen=True, slots=True)
class Layout:
    """Margins in mm; sizes and spacings in points."""

    top: float
    bottom: float
    left: float
    right: float
    left_column: float
    """Width of the left header column in mm."""
    superior: float
    issuer: float
    number: float
    heading: float
    motto: float
    date: float
    type_name: float
    subject: float
    letter_subject: float
    body: float
    line: float | None
    """Exact line spacing of the body in points; None is single spacing."""
    after: float
    indent: float
    """First line in mm."""
    signature: float
    recipients_title: float
    recipients: float
    page_number: float

    @property
    def text_width(self) -> float:
        return 210 - self.left - self.right

    @property
    def right_column(self) -> float:
        return self.text_width - self.left_column


@dataclass(frozen=True, slots=True)
class LayoutRules:
    """A layout with the guide it comes from, the days it holds for, and the words that differ."""

    name: str
    source: str
    effective_from: date
    effective_to: date | None
    letter_lead: str
    submission_lead: str
    list_end: str
    measures: Layout


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A type of document and what stands in it (see types.toml)."""

    name: str
    symbol: str
    mark: str = "seen"
    paper: bool = False
    addressees: bool = False
    grounds: bool = False
    decision: str = ""
    minutes: bool = False
    form: tuple[str, ...] = ()
    table: tuple[str, ...] = ()
    table_rows: int = 0
    title: str = ""
    """The name as printed where it is not the name of the type."""

    @property
    def printed(self) -> str:
        return (self.title or self.name).upper()

    @property
    def is_letter(self) -> bool:
        """A công văn prints no type name; its subject stands under the number."""
        return self.name == "Công văn"


@dataclass(frozen=True, slots=True)
class Issuer:
    """A kind of issuing body; the examples fill a trial print."""

    key: str
    label: str
    symbol: str
    authority: str
    post: str
    example_issuer: str
    example_superior: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A named place of a template."""

    name: str
    label: str
    kind: FieldKind
    needed: bool = False
    derived: bool = False

    @property
    def mark(self) -> str:
        """How it stands in the file."""
        return f"{{{{{self.label}}}}}"


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(files("vanphong.lib.templates").joinpath(name).read_text(encoding="utf-8"))


@cache
def layouts() -> dict[str, LayoutRules]:
    """Layouts by name, older first."""
    return {
        name: LayoutRules(
            name=name,
            measures=Layout(**row.pop("measures")),
            effective_to=row.pop("effective_to", None),
            **row,
        )
        for name, row in _table("layouts.toml").items()
    }


def layout_on(day: date) -> LayoutRules:
    """The layout by whose guide a document of that day is set; the oldest for days before any."""
    held = [rules for rules in layouts().values() if rules.effective_from <= day]
    return held[-1] if held else next(iter(layouts().values()))


@cache
def types() -> dict[str, DocumentType]:
    """Types by name, in the order of the regulation."""
    rows = _table("types.toml")["type"]
    for row in rows:
        row |= {key: tuple(row[key]) for key in ("form", "table") if key in row}
    return {row["name"]: DocumentType(**row) for row in rows}


@cache
def issuers() -> dict[str, Issuer]:
    """Kinds of issuing bodies by key."""
    return {key: Issuer(key=key, **row) for key, row in _table("bodies.toml").items()}


@cache
def fields() -> dict[str, Field]:
    """Fields by name."""
    return {name: Field(name=name, **row) for name, row in _table("fields.toml").items()}


@cache
def _by_spelling() -> dict[str, Field]:
    return {spelling(said): field for field in fields().values() for said in (field.label, field.name)}


def spelling(text: str) -> str:
    """A key equal for «Trích yếu», «trich_yeu» and «TRÍCH  YẾU»."""
    return " ".join(re.findall(r"[a-z0-9]+", fold(clean(text))))


def field_called(text: str) -> Field | None:
    """The field a person means by what stands between the braces."""
    return _by_spelling().get(spelling(text))


def type_called(text: str) -> DocumentType | None:
    """The type by its name, however spelt, or by its symbol."""
    key = spelling(text)
    named = {spelling(name): found for name, found in types().items()}
    return named.get(key) or next((t for t in types().values() if t.symbol and t.symbol == clean(text)), None)


def form_fields(kind: DocumentType) -> tuple[str, ...]:
    """Names of the fields in the fixed lines of a paper."""
    return tuple(dict.fromkeys(re.findall(r"\{(\w+)\}", " ".join(kind.form))))
