"""Header fields of a Party or State document, read from text with places by its written forms."""

from __future__ import annotations

import re
from datetime import date

from vanphong.lib.reading.header.citations import read_citations
from vanphong.lib.reading.header.dating import Dated, calendar_date, read_dated
from vanphong.lib.reading.header.deadlines import read_deadlines
from vanphong.lib.reading.header.frame import Family, read_marks, read_stamped_urgency, take_frame
from vanphong.lib.reading.header.issuer import read_issuer
from vanphong.lib.reading.header.naming import Named, body_start, read_type, type_by_symbol
from vanphong.lib.reading.header.number import Code, read_code
from vanphong.lib.reading.header.signature import Signed, closing_signature, read_recipients, signature_fields
from vanphong.lib.reading.header.stream import TAKEN, Head, Stream, last_of
from vanphong.lib.reading.header.subject import read_subject
from vanphong.lib.reading.header.vocabulary import (
    COPY_SYMBOLS,
    OUTSIDE_ISSUERS,
    PARTY_BODIES,
    PARTY_ISSUERS,
    key,
)
from vanphong.lib.reading.header.weaving import unwoven
from vanphong.lib.reading.model import Found, Header, Text

__all__ = ["read_header"]


def read_header(text: Text, *, today: date | None = None) -> Header:
    """Read the header fields of `text`; what was not found is absent.

    Forms: Hướng dẫn 36-HD/VPTW (2018) and 05-HD/VPTW (2026) of the Party; Nghị định 110/2004/NĐ-CP,
    Thông tư 01/2011/TT-BNV and Nghị định 30/2020/NĐ-CP of the State; laws and decrees. `today` gives a
    deadline written without a year its year where the document has no date. Never raises for any text.
    """
    stream = Stream(text.pages)
    if not stream.text.strip():
        return Header()
    head = Head(stream)
    seen = take_frame(head)
    body = body_start(head)
    fields = read_marks(head, body)
    code = read_code(head, body)
    if code:
        head.take(code.label, code.end)
    dated = read_dated(head, body)
    if dated:
        head.take(dated.place_span[0], dated.date_span[1])
    if code is not None or not _ANNEX.match(head.fold):
        fields |= _code_fields(head, code) | _dated_fields(head, dated)
        fields |= _naming_fields(head, code, dated, body, seen)
    family = _family(seen, code, fields)
    fields["family"] = Found(family[0], family[1])
    fields |= _closing_fields(stream, text, code is not None, family[0] == "party")
    _enacted(stream, fields)
    if stream.recognised and "urgency" not in fields and (stamped := read_stamped_urgency(stream)):
        fields["urgency"] = stamped
    own = fields["reference_code"].value if "reference_code" in fields else None
    issued = fields.get("issued_on")
    since = date.fromisoformat(issued.value) if issued and isinstance(issued.value, str) else None
    start = _text_start(head, body)
    return Header(
        fields,
        read_citations(stream, own if isinstance(own, str) else None, start),
        read_deadlines(stream, since, today, start),
    )


# An annex by itself: its titles, the date of the document it belongs to, are not those of a document.
_ANNEX = re.compile(r"\s*(?:PHU LUC|Phu luc|Phu Luc)(?![A-Za-z])")


def _closing_fields(stream: Stream, text: Text, coded: bool, party: bool) -> dict[str, Found]:
    """Signature and recipients, read once more with their columns parted where no signature shows."""
    signed = closing_signature(stream)
    if signed is None or signed.certainty < 0.7:
        pages = unwoven(text.pages)
        parted = Stream(pages) if pages else stream
        found = closing_signature(parted)
        if pages and found and (signed is None or found.certainty > signed.certainty):
            stream, signed = parted, found
    fields = signature_fields(stream, signed, party) if signed else {}
    if signed or coded:  # a news report or a form has «Nơi nhận» too
        _place_recipients(stream, fields, signed)
    return fields


def _code_fields(head: Head, code: Code | None) -> dict[str, Found]:
    if code is None:
        return {}
    fields = {"notation": head.found(code.notation, code.start, code.end, code.certainty)}
    if code.whole and code.number:
        fields["reference_code"] = head.found(code.whole, code.start, code.end, code.certainty)
        fields["number"] = head.found(code.number, code.start, code.start + len(code.number), code.certainty)
    return fields


def _dated_fields(head: Head, dated: Dated | None) -> dict[str, Found]:
    fields: dict[str, Found] = {}
    if dated and dated.place:
        fields["place"] = head.found(dated.place, *dated.place_span, 0.95)
    if dated and dated.issued_on:
        fields["issued_on"] = head.found(dated.issued_on.isoformat(), *dated.date_span, dated.certainty)
    return fields


