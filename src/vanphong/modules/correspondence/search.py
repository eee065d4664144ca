"""What is found of an incoming document: its code, its subject and issuer, its people, the text of its pages."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from vanphong.kernel.actor import Actor
from vanphong.kernel.listing import Filter
from vanphong.kernel.listing.narrowing import by_id, from_day, until_day
from vanphong.kernel.search.indexing import Facet, Findable, SearchSpec, declare_search
from vanphong.kernel.wording import vi
from vanphong.lib.text import code_key
from vanphong.modules.catalogues.public import document_types
from vanphong.modules.correspondence.models import Assignment, IncomingDocument, LegacyOrigin, Submission
from vanphong.modules.correspondence.queries.narrowing import by_issuer, incoming_books
from vanphong.modules.correspondence.queries.texts import plain_text

S = IncomingDocument.State


def _findable(document: IncomingDocument) -> Findable | None:
    if not document.is_registered:
        return None
    of_old = document.channel == IncomingDocument.Channel.LEGACY
    origin: LegacyOrigin | None = getattr(document, "origin", None) if of_old else None
    written = origin.written_number if origin else ""
    # What is kept for finding is in the language of the office, whatever the clerk reads.
    number = _("số đến {arrival_number}").format(arrival_number=written or document.arrival_number)
    # Most lines of older books have no file: asking for the words of each would be most of an import.
    read = "" if document.reading_state == IncomingDocument.ReadingState.NONE else plain_text(document)
    parts = (
        number,
        document.signer_title,
        document.note,
        document.result,
        origin.text if origin else "",
        read,
    )
    return Findable(
        code_key=document.code_key,
        title=" ".join((document.reference_code, document.subject, document.issuer_name)),
        body="\n".join(part for part in parts if part),
        day=document.issued_on or document.arrived_on,
        issuer=document.issuer_name,
        people=document.signer,
        key=origin.key if origin else "",
    )


def _year(_actor: Actor, text: str) -> Q | None:
    # As a range of days, which an index serves.
    if not text.isdecimal() or len(text) != 4 or not 1900 <= int(text) <= 2200:
        return None
    return Q(issued_on__range=(dt.date(int(text), 1, 1), dt.date(int(text), 12, 31)))


def _states(_actor: Actor) -> list[tuple[str, str]]:
    hidden = (S.PENDING_REGISTRATION, S.DISCARDED, S.PURGED)
    return [(str(value), str(label)) for value, label in S.choices if value not in hidden]


ROLES = (
    ("chu-tri", vi("Tôi hoặc đơn vị tôi chủ trì")),
    ("phoi-hop", vi("Tôi hoặc đơn vị tôi phối hợp")),
    ("de-biet", vi("Gửi tôi để biết")),
    ("cho-y-kien", vi("Trình tôi cho ý kiến")),
    ("toi-giao", vi("Tôi giao việc")),
    ("vao-so", vi("Tôi vào sổ")),
)
_HELD = {"chu-tri": "lead", "phoi-hop": "collaborator", "de-biet": "information"}


def _role(actor: Actor, text: str) -> Q | None:
    """What the actor has to do with the document."""
    mine = Assignment.objects.filter(document=OuterRef("pk"))
    if text in _HELD:
        held = Q(user_id=actor.person_id) | Q(unit_id__in=actor.units_as())
        return Q(Exists(mine.filter(held, role=_HELD[text])))
    if text == "cho-y-kien":
        return Q(Exists(Submission.objects.filter(document=OuterRef("pk"), to_user_id=actor.person_id)))
    if text == "toi-giao":
        return Q(Exists(mine.filter(assigned_by_user_id=actor.person_id)))
    return Q(registered_by_id=actor.person_id) if text == "vao-so" else None


FILTERS = (
    Filter("so", vi("Sổ"), by_id("register_id"), "choice", incoming_books),
    Filter("loai-van-ban", vi("Loại văn bản"), by_id("document_type_id"), "choice", document_types),
    Filter("co-quan", vi("Cơ quan ban hành"), by_issuer),
    Filter("tu", vi("Văn bản từ ngày"), from_day("issued_on"), "day"),
    Filter("den", vi("Văn bản đến hết ngày"), until_day("issued_on"), "day"),
    Filter("nam", vi("Năm văn bản"), _year),
    Filter(
        "tinh-trang",
        vi("Tình trạng"),
        lambda _a, v: Q(state=v) if v in S.values else None,
        "choice",
        _states,
    ),
    Filter("vai", vi("Vai của tôi"), _role, "choice", lambda _a: [(v, str(t)) for v, t in ROLES]),
)
FACETS = (
    Facet(
        "loai-van-ban",
        vi("Loại văn bản"),
        "document_type_id",
        "document_type__name",
        "document_type__family",
    ),
    Facet("co-quan", vi("Cơ quan ban hành"), "issuer_name", "issuer_name"),
    Facet("nam", vi("Năm văn bản"), "issued_on__year", "issued_on__year"),
)


def _names(document: IncomingDocument) -> list[str]:
    """Codes of the documents this one cites, as they were read, and of the one that answers it."""
    reading = getattr(document, "reading", None)
    cited = [str(each.get("reference_code") or "") for each in (reading.cited if reading else [])]
    return [code_key(code) for code in (document.reply_code, *cited) if code]


declare_search(SearchSpec(IncomingDocument, _findable, FILTERS, FACETS, lambda d: str(d.subject), _names))
