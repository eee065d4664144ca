"""The true header fields of every file, one JSON object a document."""

from __future__ import annotations

import unicodedata
from typing import Any

from tools.make_samples.model import Document
from tools.make_samples.plan import Plan

EMPTY = (
    "family", "superior", "issuer", "reference_code", "number", "notation", "place", "issued_on", "type",
    "subject", "urgency", "secrecy", "signature_block", "signing_capacity", "signer_title", "signer",
)  # fmt: skip


def header_fields(document: Document) -> dict[str, Any]:
    """What a perfect reader finds; None where nothing is printed or the place is written by hand."""
    if "headless" in document.tags:
        return {**dict.fromkeys(EMPTY), "recipients": [], **_references(document)}
    by_hand = document.blank_number
    issued_on = None if by_hand or document.issued_on is None else document.issued_on.isoformat()
    return {
        "family": document.family,
        "superior": document.superior,
        "issuer": document.issuer,
        "reference_code": None if by_hand else document.reference_code,
        "number": None if by_hand else document.number,
        "notation": document.notation,
        "place": document.place,
        "issued_on": issued_on,
        "type": document.type,
        "subject": document.subject,
        "urgency": document.urgency,
        "secrecy": document.secrecy,
        "signature_block": document.signature_block.replace(" / ", " "),
        "signing_capacity": (document.signing_capacity or "").replace(" / ", " ") or None,
        "signer_title": document.signer_title.replace(" / ", " "),
        "signer": document.signer,
        "recipients": list(document.recipients),
        **_references(document),
    }


def _references(document: Document) -> dict[str, Any]:
    return {
        "cited": list(document.cited),
        "deadlines": [day.isoformat() for day in document.deadlines],
    }


def rows(plan: Plan, documents: dict[str, Document], pages: list[tuple[int, int]]) -> list[dict[str, Any]]:
    """One row a document; `pages` are its first and last page, 1-based; empty for flowing files."""
    found = []
    for index, name in enumerate(plan.documents):
        document = documents[name]
        made = plan.effect if plan.is_scan else ("flow" if plan.form in ("docx", "doc") else "text")
        row: dict[str, Any] = {
            "file": file_name(plan),
            "document": document.id,
            "quality": made,
            "pages": list(pages[index]) if pages else None,
            **header_fields(document),
            "issuer_body": None if "headless" in document.tags else document.issuer_body,
        }
        if document.blank_number and document.issued_on:
            row["by_hand"] = {"number": document.number, "issued_on": document.issued_on.isoformat()}
        found.append(row)
    return found


def file_name(plan: Plan) -> str:
    """The name on disk, in the Unicode form the plan asks for."""
    return unicodedata.normalize("NFD" if plan.nfd else "NFC", plan.name)
