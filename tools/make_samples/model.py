"""One invented document: its header fields and body as written in documents/*.toml."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

HERE = Path(__file__).parent
LayoutName = Literal["party-2026", "party-2018", "state-30"]

CODE = re.compile(r"^(?P<number>\d+)(?P<join>[-/])(?P<notation>.+)$")


@dataclass(frozen=True, slots=True)
class Document:
    """An invented document; names stand in ordinary case and are set in capitals when printed."""

    id: str
    layout: LayoutName
    superior: str | None
    issuer: str
    issuer_body: str
    """Full name of the issuing body in a catalogue («Ban Tổ chức Trung ương»); `issuer` is as printed."""
    reference_code: str
    place: str
    issued_on: date | None
    type: str
    subject: str
    body: str
    signer: str
    signer_title: str
    signing_capacity: str | None = None
    urgency: str | None = None
    secrecy: str | None = None
    addressees: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    cited: tuple[str, ...] = ()
    deadlines: tuple[date, ...] = ()
    emblem: str | None = None
    """Printed at the top right in place of the usual heading (mass organisations)."""
    blank_number: bool = False
    """Number and day are left open in print and written by hand."""
    note: str = ""
    """Printed as a frame above the header (test marks)."""
    date_text: str | None = None
    """Printed instead of the date where a file must carry an impossible one."""
    appendix: str = ""
    """Body of an appendix on new pages after the signature, in the same markup."""
    tags: tuple[str, ...] = field(default=())

    @property
    def family(self) -> str:
        if self.emblem:
            return "other"
        return "party" if self.layout.startswith("party") else "state"

    @property
    def number(self) -> str:
        return self._code_part("number")

    @property
    def notation(self) -> str:
        return self._code_part("notation")

    def _code_part(self, name: str) -> str:
        match = CODE.match(self.reference_code)
        if match is None:
            raise ValueError(f"{self.id}: reference code {self.reference_code!r} has no number and notation")
        return match[name]

    @property
    def is_letter(self) -> bool:
        """A công văn prints no type name; its subject stands under the number."""
        return self.type == "Công văn"

    @property
    def date_line(self) -> str:
        """Place and date as both rules print them: days 1-9 and months 1, 2 take a leading 0."""
        if self.date_text is not None:
            return f"{self.place}, {self.date_text}"
        if self.issued_on is None:
            raise ValueError(f"{self.id}: no date")
        if self.blank_number:
            return f"{self.place}, ngày       tháng {self.issued_on.month} năm {self.issued_on.year}"
        return f"{self.place}, {spell_date(self.issued_on)}"

    @property
    def signature_block(self) -> str:
        parts = [self.signing_capacity, self.signer_title]
        return " ".join(part for part in parts if part)


def spell_date(day: date) -> str:
    """«ngày 05 tháng 02 năm 2026»: leading 0 for days below 10 and months 1 and 2 (HD 36, NĐ 30)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def printed_date(day: date) -> str:
    """«05/8/2026», as dates stand inside a text, by the same rule of leading zeros."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"


def load_documents(folder: Path = HERE / "documents") -> dict[str, Document]:
    """All documents by id; a variant takes every field of the one it names and changes some words."""
    rows: list[dict[str, Any]] = []
    for path in sorted(folder.glob("*.toml")):
        rows.extend(tomllib.loads(path.read_text(encoding="utf-8"))["document"])
    found: dict[str, Document] = {}
    for row in rows:
        if "variant_of" not in row:
            found[row["id"]] = _from_row(row)
    for row in rows:
        if "variant_of" in row:
            found[row["id"]] = _variant(found[row["variant_of"]], row)
    return found


def _from_row(row: dict[str, Any]) -> Document:
    values = dict(row)
    for name in ("addressees", "recipients", "cited", "deadlines", "tags"):
        values[name] = tuple(values.get(name, ()))
    values.setdefault("superior", None)
    values.setdefault("issuer_body", values["issuer"])
    return Document(**values)


def _variant(original: Document, row: dict[str, Any]) -> Document:
    body = original.body
    for old, new in row.get("changes", []):
        if old not in body:
            raise ValueError(f"{row['id']}: «{old}» is not in the text of {original.id}")
        body = body.replace(old, new)
    deadlines = tuple(row.get("deadlines", original.deadlines))
    return replace(original, id=row["id"], body=body, deadlines=deadlines)
