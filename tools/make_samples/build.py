"""Builds every file of samples/ in memory."""

from __future__ import annotations

import random
import zlib
from typing import Any

from PIL import Image

from tools.make_samples import expected, ink, scans, typst_writer
from tools.make_samples.docx_writer import to_docx
from tools.make_samples.model import Document
from tools.make_samples.office import convert
from tools.make_samples.plan import Plan


def build(plans: list[Plan], documents: dict[str, Document]) -> tuple[dict[str, bytes], list[dict[str, Any]]]:
    """Files by name and the rows of expected.jsonl; raises KeyError for a plan naming an unknown document."""
    words = {name: to_docx(documents[name]) for plan in plans for name in plan.documents}
    printed = {p.documents[0] for p in plans if p.form == "pdf"}
    printed |= {name for p in plans if p.is_scan for name in p.documents}
    pdfs = convert({name: words[name] for name in sorted(printed)}, "pdf")
    olds = convert({p.documents[0]: words[p.documents[0]] for p in plans if p.form == "doc"}, "doc")
    files: dict[str, bytes] = {}
    rows: list[dict[str, Any]] = []
    for plan in plans:
        name, pages = expected.file_name(plan), list[tuple[int, int]]()
        if plan.form in ("docx", "doc"):
            files[name] = (words if plan.form == "docx" else olds)[plan.documents[0]]
        elif plan.is_scan:
            files[name], pages = _scan(plan, documents, pdfs)
        else:
            only = plan.documents[0]
            files[name] = pdfs[only] if plan.form == "pdf" else typst_writer.to_pdf(documents[only])
            pages = [(1, len(scans.render(files[name], 20)))]
        rows += expected.rows(plan, documents, pages)
    return files, rows


def _scan(
    plan: Plan, documents: dict[str, Document], pdfs: dict[str, bytes]
) -> tuple[bytes, list[tuple[int, int]]]:
    rng = random.Random(zlib.crc32(plan.name.encode()))
    sheets: list[Image.Image] = []
    spans: list[tuple[int, int]] = []
    for name in plan.documents:
        pages = scans.render(pdfs[name], plan.dpi)
        if plan.form in ("jpg", "png"):
            pages = pages[:1]
        if sheets:
            sheets.append(scans.blank_page(pages[0].size, rng))
        _write_over(pages, plan, documents[name], pdfs[name], rng)
        spans.append((len(sheets) + 1, len(sheets) + len(pages)))
        sheets += [scans.EFFECTS[plan.effect](page, rng) for page in pages]
    if plan.form == "scan":
        return scans.to_pdf(sheets, plan.dpi, plan.quality), spans
    return scans.to_image(sheets, plan.form, plan.dpi, plan.quality), spans


def _write_over(
    pages: list[Image.Image], plan: Plan, document: Document, pdf: bytes, rng: random.Random
) -> None:
    """Pen and stamp: seal over the left third of the signature; number and day where they were left open."""
    scale = plan.dpi / 72
    if plan.signed:
        index, (left, top, right, _) = scans.find_on_page(pdf, document.signer)
        if index < len(pages):
            x, y = (left + right) / 2 * scale, (top - 30) * scale
            ink.signature(pages[index], (x, y), 110 * scale, rng)
            # The seal is 36 mm wide and covers about a third of the signature, from its left.
            ink.seal(
                pages[index], (x - 60 * scale, y - 4 * scale), 51 * scale, (document.issuer, document.place)
            )
    if document.blank_number and document.issued_on:
        _, (left, top, _, bottom) = scans.find_on_page(pdf, f"-{document.notation}")
        height = (bottom - top) * scale
        corner = ((left - 29) * scale, (top - 4) * scale)
        ink.handwriting(pages[0], corner, height * 1.1, document.number, rng)
        _, (left, top, _, _) = scans.find_on_page(pdf, f"tháng {document.issued_on.month} năm")
        corner = ((left - 20) * scale, (top - 4) * scale)
        ink.handwriting(pages[0], corner, height * 1.2, f"{document.issued_on.day:02d}", rng)
