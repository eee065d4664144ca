"""Refuses texts whose listed citations and deadlines do not stand in their words."""

from __future__ import annotations

import unicodedata

from tools.make_samples.model import Document, printed_date, spell_date
from tools.make_samples.plan import Plan
from vanphong.lib.templates.markup import plain


def check(documents: dict[str, Document], plans: list[Plan]) -> list[str]:
    """Sentences naming every mistake; empty when the set is sound."""
    problems = [problem for document in documents.values() for problem in _check_document(document)]
    for plan in plans:
        problems += [f"{plan.name}: no document {name}" for name in plan.documents if name not in documents]
    names = [plan.name for plan in plans]
    problems += [f"{name}: named twice" for name in sorted({n for n in names if names.count(n) > 1})]
    planned = {name for plan in plans for name in plan.documents}
    left = [name for name in documents if name not in planned and not name.startswith("bad-")]
    return problems + [f"{name}: in no file" for name in left]


def _check_document(document: Document) -> list[str]:
    text = plain(f"{document.body}\n{document.appendix}")
    problems = [f"{document.id}: {code} is not cited" for code in document.cited if code not in text]
    for day in document.deadlines:
        forms = (printed_date(day), f"{day:%d/%m/%Y}", spell_date(day), spell_date(day).replace("ngày ", ""))
        if not any(form in text for form in forms):
            problems.append(f"{document.id}: no deadline {printed_date(day)}")
    if unicodedata.normalize("NFC", text) != text:
        problems.append(f"{document.id}: text is not NFC")
    if "./." in text and document.family == "party":
        problems.append(f"{document.id}: «./.» ends no text since HD 05")
    return problems
