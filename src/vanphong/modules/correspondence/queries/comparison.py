"""What the machine read beside what the clerk wrote, field by field, and how often the two agree."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from django.db.models import QuerySet
from django.utils import timezone

from vanphong.kernel.wording import vi
from vanphong.lib.text import clean, normalise_tone_placement
from vanphong.modules.correspondence.models import IncomingDocument, Reading, Urgency

Verdict = Literal["kept", "corrected", "added", "removed"]
"""kept: as read; corrected: read otherwise; added: not read at all; removed: read where nothing is."""
Compared = dict[str, dict[str, Any]]
"""Field name to {"read", "confidence", "final", "verdict"}."""

FIELDS: Final = {
    "reference_code": vi("Số, ký hiệu"),
    "issued_on": vi("Ngày văn bản"),
    "issuer": vi("Cơ quan ban hành"),
    "subject": vi("Trích yếu"),
    "type": vi("Loại"),
    "urgency": vi("Độ khẩn"),
    "signer": vi("Người ký"),
    "signer_title": vi("Chức vụ ký"),
    "due_on": vi("Hạn trong văn bản"),
}
"""Fields that are both read and written into the book, by the reader's names."""
PAIRS: Final = 12


def folded(value: str) -> str:
    """A value as it is compared: one form of letters, case, spaces and tone places; no stops at its ends."""
    return normalise_tone_placement(clean(value).lower()).strip(" .;,:-")


def compare(reading: Reading, document: IncomingDocument) -> Compared:
    """What was read beside what the document says now.

    Once a document was compared, what had been read then counts, not what a later reading made of it.
    """
    before = reading.compared
    found: Compared = {}
    for name in FIELDS:
        final = _FINAL[name](document)
        if before:
            read, confidence = before.get(name, {}).get("read"), before.get(name, {}).get("confidence")
        else:
            read, confidence = _read(reading, name, document)
        verdict = _verdict(name, read, final, document)
        if verdict is not None:
            found[name] = {"read": read, "confidence": confidence, "final": final, "verdict": verdict}
    return found


def _read(reading: Reading, name: str, document: IncomingDocument) -> tuple[str | None, float | None]:
    if name == "due_on":
        days = sorted(str(deadline["due_on"]) for deadline in reading.deadlines)
        chosen = _FINAL[name](document)
        return (chosen if chosen in days else next(iter(days), None)), None
    held = reading.header.get(name) or {}
    value = held.get("value")
    if not isinstance(value, str) or (name == "urgency" and value == Urgency.NORMAL.label):
        return None, None
    superior = (reading.header.get("superior") or {}).get("value")
    if name == "issuer" and superior and _is_issuer(f"{value} {superior}", document):
        # The page parts «VĂN PHÒNG» from the committee above it; the book writes both.
        value = f"{value} {superior}"
    return value, held.get("confidence")


def _is_issuer(words: str, document: IncomingDocument) -> bool:
    """Whether the words are a name of the body in the book."""
    unit = document.issuer
    names = [document.issuer_name, *((unit.name, unit.short_name, *unit.aliases) if unit else ())]
    return folded(words) in {folded(name) for name in names if name}


def _verdict(name: str, read: str | None, final: str | None, document: IncomingDocument) -> Verdict | None:
    if read is None:
        return "added" if final is not None else None
    if final is None:
        return "removed"
    same = _is_issuer(read, document) if name == "issuer" else folded(read) == folded(final)
    return "kept" if same else "corrected"


def _day(value: dt.date | None) -> str | None:
    return value.isoformat() if value else None


_FINAL: Final[dict[str, Callable[[IncomingDocument], str | None]]] = {
    "reference_code": lambda d: d.reference_code or None,
    "issued_on": lambda d: _day(d.issued_on),
    "issuer": lambda d: d.issuer_name or None,
    "subject": lambda d: d.subject or None,
    "type": lambda d: d.document_type.name if d.document_type else None,
    "urgency": lambda d: None if d.urgency == Urgency.NORMAL else str(Urgency(d.urgency).label),
    "signer": lambda d: d.signer or None,
    "signer_title": lambda d: d.signer_title or None,
    "due_on": lambda d: _day(d.due_on),
}


@dataclass
class FieldScore:
    """How one field fared over many documents."""

    name: str
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def documents(self) -> int:
        """Documents on which the field was read, or should have been."""
        return self.counts.total()

    @property
    def share(self) -> float | None:
        """The part of these that needed no hand, 0..1."""
        return round(self.counts["kept"] / self.documents, 3) if self.documents else None


@dataclass(frozen=True)
class Pair:
    """A value read and the one it was corrected to, and how often."""

    field: str
    read: str
    final: str
    count: int


@dataclass(frozen=True)
class Evaluation:
    """The reader measured by an office's own book."""

    documents: int
    fields: tuple[FieldScore, ...]
    pairs: tuple[Pair, ...]


def evaluate(rows: QuerySet[IncomingDocument] | None = None, since: dt.date | None = None) -> Evaluation:
    """Compare over registered documents (all unless `rows` are given), registered from `since` on."""
    found = Reading.objects.filter(document__arrival_number__isnull=False)
    if rows is not None:
        found = found.filter(document__in=rows)
    if since is not None:
        start = timezone.make_aware(dt.datetime.combine(since, dt.time()))
        found = found.filter(document__registered_at__gte=start)
    found = found.select_related("document__issuer", "document__document_type")
    return _summed(reading.compared or compare(reading, reading.document) for reading in found.iterator(500))


def _summed(all_compared: Iterable[Compared]) -> Evaluation:
    scores = {name: FieldScore(name) for name in FIELDS}
    pairs: Counter[tuple[str, str, str]] = Counter()
    documents = 0
    for compared in all_compared:
        documents += 1
        for name, one in compared.items():
            scores[name].counts[one["verdict"]] += 1
            if one["verdict"] == "corrected":
                pairs[name, one["read"], one["final"]] += 1
    # What was corrected to the same twice is a habit of the reader; the commonest first, then by name.
    ranked = sorted(pairs.items(), key=lambda item: (-item[1], item[0]))[:PAIRS]
    return Evaluation(
        documents,
        tuple(scores.values()),
        tuple(Pair(name, read, final, count) for (name, read, final), count in ranked),
    )