def _naming_fields(
    head: Head, code: Code | None, dated: Dated | None, body: int, seen: dict[Family, tuple[int, int]]
) -> dict[str, Found]:
    """Issuer, superior, type and subject: what is left of the head once number and date are taken."""
    starts = [
        s for s in (code.label if code else None, dated.place_span[0] if dated else None) if s is not None
    ]
    ends = [e for e in (code.end if code else None, dated.date_span[1] if dated else None) if e is not None]
    named = read_type(head, max(ends, default=0), body)
    top = min([*starts, named.start if named else body, body if starts else 400])
    if code and dated and code.label > dated.place_span[0]:
        top = code.label  # the right column was read first: the issuer stands between date and number
    fields = read_issuer(head, top, code)
    issuer = fields.get("issuer")
    subject = read_subject(
        head, named, code, body, issuer.value if issuer and isinstance(issuer.value, str) else None
    )
    if subject:
        fields["subject"] = subject
    return fields | _type_field(head, named, code, "party" in seen, subject is not None)


def _type_field(
    head: Head, named: Named | None, code: Code | None, party: bool, subject: bool
) -> dict[str, Found]:
    told = type_by_symbol(code, party)
    if code and told == "Văn bản hợp nhất":
        return {"type": head.found(told, code.start, code.end, 0.98)}
    if named:
        return {"type": head.found(named.name, named.start, named.end, named.certainty)}
    letter = code is not None and (subject if not (party or code.party_form) else code.symbol is None)
    if told and code and not (letter and subject and not party):
        return {"type": head.found(told, code.start, code.end, 0.85)}
    first = code.segments[0] if code and code.segments else ""
    copied = first in COPY_SYMBOLS or re.fullmatch(r"QH\d{1,2}", first)
    if code and not copied and not code.party_form and (subject or code.symbol is None):
        return {"type": head.found("Công văn", code.start, code.end, 0.9 if subject else 0.75)}
    return {}


def _family(
    seen: dict[Family, tuple[int, int]], code: Code | None, fields: dict[str, Found]
) -> tuple[str, float]:
    """Party or State by the title printed, the form of the number, the body; else other."""
    issuer = fields.get("issuer")
    name = key(issuer.value) if issuer and isinstance(issuer.value, str) else ""
    if any(name.startswith(outside) for outside in OUTSIDE_ISSUERS):
        return "other", 0.9
    if "party" in seen:
        return "party", 0.98
    if code and code.party_form and code.segments[-1 if len(code.segments) < 3 else 1] in PARTY_BODIES:
        return "party", 0.9
    if any(name.startswith(body) for body in PARTY_ISSUERS) and "state" not in seen:
        return "party", 0.8
    if "state" in seen:
        return ("state", 0.97) if code or issuer else ("other", 0.5)
    if code and not code.party_form and (code.symbol or issuer):
        return "state", 0.7
    return "other", 0.6


def _text_start(head: Head, body: int) -> int:
    spans = head.place(min(body, max(len(head.text) - 1, 0)), len(head.text))
    return spans[0][0] if spans else 0


_ADDRESSEES = re.compile(r"(?<![A-Za-z])K[ií]nh\s+(?:gui|trinh)\s*:?\s*", re.I)


def _place_recipients(stream: Stream, fields: dict[str, Found], signed: Signed | None) -> None:
    """Add `recipients`, «Như trên» told by «Kính gửi»."""
    match = _ADDRESSEES.search(stream.fold, 0, 6000)
    addressees = _addressees(stream, match.end()) if match else ()
    found = read_recipients(stream, signed.block_span if signed else None, addressees)
    if found:
        fields["recipients"] = found


def _addressees(stream: Stream, start: int) -> tuple[str, ...]:
    """Bodies named after «Kính gửi»: one on the line, or one a line with dashes."""
    items: list[str] = []
    for index, line in enumerate(stream.text[start : start + 1200].split("\n")):
        text = line.strip(" " + TAKEN)
        if not text:
            if items:
                break
            continue
        dashed = bool(re.match(r"[-–+*•]", text))
        if index and not dashed and (not items or items[-1][-1:] not in ",;-" or len(text) > 160):
            break
        items.append(text)
        if text.endswith((".", "./.")):
            break
    joined = " ".join(items)
    parts = re.split(r"\s*;\s*|(?:^|\s)[-–+*•]\s+", joined)
    return tuple(p.strip(" -,;.") for p in parts if len(p.strip(" -,;.")) > 2 and len(p) < 200)


_PASSED = re.compile(r"thong qua\s+ngay\s+(\d{1,2})\s+thang\s+(\d{1,2})\s+nam\s+(\d{4})")


def _enacted(stream: Stream, fields: dict[str, Found]) -> None:
    """A law printed without place and date bears the day on which it was passed (Luật 64/2025/QH15)."""
    kind = fields.get("type")
    if (
        "issued_on" in fields
        or kind is None
        or kind.value not in {"Luật", "Bộ luật", "Hiến pháp", "Nghị quyết", "Pháp lệnh"}
    ):
        return
    match = last_of(_PASSED.finditer(stream.fold, max(0, len(stream.fold) - 60000)))
    passed = calendar_date(int(match[1]), int(match[2]), int(match[3])) if match else None
    if match and passed:
        fields["issued_on"] = stream.found(passed.isoformat(), [match.span()], 0.7)
